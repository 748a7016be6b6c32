//! Sections 9.1 to 9.3: activities as those see them who give vouchers away.

use quan_wire::alipay::message::Operation;
use serde_json::{Value, json};

use crate::world::{
    ALICE, ALICE_OPEN, BOB, CLIENT, OWNER, STRANGER, World, activity_number, body, body_giving,
    client, isv, owner, stranger,
};

async fn consulted(world: &World, user: &str, ids: &[&str]) -> Vec<Value> {
    let list: Vec<_> = ids.iter().map(|id| json!({ "activity_id": id })).collect();
    let body = json!({ "consult_activity_info_list": list, "user_id": user });
    let answer = world.ok(Operation::ActivityConsult, body).await;
    let rows = answer["consult_result_info_list"].as_array().unwrap();
    let asked: Vec<_> = rows
        .iter()
        .map(|row| row["activity_id"].as_str().unwrap())
        .collect();
    assert_eq!(asked, ids, "in the order of the questions");
    rows.iter()
        .map(|row| row["consult_result_code"].clone())
        .collect()
}

#[tokio::test]
async fn v9_1_every_verdict() {
    let world = World::new();
    let open = world.active(body()).await;
    let capped = world
        .active(body_giving(json!({ "quantity_limit_per_user": 1 })))
        .await;
    world.send(&capped, ALICE).await;
    let empty = world.active(body_giving(json!({ "quantity": 1 }))).await;
    world.send(&empty, BOB).await;
    let start = json!({ "publish_start_time": "2026-11-06 00:00:00" });
    let ahead = world.active(body_giving(start)).await;
    let init = world.create(body()).await;
    let stopped = world.stopped(body()).await;
    let end = json!({ "publish_end_time": "2026-11-05 10:30:00" });
    let ended = world.active(body_giving(end)).await;
    let theirs = world.create_as(client(), body()).await;
    world
        .answer_to(client(), Operation::VoucherPublish, &world.order(&theirs))
        .await;
    world.go_to("2026-11-05 11:00:00").await;
    let ids = [
        &*open, &*capped, &*empty, &*ahead, &*init, &*stopped, &*ended, &*theirs, "nothing",
    ];
    assert_eq!(
        consulted(&world, ALICE, &ids).await,
        [
            "SUCCESS",
            "COUNT_OVER_LIMIT",
            "BUDGET_NOT_ENOUGH",
            "ACTIVITY_NOT_START",
            "OTHER",
            "OTHER",
            "OTHER",
            "ACTIVITY_NOT_PERMISSION",
            "OTHER",
        ]
    );
}

#[tokio::test]
async fn v9_1_a_consultation_issues_nothing() {
    let world = World::new();
    let id = world
        .active(body_giving(json!({ "quantity_limit_per_user": 1 })))
        .await;
    for _ in 0..3 {
        assert_eq!(consulted(&world, ALICE, &[&id]).await, ["SUCCESS"]);
    }
    assert_eq!(world.query(&id).await["summary"]["publish_count"], 0);
}

#[tokio::test]
async fn v9_1_the_user_is_echoed_as_named() {
    let world = World::new();
    let id = world.active(body()).await;
    let body = json!({
        "consult_activity_info_list": [{ "activity_id": id }], "open_id": ALICE_OPEN
    });
    let answer = world.ok(Operation::ActivityConsult, body).await;
    assert_eq!(answer["open_id"], ALICE_OPEN);
    assert!(answer.get("user_id").is_none());
}

#[tokio::test]
async fn v9_1_another_merchant_needs_agency() {
    let world = World::new();
    let id = world.active(body()).await;
    let body = json!({
        "consult_activity_info_list": [{ "activity_id": id }], "user_id": ALICE,
        "merchant_id": CLIENT
    });
    let refused = world.no(Operation::ActivityConsult, body).await;
    assert_eq!(refused.code, "BIZ_ERROR");
    assert!(refused.message.contains("缺少代运营授权关系"));
}

#[tokio::test]
async fn v9_2_shows_an_activity_that_was_published() {
    let world = World::new();
    let id = world.active(body()).await;
    let asked = json!({ "activity_id": id });
    let answer = world.ok(Operation::ActivityQuery, asked.clone()).await;
    assert_eq!(answer["activity_status"], "ACTIVE");
    assert_eq!(answer["belong_merchant_id"], OWNER);
    assert_eq!(answer["voucher_use_rule"]["fix_voucher"]["amount"], "20");
    assert_eq!(answer["voucher_send_rule"]["voucher_quantity"], 1000);
    world.engine.pause(activity_number(&id)).await.unwrap();
    let answer = world.ok(Operation::ActivityQuery, asked.clone()).await;
    assert_eq!(answer["activity_status"], "PAUSE");
    world.go_to("2026-12-01 00:00:00").await;
    let answer = world.ok(Operation::ActivityQuery, asked).await;
    assert_eq!(answer["activity_status"], "FINISHED");
}

#[tokio::test]
async fn v9_2_init_is_activity_not_active() {
    let world = World::new();
    let id = world.create(body()).await;
    let code = world
        .code(Operation::ActivityQuery, json!({ "activity_id": id }))
        .await;
    assert_eq!(code, "ACTIVITY_NOT_ACTIVE");
}

#[tokio::test]
async fn v9_2_foreign_is_activity_not_permission() {
    let world = World::new();
    let id = world.active(body()).await;
    let asked = json!({ "activity_id": id });
    let refused = world
        .refusal_to(stranger(), Operation::ActivityQuery, &asked)
        .await;
    assert_eq!(refused.code, "ACTIVITY_NOT_PERMISSION");
    let asked = json!({ "activity_id": id, "merchant_id": STRANGER });
    let refused = world
        .refusal_to(owner(), Operation::ActivityQuery, &asked)
        .await;
    assert_eq!(refused.code, "ACTIVITY_NOT_PERMISSION");
}

#[tokio::test]
async fn v9_2_unknown_is_invalid_parameter() {
    let world = World::new();
    let asked = json!({ "activity_id": "2026110500826004000000000777" });
    assert_eq!(
        world.code(Operation::ActivityQuery, asked).await,
        "INVALID_PARAMETER"
    );
}

#[tokio::test]
async fn v9_an_agent_asks_for_its_client() {
    let world = World::new();
    let id = world.create_as(client(), body()).await;
    world
        .answer_to(client(), Operation::VoucherPublish, &world.order(&id))
        .await;
    world.settle().await;
    let asked = json!({ "activity_id": id, "merchant_id": CLIENT });
    world
        .answer_to(isv(), Operation::ActivityQuery, &asked)
        .await;
    let asked = json!({ "merchant_id": CLIENT });
    let answer = world
        .answer_to(isv(), Operation::ActivityBatchquery, &asked)
        .await;
    assert_eq!(answer["total_size"], "1");
}

async fn listed(world: &World, body: Value) -> (Vec<String>, Value) {
    let answer = world.ok(Operation::ActivityBatchquery, body).await;
    let rows = answer["activity_lite_infos"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let ids = rows
        .iter()
        .map(|row| row["activity_id"].as_str().unwrap().to_owned());
    (ids.collect(), answer)
}

#[tokio::test]
async fn v9_3_newest_first_without_init() {
    let world = World::new();
    let first = world.active(body()).await;
    world.create(body()).await;
    world.go_to("2026-11-05 11:00:00").await;
    let second = world.active(body()).await;
    let stopped = world.stopped(body()).await;
    let (ids, answer) = listed(&world, json!({})).await;
    assert_eq!(ids, [stopped, second, first]);
    assert_eq!(answer["total_size"], "3");
    assert_eq!(answer["page_num"], 1);
    assert_eq!(answer["page_size"], 20);
    let row = &answer["activity_lite_infos"][1];
    assert_eq!(row["activity_status"], "ACTIVE");
    assert_eq!(row["create_time"], "2026-11-05 11:00:00");
    assert_eq!(row["belong_merchant_id"], OWNER);
}

#[tokio::test]
async fn v9_3_by_status() {
    let world = World::new();
    let active = world.active(body()).await;
    let paused = world.active(body()).await;
    world.engine.pause(activity_number(&paused)).await.unwrap();
    world.stopped(body()).await;
    let by = |status: &str| json!({ "activity_status": status });
    assert_eq!(listed(&world, by("ACTIVE")).await.0, [active]);
    assert_eq!(listed(&world, by("PAUSE")).await.0, [paused]);
    assert_eq!(
        world.code(Operation::ActivityBatchquery, by("INIT")).await,
        "INVALID_PARAMETER"
    );
}

#[tokio::test]
async fn v9_3_in_pages() {
    let world = World::new();
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.insert(0, world.active(body()).await);
    }
    let page = |num: u32| json!({ "page_num": num, "page_size": 2 });
    assert_eq!(listed(&world, page(1)).await.0, ids[..2]);
    assert_eq!(listed(&world, page(2)).await.0, ids[2..]);
    assert!(listed(&world, page(3)).await.0.is_empty());
    for page in [json!({ "page_size": 21 }), json!({ "page_num": -1 })] {
        let code = world.code(Operation::ActivityBatchquery, page).await;
        assert_eq!(code, "INVALID_PARAMETER");
    }
}
