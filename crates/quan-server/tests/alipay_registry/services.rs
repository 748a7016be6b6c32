//! `alipay.open.app.appcontent.function.create`, which only the gateway offers.

use quan_wire::alipay::message::Operation;
use serde_json::{Value, json};

use crate::http::{Http, ISV_FOR_CLIENT, OWNER, Protocol, SITE};
use crate::world::{CLIENT_APP, OWNER_APP};

const CREATE: Operation = Operation::FunctionCreate;

fn service() -> Value {
    json!({
        "service_name": "点单", "short_desc": "到店点单不排队", "key_words": ["咖啡", "点单"],
        "category_ids": ["C1"],
        "service_urls": [{ "type": "ALIPAYAPP", "url": "alipays://platformapi/startapp" }],
    })
}

#[tokio::test]
async fn fn1_a_code_belongs_to_the_calling_mini_program() {
    let http = Http::new();
    let mut codes = Vec::new();
    for _ in 0..2 {
        let made = http.ok(Protocol::Gateway, OWNER, CREATE, service()).await;
        let code = made["service_code"].as_str().unwrap().to_owned();
        assert!(code.len() == 22 && code.starts_with("20261105"), "{code}");
        codes.push(code);
    }
    assert_ne!(codes[0], codes[1]);
    let registry = &http.world.registry;
    let found = registry.find_service_code(&codes[0]).unwrap().unwrap();
    assert_eq!((found.app.as_str(), &*found.name), (OWNER_APP, "点单"));
    let kept: Value = serde_json::from_str(&found.details).unwrap();
    assert_eq!(kept, service());
}

#[tokio::test]
async fn fn1_with_a_token_it_belongs_to_a_mini_program_of_who_gave_it() {
    let http = Http::new();
    let made = http
        .ok(Protocol::Gateway, ISV_FOR_CLIENT, CREATE, service())
        .await;
    let code = made["service_code"].as_str().unwrap();
    let found = http.world.registry.find_service_code(code).unwrap();
    assert_eq!(found.unwrap().app.as_str(), CLIENT_APP);
}

#[tokio::test]
async fn fn2_what_is_no_mini_program_offers_no_service() {
    let http = Http::new();
    let refused = http.no(Protocol::Gateway, SITE, CREATE, service()).await;
    assert_eq!(refused.code, "BIZ_ERROR");
    assert!(refused.message.starts_with("业务异常"), "{refused:?}");
    let mut short = service();
    short["service_name"] = "点".into();
    assert_eq!(http.code(OWNER, CREATE, short).await, "INVALID_PARAMETER");
}
