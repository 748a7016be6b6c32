//! WeChat Pay: merchants' certificates and addresses, stocks that wait and end, and cards.

use anyhow::ensure;
use quan_client::wechatpay::message::coupon::send;
use quan_client::wechatpay::message::value::Time;
use quan_client::wechatpay::{Code, Error};
use quan_client::{Clock as _, WallClock, WechatPayClient};
use serde_json::json;

use super::House;

const MCHID: &str = "1900000001";
const SERIAL: &str = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1";
const APIV3_KEY: &str = "0123456789abcdef0123456789abcdef";
const APPID: &str = "wx0000000000000001";

fn merchant() -> String {
    format!(
        "\n[[wechatpay_merchant]]\nmchid = \"{MCHID}\"\nname = \"演示便利店\"\n\
         serial = \"{SERIAL}\"\npublic_key_file = \"app_public.pem\"\n\
         apiv3_key = \"{APIV3_KEY}\"\nappids = [\"{APPID}\"]\n"
    )
}

fn client(house: &House) -> anyhow::Result<WechatPayClient> {
    house
        .world
        .wechat(&house.server.url, MCHID, SERIAL, APIV3_KEY)
}

/// Lays a stock down.
async fn stock(client: &WechatPayClient) -> anyhow::Result<String> {
    let now = WallClock.now();
    let day = jiff::SignedDuration::from_hours(24);
    let request = serde_json::from_value(json!({
        "stock_name": "八月券",
        "belong_merchant": MCHID,
        "goods_name": "全场可用",
        "stock_type": "NORMAL",
        "coupon_use_rule": {
            "coupon_available_time": {
                "available_begin_time": Time::from(now.checked_sub(day)?),
                "available_end_time": Time::from(now.checked_add(day * 30)?),
            },
            "fixed_normal_coupon": { "discount_amount": 500, "transaction_minimum": 2000 },
            "use_method": "OFF_LINE",
        },
        "stock_send_rule": { "max_coupons": 10, "max_coupons_per_user": 1 },
        "out_request_no": "stock-1",
        "coupon_code_mode": "WECHATPAY_MODE",
    }))?;
    Ok(client.create_stock(&request).await?.stock_id)
}

async fn issue(client: &WechatPayClient, stock: &str, user: &str) -> Result<String, Error> {
    let request = send::Request {
        openid: user.to_owned(),
        appid: APPID.to_owned(),
        stock_id: stock.to_owned(),
        out_request_no: format!("send-{user}"),
        coupon_code: None,
    };
    let answer = client.send_coupon(&request).await?;
    Ok(answer.send_coupon_result.coupon_code)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn d30_a_merchants_certificate_and_address_are_spoken_of() -> anyhow::Result<()> {
    let house = House::open(&merchant(), &[])?;
    let told = house.told(&["wechat-merchant", "list"])?;
    told.row(&[MCHID, "演示便利店", "certificate", "-"])?;
    let told = house.told(&["wechat-merchant", "show", MCHID])?;
    told.rows(&[
        ["merchant", MCHID],
        [&format!("certificate {SERIAL}"), "valid"],
        ["APIv3 key", "yes"],
        ["APIv2 key", "no"],
        ["apps", APPID],
    ])?;

    let client = client(&house)?;
    client.certificates().await?;
    for state in ["expired", "revoked", "replaced"] {
        let said = ["wechat-merchant", "certificate", MCHID, SERIAL, state];
        let told = house.told(&said)?;
        told.row(&[&format!("certificate {SERIAL}"), state])?;
        let refused = client.certificates().await;
        ensure!(refused.is_err_and(|error| error.is(Code::SignError)));
    }
    let lower = SERIAL.to_ascii_lowercase();
    house.told(&["wechat-merchant", "certificate", MCHID, &lower, "valid"])?;
    client.certificates().await?;
    let strange = ["wechat-merchant", "certificate", MCHID, "AB", "valid"];
    house.refused(&strange, "invalid-field")?;

    let url = "https://93.184.215.14/wechat";
    let told = house.told(&["wechat-merchant", "notify-url", MCHID, url])?;
    told.rows(&[["messages go to", url], ["of the provisioning file", "no"]])?;
    let shown = house.json(&["wechat-merchant", "notify-url", MCHID])?;
    ensure!(shown.get("notify_url").is_none(), "{shown}");
    house.refused(
        &["wechat-merchant", "show", "1900000009"],
        "no-such-merchant",
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn d30_a_stock_waits_is_paused_and_stopped() -> anyhow::Result<()> {
    let dir = tempfile::tempdir()?;
    let config = dir.path().join("quan.toml");
    std::fs::write(&config, "review_stocks = true\n")?;
    let house = House::open(&merchant(), &["--config", &config.to_string_lossy()])?;
    let client = client(&house)?;
    let stock = stock(&client).await?;
    ensure!(issue(&client, &stock, "user-1").await.is_err());
    let told = house.told(&["activity", "approve", &stock])?;
    told.row(&["state", "active"])?;
    issue(&client, &stock, "user-1").await?;
    house.told(&["activity", "pause", &stock])?;
    ensure!(issue(&client, &stock, "user-2").await.is_err());
    house.told(&["activity", "resume", &stock])?;
    issue(&client, &stock, "user-2").await?;
    let told = house.told(&["activity", "stop", &stock])?;
    told.row(&["state", "stopped"])?;
    ensure!(issue(&client, &stock, "user-3").await.is_err());
    house.refused(&["activity", "stop", &stock], "wrong-state")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn d30_a_card_is_registered() -> anyhow::Result<()> {
    let house = House::open(&merchant(), &[])?;
    let stock = stock(&client(&house)?).await?;
    house.told(&["wechat-card", "list"])?.says("none.")?;
    let of = ["--merchant", MCHID, "--stock", &stock];
    let told = house.told(&[&["wechat-card", "put", "card-1"], &of[..]].concat())?;
    told.rows(&[["card", "card-1"], ["merchant", MCHID], ["stock", &stock]])?;
    let told = house.told(&["wechat-card", "list"])?;
    told.row(&["card-1", MCHID, &stock])?;
    ensure!(house.json(&["wechat-card", "show", "card-1"])?["stock"] == stock.as_str());
    house.refused(&["wechat-card", "show", "card-2"], "no-such-card")
}
