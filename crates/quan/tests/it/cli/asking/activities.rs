//! Activities and the sandbox's clock.

use anyhow::ensure;

use super::House;
use crate::cli::offer;
use crate::world::MERCHANT;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn d30_an_activity_is_completed_paused_and_enrolled() -> anyhow::Result<()> {
    let house = House::open("", &["--completion-delay", "manual"])?;
    let told = house.told(&["activity", "list"])?;
    told.says("none.\npage 1: 0 of 0\n")?;
    let (id, _) = offer::publish(&house.alipay()?, "paused", offer::forgone()).await?;

    let told = house.told(&["activity", "show", &id])?;
    told.rows(&[
        ["activity", &id],
        ["owner", MERCHANT],
        ["state", "created"],
        ["pending", "publish, which waits for a word"],
    ])?;
    let told = house.told(&["activity", "complete", &id])?;
    told.row(&["state", "active"])?;
    house.refused(&["activity", "complete", &id], "nothing-pending")?;

    let told = house.told(&["activity", "pause", &id])?;
    told.row(&["state", "paused"])?;
    ensure!(house.json(&["activity", "show", &id])?["state"] == "paused");
    let told = house.told(&["activity", "list", "--state", "paused"])?;
    told.row(&[&id, MERCHANT, "paused", "-", "0", "10000"])?;
    told.says("page 1: 1 of 1")?;
    let told = house.told(&["activity", "list", "--merchant", MERCHANT, "--page", "2"])?;
    told.says("page 2: 0 of 1")?;
    let denied = offer::issue(&house.alipay()?, &id, "send-1", "2088000000000001").await;
    ensure!(denied.is_err(), "a paused activity gave a voucher");
    ensure!(house.json(&["activity", "resume", &id])?["state"] == "active");
    offer::issue(&house.alipay()?, &id, "send-1", "2088000000000001").await?;

    for (word, enrolled) in [
        ("show", "no"),
        ("enter", "yes"),
        ("show", "yes"),
        ("leave", "no"),
    ] {
        let told = house.told(&["activity", "central-venue", word, &id])?;
        told.rows(&[["activity", &id], ["in a central venue", enrolled]])?;
    }
    let shown = house.json(&["activity", "central-venue", "enter", &id])?;
    ensure!(shown == serde_json::json!({ "enrolled": true }), "{shown}");
    house.refused(&["activity", "pause", "2026"], "no-such-activity")?;
    house.told(&["audit"])?.says("everything holds.")?;
    ensure!(house.json(&["audit"])?["vouchers"] == 1);
    Ok(())
}

#[test]
fn the_clock_is_set_advanced_frozen_and_released() -> anyhow::Result<()> {
    let house = House::open("", &[])?;
    house
        .told(&["clock", "show"])?
        .row(&["stands still", "no"])?;
    let told = house.told(&["clock", "freeze"])?;
    told.row(&["stands still", "yes"])?;
    let told = house.told(&["clock", "set", "2027-01-01 00:00:00"])?;
    told.row(&["business clock", "2027-01-01T00:00:00+08:00"])?;
    let told = house.told(&["clock", "advance", "3 days"])?;
    told.row(&["business clock", "2027-01-04T00:00:00+08:00"])?;
    let clock = house.json(&["clock", "advance", "PT4M"])?;
    ensure!(clock["now"] == "2027-01-04T00:04:00+08:00", "{clock}");
    let told = house.told(&["clock", "release"])?;
    told.row(&["stands still", "no"])?;
    house.refused(&["clock", "advance", "soon"], "invalid-field: advance")
}
