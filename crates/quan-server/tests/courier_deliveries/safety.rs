//! Where messages are not posted to.

use quan_server::courier::Settings;

use crate::own::{APP, terms};
use crate::receiver::Post;

/// The detail of the first try, with an address that somebody set through an API.
async fn tried(settings: Settings) -> String {
    let post = Post::with(settings).await;
    let app = post.world.registry.find_app(APP).unwrap();
    let set = post
        .world
        .registry
        .set_addresses(APP, app.gateway_url.clone(), None);
    assert!(!set.unwrap().unwrap().trusted);
    post.world.activity(terms(), &[]).await;
    post.courier.step().await;
    let listed = post.world.get("viewer", "/api/notices").await.is(200);
    let delivered = post.receiver.take().len() == 1;
    let attempt = &listed["items"][0]["attempts"][0];
    assert_eq!(attempt["delivered"], delivered);
    attempt["detail"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn d27_an_untrusted_address_without_tls_is_not_posted_to() {
    assert_eq!(tried(Settings::default()).await, "the address is not https");
}

#[tokio::test]
async fn d27_an_untrusted_private_address_is_not_posted_to() {
    let settings = Settings {
        allow_http: true,
        ..Settings::default()
    };
    assert_eq!(
        tried(settings).await,
        "the address leads to a private network"
    );
}

#[tokio::test]
async fn d27_an_untrusted_address_is_posted_to_where_the_settings_allow_it() {
    let settings = Settings {
        allow_http: true,
        allow_private: true,
        ..Settings::default()
    };
    assert_eq!(tried(settings).await, "200 \"success\"");
}

#[tokio::test]
async fn d27_a_name_that_leads_to_a_private_network_is_not_posted_to() {
    let settings = Settings {
        allow_http: true,
        ..Settings::default()
    };
    let post = Post::with(settings).await;
    let named = Some("http://localhost:9/".to_owned());
    let set = post.world.registry.set_addresses(APP, named, None);
    assert!(set.unwrap().is_some());
    post.world.activity(terms(), &[]).await;
    post.courier.step().await;
    let listed = post.world.get("viewer", "/api/notices").await.is(200);
    let detail = listed["items"][0]["attempts"][0]["detail"].as_str();
    let detail = detail.unwrap();
    assert!(detail.contains("private network"), "{detail}");
}

#[tokio::test]
async fn d27_addresses_of_the_provisioning_file_are_trusted() {
    let post = Post::new().await;
    post.world.activity(terms(), &[]).await;
    post.deliver().await;
    assert_eq!(post.receiver.take().len(), 1);
}
