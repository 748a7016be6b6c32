//! Service codes in SQLite.

use quan_core::AppId;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::{Result, Sqlite, fresh, page_of};
use crate::registry::row::inconsistent;
use crate::registry::{RegistryError, ServiceCode};

const SELECT: &str = "select code, app_id, name, details from service_code";

impl Sqlite {
    pub(in crate::registry) fn service_code(&self, code: &str) -> Result<Option<ServiceCode>> {
        self.read(|connection| one(connection, code))
    }

    pub(in crate::registry) fn list_service_codes(
        &self,
        app_id: Option<&str>,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<ServiceCode>> {
        let of_app = if app_id.is_some() {
            "app_id = ?1 and"
        } else {
            ""
        };
        let sql = format!("{SELECT} where {of_app} code > ?2 order by code limit ?3");
        self.read(|connection| {
            let mut statement = connection.prepare_cached(&sql)?;
            let keys = params![app_id, after.unwrap_or(""), page_of(limit)];
            let rows = statement.query_map(keys, ServiceRow::read)?;
            rows.map(|row| row?.try_into()).collect()
        })
    }

    pub(in crate::registry) fn add_service_code(
        &self,
        make: &dyn Fn(u64) -> ServiceCode,
    ) -> Result<ServiceCode> {
        self.write(|tx| {
            let is_there = |service: &ServiceCode| Ok(one(tx, &service.code)?.is_some());
            let service = fresh(tx, "service", make, is_there)?;
            put(tx, &service)?;
            Ok(service)
        })
    }
}

/// Adds or replaces a service.
pub(in crate::registry) fn put(tx: &Transaction<'_>, service: &ServiceCode) -> Result<()> {
    let sql = "insert into service_code (code, app_id, name, details) values (?1, ?2, ?3, ?4)
               on conflict (code) do update set
                   app_id = excluded.app_id, name = excluded.name, details = excluded.details";
    tx.prepare_cached(sql)?.execute([
        &service.code,
        service.app.as_str(),
        &service.name,
        &service.details,
    ])?;
    Ok(())
}

fn one(connection: &Connection, code: &str) -> Result<Option<ServiceCode>> {
    let sql = format!("{SELECT} where code = ?1");
    let mut statement = connection.prepare_cached(&sql)?;
    let row = statement.query_row([code], ServiceRow::read).optional()?;
    row.map(ServiceRow::try_into).transpose()
}

struct ServiceRow {
    code: String,
    app_id: String,
    name: String,
    details: String,
}

impl ServiceRow {
    fn read(row: &Row<'_>) -> rusqlite::Result<ServiceRow> {
        Ok(ServiceRow {
            code: row.get(0)?,
            app_id: row.get(1)?,
            name: row.get(2)?,
            details: row.get(3)?,
        })
    }
}

impl TryFrom<ServiceRow> for ServiceCode {
    type Error = RegistryError;

    fn try_from(row: ServiceRow) -> Result<ServiceCode> {
        let app = AppId::parse(&row.app_id)
            .map_err(|_| inconsistent("service_code", &row.code, "app_id is no application"))?;
        Ok(ServiceCode {
            code: row.code,
            app,
            name: row.name,
            details: row.details,
        })
    }
}
