//! Vouchers in users' hands, the money behind them, and what merchants are told.

use anyhow::{Context as _, ensure};

use super::House;
use crate::cli::offer;
use crate::world::MERCHANT;

const USER: &str = "2088000000000001";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn d30_a_voucher_is_used_given_back_and_thrown_out() -> anyhow::Result<()> {
    // Messages have somewhere to go, where nobody listens.
    let house = House::open("gateway_url = \"http://127.0.0.1:9/\"\n", &[])?;
    let alipay = house.alipay()?;
    let (activity, _) = offer::publish(&alipay, "used", offer::forgone()).await?;
    // Done in a moment, or at once.
    house.ask(&["activity", "complete", &activity])?;
    let voucher = offer::issue(&alipay, &activity, "send-1", USER).await?;
    house.told(&["voucher", "show", &voucher])?.rows(&[
        ["voucher", &voucher],
        ["user", USER],
        ["status", "usable"],
        ["thrown out", "no"],
        ["uses", "0 of 1"],
    ])?;

    let redeem = |total: &str| {
        let mut args = vec!["voucher", "redeem", &voucher, "--request-no", "pay-1"];
        args.extend(["--user", USER, "--order", "order-1", "--seller", MERCHANT]);
        args.extend(["--goods", "coffee:15.00:2", "--total"]);
        args.push(total);
        args.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let typed = redeem("9.99");
    let typed: Vec<&str> = typed.iter().map(String::as_str).collect();
    house.refused(&typed, "below-floor")?;
    let typed = redeem("30.00");
    let typed: Vec<&str> = typed.iter().map(String::as_str).collect();
    house.told(&typed)?.rows(&[
        ["order", "order-1"],
        ["comes off", "1.00"],
        ["buyer pays", "29.00"],
    ])?;
    let again = house.json(&typed)?;
    let redemption = again["redemption_id"].as_str().context("no redemption")?;
    let told = house.told(&["voucher", "show", &voucher])?;
    told.rows(&[["status", "redeemed"], ["took off so far", "1.00"]])?;

    let give_back = ["redemption", "return", redemption, "--request-no"];
    let part = [&give_back[..], &["back-1", "--amount", "10.00"]].concat();
    let told = house.told(&part)?;
    told.rows(&[["given back", "10.00"], ["voucher returned", "no"]])?;
    let told = house.told(&["redemption", "show", redemption])?;
    told.rows(&[["came off", "1.00"], ["given back", "10.00"]])?;
    let returned = house.json(&[&give_back[..], &["back-2"]].concat())?;
    ensure!(returned["amount"] == "20.00" && returned["voucher_returned"] == true);

    let told = house.told(&["voucher", "hide", &voucher])?;
    told.rows(&[["status", "usable"], ["thrown out", "yes"]])?;
    house.refused(&["voucher", "hide", "2026"], "no-such-voucher")?;

    let listed = house.json(&["notice", "list", "--activity", &activity])?;
    let notice = &listed["items"][0];
    let id = notice["notice_id"].as_str().context("no notice")?;
    let told = house.told(&["notice", "list", "--activity", &activity])?;
    told.says(id)?;
    told.says("published")?;
    let told = house.told(&["notice", "list", "--state", "dead"])?;
    told.says("none.")?;
    let told = house.told(&["notice", "replay", id])?;
    told.says(&format!("{id} is due again"))?;
    house.refused(&["notice", "replay", "7-7"], "no-such-notice")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn d30_a_budget_is_paid_when_somebody_says_so() -> anyhow::Result<()> {
    let house = House::open("", &[])?;
    // The merchant pays by hand.
    let text = std::fs::read_to_string(house.world.provision())?;
    let text = text.replace("balance =", "recharge = \"manual\"\nbalance =");
    std::fs::write(house.world.provision(), text)?;
    let House { world, server } = house;
    ensure!(server.stop("TERM")?.success());
    let mut command = crate::cli::serve(&world);
    let server = crate::process::Server::start(command.arg("--sandbox"), world.dir())?;
    let house = House { world, server };

    let (activity, _) = offer::publish(&house.alipay()?, "paid", offer::prepaid()).await?;
    let shown = house.json(&["activity", "show", &activity])?;
    let recharge = &shown["pending"]["recharge_id"];
    let recharge = recharge.as_str().context("nothing waits for a payment")?;
    let told = house.told(&["activity", "show", &activity])?;
    told.says(&format!(
        "publish, which waits for a payment, recharge {recharge}"
    ))?;
    let told = house.told(&["recharge", "show", recharge])?;
    told.rows(&[["state", "open"], ["amount", "10000.00"]])?;
    let told = house.told(&["recharge", "pay", recharge])?;
    told.row(&["state", "paid"])?;
    ensure!(house.json(&["recharge", "pay", recharge])?["state"] == "paid");
    house.refused(&["recharge", "pay", "1-99"], "no-such-recharge")?;

    let told = house.told(&["merchant", "account", MERCHANT])?;
    told.rows(&[["paid in", "100000.00"], ["balance", "90000.00"]])?;
    let deposit = [
        "merchant",
        "deposit",
        MERCHANT,
        "--request-no",
        "d-1",
        "--amount",
    ];
    for _ in 0..2 {
        let told = house.told(&[&deposit[..], &["5.50"]].concat())?;
        told.row(&["paid in by this request", "5.50"])?;
    }
    house.refused(&[&deposit[..], &["6.00"]].concat(), "request-reused")?;
    let account = house.json(&["merchant", "account", MERCHANT])?;
    ensure!(account["balance"] == "90005.50", "{account}");
    Ok(())
}
