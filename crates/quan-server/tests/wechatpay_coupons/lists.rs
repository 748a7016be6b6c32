//! A user's coupons: the list and the single query.

use serde_json::{Value, json};

use crate::shop::{
    APP_NOT_BOUND, NO_USER, NOT_FOUND, NOT_PERMITTED, NOT_THEIRS, list_path, stock_for_client, with,
};
use crate::world::{
    ALICE, APP, BOB, CAROL, CLIENT, CLIENT_APP, CREATOR, PARTNER, PARTNER_APP, STRANGER,
    STRANGER_APP, USERS, World, coupon_path, stock, stock_of_named_codes, stock_with,
};

fn path(app: &str, filter: &str) -> String {
    format!("{USERS}/{ALICE}/coupons?appid={app}{filter}")
}

async fn list(world: &World, merchant: &str, app: &str, filter: &str) -> Vec<String> {
    let listed = world
        .ok(merchant, "GET", &path(app, filter), Value::Null)
        .await;
    let data = listed["data"].as_array().unwrap();
    let code = |coupon: &Value| coupon["coupon_code"].as_str().unwrap().to_owned();
    data.iter().map(code).collect()
}

async fn unlisted(world: &World, merchant: &str, app: &str, filter: &str) -> crate::world::Refused {
    world
        .refusal(merchant, "GET", &path(app, filter), Value::Null)
        .await
}

#[tokio::test]
async fn w_list_1_one_of_the_merchants_is_the_caller() {
    let world = World::new();
    let stock = world.stock(stock()).await;
    let code = world.send(&stock, ALICE).await;
    let all = [code.as_str()];
    for filter in ["creator", "belong", "sender"] {
        let filter = format!("&{filter}_merchant={CREATOR}");
        assert_eq!(list(&world, CREATOR, APP, &filter).await, all);
    }
    let filter = format!("&creator_merchant={CREATOR}");
    let refused = unlisted(&world, STRANGER, STRANGER_APP, &filter).await;
    refused.is(NOT_PERMITTED);
    let filter = format!("&creator_merchant={STRANGER}&belong_merchant={CREATOR}");
    let refused = unlisted(&world, CLIENT, CLIENT_APP, &filter).await;
    refused.is(NOT_PERMITTED);
}

#[tokio::test]
async fn w_list_2_all_that_is_said_must_hold() {
    let world = World::new();
    let (stock, of_partner) = world.for_client().await;
    let body = with(
        world.to_send(&stock, ALICE),
        &[("appid", json!(CLIENT_APP))],
    );
    let of_client = world.done_by(CLIENT, "send", body).await;
    let of_client = of_client["coupon_code"].as_str().unwrap().to_owned();
    let other = world.stock_of(PARTNER, stock_for_client()).await;
    let body = with(
        world.to_send(&other, ALICE),
        &[("appid", json!(CLIENT_APP))],
    );
    let of_other = world.done_by(PARTNER, "send", body).await;
    let of_other = of_other["coupon_code"].as_str().unwrap().to_owned();
    let all = [of_other.as_str(), of_client.as_str(), of_partner.as_str()];

    let made = format!("&creator_merchant={PARTNER}");
    let owned = format!("&belong_merchant={CLIENT}");
    let sent = format!("&sender_merchant={CLIENT}");
    let of_stock = format!("&stock_id={stock}");
    let list = |merchant: &'static str, app: &'static str, filter: String| {
        let world = &world;
        async move { list(world, merchant, app, &filter).await }
    };
    assert_eq!(list(PARTNER, PARTNER_APP, made.clone()).await, all);
    assert_eq!(list(CLIENT, CLIENT_APP, owned.clone()).await, all);
    assert_eq!(
        list(CLIENT, CLIENT_APP, sent.clone()).await,
        [of_client.as_str()]
    );
    let both = format!("{made}{sent}");
    assert_eq!(list(CLIENT, CLIENT_APP, both).await, [of_client.as_str()]);
    let both = format!("{owned}{of_stock}");
    assert_eq!(
        list(CLIENT, CLIENT_APP, both).await,
        [of_client.as_str(), of_partner.as_str()]
    );
    let sent_by_partner = format!("{owned}&sender_merchant={PARTNER}");
    let found = list(CLIENT, CLIENT_APP, sent_by_partner).await;
    assert_eq!(found, [of_other.as_str(), of_partner.as_str()]);
    let nobody = format!("&creator_merchant={CLIENT}");
    assert!(list(CLIENT, CLIENT_APP, nobody).await.is_empty());
    // The owner's application will do where the owner or its stock is named.
    assert_eq!(
        list(PARTNER, CLIENT_APP, format!("{made}{owned}")).await,
        all
    );
    let named = list(PARTNER, CLIENT_APP, format!("{made}{of_stock}")).await;
    assert_eq!(named, [of_client.as_str(), of_partner.as_str()]);
    unlisted(&world, PARTNER, CLIENT_APP, &made)
        .await
        .is(APP_NOT_BOUND);
}

#[tokio::test]
async fn w_list_3_pages_are_counted_from_zero() {
    let world = World::new();
    let stock = world.stock(stock()).await;
    let mut codes = Vec::new();
    for _ in 0..7 {
        codes.insert(0, world.send(&stock, ALICE).await);
    }
    for (page, expected) in [
        (0, &codes[..3]),
        (1, &codes[3..6]),
        (2, &codes[6..]),
        (3, &[]),
    ] {
        let listed = world
            .listed(ALICE, &format!("&limit=3&offset={page}"))
            .await;
        let data = listed["data"].as_array().unwrap();
        let found: Vec<_> = data.iter().map(|coupon| &coupon["coupon_code"]).collect();
        assert_eq!(found, expected.iter().collect::<Vec<_>>());
        assert_eq!(listed["total_count"], 7);
        assert_eq!(
            (&listed["limit"], &listed["offset"]),
            (&json!(3), &json!(page))
        );
    }
    let listed = world.listed(BOB, "").await;
    let nothing = json!({ "data": [], "total_count": 0, "limit": 20, "offset": 0 });
    assert_eq!(listed, nothing);
}

#[tokio::test]
async fn w_list_4_the_last_received_comes_first_and_what_was_deleted_only_where_wanted() {
    let world = World::new();
    let (one, other) = (world.stock(stock()).await, world.stock(stock()).await);
    let first = world.send(&one, ALICE).await;
    world.go_to("2026-11-05T10:00:01+08:00").await;
    let second = world.send(&other, ALICE).await;
    world.go_to("2026-11-05T10:00:02+08:00").await;
    let third = world.send(&one, ALICE).await;
    assert_eq!(
        world.codes(ALICE, "").await,
        [third.as_str(), second.as_str(), first.as_str()]
    );
    world.done("use", world.to_use(&other, &second)).await;
    world.throw_away(&second).await;
    assert_eq!(
        world.codes(ALICE, "").await,
        [third.as_str(), first.as_str()]
    );
    assert!(world.codes(ALICE, "&coupon_state=USED").await.is_empty());
    assert_eq!(
        world.codes(ALICE, "&coupon_state=DELETED").await,
        [second.as_str()]
    );
}

#[tokio::test]
async fn w_list_5_what_is_over_is_expired_before_anything_is_filtered() {
    let world = World::new();
    let stock = world.stock(stock()).await;
    let code = world.send(&stock, ALICE).await;
    // Nothing sweeps in between.
    world
        .clock
        .set("2026-11-30T23:59:59+08:00".parse().unwrap());
    assert_eq!(
        world.codes(ALICE, "&coupon_state=SENDED").await,
        [code.as_str()]
    );
    world
        .clock
        .set("2026-12-01T00:00:00+08:00".parse().unwrap());
    assert_eq!(
        world.codes(ALICE, "&coupon_state=EXPIRED").await,
        [code.as_str()]
    );
    assert!(world.codes(ALICE, "&coupon_state=SENDED").await.is_empty());
    assert_eq!(world.state_of(ALICE, &code).await, "EXPIRED");
}

#[tokio::test]
async fn w_list_6_items_have_everything_but_the_description() {
    let world = World::new();
    let display = json!({ "description": "使用须知", "background_color": "Color010" });
    let body = stock_with(&[("display_pattern_info", display.clone())]);
    let stock = world.stock(body).await;
    let code = world.send(&stock, ALICE).await;
    let coupon = world.coupon_of(ALICE, &code).await;
    assert_eq!(coupon["display_pattern_info"], display);
    let mut item = coupon;
    item["display_pattern_info"] = json!({ "background_color": "Color010" });
    assert_eq!(world.listed(ALICE, "").await["data"], json!([item]));
}

#[tokio::test]
async fn w_openid_1_a_user_must_be_known_to_the_application() {
    let world = World::new();
    let known = [quan_engine::registry::Entry::UsersOpen(false)];
    world.registry.put(&known).unwrap();
    let stock = world.stock(stock()).await;
    let code = world.send(&stock, ALICE).await;
    let refused = world.not("send", world.to_send(&stock, CAROL)).await;
    refused.is(NO_USER);
    let target = list_path(CAROL, "");
    world
        .refusal(CREATOR, "GET", &target, Value::Null)
        .await
        .is(NO_USER);
    let target = coupon_path(CAROL, &code, APP);
    world
        .refusal(CREATOR, "GET", &target, Value::Null)
        .await
        .is(NO_USER);
    let body = with(world.to_use(&stock, &code), &[("openid", json!(CAROL))]);
    world.not("use", body).await.is(NO_USER);
    assert_eq!(world.row(&stock).await.issued, 1);
}

#[tokio::test]
async fn w_openid_1_whoever_nobody_registered_is_known_where_users_are_open() {
    let world = World::new();
    let stock = world.stock(stock()).await;
    let code = world.send(&stock, CAROL).await;
    assert_eq!(world.codes(CAROL, "").await, [code.as_str()]);
    let used = world.done("use", world.to_use(&stock, &code)).await;
    assert_eq!(used["openid"], CAROL);
}

#[tokio::test]
async fn w_appid_1_the_application_of_a_list_or_a_query() {
    let world = World::new();
    let stock = world.stock(stock()).await;
    let code = world.send(&stock, ALICE).await;
    let filter = format!("&creator_merchant={CREATOR}");
    unlisted(&world, CREATOR, STRANGER_APP, &filter)
        .await
        .is(APP_NOT_BOUND);
    for openid in [ALICE, CAROL] {
        let target = coupon_path(openid, &code, STRANGER_APP);
        let refused = world.refusal(CREATOR, "GET", &target, Value::Null).await;
        refused.is(APP_NOT_BOUND);
    }
}

#[tokio::test]
async fn w_notfound_1_a_list_of_a_stock_that_is_not_there() {
    let world = World::new();
    let target = list_path(ALICE, "&stock_id=1000000000009999");
    let refused = world.refusal(CREATOR, "GET", &target, Value::Null).await;
    refused.is(NOT_FOUND);
}

#[tokio::test]
async fn w_coupon_1_the_application_and_the_user_of_a_query() {
    let world = World::new();
    let stock = world.stock(stock_of_named_codes()).await;
    let code = "A b/1=|\\_";
    world.send_code(&stock, ALICE, code).await;
    let coupon = world.coupon_of(ALICE, code).await;
    assert_eq!(coupon["coupon_code"], code);
    let target = coupon_path(ALICE, code, STRANGER_APP);
    let refused = world.refusal(CREATOR, "GET", &target, Value::Null).await;
    refused.is(APP_NOT_BOUND);
}

#[tokio::test]
async fn w_coupon_2_a_coupon_that_this_user_has_not() {
    let world = World::new();
    let stock = world.stock(stock()).await;
    let code = world.send(&stock, ALICE).await;
    let nobodys = "0000000000000000000000";
    for (openid, code) in [
        (BOB, code.as_str()),
        (ALICE, nobodys),
        (ALICE, "A-1"),
        (ALICE, "券"),
    ] {
        let target = coupon_path(openid, code, APP);
        let refused = world.refusal(CREATOR, "GET", &target, Value::Null).await;
        refused.is(NOT_THEIRS);
    }
}

#[tokio::test]
async fn w_coupon_3_a_coupon_that_does_not_concern_the_caller() {
    let world = World::new();
    let (_, code) = world.for_client().await;
    for (merchant, app) in [
        (PARTNER, PARTNER_APP),
        (CLIENT, CLIENT_APP),
        (PARTNER, CLIENT_APP),
    ] {
        let target = coupon_path(ALICE, &code, app);
        let coupon = world.ok(merchant, "GET", &target, Value::Null).await;
        assert_eq!(coupon["coupon_code"], code.as_str());
    }
    let target = coupon_path(ALICE, &code, STRANGER_APP);
    let refused = world.refusal(STRANGER, "GET", &target, Value::Null).await;
    refused.is(NOT_THEIRS);
}

#[tokio::test]
async fn w_coupon_4_of_two_coupons_with_one_code_the_last_received() {
    let world = World::new();
    let (one, other) = (
        world.stock(stock_of_named_codes()).await,
        world.stock(stock_of_named_codes()).await,
    );
    world.send_code(&other, ALICE, "A-1").await;
    world.go_to("2026-11-05T11:00:00+08:00").await;
    world.send_code(&one, ALICE, "A-1").await;
    assert_eq!(world.coupon_of(ALICE, "A-1").await["stock_id"], json!(one));
}

#[tokio::test]
async fn w_coupon_4_another_merchants_coupon_does_not_stand_before_ones_own() {
    let world = World::new();
    let mine = world.stock(stock_of_named_codes()).await;
    world.send_code(&mine, ALICE, "A-1").await;
    let theirs = with(
        stock_of_named_codes(),
        &[("belong_merchant", json!(STRANGER))],
    );
    let theirs = world.stock_of(STRANGER, theirs).await;
    world.go_to("2026-11-05T11:00:00+08:00").await;
    let body = with(
        world.to_send(&theirs, ALICE),
        &[
            ("appid", json!(STRANGER_APP)),
            ("coupon_code", json!("A-1")),
        ],
    );
    world.done_by(STRANGER, "send", body).await;
    assert_eq!(world.coupon_of(ALICE, "A-1").await["stock_id"], json!(mine));
}

#[tokio::test]
async fn w_coupon_5_the_last_use_stays_visible_beside_its_return() {
    let world = World::new();
    let stock = world.stock(stock()).await;
    let code = world.send(&stock, ALICE).await;
    let first = world.to_use(&stock, &code);
    world.done("use", first.clone()).await;
    let back = world.to_return(&stock, &code);
    world.done("return", back.clone()).await;
    let coupon = world.coupon_of(ALICE, &code).await;
    assert_eq!(coupon["use_request_no"], first["use_request_no"]);
    assert_eq!(coupon["return_request_no"], back["return_request_no"]);
    world.go_to("2026-11-06T11:00:00+08:00").await;
    let second = world.to_use(&stock, &code);
    world.done("use", second.clone()).await;
    let coupon = world.coupon_of(ALICE, &code).await;
    assert_eq!(coupon["use_request_no"], second["use_request_no"]);
    assert_eq!(coupon["use_time"], "2026-11-06T11:00:00+08:00");
}
