//! Request numbers.

use std::sync::Arc;

use quan_engine::registry::Registry;
use quan_engine::{Engine, Options};
use quan_server::clock::FixedClock;
use serde_json::{Value, json};

use crate::shop::{NOT_USABLE, NOT_USED, OUTSIDE, REUSED, with};
use crate::world::{
    ALICE, BEGIN, COUPONS, CREATOR, Wish, World, at, entries, stock, stock_of_named_codes,
};

async fn sent(world: &World) -> (String, String) {
    let stock = world.stock(stock()).await;
    let code = world.send(&stock, ALICE).await;
    (stock, code)
}

#[tokio::test]
async fn w_idem_1_a_refused_request_may_be_repeated_with_its_number() {
    let world = World::new();
    let (stock, code) = sent(&world).await;
    let (using, back) = (world.to_use(&stock, &code), world.to_return(&stock, &code));
    world.not("return", back.clone()).await.is(NOT_USED);
    world.clock.set(at("2026-10-01T00:00:00+08:00"));
    world.not("use", using.clone()).await.is(OUTSIDE);
    world.clock.set(at("2026-11-06T00:00:00+08:00"));
    world.done("use", using).await;
    let invalid = world.to_deactivate(&stock, &code);
    world
        .not("deactivate", invalid.clone())
        .await
        .is(NOT_USABLE);
    // Other contents, since the first were refused.
    let back = with(back, &[("coupon_code", json!(code))]);
    world.done("return", back).await;
    world.done("deactivate", invalid).await;
    world.is_sound().await;
}

#[tokio::test]
async fn w_idem_2_the_same_number_with_other_contents() {
    let world = World::new();
    let (stock, code) = sent(&world).await;
    let other = world.send(&stock, ALICE).await;
    let calls = [
        ("associate", world.to_link(&stock, &code, "T-1")),
        ("disassociate", world.to_link(&stock, &code, "T-1")),
        ("use", world.to_use(&stock, &code)),
        ("return", world.to_return(&stock, &code)),
        ("deactivate", world.to_deactivate(&stock, &code)),
    ];
    for (word, body) in &calls {
        world.done(word, body.clone()).await;
    }
    for (word, body) in calls {
        let body = with(body, &[("coupon_code", json!(other))]);
        world.not(word, body).await.is(REUSED);
    }
    assert_eq!(world.state_of(ALICE, &other).await, "SENDED");
}

#[tokio::test]
async fn w_idem_2_each_operation_has_numbers_of_its_own() {
    let world = World::new();
    let (stock, code) = sent(&world).await;
    let number = |name| [(name, json!("SAME"))];
    let body = with(world.to_use(&stock, &code), &number("use_request_no"));
    world.done("use", body).await;
    let body = with(world.to_return(&stock, &code), &number("return_request_no"));
    world.done("return", body).await;
    let body = with(world.to_link(&stock, &code, "T"), &number("out_request_no"));
    world.done("associate", body).await;
    let body = world.to_deactivate(&stock, &code);
    world
        .done("deactivate", with(body, &number("deactivate_request_no")))
        .await;
}

#[tokio::test]
async fn w_idem_2_each_stock_has_numbers_of_its_own() {
    let world = World::new();
    for _ in 0..2 {
        let (stock, code) = sent(&world).await;
        let body = world.to_use(&stock, &code);
        world
            .done("use", with(body, &[("use_request_no", json!("SAME"))]))
            .await;
    }
}

#[tokio::test]
async fn w_idem_4_answers_come_again_as_they_were_under_new_signatures() {
    let world = World::new();
    let (stock, code) = sent(&world).await;
    let calls = [
        ("send", world.to_send(&stock, ALICE)),
        ("associate", world.to_link(&stock, &code, "T-1")),
        ("disassociate", world.to_link(&stock, &code, "T-1")),
        ("use", world.to_use(&stock, &code)),
        ("return", world.to_return(&stock, &code)),
        ("deactivate", world.to_deactivate(&stock, &code)),
    ];
    let mut first = Vec::new();
    for (word, body) in &calls {
        first.push(raw(&world, word, body).await);
    }
    world.go_to("2027-02-01T00:00:00+08:00").await;
    for ((word, body), (text, id, signature)) in calls.iter().zip(first) {
        let again = raw(&world, word, body).await;
        assert_eq!(again.0, text, "{word}");
        assert_ne!(again.1, id);
        assert_ne!(again.2, signature);
    }
}

#[tokio::test]
async fn w_idem_4_also_after_a_restart() {
    let data = tempfile::tempdir().unwrap();
    let begin = |now: &str| {
        let clock = FixedClock::at(at(now));
        let engine = Engine::open(data.path(), Arc::new(clock.clone()), Options::default());
        let registry = Registry::in_memory();
        registry.put(&entries()).unwrap();
        World::around(engine.unwrap(), registry, clock, &Wish::default())
    };
    let world = begin(BEGIN);
    let stock = world.stock(stock_of_named_codes()).await;
    let code = world.send_code(&stock, ALICE, "A-1").await;
    let another = with(
        world.to_send(&stock, ALICE),
        &[("coupon_code", json!("A-2"))],
    );
    let calls = [
        ("send", another),
        ("associate", world.to_link(&stock, &code, "T-1")),
        ("disassociate", world.to_link(&stock, &code, "T-1")),
        ("use", world.to_use(&stock, &code)),
        ("return", world.to_return(&stock, &code)),
        ("deactivate", world.to_deactivate(&stock, &code)),
    ];
    let mut first = Vec::new();
    for (word, body) in &calls {
        first.push(world.done(word, body.clone()).await);
    }
    let coupon = world.coupon_of(ALICE, &code).await;
    let engine = world.engine.clone();
    drop(world);
    engine.close().await;

    let world = begin("2026-11-08T10:00:00+08:00");
    for ((word, body), answer) in calls.iter().zip(first) {
        assert_eq!(world.done(word, body.clone()).await, answer, "{word}");
        let other = with(body.clone(), &[("coupon_code", json!("A-2"))]);
        if *word != "send" {
            world.not(word, other).await.is(REUSED);
        }
    }
    assert_eq!(world.coupon_of(ALICE, &code).await, coupon);
    assert_eq!(world.state_of(ALICE, "A-2").await, "SENDED");
    world.is_sound().await;
}

/// The body of an answer as it stands, its id, and its signature.
async fn raw(world: &World, call: &str, body: &Value) -> (String, String, String) {
    let target = format!("{COUPONS}/{call}");
    let request = world.request(CREATOR, "POST", &target, body);
    let response = world.server.call(request).await;
    assert_eq!(response.status().as_u16(), 200, "{call} {body}");
    let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
    let text = String::from_utf8(response.body().to_vec()).unwrap();
    (text, header("request-id"), header("wechatpay-signature"))
}
