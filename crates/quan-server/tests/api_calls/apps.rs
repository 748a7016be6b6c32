//! Where applications are told things: addresses that somebody sets while the
//! server runs.

use http::Method;
use quan_server::courier::Settings;
use serde_json::{Value, json};

use crate::own::{APP, Answer, OWNER, World};

async fn set(world: &World, token: &str, body: Value) -> Answer {
    let path = format!("/api/apps/{APP}/addresses");
    world.ask(Method::PUT, token, &path, Some(body)).await
}

#[tokio::test]
async fn d27_an_address_that_is_set_is_public_and_over_tls() {
    let world = World::new();
    let path = format!("/api/apps/{APP}");
    let shown = json!({ "app_id": APP, "merchant": OWNER, "trusted": true });
    assert_eq!(world.get("viewer", &path).await.is(200), shown);
    for address in [
        "http://merchant.example/notify",
        "https://127.0.0.1/notify",
        "https://[::1]/notify",
        "merchant.example",
    ] {
        for field in ["gateway_url", "spi_url"] {
            let refused = set(&world, "owner", json!({ field: address })).await;
            let refused = refused.refused(422, "invalid-field");
            assert_eq!(refused["field"], field, "{address}");
        }
    }
    assert_eq!(world.get("viewer", &path).await.is(200), shown);
    let body = json!({
        "gateway_url": "https://merchant.example/notify", "spi_url": "https://merchant.example/spi",
    });
    let now = json!({
        "app_id": APP, "merchant": OWNER, "trusted": false,
        "gateway_url": "https://merchant.example/notify", "spi_url": "https://merchant.example/spi",
    });
    assert_eq!(set(&world, "owner", body).await.is(200), now);
    assert_eq!(world.get("owner", &path).await.is(200), now);
    let gone = json!({ "app_id": APP, "merchant": OWNER, "trusted": false });
    assert_eq!(set(&world, "admin", json!({})).await.is(200), gone);
}

#[tokio::test]
async fn d27_the_settings_allow_more() {
    let plain = || json!({ "gateway_url": "http://merchant.example/notify" });
    let private = || json!({ "gateway_url": "https://10.0.0.1/notify" });
    for (allow_http, allow_private) in [(true, false), (false, true)] {
        let world = World::allowing(Settings {
            allow_http,
            allow_private,
            ..Settings::default()
        });
        let status = |allowed| if allowed { 200 } else { 422 };
        set(&world, "admin", plain()).await.is(status(allow_http));
        let answer = set(&world, "admin", private()).await;
        answer.is(status(allow_private));
    }
}

#[tokio::test]
async fn an_address_is_set_by_its_merchants_admin() {
    let world = World::new();
    let path = format!("/api/apps/{APP}");
    world.get("other", &path).await.refused(404, "no-such-app");
    let refused = set(&world, "other", json!({})).await;
    refused.refused(404, "no-such-app");
    let refused = set(&world, "operator", json!({})).await;
    refused.refused(403, "forbidden");
    let path = "/api/apps/2021000000000009/addresses";
    let refused = world.ask(Method::PUT, "admin", path, Some(json!({}))).await;
    refused.refused(404, "no-such-app");
}
