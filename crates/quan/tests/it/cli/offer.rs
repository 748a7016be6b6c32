//! Activities for servers that are started here, as the README makes them.

use anyhow::{Context as _, ensure};
use quan_client::message::{create, publish, send, times};
use quan_client::{AlipayClient, Clock as _, QuanClient, WallClock};
use serde_json::{Value, json};

use crate::world::MERCHANT;

/// Vouchers of an activity: more than any test wants.
const QUANTITY: u32 = 10_000;

/// Makes an activity whose users may have one voucher each, and asks for it to
/// be published. `name` numbers the requests.
pub(super) async fn publish(
    client: &AlipayClient,
    name: &str,
    budget: Value,
) -> anyhow::Result<(String, publish::Answer)> {
    let created = client
        .create_voucher_activity(&request(name, budget)?)
        .await?;
    let activity = created.activity_id.context("no activity was made")?;
    let asked = publish::Request {
        activity_id: Some(activity.clone()),
        out_biz_no: Some(format!("publish-{name}")),
        ..publish::Request::default()
    };
    let answer = client.publish_voucher_activity(&asked).await?;
    Ok((activity, answer))
}

/// Makes an activity that gives vouchers at once.
pub(super) async fn open(client: &AlipayClient, own: &QuanClient) -> anyhow::Result<String> {
    let (activity, _) = publish(client, "open", forgone()).await?;
    if let Err(error) = own.complete_activity(&activity).await {
        ensure!(error.is("nothing-pending"), "{error}");
    }
    Ok(activity)
}

/// Issues a voucher and says which.
pub(super) async fn issue(
    client: &AlipayClient,
    activity: &str,
    number: &str,
    user: &str,
) -> Result<String, quan_client::Error> {
    let asked = send::Request {
        activity_id: Some(activity.to_owned()),
        out_biz_no: Some(number.to_owned()),
        user_id: Some(user.to_owned()),
        ..send::Request::default()
    };
    let answer = client.send_voucher(&asked).await?;
    Ok(answer.voucher_id.unwrap_or_default())
}

/// The seller forgoes the money.
pub(super) fn forgone() -> Value {
    json!({"budget_type": "NO_CASH"})
}

/// The merchant pays for all vouchers in advance.
pub(super) fn prepaid() -> Value {
    json!({
        "budget_type": "RECHARGE",
        "amount": format!("{QUANTITY}.00"),
        "recharge_info": {
            "recharge_type": "ALIPAY_BALANCE",
            "alipay_balance_recharge_info": {"user_id": MERCHANT},
        },
    })
}

/// 1 yuan off from 10 yuan, for 30 days.
fn request(name: &str, budget: Value) -> anyhow::Result<create::Request> {
    let now = WallClock.now();
    let later = |days: i64| now.checked_add(jiff::SignedDuration::from_hours(24 * days));
    Ok(serde_json::from_value(json!({
        "out_biz_no": format!("create-{name}"),
        "activity_name": name,
        "publish_start_time": times::format(later(-1)?),
        "publish_end_time": times::format(later(30)?),
        "voucher_type": "FIX_VOUCHER",
        "voucher_send_rule": {"voucher_quantity": QUANTITY, "voucher_quantity_limit_per_user": 1},
        "voucher_use_rule": {
            "fix_voucher": {"amount": "1", "floor_amount": "10"},
            "available_merchant": {"available_pids": [MERCHANT]},
            "voucher_valid_period": {"type": "RELATIVE", "valid_days_after_receive": 7},
        },
        "voucher_budget_info": budget,
        "voucher_display_info": {"brand_name": "演示咖啡", "voucher_description": "满10元可用。"},
    }))?)
}
