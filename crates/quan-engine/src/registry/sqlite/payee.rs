//! Payees, switches and central venues in SQLite.

use quan_core::{ActivityId, MerchantId};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::{Result, Sqlite, page_of};
use crate::registry::row::{column, inconsistent, merchant_id};
use crate::registry::{Payee, PayeeStatus, RegistryError, SettleMode, Switches};

const SELECT: &str = "select pid, settle_mode, status from payee";

impl Sqlite {
    pub(in crate::registry) fn payee(&self, pid: MerchantId) -> Result<Option<Payee>> {
        self.read(|connection| one(connection, pid))
    }

    pub(in crate::registry) fn list_payees(
        &self,
        after: Option<MerchantId>,
        limit: usize,
    ) -> Result<Vec<Payee>> {
        self.read(|connection| {
            let sql = format!("{SELECT} where pid > ?1 order by pid limit ?2");
            let mut statement = connection.prepare_cached(&sql)?;
            let keys = params![after.map_or(0, column), page_of(limit)];
            let rows = statement.query_map(keys, PayeeRow::read)?;
            rows.map(|row| row?.try_into()).collect()
        })
    }

    pub(in crate::registry) fn register_payee(
        &self,
        pid: MerchantId,
        make: &dyn Fn(Option<Payee>) -> Payee,
    ) -> Result<Payee> {
        self.write(|tx| {
            let payee = make(one(tx, pid)?);
            put(tx, &payee)?;
            Ok(payee)
        })
    }

    pub(in crate::registry) fn is_in_venue(&self, activity: ActivityId) -> Result<bool> {
        self.read(|connection| {
            let sql = "select exists (select 1 from venue_activity where activity_id = ?1)";
            let mut statement = connection.prepare_cached(sql)?;
            Ok(statement.query_row([activity.number()], |row| row.get(0))?)
        })
    }

    pub(in crate::registry) fn set_in_venue(
        &self,
        activity: ActivityId,
        enrolled: bool,
    ) -> Result<()> {
        let sql = if enrolled {
            "insert into venue_activity (activity_id) values (?1) on conflict do nothing"
        } else {
            "delete from venue_activity where activity_id = ?1"
        };
        self.write(|tx| {
            tx.prepare_cached(sql)?.execute([activity.number()])?;
            Ok(())
        })
    }
}

/// Adds or replaces a payee.
pub(in crate::registry) fn put(tx: &Transaction<'_>, payee: &Payee) -> Result<()> {
    let sql = "insert into payee (pid, settle_mode, status) values (?1, ?2, ?3)
               on conflict (pid) do update set
                   settle_mode = excluded.settle_mode, status = excluded.status";
    let mode = match payee.settle_mode {
        SettleMode::Periodic => "periodic",
        SettleMode::OnRequest => "on_request",
    };
    let status = match payee.status {
        PayeeStatus::Registered => "registered",
        PayeeStatus::Applied => "applied",
    };
    let keys = params![column(payee.pid), mode, status];
    tx.prepare_cached(sql)?.execute(keys)?;
    Ok(())
}

/// Sets a merchant's switches.
pub(in crate::registry) fn put_switches(
    tx: &Transaction<'_>,
    merchant: MerchantId,
    switches: Switches,
) -> Result<()> {
    let sql = "insert into merchant_switch
                   (merchant_id, small_discount, risk, expired_is_error, uncertified_shops)
               values (?1, ?2, ?3, ?4, ?5)
               on conflict (merchant_id) do update set
                   small_discount = excluded.small_discount, risk = excluded.risk,
                   expired_is_error = excluded.expired_is_error,
                   uncertified_shops = excluded.uncertified_shops";
    tx.prepare_cached(sql)?.execute(params![
        column(merchant),
        switches.small_discount,
        switches.risk,
        switches.expired_is_error,
        switches.uncertified_shops,
    ])?;
    Ok(())
}

/// Every merchant's switches.
pub(in crate::registry) fn all_switches(
    connection: &Connection,
) -> Result<Vec<(MerchantId, Switches)>> {
    let sql = "select merchant_id, small_discount, risk, expired_is_error, uncertified_shops
                 from merchant_switch";
    let mut statement = connection.prepare(sql)?;
    let rows = statement.query_map([], |row| {
        let switches = Switches {
            small_discount: row.get(1)?,
            risk: row.get(2)?,
            expired_is_error: row.get(3)?,
            uncertified_shops: row.get(4)?,
        };
        Ok((row.get::<_, i64>(0)?, switches))
    })?;
    let named = rows.map(|row| {
        let (id, switches) = row?;
        Ok((
            merchant_id("merchant_switch", &id.to_string(), id)?,
            switches,
        ))
    });
    named.collect()
}

fn one(connection: &Connection, pid: MerchantId) -> Result<Option<Payee>> {
    let sql = format!("{SELECT} where pid = ?1");
    let mut statement = connection.prepare_cached(&sql)?;
    let row = statement.query_row([column(pid)], PayeeRow::read);
    row.optional()?.map(PayeeRow::try_into).transpose()
}

struct PayeeRow {
    pid: i64,
    settle_mode: String,
    status: String,
}

impl PayeeRow {
    fn read(row: &Row<'_>) -> rusqlite::Result<PayeeRow> {
        Ok(PayeeRow {
            pid: row.get(0)?,
            settle_mode: row.get(1)?,
            status: row.get(2)?,
        })
    }
}

impl TryFrom<PayeeRow> for Payee {
    type Error = RegistryError;

    fn try_from(row: PayeeRow) -> Result<Payee> {
        let key = row.pid.to_string();
        let wrong = |what| inconsistent("payee", &key, what);
        let settle_mode = match row.settle_mode.as_str() {
            "periodic" => SettleMode::Periodic,
            "on_request" => SettleMode::OnRequest,
            _ => return Err(wrong("settle_mode is unknown")),
        };
        let status = match row.status.as_str() {
            "registered" => PayeeStatus::Registered,
            "applied" => PayeeStatus::Applied,
            _ => return Err(wrong("status is unknown")),
        };
        Ok(Payee {
            pid: merchant_id("payee", &key, row.pid)?,
            settle_mode,
            status,
        })
    }
}
