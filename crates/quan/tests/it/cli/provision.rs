//! A provisioning file is taken whole, or refused by file, entry and key before
//! anything is served.

use std::path::Path;

use anyhow::{Context as _, ensure};

use super::{complains, serve, serve_from};
use crate::process::{Ended, Server, quan, refused, run};
use crate::world::{MERCHANT, World, provisioning};

/// What is said to a file of this text.
fn complaint(world: &World, data: &Path, text: &str) -> anyhow::Result<Ended> {
    let file = world.dir().join("broken.toml");
    std::fs::write(&file, text)?;
    refused(serve_from(data).arg("--provision").arg(file))
}

#[test]
fn a_broken_entry_is_named_with_its_file_and_key_and_nothing_is_made() -> anyhow::Result<()> {
    let world = World::make()?;
    let data = world.dir().join("untouched");
    let merchant = format!("[[merchant]] number 1 ({MERCHANT})");
    let app = "[[alipay_app]] number 1 (2021000000000001)";
    for (from, to, place, key) in [
        ("name = ", "nmae = ", merchant.as_str(), "`nmae`"),
        ("name = ", "alias2 = ", &merchant, "`alias2`"),
        ("name = \"演示咖啡\"\n", "", &merchant, "`name`"),
        ("\"100000.00\"", "100000.00", &merchant, "`balance`"),
        (
            "\"100000.00\"",
            "\"1.001\"",
            &merchant,
            "balance: \"1.001\"",
        ),
        ("\"admin\"", "\"king\"", "[[api_token]] number 1", "`role`"),
        ("\"admin\"", "true", "[[api_token]] number 1", "`role`"),
        (
            "\"test-token\"",
            "\"short\"",
            "[[api_token]] number 1",
            "token: 8",
        ),
        ("\"open\"", "\"closed\"", "[registry]", "`users`"),
        (
            "app_public.pem",
            "none.pem",
            app,
            "public_key_file: could not read",
        ),
        ("app_public.pem", "provision.toml", app, "public_key_file"),
        ("public_key_file", "public_key", app, "`public_key`"),
        (
            "[[alipay_app]]",
            "[[wechat_app]]",
            "[wechat_app]",
            "no such table",
        ),
        (
            "[[alipay_app]]",
            "[alipay_app]",
            "[[alipay_app]]",
            "two brackets",
        ),
        ("role = ", "role ", "is not TOML", "line 6"),
    ] {
        let whole = provisioning();
        ensure!(whole.contains(from), "{from}");
        let ended = complaint(&world, &data, &whole.replacen(from, to, 1))?;
        complains(&ended, 1, &["broken.toml", place, key])
            .with_context(|| format!("{from} → {to}"))?;
        ensure!(!data.exists(), "{from} → {to}: a store was made");
    }
    Ok(())
}

#[test]
fn a_file_that_is_not_there_is_named() -> anyhow::Result<()> {
    let dir = tempfile::tempdir()?;
    let data = dir.path().join("data");
    let ended = refused(
        serve_from(&data)
            .arg("--provision")
            .arg(dir.path().join("no.toml")),
    )?;
    complains(&ended, 1, &["could not read", "no.toml"])?;
    ensure!(!data.exists(), "a store was made");
    Ok(())
}

#[test]
fn an_entry_for_somebody_unknown_is_refused_and_nothing_of_the_file_is_taken() -> anyhow::Result<()>
{
    let world = World::make()?;
    let stranger = "2088102111111119";
    let text = provisioning().replacen(
        &format!("merchant = \"{MERCHANT}\""),
        &format!("merchant = \"{stranger}\""),
        1,
    );
    let named = format!("merchant: there is no [[merchant]] {stranger}");
    let app = "[[alipay_app]] number 1 (2021000000000001)";
    let ended = complaint(&world, &world.data(), &text)?;
    complains(&ended, 1, &["broken.toml", app, &named])?;
    // Had the merchant been taken, this entry would be good.
    let only = provisioning();
    let (_, only) = only.split_once("[[alipay_app]]").context("no app")?;
    let ended = complaint(&world, &world.data(), &format!("[[alipay_app]]{only}"))?;
    let named = format!("there is no [[merchant]] {MERCHANT}");
    complains(&ended, 1, &["broken.toml", app, &named])
}

#[test]
fn an_id_that_is_there_twice_is_named() -> anyhow::Result<()> {
    let world = World::make()?;
    let text = provisioning();
    for table in ["[[merchant]]", "[[alipay_app]]", "[[api_token]]"] {
        let (_, entry) = text.split_once(table).context("no such table")?;
        let entry = entry.split("\n\n").next().unwrap_or_default();
        let twice = format!("{text}\n{table}{entry}\n");
        let ended = complaint(&world, &world.data(), &twice)?;
        complains(&ended, 1, &["broken.toml", &format!("{table} number 2")])?;
    }
    Ok(())
}

#[test]
fn a_refused_file_leaves_the_platforms_key_as_it_is() -> anyhow::Result<()> {
    let world = World::make()?;
    let key = world.data().join("alipay_private_key.pem");
    let own = std::fs::read_to_string(&key)?;
    let other = world.dir().join("other");
    let exported = run(quan()
        .args(["keys", "export", "--data"])
        .arg(&other)
        .arg("--out")
        .arg(&other))?;
    ensure!(exported.code == Some(0), "{exported:?}");
    let text = provisioning().replacen(
        &format!("merchant = \"{MERCHANT}\""),
        "merchant = \"2088102111111119\"",
        1,
    );
    let text =
        format!("[platform]\nalipay_private_key_file = \"other/alipay_private_key.pem\"\n{text}");
    complains(
        &complaint(&world, &world.data(), &text)?,
        1,
        &["no [[merchant]]"],
    )?;
    ensure!(std::fs::read_to_string(&key)? == own, "the key is gone");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_is_applied_again_gives_no_money_twice_and_more_where_it_says_more()
-> anyhow::Result<()> {
    let world = World::make()?;
    for (given, balance) in [
        ("100000.00", "100000.00"),
        ("100000.00", "100000.00"),
        ("100000.50", "100000.50"),
        ("5.00", "100000.50"),
    ] {
        let text = provisioning().replacen("100000.00", given, 1);
        std::fs::write(world.provision(), text)?;
        let server = Server::start(&mut serve(&world), world.dir())?;
        let account = World::own(&server.url)?.account(MERCHANT).await?;
        ensure!(
            account.balance.to_string() == balance,
            "{given}: {account:?}"
        );
        ensure!(server.stop("TERM")?.success());
    }
    Ok(())
}
