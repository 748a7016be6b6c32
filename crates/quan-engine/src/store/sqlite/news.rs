//! Notices, the tries at them, and the cursors over vouchers.

use std::collections::HashSet;

use quan_core::{
    ActivityId, AppId, Event, Notice, NoticeId, RequestNo, Timestamp, UserId, VoucherId,
};
use rusqlite::{Connection, Row, params};

use super::read::all;
use super::{During, Result, row};
use crate::error::StoreError;
use crate::view::{
    Attempt, DueNotice, Listed, NoticeFilter, NoticeOutcome, NoticeState, NoticeView, Page, Pass,
    PassKind, PassOutcome,
};

const NOTICE: &str = "activity, sequence, receiver, event, subject, user, redemption, request, happened_at, state, \
     due_at, attempts";

pub(super) const WAITING: i64 = 0;
const DELIVERED: i64 = 1;
const DEAD: i64 = 2;

fn pass_code(kind: PassKind) -> i64 {
    match kind {
        PassKind::Received => 4,
        PassKind::Expired => 6,
    }
}

struct EventColumns<'a> {
    code: i64,
    /// The voucher, or the order.
    subject: Option<u32>,
    user: Option<&'a UserId>,
    redemption: Option<u32>,
    request: Option<&'a RequestNo>,
}

fn columns(event: &Event) -> EventColumns<'_> {
    let of_request = |code, request| EventColumns {
        code,
        subject: None,
        user: None,
        redemption: None,
        request: Some(request),
    };
    let of_voucher = |code, voucher: &VoucherId, user, redemption| EventColumns {
        code,
        subject: Some(voucher.sequence),
        user: Some(user),
        redemption,
        request: None,
    };
    let of_sale = |code, sale| EventColumns {
        code,
        subject: Some(sale),
        user: None,
        redemption: None,
        request: None,
    };
    match event {
        Event::Published(request) => of_request(0, request),
        Event::Modified(request) => of_request(1, request),
        Event::Appended(request) => of_request(2, request),
        Event::Stopped(request) => of_request(3, request),
        Event::Received { voucher, user } => of_voucher(4, voucher, user, None),
        Event::Redeemed {
            voucher,
            user,
            redemption,
        } => of_voucher(5, voucher, user, Some(*redemption)),
        Event::Expired { voucher, user } => of_voucher(6, voucher, user, None),
        Event::CodeWanted { sale } => of_sale(7, *sale),
        Event::RefundWanted { sale } => of_sale(8, *sale),
        Event::SaleDelivered { sale } => of_sale(9, *sale),
        Event::SaleRefunded { sale } => of_sale(10, *sale),
    }
}

fn event(found: &Row<'_>, activity: ActivityId) -> Result<Event> {
    let wrong = |what: &str| StoreError::inconsistent("notice", format!("an event without {what}"));
    let request = || -> Result<RequestNo> {
        let text: Option<String> = found.get(7).during("read notices")?;
        row::request_no(&text.ok_or_else(|| wrong("a request"))?)
    };
    let voucher = || -> Result<VoucherId> {
        let sequence: Option<u32> = found.get(4).during("read notices")?;
        Ok(VoucherId::new(
            activity,
            sequence.ok_or_else(|| wrong("a voucher"))?,
        ))
    };
    let sale = || -> Result<u32> {
        let sequence: Option<u32> = found.get(4).during("read notices")?;
        sequence.ok_or_else(|| wrong("an order"))
    };
    let user = || -> Result<UserId> {
        let text: Option<String> = found.get(5).during("read notices")?;
        row::user(&text.ok_or_else(|| wrong("a user"))?)
    };
    Ok(match found.get::<_, i64>(3).during("read notices")? {
        0 => Event::Published(request()?),
        1 => Event::Modified(request()?),
        2 => Event::Appended(request()?),
        3 => Event::Stopped(request()?),
        4 => Event::Received {
            voucher: voucher()?,
            user: user()?,
        },
        5 => Event::Redeemed {
            voucher: voucher()?,
            user: user()?,
            redemption: found
                .get::<_, Option<u32>>(6)
                .during("read notices")?
                .ok_or_else(|| wrong("a use"))?,
        },
        6 => Event::Expired {
            voucher: voucher()?,
            user: user()?,
        },
        7 => Event::CodeWanted { sale: sale()? },
        8 => Event::RefundWanted { sale: sale()? },
        9 => Event::SaleDelivered { sale: sale()? },
        10 => Event::SaleRefunded { sale: sale()? },
        code => return Err(StoreError::inconsistent("notice", format!("event {code}"))),
    })
}

fn notice(found: &Row<'_>) -> Result<Notice> {
    let activity = row::activity_id(found.get(0).during("read notices")?)?;
    Ok(Notice {
        id: NoticeId {
            activity,
            sequence: found.get(1).during("read notices")?,
        },
        receiver: row::app(&found.get::<_, String>(2).during("read notices")?)?,
        event: event(found, activity)?,
        happened_at: row::instant(found.get(8).during("read notices")?)?,
    })
}

pub(super) fn insert(
    connection: &Connection,
    notice: &Notice,
    state: i64,
    due_at: Timestamp,
    attempts: u32,
) -> Result<()> {
    let event = columns(&notice.event);
    let sql = format!(
        "insert into notice ({NOTICE}) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"
    );
    connection
        .prepare_cached(&sql)
        .and_then(|mut statement| {
            statement.execute(params![
                row::number(notice.id.activity),
                notice.id.sequence,
                notice.receiver.as_str(),
                event.code,
                event.subject,
                event.user.map(UserId::as_str),
                event.redemption,
                event.request.map(RequestNo::as_str),
                notice.happened_at.as_millisecond(),
                state,
                due_at.as_millisecond(),
                attempts,
            ])
        })
        .map(drop)
        .during("save notices")
}

fn insert_attempt(
    connection: &Connection,
    id: NoticeId,
    number: u32,
    attempt: &Attempt,
) -> Result<()> {
    let sql = "insert into attempt (activity, notice, number, at, delivered, detail) values (?1, ?2, ?3, ?4, ?5, ?6)";
    connection
        .prepare_cached(sql)
        .and_then(|mut statement| {
            let at = attempt.at.as_millisecond();
            statement.execute((
                row::number(id.activity),
                id.sequence,
                number,
                at,
                attempt.delivered,
                &attempt.detail,
            ))
        })
        .map(drop)
        .during("save attempts")
}

/// What a try leaves a notice in, and when it is due.
fn outcome(attempt: &Attempt, next_at: Option<Timestamp>) -> (i64, Timestamp) {
    match next_at {
        _ if attempt.delivered => (DELIVERED, attempt.at),
        Some(at) => (WAITING, at),
        None => (DEAD, attempt.at),
    }
}

pub(super) fn record_attempts(connection: &Connection, outcomes: &[NoticeOutcome]) -> Result<()> {
    let sql = "update notice set state = ?3, due_at = ?4, attempts = attempts + 1
               where activity = ?1 and sequence = ?2 returning attempts";
    for NoticeOutcome {
        id,
        attempt,
        next_at,
    } in outcomes
    {
        let (state, due_at) = outcome(attempt, *next_at);
        let number = connection
            .prepare_cached(sql)
            .and_then(|mut statement| {
                statement.query_row(
                    (
                        row::number(id.activity),
                        id.sequence,
                        state,
                        due_at.as_millisecond(),
                    ),
                    |row| row.get::<_, u32>(0),
                )
            })
            .during("save notices")?;
        insert_attempt(connection, *id, number, attempt)?;
    }
    Ok(())
}

pub(super) fn record_passes(connection: &Connection, outcomes: &[PassOutcome]) -> Result<()> {
    for PassOutcome {
        activity,
        kind,
        through,
        failed,
    } in outcomes
    {
        let id = row::number(*activity);
        let sql = "insert into pass (activity, kind, through) values (?1, ?2, ?3)
                   on conflict (activity, kind) do update set through = max(through, excluded.through)";
        connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.execute((id, pass_code(*kind), through)))
            .during("move a cursor")?;
        for failure in failed {
            let sql = "update activity set notices = notices + 1 where id = ?1 returning notices";
            let sequence = connection
                .prepare_cached(sql)
                .and_then(|mut statement| statement.query_row([id], |row| row.get(0)))
                .during("number a notice")?;
            let notice = Notice {
                id: NoticeId {
                    activity: *activity,
                    sequence,
                },
                receiver: failure.receiver.clone(),
                event: failure.event.clone(),
                happened_at: failure.happened_at,
            };
            let (state, due_at) = outcome(&failure.attempt, failure.next_at);
            insert(connection, &notice, state, due_at, 1)?;
            insert_attempt(connection, notice.id, 1, &failure.attempt)?;
        }
    }
    Ok(())
}

pub(super) fn replay(connection: &Connection, id: NoticeId, now: Timestamp) -> Result<bool> {
    let sql = "update notice set state = 0, due_at = ?3 where activity = ?1 and sequence = ?2";
    connection
        .execute(
            sql,
            (row::number(id.activity), id.sequence, now.as_millisecond()),
        )
        .map(|changed| changed > 0)
        .during("replay a notice")
}

pub(super) fn due(connection: &Connection, now: Timestamp, limit: u32) -> Result<Vec<DueNotice>> {
    let sql = format!(
        "select {NOTICE} from notice where state = 0 and due_at <= ?1 order by due_at, activity, sequence limit ?2"
    );
    all(connection, &sql, (now.as_millisecond(), limit), |found| {
        Ok(DueNotice {
            notice: notice(found)?,
            attempts: found.get(11).during("read notices")?,
        })
    })
}

pub(super) fn passes(
    connection: &Connection,
    subscribed: &HashSet<AppId>,
    limit: u32,
) -> Result<Vec<Pass>> {
    let mut passes = Vec::new();
    for (kind, column) in [(PassKind::Received, "issued"), (PassKind::Expired, "swept")] {
        let behind = format!(
            "select a.id, a.receiver, coalesce(p.through, 0), a.{column}, a.product
             from activity a left join pass p on p.activity = a.id and p.kind = ?1
             where a.{column} > coalesce(p.through, 0)"
        );
        let found = all(connection, &behind, [pass_code(kind)], |found| {
            let id: i64 = found.get(0).during("read cursors")?;
            let receiver: String = found.get(1).during("read cursors")?;
            let told: u32 = found.get(2).during("read cursors")?;
            let last: u32 = found.get(3).during("read cursors")?;
            let product = row::product(found.get(4).during("read cursors")?)?;
            let receiver = row::app(&receiver)?;
            Ok((row::activity_id(id)?, receiver, told, last, product))
        })?;
        for (activity, receiver, told, last, product) in found {
            let hears = subscribed.contains(&receiver);
            if !product.is_told(kind == PassKind::Expired) || !hears && product.tells_all() {
                continue;
            }
            if !hears {
                passes.push(Pass {
                    activity,
                    receiver,
                    kind,
                    vouchers: Vec::new(),
                    through: last,
                });
                continue;
            }
            let through = last.min(told.saturating_add(limit));
            let unused = match kind {
                PassKind::Received => "",
                PassKind::Expired => "and redeemed_at is null and revoked_at is null",
            };
            let sql = format!(
                "select {} from voucher where activity = ?1 and sequence > ?2 and sequence <= ?3 {unused}",
                row::VOUCHER
            );
            let vouchers = all(
                connection,
                &sql,
                (row::number(activity), told, through),
                |found| row::voucher(found, 0),
            )?;
            passes.push(Pass {
                activity,
                receiver,
                kind,
                vouchers,
                through,
            });
        }
    }
    Ok(passes)
}

pub(super) fn list(
    connection: &Connection,
    filter: NoticeFilter,
    page: Page,
) -> Result<Listed<NoticeView>> {
    let state = filter.state.map(|state| match state {
        NoticeState::Waiting => WAITING,
        NoticeState::Delivered => DELIVERED,
        NoticeState::Dead => DEAD,
    });
    let wanted = "(?1 is null or activity = ?1) and (?2 is null or state = ?2)";
    let params = (filter.activity.map(row::number), state);
    let sql = format!(
        "select {NOTICE} from notice where {wanted} order by happened_at desc, activity desc, sequence desc
         limit {} offset {}",
        page.size,
        page.offset()
    );
    let mut items = all(connection, &sql, params, |found| {
        let state = match found.get::<_, i64>(9).during("read notices")? {
            WAITING => NoticeState::Waiting,
            DELIVERED => NoticeState::Delivered,
            _ => NoticeState::Dead,
        };
        let due_at = row::instant(found.get(10).during("read notices")?)?;
        Ok(NoticeView {
            notice: notice(found)?,
            state,
            due_at,
            attempts: Vec::new(),
        })
    })?;
    for view in &mut items {
        let sql = "select at, delivered, detail from attempt where activity = ?1 and notice = ?2 order by number";
        let id = view.notice.id;
        view.attempts = all(
            connection,
            sql,
            (row::number(id.activity), id.sequence),
            |found| {
                Ok(Attempt {
                    at: row::instant(found.get(0).during("read attempts")?)?,
                    delivered: found.get(1).during("read attempts")?,
                    detail: found.get(2).during("read attempts")?,
                })
            },
        )?;
    }
    let count = format!("select count(*) from notice where {wanted}");
    let total = connection
        .query_row(&count, params, |row| row.get(0))
        .during("count notices")?;
    Ok(Listed { items, total })
}
