//! Every operation: what arrives is what the server reads, what comes back is read.

use std::fmt::Debug;

use quan_client::WechatPayClient;
use quan_client::wechatpay::message::asked::Asked;
use quan_client::wechatpay::message::coupon::{
    associate, card, deactivate, disassociate, list, query, redeem, send, undo,
};
use quan_client::wechatpay::message::stock::{budget, create, modify};
use quan_client::wechatpay::message::subsidy::{pay, pay_list, pay_query, refund, refund_query};
use quan_client::wechatpay::message::word::{CodeStatus, CouponState};
use quan_client::wechatpay::message::{Call, Operation, Routing, callback, code, route, stock};
use quan_client::wechatpay::{Error, Uploaded};
use quan_wire::wechatpay::upload;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::stand_in::{PLATFORM_SERIAL, Platform, Reaction, Seen, midnight};

macro_rules! sample {
    ($name:literal) => {
        include_str!(concat!(
            "../../../../quan-wire/samples/wechatpay-busifavor/",
            $name,
            ".json"
        ))
    };
}

/// A request of the samples; what its path says is given beside it.
fn request<T: DeserializeOwned>(sample: &str, path: &[(&str, &str)]) -> T {
    let mut value: Value = serde_json::from_str(sample).unwrap();
    for (name, text) in path {
        value[*name] = Value::from(*text);
    }
    serde_json::from_value(value).unwrap()
}

/// What the server reads of what came.
fn read<C: Call>(seen: &Seen) -> C {
    let (path, query) = match seen.target.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (&*seen.target, None),
    };
    let Routing::Found {
        operation,
        parameters,
    } = route(&seen.method, path)
    else {
        panic!("nothing lives at {} {path}", seen.method)
    };
    assert_eq!(operation, C::OPERATION);
    let asked = Asked::of(operation, parameters, query, &seen.body, midnight()).unwrap();
    C::read(&asked).unwrap()
}

/// Makes a call, and checks that the server reads the request and the client the answer.
async fn goes<C, F>(request: C, answer: &'static str, call: F)
where
    C: Call + PartialEq + Debug,
    C::Answer: Serialize,
    F: AsyncFnOnce(&WechatPayClient, &C) -> Result<C::Answer, Error>,
{
    let platform = Platform::reacting([Reaction::Answer(answer)]).await;
    let came = call(&platform.client(), &request).await.unwrap();
    let seen = platform.only();
    assert_eq!(read::<C>(&seen), request);
    assert_eq!(seen.serial.as_deref(), Some(PLATFORM_SERIAL));
    let has_body = C::OPERATION.has_body();
    let content_type = has_body.then_some("application/json");
    assert_eq!(seen.content_type.as_deref(), content_type);
    assert_eq!(seen.body.is_empty(), !has_body);
    let answer: Value = serde_json::from_str(answer).unwrap();
    assert_eq!(serde_json::to_value(came).unwrap(), answer);
}

const STOCK: &str = "1277620000000016";

#[tokio::test]
async fn stocks() {
    let created: create::Request = request(sample!("create-stock.normal.request"), &[]);
    goes(created, sample!("create-stock.response"), async |to, it| {
        to.create_stock(it).await
    })
    .await;
    let asked = stock::query::Request {
        stock_id: STOCK.into(),
    };
    goes(asked, sample!("get-stock.response"), async |to, it| {
        to.query_stock(it).await
    })
    .await;
    let raised: budget::Request = request(
        sample!("modify-budget.total.request"),
        &[("stock_id", STOCK)],
    );
    let answer = sample!("modify-budget.total.response");
    goes(raised, answer, async |to, it| to.modify_budget(it).await).await;
}

#[tokio::test]
async fn a_change_of_a_stock_is_answered_without_a_word() {
    let platform = Platform::reacting([Reaction::Done]).await;
    let changed: modify::Request = request(sample!("patch-stock.request"), &[("stock_id", STOCK)]);
    platform.client().modify_stock(&changed).await.unwrap();
    let seen = platform.only();
    assert_eq!(seen.method, "PATCH");
    assert_eq!(read::<modify::Request>(&seen), changed);
}

#[tokio::test]
async fn codes() {
    let uploaded: code::upload::Request = request(
        sample!("upload-couponcodes.request"),
        &[("stock_id", STOCK)],
    );
    let answer = sample!("upload-couponcodes.response");
    goes(uploaded, answer, async |to, it| to.upload_codes(it).await).await;
    let listed = code::list::Request {
        stock_id: STOCK.into(),
        limit: Some(2),
        offset: Some(1),
        appid: None,
        status: Some(CodeStatus::Available),
    };
    let answer = sample!("list-couponcodes.response");
    goes(listed, answer, async |to, it| to.list_codes(it).await).await;
    let asked = code::query::Request {
        stock_id: STOCK.into(),
        coupon_code: "a|b_c-d".into(),
        appid: Some("wxd678efh567hg6787".into()),
    };
    let answer = sample!("get-couponcode.dispatched.response");
    goes(asked, answer, async |to, it| to.query_code(it).await).await;
    let deleted = code::delete::Request {
        stock_id: STOCK.into(),
        coupon_code: "ABC9588200".into(),
        delete_request_no: "a b&c=d".into(),
    };
    let platform = Platform::reacting([Reaction::Answer(sample!("delete-couponcode.response"))]);
    let platform = platform.await;
    platform.client().delete_code(&deleted).await.unwrap();
    let seen = platform.only();
    assert_eq!((seen.method.as_str(), seen.text()), ("DELETE", ""));
    assert!(seen.target.ends_with("?delete_request_no=a+b%26c%3Dd"));
}

#[tokio::test]
async fn coupons_are_asked_for() {
    let listed = list::Request {
        openid: "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o".into(),
        appid: "wxd678efh567hg6787".into(),
        stock_id: None,
        coupon_state: Some(CouponState::Sended),
        creator_merchant: Some("1900009191".into()),
        belong_merchant: None,
        sender_merchant: None,
        offset: Some(0),
        limit: Some(20),
    };
    let answer = sample!("list-user-coupons.response");
    goes(listed, answer, async |to, it| to.list_coupons(it).await).await;
    let asked = query::Request {
        openid: "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o".into(),
        coupon_code: "sxxe34343434".into(),
        appid: "wxd678efh567hg6787".into(),
    };
    let answer = sample!("get-user-coupon.used.response");
    goes(asked, answer, async |to, it| to.query_coupon(it).await).await;
}

#[tokio::test]
async fn coupons_are_sent_and_used() {
    let sent: send::Request = request(sample!("send-coupon.request"), &[]);
    let answer = sample!("send-coupon.response");
    goes(sent, answer, async |to, it| to.send_coupon(it).await).await;
    let used: redeem::Request = request(sample!("use-coupon.request"), &[]);
    let answer = sample!("use-coupon.response");
    goes(used, answer, async |to, it| to.use_coupon(it).await).await;
    let back: undo::Request = request(sample!("return-coupon.request"), &[]);
    let answer = sample!("return-coupon.response");
    goes(back, answer, async |to, it| to.return_coupon(it).await).await;
    let invalid: deactivate::Request = request(sample!("deactivate-coupon.request"), &[]);
    let answer = sample!("deactivate-coupon.response");
    goes(invalid, answer, async |to, it| {
        to.deactivate_coupon(it).await
    })
    .await;
}

#[tokio::test]
async fn coupons_belong_to_orders() {
    let linked: associate::Request = request(sample!("associate-coupon.request"), &[]);
    let answer = sample!("associate-coupon.response");
    goes(linked, answer, async |to, it| to.associate_coupon(it).await).await;
    let parted: disassociate::Request = request(sample!("disassociate-coupon.request"), &[]);
    let answer = r#"{"wechatpay_disassociate_time":"2025-08-02T00:00:00+08:00"}"#;
    goes(parted, answer, async |to, it| {
        to.disassociate_coupon(it).await
    })
    .await;
}

#[tokio::test]
async fn cards_and_callbacks() {
    let card: card::Request = request(
        sample!("send-gov-card.request"),
        &[
            ("card_id", "pIJMr5MMiIkO_93VtPyIiEk2DZ4w"),
            ("send_time", "2025-08-02T00:00:00+08:00"),
        ],
    );
    let answer = sample!("send-gov-card.response");
    goes(card, answer, async |to, it| to.send_card(it).await).await;
    let set: callback::set::Request = request(sample!("set-callback.request"), &[]);
    let answer = sample!("set-callback.response");
    goes(set, answer, async |to, it| to.set_callback(it).await).await;
    let asked = callback::query::Request { mchid: None };
    let answer = sample!("get-callback.response");
    goes(asked, answer, async |to, it| to.query_callback(it).await).await;
}

#[tokio::test]
async fn subsidies() {
    let paid: pay::Request = request(sample!("subsidy-pay.request"), &[]);
    let answer = sample!("subsidy-pay.response");
    goes(paid, answer, async |to, it| to.pay_subsidy(it).await).await;
    let listed = pay_list::Request {
        stock_id: STOCK.into(),
        coupon_code: "sxxe34343434".into(),
        out_subsidy_no: None,
    };
    let answer = sample!("list-subsidy-pay.response");
    goes(listed, answer, async |to, it| to.list_subsidies(it).await).await;
    let asked = pay_query::Request {
        subsidy_receipt_id: "1120200119165100000000000001".into(),
    };
    let answer = sample!("subsidy-pay.response");
    goes(asked, answer, async |to, it| to.query_subsidy(it).await).await;
    let back: refund::Request = request(sample!("subsidy-return.request"), &[]);
    let answer = sample!("subsidy-return.response");
    goes(back, answer, async |to, it| to.return_subsidy(it).await).await;
    let asked = refund_query::Request {
        subsidy_return_receipt_id: "1120200119165100000000000001".into(),
    };
    goes(asked, answer, async |to, it| {
        to.query_subsidy_return(it).await
    })
    .await;
}

#[tokio::test]
async fn an_image_is_signed_by_its_digest() {
    let image: Vec<u8> = (0..=255).collect();
    let platform = Platform::reacting([Reaction::Answer(sample!("image-upload.response"))]).await;
    let client = platform.client();
    let Uploaded { media_url } = client.upload_image("logo.png", &image).await.unwrap();
    assert!(media_url.starts_with("https://"));
    let seen = platform.only();
    assert_eq!(seen.target, Operation::ImageUpload.path());
    let came = upload::split(seen.content_type.as_deref().unwrap(), &seen.body).unwrap();
    assert_eq!(came.check().unwrap().filename, "logo.png");
    assert_eq!(
        (came.meta, came.file),
        (seen.signed.as_slice(), image.as_slice())
    );
}

#[tokio::test]
async fn what_an_answer_was_read_from_is_kept() {
    let answer = sample!("get-callback.response");
    let platform = Platform::reacting([Reaction::Answer(answer)]).await;
    let asked = callback::query::Request { mchid: None };
    let answered = platform.client().call_detailed(&asked).await.unwrap();
    assert_eq!(answered.raw, answer.as_bytes());
    assert_eq!(answered.request_id.as_deref(), Some("request-1"));
    assert_eq!(answered.attempts, 1);
}
