//! The audit: whether everything that must always be true is true.

use std::collections::BTreeMap;

use quan_core::terms::Codes;
use quan_core::{Activity, ActivityId, Fen, LetterBody, MerchantId};

use crate::Engine;
use crate::error::{Error, StoreError};
use crate::letters;
use crate::store::{Reader, Sums};

/// Activities that are read together.
const AT_ONCE: u32 = 256;

/// What an audit found.
#[derive(Clone, Debug, Default)]
pub struct Audit {
    /// Activities that were looked at.
    pub activities: u64,
    /// Vouchers that were counted.
    pub vouchers: u64,
    /// Uses that were counted, without returned ones.
    pub redemptions: u64,
    /// Accounts that were added up.
    pub accounts: u64,
    /// What is not as it must be; nothing, in a sound store.
    pub findings: Vec<Finding>,
}

/// Something that is not as it must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which rule is broken, as a short name.
    pub invariant: &'static str,
    /// Where.
    pub subject: String,
    /// What was found, in words.
    pub words: String,
}

impl Engine {
    /// Counts every row again and compares. Reads only; on a store in use each
    /// activity is looked at for itself.
    pub async fn verify(&self) -> Result<Audit, Error> {
        self.read(run).await
    }
}

pub(crate) fn run(reader: &dyn Reader) -> Result<Audit, StoreError> {
    let mut audit = Audit::default();
    let mut funds: BTreeMap<MerchantId, Fen> = BTreeMap::new();
    let mut after = 0;
    loop {
        let ids = reader.activities_after(after, AT_ONCE)?;
        let Some(last) = ids.last() else { break };
        after = last.number();
        for id in ids {
            activity(reader, id, &mut audit, &mut funds)?;
        }
    }
    accounts(reader, &mut audit, &mut funds)?;
    audit.findings.extend(subsidies(reader)?);
    Ok(audit)
}

fn activity(
    reader: &dyn Reader,
    id: ActivityId,
    audit: &mut Audit,
    funds: &mut BTreeMap<MerchantId, Fen>,
) -> Result<(), StoreError> {
    let Some((activity, sums)) = settled(reader, id)? else {
        return Ok(());
    };
    audit.activities += 1;
    audit.vouchers += sums.vouchers;
    audit.redemptions += sums.redemptions;
    let mut check = |invariant, holds: bool, words: String| {
        if !holds {
            audit.findings.push(Finding {
                invariant,
                subject: format!("activity {id}"),
                words,
            });
        }
    };
    let issued = u64::from(activity.issued);
    check(
        "issued-within-quantity",
        activity.issued.saturating_add(activity.reserved) <= activity.quantity,
        format!(
            "{issued} of {} issued, {} set aside",
            activity.quantity, activity.reserved
        ),
    );
    beside_vouchers(&activity, &sums, &mut check);
    check(
        "every-voucher-counted-once",
        sums.vouchers == issued && sums.last_sequence == issued,
        format!(
            "{issued} issued, {} rows up to {}",
            sums.vouchers, sums.last_sequence
        ),
    );
    check(
        "a-request-answers-once",
        sums.issue_requests == sums.issue_answers && sums.issue_answers <= issued,
        format!(
            "{} requests for {} vouchers",
            sums.issue_requests, sums.issue_answers
        ),
    );
    check(
        "redeemed-counted",
        sums.redeemed == u64::from(activity.redeemed),
        format!("{} counted, {} rows", activity.redeemed, sums.redeemed),
    );
    check(
        "expired-counted",
        sums.swept_unused == u64::from(activity.expired),
        format!("{} counted, {} rows", activity.expired, sums.swept_unused),
    );
    check(
        "uses-counted",
        sums.uses == u64::from(activity.uses) && sums.redemptions == u64::from(activity.uses),
        format!(
            "{} counted, {} on vouchers, {} by redemptions",
            activity.uses, sums.uses, sums.redemptions
        ),
    );
    check(
        "deductions-add-up",
        sums.deducted == sums.redeemed_amount,
        format!(
            "{} fen on vouchers, {} fen in redemptions",
            sums.deducted, sums.redeemed_amount
        ),
    );
    last_uses(&sums, &mut check);
    caps(reader, &activity, &mut check)?;
    if let Some(sponsor) = activity.sponsor() {
        check(
            "spent-is-what-was-deducted",
            activity.spent.get() == sums.redeemed_amount,
            format!(
                "{} spent, {} fen in redemptions",
                activity.spent, sums.redeemed_amount
            ),
        );
        let sum = funds.entry(sponsor).or_default();
        for part in [activity.held, activity.spent] {
            *sum = sum.checked_add(part).unwrap_or(Fen::MAX);
        }
    }
    Ok(())
}

/// What lies beside the vouchers: orders and codes, and what was taken back.
fn beside_vouchers(
    activity: &Activity,
    sums: &Sums,
    check: &mut impl FnMut(&'static str, bool, String),
) {
    check(
        "reserved-counted",
        sums.reserved == u64::from(activity.reserved),
        format!("{} counted, {} orders", activity.reserved, sums.reserved),
    );
    check(
        "revoked-counted",
        sums.revoked == u64::from(activity.revoked),
        format!("{} counted, {} rows", activity.revoked, sums.revoked),
    );
    check(
        "codes-counted",
        sums.deposited_codes == u64::from(activity.codes),
        format!("{} counted, {} rows", activity.codes, sums.deposited_codes),
    );
    check(
        "a-code-has-a-deposit",
        sums.stray_codes == 0,
        format!("{} codes of no deposit", sums.stray_codes),
    );
    check(
        "issued-within-codes",
        activity.terms.codes != Codes::Deposited || activity.issued <= activity.codes,
        format!("{} issued of {} codes", activity.issued, activity.codes),
    );
    check(
        "a-code-has-one-voucher",
        sums.given_codes == sums.coded_vouchers
            && sums.codes_on_their_vouchers == sums.coded_vouchers,
        format!(
            "{} vouchers with a code, {} codes with a voucher, {} of them the same",
            sums.coded_vouchers, sums.given_codes, sums.codes_on_their_vouchers
        ),
    );
}

/// What vouchers say of their last use, and uses of their last return.
fn last_uses(sums: &Sums, check: &mut impl FnMut(&'static str, bool, String)) {
    check(
        "the-last-use-is-known",
        sums.last_uses == sums.used_vouchers && sums.latest_uses == sums.used_vouchers,
        format!(
            "{} vouchers with uses, {} name one, {} the latest",
            sums.used_vouchers, sums.last_uses, sums.latest_uses
        ),
    );
    check(
        "the-last-return-is-known",
        sums.last_returns == sums.returned_uses && sums.latest_returns == sums.returned_uses,
        format!(
            "{} uses with returns, {} name one, {} the latest",
            sums.returned_uses, sums.last_returns, sums.latest_returns
        ),
    );
}

/// The activity and the sums of its rows, read again while somebody issues in
/// between.
fn settled(reader: &dyn Reader, id: ActivityId) -> Result<Option<(Activity, Sums)>, StoreError> {
    for _ in 0..8 {
        let Some(before) = reader.activity(id)? else {
            return Ok(None);
        };
        let sums = reader.sums(id)?;
        let after = reader.activity(id)?;
        if after.as_ref().map(|view| &view.activity) == Some(&before.activity) {
            return Ok(Some((before.activity, sums)));
        }
    }
    let Some(view) = reader.activity(id)? else {
        return Ok(None);
    };
    Ok(Some((view.activity, reader.sums(id)?)))
}

/// Caps are promises of the terms that were in force when a voucher was issued.
/// What was lowered since binds only what came after, so a cap is held against
/// the loosest that there ever was.
fn caps(
    reader: &dyn Reader,
    activity: &Activity,
    check: &mut impl FnMut(&'static str, bool, String),
) -> Result<(), StoreError> {
    let mut loosest = activity.terms.issue.clone();
    for version in 1..=activity.counters.versions {
        let terms = reader.terms(activity.id, version)?;
        let issue = &terms.issue;
        loosest.per_user.retain_mut(|cap| {
            let then = issue.per_user.iter().find(|then| then.period == cap.period);
            cap.limit = then.map_or(cap.limit, |then| then.limit.max(cap.limit));
            then.is_some()
        });
        loosest.by_day = loosest
            .by_day
            .zip(issue.by_day)
            .map(|(now, then)| now.max(then));
    }
    for cap in &loosest.per_user {
        let most = reader.most_received(activity.id, cap.period)?;
        check(
            "user-caps-hold",
            most <= cap.limit,
            format!(
                "a user received {most} in one {:?}, {} are allowed",
                cap.period, cap.limit
            ),
        );
    }
    if let Some(limit) = loosest.by_day {
        let most = reader.most_issued_on_a_day(activity.id)?;
        check(
            "day-cap-holds",
            most <= limit,
            format!("{most} were issued on one day, {limit} are allowed"),
        );
    }
    Ok(())
}

fn accounts(
    reader: &dyn Reader,
    audit: &mut Audit,
    funds: &mut BTreeMap<MerchantId, Fen>,
) -> Result<(), StoreError> {
    for letter in reader.letters(None, u32::MAX)? {
        let (merchant, amount) = match letter.body {
            // What goes from one merchant to another is neither's on its way.
            LetterBody::Open(_) | LetterBody::Transfer { .. } | LetterBody::Transferred { .. } => {
                continue;
            }
            LetterBody::Pay {
                amount, sponsor, ..
            } => (sponsor, amount),
            LetterBody::Refund { amount } => match letter.to {
                quan_core::HomeId::Merchant(merchant) => (merchant, amount),
                quan_core::HomeId::Activity(_) => continue,
            },
        };
        let number = letters::number(letter.id)?;
        let carried_out = reader
            .answer(letter.to, quan_core::Action::Letter, &number)?
            .is_some();
        if !carried_out {
            let sum = funds.entry(merchant).or_default();
            *sum = sum.checked_add(amount).unwrap_or(Fen::MAX);
        }
    }
    for account in reader.accounts()? {
        audit.accounts += 1;
        let elsewhere = funds.remove(&account.merchant).unwrap_or_default();
        let went = sum([account.balance, elsewhere, account.given]);
        if went != sum([account.paid_in, account.received]) {
            audit.findings.push(Finding {
                invariant: "funds-add-up",
                subject: format!("merchant {}", account.merchant),
                words: format!(
                    "{} yuan paid in, {} in the balance, {elsewhere} in letters, held and spent; \
                     {} received from others, {} given to them",
                    account.paid_in, account.balance, account.received, account.given
                ),
            });
        }
    }
    for (merchant, amount) in funds.iter().filter(|(_, amount)| **amount > Fen::ZERO) {
        audit.findings.push(Finding {
            invariant: "funds-add-up",
            subject: format!("merchant {merchant}"),
            words: format!("{amount} yuan held or spent by a merchant that never paid in"),
        });
    }
    Ok(())
}

/// Money between merchants: what one gave another received, or it is on its way,
/// and the payer's records say so.
fn subsidies(reader: &dyn Reader) -> Result<Vec<Finding>, StoreError> {
    let book = reader.subsidy_book()?;
    let mut findings = Vec::new();
    let mut found = |invariant, subject: String, words: String| {
        findings.push(Finding {
            invariant,
            subject,
            words,
        });
    };
    let given = sum(book.accounts.iter().map(|account| account.given));
    let received = sum(book.accounts.iter().map(|account| account.received));
    if given != sum([received, book.in_letters]) {
        found(
            "gifts-arrive",
            "all merchants".into(),
            format!(
                "{given} yuan given, {received} received, {} in letters",
                book.in_letters
            ),
        );
    }
    let mut by_receipts = book.given;
    for account in &book.accounts {
        let said = by_receipts.remove(&account.merchant).unwrap_or_default();
        if said != account.given {
            found(
                "subsidies-add-up",
                format!("merchant {}", account.merchant),
                format!("{} yuan given, {said} by its subsidies", account.given),
            );
        }
    }
    for (merchant, said) in by_receipts.iter().filter(|(_, said)| **said > Fen::ZERO) {
        found(
            "subsidies-add-up",
            format!("merchant {merchant}"),
            format!("{said} yuan given by a merchant that never had any"),
        );
    }
    for id in book.miscounted {
        found(
            "subsidy-returns-counted",
            format!("subsidy {id}"),
            "its returns add up to other sums".into(),
        );
    }
    Ok(findings)
}

fn sum(parts: impl IntoIterator<Item = Fen>) -> Fen {
    parts.into_iter().fold(Fen::ZERO, |sum, part| {
        sum.checked_add(part).unwrap_or(Fen::MAX)
    })
}
