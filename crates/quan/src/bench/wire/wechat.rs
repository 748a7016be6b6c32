//! WeChat Pay's calls about merchant coupons.

use std::time::Duration;

use anyhow::Context;
use quan_core::Clock;
use quan_server::clock::WallClock;
use quan_wire::wechatpay::client::{Caller, Stamp};
use quan_wire::wechatpay::time::format as instant;
use serde_json::Value;
use tokio::net::TcpStream;

use super::socket::{ask_json, deliver, request};
use crate::bench::issue::names;
use crate::world::{World, wechat};

const STOCKS: &str = "/v3/marketing/busifavor/stocks";
const SEND: &str = "/v3/marketing/busifavor/coupons/send";
const USE: &str = "/v3/marketing/busifavor/coupons/use";

/// Signed sends of a new stock's coupons, one a user.
pub(super) async fn sends(
    world: &World,
    authority: &str,
    count: u64,
) -> anyhow::Result<Vec<Vec<u8>>> {
    let merchant = Merchant::of(world, authority);
    let stock = merchant.open_stock().await?;
    (0..count).map(|nth| merchant.send(&stock, nth)).collect()
}

/// Signed uses of so many coupons, which are sent beforehand.
pub(super) async fn uses(
    world: &World,
    authority: &str,
    count: u64,
    connections: u32,
) -> anyhow::Result<Vec<Vec<u8>>> {
    let merchant = Merchant::of(world, authority);
    let stock = merchant.open_stock().await?;
    let sends = (0..count).map(|nth| merchant.send(&stock, nth));
    let sends = sends.collect::<anyhow::Result<_>>()?;
    let sent = deliver(authority, sends, connections).await?;
    let use_of = |(nth, answer): (u64, Vec<u8>)| {
        let answer: Value = serde_json::from_slice(&answer)?;
        let code = answer["coupon_code"].as_str().context("no coupon")?;
        merchant.redeem(&stock, code, nth)
    };
    (0..).zip(sent).map(use_of).collect()
}

/// The merchant, and the server that it calls.
struct Merchant<'a> {
    caller: Caller,
    authority: &'a str,
}

impl<'a> Merchant<'a> {
    fn of(world: &World, authority: &'a str) -> Merchant<'a> {
        Merchant {
            caller: Caller {
                mchid: wechat::MCHID.to_owned(),
                serial_no: wechat::SERIAL.to_owned(),
                key: world.app_key.clone().into(),
                user_agent: "quan-bench".to_owned(),
            },
            authority,
        }
    }

    fn call(
        &self,
        method: &str,
        target: &str,
        json: Option<&str>,
        nonce: &str,
    ) -> anyhow::Result<Vec<u8>> {
        let nonce = format!("{nonce:0>32}");
        let stamp = Stamp {
            platform_serial: None,
            nonce: &nonce,
            now: WallClock.now(),
        };
        let call = self.caller.call(method, target, json, stamp)?;
        let (headers, body) = (&call.headers, &call.body);
        Ok(request(method, self.authority, target, headers, body))
    }

    fn send(&self, stock: &str, nth: u64) -> anyhow::Result<Vec<u8>> {
        let (user, number) = names(nth);
        let json = serde_json::json!({
            "stock_id": stock,
            "openid": format!("o{user}"),
            "appid": wechat::APPID,
            "out_request_no": number,
        });
        self.call("POST", SEND, Some(&json.to_string()), &number)
    }

    fn redeem(&self, stock: &str, code: &str, nth: u64) -> anyhow::Result<Vec<u8>> {
        let (_, number) = names(nth);
        let json = serde_json::json!({
            "stock_id": stock,
            "coupon_code": code,
            "appid": wechat::APPID,
            "use_time": instant(WallClock.now()),
            "use_request_no": number,
        });
        self.call("POST", USE, Some(&json.to_string()), &number)
    }

    async fn open_stock(&self) -> anyhow::Result<String> {
        let mut stream = TcpStream::connect(self.authority).await?;
        let create = self.call("POST", STOCKS, Some(&stock()?), "create")?;
        let created = ask_json(&mut stream, &create).await?;
        let stock = created["stock_id"]
            .as_str()
            .context("no stock was made")?
            .to_owned();
        let target = format!("{STOCKS}/{stock}");
        for nth in 0..200 {
            let query = self.call("GET", &target, None, &format!("query{nth}"))?;
            let found = ask_json(&mut stream, &query).await?;
            if found["stock_state"] == "RUNNING" {
                return Ok(stock);
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        anyhow::bail!("the stock did not open")
    }
}

/// A stock that issues now and never runs out.
fn stock() -> anyhow::Result<String> {
    let now = WallClock.now();
    let day = jiff::SignedDuration::from_hours(24);
    let create = serde_json::json!({
        "out_request_no": "bench-create",
        "stock_name": "基准",
        "belong_merchant": wechat::MCHID,
        "goods_name": "基准",
        "stock_type": "NORMAL",
        "coupon_use_rule": {
            "coupon_available_time": {
                "available_begin_time": instant(now.checked_sub(day)?),
                "available_end_time": instant(now.checked_add(day * 60)?),
            },
            "fixed_normal_coupon": { "discount_amount": 100, "transaction_minimum": 1000 },
            "use_method": "OFF_LINE",
        },
        "stock_send_rule": { "max_coupons": 99_999_999, "max_coupons_per_user": 1 },
        "coupon_code_mode": "WECHATPAY_MODE",
    });
    Ok(create.to_string())
}
