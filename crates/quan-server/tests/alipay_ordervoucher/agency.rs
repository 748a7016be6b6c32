//! Who may do what: owners, operators, service providers, and the two products'
//! calls on each other's activities.

use quan_server::alipay::Caller;
use quan_wire::alipay::message::Operation;
use serde_json::{Value, json};

use crate::base::{client, isv_for_client};
use crate::world::{
    ALICE, CLIENT, CLIENT_SHOP, ISV, NO_ACTIVITY, OWNER, SHOP, STRANGER, World, exchange, flat,
    in_shops, isv, nested, owner, set, stranger, uploaded, with,
};

const BELONGS: &str = "activity_base_info/belong_merchant_info";
const CLIENT_SMID: &str = "2088000000000991";
const NO_AGENCY: &str = "业务异常异常原因:立即邀约授权|缺少代运营授权关系";

fn of_client(body: Value, kind: &str, id: &str) -> Value {
    let belongs = json!({
        "business_type": "ISV_FOR_MERCHANT", "merchant_id_type": kind, "merchant_id": id,
    });
    with(
        body,
        &[
            ("merchant_access_mode", json!("AGENCY_MODE")),
            (BELONGS, belongs),
        ],
    )
}

/// Reads an activity as somebody.
async fn read_by(world: &World, caller: Caller, id: &str) -> Value {
    let question = json!({ "activity_id": id });
    world
        .answer_to(caller, Operation::OrderVoucherQuery, &question)
        .await
}

#[tokio::test]
async fn g8_both_ways_to_integrate_are_known_and_saying_neither_is_one() {
    let world = World::of_orders();
    let mut body = flat();
    world.made(body.clone()).await;
    for (mode, fine) in [("SELF_MODE", true), ("OTHER_MODE", false)] {
        body["merchant_access_mode"] = json!(mode);
        if fine {
            world.made(body.clone()).await;
        } else {
            assert_eq!(world.not_made(body.clone()).await.code, "INVALID_PARAMETER");
        }
    }
}

/// An activity that a provider made and its client owns.
async fn of_two(world: &World) -> String {
    let unseen = ("voucher_display_pattern_info/voucher_image", Value::Null);
    let body = with(of_client(exchange(), "PID", CLIENT), &[unseen]);
    world.made_by(isv(), body).await
}

#[tokio::test]
async fn g9_creator_and_owner_may_both_call() {
    let world = World::of_orders();
    let id = of_two(&world).await;
    for caller in [isv(), client(), isv_for_client()] {
        let read = read_by(&world, caller.clone(), &id).await;
        assert_eq!(read["activity_base_info"]["activity_id"], id.as_str());
        let code = format!("C-{}", world.number());
        let handed = world
            .answer_to(
                caller.clone(),
                Operation::OrderVoucherBatchsend,
                &world.to_hand(&id, &code, ALICE),
            )
            .await;
        let told = &handed["activity_send_voucher_result_info_list"][0];
        assert_eq!(told["result"], true, "{told}");
        for (operation, body) in [
            (Operation::OrderVoucherUse, world.to_use(&id, &code)),
            (Operation::OrderVoucherRefund, world.to_undo(&id, &code)),
            (
                Operation::OrderVoucherAssociate,
                world.to_link(&id, &code, "T"),
            ),
            (
                Operation::OrderVoucherDisassociate,
                world.to_link(&id, &code, "T"),
            ),
            (Operation::OrderVoucherInvalid, world.to_undo(&id, &code)),
            (
                Operation::OrderVoucherCodecount,
                json!({ "activity_id": id }),
            ),
        ] {
            world.answer_to(caller.clone(), operation, &body).await;
        }
    }
}

#[tokio::test]
async fn g9_nobody_but_creator_and_owner_may_call() {
    let world = World::of_orders();
    let id = of_two(&world).await;
    for caller in [owner(), stranger()] {
        for (operation, body, code) in [
            (
                Operation::OrderVoucherQuery,
                json!({ "activity_id": id }),
                "INVALID_PARAMETER",
            ),
            (
                Operation::OrderVoucherModify,
                world.to_change(&id, json!({ "activity_name": "一" })),
                "INVALID_PARAMETER",
            ),
            (
                Operation::OrderVoucherAppend,
                world.to_raise(&id, 200),
                "INVALID_PARAMETER",
            ),
            (
                Operation::OrderVoucherStop,
                world.order(&id),
                "INVALID_PARAMETER",
            ),
            (
                Operation::OrderVoucherCodedeposit,
                world.to_deposit(&id, &["A"]),
                "INVALID_PARAMETER",
            ),
            (
                Operation::OrderVoucherCodecount,
                json!({ "activity_id": id }),
                "INVALID_PARAMETER",
            ),
            (
                Operation::OrderVoucherRefund,
                world.to_undo(&id, "A"),
                "INVALID_PARAMETER",
            ),
            (
                Operation::OrderVoucherUse,
                world.to_use(&id, "A"),
                "ACTIVITY_NOT_PERMISSION",
            ),
            (
                Operation::OrderVoucherAssociate,
                world.to_link(&id, "A", "T"),
                "ACTIVITY_NOT_PERMISSION",
            ),
            (
                Operation::OrderVoucherDisassociate,
                world.to_link(&id, "A", "T"),
                "ACTIVITY_NOT_PERMISSION",
            ),
            (
                Operation::OrderVoucherInvalid,
                world.to_undo(&id, "A"),
                "ACTIVITY_NOT_PERMISSION",
            ),
        ] {
            let refused = world.refusal_to(caller.clone(), operation, &body).await;
            assert_eq!(refused.code, code, "{operation:?}");
            if code == "INVALID_PARAMETER" {
                assert_eq!(refused.message, NO_ACTIVITY, "{operation:?}");
            }
        }
    }
}

#[tokio::test]
async fn g9_what_was_answered_is_not_answered_again_to_a_stranger() {
    let world = World::of_orders();
    let id = world.stocked(uploaded(), &["A"]).await;
    let send = world.to_give(&id, ALICE);
    let change = world.to_change(&id, json!({ "activity_name": "一" }));
    for (operation, body) in [
        (Operation::OrderVoucherSend, send),
        (Operation::OrderVoucherModify, change),
        (Operation::OrderVoucherUse, world.to_use(&id, "A")),
    ] {
        let first = world.answer_to(owner(), operation, &body).await;
        world.settle().await;
        let again = world.answer_to(owner(), operation, &body).await;
        assert_eq!(again, first, "{operation:?}");
        world.refusal_to(stranger(), operation, &body).await;
    }
}

#[tokio::test]
async fn g10_a_provider_acts_for_who_let_it() {
    let world = World::of_orders();
    // A provider must say whose it is.
    let silent = with(nested(), &[("merchant_access_mode", json!("AGENCY_MODE"))]);
    let refused = world.not_made_by(isv(), silent).await;
    assert_eq!(refused.code, "INVALID_PARAMETER");
    for (kind, id) in [("PID", CLIENT), ("SMID", CLIENT_SMID)] {
        let made = world.made_by(isv(), of_client(nested(), kind, id)).await;
        let read = read_by(&world, client(), &made).await;
        let shown = &read["activity_base_info"]["belong_merchant_info"];
        assert_eq!(shown["merchant_id"], id);
        assert_eq!(shown["merchant_id_type"], kind);
    }
    for merchant in [OWNER, STRANGER] {
        let refused = world
            .not_made_by(isv(), of_client(nested(), "PID", merchant))
            .await;
        assert_eq!(refused.code, "BIZ_ERROR");
        assert_eq!(refused.message, NO_AGENCY);
    }
    let refused = world
        .not_made_by(isv(), of_client(nested(), "SMID", "2088000000000888"))
        .await;
    assert_eq!(refused.code, "BIZ_ERROR");
}

#[tokio::test]
async fn c6_shops_and_payees_are_the_owners_in_agency() {
    let world = World::of_orders();
    let body = of_client(
        in_shops(&json!({ "available_shop_ids": [CLIENT_SHOP, SHOP] })),
        "PID",
        CLIENT,
    );
    let answer = world
        .answer_to(isv(), Operation::OrderVoucherCreate, &world.numbered(body))
        .await;
    let result = &answer["voucher_available_scope_result_info"]["voucher_available_geography_scope_result_info"]
        ["available_geography_shop_result_info"];
    assert_eq!(result["success_available_shop_ids"], json!([CLIENT_SHOP]));
    assert_eq!(
        result["fail_available_shop_infos"][0]["fail_reasons"],
        json!(["MERCHANT_SHOP_RELATION_NOT_EXIST"])
    );
    world.settle().await;
    let id = answer["activity_id"].as_str().unwrap();
    // A modification asks the same of shops, whoever calls.
    let change = |shop: &str| {
        let change = json!({ "voucher_use_rule": { "voucher_available_scope": {
            "modify_type": "ADD", "order_voucher_available_shop": { "shop_ids": [shop] },
        } } });
        world.to_change(id, change)
    };
    let modify = Operation::OrderVoucherModify;
    let refused = world.refusal_to(isv(), modify, &change(SHOP)).await;
    assert_eq!(refused.code, "BIZ_ERROR");
    world
        .answer_to(client(), modify, &change(CLIENT_SHOP))
        .await;
}

#[tokio::test]
async fn g10_a_token_makes_the_caller_the_merchant() {
    let world = World::of_orders();
    let id = world.made_by(isv_for_client(), nested()).await;
    let read = read_by(&world, client(), &id).await;
    assert!(
        read["activity_base_info"]
            .get("belong_merchant_info")
            .is_none()
    );
    let change = world.to_change(&id, json!({ "activity_name": "一" }));
    world
        .answer_to(isv_for_client(), Operation::OrderVoucherModify, &change)
        .await;
    world.settle().await;
    assert_eq!(read_by(&world, client(), &id).await["activity_name"], "一");
}

#[tokio::test]
async fn g10_an_own_business_is_the_providers_and_for_exchanges() {
    let world = World::of_orders();
    let mut body = with(
        exchange(),
        &[
            ("merchant_access_mode", json!("AGENCY_MODE")),
            (BELONGS, json!({ "business_type": "ISV" })),
        ],
    );
    set(
        &mut body,
        "voucher_display_pattern_info/brand_logo",
        json!(crate::world::LOGO),
    );
    // The picture is somebody else's.
    assert_eq!(
        world.not_made_by(isv(), body.clone()).await.code,
        "INVALID_PARAMETER"
    );
    let id = world.made(body).await;
    let read = world.read(&id).await;
    let shown = &read["activity_base_info"]["belong_merchant_info"];
    assert_eq!(shown["business_type"], "ISV");
    let fixed = with(nested(), &[(BELONGS, json!({ "business_type": "ISV" }))]);
    assert_eq!(world.not_made(fixed).await.code, "INVALID_PARAMETER");
    assert_ne!(ISV, OWNER);
}

#[tokio::test]
async fn calls_of_one_product_find_no_activity_of_the_other() {
    let world = World::of_orders();
    let payment = world.active(crate::base::body()).await;
    let order = world.made(nested()).await;
    for (operation, body) in [
        (
            Operation::OrderVoucherQuery,
            json!({ "activity_id": payment }),
        ),
        (
            Operation::OrderVoucherModify,
            world.to_change(&payment, json!({ "activity_name": "一" })),
        ),
        (
            Operation::OrderVoucherAppend,
            world.to_raise(&payment, 2000),
        ),
        (Operation::OrderVoucherStop, world.order(&payment)),
        (
            Operation::OrderVoucherCodedeposit,
            world.to_deposit(&payment, &["A"]),
        ),
        (
            Operation::OrderVoucherCodecount,
            json!({ "activity_id": payment }),
        ),
        (Operation::OrderVoucherSend, world.to_give(&payment, ALICE)),
        (Operation::OrderVoucherUse, world.to_use(&payment, "A")),
        (Operation::OrderVoucherRefund, world.to_undo(&payment, "A")),
        (Operation::OrderVoucherInvalid, world.to_undo(&payment, "A")),
        (Operation::OrderCreate, world.to_buy(&payment, "88.00")),
    ] {
        let refused = world.no(operation, body).await;
        assert_eq!(refused.code, "INVALID_PARAMETER", "{operation:?}");
        assert_eq!(refused.message, NO_ACTIVITY, "{operation:?}");
    }
    for operation in [
        Operation::OrderVoucherAssociate,
        Operation::OrderVoucherDisassociate,
    ] {
        let refused = world.no(operation, world.to_link(&payment, "A", "T")).await;
        assert_eq!(refused.code, "ACTIVITY_NOT_EXIST");
    }
    let handed = world.handed(world.to_hand(&payment, "A", ALICE)).await;
    assert_eq!(handed["error_msg"], NO_ACTIVITY);
    for (operation, body) in [
        (Operation::VoucherQuery, json!({ "activity_id": order })),
        (Operation::VoucherPublish, world.order(&order)),
        (Operation::VoucherAppend, world.to_append(&order, 2000)),
        (Operation::VoucherModify, world.to_rename(&order)),
        (Operation::VoucherStop, world.order(&order)),
        (Operation::VoucherSend, world.to_send(&order, ALICE)),
    ] {
        let refused = world.no(operation, body).await;
        assert_eq!(refused.code, "INVALID_PARAMETER", "{operation:?}");
        assert!(
            refused.message.contains("活动不存在"),
            "{operation:?}: {}",
            refused.message
        );
    }
    world.is_sound().await;
}
