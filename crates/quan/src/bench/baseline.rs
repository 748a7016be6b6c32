//! What people write first: one SQLite transaction a voucher.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Context;
use rusqlite::{Connection, OptionalExtension};

/// Issues one voucher a transaction for so long, with the checks, tables and
/// durability of the real store, and answers how many there were a second.
pub(super) fn issues_per_second(dir: &Path, lasts: Duration) -> anyhow::Result<u64> {
    let mut connection =
        Connection::open(dir.join("baseline.db")).context("could not make the baseline's store")?;
    connection.execute_batch(
        "pragma page_size = 8192;
         pragma journal_mode = wal;
         pragma synchronous = full;
         create table activity (id integer primary key, quantity integer not null, issued integer not null);
         create table voucher (activity integer, sequence integer, user text not null, issued_at integer not null,
                               primary key (activity, sequence)) without rowid;
         create index voucher_of_user on voucher (user, activity, sequence);
         create table request (home integer, action integer, number text, fingerprint blob not null,
                               made integer not null, at integer not null,
                               primary key (home, action, number)) without rowid;
         insert into activity values (1, 99999999, 0);",
    )?;
    let begun = Instant::now();
    let mut count = 0_u64;
    while begun.elapsed() < lasts {
        issue(&mut connection, count)?;
        count += 1;
    }
    Ok(super::per_second(count, begun.elapsed()))
}

fn issue(connection: &mut Connection, nth: u64) -> anyhow::Result<()> {
    let (user, number) = super::issue::names(nth);
    let transaction =
        connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let known: Option<i64> = transaction
        .prepare_cached("select made from request where home = 1 and action = 5 and number = ?1")?
        .query_row([&number], |row| row.get(0))
        .optional()?;
    let (quantity, issued): (i64, i64) = transaction
        .prepare_cached("select quantity, issued from activity where id = 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let received: i64 = transaction
        .prepare_cached("select count(*) from voucher where user = ?1 and activity = 1")?
        .query_row([&user], |row| row.get(0))?;
    anyhow::ensure!(
        known.is_none() && issued < quantity && received < 1,
        "the baseline's voucher was refused"
    );
    let sequence = issued + 1;
    transaction
        .prepare_cached(
            "insert into voucher (activity, sequence, user, issued_at) values (1, ?1, ?2, ?3)",
        )?
        .execute((sequence, &user, 1_700_000_000_000_i64))?;
    transaction
        .prepare_cached("insert into request (home, action, number, fingerprint, made, at) values (1, 5, ?1, ?2, ?3, ?4)")?
        .execute((&number, [0_u8; 16], sequence, 1_700_000_000_000_i64))?;
    transaction
        .prepare_cached("update activity set issued = ?1 where id = 1")?
        .execute([sequence])?;
    transaction.commit()?;
    Ok(())
}
