//! What the rows of an activity add up to.

use quan_core::{ActivityId, Period};
use rusqlite::Connection;

use super::{During, Result, load, row};
use crate::store::Sums;

/// Milliseconds from midnight in Shanghai to midnight in Greenwich.
const OFFSET_MS: i64 = 8 * 3_600_000;
const DAY_MS: i64 = 86_400_000;

pub(super) fn of(connection: &Connection, activity: ActivityId) -> Result<Sums> {
    let id = row::number(activity);
    let mut sums = Sums::default();
    let vouchers = "select count(*), coalesce(max(v.sequence), 0), coalesce(sum(v.redeemed_at is not null), 0),
                           coalesce(sum(v.redeemed_at is null and v.revoked_at is null and v.sequence <= a.swept), 0),
                           coalesce(sum(v.uses), 0), coalesce(sum(v.deducted), 0),
                           coalesce(sum(v.revoked_at is not null), 0), count(v.code), count(v.last_use)
                    from voucher v join activity a on a.id = v.activity where v.activity = ?1";
    connection
        .query_row(vouchers, [id], |row| {
            (sums.vouchers, sums.last_sequence, sums.redeemed) =
                (row.get(0)?, row.get(1)?, row.get(2)?);
            (sums.swept_unused, sums.uses, sums.deducted) = (row.get(3)?, row.get(4)?, row.get(5)?);
            (sums.revoked, sums.coded_vouchers) = (row.get(6)?, row.get(7)?);
            sums.last_uses = row.get(8)?;
            Ok(())
        })
        .during("add up vouchers")?;
    let codes = "select coalesce(sum(c.deposit > 0), 0), coalesce(sum(c.sequence is not null), 0),
                        coalesce(sum(v.code = c.code), 0), coalesce(sum(c.deposit > 0 and d.sequence is null), 0)
                 from code c left join voucher v on v.activity = c.activity and v.sequence = c.sequence
                             left join deposit d on d.activity = c.activity and d.sequence = c.deposit
                 where c.activity = ?1";
    connection
        .query_row(codes, [id], |row| {
            (sums.deposited_codes, sums.given_codes) = (row.get(0)?, row.get(1)?);
            (sums.codes_on_their_vouchers, sums.stray_codes) = (row.get(2)?, row.get(3)?);
            Ok(())
        })
        .during("add up codes")?;
    let reserved = "select count(*) from sale where activity = ?1 and state in (0, 1)";
    sums.reserved = connection
        .query_row(reserved, [id], |row| row.get(0))
        .during("add up orders")?;
    let redemptions =
        "select coalesce(sum(times - undone), 0), coalesce(sum(deduction), 0) from redemption
                       where activity = ?1 and returned_at is null";
    connection
        .query_row(redemptions, [id], |row| {
            (sums.redemptions, sums.redeemed_amount) = (row.get(0)?, row.get(1)?);
            Ok(())
        })
        .during("add up redemptions")?;
    latest(connection, id, &mut sums).during("look for last uses")?;
    let requests =
        "select count(*), count(distinct made) from request where home = ?1 and action = ?2";
    connection
        .query_row(
            requests,
            (id, load::action_code(quan_core::Action::Issue)),
            |row| {
                (sums.issue_requests, sums.issue_answers) = (row.get(0)?, row.get(1)?);
                Ok(())
            },
        )
        .during("add up requests")?;
    Ok(sums)
}

/// What vouchers say of their last use, and uses of their last return.
fn latest(connection: &Connection, id: i64, sums: &mut Sums) -> rusqlite::Result<()> {
    let uses = "select count(*), coalesce(sum(v.last_use = r.latest), 0)
                from (select voucher, max(sequence) as latest from redemption where activity = ?1 group by voucher) r
                     left join voucher v on v.activity = ?1 and v.sequence = r.voucher";
    connection.query_row(uses, [id], |row| {
        (sums.used_vouchers, sums.latest_uses) = (row.get(0)?, row.get(1)?);
        Ok(())
    })?;
    let returns = "select count(*), coalesce(sum(r.last_return = b.latest), 0)
                   from (select redemption, max(sequence) as latest from order_return where activity = ?1
                         group by redemption) b
                        left join redemption r on r.activity = ?1 and r.sequence = b.redemption";
    connection.query_row(returns, [id], |row| {
        (sums.returned_uses, sums.latest_returns) = (row.get(0)?, row.get(1)?);
        Ok(())
    })?;
    let named = "select count(last_return) from redemption where activity = ?1";
    sums.last_returns = connection.query_row(named, [id], |row| row.get(0))?;
    Ok(())
}

pub(super) fn most_received(
    connection: &Connection,
    activity: ActivityId,
    period: Period,
) -> Result<u32> {
    // Day 0 was a Thursday, so a week that begins on Monday is three days off.
    let bucket = match period {
        Period::Lifetime => "''".to_owned(),
        Period::Day => format!("(issued_at + {OFFSET_MS}) / {DAY_MS}"),
        Period::Week => format!("((issued_at + {OFFSET_MS}) / {DAY_MS} + 3) / 7"),
        Period::Month => {
            format!("strftime('%Y-%m', (issued_at + {OFFSET_MS}) / 1000, 'unixepoch')")
        }
    };
    let sql = format!(
        "select coalesce(max(received), 0)
         from (select count(*) as received from voucher where activity = ?1 group by user, {bucket})"
    );
    connection
        .query_row(&sql, [row::number(activity)], |row| row.get(0))
        .during("count what users received")
}

pub(super) fn most_issued_on_a_day(connection: &Connection, activity: ActivityId) -> Result<u32> {
    let sql = format!(
        "select coalesce(max(issued), 0)
         from (select count(*) as issued from voucher where activity = ?1 group by (issued_at + {OFFSET_MS}) / {DAY_MS})"
    );
    connection
        .query_row(&sql, [row::number(activity)], |row| row.get(0))
        .during("count what was issued on a day")
}
