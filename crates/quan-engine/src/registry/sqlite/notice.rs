//! What applications are told of plans and shops, in SQLite.

use quan_core::{AppId, RequestNo, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::{Result, Sqlite, page_of};
use crate::registry::notice::state_of;
use crate::registry::row::inconsistent;
use crate::registry::{
    DeliveryStatus, News, NoticeEvent, RegistryError, RegistryNotice, RegistryNoticeFilter,
    RegistryNoticeView,
};
use crate::{Attempt, Listed, NoticeState};

const COLUMNS: &str = "number, subject, app_id, event, request_no, fault, happened_at, attempts,
                       next_at";

impl Sqlite {
    pub(in crate::registry) fn due_notices(
        &self,
        now: Timestamp,
        limit: usize,
    ) -> Result<Vec<RegistryNotice>> {
        self.read(|connection| {
            let sql = format!(
                "select {COLUMNS}
                   from registry_notice as due
                  where next_at <= ?1
                    and not exists (select 1 from registry_notice as earlier
                                     where earlier.subject = due.subject
                                       and earlier.number < due.number
                                       and earlier.next_at is not null)
                  order by number limit ?2"
            );
            let mut statement = connection.prepare_cached(&sql)?;
            let keys = params![now.as_millisecond(), page_of(limit)];
            let rows = statement.query_map(keys, NoticeRow::read)?;
            rows.map(|row| row?.try_into()).collect()
        })
    }

    pub(in crate::registry) fn record_attempt(
        &self,
        number: u64,
        attempt: &Attempt,
        next_at: Option<Timestamp>,
    ) -> Result<()> {
        self.write(|tx| {
            let sql = "update registry_notice
                          set attempts = attempts + 1, next_at = ?2
                        where number = ?1";
            let keys = params![number, next_at.map(Timestamp::as_millisecond)];
            tx.prepare_cached(sql)?.execute(keys)?;
            let sql = "insert into registry_attempt (notice, nth, at, delivered, detail)
                       select number, attempts, ?2, ?3, ?4
                         from registry_notice where number = ?1";
            let at = attempt.at.as_millisecond();
            let keys = params![number, at, attempt.delivered, attempt.detail];
            tx.prepare_cached(sql)?.execute(keys)?;
            Ok(())
        })
    }

    pub(in crate::registry) fn notice(&self, number: u64) -> Result<Option<RegistryNotice>> {
        self.read(|connection| {
            let sql = format!("select {COLUMNS} from registry_notice where number = ?1");
            let mut statement = connection.prepare_cached(&sql)?;
            let row = statement.query_row([number], NoticeRow::read).optional()?;
            row.map(NoticeRow::try_into).transpose()
        })
    }

    pub(in crate::registry) fn replay_notice(&self, number: u64, now: Timestamp) -> Result<bool> {
        self.write(|tx| {
            let sql = "update registry_notice set next_at = ?2 where number = ?1";
            let keys = params![number, now.as_millisecond()];
            Ok(tx.prepare_cached(sql)?.execute(keys)? > 0)
        })
    }

    pub(in crate::registry) fn list_notices(
        &self,
        filter: RegistryNoticeFilter<'_>,
        skipped: u64,
        limit: usize,
    ) -> Result<Listed<RegistryNoticeView>> {
        let last = "(select delivered from registry_attempt
                      where notice = number order by nth desc limit 1)";
        let state = match filter.state {
            None => "true".to_owned(),
            Some(NoticeState::Waiting) => "next_at is not null".to_owned(),
            Some(NoticeState::Delivered) => format!("next_at is null and {last} is 1"),
            Some(NoticeState::Dead) => format!("next_at is null and {last} is not 1"),
        };
        let wanted = format!("where (?1 is null or subject = ?1) and {state}");
        self.read(|connection| {
            let sql = format!("select count(*) from registry_notice {wanted}");
            let mut statement = connection.prepare_cached(&sql)?;
            let total = statement.query_row([filter.subject], |row| row.get(0))?;
            let sql = format!(
                "select {COLUMNS} from registry_notice {wanted}
                  order by number desc limit ?2 offset ?3"
            );
            let mut statement = connection.prepare_cached(&sql)?;
            let skipped = i64::try_from(skipped).unwrap_or(i64::MAX);
            let keys = params![filter.subject, page_of(limit), skipped];
            let rows = statement.query_map(keys, NoticeRow::read)?;
            let items = rows
                .map(|row| whole(connection, row?))
                .collect::<Result<_>>()?;
            Ok(Listed { items, total })
        })
    }
}

/// Notes what an application is to be told, if it is one of those that can be
/// `told` anything.
pub(super) fn tell(
    tx: &Transaction<'_>,
    news: Option<News>,
    now: Timestamp,
    told: &[AppId],
) -> Result<()> {
    let Some(news) = news.filter(|news| told.contains(&news.receiver)) else {
        return Ok(());
    };
    let (event, request, fault) = match news.event {
        NoticeEvent::Delivery {
            request,
            status,
            fault,
        } => {
            let event = match status {
                DeliveryStatus::Active => "delivery_active",
                DeliveryStatus::Inactive => "delivery_inactive",
                DeliveryStatus::Auditing => "delivery_auditing",
                DeliveryStatus::Rejected => "delivery_rejected",
            };
            (event, Some(request), fault)
        }
        NoticeEvent::ShopPassed => ("shop_passed", None, None),
        NoticeEvent::ShopRejected => ("shop_rejected", None, None),
    };
    let sql = "insert into registry_notice
                   (subject, app_id, event, request_no, fault, happened_at, next_at)
               values (?1, ?2, ?3, ?4, ?5, ?6, ?6)";
    tx.prepare_cached(sql)?.execute(params![
        news.subject,
        news.receiver.as_str(),
        event,
        request.as_ref().map(RequestNo::as_str),
        fault,
        now.as_millisecond(),
    ])?;
    Ok(())
}

/// A notice with its tries.
fn whole(connection: &Connection, row: NoticeRow) -> Result<RegistryNoticeView> {
    let key = row.number.to_string();
    let instant = |table, ms| {
        let wrong = |_| inconsistent(table, &key, "no instant");
        Timestamp::from_millisecond(ms).map_err(wrong)
    };
    let sql = "select at, delivered, detail from registry_attempt where notice = ?1 order by nth";
    let mut statement = connection.prepare_cached(sql)?;
    let tries = statement.query_map([row.number], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })?;
    let mut attempts = Vec::new();
    for tried in tries {
        let (at, delivered, detail) = tried?;
        attempts.push(Attempt {
            at: instant("registry_attempt", at)?,
            delivered,
            detail,
        });
    }
    let next_at = row.next_at.map(|at| instant("registry_notice", at));
    let next_at = next_at.transpose()?;
    let notice: RegistryNotice = row.try_into()?;
    let last = attempts.last();
    Ok(RegistryNoticeView {
        state: state_of(next_at, last),
        due_at: next_at
            .or(last.map(|attempt| attempt.at))
            .unwrap_or(notice.happened_at),
        notice,
        attempts,
    })
}

struct NoticeRow {
    number: u64,
    subject: String,
    app_id: String,
    event: String,
    request_no: Option<String>,
    fault: Option<String>,
    happened_at: i64,
    attempts: u32,
    next_at: Option<i64>,
}

impl NoticeRow {
    fn read(row: &Row<'_>) -> rusqlite::Result<NoticeRow> {
        Ok(NoticeRow {
            number: row.get(0)?,
            subject: row.get(1)?,
            app_id: row.get(2)?,
            event: row.get(3)?,
            request_no: row.get(4)?,
            fault: row.get(5)?,
            happened_at: row.get(6)?,
            attempts: row.get(7)?,
            next_at: row.get(8)?,
        })
    }
}

impl TryFrom<NoticeRow> for RegistryNotice {
    type Error = RegistryError;

    fn try_from(row: NoticeRow) -> Result<RegistryNotice> {
        let key = row.number.to_string();
        let wrong = |what| inconsistent("registry_notice", &key, what);
        let delivery = |status| -> Result<NoticeEvent> {
            let request = row.request_no.as_deref().map(RequestNo::parse);
            let request = request.and_then(std::result::Result::ok);
            Ok(NoticeEvent::Delivery {
                request: request.ok_or_else(|| wrong("request_no is no number"))?,
                status,
                fault: row.fault.clone(),
            })
        };
        let event = match row.event.as_str() {
            "delivery_active" => delivery(DeliveryStatus::Active)?,
            "delivery_inactive" => delivery(DeliveryStatus::Inactive)?,
            "delivery_auditing" => delivery(DeliveryStatus::Auditing)?,
            "delivery_rejected" => delivery(DeliveryStatus::Rejected)?,
            "shop_passed" => NoticeEvent::ShopPassed,
            "shop_rejected" => NoticeEvent::ShopRejected,
            _ => return Err(wrong("event is unknown")),
        };
        let receiver = AppId::parse(&row.app_id).map_err(|_| wrong("app_id is no application"))?;
        let happened_at = Timestamp::from_millisecond(row.happened_at)
            .map_err(|_| wrong("happened_at is no instant"))?;
        Ok(RegistryNotice {
            number: row.number,
            news: News {
                subject: row.subject,
                receiver,
                event,
            },
            happened_at,
            attempts: row.attempts,
        })
    }
}
