//! The OpenAPI document.

use serde_json::Value;

use crate::own::World;

/// Writes the document anew where `QUAN_WRITE` is set.
#[test]
fn the_document_in_the_project_is_the_one_the_code_makes() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/openapi.json");
    let made = quan_server::api::document();
    if std::env::var_os("QUAN_WRITE").is_some() {
        std::fs::write(path, made).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        kept == made,
        "docs/openapi.json drifted: run this test with QUAN_WRITE=1"
    );
}

#[tokio::test]
async fn the_document_is_served_and_names_every_call() {
    let world = World::new();
    let answer = world.get("", "/api/openapi.json").await;
    assert_eq!(answer.headers["content-type"], "application/json");
    let document = answer.is(200);
    let paths = document["paths"].as_object().unwrap();
    let mut ids = std::collections::BTreeSet::new();
    for (path, calls) in paths {
        for call in calls.as_object().unwrap().values() {
            assert!(call["summary"].is_string(), "{path}");
            assert!(call["responses"]["4XX"].is_object(), "{path}");
            assert!(ids.insert(call["operationId"].to_string()), "{path}");
        }
    }
    assert_eq!(paths.len(), 48);
    assert_eq!(
        document["components"]["securitySchemes"]["token"]["scheme"],
        Value::from("bearer")
    );
}
