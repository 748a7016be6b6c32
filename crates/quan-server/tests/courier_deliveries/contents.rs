//! What messages say.

use quan_core::terms::Validity;
use quan_core::{Terms, Window};
use quan_engine::NewTerms;
use quan_wire::alipay::message::push::{Event, Message};
use serde_json::json;

use crate::own::{OWNER, USER, World, at, merchant, order, prepaid, terms};
use crate::receiver::{Got, Post};

/// 10:00:00 on the first day, in milliseconds.
const BEGIN_MS: &str = "1795572000000";

/// A message of an activity's own, checked down to its fields.
#[track_caller]
fn is_done(got: &Got, event: Event, activity_id: &str, out_biz_no: &str) {
    let content = got.content();
    let id = content["id"].as_str().unwrap();
    assert_eq!(
        Event::parse_id(id).map(|(event, _)| event),
        Some(event),
        "{id}"
    );
    assert_eq!(
        content,
        json!({
            "id": id,
            "activity_id": activity_id,
            "event_time": BEGIN_MS,
            "out_biz_no": out_biz_no,
        })
    );
}

/// Accepts new terms: the same, valid for longer.
async fn modify(world: &World, activity: quan_core::ActivityId) -> String {
    let view = world.engine.activity(activity).await.unwrap().unwrap();
    let window = Window {
        opens_at: at("2026-11-01T00:00:00+08:00"),
        closes_at: at("2026-12-31T23:59:59+08:00"),
    };
    let change = NewTerms {
        based_on: view.activity.version,
        terms: Terms {
            validity: Validity::Absolute(window),
            ..terms()
        },
        document: view.document.to_string(),
        members: quan_core::ScopeChange::default(),
    };
    let call = world.number();
    let number = call.number.to_string();
    world
        .engine
        .modify(activity, merchant(OWNER), call, change)
        .await
        .unwrap();
    world.settle().await;
    number
}

#[tokio::test]
async fn v10_created_is_sent_when_publish_succeeded() {
    let post = Post::new().await;
    let world = &post.world;
    let activity = world.created(terms(), &[]).await;
    post.deliver().await;
    assert!(post.receiver.take().is_empty(), "create itself is no news");
    let call = world.number();
    let number = call.number.to_string();
    world
        .engine
        .publish(activity, merchant(OWNER), call)
        .await
        .unwrap();
    world.settle().await;
    post.deliver().await;
    let got = post.receiver.take_one("created");
    is_done(
        &got,
        Event::Created,
        &world.activity_id(activity).await,
        &number,
    );
}

#[tokio::test]
async fn v10_modified_is_sent_when_the_terms_are_in_force() {
    let post = Post::new().await;
    let activity = post.world.activity(terms(), &[]).await;
    let number = modify(&post.world, activity).await;
    post.deliver().await;
    let got = post.receiver.take_one("modified");
    is_done(
        &got,
        Event::Modified,
        &post.world.activity_id(activity).await,
        &number,
    );
}

#[tokio::test]
async fn v10_appended_is_sent_when_the_budget_grew() {
    let post = Post::new().await;
    let activity = post.world.activity(terms(), &[]).await;
    let call = post.world.number();
    let number = call.number.to_string();
    post.world
        .engine
        .append(activity, merchant(OWNER), call, 20)
        .await
        .unwrap();
    post.world.settle().await;
    post.deliver().await;
    let got = post.receiver.take_one("appended");
    is_done(
        &got,
        Event::Appended,
        &post.world.activity_id(activity).await,
        &number,
    );
}

#[tokio::test]
async fn v10_stopped_is_sent_when_the_activity_closed() {
    let post = Post::new().await;
    let activity = post.world.activity(terms(), &[]).await;
    let call = post.world.number();
    let number = call.number.to_string();
    post.world
        .engine
        .stop(activity, merchant(OWNER), call)
        .await
        .unwrap();
    post.world.settle().await;
    post.deliver().await;
    let got = post.receiver.take_one("stopped");
    is_done(
        &got,
        Event::Stopped,
        &post.world.activity_id(activity).await,
        &number,
    );
}

#[tokio::test]
async fn v10_received_names_the_voucher_and_its_user() {
    let post = Post::new().await;
    let activity = post.world.activity(terms(), &[]).await;
    let voucher = post.world.voucher(activity, USER).await;
    post.deliver().await;
    let got = post.receiver.take_one("received");
    let content = got.content();
    let id = content["id"].as_str().unwrap();
    assert!(id.starts_with("ORDERSEND_"), "{id}");
    assert_eq!(
        content,
        json!({
            "id": id,
            "activity_id": post.world.activity_id(activity).await,
            "event_time": BEGIN_MS,
            "voucher_id": voucher,
            "receive_user_id": USER,
            "receive_open_id": "open-id-of-the-user",
        })
    );
}

#[tokio::test]
async fn v10_received_by_a_user_with_an_open_id_alone_names_that() {
    let post = Post::new().await;
    let activity = post.world.activity(terms(), &[]).await;
    post.world.voucher(activity, "another-open-id").await;
    post.deliver().await;
    let content = post.receiver.take_one("received").content();
    assert_eq!(content["receive_open_id"], "another-open-id");
    assert_eq!(content.get("receive_user_id"), None);
}

#[tokio::test]
async fn v10_used_is_sent_when_a_voucher_is_redeemed() {
    let post = Post::new().await;
    let voucher = post.world.voucher_of(terms(), &[]).await;
    post.world.redeem(&voucher, order(json!({}))).await.is(201);
    post.deliver().await;
    let content = post.receiver.take_one("used").content();
    let id = content["id"].as_str().unwrap();
    assert!(id.starts_with("USED_"), "{id}");
    let activity = post.world.voucher_row(&voucher).await.id.activity;
    assert_eq!(
        content,
        json!({
            "id": id,
            "activity_id": post.world.activity_id(activity).await,
            "event_time": BEGIN_MS,
            "voucher_id": voucher,
            "user_id": USER,
        })
    );
}

#[tokio::test]
async fn v10_expired_is_sent_when_a_voucher_passed_its_end_unused() {
    let post = Post::new().await;
    let activity = post.world.activity(terms(), &[]).await;
    let unused = post.world.voucher(activity, USER).await;
    let used = post.world.voucher(activity, USER).await;
    let nameless = post.world.voucher(activity, "another-open-id").await;
    post.world.redeem(&used, order(json!({}))).await.is(201);
    post.deliver().await;
    post.receiver.take();

    post.world.advance_to("2026-11-30T23:59:59+08:00").await;
    post.deliver().await;
    assert!(
        post.receiver.take().is_empty(),
        "the last second still counts"
    );
    post.world.advance_to("2026-12-01T00:00:00+08:00").await;
    post.deliver().await;
    let mut got = post.receiver.take_only("expired");
    got.sort_by_key(|got| got.content()["voucher_id"].to_string());
    let [first, second] = got.try_into().unwrap();
    let (first, second) = (first.content(), second.content());
    assert_eq!(first["voucher_id"], unused);
    assert_eq!(
        (&first["user_id"], first.get("open_id")),
        (&json!(USER), None)
    );
    assert!(first["id"].as_str().unwrap().starts_with("EXPIRED_"));
    assert_eq!(
        first["event_time"],
        at("2026-11-30T23:59:59+08:00").as_millisecond().to_string()
    );
    assert_eq!(second["voucher_id"], nameless);
    assert_eq!(
        (&second["open_id"], second.get("user_id")),
        (&json!("another-open-id"), None)
    );
}

#[tokio::test]
async fn v10_no_message_for_create_lapse_end_of_window_or_return() {
    let post = Post::new().await;
    let world = &post.world;
    let unpaid = world.created(prepaid(), &[]).await;
    world
        .engine
        .publish(unpaid, merchant(OWNER), world.number())
        .await
        .unwrap();
    let voucher = world.voucher_of(terms(), &[]).await;
    let made = world.redeem(&voucher, order(json!({}))).await.is(201);
    post.deliver().await;
    let kinds = |got: Vec<Got>| {
        let mut kinds: Vec<_> = got.iter().map(|got| got.message().event()).collect();
        kinds.sort_by_key(|kind| kind.msg_method());
        kinds
    };
    assert_eq!(
        kinds(post.receiver.take()),
        [Event::Created, Event::Received, Event::Used]
    );
    let back = format!(
        "/api/redemptions/{}/returns",
        made["redemption_id"].as_str().unwrap()
    );
    world
        .post("operator", &back, json!({ "request_no": "B-1" }))
        .await
        .is(201);
    world
        .redeem(&voucher, order(json!({ "request_no": "Q-2" })))
        .await
        .is(201);
    world.advance_to("2026-12-05T00:00:00+08:00").await;
    post.deliver().await;
    assert_eq!(kinds(post.receiver.take()), [Event::Used]);
}

#[tokio::test]
async fn v10_id_is_unique_per_event() {
    let post = Post::new().await;
    for _ in 0..2 {
        let activity = post.world.activity(terms(), &[]).await;
        for _ in 0..2 {
            let voucher = post.world.voucher(activity, USER).await;
            let asked = order(json!({ "request_no": voucher }));
            post.world.redeem(&voucher, asked).await.is(201);
        }
    }
    post.deliver().await;
    let got = post.receiver.take();
    assert_eq!(got.len(), 10);
    let ids: std::collections::BTreeSet<_> = got
        .iter()
        .map(|got| got.message().id().unwrap().to_owned())
        .collect();
    let notify_ids: std::collections::BTreeSet<_> = got
        .iter()
        .map(|got| got.field("notify_id").to_owned())
        .collect();
    assert_eq!((ids.len(), notify_ids.len()), (10, 10));
    assert!(ids.iter().all(|id| id.len() <= 128));
}

#[tokio::test]
async fn v10_event_time_is_thirteen_digits_of_milliseconds() {
    let post = Post::new().await;
    post.world.activity(terms(), &[]).await;
    post.deliver().await;
    let content = post.receiver.take_one("created").content();
    assert_eq!(content["event_time"], BEGIN_MS);
    assert_eq!(BEGIN_MS.len(), 13);
    assert_eq!(at(crate::own::BEGIN).as_millisecond().to_string(), BEGIN_MS);
}

#[tokio::test]
async fn v10_the_sdk_reads_what_is_sent() {
    let post = Post::new().await;
    let voucher = post.world.voucher_of(terms(), &[]).await;
    post.deliver().await;
    let got = post.receiver.take_one("received");
    let Message::Received(received) = got.message() else {
        panic!("{got:?}")
    };
    assert_eq!(received.voucher_id, Some(voucher));
}
