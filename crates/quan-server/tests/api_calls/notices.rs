//! What merchants were told, through the API.

use serde_json::json;

use crate::own::{APP, USER, World, order, terms};

/// A world whose application has an address: facts become notices.
fn subscribed() -> World {
    let world = World::new();
    world
        .engine
        .subscribe([quan_core::AppId::parse(APP).unwrap()].into());
    world
}

#[tokio::test]
async fn notices_are_listed_with_their_state() {
    let world = subscribed();
    let activity = world.activity(terms(), &[]).await;
    let voucher = world.voucher(activity, USER).await;
    world.redeem(&voucher, order(json!({}))).await.is(201);
    let id = world.activity_id(activity).await;
    let listed = world
        .get("viewer", &format!("/api/notices?activity={id}"))
        .await
        .is(200);
    assert_eq!(listed["total"], 2);
    let items = listed["items"].as_array().unwrap();
    let published = items
        .iter()
        .find(|item| item["event"] == "published")
        .unwrap();
    assert_eq!(
        (
            &published["activity_id"],
            &published["receiver"],
            &published["state"]
        ),
        (&json!(id), &json!(APP), &json!("waiting"))
    );
    assert_eq!(
        (&published["request_no"], &published["attempts"]),
        (&json!("R-2"), &json!([]))
    );
    let redeemed = items
        .iter()
        .find(|item| item["event"] == "redeemed")
        .unwrap();
    assert_eq!(
        (&redeemed["voucher_id"], &redeemed["user_id"]),
        (&json!(voucher), &json!(USER))
    );
    let delivered = world
        .get("viewer", "/api/notices?state=delivered")
        .await
        .is(200);
    assert_eq!(delivered["total"], 0);
}

#[tokio::test]
async fn a_confined_token_names_an_activity_of_its_merchant() {
    let world = subscribed();
    let activity = world.activity(terms(), &[]).await;
    let id = world.activity_id(activity).await;
    let path = format!("/api/notices?activity={id}");
    assert_eq!(world.get("owner", &path).await.is(200)["total"], 1);
    world
        .get("other", &path)
        .await
        .refused(404, "no-such-activity");
    let replay = format!("/api/notices/{activity}-1/replay");
    world
        .post("other", &replay, json!({}))
        .await
        .refused(404, "no-such-notice");
    world.post("owner", &replay, json!({})).await.is(202);
    let replay = format!("/api/notices/{activity}-99/replay");
    world
        .post("owner", &replay, json!({}))
        .await
        .refused(404, "no-such-notice");
}
