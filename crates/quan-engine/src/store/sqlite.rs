//! The embedded store: one SQLite file, one writer, any number of readers.

mod body;
mod list;
mod load;
mod news;
mod read;
mod row;
mod save;
mod subsidy;
mod sums;

use std::fs::{File, TryLockError};
use std::path::Path;
use std::sync::Arc;

use quan_core::{ActivityId, Desk, HomeId, Keys, LetterId, NoticeId, Timestamp};
use rusqlite::{Connection, OpenFlags};

use super::{Opened, Result, Writer};
use crate::error::StoreError;
use crate::view::{NoticeOutcome, PassOutcome};

/// The file within a data directory.
pub(crate) const FILE: &str = "quan.db";

mod embedded {
    refinery::embed_migrations!("migrations/sqlite");
}

/// Opens the store of a data directory, making both where they are missing.
pub(crate) fn open(dir: &Path, sandbox: bool) -> Result<Opened> {
    let failed = |why: String| StoreError::Open {
        place: dir.display().to_string(),
        why,
    };
    std::fs::create_dir_all(dir).map_err(|error| failed(error.to_string()))?;
    let lock = File::create(dir.join("quan.lock")).map_err(|error| failed(error.to_string()))?;
    lock.try_lock().map_err(|error| match error {
        TryLockError::WouldBlock => failed("another process serves it".into()),
        TryLockError::Error(error) => failed(error.to_string()),
    })?;
    let path = dir.join(FILE);
    let mut connection = Connection::open(&path).map_err(|error| failed(error.to_string()))?;
    prepare_file(&mut connection).map_err(|error| failed(error.to_string()))?;
    migrate(&mut connection).map_err(&failed)?;
    check_mode(&connection, sandbox).map_err(failed)?;
    let reader = read::Readers::new(path);
    Ok(Opened {
        writer: Box::new(Sqlite {
            connection,
            terms: load::TermsCache::default(),
            _lock: lock,
        }),
        reader: Arc::new(reader),
    })
}

fn prepare_file(connection: &mut Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "page_size", 8192)?;
    connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "wal_autocheckpoint", 8000)?;
    connection.pragma_update(None, "cache_size", -65_536)?;
    connection.pragma_update(None, "temp_store", "memory")?;
    connection.busy_timeout(std::time::Duration::from_secs(10))?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(())
}

/// Brings the tables up to date; forward only.
pub(crate) fn migrate(connection: &mut Connection) -> std::result::Result<(), String> {
    embedded::migrations::runner()
        .run(connection)
        .map(drop)
        .map_err(|error| error.to_string())
}

/// A production store is no sandbox and the other way round: what a sandbox
/// does to its clock would be the end of a production store.
fn check_mode(connection: &Connection, sandbox: bool) -> std::result::Result<(), String> {
    let mode = if sandbox { "sandbox" } else { "production" };
    let known: String = connection
        .query_row(
            "insert into setting (name, value) values ('mode', ?1) on conflict (name) do update set value = value
             returning value",
            [mode],
            |row| row.get(0),
        )
        .map_err(|error| error.to_string())?;
    if known == mode {
        Ok(())
    } else {
        Err(format!(
            "it was made in {known} mode and is to be opened in {mode} mode"
        ))
    }
}

/// Opens the same file for reading only.
pub(crate) fn open_reader(path: &Path) -> Result<Connection> {
    let failed = |error: rusqlite::Error| StoreError::Open {
        place: path.display().to_string(),
        why: error.to_string(),
    };
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(failed)?;
    connection
        .pragma_update(None, "cache_size", -8192)
        .map_err(failed)?;
    connection
        .busy_timeout(std::time::Duration::from_secs(10))
        .map_err(failed)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

struct Sqlite {
    connection: Connection,
    terms: load::TermsCache,
    /// Held as long as the store is open.
    _lock: File,
}

impl Drop for Sqlite {
    /// Leaves everything in the file itself, so that it can be copied alone. A
    /// connection that only reads, and may be closed last, could not.
    fn drop(&mut self) {
        let moved = self
            .connection
            .query_row("pragma wal_checkpoint(truncate)", [], |_| Ok(()));
        if let Err(error) = moved {
            // Nothing is lost: the next start reads both files.
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "the log could not be moved into the file"
            );
        }
    }
}

/// Names what was tried when a statement fails.
pub(crate) trait During<T> {
    fn during(self, what: &'static str) -> Result<T>;
}

impl<T> During<T> for rusqlite::Result<T> {
    fn during(self, what: &'static str) -> Result<T> {
        self.map_err(|error| StoreError::Database {
            what,
            why: error.to_string(),
        })
    }
}

impl Writer for Sqlite {
    fn begin(&mut self) -> Result<()> {
        self.connection
            .execute_batch("begin immediate")
            .during("begin a transaction")
    }

    fn load_homes(&mut self, homes: &[HomeId], desk: &mut Desk) -> Result<()> {
        load::homes(&self.connection, Some(&mut self.terms), homes, desk)
    }

    fn load(&mut self, keys: &Keys, now: Timestamp, desk: &mut Desk) -> Result<()> {
        load::rows(&self.connection, keys, now, desk)
    }

    fn save(&mut self, desk: &Desk) -> Result<()> {
        save::desk(&self.connection, desk)
    }

    fn commit(&mut self) -> Result<()> {
        self.connection.execute_batch("commit").during("commit")
    }

    fn rollback(&mut self) {
        if !self.connection.is_autocommit()
            && let Err(error) = self.connection.execute_batch("rollback")
        {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "could not roll back"
            );
        }
    }

    fn next_activity(&mut self) -> Result<ActivityId> {
        let number: i64 = self
            .connection
            .query_row(
                "insert into setting (name, value) values ('last activity', '1')
                 on conflict (name) do update set value = cast(cast(value as integer) + 1 as text)
                 returning cast(value as integer)",
                [],
                |row| row.get(0),
            )
            .during("number an activity")?;
        row::activity_id(number)
    }

    fn forget_letter(&mut self, id: LetterId) -> Result<()> {
        self.connection
            .prepare_cached("delete from letter where home = ?1 and sequence = ?2")
            .and_then(|mut statement| statement.execute((id.from.number(), id.sequence)))
            .map(drop)
            .during("delete a letter")
    }

    fn record_attempts(&mut self, outcomes: &[NoticeOutcome]) -> Result<()> {
        news::record_attempts(&self.connection, outcomes)
    }

    fn record_passes(&mut self, outcomes: &[PassOutcome]) -> Result<()> {
        news::record_passes(&self.connection, outcomes)
    }

    fn replay_notice(&mut self, id: NoticeId, now: Timestamp) -> Result<bool> {
        news::replay(&self.connection, id, now)
    }
}
