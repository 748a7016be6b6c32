//! What happens when a message is not taken.

use jiff::SignedDuration;
use quan_server::courier::{Schedule, Settings};
use serde_json::{Value, json};

use crate::own::{USER, order, terms};
use crate::receiver::Post;

/// The gaps of the schedule, in minutes.
const GAPS: [i64; 7] = [4, 10, 10, 60, 120, 360, 900];

async fn notices(post: &Post, state: &str) -> Vec<Value> {
    let listed = post
        .world
        .get("viewer", &format!("/api/notices?state={state}"))
        .await
        .is(200);
    listed["items"].as_array().unwrap().clone()
}

async fn wait(post: &Post, minutes: i64) {
    post.world.advance(SignedDuration::from_mins(minutes)).await;
    post.deliver().await;
}

#[tokio::test]
async fn t3_1_only_success_with_status_200_delivers() {
    for answer in [
        (200, "fail"),
        (200, ""),
        (200, "SUCCESS"),
        (200, "success\n"),
        (200, "successful"),
        (201, "success"),
        (500, "success"),
        (404, "not here"),
    ] {
        let post = Post::new().await;
        post.receiver.answer(&[answer]);
        post.world.activity(terms(), &[]).await;
        post.deliver().await;
        let waiting = notices(&post, "waiting").await;
        assert_eq!(waiting.len(), 1, "{answer:?}");
        let detail = waiting[0]["attempts"][0]["detail"].as_str().unwrap();
        assert!(detail.starts_with(&answer.0.to_string()), "{detail}");
        wait(&post, 4).await;
        assert_eq!(notices(&post, "delivered").await.len(), 1, "{answer:?}");
    }
}

#[tokio::test]
async fn t3_1_redirect_is_a_failure_and_not_followed() {
    let post = Post::new().await;
    post.receiver.answer(&[(302, "/elsewhere")]);
    post.world.activity(terms(), &[]).await;
    post.deliver().await;
    assert_eq!(post.receiver.take().len(), 1);
    assert_eq!(notices(&post, "waiting").await.len(), 1);
}

#[tokio::test]
async fn t3_1_notify_id_is_the_same_on_every_retry() {
    let post = Post::new().await;
    post.receiver.answer(&[(500, ""), (500, "")]);
    post.world.activity(terms(), &[]).await;
    post.deliver().await;
    for gap in &GAPS[..2] {
        wait(&post, *gap).await;
    }
    let got = post.receiver.take_only("created");
    assert_eq!(got.len(), 3);
    for again in &got[1..] {
        assert_eq!(again.field("notify_id"), got[0].field("notify_id"));
        assert_eq!(again.field("biz_content"), got[0].field("biz_content"));
    }
}

#[tokio::test]
async fn t3_1_each_retry_is_signed_with_its_own_time() {
    let post = Post::new().await;
    post.receiver.answer(&[(500, "")]);
    post.world.activity(terms(), &[]).await;
    post.deliver().await;
    post.world
        .wall
        .set(crate::own::at("2026-11-25T10:04:00+08:00"));
    wait(&post, 4).await;
    let got = post.receiver.take_only("created");
    assert_ne!(got[0].field("utc_timestamp"), got[1].field("utc_timestamp"));
    assert_ne!(got[0].field("sign"), got[1].field("sign"));
}

#[tokio::test]
async fn t3_1_retry_schedule_is_kept_on_the_business_clock_and_ends_in_the_dead_letters() {
    let post = Post::new().await;
    post.receiver.answer(&[(500, ""); 9]);
    post.world.activity(terms(), &[]).await;
    post.deliver().await;
    assert_eq!(post.receiver.take().len(), 1);
    for gap in GAPS {
        post.world
            .advance(SignedDuration::from_millis(gap * 60_000 - 1))
            .await;
        post.deliver().await;
        assert!(
            post.receiver.take().is_empty(),
            "{gap} minutes are not over"
        );
        post.world.advance(SignedDuration::from_millis(1)).await;
        post.deliver().await;
        assert_eq!(post.receiver.take().len(), 1, "{gap} minutes are over");
    }
    let dead = notices(&post, "dead").await;
    assert_eq!(dead.len(), 1);
    assert_eq!(dead[0]["attempts"].as_array().unwrap().len(), 8);
    wait(&post, 100_000).await;
    assert!(post.receiver.take_only("created").is_empty());
}

#[tokio::test]
async fn a_replayed_notice_is_the_same_message_again() {
    let settings = Settings {
        schedule: Schedule(Vec::new()),
        ..Settings::default()
    };
    let post = Post::with(settings).await;
    post.receiver.answer(&[(500, "down")]);
    post.world.activity(terms(), &[]).await;
    post.deliver().await;
    let first = post.receiver.take_one("created");
    let dead = notices(&post, "dead").await;
    let path = format!(
        "/api/notices/{}/replay",
        dead[0]["notice_id"].as_str().unwrap()
    );
    for _ in 0..2 {
        post.world.post("operator", &path, json!({})).await.is(202);
        post.deliver().await;
        let again = post.receiver.take_one("created");
        assert_eq!(again.field("notify_id"), first.field("notify_id"));
        assert_eq!(again.field("biz_content"), first.field("biz_content"));
    }
    let delivered = notices(&post, "delivered").await;
    assert_eq!(delivered[0]["attempts"].as_array().unwrap().len(), 3);
    assert_eq!(delivered[0]["attempts"][0]["detail"], "500 \"down\"");
    assert_eq!(delivered[0]["attempts"][2]["delivered"], true);
}

#[tokio::test]
async fn v10_received_that_was_not_taken_is_told_again_alone() {
    let post = Post::new().await;
    let activity = post.world.activity(terms(), &[]).await;
    post.deliver().await;
    post.receiver.take();
    for _ in 0..3 {
        post.world.voucher(activity, USER).await;
    }
    post.receiver.answer(&[(500, "")]);
    post.deliver().await;
    let got = post.receiver.take_only("received");
    assert_eq!(got.len(), 3, "one failure does not hold the others up");
    let waiting = notices(&post, "waiting").await;
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0]["event"], "received");
    assert_eq!(waiting[0]["due_at"], "2026-11-25T10:04:00+08:00");
    let failed = got
        .iter()
        .find(|got| got.content()["voucher_id"] == waiting[0]["voucher_id"])
        .unwrap();

    wait(&post, 4).await;
    let again = post.receiver.take_one("received");
    assert_eq!(again.field("notify_id"), failed.field("notify_id"));
    assert_eq!(again.field("biz_content"), failed.field("biz_content"));
    assert_eq!(notices(&post, "delivered").await.len(), 1 + 1);
}

#[tokio::test]
async fn v10_expired_that_was_not_taken_is_told_again() {
    let post = Post::new().await;
    let activity = post.world.activity(terms(), &[]).await;
    post.world.voucher(activity, USER).await;
    post.deliver().await;
    post.receiver.take();
    post.receiver.answer(&[(500, "")]);
    post.world.advance_to("2026-12-01T00:00:00+08:00").await;
    post.deliver().await;
    wait(&post, 4).await;
    let got = post.receiver.take_only("expired");
    assert_eq!(got.len(), 2);
    assert_eq!(got[0].field("biz_content"), got[1].field("biz_content"));
    assert_eq!(got[0].field("notify_id"), got[1].field("notify_id"));
}

#[tokio::test]
async fn a_receiver_that_is_down_is_tried_again() {
    let post = Post::new().await;
    let world = crate::own::World::listening("http://127.0.0.1:9/");
    let courier = crate::receiver::courier(&world, Settings::default());
    world.activity(terms(), &[]).await;
    assert_eq!(courier.step().await, 1);
    let listed = world
        .get("viewer", "/api/notices?state=waiting")
        .await
        .is(200);
    let detail = listed["items"][0]["attempts"][0]["detail"]
        .as_str()
        .unwrap();
    assert!(detail.starts_with("could not connect"), "{detail}");
    drop(post);
}

#[tokio::test]
async fn news_of_one_voucher_keep_their_order() {
    let post = Post::new().await;
    let voucher = post.world.voucher_of(terms(), &[]).await;
    post.deliver().await;
    post.receiver.take();
    for number in ["1", "2", "3"] {
        let asked = order(json!({ "request_no": number }));
        let made = post.world.redeem(&voucher, asked).await.is(201);
        let back = format!(
            "/api/redemptions/{}/returns",
            made["redemption_id"].as_str().unwrap()
        );
        post.world
            .post("operator", &back, json!({ "request_no": number }))
            .await
            .is(201);
    }
    post.deliver().await;
    let ids: Vec<_> = post
        .receiver
        .take_only("used")
        .iter()
        .map(|got| got.message().id().unwrap().to_owned())
        .collect();
    assert_eq!(ids.len(), 3);
    assert!(ids.is_sorted(), "{ids:?}");
}
