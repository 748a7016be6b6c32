//! What merchants are told of order vouchers.

use quan_wire::alipay::message::Operation;
use serde_json::{Value, json};

use crate::base::{CLIENT_APP, ISV_APP, client};
use crate::post::{Answer, Post};
use crate::world::{
    ALICE, CLIENT, OWNER, OWNER_APP, SECOND_APP, STRANGER_APP, World, activity_number, flat, isv,
    nested, sold, stranger, uploaded, with,
};

/// 10:00:00 on the first day, in milliseconds.
const BEGIN_MS: &str = "1793844000000";

/// A message of an activity's own, checked down to its fields.
#[track_caller]
fn is_done(told: &Value, prefix: &str, activity_id: &str, out_biz_no: &Value) {
    let id = told["id"].as_str().unwrap();
    assert!(id.starts_with(prefix), "{id}");
    assert_eq!(
        told,
        &json!({
            "id": id,
            "activity_id": activity_id,
            "event_time": BEGIN_MS,
            "out_biz_no": out_biz_no,
        })
    );
}

#[tokio::test]
async fn ms1_each_accepted_operation_is_told_once() {
    let post = Post::new().await;
    let world = &post.world;
    let creation = world.numbered(uploaded());
    let made = world
        .ok(Operation::OrderVoucherCreate, creation.clone())
        .await;
    let id = made["activity_id"].as_str().unwrap();
    let told = async |kind: &str| {
        world.settle().await;
        post.deliver().await;
        post.receiver.only(kind)
    };
    let created = told("message.created").await;
    is_done(&created, "CREATED_", id, &creation["out_biz_no"]);
    // Also one that changes nothing.
    let nothing = world.to_change(id, json!({}));
    world
        .ok(Operation::OrderVoucherModify, nothing.clone())
        .await;
    let modified = told("message.modified").await;
    is_done(&modified, "MODIFIED_", id, &nothing["out_biz_no"]);
    world.deposit(id, &["A"]).await;
    let growth = world.to_raise(id, 1);
    world
        .ok(Operation::OrderVoucherAppend, growth.clone())
        .await;
    let appended = told("message.appended").await;
    is_done(&appended, "APPENDED_", id, &growth["out_biz_no"]);
    let stop = world.order(id);
    world.ok(Operation::OrderVoucherStop, stop.clone()).await;
    let stopped = told("message.stopped").await;
    is_done(&stopped, "STOPPED_", id, &stop["out_biz_no"]);
    // MS3: a replay is no news.
    for (operation, body) in [
        (Operation::OrderVoucherCreate, creation),
        (Operation::OrderVoucherModify, nothing),
        (Operation::OrderVoucherAppend, growth),
        (Operation::OrderVoucherStop, stop),
    ] {
        world.ok(operation, body).await;
    }
    world.settle().await;
    post.deliver().await;
    assert!(post.receiver.messages().is_empty());
}

#[tokio::test]
async fn ms2_nothing_is_told_before_it_shows() {
    let post = Post::of(World::of_orders_by_hand(), true).await;
    let world = &post.world;
    let id = world.asked_for(flat()).await;
    world.settle().await;
    post.deliver().await;
    assert!(post.receiver.messages().is_empty());
    assert_eq!(world.state(&id).await.1, "CREATING");
    world.engine.complete(activity_number(&id)).await.unwrap();
    assert_eq!(world.state(&id).await.0, "ACTIVE");
    post.deliver().await;
    post.receiver.only("message.created");
}

#[tokio::test]
async fn ms3_a_replay_of_what_vouchers_do_is_no_news() {
    let post = Post::new().await;
    let world = &post.world;
    let id = world.stocked(uploaded(), &["A"]).await;
    let giving = world.to_give(&id, ALICE);
    world.ok(Operation::OrderVoucherSend, giving.clone()).await;
    let using = world.to_use(&id, "A");
    world.ok(Operation::OrderVoucherUse, using.clone()).await;
    post.deliver().await;
    post.receiver.messages();
    world.ok(Operation::OrderVoucherSend, giving).await;
    world.ok(Operation::OrderVoucherUse, using).await;
    post.deliver().await;
    assert!(post.receiver.messages().is_empty());
}

#[tokio::test]
async fn ms4_a_message_is_the_same_on_every_try() {
    let post = Post::new().await;
    let world = &post.world;
    post.receiver.refuses(true);
    let id = world.made(nested()).await;
    post.deliver().await;
    post.wait(240).await;
    post.receiver.refuses(false);
    post.wait(600).await;
    let forms = post.receiver.forms();
    assert_eq!(forms.len(), 3);
    for name in ["notify_id", "biz_content", "msg_method", "app_id"] {
        assert_eq!(forms[0].get(name), forms[1].get(name), "{name}");
        assert_eq!(forms[0].get(name), forms[2].get(name), "{name}");
    }
    assert_ne!(forms[0].get("utc_timestamp"), forms[2].get("utc_timestamp"));
    post.wait(100_000).await;
    assert!(post.receiver.forms().is_empty());
    // MS5: what nobody took was done all the same.
    assert_eq!(world.state(&id).await.0, "ACTIVE");
}

#[tokio::test]
async fn ms5_an_unreachable_receiver_changes_nothing() {
    let post = Post::new().await;
    let world = &post.world;
    post.receiver.refuses(true);
    let id = world.made(nested()).await;
    world.change(&id, json!({ "activity_name": "一" })).await;
    post.deliver().await;
    post.wait(400_000).await;
    assert_eq!(world.read(&id).await["activity_name"], "一");
    world.is_sound().await;
}

#[tokio::test]
async fn ms6_a_use_without_a_trade_names_none() {
    let post = Post::new().await;
    let world = &post.world;
    let id = world.made(nested()).await;
    world.hand(&id, "A", ALICE).await;
    post.deliver().await;
    post.receiver.messages();
    let using = world.to_use(&id, "A");
    world.ok(Operation::OrderVoucherUse, using.clone()).await;
    post.deliver().await;
    let used = post.receiver.only("message.used");
    assert_eq!(used["out_biz_no"], using["out_biz_no"]);
    assert_eq!(used.get("trade_no"), None);
}

#[tokio::test]
async fn ms6_received_used_and_expired_name_the_voucher_and_its_code() {
    let post = Post::new().await;
    let world = &post.world;
    let id = world.made(nested()).await;
    post.deliver().await;
    post.receiver.messages();
    world.hand(&id, "A", ALICE).await;
    post.deliver().await;
    let received = post.receiver.only("message.received");
    let voucher = world.seen(&id, "A", ALICE).await;
    let voucher = &voucher["user_voucher_base_info"]["voucher_id"];
    assert!(received["id"].as_str().unwrap().starts_with("ORDERSEND_"));
    for (name, value) in [
        ("activity_id", json!(id)),
        ("voucher_id", voucher.clone()),
        ("voucher_code", json!("A")),
        ("receive_user_id", json!(ALICE)),
        ("event_time", json!(BEGIN_MS)),
    ] {
        assert_eq!(received[name], value, "{name}");
    }
    let using = with(
        world.to_use(&id, "A"),
        &[
            ("trade_channel", json!("ZHIFUBAO_TRADE_CHANNEL")),
            ("trade_no", json!("T1")),
        ],
    );
    world.ok(Operation::OrderVoucherUse, using.clone()).await;
    post.deliver().await;
    let used = post.receiver.only("message.used");
    assert!(used["id"].as_str().unwrap().starts_with("USED_"));
    for (name, value) in [
        ("activity_id", json!(id)),
        ("voucher_id", voucher.clone()),
        ("voucher_code", json!("A")),
        ("user_id", json!(ALICE)),
        ("out_biz_no", using["out_biz_no"].clone()),
        ("trade_no", json!("T1")),
        ("use_time", json!("2026-11-05 10:00:00")),
    ] {
        assert_eq!(used[name], value, "{name}");
    }
    // Nothing is told of an undoing, a link or an annulment.
    world.undo(&id, "A").await;
    let link = world.to_link(&id, "A", "T1");
    world.ok(Operation::OrderVoucherAssociate, link).await;
    post.deliver().await;
    assert!(post.receiver.messages().is_empty());
    world.hand(&id, "B", ALICE).await;
    world.annul(&id, "B").await;
    post.deliver().await;
    post.receiver.only("message.received");
    world.go_to("2027-01-01 00:00:00").await;
    post.deliver().await;
    let expired = post.receiver.only("message.expired");
    assert!(expired["id"].as_str().unwrap().starts_with("EXPIRED_"));
    assert_eq!(expired["voucher_id"], *voucher);
    assert_eq!(expired["user_id"], ALICE);
    assert!(expired.get("open_id").is_none(), "one of the two");
}

#[tokio::test]
async fn ms7_orders_are_told() {
    let post = Post::new().await;
    let world = &post.world;
    let id = world.made(sold()).await;
    post.deliver().await;
    let bought = world.buy(&id).await;
    post.deliver().await;
    post.receiver.messages();
    post.receiver.answer([Answer::Code("A")]);
    post.pay(&bought.trade_no).await;
    let told = post.receiver.messages();
    let order = told
        .iter()
        .find(|(kind, _)| kind == "ordermessage.received");
    let order = &order.unwrap().1;
    assert_eq!(
        order,
        &json!({
            "id": order["id"],
            "order_no": bought.order_no,
            "out_order_no": bought.out_order_no,
            "event_time": BEGIN_MS,
            "send_status": "SUCCESS",
        })
    );
    assert_eq!(told.len(), 2);
}

#[tokio::test]
async fn ms8_the_application_that_made_the_activity_is_told() {
    let post = Post::new().await;
    let world = &post.world;
    post.listens_too(ISV_APP);
    post.deliver().await;
    let belongs = json!({ "merchant_id_type": "PID", "merchant_id": CLIENT });
    let body = with(
        nested(),
        &[("activity_base_info/belong_merchant_info", belongs)],
    );
    let id = world.made_by(isv(), body).await;
    let change = world.to_change(&id, json!({ "activity_name": "一" }));
    world
        .answer_to(client(), Operation::OrderVoucherModify, &change)
        .await;
    world.settle().await;
    post.deliver().await;
    let forms = post.receiver.forms();
    assert_eq!(forms.len(), 2);
    for form in forms {
        assert_eq!(form.get("app_id"), Some(ISV_APP), "whoever calls");
    }
}

#[tokio::test]
async fn s12_a_gift_is_told() {
    let post = Post::new().await;
    let world = &post.world;
    let id = world.stocked(flat(), &["A"]).await;
    post.deliver().await;
    post.receiver.messages();
    world.give(&id, ALICE).await;
    post.deliver().await;
    assert_eq!(post.receiver.only("message.received")["voucher_code"], "A");
}

/// Who was told what since the last call, latest last.
fn told(post: &Post) -> Vec<(String, String)> {
    let forms = post.receiver.forms();
    let told = forms.iter().map(|form| {
        let method = form.get("msg_method").unwrap();
        let kind = method.rsplit("activity.").next().unwrap();
        (kind.to_owned(), form.get("app_id").unwrap().to_owned())
    });
    told.collect()
}

#[tokio::test]
async fn ms8_messages_go_to_the_application_that_the_activity_is_bound_to() {
    // Made in either form.
    for body in [flat(), uploaded()] {
        let post = Post::new().await;
        let world = &post.world;
        post.listens_too(SECOND_APP);
        post.deliver().await;
        let id = world.made(body).await;
        let other = world.made(nested()).await;
        post.deliver().await;
        assert!(told(&post).iter().all(|(_, app)| app == OWNER_APP));

        let bind = json!({ "activity_id": id, "merchant_id": OWNER, "notify_appid": SECOND_APP });
        let bound = world.ok(Operation::MessageBind, bind.clone()).await;
        let mut expected = bind.clone();
        expected["update_time"] = json!("2026-11-05 10:00:00");
        assert_eq!(bound, expected);
        assert_eq!(world.ok(Operation::MessageBind, bind.clone()).await, bound);
        let question = json!({ "activity_id": id, "merchant_id": OWNER });
        assert_eq!(world.ok(Operation::MessageQuery, question).await, bind);
        post.deliver().await;
        assert!(told(&post).is_empty(), "that it is bound is no news");

        world.change(&id, json!({ "activity_name": "一" })).await;
        world.deposit(&id, &["A"]).await;
        world.raise(&id, 1).await;
        world.give(&id, ALICE).await;
        world.take(&id, "A").await;
        world.finish(&id).await;
        post.deliver().await;
        let told_of = |all: Vec<(String, String)>| {
            let mut kinds = Vec::new();
            for (kind, app) in all {
                assert_eq!(app, SECOND_APP, "{kind}");
                kinds.push(kind);
            }
            kinds.sort_unstable();
            kinds
        };
        assert_eq!(
            told_of(told(&post)),
            [
                "message.appended",
                "message.modified",
                "message.received",
                "message.stopped",
                "message.used",
            ]
        );
        // Of that activity alone.
        world.change(&other, json!({ "activity_name": "二" })).await;
        post.deliver().await;
        let all = told(&post);
        assert_eq!(all, [("message.modified".to_owned(), OWNER_APP.to_owned())]);
    }
}

#[tokio::test]
async fn ms8_an_activity_is_bound_back_and_by_its_parties_only() {
    let post = Post::new().await;
    let world = &post.world;
    post.listens_too(SECOND_APP);
    post.listens_too(ISV_APP);
    post.deliver().await;
    let id = world.made(nested()).await;
    let bind = async |app: &str| {
        let body = json!({ "activity_id": id, "notify_appid": app });
        world.ok(Operation::MessageBind, body).await;
        world.change(&id, json!({ "activity_name": app })).await;
        post.deliver().await;
        told(&post).pop().unwrap().1
    };
    assert_eq!(bind(SECOND_APP).await, SECOND_APP);
    assert_eq!(bind(OWNER_APP).await, OWNER_APP);
    for app in [ISV_APP, "2021000000000099"] {
        let body = json!({ "activity_id": id, "notify_appid": app });
        let refused = world.no(Operation::MessageBind, body).await;
        assert_eq!(refused.code, "INVALID_PARAMETER", "{app}");
    }
    let body = json!({ "activity_id": id, "notify_appid": STRANGER_APP });
    let refused = world.refusal_to(stranger(), Operation::MessageBind, &body);
    assert_eq!(refused.await.code, "INVALID_PARAMETER");
    let question = json!({ "activity_id": id });
    let answer = world.ok(Operation::MessageQuery, question).await;
    assert_eq!(answer["notify_appid"], OWNER_APP);
}

/// What a service provider made for a merchant is told to either, as they bind it.
#[tokio::test]
async fn ms8_in_agency_the_merchants_own_application_can_be_told() {
    let post = Post::new().await;
    let world = &post.world;
    post.listens_too(ISV_APP);
    post.listens_too(CLIENT_APP);
    post.deliver().await;
    let belongs = json!({ "merchant_id_type": "PID", "merchant_id": CLIENT });
    let path = "activity_base_info/belong_merchant_info";
    let id = world
        .made_by(isv(), with(nested(), &[(path, belongs)]))
        .await;
    post.deliver().await;
    assert_eq!(told(&post)[0].1, ISV_APP);
    let bind = json!({ "activity_id": id, "notify_appid": CLIENT_APP });
    world
        .answer_to(client(), Operation::MessageBind, &bind)
        .await;
    let change = world.to_change(&id, json!({ "activity_name": "一" }));
    world
        .answer_to(isv(), Operation::OrderVoucherModify, &change)
        .await;
    world.settle().await;
    post.deliver().await;
    let all = told(&post);
    assert_eq!(
        all,
        [("message.modified".to_owned(), CLIENT_APP.to_owned())]
    );
}
