//! The states of a stock, which only time and the platform's staff change.

use http::{Method, StatusCode};
use quan_core::Completion;
use quan_engine::Options;
use serde_json::{Value, json};

use crate::staff::Staff;
use crate::world::*;

async fn state(world: &World, stock_id: &str) -> Value {
    let target = stock_path(stock_id, "");
    world.ok(CREATOR, "GET", &target, Value::Null).await["stock_state"].clone()
}

/// What a user is told who wants a coupon.
async fn refusal_to_send(world: &World, stock_id: &str) -> Refused {
    let body = world.to_send(stock_id, ALICE);
    world
        .refusal(CREATOR, "POST", &format!("{COUPONS}/send"), body)
        .await
}

async fn redeem(world: &World, stock_id: &str, code: &str) {
    let body = json!({
        "coupon_code": code, "stock_id": stock_id, "appid": APP,
        "use_time": BEGIN, "use_request_no": world.number(),
    });
    world
        .ok(CREATOR, "POST", &format!("{COUPONS}/use"), body)
        .await;
}

#[tokio::test]
async fn w_stock_1_no_call_of_the_platforms_pauses_or_stops() {
    let world = World::new();
    let stock_id = world.stock(stock()).await;
    for what in ["pause", "restart", "start", "stop"] {
        let target = stock_path(&stock_id, &format!("/{what}"));
        let request = world.request(CREATOR, "POST", &target, &json!({}));
        let response = world.server.call(request).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{what}");
        assert!(response.body().is_empty());
    }
    let request = world.request(CREATOR, "DELETE", &stock_path(&stock_id, ""), &Value::Null);
    assert_eq!(request.method(), Method::DELETE);
    let response = world.server.call(request).await;
    assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(state(&world, &stock_id).await, "RUNNING");
}

#[tokio::test]
async fn w_stock_1_the_staff_pauses_resumes_and_stops() {
    let world = World::new();
    let staff = Staff::of(&world);
    let stock_id = world.stock(stock()).await;
    staff.does("pause", &stock_id).await;
    assert_eq!(state(&world, &stock_id).await, "PAUSED");
    let refused = refusal_to_send(&world, &stock_id).await;
    assert_eq!(refused.code(), (400, "INVALID_REQUEST"));
    assert_eq!(refused.message, "批次状态非运营中");
    let conflict = (409, "wrong-state".to_owned());
    for what in ["pause", "approve"] {
        assert_eq!(staff.refuses(what, &stock_id).await, conflict, "{what}");
    }
    staff.does("resume", &stock_id).await;
    assert_eq!(state(&world, &stock_id).await, "RUNNING");
    world.send(&stock_id, ALICE).await;
    staff.does("stop", &stock_id).await;
    assert_eq!(state(&world, &stock_id).await, "STOPED");
    let refused = refusal_to_send(&world, &stock_id).await;
    assert_eq!(refused.message, "批次状态非运营中");
    for what in ["pause", "resume", "approve", "stop"] {
        assert_eq!(staff.refuses(what, &stock_id).await, conflict, "{what}");
    }
    let gone = (404, "no-such-activity".to_owned());
    assert_eq!(staff.refuses("stop", crate::NO_STOCK).await, gone);
}

#[tokio::test]
async fn w_stock_1_a_stop_waits_for_nobody() {
    let options = Options {
        completion: Completion::Told,
        ..Options::default()
    };
    let world = World::wished(Wish {
        options,
        reviews: true,
        ..Wish::default()
    });
    let staff = Staff::of(&world);
    let stock_id = world.stock(stock()).await;
    staff.does("approve", &stock_id).await;
    assert_eq!(state(&world, &stock_id).await, "RUNNING");
    staff.does("stop", &stock_id).await;
    assert_eq!(state(&world, &stock_id).await, "STOPED");
    // A stock that nobody approved can be stopped as well.
    let other = world.stock(stock()).await;
    staff.does("stop", &other).await;
    assert_eq!(state(&world, &other).await, "STOPED");
}

#[tokio::test]
async fn w_stock_2_coupons_stay_usable_whatever_becomes_of_their_stock() {
    let world = World::new();
    let staff = Staff::of(&world);
    let stock_id = world.stock(stock()).await;
    let (one, other) = (
        world.send(&stock_id, ALICE).await,
        world.send(&stock_id, BOB).await,
    );
    staff.does("pause", &stock_id).await;
    redeem(&world, &stock_id, &one).await;
    staff.does("stop", &stock_id).await;
    redeem(&world, &stock_id, &other).await;
}

#[tokio::test]
async fn w_stock_3_a_stock_runs_at_once() {
    let world = World::new();
    let mut body = stock();
    body["out_request_no"] = "C-1".into();
    // Nothing is waited for.
    let answer = world.ok(CREATOR, "POST", STOCKS, body).await;
    let stock_id = answer["stock_id"].as_str().unwrap();
    assert_eq!(state(&world, stock_id).await, "RUNNING");
    world.send(stock_id, ALICE).await;
}

#[tokio::test]
async fn w_stock_3_or_once_somebody_looked_at_it() {
    let world = World::wished(Wish {
        reviews: true,
        ..Wish::default()
    });
    let staff = Staff::of(&world);
    let stock_id = world.stock(stock()).await;
    assert_eq!(state(&world, &stock_id).await, "UNAUDIT");
    let refused = refusal_to_send(&world, &stock_id).await;
    assert_eq!(refused.code(), (400, "INVALID_REQUEST"));
    assert_eq!(refused.message, "批次状态非运营中");
    // What it shows and how many coupons it has can be changed meanwhile.
    let change = json!({ "comment": "改后", "out_request_no": "P-1" });
    world
        .ok(CREATOR, "PATCH", &stock_path(&stock_id, ""), change)
        .await;
    let more = json!({
        "target_max_coupons": 120, "current_max_coupons": 100,
        "modify_budget_request_no": "B-1",
    });
    world
        .ok(CREATOR, "PATCH", &stock_path(&stock_id, "/budget"), more)
        .await;
    staff.does("approve", &stock_id).await;
    assert_eq!(state(&world, &stock_id).await, "RUNNING");
    world.send(&stock_id, ALICE).await;
    let conflict = (409, "wrong-state".to_owned());
    assert_eq!(staff.refuses("approve", &stock_id).await, conflict);
}

#[tokio::test]
async fn w_stock_4_a_stock_ends_with_its_time() {
    let world = World::new();
    let staff = Staff::of(&world);
    let (running, paused) = (world.stock(stock()).await, world.stock(stock()).await);
    staff.does("pause", &paused).await;
    world.go_to("2026-11-30T23:59:59+08:00").await;
    assert_eq!(state(&world, &running).await, "RUNNING");
    assert_eq!(state(&world, &paused).await, "PAUSED");
    world.go_to("2026-12-01T00:00:00+08:00").await;
    for stock_id in [&running, &paused] {
        assert_eq!(state(&world, stock_id).await, "STOPED");
        let refused = refusal_to_send(&world, stock_id).await;
        assert_eq!(refused.message, "批次状态非运营中");
        let change = json!({ "comment": "改后", "out_request_no": "P-1" });
        let refused = world
            .refusal(CREATOR, "PATCH", &stock_path(stock_id, ""), change)
            .await;
        assert_eq!(refused.message, "批次已过期");
    }
}

#[tokio::test]
async fn a_stock_that_nobody_approved_in_time_is_over() {
    let world = World::wished(Wish {
        reviews: true,
        ..Wish::default()
    });
    let staff = Staff::of(&world);
    let stock_id = world.stock(stock()).await;
    world.go_to("2026-12-01T00:00:00+08:00").await;
    assert_eq!(state(&world, &stock_id).await, "STOPED");
    let (status, _) = staff
        .call("POST", &format!("/api/activities/{stock_id}/approve"))
        .await;
    assert_eq!(status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn quans_own_api_shows_stocks_and_coupons_by_their_own_names() {
    let world = World::new();
    let staff = Staff::of(&world);
    let stock_id = world.stock(stock()).await;
    let named = world.stock(stock_of_named_codes()).await;
    let code = world.send(&stock_id, ALICE).await;
    world.send_code(&named, ALICE, "MINE-1").await;

    let listed = staff.get("/api/activities").await;
    let ids: Vec<_> = listed["items"].as_array().unwrap().iter().collect();
    let ids: Vec<_> = ids.iter().map(|item| &item["activity_id"]).collect();
    assert_eq!(ids, [&json!(named), &json!(stock_id)]);
    let shown = staff.get(&format!("/api/activities/{stock_id}")).await;
    assert_eq!(shown["activity_id"], stock_id);
    assert_eq!(
        (&shown["owner"], &shown["state"]),
        (&json!(CREATOR), &json!("active"))
    );
    assert_eq!(shown["budget"]["issued"], 1);
    assert_eq!(shown["document"]["stock_name"], "满减券");

    let shown = staff.get(&format!("/api/vouchers/{code}")).await;
    assert_eq!(code.len(), 22);
    assert_eq!(
        (
            &shown["voucher_id"],
            &shown["code"],
            &shown["activity_id"],
            &shown["status"]
        ),
        (
            &json!(code),
            &json!(code),
            &json!(stock_id),
            &json!("usable")
        )
    );
    redeem(&world, &stock_id, &code).await;
    let shown = staff.get(&format!("/api/vouchers/{code}")).await;
    assert_eq!(shown["status"], "redeemed");

    // A merchant's code is shown beside the platform's number.
    let stock = quan_wire::wechatpay::id::parse_stock(&named).unwrap();
    let coupon = quan_core::VoucherId::new(stock, 1);
    let number = world.platform.code_book().code_of(coupon);
    let shown = staff.get(&format!("/api/vouchers/{number}")).await;
    assert_eq!(
        (&shown["voucher_id"], &shown["code"]),
        (&json!(number), &json!("MINE-1"))
    );

    // Neither answers to a name that Alipay would give it.
    for path in [
        format!("/api/activities/20261105008260040000{:08}", stock.number()),
        "/api/vouchers/0000000000000000000000".to_owned(),
        "/api/vouchers/MINE-1".to_owned(),
    ] {
        let (status, _) = staff.call("GET", &path).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn quans_own_api_takes_a_coupon_out_of_a_wallet() {
    let world = World::new();
    let staff = Staff::of(&world);
    let stock_id = world.stock(stock()).await;
    let code = world.send(&stock_id, ALICE).await;
    let (status, shown) = staff
        .call("POST", &format!("/api/vouchers/{code}/hide"))
        .await;
    assert_eq!((status, &shown["hidden"]), (StatusCode::OK, &json!(true)));
    let coupon = world
        .ok(CREATOR, "GET", &coupon_path(ALICE, &code, APP), Value::Null)
        .await;
    assert_eq!(coupon["coupon_state"], "DELETED");
}

#[tokio::test]
async fn the_books_are_sound_after_all_that_becomes_of_stocks() {
    let directory = tempfile::tempdir().unwrap();
    for world in [World::new(), crate::replays::stored(directory.path())] {
        let staff = Staff::of(&world);
        let mut ids = Vec::new();
        for body in [stock(), stock_of_uploaded_codes()] {
            let stock_id = world.stock(body).await;
            let uploaded = ids.len() == 1;
            let target = stock_path(&stock_id, "/couponcodes");
            if uploaded {
                let codes = json!({
                    "coupon_code_list": ["A", "B", "C"], "upload_request_no": "U-1",
                });
                world.ok(CREATOR, "POST", &target, codes).await;
            }
            for user in [ALICE, BOB] {
                world.send(&stock_id, user).await;
            }
            if uploaded {
                let free = format!("{target}?status=AVAILABLE");
                let free = world.ok(CREATOR, "GET", &free, Value::Null).await;
                let free = free["data"][0]["code"].as_str().unwrap();
                let delete = format!("{target}/{free}?delete_request_no=D-1");
                world.ok(CREATOR, "DELETE", &delete, Value::Null).await;
            }
            let fewer = json!({
                "target_max_coupons": 2, "current_max_coupons": 100,
                "modify_budget_request_no": "B-1",
            });
            world
                .ok(CREATOR, "PATCH", &stock_path(&stock_id, "/budget"), fewer)
                .await;
            let daily = json!({
                "target_max_coupons_by_day": 7, "current_max_coupons_by_day": 0,
                "modify_budget_request_no": "B-2",
            });
            world
                .ok(CREATOR, "PATCH", &stock_path(&stock_id, "/budget"), daily)
                .await;
            let change = json!({ "comment": "改后", "out_request_no": "P-1" });
            world
                .ok(CREATOR, "PATCH", &stock_path(&stock_id, ""), change)
                .await;
            ids.push(stock_id);
        }
        staff.does("stop", &ids[0]).await;
        let books = staff.get("/api/verify").await;
        assert_eq!(books["findings"], json!([]));
        world.go_to("2026-12-24T10:00:00+08:00").await;
        let books = staff.get("/api/verify").await;
        assert_eq!(books["findings"], json!([]));
        for stock_id in &ids {
            let shown = staff.get(&format!("/api/activities/{stock_id}")).await;
            assert_eq!(shown["budget"]["balanced"], true);
            assert_eq!(shown["budget"]["expired"], 2);
        }
    }
}
