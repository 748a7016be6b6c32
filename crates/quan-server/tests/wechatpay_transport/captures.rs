//! What real SDKs sent, through the real router: verified byte by byte, routed and
//! read; and the same requests about what is there, done.

use quan_core::MerchantId;
use quan_engine::registry::{Entry, WechatCard};
use quan_wire::wechatpay::id;
use quan_wire::wechatpay::message::call::Operation;
use serde_json::{Value, json};

use crate::recorded::{Recorded, SDKS};
use crate::world::{
    Answer, COUPONS, PLATFORM_SERIAL, RECORDED, RECORDED_APP, RECORDED_USER, World, coupon_path,
    stock_path, stock_with, unsigned,
};

/// What the SDKs were told to speak of.
const STOCK: &str = "1277620000000016";
const DEACTIVATED_STOCK: &str = "1234567891";
const CODE: &str = "sxxe34343434";
const ODD_CODE: &str = "ABC 9588/201=|_-\\";
const CARD: &str = "pIJMr5MMiIkO_93VtPyIiEk2DZ4w";

/// Sends a recorded request; its answer must be signed with the key that it names.
async fn sent(world: &World, one: &Recorded) -> Answer {
    let answer = world.answer(one.request()).await;
    let asked = one.header("wechatpay-serial").filter(|it| !it.is_empty());
    let signer = answer.header("wechatpay-serial");
    assert_eq!(signer, asked.or(Some(PLATFORM_SERIAL)), "{}", one.name);
    answer
}

/// A recorded request that is done.
async fn done(world: &World, one: &Recorded) -> Value {
    let answer = sent(world, one).await;
    let expected = one.operation().success();
    let shown = format!("{} {}: {}", one.sdk, one.name, answer.json);
    assert_eq!(answer.status, expected, "{shown}");
    answer.json
}

/// The only recorded request of an operation.
#[track_caller]
fn the(all: &[Recorded], operation: Operation) -> Option<&Recorded> {
    let mut found = all.iter().filter(|one| one.operation() == operation);
    let one = found.next();
    assert!(found.next().is_none(), "{operation:?}");
    one
}

/// A stock of the recorded merchant's with 500 coupons.
async fn stock(world: &World, mode: &str) -> String {
    let body = stock_with(&[
        ("belong_merchant", json!(RECORDED)),
        ("coupon_code_mode", json!(mode)),
        ("stock_send_rule/max_coupons", json!(500)),
    ]);
    world.stock_of(RECORDED, body).await
}

/// Gives the recorded user a coupon of this code.
async fn give(world: &World, stock_id: &str, code: &str) {
    let body = json!({
        "stock_id": stock_id,
        "openid": RECORDED_USER,
        "appid": RECORDED_APP,
        "coupon_code": code,
        "out_request_no": world.number(),
    });
    let target = format!("{COUPONS}/send");
    world.ok(RECORDED, "POST", &target, body).await;
}

async fn state(world: &World, code: &str) -> String {
    let target = coupon_path(RECORDED_USER, code, RECORDED_APP);
    let coupon = world.ok(RECORDED, "GET", &target, Value::Null).await;
    coupon["coupon_state"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_deactivation_of_every_sdk_is_done() {
    let mut sdks = 0;
    for sdk in SDKS {
        let all = Recorded::of(sdk);
        let Some(recorded) = the(&all, Operation::CouponDeactivate) else {
            continue;
        };
        sdks += 1;
        let world = recorded.world();
        // The stock that was named has ten digits; nothing here ever has.
        let refused = sent(&world, recorded).await.refused();
        assert_eq!(refused.code(), (404, "RESOURCE_NOT_EXISTS"), "{sdk}");
        assert_eq!(refused.message, "批次不存在", "{sdk}");
        let id = stock(&world, "MERCHANT_API").await;
        give(&world, &id, CODE).await;
        let ours = recorded.about(&world, &[(DEACTIVATED_STOCK, &id)]);
        let first = done(&world, &ours).await;
        assert!(first["wechatpay_deactivate_time"].is_string(), "{first}");
        assert_eq!(state(&world, CODE).await, "DEACTIVATED", "{sdk}");
        // The same bytes once more are the same deactivation.
        assert_eq!(done(&world, &ours).await, first, "{sdk}");
    }
    assert_eq!(sdks, 5, "axios, Go, Java, PHP and Python");
}

#[tokio::test]
async fn every_recorded_request_is_verified_routed_and_read() {
    let (mut requests, mut refused) = (0, 0);
    for sdk in SDKS {
        let all = Recorded::of(sdk);
        let world = all[0].world();
        for one in all {
            requests += 1;
            world.wall.set(one.at);
            let name = format!("{sdk} {}", one.name);
            if !one.signature_valid {
                let answer = unsigned(&world.server.call(one.request()).await);
                assert_eq!(answer.refused().code(), (401, "SIGN_ERROR"), "{name}");
                assert_eq!(answer.header("wechatpay-signature"), None, "{name}");
                refused += 1;
                continue;
            }
            let answer = sent(&world, &one).await;
            let code = answer.json["code"].as_str();
            let expected = match one.operation() {
                Operation::Certificates
                | Operation::StockCreate
                | Operation::CallbackSet
                | Operation::ImageUpload => (200, None),
                // Java and Go said before where they are told.
                Operation::CallbackQuery if answer.status == 200 => (200, None),
                Operation::CouponAssociate => (400, Some("INVALID_REQUEST")),
                _ => (404, Some("RESOURCE_NOT_EXISTS")),
            };
            assert_eq!((answer.status, code), expected, "{name}: {}", answer.json);
        }
    }
    assert_eq!((requests, refused), (85, 1));
}

#[tokio::test]
async fn w_sign_6_a_path_signed_before_it_was_encoded_is_refused_with_what_came() {
    let all = Recorded::all();
    let wrong = all.iter().find(|one| !one.signature_valid).unwrap();
    assert_eq!(wrong.sdk, "wechatpayv3-py");
    let world = wrong.world();
    let response = world.server.call(wrong.request()).await;
    let detail = unsigned(&response).refused().detail.unwrap();
    assert_eq!(detail["sign_information"]["url"], json!(wrong.target));
}

#[tokio::test]
async fn what_every_sdk_sends_about_a_coupon_is_done() {
    for sdk in SDKS {
        let all = Recorded::of(sdk);
        let world = all[0].world();
        let id = stock(&world, "MERCHANT_API").await;
        give(&world, &id, CODE).await;
        let about = |operation| Some(the(&all, operation)?.about(&world, &[(STOCK, &id)]));
        if let Some(list) = about(Operation::CouponList) {
            let list = done(&world, &list).await;
            assert_eq!(list["total_count"], 1, "{sdk}: {list}");
        }
        if let Some(link) = about(Operation::CouponAssociate) {
            done(&world, &link).await;
        }
        if let Some(redeem) = about(Operation::CouponUse) {
            let used = done(&world, &redeem).await;
            assert_eq!(used["stock_id"], json!(id), "{sdk}");
            assert_eq!(state(&world, CODE).await, "USED", "{sdk}");
        }
        if let Some(back) = about(Operation::CouponReturn) {
            let answer = sent(&world, &back).await;
            // Some SDKs were asked for nothing but the return.
            let expected = if all.len() > 10 { 200 } else { 400 };
            assert_eq!(answer.status, expected, "{sdk}: {}", answer.json);
            assert_eq!(state(&world, CODE).await, "SENDED", "{sdk}");
        }
    }
}

#[tokio::test]
async fn what_every_sdk_sends_about_a_stock_is_done() {
    for sdk in SDKS {
        let all = Recorded::of(sdk);
        let world = all[0].world();
        let id = stock(&world, "WECHATPAY_MODE").await;
        let about = |operation| Some(the(&all, operation)?.about(&world, &[(STOCK, &id)]));
        if let Some(modify) = about(Operation::StockModify) {
            assert!(done(&world, &modify).await.is_null(), "{sdk}");
        }
        if let Some(query) = about(Operation::StockQuery) {
            let found = done(&world, &query).await;
            // The name was written with `\/`, `\u` and raw by turns.
            let name = found["goods_name"].as_str().unwrap();
            assert!(name.starts_with("中文&<b>商品"), "{sdk}: {name}");
        }
        if let Some(budget) = about(Operation::StockBudget) {
            let answer = done(&world, &budget).await;
            assert_eq!(answer["max_coupons"], 3000, "{sdk}");
        }
        if let Some(send) = about(Operation::CouponSend) {
            let answer = done(&world, &send).await;
            let code = answer["send_coupon_result"]["coupon_code"].as_str();
            assert_eq!(code.map(str::len), Some(22), "{sdk}");
        }
        world
            .registry
            .put(&[Entry::WechatCard(WechatCard {
                id: CARD.to_owned(),
                merchant: MerchantId::parse(RECORDED).unwrap(),
                activity: id::parse_stock(&id).unwrap(),
            })])
            .unwrap();
        if let Some(card) = about(Operation::CardSend) {
            let answer = done(&world, &card).await;
            assert!(answer["card_code"].is_string(), "{sdk}: {answer}");
        }
    }
}

#[tokio::test]
async fn what_every_sdk_sends_about_codes_is_done() {
    for sdk in SDKS {
        let all = Recorded::of(sdk);
        let world = all[0].world();
        let id = stock(&world, "MERCHANT_UPLOAD").await;
        let about = |operation| Some(the(&all, operation)?.about(&world, &[(STOCK, &id)]));
        let Some(upload) = about(Operation::CodeUpload) else {
            continue;
        };
        let answer = done(&world, &upload).await;
        assert_eq!(answer["success_count"], 2, "{sdk}: {answer}");
        // Java was told to delete a third code.
        let target = stock_path(&id, "/couponcodes");
        let third = json!({
            "coupon_code_list": ["ABC 9588/200"],
            "upload_request_no": world.number(),
        });
        world.ok(RECORDED, "POST", &target, third).await;
        if let Some(list) = about(Operation::CodeList) {
            let list = done(&world, &list).await;
            assert_eq!(list["total_count"], 3, "{sdk}: {list}");
        }
        let delete = about(Operation::CodeDelete);
        if let Some(delete) = &delete {
            done(&world, delete).await;
        }
        let list = format!("{target}?offset=0&limit=20");
        let list = world.ok(RECORDED, "GET", &list, Value::Null).await;
        let left = if delete.is_some() { 2 } else { 3 };
        assert_eq!(list["total_count"], left, "{sdk}: {list}");
    }
}

#[tokio::test]
async fn w_sign_7_an_encoded_slash_stays_in_its_segment() {
    // Java writes blanks as `+`, the others as `%20`; all mean the same coupon.
    let mut sdks = 0;
    for sdk in SDKS {
        let all = Recorded::of(sdk);
        let mut queries = all.iter().filter(|one| {
            one.operation() == Operation::CouponQuery && one.target.contains("9588%2F201")
        });
        let Some(query) = queries.next() else {
            continue;
        };
        sdks += 1;
        let world = query.world();
        let id = stock(&world, "MERCHANT_API").await;
        give(&world, &id, ODD_CODE).await;
        let coupon = done(&world, query).await;
        assert_eq!(coupon["coupon_code"], json!(ODD_CODE), "{sdk}");
        assert_eq!(coupon["stock_id"], json!(id), "{sdk}");
    }
    assert_eq!(sdks, 4, "axios, Go, Java and PHP");
    // axios sends a bar as it stands.
    let all = Recorded::of("axios");
    let raw = all.iter().find(|one| one.target.contains("=|_-/")).unwrap();
    let world = raw.world();
    let id = stock(&world, "MERCHANT_API").await;
    give(&world, &id, "ABC 9588201=|_-").await;
    assert_eq!(done(&world, raw).await["stock_id"], json!(id));
}
