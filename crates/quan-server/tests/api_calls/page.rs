//! The recharge page, and pictures.

use axum::body::Body;
use http::Request;
use quan_core::RechargeId;
use quan_engine::registry::{Entry, Image};

use crate::own::{Answer, OWNER, World, merchant, prepaid, yuan};

/// An activity that waits for a payment, and the path of its page.
async fn waiting(world: &World) -> (RechargeId, String) {
    let activity = world.created(prepaid(), &[]).await;
    let accepted = world
        .engine
        .publish(activity, merchant(OWNER), world.number())
        .await
        .unwrap();
    let recharge = accepted.recharge.unwrap();
    let url = world.links.url(recharge);
    (
        recharge,
        url.strip_prefix("https://quan.example").unwrap().to_owned(),
    )
}

async fn pay(world: &World, path: &str) -> Answer {
    let (page, query) = path.split_once('?').unwrap();
    let request = Request::post(format!("{page}/pay"))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(query.to_owned()));
    world.send(request.unwrap()).await
}

#[tokio::test]
async fn the_page_shows_what_is_to_be_paid() {
    let world = World::new();
    let (_, path) = waiting(&world).await;
    let page = world.get("", &path).await;
    assert_eq!(page.status, 200);
    assert_eq!(page.headers["content-type"], "text/html; charset=utf-8");
    assert_eq!(page.headers["referrer-policy"], "no-referrer");
    assert_eq!(page.headers["cache-control"], "no-store");
    for text in [
        "200.00",
        "满100减20 &lt;秋&gt;",
        "演示咖啡",
        "待支付",
        "2026-11-28 10:00:00",
        "<button",
        "沙箱环境",
    ] {
        assert!(page.text.contains(text), "{text}\n{}", page.text);
    }
}

#[tokio::test]
async fn the_link_is_all_that_is_needed_to_pay() {
    let world = World::new();
    let (recharge, path) = waiting(&world).await;
    let short = pay(&world, &path).await;
    assert_eq!(short.status, 409);
    assert!(short.text.contains("余额不足"));

    world
        .engine
        .provision(merchant(OWNER), yuan("200"))
        .await
        .unwrap();
    let paid = pay(&world, &path).await;
    assert_eq!(paid.status, 303);
    assert_eq!(paid.headers["location"], path.as_str());
    let page = world.get("", &path).await;
    assert!(page.text.contains("已支付") && !page.text.contains("<button"));
    world.settle().await;
    let view = world
        .engine
        .activity(recharge.activity)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(view.activity.state, quan_core::ActivityState::Active);
}

#[tokio::test]
async fn a_lapsed_recharge_is_shown_and_cannot_be_paid() {
    let world = World::new();
    let (_, path) = waiting(&world).await;
    world.advance_to("2026-11-28T10:00:00+08:00").await;
    let page = world.get("", &path).await;
    assert!(page.text.contains("已过期") && !page.text.contains("<button"));
    assert_eq!(pay(&world, &path).await.status, 409);
}

#[tokio::test]
async fn a_guessed_link_shows_nothing_and_pays_nothing() {
    let world = World::new();
    let (recharge, path) = waiting(&world).await;
    world
        .engine
        .provision(merchant(OWNER), yuan("200"))
        .await
        .unwrap();
    let bare = format!("/recharge/{recharge}");
    for wrong in [
        bare.clone(),
        format!("{bare}?token=AAAAAAAAAAAAAAAAAAAAAA"),
        path.replace("-1?", "-2?"),
    ] {
        let page = world.get("", &wrong).await;
        assert_eq!(page.status, 404, "{wrong}");
        assert!(!page.text.contains("200.00"));
    }
    assert_eq!(
        pay(&world, &format!("{bare}?token=guess")).await.status,
        404
    );
    let state = world
        .engine
        .recharge(recharge)
        .await
        .unwrap()
        .unwrap()
        .state;
    assert_eq!(state, quan_core::RechargeState::Open);
}

#[tokio::test]
async fn a_picture_is_shown_under_its_id() {
    let world = World::new();
    let image = Image {
        id: "A*demo-cover".to_owned(),
        merchant: merchant(OWNER),
        file_key: "PROMO_VOUCHER_IMAGE".to_owned(),
        media_type: "image/png".to_owned(),
        width: 600,
        height: 600,
        byte_count: 3,
        enhanced: false,
    };
    world
        .registry
        .put(&[Entry::Image(image, b"png".to_vec())])
        .unwrap();
    let shown = world.get("", "/images/A*demo-cover").await;
    assert_eq!((shown.status.as_u16(), shown.text.as_str()), (200, "png"));
    assert_eq!(shown.headers["content-type"], "image/png");
    world
        .get("", "/images/none")
        .await
        .refused(404, "no-such-image");
}
