//! `quan verify`: a sound store, a damaged one, and none.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use quan_client::api::{RedeemVoucher, Seller};
use rusqlite::Connection;
use serde_json::json;

use super::{complains, offer, serve};
use crate::process::{Ended, Server, quan, run};
use crate::world::{MERCHANT, World};

const FILE: &str = "quan.db";

fn verify(data: &Path) -> anyhow::Result<Ended> {
    run(quan().args(["verify", "--data"]).arg(data))
}

/// A store with two activities: the first, which is prepaid, has three
/// vouchers, one of them used.
async fn store(world: &World) -> anyhow::Result<PathBuf> {
    let server = Server::start(&mut serve(world), world.dir())?;
    let (alipay, own) = (world.alipay(&server.url)?, World::own(&server.url)?);
    let (activity, _) = offer::publish(&alipay, "prepaid", offer::prepaid()).await?;
    if let Err(error) = own.complete_activity(&activity).await {
        ensure!(error.is("nothing-pending"), "{error}");
    }
    let users = ["2088000000000001", "2088000000000002", "2088000000000003"];
    let mut vouchers = Vec::new();
    for (nth, user) in users.iter().enumerate() {
        vouchers.push(offer::issue(&alipay, &activity, &format!("send-{nth}"), user).await?);
    }
    let order = RedeemVoucher {
        request_no: "redeem-1".into(),
        user_id: users[0].into(),
        order_no: "order-1".into(),
        total: "30.00".parse()?,
        discountable: None,
        undiscountable: None,
        seller: Seller {
            pid: Some(MERCHANT.into()),
            smid: None,
        },
        app_id: None,
        shop_id: None,
        goods: Vec::new(),
        actual_order_time: None,
    };
    own.redeem(&vouchers[0], &order).await?;
    offer::open(&alipay, &own).await?;
    ensure!(server.stop("TERM")?.success());
    Ok(world.data())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sound_store_is_counted_and_holds() -> anyhow::Result<()> {
    let world = World::make()?;
    let data = store(&world).await?;
    for _ in 0..2 {
        let ended = verify(&data)?;
        let words = "2 activities, 3 vouchers, 1 redemptions and 1 accounts were counted: \
                     everything holds.\n";
        ensure!(ended.code == Some(0) && ended.stdout == words, "{ended:?}");
    }
    let ended = run(quan().args(["verify", "--json"]).env("QUAN_DATA", &data))?;
    let counted = json!({
        "activities": 2, "vouchers": 3, "redemptions": 1, "accounts": 1, "findings": [],
    });
    ensure!(
        ended.code == Some(0) && ended.json()? == counted,
        "{ended:?}"
    );
    Ok(())
}

/// A copy of a store, changed behind its back.
fn damaged(store: &Path, copy: &Path, sql: &str) -> anyhow::Result<()> {
    std::fs::create_dir(copy)?;
    std::fs::copy(store.join(FILE), copy.join(FILE))?;
    // What the last connection did not move over lies in the log.
    let log = "quan.db-wal";
    if store.join(log).exists() {
        std::fs::copy(store.join(log), copy.join(log))?;
    }
    let database = Connection::open(copy.join(FILE))?;
    // A damaged disk asks no constraint.
    database.pragma_update(None, "ignore_check_constraints", true)?;
    let changed = database.execute(sql, [])?;
    ensure!(changed > 0, "{sql} changed nothing");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_damage_is_named_with_where_and_what() -> anyhow::Result<()> {
    let world = World::make()?;
    let store = store(&world).await?;
    let account = format!("merchant {MERCHANT}");
    for (nth, (sql, found)) in [
        (
            "update activity set issued = 4 where id = 1",
            "every-voucher-counted-once of activity 1: 4 issued, 3 rows up to 3",
        ),
        (
            "delete from voucher where activity = 1 and sequence = 2",
            "every-voucher-counted-once of activity 1: 3 issued, 2 rows up to 3",
        ),
        (
            "update activity set quantity = 2 where id = 1",
            "issued-within-quantity of activity 1: 3 of 2 issued",
        ),
        (
            "update activity set redeemed = 2 where id = 1",
            "redeemed-counted of activity 1: 2 counted, 1 rows",
        ),
        (
            "update activity set expired = 1 where id = 1",
            "expired-counted of activity 1: 1 counted, 0 rows",
        ),
        (
            "update activity set uses = 0 where id = 1",
            "uses-counted of activity 1: 0 counted, 1 on vouchers, 1 by redemptions",
        ),
        (
            "delete from redemption where activity = 1",
            "uses-counted of activity 1: 1 counted, 1 on vouchers, 0 by redemptions",
        ),
        (
            "update redemption set deduction = 99 where activity = 1",
            "deductions-add-up of activity 1: 100 fen on vouchers, 99 fen in redemptions",
        ),
        (
            "update voucher set user = '2088000000000003' where activity = 1 and sequence = 2",
            "user-caps-hold of activity 1: a user received 2 in one Lifetime, 1 are allowed",
        ),
        (
            "update activity set spent = 200 where id = 1",
            "spent-is-what-was-deducted of activity 1: 2.00 spent, 100 fen in redemptions",
        ),
        (
            "update account set balance = balance - 1",
            &format!("funds-add-up of {account}: 100000.00 yuan paid in, 89999.99 in the balance"),
        ),
        (
            "update activity set held = held + 5 where id = 1",
            &format!("funds-add-up of {account}"),
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let copy = world.dir().join(format!("damage-{nth}"));
        damaged(&store, &copy, sql)?;
        let ended = verify(&copy)?;
        ensure!(
            ended.code == Some(1) && ended.stderr.is_empty(),
            "{sql}: {ended:?}"
        );
        ensure!(ended.stdout.contains(found), "{sql}: {ended:?}");
        ensure!(
            !ended.stdout.contains("everything holds"),
            "{sql}: {ended:?}"
        );
        ensure!(!ended.stdout.contains("activity 2"), "{sql}: {ended:?}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn programs_read_findings_as_json() -> anyhow::Result<()> {
    let world = World::make()?;
    let copy = world.dir().join("damaged");
    let sql = "update activity set redeemed = 3 where id = 1";
    damaged(&store(&world).await?, &copy, sql)?;
    let ended = run(quan().args(["verify", "--json", "--data"]).arg(&copy))?;
    ensure!(ended.code == Some(1), "{ended:?}");
    let finding = json!({
        "invariant": "redeemed-counted",
        "subject": "activity 1",
        "words": "3 counted, 1 rows",
    });
    ensure!(ended.json()?["findings"] == json!([finding]), "{ended:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_row_that_cannot_be_is_an_error_that_names_its_table() -> anyhow::Result<()> {
    let world = World::make()?;
    let store = store(&world).await?;
    for (nth, (sql, table)) in [
        (
            "update activity set state = 9 where id = 1",
            "table activity",
        ),
        (
            "update terms set body = '{' where activity = 1",
            "table terms",
        ),
        ("delete from terms where activity = 1", "terms"),
    ]
    .into_iter()
    .enumerate()
    {
        let copy = world.dir().join(format!("damage-{nth}"));
        damaged(&store, &copy, sql)?;
        complains(&verify(&copy)?, 1, &[table])?;
    }
    Ok(())
}

#[test]
fn a_directory_without_a_store_is_named_and_stays_as_it_is() -> anyhow::Result<()> {
    let dir = tempfile::tempdir()?;
    let missing = dir.path().join("missing");
    for data in [&missing, dir.path()] {
        let words = format!("there is no store in {}", data.display());
        complains(&verify(data)?, 1, &[&words])?;
    }
    ensure!(!missing.exists());
    ensure!(std::fs::read_dir(dir.path())?.next().is_none());
    Ok(())
}

#[test]
fn a_file_that_is_no_database_is_named_and_stays_as_it_is() -> anyhow::Result<()> {
    let dir = tempfile::tempdir()?;
    let text = "no database ".repeat(1000);
    std::fs::write(dir.path().join(FILE), &text)?;
    let place = dir.path().to_str().context("a strange path")?;
    complains(&verify(dir.path())?, 1, &[place, "file is not a database"])?;
    ensure!(std::fs::read_to_string(dir.path().join(FILE))? == text);
    Ok(())
}
