//! `POST /coupons/deactivate`: a coupon is invalid for good.

use serde_json::{Value, json};

use crate::shop::{
    ALICE_ID, NO_COUPON, NO_STOCK, NOT_THE_CREATOR, NOT_USABLE, NOT_USED, REUSED, census, with,
    without,
};
use crate::world::{
    ALICE, BOB, CLIENT, CREATOR, PARTNER, STRANGER, World, stock, stock_of_named_codes,
    stock_of_uploaded_codes, stock_path, stock_with,
};

const AT: &str = "2026-11-05T10:00:00+08:00";
const LATER: &str = "2026-11-06T09:30:00+08:00";

async fn sent(world: &World) -> (String, String) {
    let stock = world.stock(stock()).await;
    let code = world.send(&stock, ALICE).await;
    (stock, code)
}

#[tokio::test]
async fn w_deact_1_what_can_still_be_used_is_made_invalid() {
    let world = World::new();
    let (stock, code) = sent(&world).await;
    let body = world.to_deactivate(&stock, &code);
    let answer = world.done("deactivate", body).await;
    assert_eq!(answer, json!({ "wechatpay_deactivate_time": AT }));
    assert_eq!(world.state_of(ALICE, &code).await, "DEACTIVATED");
    world.is_sound().await;
}

#[tokio::test]
async fn w_deact_1_also_before_it_begins_or_at_an_hour_at_which_it_cannot_be_used() {
    let world = World::new();
    let time = "coupon_use_rule/coupon_available_time";
    let begin = format!("{time}/available_begin_time");
    let week = format!("{time}/available_week");
    for change in [
        (begin.as_str(), json!("2026-11-20T00:00:00+08:00")),
        (week.as_str(), json!({ "week_day": [0] })),
    ] {
        let stock = world.stock(stock_with(&[change])).await;
        let code = world.send(&stock, ALICE).await;
        let body = world.to_deactivate(&stock, &code);
        world.done("deactivate", body).await;
        assert_eq!(world.state_of(ALICE, &code).await, "DEACTIVATED");
    }
    world.is_sound().await;
}

#[tokio::test]
async fn w_deact_1_to_the_last_instant_of_its_validity() {
    let world = World::new();
    let (stock, code) = sent(&world).await;
    let other = world.send(&stock, ALICE).await;
    world.go_to("2026-11-30T23:59:59+08:00").await;
    world
        .done("deactivate", world.to_deactivate(&stock, &code))
        .await;
    world.go_to("2026-12-01T00:00:00+08:00").await;
    let refused = world
        .not("deactivate", world.to_deactivate(&stock, &other))
        .await;
    refused.is(NOT_USABLE);
    assert_eq!(world.state_of(ALICE, &code).await, "DEACTIVATED");
    assert_eq!(world.state_of(ALICE, &other).await, "EXPIRED");
    world.is_sound().await;
}

#[tokio::test]
async fn w_deact_1_what_is_used_invalid_or_deleted_is_refused() {
    let world = World::new();
    let (stock, used) = sent(&world).await;
    let invalid = world.send(&stock, ALICE).await;
    let deleted = world.send(&stock, ALICE).await;
    world.done("use", world.to_use(&stock, &used)).await;
    world
        .done("deactivate", world.to_deactivate(&stock, &invalid))
        .await;
    world.throw_away(&deleted).await;
    for code in [&used, &invalid, &deleted] {
        let before = world.coupon_of(ALICE, code).await;
        let refused = world
            .not("deactivate", world.to_deactivate(&stock, code))
            .await;
        refused.is(NOT_USABLE);
        assert_eq!(world.coupon_of(ALICE, code).await, before);
    }
    let row = world.row(&stock).await;
    assert_eq!((row.issued, row.redeemed, row.revoked), (3, 1, 1));
    world.is_sound().await;
}

#[tokio::test]
async fn w_deact_1_what_was_returned_can_be_made_invalid() {
    let world = World::new();
    let (stock, code) = sent(&world).await;
    let (using, back) = (world.to_use(&stock, &code), world.to_return(&stock, &code));
    world.done("use", using.clone()).await;
    world.done("return", back.clone()).await;
    let body = world.to_deactivate(&stock, &code);
    world.done("deactivate", body.clone()).await;
    let coupon = world.coupon_of(ALICE, &code).await;
    assert_eq!(coupon["coupon_state"], "DEACTIVATED");
    assert_eq!(coupon["use_request_no"], using["use_request_no"]);
    assert_eq!(coupon["return_request_no"], back["return_request_no"]);
    assert_eq!(
        coupon["deactivate_request_no"],
        body["deactivate_request_no"]
    );
    world.is_sound().await;
}

#[tokio::test]
async fn w_deact_1_whatever_the_state_of_its_stock() {
    let world = World::new();
    let (stock, code) = sent(&world).await;
    world
        .engine
        .pause(crate::shop::number_of(&stock))
        .await
        .unwrap();
    world
        .done("deactivate", world.to_deactivate(&stock, &code))
        .await;
    let (stock, code) = sent(&world).await;
    let (status, _) = world
        .own("POST", &format!("/api/activities/{stock}/stop"))
        .await;
    assert_eq!(status, 204);
    world
        .done("deactivate", world.to_deactivate(&stock, &code))
        .await;
    world.is_sound().await;
}

#[tokio::test]
async fn w_deact_2_a_stock_or_a_coupon_that_is_not_there() {
    let world = World::new();
    let (stock, code) = sent(&world).await;
    let other = world.stock(crate::world::stock()).await;
    let named = world.stock(stock_of_named_codes()).await;
    let uploaded = world.stock(stock_of_uploaded_codes()).await;
    world.upload(&uploaded, &["U-1"]).await;
    for (stock, code, why) in [
        ("1000000000009999", code.as_str(), NO_STOCK),
        ("7", code.as_str(), NO_STOCK),
        (stock.as_str(), "0000000000000000000000", NO_COUPON),
        (other.as_str(), code.as_str(), NO_COUPON),
        (named.as_str(), code.as_str(), NO_COUPON),
        (named.as_str(), "券", NO_COUPON),
        (uploaded.as_str(), "U-1", NO_COUPON),
    ] {
        let refused = world
            .not("deactivate", world.to_deactivate(stock, code))
            .await;
        refused.is(why);
    }
}

#[tokio::test]
async fn w_deact_2_strangers_owners_and_senders_are_refused() {
    let world = World::new();
    let (stock, code) = world.for_client().await;
    for merchant in [CLIENT, STRANGER, CREATOR] {
        let body = world.to_deactivate(&stock, &code);
        let refused = world.not_by(merchant, "deactivate", body).await;
        refused.is(NOT_THE_CREATOR);
    }
    let body = world.to_deactivate(&stock, &code);
    let answer = world.done_by(PARTNER, "deactivate", body.clone()).await;
    assert_eq!(
        world.done_by(PARTNER, "deactivate", body.clone()).await,
        answer
    );
    // A number that was answered is no way in for others.
    let refused = world.not_by(STRANGER, "deactivate", body).await;
    refused.is(NOT_THE_CREATOR);
}

#[tokio::test]
async fn w_deact_3_the_same_number_is_answered_with_the_first_time() {
    let world = World::new();
    let (stock, code) = sent(&world).await;
    let body = world.to_deactivate(&stock, &code);
    let answer = world.done("deactivate", body.clone()).await;
    let coupon = world.coupon_of(ALICE, &code).await;
    world.go_to(LATER).await;
    for _ in 0..3 {
        assert_eq!(world.done("deactivate", body.clone()).await, answer);
    }
    world.go_to("2027-03-01T00:00:00+08:00").await;
    assert_eq!(world.done("deactivate", body.clone()).await, answer);
    assert_eq!(world.coupon_of(ALICE, &code).await, coupon);
    assert_eq!(world.row(&stock).await.revoked, 1);
    world.throw_away(&code).await;
    assert_eq!(world.done("deactivate", body).await, answer);
    world.is_sound().await;
}

#[tokio::test]
async fn w_deact_3_another_number_is_refused() {
    let world = World::new();
    let (stock, code) = sent(&world).await;
    let body = world.to_deactivate(&stock, &code);
    world.done("deactivate", body.clone()).await;
    world.go_to(LATER).await;
    let again = world.to_deactivate(&stock, &code);
    world.not("deactivate", again).await.is(NOT_USABLE);
    let coupon = world.coupon_of(ALICE, &code).await;
    assert_eq!(
        coupon["deactivate_request_no"],
        body["deactivate_request_no"]
    );
    assert_eq!(coupon["deactivate_time"], AT);
}

#[tokio::test]
async fn w_deact_3_the_same_number_with_other_contents() {
    let world = World::new();
    let (stock, code) = sent(&world).await;
    let other = world.send(&stock, BOB).await;
    let body = world.to_deactivate(&stock, &code);
    world.done("deactivate", body.clone()).await;
    for changed in [
        with(body.clone(), &[("coupon_code", json!(other))]),
        with(body.clone(), &[("deactivate_reason", json!("另一个原因"))]),
        without(body.clone(), "deactivate_reason"),
    ] {
        world.not("deactivate", changed).await.is(REUSED);
    }
    assert_eq!(world.state_of(BOB, &other).await, "SENDED");
    assert_eq!(
        world.coupon_of(ALICE, &code).await["deactivate_reason"],
        "误发"
    );
    // In another stock the number is free.
    let (elsewhere, third) = sent(&world).await;
    let body = with(
        body,
        &[
            ("stock_id", json!(elsewhere)),
            ("coupon_code", json!(third)),
        ],
    );
    world.done("deactivate", body).await;
    world.is_sound().await;
}

#[tokio::test]
async fn w_deact_4_the_reason_is_shown_if_there_was_one() {
    let world = World::new();
    let (stock, code) = sent(&world).await;
    let body = without(world.to_deactivate(&stock, &code), "deactivate_reason");
    world.done("deactivate", body).await;
    assert_eq!(
        world.coupon_of(ALICE, &code).await.get("deactivate_reason"),
        None
    );
    let code = world.send(&stock, ALICE).await;
    let longest = "因".repeat(64);
    let body = world.to_deactivate(&stock, &code);
    let body = with(body, &[("deactivate_reason", json!(longest))]);
    world.done("deactivate", body).await;
    assert_eq!(
        world.coupon_of(ALICE, &code).await["deactivate_reason"],
        json!(longest)
    );
}

#[tokio::test]
async fn w_deact_4_nothing_goes_back_into_the_stock() {
    let world = World::new();
    let changes = [
        ("stock_send_rule/max_coupons", json!(2)),
        ("stock_send_rule/max_coupons_per_user", json!(1)),
    ];
    let stock = world.stock(stock_with(&changes)).await;
    let code = world.send(&stock, ALICE).await;
    world
        .done("deactivate", world.to_deactivate(&stock, &code))
        .await;
    let refused = world.not("send", world.to_send(&stock, ALICE)).await;
    assert_eq!(refused.message, "用户已达领取上限");
    world.send(&stock, BOB).await;
    let refused = world.not("send", world.to_send(&stock, BOB)).await;
    assert_eq!(refused.message, "批次预算不足");
    let sent = &world.read(&stock).await["send_count_information"];
    assert_eq!(
        sent,
        &json!({ "total_send_num": 2, "total_send_amount": 1000 })
    );
    world.is_sound().await;
}

/// Everything that shows the coupon shows it invalid, and nothing can be done with it.
async fn is_invalid_everywhere(world: &World, stock: &str, code: &str, body: &Value) {
    let shown = world.coupon_of(ALICE, code).await;
    assert_eq!(shown["coupon_state"], "DEACTIVATED");
    for (name, value) in [
        ("deactivate_request_no", &body["deactivate_request_no"]),
        ("deactivate_reason", &body["deactivate_reason"]),
        ("deactivate_time", &json!(AT)),
    ] {
        assert_eq!(&shown[name], value);
    }
    assert_eq!(census(world, ALICE).await, [("DEACTIVATED", 1)].into());
    assert_eq!(world.listed(ALICE, "").await["data"], json!([shown]));
    let listed = world.listed(ALICE, "&coupon_state=DEACTIVATED").await;
    assert_eq!(listed["data"], json!([shown]));

    for (word, call) in world.to_manage(stock, code) {
        let why = if word == "return" {
            NOT_USED
        } else {
            NOT_USABLE
        };
        world.not(word, call).await.is(why);
    }
    assert_eq!(world.coupon_of(ALICE, code).await, shown);

    let voucher = world.voucher(ALICE_ID, code).await;
    let id = world.platform.code_book().code_of(voucher.id);
    let (status, own) = world.own("GET", &format!("/api/vouchers/{id}")).await;
    assert_eq!((status, &own["status"]), (200, &json!("revoked")), "{own}");
    let (_, own) = world.own("GET", &format!("/api/activities/{stock}")).await;
    let budget = &own["budget"];
    assert_eq!(
        (&budget["issued"], &budget["revoked"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(
        (&budget["usable"], &budget["balanced"]),
        (&json!(0), &json!(true))
    );
    let row = world.row(stock).await;
    assert_eq!(
        (row.issued, row.revoked, row.redeemed, row.expired),
        (1, 1, 0, 0)
    );
    world.is_sound().await;
}

#[tokio::test]
async fn w_deact_4_a_coupon_with_the_platforms_code_is_invalid_everywhere() {
    let world = World::new();
    let (stock, code) = sent(&world).await;
    let body = world.to_deactivate(&stock, &code);
    world.done("deactivate", body.clone()).await;
    is_invalid_everywhere(&world, &stock, &code, &body).await;
    world.go_to("2026-12-10T00:00:00+08:00").await;
    is_invalid_everywhere(&world, &stock, &code, &body).await;
}

#[tokio::test]
async fn w_deact_4_a_coupon_with_a_named_code_is_invalid_everywhere_and_its_code_taken() {
    let world = World::new();
    let stock = world.stock(stock_of_named_codes()).await;
    let code = world.send_code(&stock, ALICE, "A-1").await;
    let body = world.to_deactivate(&stock, &code);
    world.done("deactivate", body.clone()).await;
    is_invalid_everywhere(&world, &stock, &code, &body).await;
    let again = with(world.to_send(&stock, BOB), &[("coupon_code", json!("A-1"))]);
    assert_eq!(world.not("send", again).await.message, "券code已存在");
}

#[tokio::test]
async fn w_deact_4_a_coupon_with_an_uploaded_code_is_invalid_everywhere_and_its_code_given() {
    let world = World::new();
    let stock = world.stock(stock_of_uploaded_codes()).await;
    world.upload(&stock, &["U-1"]).await;
    let code = world.send(&stock, ALICE).await;
    let body = world.to_deactivate(&stock, &code);
    world.done("deactivate", body.clone()).await;
    is_invalid_everywhere(&world, &stock, &code, &body).await;
    let target = stock_path(&stock, "/couponcodes/U-1");
    let read = world.ok(CREATOR, "GET", &target, Value::Null).await;
    assert_eq!(read["code_information"]["code_status"], "DISPATCHED");
    assert_eq!(
        read["coupon_information"],
        world.coupon_of(ALICE, &code).await
    );
    let target = format!("{target}?delete_request_no=D-1");
    let refused = world.refusal(CREATOR, "DELETE", &target, Value::Null).await;
    assert_eq!(refused.message, "券code已发放");
    let counts = &world.read(&stock).await["coupon_code_count"];
    assert_eq!(counts, &json!({ "total_count": 1, "available_count": 0 }));
}
