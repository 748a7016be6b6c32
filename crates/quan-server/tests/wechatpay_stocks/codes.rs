//! Looking at codes, and taking them out.

use quan_core::UserId;
use quan_engine::registry::{Entry, User};
use serde_json::{Value, json};

use crate::world::*;
use crate::{NO_STOCK, SAMPLED, sample};

/// A stock of the creator's with these codes.
async fn stock_of_codes(world: &World, codes: &[&str]) -> String {
    let stock_id = world.stock(stock_of_uploaded_codes()).await;
    upload(world, &stock_id, codes).await;
    stock_id
}

async fn upload(world: &World, stock_id: &str, codes: &[&str]) {
    let body = json!({ "coupon_code_list": codes, "upload_request_no": world.number() });
    let target = stock_path(stock_id, "/couponcodes");
    world.ok(CREATOR, "POST", &target, body).await;
}

async fn list(world: &World, stock_id: &str, query: &str) -> Value {
    let target = stock_path(stock_id, &format!("/couponcodes{query}"));
    world.ok(CREATOR, "GET", &target, Value::Null).await
}

/// The codes on a list.
fn names(list: &Value) -> Vec<&str> {
    let data = list["data"].as_array().unwrap();
    data.iter()
        .map(|code| code["code"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn w_codes_the_samples_without_their_empty_text() {
    let world = World::new();
    world.clock.set(at(SAMPLED));
    let stock_id = world
        .stock_of(RECORDED, sample("create-stock.exchange.request"))
        .await;
    let target = stock_path(&stock_id, "/couponcodes");
    world.go_to("2025-08-01T10:05:00+08:00").await;
    let body = json!({ "coupon_code_list": ["ABC9588200"], "upload_request_no": "U-1" });
    world.ok(RECORDED, "POST", &target, body).await;
    world.go_to("2025-08-02T09:00:00+08:00").await;
    let body = json!({
        "stock_id": stock_id, "openid": RECORDED_USER, "appid": RECORDED_APP,
        "out_request_no": "MCHSEND202508020001",
    });
    let send = format!("{COUPONS}/send");
    world.ok(RECORDED, "POST", &send, body).await;
    world.clock.set(at("2025-08-01T10:05:00+08:00"));
    let body = json!({ "coupon_code_list": ["ABC9588201"], "upload_request_no": "U-2" });
    world.ok(RECORDED, "POST", &target, body).await;
    world.clock.set(at("2025-08-02T09:00:00+08:00"));

    let mut expected = sample("list-couponcodes.response");
    expected["stock_id"] = stock_id.clone().into();
    // What is not known is left out (`W-GEN-5`).
    expected["data"][0]
        .as_object_mut()
        .unwrap()
        .remove("unionid");
    let listed = world.ok(RECORDED, "GET", &target, Value::Null).await;
    assert_eq!(listed, expected);
    let one = |code: &str| format!("{target}/{code}");
    let free = world
        .ok(RECORDED, "GET", &one("ABC9588201"), Value::Null)
        .await;
    assert_eq!(free, sample("get-couponcode.available.response"));
    let mut expected = sample("get-couponcode.dispatched.response");
    let information = expected["code_information"].as_object_mut().unwrap();
    information.remove("unionid");
    expected["coupon_information"]["stock_id"] = stock_id.clone().into();
    let taken = world
        .ok(RECORDED, "GET", &one("ABC9588200"), Value::Null)
        .await;
    assert_eq!(taken, expected);
}

#[tokio::test]
async fn w_codes_1_only_of_stocks_whose_merchant_uploads_them() {
    let world = World::new();
    for body in [stock(), stock_of_named_codes()] {
        let stock_id = world.stock(body).await;
        for (method, rest) in [
            ("GET", "/couponcodes"),
            ("GET", "/couponcodes/A"),
            ("DELETE", "/couponcodes/A?delete_request_no=D-1"),
        ] {
            let refused = world
                .refusal(CREATOR, method, &stock_path(&stock_id, rest), Value::Null)
                .await;
            assert_eq!(refused.code(), (400, "INVALID_REQUEST"), "{method} {rest}");
            assert_eq!(refused.message, "发券模式不合法");
        }
    }
}

#[tokio::test]
async fn w_codes_2_in_the_order_of_their_upload_then_by_code() {
    let world = World::new();
    let stock_id = stock_of_codes(&world, &["m", "c", "B"]).await;
    world.go_to("2026-11-05T10:00:01+08:00").await;
    upload(&world, &stock_id, &["z", "A"]).await;
    let all = list(&world, &stock_id, "").await;
    assert_eq!(names(&all), ["B", "c", "m", "A", "z"]);
    assert_eq!(
        (&all["total_count"], &all["offset"], &all["limit"]),
        (&json!(5), &json!(0), &json!(20))
    );
    assert_eq!(all["data"][0]["upload_time"], BEGIN);
    assert_eq!(all["data"][3]["upload_time"], "2026-11-05T10:00:01+08:00");
    // The offset is a position, not a page.
    let some = list(&world, &stock_id, "?offset=3&limit=2").await;
    assert_eq!(names(&some), ["A", "z"]);
    assert_eq!(
        (&some["total_count"], &some["offset"], &some["limit"]),
        (&json!(5), &json!(3), &json!(2))
    );
    let none = list(&world, &stock_id, "?offset=5").await;
    assert_eq!((names(&none), &none["total_count"]), (vec![], &json!(5)));
}

#[tokio::test]
async fn w_codes_2_by_their_state() {
    let world = World::new();
    let stock_id = stock_of_codes(&world, &["a", "b", "c"]).await;
    let code = world.send(&stock_id, ALICE).await;
    let taken = list(&world, &stock_id, "?status=DISPATCHED").await;
    assert_eq!(
        (names(&taken), &taken["total_count"]),
        (vec![code.as_str()], &json!(1))
    );
    let free = list(&world, &stock_id, "?status=AVAILABLE").await;
    assert_eq!(free["total_count"], 2);
    assert!(!names(&free).contains(&code.as_str()));
    let odd = stock_path(&stock_id, "/couponcodes?status=SENDED");
    let refused = world.refusal(CREATOR, "GET", &odd, Value::Null).await;
    assert_eq!(refused.code(), (400, "PARAM_ERROR"));
}

#[tokio::test]
async fn w_codes_3_deleted_codes_are_not_listed() {
    let world = World::new();
    let stock_id = stock_of_codes(&world, &["a", "b"]).await;
    let delete = stock_path(&stock_id, "/couponcodes/a?delete_request_no=D-1");
    world.ok(CREATOR, "DELETE", &delete, Value::Null).await;
    let left = list(&world, &stock_id, "").await;
    assert_eq!((names(&left), &left["total_count"]), (vec!["b"], &json!(1)));
    let stock = world
        .ok(CREATOR, "GET", &stock_path(&stock_id, ""), Value::Null)
        .await;
    assert_eq!(
        stock["coupon_code_count"],
        json!({ "total_count": 1, "available_count": 1 })
    );
}

#[tokio::test]
async fn w_codes_the_holder_goes_by_the_name_in_the_application_asked_about() {
    let world = World::new();
    let user = User {
        openids: [
            (APP.to_owned(), "oHere".to_owned()),
            (PUBLIC_APP.to_owned(), "oThere".to_owned()),
        ]
        .into(),
        unionid: Some("union".to_owned()),
        ..User::of_id(UserId::parse("2088000000000299").unwrap())
    };
    let both = merchant(CREATOR, &[APP, PUBLIC_APP, "wxempty"]);
    world
        .registry
        .put(&[Entry::User(user), Entry::WechatMerchant(both)])
        .unwrap();
    let stock_id = stock_of_codes(&world, &["a"]).await;
    world.send(&stock_id, "oHere").await;
    for (query, openid) in [
        (String::new(), Some("oHere")),
        (format!("?appid={APP}"), Some("oHere")),
        (format!("?appid={PUBLIC_APP}"), Some("oThere")),
        ("?appid=wxempty".to_owned(), None),
    ] {
        let shown = list(&world, &stock_id, &query).await;
        let shown = &shown["data"][0];
        assert_eq!(
            shown.get("openid").and_then(Value::as_str),
            openid,
            "{query}"
        );
        assert_eq!(shown["unionid"], "union");
        let one = stock_path(&stock_id, &format!("/couponcodes/a{query}"));
        let one = world.ok(CREATOR, "GET", &one, Value::Null).await;
        assert_eq!(&one["code_information"], shown);
    }
    for rest in ["", "/a"] {
        let target = format!("/couponcodes{rest}?appid={STRANGER_APP}");
        let target = stock_path(&stock_id, &target);
        let refused = world.refusal(CREATOR, "GET", &target, Value::Null).await;
        assert_eq!(refused.code(), (400, "APPID_MCHID_NOT_MATCH"));
    }
}

#[tokio::test]
async fn w_code_1_a_code_that_is_not_there() {
    let world = World::new();
    let stock_id = stock_of_codes(&world, &["a"]).await;
    for rest in ["/couponcodes/b", "/couponcodes/A", "/couponcodes/a%2Bb"] {
        let refused = world
            .refusal(CREATOR, "GET", &stock_path(&stock_id, rest), Value::Null)
            .await;
        assert_eq!(refused.code(), (404, "RESOURCE_NOT_EXISTS"), "{rest}");
        assert_eq!(refused.message, "查询的资源不存在");
    }
}

#[tokio::test]
async fn w_code_1_signs_are_encoded_in_the_path() {
    let world = World::new();
    let stock_id = stock_of_codes(&world, &["a /\\=|b"]).await;
    let target = stock_path(&stock_id, "/couponcodes/a%20%2F%5C%3D%7Cb");
    let shown = world.ok(CREATOR, "GET", &target, Value::Null).await;
    assert_eq!(shown["code_information"]["code"], "a /\\=|b");
}

#[tokio::test]
async fn w_delcode_1_only_a_free_code() {
    let world = World::new();
    let stock_id = stock_of_codes(&world, &["a"]).await;
    world.send(&stock_id, ALICE).await;
    let delete = |code: &str| {
        stock_path(
            &stock_id,
            &format!("/couponcodes/{code}?delete_request_no=D-1"),
        )
    };
    let taken = world
        .refusal(CREATOR, "DELETE", &delete("a"), Value::Null)
        .await;
    assert_eq!(taken.code(), (400, "INVALID_REQUEST"));
    assert_eq!(taken.message, "券code已发放");
    let unknown = world
        .refusal(CREATOR, "DELETE", &delete("b"), Value::Null)
        .await;
    assert_eq!(unknown.code(), (404, "RESOURCE_NOT_EXISTS"));
    let nowhere = stock_path(NO_STOCK, "/couponcodes/a?delete_request_no=D-1");
    let unknown = world
        .refusal(CREATOR, "DELETE", &nowhere, Value::Null)
        .await;
    assert_eq!(unknown.code(), (404, "RESOURCE_NOT_EXISTS"));
}

#[tokio::test]
async fn w_delcode_2_the_same_request_is_answered_the_same() {
    let world = World::new();
    let stock_id = stock_of_codes(&world, &["a", "b"]).await;
    let delete = |code: &str, number: &str| {
        stock_path(
            &stock_id,
            &format!("/couponcodes/{code}?delete_request_no={number}"),
        )
    };
    let first = world
        .ok(CREATOR, "DELETE", &delete("a", "D-1"), Value::Null)
        .await;
    assert_eq!(first, json!({ "stock_id": stock_id, "delete_time": BEGIN }));
    world.go_to("2026-11-06T10:00:00+08:00").await;
    // Even when the code is there once more, and somebody has it.
    upload(&world, &stock_id, &["a"]).await;
    let again = world
        .ok(CREATOR, "DELETE", &delete("a", "D-1"), Value::Null)
        .await;
    assert_eq!(again, first);
    assert_eq!(list(&world, &stock_id, "").await["total_count"], 2);
    let refused = world
        .refusal(CREATOR, "DELETE", &delete("b", "D-1"), Value::Null)
        .await;
    assert_eq!(refused.code(), (400, "INVALID_REQUEST"));
    assert_eq!(refused.message, "请求重入时，参数与首次请求时不一致");
}

#[tokio::test]
async fn w_delcode_3_a_deleted_code_can_come_back() {
    let world = World::new();
    let stock_id = stock_of_codes(&world, &["a"]).await;
    let delete = stock_path(&stock_id, "/couponcodes/a?delete_request_no=D-1");
    world.ok(CREATOR, "DELETE", &delete, Value::Null).await;
    let send = format!("{COUPONS}/send");
    let spent = world
        .refusal(CREATOR, "POST", &send, world.to_send(&stock_id, ALICE))
        .await;
    assert_eq!(spent.message, "批次预算不足");
    let target = stock_path(&stock_id, "/couponcodes");
    let body = json!({ "coupon_code_list": ["a"], "upload_request_no": world.number() });
    let answer = world.ok(CREATOR, "POST", &target, body).await;
    assert_eq!(answer["success_codes"], json!(["a"]));
    assert_eq!(world.send(&stock_id, ALICE).await, "a");
}

#[tokio::test]
async fn w_delcode_4_a_body_says_nothing() {
    let world = World::new();
    let stock_id = stock_of_codes(&world, &["a"]).await;
    let delete = stock_path(&stock_id, "/couponcodes/a?delete_request_no=D-1");
    world
        .ok(CREATOR, "DELETE", &delete, json!({ "coupon_code": "b" }))
        .await;
}

#[tokio::test]
async fn w_role_2_codes_are_the_creators() {
    let world = World::new();
    let mut body = stock_of_uploaded_codes();
    body["belong_merchant"] = CLIENT.into();
    let stock_id = world.stock_of(PARTNER, body).await;
    let body = json!({ "coupon_code_list": ["a"], "upload_request_no": "U-1" });
    let target = stock_path(&stock_id, "/couponcodes");
    world.ok(PARTNER, "POST", &target, body).await;
    for caller in [CLIENT, STRANGER] {
        for (method, rest) in [
            ("GET", "/couponcodes"),
            ("GET", "/couponcodes/a"),
            ("DELETE", "/couponcodes/a?delete_request_no=D-1"),
        ] {
            let refused = world
                .refusal(caller, method, &stock_path(&stock_id, rest), Value::Null)
                .await;
            assert_eq!(refused.code(), (403, "NO_AUTH"), "{caller} {method} {rest}");
            assert_eq!(refused.message, "无权限");
        }
    }
}
