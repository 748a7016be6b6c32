//! The life of a coupon at `WeChat` Pay: a stock is laid down, a coupon sent, used, given
//! back, and made invalid.
//!
//! Against a Quan server whose provisioning file has the merchant:
//!
//! ```text
//! QUAN_ENDPOINT=http://127.0.0.1:8600 \
//! QUAN_MCHID=1900000001 QUAN_SERIAL_NO=5157F09EFDC096DE15EBE81A47057A7232F1B8E1 \
//! QUAN_MERCHANT_KEY=apiclient_key.pem QUAN_APIV3_KEY=0123456789abcdef0123456789abcdef \
//! QUAN_APPID=wx0000000000000001 QUAN_OPENID=oUpF8uMuAJO_M2pxb1Q9zNjWeS6o \
//! cargo run -p quan-client --example wechat_coupons
//! ```
#![expect(clippy::print_stdout, reason = "an example tells what it does")]

use quan_client::wechatpay::message::coupon::{deactivate, redeem, send, undo};
use quan_client::wechatpay::message::stock::create;
use quan_client::wechatpay::message::value::Time;
use quan_client::wechatpay::{Code, Merchant};
use quan_client::{Clock as _, Timestamp, WallClock, WechatPayClient};
use serde_json::json;

type Outcome<T = ()> = Result<T, Box<dyn std::error::Error>>;

/// A setting, which must be there.
fn setting(name: &str) -> Outcome<String> {
    std::env::var(name).map_err(|_| format!("set {name}").into())
}

#[tokio::main]
async fn main() -> Outcome {
    let mchid = setting("QUAN_MCHID")?;
    let client = WechatPayClient::builder()
        .endpoint(setting("QUAN_ENDPOINT")?)
        .merchant(Merchant {
            mchid: &mchid,
            serial_no: &setting("QUAN_SERIAL_NO")?,
            private_key: &std::fs::read_to_string(setting("QUAN_MERCHANT_KEY")?)?,
        })
        // With it the client downloads the platform's certificates by itself.
        .apiv3_key(setting("QUAN_APIV3_KEY")?)
        .build()?;
    let (appid, openid) = (setting("QUAN_APPID")?, setting("QUAN_OPENID")?);
    // Every write has a number of its own: sent twice, it is done once.
    let now = WallClock.now();
    let run = now.as_millisecond();

    let request = five_off_twenty(&mchid, now, format!("stock-{run}"))?;
    let stock_id = client.create_stock(&request).await?.stock_id;
    println!("laid down stock {stock_id}");

    let request = send::Request {
        openid: openid.clone(),
        appid: appid.clone(),
        stock_id: stock_id.clone(),
        out_request_no: format!("send-{run}"),
        coupon_code: None,
    };
    let sent = client.send_coupon(&request).await?.send_coupon_result;
    let coupon_code = sent.coupon_code;
    println!("sent coupon {coupon_code}");

    let used = redeem::Request {
        coupon_code: coupon_code.clone(),
        stock_id: Some(stock_id.clone()),
        appid,
        use_time: now.into(),
        use_request_no: format!("use-{run}"),
        openid: Some(openid),
        out_trade_no: None,
        mch_id: None,
        transaction_id: None,
    };
    let at = client.use_coupon(&used).await?.wechatpay_use_time;
    println!("used at {at}");
    let again = redeem::Request {
        use_request_no: format!("use-again-{run}"),
        ..used
    };
    match client.use_coupon(&again).await {
        Err(error) if error.is(Code::ResourceAlreadyExists) => println!("not twice: {error}"),
        Err(error) => return Err(error.into()),
        Ok(_) => return Err("a coupon was used twice".into()),
    }

    let back = undo::Request {
        coupon_code: coupon_code.clone(),
        stock_id: stock_id.clone(),
        return_request_no: format!("return-{run}"),
    };
    let at = client.return_coupon(&back).await?.wechatpay_return_time;
    println!("given back at {at}");

    let invalid = deactivate::Request {
        coupon_code,
        stock_id,
        deactivate_request_no: format!("deactivate-{run}"),
        deactivate_reason: Some("演示".into()),
    };
    let answer = client.deactivate_coupon(&invalid).await?;
    println!("invalid since {}", answer.wechatpay_deactivate_time);
    Ok(())
}

/// 5 yuan off from 20 yuan: 100 coupons, valid for 30 days. What a request says can be
/// written as JSON.
fn five_off_twenty(mchid: &str, now: Timestamp, number: String) -> Outcome<create::Request> {
    let in_30_days = Timestamp::from_second(now.as_second() + 30 * 86_400)?;
    Ok(serde_json::from_value(json!({
        "stock_name": "满20减5",
        "belong_merchant": mchid,
        "goods_name": "全场通用",
        "stock_type": "NORMAL",
        "coupon_use_rule": {
            "coupon_available_time": {
                "available_begin_time": Time::from(now),
                "available_end_time": Time::from(in_30_days),
            },
            "fixed_normal_coupon": { "discount_amount": 500, "transaction_minimum": 2000 },
            "use_method": "OFF_LINE",
        },
        "stock_send_rule": { "max_coupons": 100, "max_coupons_per_user": 5 },
        "out_request_no": number,
        "coupon_code_mode": "WECHATPAY_MODE",
    }))?)
}
