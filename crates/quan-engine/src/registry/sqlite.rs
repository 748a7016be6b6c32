//! The registry's tables in SQLite: connections and what is asked of them.
//!
//! Reads take a connection of their own from a small stock, so that looking a
//! user up never waits for a lane's transaction or for a write here.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use quan_core::MerchantId;
use rusqlite::{Connection, OpenFlags, OptionalExtension, params};

use super::row::{self, ImageRow, ShopRow, UserRow};
use super::{Entry, Image, RegistryError, Shop, Smid, Snapshot, User, locked, write};

/// How many idle connections are kept for reading.
const IDLE: usize = 8;

/// How long a write waits for another one's transaction.
const PATIENCE: Duration = Duration::from_secs(5);

type Result<T> = std::result::Result<T, RegistryError>;

pub(super) struct Sqlite {
    path: PathBuf,
    writer: Mutex<Connection>,
    idle: Mutex<Vec<Connection>>,
}

impl Sqlite {
    pub(super) fn open(path: &Path) -> Result<Sqlite> {
        let writer = connect(path)?;
        Ok(Sqlite {
            path: path.to_owned(),
            writer: Mutex::new(writer),
            idle: Mutex::default(),
        })
    }

    pub(super) fn put(&self, entries: &[Entry]) -> Result<()> {
        let mut writer = locked(&self.writer);
        let transaction =
            writer.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        for entry in entries {
            write::put(&transaction, entry)?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// Reads what is kept in memory.
    pub(super) fn snapshot(&self) -> Result<Snapshot> {
        let entries = self.read(row::snapshot_entries)?;
        Snapshot::default().with(&entries)
    }

    /// Lends a connection for reading. It comes back after an error too: a
    /// failed statement leaves nothing open.
    fn read<T>(&self, ask: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let idle = locked(&self.idle).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => connect(&self.path)?,
        };
        let answer = ask(&connection);
        let mut idle = locked(&self.idle);
        if idle.len() < IDLE {
            idle.push(connection);
        }
        answer
    }

    pub(super) fn user(&self, id: &str) -> Result<Option<User>> {
        self.read(|connection| one_user(connection, "where id = ?1", &[id]))
    }

    pub(super) fn user_by_open_id(&self, app_id: &str, open_id: &str) -> Result<Option<User>> {
        let filter = "where id = (select user_id from user_open_id
                                   where app_id = ?1 and open_id = ?2)";
        self.read(|connection| one_user(connection, filter, &[app_id, open_id]))
    }

    pub(super) fn user_by_logon_id(&self, logon_id: &str) -> Result<Option<User>> {
        let filter = "where logon_id = ?1 order by id limit 1";
        self.read(|connection| one_user(connection, filter, &[logon_id]))
    }

    pub(super) fn users(&self, after: Option<&str>, limit: usize) -> Result<Vec<User>> {
        self.read(|connection| {
            let sql = format!("{} where id > ?1 order by id limit ?2", UserRow::SELECT);
            let mut statement = connection.prepare_cached(&sql)?;
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let rows = statement.query_map(params![after.unwrap_or(""), limit], UserRow::read)?;
            rows.map(|row| whole_user(connection, row?)).collect()
        })
    }

    pub(super) fn shops(&self, ids: &[&str]) -> Result<Vec<Option<Shop>>> {
        self.read(|connection| {
            let sql = format!("{} where id = ?1", ShopRow::SELECT);
            let mut statement = connection.prepare_cached(&sql)?;
            let mut found = Vec::with_capacity(ids.len());
            for id in ids {
                let row = statement.query_row([id], ShopRow::read).optional()?;
                found.push(row.map(Shop::try_from).transpose()?);
            }
            Ok(found)
        })
    }

    pub(super) fn shops_of(
        &self,
        merchant: MerchantId,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Shop>> {
        self.read(|connection| {
            let filter = "where merchant_id = ?1 and id > ?2 order by id limit ?3";
            let sql = format!("{} {filter}", ShopRow::SELECT);
            let mut statement = connection.prepare_cached(&sql)?;
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let keys = params![row::column(merchant), after.unwrap_or(""), limit];
            let rows = statement.query_map(keys, ShopRow::read)?;
            rows.map(|row| Shop::try_from(row?)).collect()
        })
    }

    pub(super) fn image(&self, id: &str) -> Result<Option<Image>> {
        self.read(|connection| {
            let sql = format!("{} where id = ?1", ImageRow::SELECT);
            let mut statement = connection.prepare_cached(&sql)?;
            let row = statement.query_row([id], ImageRow::read).optional()?;
            row.map(Image::try_from).transpose()
        })
    }

    pub(super) fn image_content(&self, id: &str) -> Result<Option<Vec<u8>>> {
        self.read(|connection| {
            let sql = "select content from image_content where image_id = ?1";
            let mut statement = connection.prepare_cached(sql)?;
            Ok(statement.query_row([id], |row| row.get(0)).optional()?)
        })
    }

    pub(super) fn smid(&self, id: &str) -> Result<Option<Smid>> {
        self.read(|connection| {
            let sql = "select merchant_id from smid where id = ?1";
            let mut statement = connection.prepare_cached(sql)?;
            let merchant = statement.query_row([id], |row| row.get(0)).optional()?;
            let smid = |merchant| {
                let merchant = row::merchant_id("smid", id, merchant)?;
                Ok(Smid {
                    id: id.to_owned(),
                    merchant,
                })
            };
            merchant.map(smid).transpose()
        })
    }
}

fn connect(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "full")?;
    Ok(connection)
}

fn one_user(connection: &Connection, filter: &str, keys: &[&str]) -> Result<Option<User>> {
    let sql = format!("{} {filter}", UserRow::SELECT);
    let mut statement = connection.prepare_cached(&sql)?;
    let row = statement
        .query_row(rusqlite::params_from_iter(keys), UserRow::read)
        .optional()?;
    row.map(|row| whole_user(connection, row)).transpose()
}

fn whole_user(connection: &Connection, row: UserRow) -> Result<User> {
    let sql = "select app_id, open_id from user_open_id where user_id = ?1";
    let mut statement = connection.prepare_cached(sql)?;
    let names = statement.query_map([&row.id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let open_ids = names.collect::<rusqlite::Result<_>>()?;
    Ok(User {
        open_ids,
        ..User::try_from(row)?
    })
}
