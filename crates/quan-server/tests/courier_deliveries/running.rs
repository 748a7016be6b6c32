//! A courier that runs by itself: it sleeps until there is something to do.

use std::time::Duration;

use quan_core::AppId;
use quan_engine::registry::{AlipayApp, Certification, Entry, Registration, Shop, ShopKind};
use quan_server::courier::Settings;
use tokio::sync::oneshot;

use crate::own::{APP, BEGIN, OWNER, World, at, merchant, terms};
use crate::receiver::{Receiver, courier};

/// How often a condition is asked for before it counts as never coming.
const PATIENCE: u32 = 2_000_000;

/// Waits until something is so.
async fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    for _ in 0..PATIENCE {
        if is_so() {
            return;
        }
        tokio::task::yield_now().await;
    }
    panic!("never: {what}");
}

/// A courier that does not wake by itself within the test.
fn sleepy() -> Settings {
    Settings {
        nap: Duration::from_hours(1),
        ..Settings::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_application_is_told_from_its_registration_on() {
    let (receiver, address) = Receiver::start().await;
    let world = World::new();
    let courier = courier(&world, sleepy());
    let (stop, stopped) = oneshot::channel::<()>();
    let running = tokio::spawn(async move { courier.run(async { drop(stopped.await) }).await });
    let app = world.registry.find_app(APP).unwrap();
    let new = AppId::parse("2021000000000055").unwrap();
    let entry = Entry::App(AlipayApp {
        app_id: new.clone(),
        gateway_url: Some(address.clone()),
        ..AlipayApp::clone(&app)
    });
    world.registry.put(&[entry]).unwrap();
    until("subscribed", || world.engine.is_subscribed(&new)).await;
    // The one that was there before gets its address now.
    let entry = Entry::App(AlipayApp {
        gateway_url: Some(address),
        ..AlipayApp::clone(&app)
    });
    world.registry.put(&[entry]).unwrap();
    let known = AppId::parse(APP).unwrap();
    until("subscribed", || world.engine.is_subscribed(&known)).await;
    world.activity(terms(), &[]).await;
    until("told", || receiver.count() == 1).await;
    stop.send(()).unwrap();
    running.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_becomes_of_a_shop_is_told_at_once() {
    let (receiver, address) = Receiver::start().await;
    let world = World::listening(&address);
    let courier = courier(&world, sleepy());
    let (stop, stopped) = oneshot::channel::<()>();
    let running = tokio::spawn(async move { courier.run(async { drop(stopped.await) }).await });
    let app = AppId::parse(APP).unwrap();
    let with = Registration {
        details: "{}",
        receiver: Some(&app),
        now: at(BEGIN),
    };
    let make = |_| Shop {
        certification: Certification::InAudit,
        ..Shop::new("S9", merchant(OWNER), ShopKind::Payment, "新店", "330100")
    };
    world.registry.add_shop(&with, make).unwrap();
    let certified = Some(Certification::Certified);
    let set = world.registry.set_shop("S9", certified, None, at(BEGIN));
    assert!(set.unwrap().is_some());
    until("told", || receiver.count() == 1).await;
    stop.send(()).unwrap();
    running.await.unwrap();
}
