//! `….activity.delivery.{create,query,stop}`.

use quan_core::AppId;
use quan_engine::registry::{DeliveryStatus, Entry, Image, ServiceCode};
use quan_wire::alipay::message::Operation;
use serde_json::{Value, json};

use crate::http::{BOTH, Http, ISV, ISV_FOR_CLIENT, OWNER, Protocol, STRANGER};
use crate::world::{self, CLIENT, OWNER_APP, WEB_APP, body, merchant};

const CREATE: Operation = Operation::DeliveryCreate;
const QUERY: Operation = Operation::DeliveryQuery;
const STOP: Operation = Operation::DeliveryStop;
const CODE: &str = "2020030921000303380758";

/// A plan that gives vouchers of an activity after a payment.
fn plan(activity: &str, with: Value) -> Value {
    let mut plan = json!({
        "out_biz_no": "D-1",
        "delivery_booth_code": "PAYMENT_RESULT",
        "delivery_base_info": {
            "delivery_name": "支付后发券",
            "delivery_begin_time": "2026-11-05 00:00:00",
            "delivery_end_time": "2026-11-30 23:59:59",
        },
        "delivery_play_config": { "delivery_full_send_config": {
            "delivery_floor_amount": "10.00",
            "delivery_content_info": {
                "delivery_content_type": "ACTIVITY",
                "delivery_activity_content": { "activity_id": activity },
                "delivery_display_info": { "main_title": "满减", "sub_title": "咖啡" },
            },
        }},
        "delivery_target_rule": {
            "delivery_recall_mode": "CITY_RECALL",
            "delivery_available_scope": {
                "delivery_available_scope_type": "CITY_CODE",
                "delivery_available_city_code": { "city_codes": ["330100"] },
            },
        },
    });
    for (path, value) in with.as_object().unwrap() {
        world::set(&mut plan, path, value.clone());
    }
    plan
}

/// A plan that leads to a service.
fn leads_to(app: &str, code: &str) -> Value {
    let content = json!({
        "delivery_content_type": "MINI_APP",
        "delivery_app_content": { "mini_app_id": app, "service_code_list": [code] },
    });
    let play = json!({ "delivery_single_send_config": { "delivery_content_info": content } });
    plan("", json!({ "delivery_play_config": play }))
}

async fn made(http: &Http, protocol: Protocol, body: Value) -> String {
    let answer = http.ok(protocol, OWNER, CREATE, body).await;
    answer["delivery_id"].as_str().unwrap().to_owned()
}

async fn status(http: &Http, id: &str) -> String {
    let asked = json!({ "delivery_id": id });
    let shown = http.ok(Protocol::Rest, OWNER, QUERY, asked).await;
    shown["delivery_status"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn dl1_a_plan_is_made_once_for_a_number_over_both_protocols() {
    let http = Http::new();
    let activity = http.world.active(body()).await;
    let id = made(&http, Protocol::Gateway, plan(&activity, json!({}))).await;
    assert!(id.len() == 28 && id.starts_with("20261105"), "{id}");
    // However the same is written.
    let same = json!({
        "merchant_access_mode": "SELF_MODE",
        "delivery_play_config/delivery_full_send_config/delivery_floor_amount": 10,
        "unknown": "ignored",
    });
    assert_eq!(made(&http, Protocol::Rest, plan(&activity, same)).await, id);
    let renamed = json!({ "delivery_base_info/delivery_name": "另一个名称" });
    let code = http
        .code(OWNER, CREATE, plan(&activity, renamed.clone()))
        .await;
    assert_eq!(code, "INVALID_PARAMETER");
    // What was done is answered again, whatever became of it.
    http.world.stop(&activity).await;
    let again = plan(&activity, json!({}));
    assert_eq!(made(&http, Protocol::Rest, again).await, id);
    let mut other = plan(&activity, renamed);
    other["out_biz_no"] = "D-2".into();
    let refused = http.no(Protocol::Rest, OWNER, CREATE, other).await;
    assert_eq!(refused.code, "BIZ_ERROR");
}

#[tokio::test]
async fn dl2_a_plan_is_shown_as_it_was_made_and_as_it_stands() {
    let http = Http::new();
    let activity = http.world.active(body()).await;
    let id = made(&http, Protocol::Rest, plan(&activity, json!({}))).await;
    let asked = json!({ "delivery_id": id });
    let shown = http
        .ok(Protocol::Gateway, OWNER, QUERY, asked.clone())
        .await;
    assert_eq!(
        http.ok(Protocol::Rest, OWNER, QUERY, asked.clone()).await,
        shown
    );
    let made = plan(&activity, json!({}));
    for block in [
        "delivery_booth_code",
        "delivery_base_info",
        "delivery_play_config",
        "delivery_target_rule",
    ] {
        assert_eq!(shown[block], made[block], "{block}");
    }
    assert_eq!(shown["delivery_id"], *id);
    assert_eq!(shown.get("delivery_error_msg"), None);
    for (state, word) in [
        (DeliveryStatus::Auditing, "AUDITING"),
        (DeliveryStatus::Rejected, "AUDIT_NO_PASS"),
        (DeliveryStatus::Inactive, "INACTIVE"),
        (DeliveryStatus::Active, "ACTIVE"),
    ] {
        let now = world::at(world::BEGIN);
        let why = Some("图片不清晰");
        let registry = &http.world.registry;
        registry.set_delivery_status(&id, state, why, now).unwrap();
        let shown = http.ok(Protocol::Rest, OWNER, QUERY, asked.clone()).await;
        assert_eq!(
            (&shown["delivery_status"], &shown["delivery_error_msg"]),
            (&json!(word), &json!("图片不清晰"))
        );
    }
}

#[tokio::test]
async fn dl3_a_plan_is_stopped_once_for_a_number() {
    for protocol in BOTH {
        let http = Http::new();
        let activity = http.world.active(body()).await;
        let id = made(&http, protocol, plan(&activity, json!({}))).await;
        assert_eq!(status(&http, &id).await, "ACTIVE");
        let stop = |number: &str| json!({ "delivery_id": id, "out_biz_no": number });
        for protocol in BOTH {
            let stopped = http.ok(protocol, OWNER, STOP, stop("S-1")).await;
            assert_eq!(stopped, json!({ "delivery_id": id }));
            assert_eq!(status(&http, &id).await, "INACTIVE");
        }
        http.ok(protocol, OWNER, STOP, stop("S-2")).await;
        let missing = json!({ "delivery_id": "D1", "out_biz_no": "S-1" });
        assert_eq!(http.code(OWNER, STOP, missing).await, "INVALID_PARAMETER");
        let without = json!({ "delivery_id": id });
        assert_eq!(http.code(OWNER, STOP, without).await, "INVALID_PARAMETER");
    }
}

#[tokio::test]
async fn dl4_a_plan_is_there_for_its_owner_and_who_made_it() {
    let http = Http::new();
    let activity = http.world.active(body()).await;
    let id = made(&http, Protocol::Rest, plan(&activity, json!({}))).await;
    let asked = || json!({ "delivery_id": id, "out_biz_no": "S-1" });
    for operation in [QUERY, STOP] {
        let code = http.code(STRANGER, operation, asked()).await;
        assert_eq!(code, "INVALID_PARAMETER");
    }
    // Another's activity is none.
    let stolen = plan(&activity, json!({}));
    let code = http.code(STRANGER, CREATE, stolen).await;
    assert_eq!(code, "INVALID_PARAMETER");
    // A service provider acts for those who let it.
    let for_client = |merchant: &str| {
        json!({
            "merchant_access_mode": "AGENCY_MODE",
            "belong_merchant_info": { "merchant_id": merchant, "merchant_id_type": "PID" },
        })
    };
    let mut leading = leads_to(OWNER_APP, CODE);
    leading["delivery_play_config"]["delivery_single_send_config"]["delivery_content_info"]["delivery_app_content"]
        .as_object_mut()
        .unwrap()
        .remove("service_code_list");
    let with = |merchant: &str| {
        let mut leading = leading.clone();
        for (name, value) in for_client(merchant).as_object().unwrap() {
            leading[name] = value.clone();
        }
        leading
    };
    let answer = http.ok(Protocol::Rest, ISV, CREATE, with(CLIENT)).await;
    let id = answer["delivery_id"].as_str().unwrap();
    let kept = http.world.registry.find_delivery(id).unwrap().unwrap();
    assert_eq!(
        (kept.merchant, kept.operator),
        (merchant(CLIENT), merchant(world::ISV))
    );
    let mut asked = for_client(CLIENT);
    asked["delivery_id"] = id.into();
    http.ok(Protocol::Rest, ISV, QUERY, asked).await;
    let mut strange = with(world::STRANGER);
    strange["out_biz_no"] = "D-2".into();
    let code = http.code(ISV, CREATE, strange).await;
    assert_eq!(code, "BIZ_ERROR");
}

#[tokio::test]
async fn dl5_only_what_can_be_given_away_is_planned() {
    let http = Http::new();
    let created = http.world.create(body()).await;
    let stopped = http.world.stopped(body()).await;
    for activity in [&created, &stopped] {
        let code = http.code(OWNER, CREATE, plan(activity, json!({}))).await;
        assert_eq!(code, "BIZ_ERROR");
    }
    let nowhere = plan("2016042700826004508401111111", json!({}));
    assert_eq!(http.code(OWNER, CREATE, nowhere).await, "INVALID_PARAMETER");
    let ended = http.world.active(body()).await;
    http.world.go_to("2026-12-01 00:00:00").await;
    let code = http.code(OWNER, CREATE, plan(&ended, json!({}))).await;
    assert_eq!(code, "BIZ_ERROR");
}

#[tokio::test]
async fn dl6_pictures_services_and_cities_are_known() {
    let http = Http::new();
    let activity = http.world.active(body()).await;
    let image = |id: &str, key: &str| {
        let image = Image {
            id: id.to_owned(),
            merchant: merchant(world::OWNER),
            file_key: key.to_owned(),
            media_type: "image/png".to_owned(),
            width: 600,
            height: 600,
            byte_count: 1,
            enhanced: false,
        };
        Entry::Image(image, vec![0])
    };
    let service = ServiceCode {
        code: CODE.into(),
        app: AppId::parse(OWNER_APP).unwrap(),
        name: "点单".into(),
        details: "{}".into(),
    };
    let registry = &http.world.registry;
    registry
        .put(&[
            image("A*channel", "DELIVERY_CHANNEL_PIC"),
            image("A*union", "PUBLIC_UNION_CHANNEL_PIC"),
            Entry::ServiceCode(service),
        ])
        .unwrap();
    let picture = "delivery_base_info/delivery_material/delivery_single_material/delivery_image";
    let cities = "delivery_target_rule/delivery_available_scope/delivery_available_city_code";
    for with in [
        json!({ picture: "A*none" }),
        json!({ picture: "A*union" }),
        json!({ picture: world::COVER }),
        json!({ cities: { "city_codes": ["330100", "999999"] } }),
    ] {
        let code = http.code(OWNER, CREATE, plan(&activity, with)).await;
        assert_eq!(code, "INVALID_PARAMETER");
    }
    for body in [
        leads_to(OWNER_APP, "2020030921000303380759"),
        leads_to(world::CLIENT_APP, CODE),
        leads_to(WEB_APP, CODE),
    ] {
        let code = http.code(OWNER, CREATE, body).await;
        assert_eq!(code, "INVALID_PARAMETER");
    }
    let with = json!({ picture: "A*channel", cities: { "all_city": true } });
    made(&http, Protocol::Gateway, plan(&activity, with)).await;
    let mut leading = leads_to(OWNER_APP, CODE);
    leading["out_biz_no"] = "D-2".into();
    made(&http, Protocol::Rest, leading).await;
}

#[tokio::test]
async fn dl7_an_element_stays_with_the_merchant_that_placed_it() {
    let http = Http::new();
    let mut of_both = body();
    of_both["merchant_access_mode"] = "AGENCY_MODE".into();
    of_both["activity_base_info"]["belong_merchant_info"] =
        json!({ "merchant_id": CLIENT, "merchant_id_type": "PID" });
    let id = http.world.create_as(world::isv(), of_both).await;
    let publish = http.world.order(&id);
    http.world
        .answer_to(world::isv(), Operation::VoucherPublish, &publish)
        .await;
    http.world.settle().await;
    let element = json!({ "activity_id": id, "booth_code": "PAYMENT_RESULT", "channel": "CH1" });
    let place = |number: &str| json!({ "out_biz_no": number, "delivery_config_list": [element] });
    let placed = http
        .ok(Protocol::Gateway, ISV_FOR_CLIENT, CREATE, place("E-1"))
        .await;
    assert!(placed["success_delivery_config_list"].is_array());
    let again = http.ok(Protocol::Gateway, ISV, CREATE, place("E-2")).await;
    assert_eq!(
        again["error_delivery_config_list"][0]["error_code"],
        "DELIVERY_OPERATE_ERROR"
    );
    let asked = json!({ "delivery_config_list": [element] });
    let shown = http
        .ok(Protocol::Gateway, ISV_FOR_CLIENT, QUERY, asked)
        .await;
    assert_eq!(shown["delivery_info_list"][0]["delivery_status"], "ACTIVE");
}

#[tokio::test]
async fn dl7_the_older_form_succeeds_element_by_element() {
    let http = Http::new();
    let active = http.world.active(body()).await;
    let created = http.world.create(body()).await;
    let element = |activity: &str, booth: &str, channel: &str| json!({ "activity_id": activity, "booth_code": booth, "channel": channel });
    let fine = element(&active, "PAYMENT_RESULT", "CH1");
    let list = json!([
        fine,
        element(&created, "PAYMENT_RESULT", "CH1"),
        element("2016042700826004508401111111", "PAYMENT_RESULT", "CH1"),
        element(&active, "SOMEWHERE", "CH1"),
        element("", "PAYMENT_RESULT", "CH1"),
    ]);
    let body = json!({ "out_biz_no": "E-1", "delivery_config_list": list });
    let answer = http
        .ok(Protocol::Gateway, OWNER, CREATE, body.clone())
        .await;
    let success = json!([{ "delivery_config": fine }]);
    assert_eq!(answer["success_delivery_config_list"], success);
    let failed = answer["error_delivery_config_list"].as_array().unwrap();
    let codes: Vec<_> = failed
        .iter()
        .map(|error| error["error_code"].clone())
        .collect();
    assert_eq!(
        codes,
        [
            "ACTIVITY_STATUS_NOT_ACTIVE",
            "DELIVERY_VALIDATE_ERROR",
            "BOOTH_CHANNEL_NOT_EXIST",
            "DELIVERY_VALIDATE_ERROR",
        ]
    );
    http.world.stop(&active).await;
    assert_eq!(http.ok(Protocol::Rest, OWNER, CREATE, body).await, answer);

    let listed = json!([fine, element(&created, "PAYMENT_RESULT", "CH1")]);
    let asked = json!({ "delivery_id": null, "delivery_config_list": listed });
    let shown = async || {
        let shown = http
            .ok(Protocol::Gateway, OWNER, QUERY, asked.clone())
            .await;
        shown["delivery_info_list"].clone()
    };
    let mut info = fine.clone();
    info["channel_name"] = "CH1".into();
    info["delivery_status"] = "ACTIVE".into();
    assert_eq!(shown().await, json!([info]));
    let stop = json!({ "out_biz_no": "E-1", "delivery_config_list": listed });
    for _ in 0..2 {
        let stopped = http.ok(Protocol::Gateway, OWNER, STOP, stop.clone()).await;
        assert_eq!(stopped["success_delivery_config_list"], success);
        assert_eq!(
            stopped["error_delivery_config_list"][0]["error_code"],
            "DELIVERY_OPERATE_ERROR"
        );
    }
    info["delivery_status"] = "INACTIVE".into();
    assert_eq!(shown().await, json!([info]));
}

#[tokio::test]
async fn dl7_an_element_that_was_rejected_is_not_placed_again() {
    let http = Http::new();
    let activity = http.world.active(body()).await;
    let element =
        json!({ "activity_id": activity, "booth_code": "PAYMENT_RESULT", "channel": "CH1" });
    let place = async |number: &str| {
        let body = json!({ "out_biz_no": number, "delivery_config_list": [element] });
        http.ok(Protocol::Gateway, OWNER, CREATE, body).await
    };
    let shown = async || {
        let asked = json!({ "delivery_config_list": [element] });
        let shown = http.ok(Protocol::Gateway, OWNER, QUERY, asked).await;
        shown["delivery_info_list"][0]["delivery_status"].clone()
    };
    let id = format!("{activity}-PAYMENT_RESULT-CH1");
    let set = |status| {
        let now = http.world.engine.now();
        let set = http
            .world
            .registry
            .set_delivery_status(&id, status, None, now);
        assert!(set.unwrap().is_some());
    };
    place("E-1").await;
    set(DeliveryStatus::Rejected);
    let answer = place("E-2").await;
    assert!(
        answer.get("success_delivery_config_list").is_none(),
        "{answer}"
    );
    let failed = &answer["error_delivery_config_list"][0];
    assert_eq!(failed["error_code"], "DELIVERY_OPERATE_ERROR");
    assert_eq!(shown().await, "AUDIT_NO_PASS");
    // What somebody still looks at, waits for them.
    set(DeliveryStatus::Auditing);
    place("E-3").await;
    assert_eq!(shown().await, "AUDITING");
    set(DeliveryStatus::Inactive);
    place("E-4").await;
    assert_eq!(shown().await, "ACTIVE");
}
