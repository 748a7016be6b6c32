//! Promotion plans in SQLite.

use quan_core::{AppId, Fingerprint, MerchantId, RequestNo, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::notice::tell;
use super::{Result, Sqlite, fresh, page_of};
use crate::Numbered;
use crate::registry::row::{column, inconsistent, merchant_id};
use crate::registry::{Delivery, DeliveryStatus, Recorded, RegistryError};

const SELECT: &str = "select id, merchant_id, operator_id, app_id, request_no, status, fault,
                             document, created_at
                        from delivery";

impl Sqlite {
    pub(in crate::registry) fn delivery(&self, id: &str) -> Result<Option<Delivery>> {
        self.read(|connection| one(connection, id))
    }

    pub(in crate::registry) fn list_deliveries(
        &self,
        merchant: Option<MerchantId>,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Delivery>> {
        let of_merchant = if merchant.is_some() {
            "merchant_id = ?1 and"
        } else {
            ""
        };
        let sql = format!("{SELECT} where {of_merchant} id > ?2 order by id limit ?3");
        self.read(|connection| {
            let mut statement = connection.prepare_cached(&sql)?;
            let keys = params![merchant.map(column), after.unwrap_or(""), page_of(limit)];
            let rows = statement.query_map(keys, DeliveryRow::read)?;
            rows.map(|row| row?.try_into()).collect()
        })
    }

    pub(in crate::registry) fn delivery_answer(
        &self,
        home: &str,
        call: &Numbered,
    ) -> Result<Option<Recorded>> {
        self.read(|connection| recorded(connection, home, call))
    }

    pub(in crate::registry) fn add_deliveries(
        &self,
        home: &str,
        call: &Numbered,
        now: Timestamp,
        told: &[AppId],
        make: &dyn Fn(u64) -> (Vec<Delivery>, String),
    ) -> Result<Recorded> {
        self.write(|tx| {
            if let Some(recorded) = recorded(tx, home, call)? {
                return Ok(recorded);
            }
            let (deliveries, answer) = fresh(tx, "delivery", make, |_| Ok(false))?;
            for delivery in deliveries {
                let before = one(tx, &delivery.id)?;
                let delivery = delivery.in_place_of(before.as_ref());
                put(tx, &delivery)?;
                tell(tx, delivery.news(before.as_ref()), now, told)?;
            }
            record(tx, home, call, &answer)?;
            Ok(Recorded::Done(answer))
        })
    }

    pub(in crate::registry) fn stop_deliveries(
        &self,
        home: &str,
        call: &Numbered,
        now: Timestamp,
        told: &[AppId],
        ids: &[&str],
        answer: &str,
    ) -> Result<Recorded> {
        self.write(|tx| {
            if let Some(recorded) = recorded(tx, home, call)? {
                return Ok(recorded);
            }
            for id in ids {
                set_status(tx, id, DeliveryStatus::Inactive, None, now, told)?;
            }
            record(tx, home, call, answer)?;
            Ok(Recorded::Done(answer.to_owned()))
        })
    }

    pub(in crate::registry) fn set_delivery_status(
        &self,
        id: &str,
        status: DeliveryStatus,
        fault: Option<&str>,
        now: Timestamp,
        told: &[AppId],
    ) -> Result<Option<Delivery>> {
        self.write(|tx| set_status(tx, id, status, fault, now, told))
    }
}

fn one(connection: &Connection, id: &str) -> Result<Option<Delivery>> {
    let sql = format!("{SELECT} where id = ?1");
    let mut statement = connection.prepare_cached(&sql)?;
    let row = statement.query_row([id], DeliveryRow::read).optional()?;
    row.map(DeliveryRow::try_into).transpose()
}

fn recorded(connection: &Connection, home: &str, call: &Numbered) -> Result<Option<Recorded>> {
    let sql = "select fingerprint, answer from delivery_request
                where home = ?1 and request_no = ?2";
    let mut statement = connection.prepare_cached(sql)?;
    let row = statement.query_row([home, call.number.as_str()], |row| {
        Ok((row.get::<_, Fingerprint>(0)?, row.get(1)?))
    });
    Ok(row.optional()?.map(|(fingerprint, answer)| {
        if fingerprint == call.fingerprint {
            Recorded::Done(answer)
        } else {
            Recorded::Reused
        }
    }))
}

fn record(tx: &Transaction<'_>, home: &str, call: &Numbered, answer: &str) -> Result<()> {
    let sql = "insert into delivery_request (home, request_no, fingerprint, answer)
               values (?1, ?2, ?3, ?4)";
    let keys = params![home, call.number.as_str(), call.fingerprint, answer];
    tx.prepare_cached(sql)?.execute(keys)?;
    Ok(())
}

fn put(tx: &Transaction<'_>, delivery: &Delivery) -> Result<()> {
    let sql = "insert into delivery (id, merchant_id, operator_id, app_id, request_no, status,
                                     fault, document, created_at)
               values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
               on conflict (id) do update set
                   merchant_id = excluded.merchant_id, operator_id = excluded.operator_id,
                   app_id = excluded.app_id, request_no = excluded.request_no,
                   status = excluded.status, fault = excluded.fault,
                   document = excluded.document, created_at = excluded.created_at";
    tx.prepare_cached(sql)?.execute(params![
        delivery.id,
        column(delivery.merchant),
        column(delivery.operator),
        delivery.receiver.as_str(),
        delivery.request.as_str(),
        status_column(delivery.status),
        delivery.fault,
        delivery.document,
        delivery.created_at.as_millisecond(),
    ])?;
    Ok(())
}

fn set_status(
    tx: &Transaction<'_>,
    id: &str,
    status: DeliveryStatus,
    fault: Option<&str>,
    now: Timestamp,
    told: &[AppId],
) -> Result<Option<Delivery>> {
    let Some(before) = one(tx, id)? else {
        return Ok(None);
    };
    let after = Delivery {
        status,
        fault: fault.map(str::to_owned),
        ..before.clone()
    };
    put(tx, &after)?;
    tell(tx, after.news(Some(&before)), now, told)?;
    Ok(Some(after))
}

fn status_column(status: DeliveryStatus) -> &'static str {
    match status {
        DeliveryStatus::Active => "active",
        DeliveryStatus::Inactive => "inactive",
        DeliveryStatus::Auditing => "auditing",
        DeliveryStatus::Rejected => "rejected",
    }
}

struct DeliveryRow {
    id: String,
    merchant_id: i64,
    operator_id: i64,
    app_id: String,
    request_no: String,
    status: String,
    fault: Option<String>,
    document: String,
    created_at: i64,
}

impl DeliveryRow {
    fn read(row: &Row<'_>) -> rusqlite::Result<DeliveryRow> {
        Ok(DeliveryRow {
            id: row.get(0)?,
            merchant_id: row.get(1)?,
            operator_id: row.get(2)?,
            app_id: row.get(3)?,
            request_no: row.get(4)?,
            status: row.get(5)?,
            fault: row.get(6)?,
            document: row.get(7)?,
            created_at: row.get(8)?,
        })
    }
}

impl TryFrom<DeliveryRow> for Delivery {
    type Error = RegistryError;

    fn try_from(row: DeliveryRow) -> Result<Delivery> {
        let wrong = |what| inconsistent("delivery", &row.id, what);
        let status = match row.status.as_str() {
            "active" => DeliveryStatus::Active,
            "inactive" => DeliveryStatus::Inactive,
            "auditing" => DeliveryStatus::Auditing,
            "rejected" => DeliveryStatus::Rejected,
            _ => return Err(wrong("status is unknown")),
        };
        let receiver = AppId::parse(&row.app_id).map_err(|_| wrong("app_id is no application"))?;
        let request =
            RequestNo::parse(&row.request_no).map_err(|_| wrong("request_no is no number"))?;
        let created_at = Timestamp::from_millisecond(row.created_at)
            .map_err(|_| wrong("created_at is no instant"))?;
        Ok(Delivery {
            merchant: merchant_id("delivery", &row.id, row.merchant_id)?,
            operator: merchant_id("delivery", &row.id, row.operator_id)?,
            id: row.id,
            receiver,
            request,
            status,
            fault: row.fault,
            document: row.document,
            created_at,
        })
    }
}
