//! Laying stocks down.

use serde_json::{Value, json};

use crate::world::*;
use crate::{SAMPLED, sample};

/// What a stock says of itself once it was laid down by this request.
fn read_back(mut request: Value, stock_id: &str) -> Value {
    let object = request.as_object_mut().unwrap();
    object.remove("out_request_no");
    object.insert("stock_id".to_owned(), stock_id.into());
    object.insert("stock_state".to_owned(), "RUNNING".into());
    object.entry("subsidy").or_insert(false.into());
    let mut sent = json!({ "total_send_num": 0 });
    let normal = object["stock_type"] == "NORMAL";
    if normal {
        sent["total_send_amount"] = 0.into();
    }
    if object["stock_send_rule"]["max_coupons_by_day"].is_u64() {
        sent["today_send_num"] = 0.into();
        if normal {
            sent["today_send_amount"] = 0.into();
        }
    }
    object.insert("send_count_information".to_owned(), sent);
    if object["coupon_code_mode"] == "MERCHANT_UPLOAD" {
        let count = json!({ "total_count": 0, "available_count": 0 });
        object.insert("coupon_code_count".to_owned(), count);
    }
    request
}

#[tokio::test]
async fn w_create_every_field_of_the_samples_is_read_back() {
    let world = World::new();
    world.clock.set(at(SAMPLED));
    for name in ["minimal", "normal", "discount", "exchange"] {
        let request = sample(&format!("create-stock.{name}.request"));
        let answer = world.ok(RECORDED, "POST", STOCKS, request.clone()).await;
        assert_eq!(answer["create_time"], SAMPLED);
        let stock_id = answer["stock_id"].as_str().unwrap();
        assert_eq!(answer.as_object().unwrap().len(), 2);
        let shown = world
            .ok(RECORDED, "GET", &stock_path(stock_id, ""), Value::Null)
            .await;
        assert_eq!(shown, read_back(request, stock_id), "{name}");
    }
}

#[tokio::test]
async fn w_create_16_what_has_no_effect_is_kept() {
    let world = World::new();
    let request = stock_with(&[
        ("stock_send_rule/max_amount", json!(100_000)),
        ("stock_send_rule/max_amount_by_day", json!(500)),
        ("stock_send_rule/transferable", json!(true)),
        ("stock_send_rule/shareable", json!(true)),
        ("stock_send_rule/natural_person_limit", json!(true)),
        ("stock_send_rule/prevent_api_abuse", json!(true)),
        ("subsidy", json!(true)),
        (
            "display_pattern_info/finder_info",
            json!({
                "finder_id": "sph1", "finder_video_id": "v1",
                "finder_video_cover_image_url": "https://wxpaylogo.qpic.cn/finder/0"
            }),
        ),
    ]);
    let stock_id = world.stock(request.clone()).await;
    let shown = world
        .ok(CREATOR, "GET", &stock_path(&stock_id, ""), Value::Null)
        .await;
    assert_eq!(shown, read_back(request, &stock_id));
    // No budget of money holds the second coupon back.
    world.send(&stock_id, ALICE).await;
    world.send(&stock_id, BOB).await;
}

#[tokio::test]
async fn w_create_2_the_extremes_of_every_benefit_are_kept() {
    let world = World::new();
    let most = 10_000_000;
    let rules = [
        (
            "NORMAL",
            "fixed_normal_coupon",
            json!({ "discount_amount": most, "transaction_minimum": 1 }),
        ),
        (
            "NORMAL",
            "fixed_normal_coupon",
            json!({ "discount_amount": 1, "transaction_minimum": most }),
        ),
        (
            "DISCOUNT",
            "discount_coupon",
            json!({ "discount_percent": 100, "transaction_minimum": most }),
        ),
        (
            "DISCOUNT",
            "discount_coupon",
            json!({ "discount_percent": 1, "transaction_minimum": 1 }),
        ),
        (
            "EXCHANGE",
            "exchange_coupon",
            json!({ "exchange_price": 0, "transaction_minimum": 1 }),
        ),
        (
            "EXCHANGE",
            "exchange_coupon",
            json!({ "exchange_price": most, "transaction_minimum": most }),
        ),
    ];
    let directory = tempfile::tempdir().unwrap();
    let stored = crate::replays::stored(directory.path());
    for world in [&world, &stored] {
        for (kind, name, rule) in &rules {
            let mut request = stock();
            request["stock_type"] = (*kind).into();
            let uses = request["coupon_use_rule"].as_object_mut().unwrap();
            uses.remove("fixed_normal_coupon");
            uses.insert((*name).to_owned(), rule.clone());
            set(
                &mut request,
                "stock_send_rule/max_coupons",
                json!(1_000_000_000),
            );
            set(
                &mut request,
                "stock_send_rule/max_coupons_by_day",
                json!(1_000_000_000),
            );
            let stock_id = world.stock(request.clone()).await;
            let target = stock_path(&stock_id, "");
            let shown = world.ok(CREATOR, "GET", &target, Value::Null).await;
            assert_eq!(shown, read_back(request, &stock_id));
            world.send(&stock_id, ALICE).await;
        }
    }
}

#[tokio::test]
async fn w_create_3_the_owner_exists_and_is_ones_own_or_a_client() {
    let world = World::new();
    let of = |owner: &str| {
        let mut body = stock_with(&[("belong_merchant", json!(owner))]);
        body["out_request_no"] = world.number().into();
        body
    };
    let unknown = world
        .refusal(CREATOR, "POST", STOCKS, of("1999999999"))
        .await;
    assert_eq!(unknown.code(), (400, "MCH_NOT_EXISTS"));
    assert_eq!(unknown.message, "商户号不存在");
    for (caller, owner) in [(CREATOR, STRANGER), (CLIENT, PARTNER), (PARTNER, STRANGER)] {
        let refused = world.refusal(caller, "POST", STOCKS, of(owner)).await;
        assert_eq!(refused.code(), (403, "NO_AUTH"), "{caller} {owner}");
        assert_eq!(refused.message, "无权限");
    }
    for (caller, owner) in [(CREATOR, CREATOR), (PARTNER, PARTNER), (PARTNER, CLIENT)] {
        world.ok(caller, "POST", STOCKS, of(owner)).await;
    }
}

#[tokio::test]
async fn w_create_14_applications_are_the_callers_or_the_owners() {
    let world = World::new();
    let appids = ["custom_entrance/appid", "notify_config/notify_appid"];
    for field in appids {
        let of = |owner: &str, appid: &str| {
            let mut body = stock_with(&[("belong_merchant", json!(owner)), (field, json!(appid))]);
            body["out_request_no"] = world.number().into();
            body
        };
        for (caller, owner, appid) in [
            (CREATOR, CREATOR, STRANGER_APP),
            (CREATOR, CREATOR, "wxunknown"),
            (CLIENT, CLIENT, PARTNER_APP),
        ] {
            let refused = world
                .refusal(caller, "POST", STOCKS, of(owner, appid))
                .await;
            assert_eq!(refused.code(), (400, "APPID_MCHID_NOT_MATCH"), "{appid}");
            assert_eq!(refused.message, "AppID与请求方商户无关联关系");
        }
        for (caller, owner, appid) in [
            (CREATOR, CREATOR, APP),
            (PARTNER, CLIENT, PARTNER_APP),
            (PARTNER, CLIENT, CLIENT_APP),
        ] {
            world.ok(caller, "POST", STOCKS, of(owner, appid)).await;
        }
    }
}

#[tokio::test]
async fn w_create_18_a_new_stock_has_issued_nothing_and_runs() {
    let world = World::new();
    let stock_id = world.stock(stock_of_uploaded_codes()).await;
    let shown = world
        .ok(CREATOR, "GET", &stock_path(&stock_id, ""), Value::Null)
        .await;
    assert_eq!(shown["stock_state"], "RUNNING");
    assert_eq!(shown["send_count_information"]["total_send_num"], 0);
    assert_eq!(
        shown["coupon_code_count"],
        json!({ "total_count": 0, "available_count": 0 })
    );
}

#[tokio::test]
async fn w_create_19_the_same_request_is_the_same_stock() {
    let world = World::new();
    let mut body = stock();
    body["out_request_no"] = "C-1".into();
    let first = world.ok(CREATOR, "POST", STOCKS, body.clone()).await;
    world.go_to("2026-11-06T10:00:00+08:00").await;
    // What reads the same is the same: another order, blanks, `null`, an offset.
    let mut again = json!({ "comment": null, "unknown": 1, "display_pattern_info": {} });
    for (name, value) in body.as_object().unwrap() {
        again[name] = value.clone();
    }
    set(
        &mut again,
        "coupon_use_rule/coupon_available_time/available_begin_time",
        json!("2026-10-31T16:00:00.000Z"),
    );
    for body in [body.clone(), again] {
        assert_eq!(world.ok(CREATOR, "POST", STOCKS, body).await, first);
    }
    assert_eq!(first["create_time"], BEGIN);

    // The number is the merchant's own.
    body["belong_merchant"] = STRANGER.into();
    let other = world.ok(STRANGER, "POST", STOCKS, body).await;
    assert_ne!(other["stock_id"], first["stock_id"]);
}

#[tokio::test]
async fn w_create_19_also_after_the_stock_is_over() {
    let world = World::new();
    let mut body = stock();
    body["out_request_no"] = "C-1".into();
    let first = world.ok(CREATOR, "POST", STOCKS, body.clone()).await;
    world.go_to("2026-12-24T10:00:00+08:00").await;
    assert_eq!(world.ok(CREATOR, "POST", STOCKS, body.clone()).await, first);
    body["out_request_no"] = "C-2".into();
    let late = world.refusal(CREATOR, "POST", STOCKS, body).await;
    assert_eq!(late.code(), (400, "PARAM_ERROR"));
}

#[tokio::test]
async fn w_create_20_a_number_names_one_stock() {
    let world = World::new();
    let mut body = stock();
    body["out_request_no"] = "C-1".into();
    world.ok(CREATOR, "POST", STOCKS, body.clone()).await;
    for (path, value) in [
        ("comment", json!("备注")),
        ("stock_name", json!("别的券")),
        ("stock_send_rule/max_coupons", json!(101)),
        // Even where what it says is wrong in itself.
        ("belong_merchant", json!(STRANGER)),
    ] {
        let mut other = body.clone();
        set(&mut other, path, value);
        let refused = world.refusal(CREATOR, "POST", STOCKS, other).await;
        assert_eq!(refused.code(), (400, "RESOURCE_ALREADY_EXISTS"), "{path}");
        assert_eq!(refused.message, "批次已存在");
    }
}

#[tokio::test]
async fn w_create_17_caps_beyond_the_budget_hold_nothing_back() {
    let world = World::new();
    let stock_id = world
        .stock(stock_with(&[
            ("stock_send_rule/max_coupons", json!(1)),
            ("stock_send_rule/max_coupons_by_day", json!(5)),
            ("stock_send_rule/max_coupons_per_user", json!(5)),
        ]))
        .await;
    world.send(&stock_id, ALICE).await;
    let target = format!("{COUPONS}/send");
    let refused = world
        .refusal(CREATOR, "POST", &target, world.to_send(&stock_id, BOB))
        .await;
    assert_eq!(refused.message, "批次预算不足");
}
