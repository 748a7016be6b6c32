//! What a play does with coupons and their codes, and what it expects of them.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use quan_core::operation::BudgetTarget;
use quan_core::terms::Codes;
use quan_core::voucher::CodeState;
use quan_core::{Activity, ActivityId, Code, Denial, Timestamp, VoucherId};
use quan_engine::{CodeFilter, Deposited, Page, VoucherFilter};

use super::{Ask, Made, Play, code_of, name_of, round};
use crate::make::user;
use crate::properties::step::{Kind, Step};
use crate::world::Outcome;

/// What must be answered: this, or anything but a denial.
type Expected = Result<Option<Made>, Denial>;

impl Play {
    pub(super) fn kind_of(&self, activity: ActivityId) -> Kind {
        let shape = self.shapes.get(&activity);
        shape.map_or(Kind::Payment, |shape| shape.kind)
    }

    /// An activity, if it is one of coupons.
    async fn coupons(&self, activity: ActivityId) -> Option<Activity> {
        if self.kind_of(activity).is_coupon() {
            Some(self.world.row(activity).await)
        } else {
            None
        }
    }

    pub(super) async fn ask_of_coupons(&self, step: &Step) -> Option<Ask> {
        let (Step::SetQuantity { activity, .. }
        | Step::SetByDay { activity, .. }
        | Step::DeleteCode { activity, .. }) = step
        else {
            return None;
        };
        let row = self.coupons(round(&self.activities, *activity)?).await?;
        if let Step::SetQuantity { above, knows, .. } = step {
            let target = BudgetTarget::Quantity {
                from: row.quantity + u32::from(!knows),
                to: row.issued.saturating_add_signed((*above).into()),
            };
            return Some(Ask::SetBudget(row.id, target));
        }
        if let Step::SetByDay { most, knows, .. } = step {
            let now = row.terms.issue.by_day;
            let target = BudgetTarget::ByDay {
                from: if *knows { now } else { Some(99) },
                to: *most,
                based_on: row.version,
                document: "the new document".into(),
            };
            return Some(Ask::SetBudget(row.id, target));
        }
        if let Step::DeleteCode { code, .. } = step {
            return Some(Ask::DeleteCode(row.id, *code));
        }
        None
    }

    /// What must be answered, where that is known.
    pub(super) async fn expects(&self, ask: &Ask) -> Option<Expected> {
        let now = self.world.now();
        match ask {
            Ask::Issue(activity, user, code) => {
                let row = self.coupons(*activity).await?;
                Some(self.expects_issue(&row, *user, code.as_ref(), now).await)
            }
            Ask::Bring(activity, codes) => {
                let row = self.coupons(*activity).await?;
                if row.terms.codes != Codes::Deposited {
                    return Some(Err(Denial::CodesNotDeposited));
                }
                let outcomes = self.model.bring(&row, codes);
                let came = outcomes.map(|outcomes| Deposited { at: now, outcomes });
                Some(came.map(|came| Some(Made::Codes(came))))
            }
            Ask::SetBudget(activity, target) => {
                let row = self.coupons(*activity).await?;
                let set = self.model.set(&row, target, now);
                Some(set.map(|(quantity, by_day)| Some(Made::Budget(quantity, by_day))))
            }
            Ask::DeleteCode(activity, code) => {
                let row = self.coupons(*activity).await?;
                if row.terms.codes != Codes::Deposited {
                    return None;
                }
                let deleted = self.model.delete(*activity, *code);
                Some(deleted.map(|()| Some(Made::Done(now))))
            }
            Ask::Revoke(voucher) => {
                let row = self.coupons(voucher.activity).await?;
                let voucher = self.world.slip(*voucher).await;
                let revoked = self.model.revoke(&row, &voucher, now);
                Some(revoked.map(|()| Some(Made::Done(now))))
            }
            Ask::Create(_)
            | Ask::Publish(_)
            | Ask::Append(..)
            | Ask::Modify(..)
            | Ask::Stop(_)
            | Ask::Report(..)
            | Ask::Undo(..)
            | Ask::Order(..)
            | Ask::RefundOrder(_)
            | Ask::Redeem(..)
            | Ask::Return(..)
            | Ask::Deposit(_) => None,
        }
    }

    async fn expects_issue(
        &self,
        row: &Activity,
        user: usize,
        code: Option<&Code>,
        now: Timestamp,
    ) -> Expected {
        let shares = self.shares.get(&row.id);
        self.model.issue(row, shares, user, now)?;
        if let Some(code) = code {
            let holder = self.world.voucher_by_code(row.id, code.clone()).await;
            if holder.granted().is_some() {
                return Err(Denial::CodeTaken);
            }
        }
        Ok(None)
    }

    /// A voucher that was issued has the code whose turn it was.
    pub(super) async fn gives_code(&mut self, voucher: VoucherId) {
        let Some(code) = self.model.next_code(voucher.activity) else {
            return;
        };
        let given = self.world.slip(voucher).await.code;
        assert_eq!(given, Some(code_of(code)), "the lowest rank comes first");
        let codes = self.model.codes.entry(voucher.activity).or_default();
        codes.insert(code, true);
    }

    /// A user looks at all vouchers, and at those that were thrown away.
    pub(super) async fn looks(&self, looking: usize) -> String {
        let mut seen = Vec::new();
        for hidden in [false, true] {
            let filter = VoucherFilter {
                revoked_too: true,
                hidden,
                ..VoucherFilter::default()
            };
            let page = Page::first(200);
            let listed = self
                .world
                .vouchers_of(user(&name_of(looking)), filter, page);
            let listed = listed.await.granted();
            let ids: Vec<VoucherId> = listed.items.iter().map(|(row, _)| row.id).collect();
            let found: BTreeSet<VoucherId> = ids.iter().copied().collect();
            let wanted: BTreeSet<VoucherId> = self
                .vouchers
                .iter()
                .filter(|(id, holder)| {
                    *holder == looking && self.model.hidden.contains(id) == hidden
                })
                .map(|(id, _)| *id)
                .collect();
            assert_eq!(found, wanted, "every voucher is in one list");
            assert_eq!(listed.total, ids.len() as u64);
            let newest_first = listed
                .items
                .is_sorted_by_key(|(row, _)| Reverse((row.issued_at, row.id)));
            assert!(newest_first, "{ids:?}");
            seen.push(ids);
        }
        format!("{seen:?}")
    }

    pub(super) fn keeps_codes_and_budget(&self, row: &Activity) {
        if let Some(budget) = self.model.budgets.get(&row.id) {
            let now = (row.quantity, row.terms.issue.by_day);
            assert_eq!(now, *budget, "a budget is what it was set to");
            assert_eq!(row.pending, None, "a coupon waits for nothing");
        }
        let Some(codes) = self.model.codes.get(&row.id) else {
            return;
        };
        assert_eq!(usize::try_from(row.codes), Ok(codes.len()));
        let free = self.model.free_codes(row.id);
        assert_eq!(usize::try_from(row.free_codes()), Ok(free));
    }

    /// Whether the lists of an activity's codes hold what was brought.
    pub(super) async fn lists_its_codes(&self, activity: ActivityId) {
        let Some(codes) = self.model.codes.get(&activity) else {
            return;
        };
        let free = self.model.free_codes(activity);
        let list = |filter| self.world.deposited_codes(activity, filter, 0, 99);
        let mut listed: Vec<(Code, bool)> = Vec::new();
        for view in list(CodeFilter::All).await.granted().items {
            listed.push((
                view.code,
                matches!(view.row.state, CodeState::Issued { .. }),
            ));
        }
        listed.sort();
        let mut wanted: Vec<(Code, bool)> = codes
            .iter()
            .map(|(code, given)| (code_of(*code), *given))
            .collect();
        wanted.sort();
        assert_eq!(listed, wanted, "every code is where it was put");
        let free = u64::try_from(free).expect("a number");
        assert_eq!(list(CodeFilter::Free).await.granted().total, free);
    }
}
