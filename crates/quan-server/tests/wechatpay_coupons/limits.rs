//! How many coupons are issued, and to whom.

use quan_core::UserId;
use quan_engine::registry::{Entry, User};
use serde_json::{Value, json};

use crate::shop::{Said, number_of, with};
use crate::world::{
    ALICE, ALICE_TOO, APP, BOB, CAROL, CREATOR, World, stock, stock_of_named_codes,
    stock_of_uploaded_codes, stock_path, stock_with,
};

pub(crate) const NOT_RUNNING: Said = (400, "INVALID_REQUEST", "批次状态非运营中");
pub(crate) const SPENT: Said = (403, "RULE_LIMIT", "批次预算不足");
const DAY: Said = (403, "RULE_LIMIT", "已达到单天发放上限");
const USER: Said = (403, "RULE_LIMIT", "用户已达领取上限");
const PERSON: Said = (403, "RULE_LIMIT", "自然人领取达上限");
const SUSPICIOUS: Said = (403, "RULE_LIMIT", "用户存在风险，已拦截");
const CODE_TAKEN: Said = (400, "RESOURCE_ALREADY_EXISTS", "券code已存在");

/// A stock with these rules of sending.
fn rules(rules: &[(&str, Value)]) -> Value {
    let mut body = stock();
    for (name, value) in rules {
        body["stock_send_rule"][*name] = value.clone();
    }
    body
}

async fn refused(world: &World, stock: &str, openid: &str, why: Said) {
    let refused = world.not("send", world.to_send(stock, openid)).await;
    refused.is(why);
}

#[tokio::test]
async fn w_limit_1_the_same_number_comes_before_every_limit() {
    let world = World::new();
    let rules = rules(&[
        ("max_coupons", json!(1)),
        ("max_coupons_per_user", json!(1)),
    ]);
    let stock = world.stock(rules).await;
    let body = world.to_send(&stock, ALICE);
    let answer = world.done("send", body.clone()).await;
    assert_eq!(world.done("send", body.clone()).await, answer);
    world.engine.pause(number_of(&stock)).await.unwrap();
    assert_eq!(world.done("send", body.clone()).await, answer);
    world.go_to("2027-01-01T00:00:00+08:00").await;
    assert_eq!(world.done("send", body).await, answer);
    assert_eq!(world.row(&stock).await.issued, 1);
}

#[tokio::test]
async fn w_limit_2_a_stock_that_does_not_run() {
    let world = World::new();
    let stock = world.stock(rules(&[("max_coupons", json!(1))])).await;
    world.send(&stock, ALICE).await;
    world.engine.pause(number_of(&stock)).await.unwrap();
    refused(&world, &stock, ALICE, NOT_RUNNING).await;
    world.engine.resume(number_of(&stock)).await.unwrap();
    refused(&world, &stock, ALICE, SPENT).await;
    world.go_to("2026-12-01T00:00:00+08:00").await;
    refused(&world, &stock, ALICE, NOT_RUNNING).await;
}

#[tokio::test]
async fn w_limit_2_a_stock_that_is_under_review_or_was_stopped() {
    let wish = crate::world::Wish {
        reviews: true,
        ..crate::world::Wish::default()
    };
    let world = World::wished(wish);
    let id = world.stock(stock()).await;
    refused(&world, &id, ALICE, NOT_RUNNING).await;
    let (status, _) = world
        .own("POST", &format!("/api/activities/{id}/approve"))
        .await;
    assert_eq!(status, 204);
    let code = world.send(&id, ALICE).await;
    let (status, _) = world
        .own("POST", &format!("/api/activities/{id}/stop"))
        .await;
    assert_eq!(status, 204);
    refused(&world, &id, ALICE, NOT_RUNNING).await;
    // What was issued stays usable.
    world.done("use", world.to_use(&id, &code)).await;
}

#[tokio::test]
async fn w_limit_3_the_budget_is_spent_and_told_before_a_day_or_a_user() {
    let world = World::new();
    let spent = rules(&[
        ("max_coupons", json!(2)),
        ("max_coupons_by_day", json!(2)),
        ("max_coupons_per_user", json!(2)),
    ]);
    let stock = world.stock(spent).await;
    world.send(&stock, ALICE).await;
    world.send(&stock, ALICE).await;
    refused(&world, &stock, ALICE, SPENT).await;
    assert_eq!(world.row(&stock).await.issued, 2);
}

#[tokio::test]
async fn w_limit_3_there_is_no_free_code() {
    let world = World::new();
    let stock = world.stock(stock_of_uploaded_codes()).await;
    refused(&world, &stock, ALICE, SPENT).await;
    world.upload(&stock, &["U-1"]).await;
    assert_eq!(world.send(&stock, ALICE).await, "U-1");
    refused(&world, &stock, BOB, SPENT).await;
    world.is_sound().await;
}

#[tokio::test]
async fn w_limit_4_a_days_coupons_are_issued() {
    let world = World::new();
    let daily = rules(&[
        ("max_coupons_by_day", json!(2)),
        ("max_coupons_per_user", json!(1)),
    ]);
    let stock = world.stock(daily).await;
    world.send(&stock, ALICE).await;
    world.send(&stock, BOB).await;
    refused(&world, &stock, ALICE, DAY).await;
    world.go_to("2026-11-05T23:59:59+08:00").await;
    refused(&world, &stock, CAROL, DAY).await;
    world.go_to("2026-11-06T00:00:00+08:00").await;
    world.send(&stock, CAROL).await;
    assert_eq!(world.row(&stock).await.issued, 3);
}

#[tokio::test]
async fn w_limit_5_a_user_has_enough() {
    let world = World::new();
    let stock = world
        .stock(rules(&[("max_coupons_per_user", json!(2))]))
        .await;
    world.send(&stock, ALICE).await;
    world.send(&stock, ALICE).await;
    refused(&world, &stock, ALICE, USER).await;
    // Another account of the same person has its own.
    world.send(&stock, ALICE_TOO).await;
    world.go_to("2026-11-20T00:00:00+08:00").await;
    refused(&world, &stock, ALICE, USER).await;
}

#[tokio::test]
async fn w_limit_6_a_person_has_enough_with_all_accounts_together() {
    let world = World::new();
    let personal = rules(&[
        ("max_coupons_per_user", json!(2)),
        ("natural_person_limit", json!(true)),
    ]);
    let stock = world.stock(personal).await;
    world.send(&stock, ALICE).await;
    world.send(&stock, ALICE_TOO).await;
    refused(&world, &stock, ALICE, PERSON).await;
    refused(&world, &stock, ALICE_TOO, PERSON).await;
    world.send(&stock, BOB).await;
    world.send(&stock, BOB).await;
    refused(&world, &stock, BOB, USER).await;
}

/// Bob, of whom nothing good is known.
fn suspicious() -> Entry {
    Entry::User(User {
        openids: [(APP.to_owned(), BOB.to_owned())].into(),
        suspicious: true,
        ..User::of_id(UserId::parse("2088000000000203").unwrap())
    })
}

#[tokio::test]
async fn w_limit_7_a_suspicious_account_where_the_stock_prevents_abuse() {
    let world = World::new();
    let prevents = |is: bool| rules(&[("prevent_api_abuse", json!(is))]);
    let stock = world.stock(prevents(true)).await;
    let before = world.to_send(&stock, BOB);
    let answer = world.done("send", before.clone()).await;
    world.registry.put(&[suspicious()]).unwrap();
    refused(&world, &stock, BOB, SUSPICIOUS).await;
    world.send(&stock, ALICE).await;
    assert_eq!(world.done("send", before).await, answer);
    let open = world.stock(prevents(false)).await;
    world.send(&open, BOB).await;
    // The rule may come later.
    let path = stock_path(&open, "");
    let change = json!({
        "stock_send_rule": { "prevent_api_abuse": true },
        "out_request_no": world.number(),
    });
    world.ok(CREATOR, "PATCH", &path, change).await;
    refused(&world, &open, BOB, SUSPICIOUS).await;
    assert_eq!(world.row(&open).await.issued, 1);
}

#[tokio::test]
async fn w_limit_7_is_asked_after_the_limits_and_before_the_code() {
    let world = World::new();
    let all = [
        ("stock_send_rule/max_coupons", json!(2)),
        ("stock_send_rule/max_coupons_per_user", json!(1)),
        ("stock_send_rule/prevent_api_abuse", json!(true)),
        ("coupon_code_mode", json!("MERCHANT_API")),
    ];
    let stock = world.stock(stock_with(&all)).await;
    world.send_code(&stock, ALICE, "A-1").await;
    let give = |code: &str| {
        let body = with(world.to_send(&stock, BOB), &[("coupon_code", json!(code))]);
        let world = &world;
        async move { world.not("send", body).await }
    };
    world.registry.put(&[suspicious()]).unwrap();
    give("A-1").await.is(SUSPICIOUS);
    world.send_code(&stock, CAROL, "A-2").await;
    give("A-1").await.is(SPENT);
    world.engine.pause(number_of(&stock)).await.unwrap();
    give("A-3").await.is(NOT_RUNNING);
}

#[tokio::test]
async fn w_limit_8_the_merchants_code_is_taken() {
    let world = World::new();
    let mut body = stock_of_named_codes();
    body["stock_send_rule"]["max_coupons_per_user"] = json!(1);
    let stock = world.stock(body).await;
    world.send_code(&stock, ALICE, "A-1").await;
    let again = with(world.to_send(&stock, BOB), &[("coupon_code", json!("A-1"))]);
    world.not("send", again).await.is(CODE_TAKEN);
    // The user's limit comes first.
    let again = with(
        world.to_send(&stock, ALICE),
        &[("coupon_code", json!("A-1"))],
    );
    world.not("send", again).await.is(USER);
    // Both cases are apart, and so are stocks.
    world.send_code(&stock, BOB, "a-1").await;
    let other = world.stock(stock_of_named_codes()).await;
    world.send_code(&other, BOB, "A-1").await;
    world.is_sound().await;
}

#[tokio::test]
async fn w_limit_9_nothing_gives_a_coupon_back() {
    let world = World::new();
    let capped = rules(&[
        ("max_coupons", json!(5)),
        ("max_coupons_by_day", json!(5)),
        ("max_coupons_per_user", json!(4)),
    ]);
    let stock = world.stock(capped).await;
    let mut codes = Vec::new();
    for _ in 0..4 {
        codes.push(world.send(&stock, ALICE).await);
    }
    world.done("use", world.to_use(&stock, &codes[0])).await;
    world
        .done("return", world.to_return(&stock, &codes[0]))
        .await;
    world
        .done("deactivate", world.to_deactivate(&stock, &codes[1]))
        .await;
    world.throw_away(&codes[2]).await;
    refused(&world, &stock, ALICE, USER).await;
    world.send(&stock, BOB).await;
    refused(&world, &stock, BOB, SPENT).await;
    let sent = &world.read(&stock).await["send_count_information"];
    assert_eq!(sent["total_send_num"], 5);
    assert_eq!(sent["today_send_num"], 5);
    assert_eq!(sent["total_send_amount"], 2500);
    world.is_sound().await;
}

#[tokio::test]
async fn w_limit_11_a_larger_budget_issues_again() {
    let world = World::new();
    let stock = world.stock(rules(&[("max_coupons", json!(1))])).await;
    world.send(&stock, ALICE).await;
    refused(&world, &stock, ALICE, SPENT).await;
    grow(&world, &stock, 1, 2).await;
    world.send(&stock, ALICE).await;
    refused(&world, &stock, ALICE, SPENT).await;

    let mut body = stock_of_uploaded_codes();
    body["stock_send_rule"]["max_coupons"] = json!(1);
    let stock = world.stock(body).await;
    world.upload(&stock, &["U-1"]).await;
    world.send(&stock, ALICE).await;
    grow(&world, &stock, 1, 2).await;
    refused(&world, &stock, ALICE, SPENT).await;
    world.upload(&stock, &["U-2"]).await;
    assert_eq!(world.send(&stock, ALICE).await, "U-2");
}

async fn grow(world: &World, stock: &str, from: u32, to: u32) {
    let body = json!({
        "target_max_coupons": to,
        "current_max_coupons": from,
        "modify_budget_request_no": world.number(),
    });
    let path = stock_path(stock, "/budget");
    world.ok(CREATOR, "PATCH", &path, body).await;
}

#[tokio::test]
async fn w_limit_1_to_8_are_asked_in_their_order() {
    let world = World::new();
    let all = [
        ("stock_send_rule/max_coupons", json!(1)),
        ("stock_send_rule/max_coupons_by_day", json!(1)),
        ("stock_send_rule/max_coupons_per_user", json!(1)),
        ("stock_send_rule/natural_person_limit", json!(true)),
        ("coupon_code_mode", json!("MERCHANT_API")),
    ];
    let stock = world.stock(stock_with(&all)).await;
    world.send_code(&stock, ALICE, "A-1").await;
    let give = |openid: &str| {
        let body = with(
            world.to_send(&stock, openid),
            &[("coupon_code", json!("A-1"))],
        );
        let world = &world;
        async move { world.not("send", body).await }
    };
    give(ALICE).await.is(SPENT);
    grow(&world, &stock, 1, 2).await;
    give(ALICE).await.is(DAY);
    world.go_to("2026-11-06T00:00:00+08:00").await;
    give(ALICE).await.is(USER);
    give(ALICE_TOO).await.is(PERSON);
    give(BOB).await.is(CODE_TAKEN);
    world.go_to("2026-12-01T00:00:00+08:00").await;
    give(ALICE).await.is(NOT_RUNNING);
}
