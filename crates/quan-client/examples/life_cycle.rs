//! The life of a voucher activity: made, published, asked about, given away,
//! spent on an order, given back, raised, stopped.
//!
//! Against a Quan server (`quan serve`, `quan keys export`):
//!
//! ```text
//! QUAN_ENDPOINT=http://127.0.0.1:8600 \
//! QUAN_APP_ID=2021000000000001 QUAN_APP_KEY=app_private.pem \
//! QUAN_ALIPAY_PUBLIC_KEY=alipay_public_key.pem \
//! QUAN_MERCHANT=2088102111111111 QUAN_USER=2088202967380463 \
//! QUAN_TOKEN=demo-token QUAN_PROTOCOL=rest \
//! cargo run -p quan-client --example life_cycle
//! ```
//!
//! Without `QUAN_TOKEN` the voucher is not spent: that is Quan's own API, which
//! Alipay's servers do not have.
#![expect(clippy::print_stdout, reason = "an example tells what it does")]

mod common;

use std::time::Duration;

use common::{Outcome, file, five_off_twenty, run_number, setting};
use quan_client::api::{RedeemVoucher, ReturnRedemption, Seller};
use quan_client::message::{append, publish, query, send, stop};
use quan_client::{AlipayClient, Error, Protocol, QuanClient};

#[tokio::main]
async fn main() -> Outcome {
    let endpoint = setting("QUAN_ENDPOINT", "http://127.0.0.1:8600");
    let protocol = match setting("QUAN_PROTOCOL", "rest").as_str() {
        "gateway" => Protocol::Gateway,
        _ => Protocol::Rest,
    };
    let mut builder = AlipayClient::builder()
        .endpoint(endpoint.as_str())
        .app(
            setting("QUAN_APP_ID", "2021000000000001"),
            file("QUAN_APP_KEY")?,
        )
        .alipay_public_key(file("QUAN_ALIPAY_PUBLIC_KEY")?)
        .protocol(protocol);
    if let Ok(key) = std::env::var("QUAN_ENCRYPT_KEY") {
        builder = builder.encrypt_key(key);
    }
    let client = builder.build()?;
    let merchant = setting("QUAN_MERCHANT", "2088102111111111");
    let user = setting("QUAN_USER", "2088202967380463");
    // Every write has a number of its own: sent twice, it is done once.
    let run = run_number();

    let request = five_off_twenty(format!("create-{run}"), &merchant);
    let created = client.create_voucher_activity(&request).await?;
    let activity_id = created.activity_id.ok_or("the answer names no activity")?;
    println!("made activity {activity_id}");

    let request = publish::Request {
        activity_id: Some(activity_id.clone()),
        out_biz_no: Some(format!("publish-{run}")),
        ..publish::Request::default()
    };
    let published = client.publish_voucher_activity(&request).await?;
    if let Some(url) = published.recharge_url {
        println!("its budget is to be paid at {url}");
    }
    await_status(&client, &activity_id, "ACTIVE").await?;
    println!("published");

    let request = send::Request {
        activity_id: Some(activity_id.clone()),
        user_id: Some(user.clone()),
        out_biz_no: Some(format!("send-{run}")),
        ..send::Request::default()
    };
    let sent = client.send_voucher(&request).await?;
    let voucher_id = sent.voucher_id.ok_or("the answer names no voucher")?;
    println!("gave voucher {voucher_id} to {user}");

    let second = send::Request {
        out_biz_no: Some(format!("second-{run}")),
        ..request
    };
    match client.send_voucher(&second).await {
        Err(error) if error.is("COUNT_OVER_LIMIT") => println!("a second one is refused: {error}"),
        Err(error) => return Err(error.into()),
        Ok(_) => return Err("one voucher a user was agreed".into()),
    }

    if let Ok(token) = std::env::var("QUAN_TOKEN") {
        spend(
            &QuanClient::new(endpoint, token)?,
            &voucher_id,
            &user,
            &merchant,
            &run,
        )
        .await?;
    }

    let request = append::Request {
        activity_id: Some(activity_id.clone()),
        voucher_quantity: Some(150),
        out_biz_no: Some(format!("append-{run}")),
        ..append::Request::default()
    };
    repeat_while_busy(|| client.append_voucher_budget(&request)).await?;
    println!("raised to 150 vouchers");

    let request = stop::Request {
        activity_id: Some(activity_id.clone()),
        out_biz_no: Some(format!("stop-{run}")),
        ..stop::Request::default()
    };
    repeat_while_busy(|| client.stop_voucher_activity(&request)).await?;
    await_status(&client, &activity_id, "FINISHED").await?;
    println!("stopped");
    Ok(())
}

/// Spends the voucher on an order of 35 yuan, then gives the order's money back.
async fn spend(
    quan: &QuanClient,
    voucher_id: &str,
    user: &str,
    merchant: &str,
    run: &str,
) -> Outcome {
    let order = RedeemVoucher {
        request_no: format!("pay-{run}"),
        user_id: user.to_owned(),
        order_no: format!("order-{run}"),
        total: "35.00".parse()?,
        discountable: None,
        undiscountable: None,
        seller: Seller {
            pid: Some(merchant.to_owned()),
            smid: None,
        },
        app_id: None,
        shop_id: None,
        goods: Vec::new(),
        actual_order_time: None,
    };
    let redeemed = quan.redeem(voucher_id, &order).await?;
    println!(
        "{} comes off, the buyer pays {}",
        redeemed.deduction, redeemed.buyer_pays
    );
    let whole = ReturnRedemption {
        request_no: format!("refund-{run}"),
        amount: None,
    };
    let returned = quan
        .return_redemption(&redeemed.redemption_id, &whole)
        .await?;
    println!("given back: {} to the buyer", returned.to_buyer);
    Ok(())
}

/// What is accepted is done a moment later. A service would wait for the
/// message; see the example `webhook`.
async fn await_status(client: &AlipayClient, activity_id: &str, wanted: &str) -> Outcome {
    let question = query::Request {
        activity_id: Some(activity_id.to_owned()),
        ..query::Request::default()
    };
    for _ in 0..50 {
        let answer = client.query_voucher_activity(&question).await?;
        if answer.activity_status.as_deref() == Some(wanted) {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    Err(format!("{activity_id} did not become {wanted}").into())
}

/// An activity does one thing at a time, and refuses the next meanwhile.
async fn repeat_while_busy<A, F: Future<Output = Result<A, Error>>>(
    mut call: impl FnMut() -> F,
) -> Result<A, Error> {
    for _ in 0..50 {
        match call().await {
            Err(Error::Business { message, .. }) if message.contains("正在进行中") => {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            outcome => return outcome,
        }
    }
    call().await
}
