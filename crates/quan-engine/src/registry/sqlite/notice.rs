//! What applications are told of plans and shops, in SQLite.

use quan_core::{AppId, RequestNo, Timestamp};
use rusqlite::{Row, Transaction, params};

use super::{Result, Sqlite, page_of};
use crate::registry::row::inconsistent;
use crate::registry::{DeliveryStatus, News, NoticeEvent, RegistryError, RegistryNotice};

impl Sqlite {
    pub(in crate::registry) fn due_notices(
        &self,
        now: Timestamp,
        limit: usize,
    ) -> Result<Vec<RegistryNotice>> {
        self.read(|connection| {
            let sql = "select number, subject, app_id, event, request_no, fault, happened_at,
                              attempts
                         from registry_notice as due
                        where next_at <= ?1
                          and not exists (select 1 from registry_notice as earlier
                                           where earlier.subject = due.subject
                                             and earlier.number < due.number
                                             and earlier.next_at is not null)
                        order by number limit ?2";
            let mut statement = connection.prepare_cached(sql)?;
            let keys = params![now.as_millisecond(), page_of(limit)];
            let rows = statement.query_map(keys, NoticeRow::read)?;
            rows.map(|row| row?.try_into()).collect()
        })
    }

    pub(in crate::registry) fn record_attempt(
        &self,
        number: u64,
        detail: &str,
        next_at: Option<Timestamp>,
    ) -> Result<()> {
        self.write(|tx| {
            let sql = "update registry_notice
                          set attempts = attempts + 1, detail = ?2, next_at = ?3
                        where number = ?1";
            let keys = params![number, detail, next_at.map(Timestamp::as_millisecond)];
            tx.prepare_cached(sql)?.execute(keys)?;
            Ok(())
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

struct NoticeRow {
    number: u64,
    subject: String,
    app_id: String,
    event: String,
    request_no: Option<String>,
    fault: Option<String>,
    happened_at: i64,
    attempts: u32,
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
