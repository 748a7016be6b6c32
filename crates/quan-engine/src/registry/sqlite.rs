//! The registry's tables in SQLite: connections and what is asked of them.
//!
//! Reads take a connection of their own from a small stock, so that looking a
//! user up never waits for a lane's transaction or for a write here.

mod delivery;
mod notice;
pub(super) mod package;
pub(super) mod payee;
pub(super) mod service;
pub(super) mod shop;
pub(super) mod wechat;

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension, Transaction, params};

use super::row::{self, ImageRow, UserRow};
use super::{Entry, Image, RegistryError, Snapshot, User, locked, write};

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
        self.write(|tx| entries.iter().try_for_each(|entry| write::put(tx, entry)))
    }

    pub(super) fn provision(&self, entries: &[Entry]) -> Result<Vec<[u8; 32]>> {
        self.write(|tx| write::provision(tx, entries))
    }

    /// Does all of it, or nothing.
    fn write<T>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        let mut writer = locked(&self.writer);
        let transaction =
            writer.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let done = work(&transaction)?;
        transaction.commit()?;
        Ok(done)
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

    pub(super) fn user_by_openid(&self, appid: &str, openid: &str) -> Result<Option<User>> {
        let filter = "where id = (select user_id from user_openid
                                   where appid = ?1 and openid = ?2)";
        self.read(|connection| one_user(connection, filter, &[appid, openid]))
    }

    pub(super) fn user_by_logon_id(&self, logon_id: &str) -> Result<Option<User>> {
        let filter = "where logon_id = ?1 order by id limit 1";
        self.read(|connection| one_user(connection, filter, &[logon_id]))
    }

    pub(super) fn users(&self, after: Option<&str>, limit: usize) -> Result<Vec<User>> {
        self.read(|connection| {
            let sql = format!("{} where id > ?1 order by id limit ?2", UserRow::SELECT);
            let mut statement = connection.prepare_cached(&sql)?;
            let keys = params![after.unwrap_or(""), page_of(limit)];
            let rows = statement.query_map(keys, UserRow::read)?;
            rows.map(|row| whole_user(connection, row?)).collect()
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

    pub(super) fn add_image(&self, content: &[u8], make: &dyn Fn(u64) -> Image) -> Result<Image> {
        self.write(|tx| fresh_image(tx, content, make))
    }

    pub(super) fn image_content(&self, id: &str) -> Result<Option<Vec<u8>>> {
        self.read(|connection| {
            let sql = "select content from image_content where image_id = ?1";
            let mut statement = connection.prepare_cached(sql)?;
            Ok(statement.query_row([id], |row| row.get(0)).optional()?)
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

/// How many rows a statement is asked for.
fn page_of(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

/// Makes something from the next number of a series under whose id there is
/// nothing yet. The number is taken with the transaction.
fn fresh<T>(
    tx: &Transaction<'_>,
    series: &str,
    make: &dyn Fn(u64) -> T,
    is_there: impl Fn(&T) -> Result<bool>,
) -> Result<T> {
    let sql = "insert into registry_sequence (series, last) values (?1, 1)
               on conflict (series) do update set last = last + 1
               returning last";
    let mut statement = tx.prepare_cached(sql)?;
    loop {
        let new = make(statement.query_row([series], |row| row.get(0))?);
        if !is_there(&new)? {
            return Ok(new);
        }
    }
}

/// Makes and keeps an image under whose name there is none yet.
fn fresh_image(tx: &Transaction<'_>, content: &[u8], make: &dyn Fn(u64) -> Image) -> Result<Image> {
    let sql = "select exists (select 1 from image where id = ?1)";
    let image = fresh(tx, "image", make, |image| {
        let mut statement = tx.prepare_cached(sql)?;
        Ok(statement.query_row([&image.id], |row| row.get(0))?)
    })?;
    write::put_image(tx, &image, content)?;
    Ok(image)
}

/// What would be made from the next number of a series, which stays free.
fn sample<T>(tx: &Transaction<'_>, series: &str, make: &dyn Fn(u64) -> T) -> Result<T> {
    let sql = "select coalesce(max(last), 0) + 1 from registry_sequence where series = ?1";
    let mut statement = tx.prepare_cached(sql)?;
    Ok(make(statement.query_row([series], |row| row.get(0))?))
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
    let sql = "select 0, app_id, open_id from user_open_id where user_id = ?1
               union all select 1, appid, openid from user_openid where user_id = ?1";
    let id = row.id.clone();
    let mut user = User::try_from(row)?;
    let mut statement = connection.prepare_cached(sql)?;
    let mut names = statement.query([id])?;
    while let Some(name) = names.next()? {
        let of = if name.get(0)? {
            &mut user.openids
        } else {
            &mut user.open_ids
        };
        of.insert(name.get(1)?, name.get(2)?);
    }
    Ok(user)
}
