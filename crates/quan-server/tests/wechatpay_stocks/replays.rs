//! The same request is answered once, and then the same way.

use std::path::Path;
use std::sync::Arc;

use quan_engine::registry::Registry;
use quan_engine::{Engine, Options};
use quan_server::clock::FixedClock;
use serde_json::{Value, json};

use crate::general::picture;
use crate::world::*;

/// A world on the embedded store of a directory, as it was left.
pub(crate) fn stored(directory: &Path) -> World {
    let clock = FixedClock::at(at(BEGIN));
    let engine = Engine::open(directory, Arc::new(clock.clone()), Options::default()).unwrap();
    let registry = Registry::on_sqlite(&directory.join("quan.db")).unwrap();
    registry.put(&entries()).unwrap();
    World::around(engine, registry, clock, &Wish::default())
}

/// Ends a world, so that its directory can be opened again.
async fn close(world: World) {
    let World { engine, server, .. } = world;
    drop(server);
    engine.close().await;
}

/// One of every call that changes something, with a number each.
fn calls(stock_id: &str) -> Vec<(&'static str, String, Value)> {
    let at = |rest: &str| stock_path(stock_id, rest);
    let mut create = stock();
    create["out_request_no"] = "C-1".into();
    let codes = json!({ "coupon_code_list": ["A", "A", "B", "x#"], "upload_request_no": "U-1" });
    let total = json!({
        "target_max_coupons": 120, "current_max_coupons": 100,
        "modify_budget_request_no": "B-1",
    });
    let daily = json!({
        "target_max_coupons_by_day": 7, "current_max_coupons_by_day": 0,
        "modify_budget_request_no": "B-2",
    });
    let change = json!({ "comment": "改后", "out_request_no": "P-1" });
    vec![
        ("POST", STOCKS.to_owned(), create),
        ("PATCH", at(""), change),
        ("PATCH", at("/budget"), total),
        ("PATCH", at("/budget"), daily),
        ("POST", at("/couponcodes"), codes),
        (
            "DELETE",
            at("/couponcodes/A?delete_request_no=D-1"),
            Value::Null,
        ),
    ]
}

/// The same calls with other contents, and what they are told.
fn others(stock_id: &str) -> Vec<(&'static str, String, Value, &'static str)> {
    let reused = "请求重入时，参数与首次请求时不一致";
    calls(stock_id)
        .into_iter()
        .map(|(method, target, mut body)| {
            let mut message = reused;
            let mut target = target;
            if target == STOCKS {
                body["comment"] = "另外".into();
                message = "批次已存在";
            } else if target.ends_with("/budget") {
                body["current_max_coupons"] = 77.into();
            } else if method == "PATCH" {
                body["comment"] = "另外".into();
            } else if method == "POST" {
                body["coupon_code_list"] = json!(["B", "A"]);
            } else {
                target = target.replace("/A?", "/B?");
            }
            (method, target, body, message)
        })
        .collect()
}

#[tokio::test]
async fn w_idem_4_every_answer_is_given_again_even_after_a_restart() {
    let directory = tempfile::tempdir().unwrap();
    let world = stored(directory.path());
    let stock_id = world.stock(stock_of_uploaded_codes()).await;
    let mut answers = Vec::new();
    for (method, target, body) in calls(&stock_id) {
        answers.push(world.ok(CREATOR, method, &target, body).await);
    }
    let target = stock_path(&stock_id, "");
    let shown = world.ok(CREATOR, "GET", &target, Value::Null).await;
    close(world).await;

    for day in ["2026-11-06T10:00:00+08:00", "2026-12-24T10:00:00+08:00"] {
        let world = stored(directory.path());
        world.clock.set(at(day));
        for ((method, target, body), answer) in calls(&stock_id).into_iter().zip(&answers) {
            let again = world.ok(CREATOR, method, &target, body).await;
            assert_eq!(&again, answer, "{method} {target}");
        }
        for (method, target, body, message) in others(&stock_id) {
            let refused = world.refusal(CREATOR, method, &target, body).await;
            assert_eq!(refused.message, message, "{method} {target}");
            assert_eq!(refused.status, 400);
        }
        let mut now = world.ok(CREATOR, "GET", &target, Value::Null).await;
        if day.starts_with("2026-12") {
            assert_eq!(now["stock_state"], "STOPED");
            now["stock_state"] = "RUNNING".into();
        }
        assert_eq!(now, shown);
        close(world).await;
    }
}

#[tokio::test]
async fn w_idem_2_other_contents_under_the_same_number() {
    let world = World::new();
    let stock_id = world.stock(stock_of_uploaded_codes()).await;
    for (method, target, body) in calls(&stock_id) {
        world.ok(CREATOR, method, &target, body).await;
    }
    for (method, target, body, message) in others(&stock_id) {
        let refused = world.refusal(CREATOR, method, &target, body).await;
        assert_eq!((refused.status, refused.message.as_str()), (400, message));
    }
}

#[tokio::test]
async fn w_idem_1_what_was_refused_may_be_asked_again() {
    let world = World::new();
    let stock_id = world.stock(stock_of_uploaded_codes()).await;
    // Each is refused first for what it says, and then says something else under
    // the same number.
    let budget = stock_path(&stock_id, "/budget");
    let said = |current: u32| {
        json!({
            "target_max_coupons": 120, "current_max_coupons": current,
            "modify_budget_request_no": "B-1",
        })
    };
    world.refusal(CREATOR, "PATCH", &budget, said(99)).await;
    world.ok(CREATOR, "PATCH", &budget, said(100)).await;

    let mut body = stock_with(&[("notify_config/notify_appid", json!(STRANGER_APP))]);
    body["out_request_no"] = "C-1".into();
    world.refusal(CREATOR, "POST", STOCKS, body.clone()).await;
    set(&mut body, "notify_config/notify_appid", json!(APP));
    world.ok(CREATOR, "POST", STOCKS, body).await;

    let target = stock_path(&stock_id, "");
    let change = |path: &str, value: &str| {
        let mut body = json!({ "out_request_no": "P-1" });
        set(&mut body, path, json!(value));
        body
    };
    world
        .refusal(CREATOR, "PATCH", &target, change("stock_name", "别的券"))
        .await;
    world
        .ok(CREATOR, "PATCH", &target, change("comment", "改后"))
        .await;

    let delete = stock_path(&stock_id, "/couponcodes/A?delete_request_no=D-1");
    world.refusal(CREATOR, "DELETE", &delete, Value::Null).await;
    let codes = json!({ "coupon_code_list": ["A"], "upload_request_no": "U-1" });
    let upload = stock_path(&stock_id, "/couponcodes");
    world.ok(CREATOR, "POST", &upload, codes).await;
    world.ok(CREATOR, "DELETE", &delete, Value::Null).await;
}

#[tokio::test]
async fn w_idem_3_of_many_at_once_one_has_an_effect() {
    let directory = tempfile::tempdir().unwrap();
    let worlds = [World::new(), stored(directory.path())];
    for world in &worlds {
        let stock_id = world.stock(stock_of_uploaded_codes()).await;
        for (method, target, body) in calls(&stock_id) {
            let asked = (0..8).map(|_| world.call(CREATOR, method, &target, body.clone()));
            let answers = futures_util::future::join_all(asked).await;
            for answer in &answers {
                assert!(answer.status < 300, "{method} {target}: {}", answer.json);
                assert_eq!(answer.json, answers[0].json, "{method} {target}");
            }
        }
        let shown = world
            .ok(CREATOR, "GET", &stock_path(&stock_id, ""), Value::Null)
            .await;
        assert_eq!(shown["coupon_code_count"]["total_count"], 1);
        assert_eq!(shown["stock_send_rule"]["max_coupons"], 120);
    }
}

#[tokio::test]
async fn changes_of_many_at_once_are_all_done() {
    let world = World::new();
    let stock_id = world.stock(stock()).await;
    let target = stock_path(&stock_id, "");
    let asked = (0..6).map(|number| {
        let mut body = json!({ "out_request_no": format!("P-{number}") });
        set(
            &mut body,
            ["comment", "goods_name"][number % 2],
            json!(format!("第{number}")),
        );
        world.call(CREATOR, "PATCH", &target, body)
    });
    for answer in futures_util::future::join_all(asked).await {
        assert_eq!(answer.status, 204, "{}", answer.json);
    }
    let shown = world.ok(CREATOR, "GET", &target, Value::Null).await;
    assert!(shown["comment"].as_str().unwrap().starts_with('第'));
    assert!(shown["goods_name"].as_str().unwrap().starts_with('第'));
}

#[tokio::test]
async fn addresses_and_pictures_outlive_a_restart() {
    let directory = tempfile::tempdir().unwrap();
    let world = stored(directory.path());
    let body = json!({ "notify_url": "https://m.example/told" });
    world.ok(CREATOR, "POST", CALLBACKS, body).await;
    let first = world.answer(picture(&world, "a picture")).await.json;
    close(world).await;

    let world = stored(directory.path());
    let shown = world.ok(CREATOR, "GET", CALLBACKS, Value::Null).await;
    assert_eq!(shown["notify_url"], "https://m.example/told");
    let again = world.answer(picture(&world, "a picture")).await.json;
    assert_eq!(again, first);
    let other = world.answer(picture(&world, "another")).await.json;
    assert_ne!(other, first);
    close(world).await;
}
