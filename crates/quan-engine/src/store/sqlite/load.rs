//! Puts rows on the desk.

use std::collections::HashMap;
use std::sync::Arc;

use quan_core::keys::{Buyer, Counts, Periods, Subject};
use quan_core::request::Answered;
use quan_core::voucher::CodeState;
use quan_core::{
    Action, ActivityId, Desk, HomeId, Keys, Period, Receipt, RequestNo, Terms, Timestamp, UserId,
    VoucherId,
};
use rusqlite::{Connection, OptionalExtension};

use super::read::all;
use super::{During, Result, body, row, subsidy};

/// Terms by activity and version: a version never changes, so they are parsed
/// once. Old ones are dropped by the handful when there are too many.
#[derive(Default)]
pub(super) struct TermsCache(HashMap<(ActivityId, u32), Arc<Terms>>);

const CACHED_TERMS: usize = 4096;

impl TermsCache {
    fn get(
        &mut self,
        connection: &Connection,
        activity: ActivityId,
        version: u32,
    ) -> Result<Arc<Terms>> {
        if let Some(terms) = self.0.get(&(activity, version)) {
            return Ok(Arc::clone(terms));
        }
        let terms = self::terms(connection, activity, version)?;
        if self.0.len() >= CACHED_TERMS {
            self.0.clear();
        }
        self.0.insert((activity, version), Arc::clone(&terms));
        Ok(terms)
    }
}

/// The terms of a version.
pub(super) fn terms(
    connection: &Connection,
    activity: ActivityId,
    version: u32,
) -> Result<Arc<Terms>> {
    let text: String = connection
        .prepare_cached("select body from terms where activity = ?1 and version = ?2")
        .and_then(|mut statement| {
            statement.query_row((row::number(activity), version), |row| row.get(0))
        })
        .during("read terms")?;
    body::terms(&text).map(Arc::new)
}

pub(super) fn homes(
    connection: &Connection,
    mut cache: Option<&mut TermsCache>,
    homes: &[HomeId],
    desk: &mut Desk,
) -> Result<()> {
    let mut of_activity = connection
        .prepare_cached(&format!(
            "select {} from activity where id = ?1",
            row::ACTIVITY
        ))
        .during("read activities")?;
    let mut of_merchant = connection
        .prepare_cached(&format!(
            "select {} from account where merchant = ?1",
            row::ACCOUNT
        ))
        .during("read accounts")?;
    for home in homes {
        match home {
            HomeId::Activity(id) => {
                let mut rows = of_activity
                    .query([row::number(*id)])
                    .during("read activities")?;
                if let Some(found) = rows.next().during("read activities")? {
                    let activity =
                        row::activity(found, |id, version| match cache.as_deref_mut() {
                            Some(cache) => cache.get(connection, id, version),
                            None => terms(connection, id, version),
                        })?;
                    desk.activities.put(*id, activity);
                }
            }
            HomeId::Merchant(id) => {
                let mut rows = of_merchant
                    .query([row::merchant(*id)])
                    .during("read accounts")?;
                if let Some(found) = rows.next().during("read accounts")? {
                    desk.accounts.put(*id, row::account(found)?);
                }
            }
        }
    }
    Ok(())
}

pub(super) fn rows(
    connection: &Connection,
    keys: &Keys,
    now: Timestamp,
    desk: &mut Desk,
) -> Result<()> {
    requests(connection, keys, desk)?;
    receipts(connection, keys, now, desk)?;
    tallies(connection, keys, desk)?;
    vouchers(connection, keys, desk)?;
    codes(connection, keys, desk)?;
    sales(connection, keys, now, desk)?;
    redemptions(connection, keys, desk)?;
    recharges(connection, keys, desk)?;
    subsidy::load(connection, keys, desk)?;
    uses(connection, keys, now, desk)?;
    uses_of_named(connection, keys, now, desk)?;
    members(connection, keys, desk)?;
    for &(activity, version) in &keys.drafts {
        desk.drafts
            .insert((activity, version), terms(connection, activity, version)?);
    }
    Ok(())
}

/// The answer that a request was given before.
pub(super) fn answer(
    connection: &Connection,
    home: HomeId,
    action: Action,
    number: &RequestNo,
) -> Result<Option<Answered>> {
    let sql =
        "select fingerprint, made, at from request where home = ?1 and action = ?2 and number = ?3";
    let found: Option<([u8; 16], i64, i64)> = connection
        .prepare_cached(sql)
        .and_then(|mut statement| {
            statement
                .query_row(
                    (home.number(), action_code(action), number.as_str()),
                    |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
                )
                .optional()
        })
        .during("read requests")?;
    found
        .map(|(fingerprint, made, at)| {
            let receipt = Receipt {
                number: made.unsigned_abs(),
                at: row::instant(at)?,
            };
            Ok(Answered {
                fingerprint,
                receipt,
            })
        })
        .transpose()
}

pub(super) fn action_code(action: Action) -> i64 {
    Action::ALL
        .iter()
        .position(|known| *known == action)
        .and_then(|at| i64::try_from(at).ok())
        .unwrap_or(-1)
}

fn requests(connection: &Connection, keys: &Keys, desk: &mut Desk) -> Result<()> {
    for (home, action, number) in &keys.requests {
        if let Some(answered) = answer(connection, *home, *action, number)? {
            desk.answers
                .insert((*home, *action, number.clone()), answered);
        }
    }
    Ok(())
}

fn receipts(connection: &Connection, keys: &Keys, now: Timestamp, desk: &mut Desk) -> Result<()> {
    for (activity, user, periods) in &keys.receipts {
        let key = (*activity, user.clone());
        if let std::collections::hash_map::Entry::Vacant(e) = desk.receipts.entry(key) {
            let sql = "select count(*) from voucher where user = ?2 and activity = ?1";
            let sql_since = "select count(*) from voucher where user = ?2 and activity = ?1 and issued_at >= ?3";
            e.insert(counts(
                connection,
                (sql, sql_since),
                *activity,
                user,
                *periods,
                now,
            )?);
        }
    }
    Ok(())
}

fn uses(connection: &Connection, keys: &Keys, now: Timestamp, desk: &mut Desk) -> Result<()> {
    for (activity, user, periods) in &keys.uses {
        uses_of(connection, *activity, user, *periods, now, desk)?;
    }
    Ok(())
}

fn uses_of(
    connection: &Connection,
    activity: ActivityId,
    user: &UserId,
    periods: Periods,
    now: Timestamp,
    desk: &mut Desk,
) -> Result<()> {
    let key = (activity, user.clone());
    if let std::collections::hash_map::Entry::Vacant(e) = desk.uses.entry(key) {
        let sql = "select coalesce(sum(times - undone), 0) from redemption
                   where activity = ?1 and user = ?2 and returned_at is null";
        let sql_since = "select coalesce(sum(times - undone), 0) from redemption
                         where activity = ?1 and user = ?2 and returned_at is null and redeemed_at >= ?3";
        e.insert(counts(
            connection,
            (sql, sql_since),
            activity,
            user,
            periods,
            now,
        )?);
    }
    Ok(())
}

/// What is asked of vouchers by name: their uses, and those of their users.
fn uses_of_named(
    connection: &Connection,
    keys: &Keys,
    now: Timestamp,
    desk: &mut Desk,
) -> Result<()> {
    for (name, periods) in &keys.uses_of_holders {
        if let Ok(voucher) = desk.named_voucher(name) {
            let user = voucher.user.clone();
            uses_of(connection, name.activity(), &user, *periods, now, desk)?;
        }
    }
    let sql = format!(
        "select {} from redemption where activity = ?1 and user = ?2 and voucher = ?3 and returned_at is null",
        row::REDEMPTION
    );
    for name in &keys.uses_of_vouchers {
        let Ok(voucher) = desk.named_voucher(name) else {
            continue;
        };
        let (id, user) = (voucher.id, voucher.user.clone());
        let found = all(
            connection,
            &sql,
            (row::number(id.activity), user.as_str(), id.sequence),
            row::redemption,
        )?;
        let made = found.iter().map(|redemption| redemption.id).collect();
        desk.uses_of_vouchers.insert(id, made);
        for redemption in found {
            desk.redemptions.put(redemption.id, redemption);
        }
    }
    Ok(())
}

/// Counts in each of the periods: over the whole life, or since one began.
fn counts(
    connection: &Connection,
    (whole, since): (&str, &str),
    activity: ActivityId,
    user: &UserId,
    periods: Periods,
    now: Timestamp,
) -> Result<Counts> {
    let mut counts = Counts::default();
    for period in [Period::Day, Period::Week, Period::Month, Period::Lifetime] {
        if !periods.has(period) {
            continue;
        }
        let count: u32 = match period.start(now) {
            None => connection.prepare_cached(whole).and_then(|mut statement| {
                statement.query_row((row::number(activity), user.as_str()), |row| row.get(0))
            }),
            Some(start) => connection.prepare_cached(since).and_then(|mut statement| {
                statement.query_row(
                    (row::number(activity), user.as_str(), start.as_millisecond()),
                    |row| row.get(0),
                )
            }),
        }
        .during("count what a user received")?;
        counts.set(period, count);
    }
    Ok(counts)
}

pub(super) fn period_code(period: Period) -> i64 {
    match period {
        Period::Day => 0,
        Period::Week => 1,
        Period::Month => 2,
        Period::Lifetime => 3,
    }
}

pub(super) fn subject(subject: &Subject) -> (i64, &str) {
    match subject {
        Subject::Person(person) => (0, person.as_str()),
        Subject::Phone(phone) => (1, phone.as_str()),
    }
}

fn tallies(connection: &Connection, keys: &Keys, desk: &mut Desk) -> Result<()> {
    if keys.tallies.is_empty() {
        return Ok(());
    }
    let sql = "select received from tally
               where activity = ?1 and kind = ?2 and subject = ?3 and period = ?4 and start_ms = ?5";
    let mut statement = connection.prepare_cached(sql).during("read tallies")?;
    for key in &keys.tallies {
        let (kind, subject) = subject(&key.subject);
        let found: Option<u32> = statement
            .query_row(
                (
                    row::number(key.activity),
                    kind,
                    subject,
                    period_code(key.period),
                    key.start_ms,
                ),
                |row| row.get(0),
            )
            .optional()
            .during("read tallies")?;
        if let Some(received) = found {
            desk.tallies.put(key.clone(), received);
        }
    }
    Ok(())
}

fn vouchers(connection: &Connection, keys: &Keys, desk: &mut Desk) -> Result<()> {
    for id in &keys.vouchers {
        put_voucher(connection, *id, desk)?;
    }
    for &(activity, first, last) in &keys.voucher_runs {
        let sql = format!(
            "select {} from voucher where activity = ?1 and sequence between ?2 and ?3",
            row::VOUCHER
        );
        let mut statement = connection.prepare_cached(&sql).during("read vouchers")?;
        let mut rows = statement
            .query((row::number(activity), first, last))
            .during("read vouchers")?;
        while let Some(found) = rows.next().during("read vouchers")? {
            let voucher = row::voucher(found, 0)?;
            desk.vouchers.put(voucher.id, voucher);
        }
    }
    Ok(())
}

fn put_voucher(connection: &Connection, id: VoucherId, desk: &mut Desk) -> Result<()> {
    let sql = format!(
        "select {} from voucher where activity = ?1 and sequence = ?2",
        row::VOUCHER
    );
    let mut statement = connection.prepare_cached(&sql).during("read vouchers")?;
    let mut rows = statement
        .query((row::number(id.activity), id.sequence))
        .during("read vouchers")?;
    if let Some(found) = rows.next().during("read vouchers")? {
        desk.vouchers.put(id, row::voucher(found, 0)?);
    }
    Ok(())
}

/// Codes, the vouchers that have them, and as many free ones as are wanted.
fn codes(connection: &Connection, keys: &Keys, desk: &mut Desk) -> Result<()> {
    let sql = "select deposit, rank, sequence from code where activity = ?1 and code = ?2";
    for (activity, code) in &keys.codes {
        let mut statement = connection.prepare_cached(sql).during("read codes")?;
        let mut rows = statement
            .query((row::number(*activity), code.as_str()))
            .during("read codes")?;
        if let Some(found) = rows.next().during("read codes")? {
            let found = row::code_row(found, 0)?;
            if let CodeState::Issued { sequence } = found.state {
                put_voucher(connection, VoucherId::new(*activity, sequence), desk)?;
            }
            desk.codes.put((*activity, code.clone()), found);
        }
    }
    let mut wanted: HashMap<ActivityId, u32> = HashMap::new();
    for activity in &keys.free_codes {
        let count = wanted.entry(*activity).or_default();
        *count = count.saturating_add(1);
    }
    for (activity, count) in wanted {
        let sql = "select code, deposit, rank, sequence from code
                   where activity = ?1 and sequence is null order by rank limit ?2";
        let found = all(connection, sql, (row::number(activity), count), |found| {
            let text: String = found.get(0).during("read codes")?;
            Ok((row::code(&text)?, row::code_row(found, 1)?))
        })?;
        let free = found.iter().map(|(code, _)| code.clone()).collect();
        desk.free_codes.insert(activity, free);
        for (code, found) in found {
            desk.codes.put((activity, code), found);
        }
    }
    Ok(())
}

/// Orders, their vouchers and tallies; and what is set aside for users.
fn sales(connection: &Connection, keys: &Keys, now: Timestamp, desk: &mut Desk) -> Result<()> {
    let sql = format!(
        "select {} from sale where activity = ?1 and sequence = ?2",
        row::SALE
    );
    let mut tallies_of_sales = Keys::default();
    for id in &keys.sales {
        let key = (row::number(id.activity), id.sequence);
        let Some(sale) = all(connection, &sql, key, row::sale)?.pop() else {
            continue;
        };
        if let Some(sequence) = sale.voucher {
            put_voucher(connection, VoucherId::new(id.activity, sequence), desk)?;
        }
        if let Ok(activity) = desk.activity(id.activity) {
            tallies_of_sales.tallies.extend(sale.tallies(activity, now));
        }
        desk.sales.put(*id, sale);
    }
    tallies(connection, &tallies_of_sales, desk)?;
    for (activity, buyer) in &keys.reservations {
        let (column, name) = match buyer {
            Buyer::User(user) => ("buyer", user.as_str()),
            Buyer::Subject(Subject::Person(person)) => ("person", person.as_str()),
            Buyer::Subject(Subject::Phone(phone)) => ("phone", phone.as_str()),
        };
        let sql = format!(
            "select count(*) from sale where activity = ?1 and {column} = ?2 and state in (0, 1)"
        );
        let reserved: u32 = connection
            .prepare_cached(&sql)
            .and_then(|mut statement| {
                statement.query_row((row::number(*activity), name), |row| row.get(0))
            })
            .during("count what is set aside")?;
        desk.reservations
            .insert((*activity, buyer.clone()), reserved);
    }
    Ok(())
}

/// Redemptions, and the vouchers that they used.
fn redemptions(connection: &Connection, keys: &Keys, desk: &mut Desk) -> Result<()> {
    let sql = format!(
        "select {} from redemption where activity = ?1 and sequence = ?2",
        row::REDEMPTION
    );
    for id in &keys.redemptions {
        let mut statement = connection.prepare_cached(&sql).during("read redemptions")?;
        let mut rows = statement
            .query((row::number(id.activity), id.sequence))
            .during("read redemptions")?;
        if let Some(found) = rows.next().during("read redemptions")? {
            let redemption = row::redemption(found)?;
            put_voucher(connection, redemption.voucher, desk)?;
            desk.redemptions.put(*id, redemption);
        }
    }
    Ok(())
}

fn recharges(connection: &Connection, keys: &Keys, desk: &mut Desk) -> Result<()> {
    let sql = format!(
        "select {} from recharge where activity = ?1 and sequence = ?2",
        row::RECHARGE
    );
    for id in &keys.recharges {
        let mut statement = connection.prepare_cached(&sql).during("read recharges")?;
        let mut rows = statement
            .query((row::number(id.activity), id.sequence))
            .during("read recharges")?;
        if let Some(found) = rows.next().during("read recharges")? {
            desk.recharges.put(*id, row::recharge(found)?);
        }
    }
    Ok(())
}

fn members(connection: &Connection, keys: &Keys, desk: &mut Desk) -> Result<()> {
    let sql = "select 1 from scope_member where activity = ?1 and since <= ?2 and (until is null or until > ?2)
               and kind = ?3 and member = ?4";
    for (activity, generation, kind, member) in &keys.members {
        let found: Option<i64> = connection
            .prepare_cached(sql)
            .and_then(|mut statement| {
                statement
                    .query_row(
                        (
                            row::number(*activity),
                            generation,
                            row::scope_code(*kind),
                            member.as_str(),
                        ),
                        |row| row.get(0),
                    )
                    .optional()
            })
            .during("read scopes")?;
        if found.is_some() {
            desk.members
                .insert((*activity, *generation, *kind, member.clone()));
        }
    }
    Ok(())
}
