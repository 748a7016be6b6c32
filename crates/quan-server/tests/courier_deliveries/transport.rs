//! How messages are posted.

use std::collections::BTreeSet;

use quan_engine::registry::{AlipayApp, Entry};
use quan_server::courier::Settings;
use quan_wire::alipay::encrypt::AesKey;
use quan_wire::alipay::form::Layout;

use crate::own::{APP, USER, World, at, terms};
use crate::receiver::Post;

#[tokio::test]
async fn t3_1_message_envelope_has_every_field() {
    let post = Post::new().await;
    post.world.wall.set(at("2026-11-25T10:00:00.123+08:00"));
    post.world.activity(terms(), &[]).await;
    post.deliver().await;
    let got = post.receiver.take_one("created");
    let names: BTreeSet<_> = got.form.fields().keys().map(String::as_str).collect();
    let expected = [
        "app_id",
        "biz_content",
        "charset",
        "msg_method",
        "notify_id",
        "sign",
        "sign_type",
        "utc_timestamp",
        "version",
    ];
    assert_eq!(names, BTreeSet::from(expected));
    assert_eq!(
        got.content_type,
        "application/x-www-form-urlencoded; charset=utf-8"
    );
    assert_eq!(got.field("app_id"), APP);
    assert_eq!(got.field("version"), "1.1");
    assert_eq!(
        (got.field("charset"), got.field("sign_type")),
        ("utf-8", "RSA2")
    );
    assert!(got.field("notify_id").len() <= 50);
    assert_eq!(
        got.field("msg_method"),
        "alipay.marketing.activity.message.created"
    );
}

#[tokio::test]
async fn t3_1_utc_timestamp_is_the_wall_clock_at_sending() {
    let post = Post::new().await;
    post.world.activity(terms(), &[]).await;
    post.world.advance_to("2027-05-01T00:00:00+08:00").await;
    let wall = at("2026-11-25T10:07:00.123+08:00");
    post.world.wall.set(wall);
    post.deliver().await;
    let got = post.receiver.take_one("created");
    assert_eq!(
        got.field("utc_timestamp"),
        wall.as_millisecond().to_string()
    );
}

#[tokio::test]
async fn t3_1_sign_type_is_not_signed_by_default() {
    let post = Post::new().await;
    post.world.activity(terms(), &[]).await;
    post.deliver().await;
    let got = post.receiver.take_one("created");
    assert_eq!(got.form.layout(), Layout::WithoutSignType);
}

#[tokio::test]
async fn t3_1_sign_type_is_signed_where_the_switch_says_so() {
    let settings = Settings {
        layout: Layout::WithSignType,
        ..Settings::default()
    };
    let post = Post::with(settings).await;
    post.world.activity(terms(), &[]).await;
    post.deliver().await;
    let got = post.receiver.take_one("created");
    assert_eq!(got.form.layout(), Layout::WithSignType);
}

#[tokio::test]
async fn t3_1_no_field_is_sent_empty() {
    let post = Post::new().await;
    let activity = post.world.activity(terms(), &[]).await;
    post.world.voucher(activity, USER).await;
    post.deliver().await;
    for got in post.receiver.take() {
        for pair in got.body.split('&') {
            assert!(!pair.ends_with('='), "{pair}");
        }
        let content = got.content();
        for (name, value) in content.as_object().unwrap() {
            assert!(
                value.as_str().is_some_and(|text| !text.is_empty()),
                "{name}: {value}"
            );
        }
    }
}

/// Changes the application in the registry.
fn change(world: &World, change: impl FnOnce(&mut AlipayApp)) {
    let mut app = world.registry.find_app(APP).unwrap().as_ref().clone();
    change(&mut app);
    world.registry.put(&[Entry::App(app)]).unwrap();
}

#[tokio::test]
async fn t3_1_contents_are_encrypted_where_the_app_has_a_key() {
    const KEY: &str = "aa4BtZ4tspm2wnXLb1ThQA==";
    let post = Post::new().await;
    change(&post.world, |app| app.encrypt_key = Some(KEY.to_owned()));
    let activity = post.world.activity(terms(), &[]).await;
    post.deliver().await;
    let got = post.receiver.take_one("created");
    assert_eq!(got.field("encrypt_type"), "AES");
    let event = got.form.event(Some(&AesKey::parse(KEY).unwrap())).unwrap();
    let content: serde_json::Value = serde_json::from_str(&event.biz_content).unwrap();
    assert_eq!(
        content["activity_id"],
        post.world.activity_id(activity).await
    );
}

#[tokio::test]
async fn nothing_is_written_for_an_application_without_an_address() {
    let post = Post::new().await;
    change(&post.world, |app| app.gateway_url = None);
    post.courier.step().await;
    let activity = post.world.activity(terms(), &[]).await;
    post.world.voucher(activity, USER).await;
    post.deliver().await;
    assert!(post.receiver.take().is_empty());
    let listed = post.world.get("viewer", "/api/notices").await.is(200);
    assert_eq!(listed["total"], 0);
}

#[tokio::test]
async fn many_messages_are_told_side_by_side_and_each_once() {
    let post = Post::new().await;
    let mut expected = BTreeSet::new();
    for _ in 0..10 {
        let activity = post.world.activity(terms(), &[]).await;
        for _ in 0..10 {
            expected.insert(post.world.voucher(activity, USER).await);
        }
    }
    post.deliver().await;
    let got = post.receiver.take_only("received");
    assert_eq!(got.len(), 100);
    let told: BTreeSet<_> = got
        .iter()
        .map(|got| got.content()["voucher_id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(told, expected);
    assert_eq!(post.courier.step().await, 0);
}

#[tokio::test]
async fn the_loop_delivers_without_being_told_and_ends_when_told() {
    let post = Post::new().await;
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let courier = post.courier.clone();
    let running = tokio::spawn(async move {
        courier.run(async { drop(stopped.await) }).await;
    });
    let activity = post.world.activity(terms(), &[]).await;
    post.world.voucher(activity, USER).await;
    while post.receiver.count() < 2 {
        tokio::task::yield_now().await;
    }
    stop.send(()).unwrap();
    running.await.unwrap();
}
