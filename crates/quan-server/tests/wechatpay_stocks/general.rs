//! What holds for every call about stocks.

use http::Request;
use hyper::body::Bytes;
use quan_core::{Clock as _, Product};
use quan_engine::{NewActivity, Numbered};
use quan_wire::wechatpay::client::Stamp;
use serde_json::{Value, json};

use crate::NO_STOCK;
use crate::staff::Staff;
use crate::world::*;

/// Every call about a stock, with a body that is fine.
fn calls(stock_id: &str) -> Vec<(&'static str, String, Value)> {
    let codes = json!({ "coupon_code_list": ["A"], "upload_request_no": "U-1" });
    let budget = json!({
        "target_max_coupons": 120, "current_max_coupons": 100,
        "modify_budget_request_no": "B-1",
    });
    let change = json!({ "comment": "改后", "out_request_no": "P-1" });
    let at = |rest: &str| stock_path(stock_id, rest);
    vec![
        ("GET", at(""), Value::Null),
        ("PATCH", at(""), change),
        ("PATCH", at("/budget"), budget),
        ("POST", at("/couponcodes"), codes),
        ("GET", at("/couponcodes"), Value::Null),
        ("GET", at("/couponcodes/A"), Value::Null),
        (
            "DELETE",
            at("/couponcodes/A?delete_request_no=D-1"),
            Value::Null,
        ),
    ]
}

#[tokio::test]
async fn w_gen_2_times_are_answered_in_shanghai_without_fractions() {
    let world = World::new();
    world.clock.set(at("2026-11-05T02:00:00.987Z"));
    let body = stock_with(&[
        (
            "coupon_use_rule/coupon_available_time/available_begin_time",
            json!("2026-10-31T16:00:00.123Z"),
        ),
        (
            "coupon_use_rule/coupon_available_time/available_end_time",
            json!("2026-11-30T17:59:59+02:00"),
        ),
        ("out_request_no", json!("C-1")),
    ]);
    let answer = world.ok(CREATOR, "POST", STOCKS, body).await;
    assert_eq!(answer["create_time"], "2026-11-05T10:00:00+08:00");
    let stock_id = answer["stock_id"].as_str().unwrap();
    let shown = world
        .ok(CREATOR, "GET", &stock_path(stock_id, ""), Value::Null)
        .await;
    assert_eq!(
        shown["coupon_use_rule"]["coupon_available_time"],
        json!({
            "available_begin_time": "2026-11-01T00:00:00+08:00",
            "available_end_time": "2026-11-30T23:59:59+08:00",
        })
    );
}

#[tokio::test]
async fn w_gen_7_a_day_begins_at_midnight_in_shanghai() {
    let world = World::new();
    let stock_id = world
        .stock(stock_with(&[(
            "stock_send_rule/max_coupons_by_day",
            json!(1),
        )]))
        .await;
    let send = format!("{COUPONS}/send");
    let today = async |world: &World| {
        let target = stock_path(&stock_id, "");
        let shown = world.ok(CREATOR, "GET", &target, Value::Null).await;
        shown["send_count_information"]["today_send_num"].clone()
    };
    world.go_to("2026-11-05T15:59:59Z").await;
    world.send(&stock_id, ALICE).await;
    assert_eq!(today(&world).await, 1);
    let spent = world
        .refusal(CREATOR, "POST", &send, world.to_send(&stock_id, BOB))
        .await;
    assert_eq!(spent.message, "已达到单天发放上限");
    world.go_to("2026-11-05T16:00:00Z").await;
    assert_eq!(today(&world).await, 0);
    world.send(&stock_id, BOB).await;
    assert_eq!(today(&world).await, 1);
}

#[tokio::test]
async fn w_appid_1_wherever_a_call_names_an_application() {
    let world = World::new();
    let stock_id = world.stock(stock_of_uploaded_codes()).await;
    let codes = json!({ "coupon_code_list": ["A"], "upload_request_no": "U-1" });
    world
        .ok(
            CREATOR,
            "POST",
            &stock_path(&stock_id, "/couponcodes"),
            codes,
        )
        .await;
    let change = json!({
        "notify_config": { "notify_appid": STRANGER_APP }, "out_request_no": "P-1",
    });
    let of = |rest: &str| stock_path(&stock_id, &format!("{rest}?appid={STRANGER_APP}"));
    let mut create = stock_with(&[("notify_config/notify_appid", json!(STRANGER_APP))]);
    create["out_request_no"] = "C-1".into();
    let mut send = world.to_send(&stock_id, ALICE);
    send["appid"] = STRANGER_APP.into();
    for (method, target, body) in [
        ("POST", STOCKS.to_owned(), create),
        ("PATCH", stock_path(&stock_id, ""), change),
        ("GET", of("/couponcodes"), Value::Null),
        ("GET", of("/couponcodes/A"), Value::Null),
        ("POST", format!("{COUPONS}/send"), send),
    ] {
        let refused = world.refusal(CREATOR, method, &target, body).await;
        assert_eq!(
            refused.code(),
            (400, "APPID_MCHID_NOT_MATCH"),
            "{method} {target}"
        );
        assert_eq!(refused.message, "AppID与请求方商户无关联关系");
    }
}

#[tokio::test]
async fn w_openid_1_the_application_knows_the_user() {
    let world = World::new();
    let stock_id = world.stock(stock()).await;
    // Somebody else's number is nobody's name.
    let body = world.to_send(&stock_id, "2088000000000203");
    let refused = world
        .refusal(CREATOR, "POST", &format!("{COUPONS}/send"), body)
        .await;
    assert_eq!(refused.code(), (404, "USER_NOT_EXISTS"));
    assert_eq!(refused.message, "OpenID不正确");
}

#[tokio::test]
async fn w_role_2_a_stock_is_its_creators() {
    let world = World::new();
    let mut body = stock_of_uploaded_codes();
    body["belong_merchant"] = CLIENT.into();
    let stock_id = world.stock_of(PARTNER, body).await;
    for (method, target, body) in calls(&stock_id) {
        let mut strangers = vec![STRANGER, CREATOR];
        // Whose it is may look at it.
        if !(method == "GET" && target.ends_with(&stock_id)) {
            strangers.push(CLIENT);
        }
        for caller in strangers {
            let refused = world.refusal(caller, method, &target, body.clone()).await;
            assert_eq!(
                refused.code(),
                (403, "NO_AUTH"),
                "{caller} {method} {target}"
            );
            assert_eq!(refused.message, "无权限");
        }
    }
    for (method, target, body) in calls(&stock_id) {
        let answer = world.call(PARTNER, method, &target, body).await;
        assert!(answer.status < 300, "{method} {target}: {}", answer.json);
    }
}

#[tokio::test]
async fn w_role_3_an_address_is_its_merchants() {
    let world = World::new();
    let body = json!({ "mchid": STRANGER, "notify_url": "https://m.example/x" });
    let refused = world.refusal(CREATOR, "POST", CALLBACKS, body).await;
    assert_eq!(refused.code(), (403, "NO_AUTH"));
    let refused = world.refusal(STRANGER, "GET", CALLBACKS, Value::Null).await;
    assert_eq!(refused.code(), (404, "RESOURCE_NOT_EXISTS"));
}

#[tokio::test]
async fn w_notfound_1_no_call_knows_a_stock_that_never_was() {
    let world = World::new();
    for (method, target, body) in calls(NO_STOCK) {
        let refused = world.refusal(CREATOR, method, &target, body).await;
        assert_eq!(
            refused.code(),
            (404, "RESOURCE_NOT_EXISTS"),
            "{method} {target}"
        );
        assert_eq!(refused.message, "查询的资源不存在");
    }
}

#[tokio::test]
async fn w_notfound_1_an_activity_of_alipays_is_no_stock() {
    let world = World::new();
    let alipays = activity(&world, Product::AlipayOrder, "{}").await;
    for (method, target, body) in calls(&alipays) {
        let refused = world.refusal(CREATOR, method, &target, body).await;
        assert_eq!(
            refused.code(),
            (404, "RESOURCE_NOT_EXISTS"),
            "{method} {target}"
        );
    }
}

/// An activity with a document that no call made; answers what a stock of its number
/// would be called.
async fn activity(world: &World, product: Product, document: &str) -> String {
    let made = world.stock(stock()).await;
    let made = quan_wire::wechatpay::id::parse_stock(&made).unwrap();
    let made = world.engine.activity(made).await.unwrap().unwrap().activity;
    let new = NewActivity {
        product,
        owner: made.owner,
        operator: made.operator,
        receiver: made.receiver,
        quantity: 1,
        terms: quan_core::Terms::clone(&made.terms),
        document: document.to_owned(),
        members: Vec::new(),
        publishes: true,
    };
    let call = Numbered {
        number: quan_core::RequestNo::parse("by-hand").unwrap(),
        fingerprint: [0; 16],
    };
    let made = world.engine.create(made.operator, call, new).await.unwrap();
    quan_wire::wechatpay::id::stock(made.activity)
}

#[tokio::test]
async fn w_err_500_what_cannot_be_read_is_the_platforms_failure() {
    let world = World::new();
    let broken = activity(&world, Product::WechatCoupon, "not a stock").await;
    let refused = world
        .refusal(CREATOR, "GET", &stock_path(&broken, ""), Value::Null)
        .await;
    assert_eq!(refused.code(), (500, "SYSTEM_ERROR"));
    assert_eq!(refused.message, "系统异常，请稍后重试");
}

/// An upload of a picture.
pub(crate) fn picture(world: &World, content: &str) -> Request<Bytes> {
    let nonce = format!("{:0>32}", world.number());
    let stamp = Stamp {
        platform_serial: None,
        nonce: &nonce,
        now: world.wall.now(),
    };
    let caller = world.caller(CREATOR);
    let outgoing = caller.upload("a.png", content.as_bytes(), "boundary", stamp);
    request("POST", UPLOAD, outgoing.unwrap())
}

#[tokio::test]
async fn w_err_429_too_many_pictures_in_a_minute() {
    let world = World::new();
    for number in 0..100 {
        let answer = world
            .answer(picture(&world, &format!("picture {number}")))
            .await;
        assert_eq!(answer.status, 200, "{}", answer.json);
    }
    let refused = world.answer(picture(&world, "one more")).await.refused();
    assert_eq!(refused.code(), (429, "FREQUENCY_LIMITED"));
    assert_eq!(refused.message, "频率限制");
    // Other calls are not held up, and a minute later pictures are taken again.
    world.stock(stock()).await;
    world.wall.set(at("2026-03-01T12:01:00Z"));
    let answer = world.answer(picture(&world, "one more")).await;
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn w_create_13_a_picture_that_was_uploaded_is_shown_under_its_address() {
    let world = World::new();
    let first = world.answer(picture(&world, "a picture")).await.json;
    let url = first["media_url"].as_str().unwrap();
    assert!(url.starts_with("https://quan.example/images/"), "{url}");
    // The same picture is the same picture.
    let again = world.answer(picture(&world, "a picture")).await.json;
    assert_eq!(again, first);
    let body = stock_with(&[("display_pattern_info/coupon_image_url", json!(url))]);
    let stock_id = world.stock(body).await;
    let shown = world
        .ok(CREATOR, "GET", &stock_path(&stock_id, ""), Value::Null)
        .await;
    assert_eq!(shown["display_pattern_info"]["coupon_image_url"], url);
    // And whoever has the address sees it.
    let path = url.strip_prefix("https://quan.example").unwrap();
    let (status, _) = Staff::of(&world).call("GET", path).await;
    assert_eq!(status.as_u16(), 200);
}
