//! Alipay's calls, over REST v3.

use std::time::Duration;

use anyhow::Context;
use quan_core::{Clock, Timestamp};
use quan_server::clock::WallClock;
use quan_wire::alipay::rest::Caller;
use tokio::net::TcpStream;

use super::socket::{ask_json, request};
use crate::bench::issue::names;
use crate::world::{APP, MERCHANT, World};

const CREATE: &str = "/v3/alipay/marketing/activity/voucher/create";
const PUBLISH: &str = "/v3/alipay/marketing/activity/voucher/publish";
const QUERY: &str = "/v3/alipay/marketing/activity/voucher/query";
const SEND: &str = "/v3/alipay/marketing/activity/voucher/send";

/// Signed sends of a new activity's vouchers, one a user.
pub(super) async fn sends(
    world: &World,
    authority: &str,
    count: u64,
) -> anyhow::Result<Vec<Vec<u8>>> {
    let app = App {
        caller: Caller::new(APP, world.app_key.clone()),
        authority,
    };
    let activity = app.open_activity().await?;
    (0..count).map(|nth| app.send(&activity, nth)).collect()
}

/// The application, and the server that it calls.
struct App<'a> {
    caller: Caller,
    authority: &'a str,
}

impl App<'_> {
    fn post(&self, target: &str, json: &str, nonce: &str) -> anyhow::Result<Vec<u8>> {
        self.call("POST", target, Some(json), nonce)
    }

    fn call(
        &self,
        method: &str,
        target: &str,
        json: Option<&str>,
        nonce: &str,
    ) -> anyhow::Result<Vec<u8>> {
        let now = WallClock.now();
        let call = self.caller.call(method, target, json, nonce, now)?;
        let (headers, body) = (&call.headers, &call.body);
        Ok(request(method, self.authority, target, headers, body))
    }

    fn send(&self, activity: &str, nth: u64) -> anyhow::Result<Vec<u8>> {
        let (user, number) = names(nth);
        let json =
            format!(r#"{{"activity_id":"{activity}","out_biz_no":"{number}","user_id":"{user}"}}"#);
        self.post(SEND, &json, &format!("n{nth}"))
    }

    async fn open_activity(&self) -> anyhow::Result<String> {
        let mut stream = TcpStream::connect(self.authority).await?;
        let create = self.post(CREATE, &activity()?, "create")?;
        let created = ask_json(&mut stream, &create).await?;
        let activity = created["activity_id"]
            .as_str()
            .context("no activity was made")?
            .to_owned();
        let publish = format!(r#"{{"activity_id":"{activity}","out_biz_no":"bench-publish"}}"#);
        let publish = self.post(PUBLISH, &publish, "publish")?;
        ask_json(&mut stream, &publish).await?;
        for nth in 0..200 {
            let target = format!("{QUERY}?activity_id={activity}");
            let query = self.call("GET", &target, None, &format!("query{nth}"))?;
            let found = ask_json(&mut stream, &query).await?;
            if found["activity_status"] == "ACTIVE" {
                return Ok(activity);
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        anyhow::bail!("the activity did not open")
    }
}

/// An activity that is open now and never runs out.
fn activity() -> anyhow::Result<String> {
    let now = WallClock.now();
    let day = jiff::SignedDuration::from_hours(24);
    let reading = |at: Timestamp| {
        quan_core::time::civil(at)
            .strftime("%Y-%m-%d %H:%M:%S")
            .to_string()
    };
    let (begins, ends, valid) = (
        reading(now.checked_sub(day)?),
        reading(now.checked_add(day * 30)?),
        reading(now.checked_add(day * 60)?),
    );
    let create = serde_json::json!({
        "out_biz_no": "bench-create",
        "activity_name": "基准",
        "publish_start_time": begins,
        "publish_end_time": ends,
        "voucher_type": "FIX_VOUCHER",
        "voucher_send_rule": { "voucher_quantity": 99_999_999, "voucher_quantity_limit_per_user": 1 },
        "voucher_use_rule": {
            "fix_voucher": { "amount": "1", "floor_amount": "10" },
            "available_merchant": { "available_pids": [MERCHANT] },
            "voucher_valid_period": { "type": "ABSOLUTE", "valid_begin_time": begins, "valid_end_time": valid },
        },
        "voucher_budget_info": { "budget_type": "NO_CASH" },
        "voucher_display_info": { "voucher_description": "基准" },
    });
    Ok(create.to_string())
}
