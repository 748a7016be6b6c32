//! Rules of the specification, a test each; then samples, recorded requests, routes
//! and problems. A rule's test bears the rule's name.

mod callbacks;
mod captured;
mod codes;
mod coupons;
mod create;
mod form;
mod modify;
mod problems;
mod routes;
mod samples;
mod subsidies;

use quan_core::Timestamp;
use serde_json::{Map, Value};

use super::{Asked, Call, Refusal, Routing, route};
use crate::wechatpay::path::split_query;

/// When the tests take place.
fn now() -> Timestamp {
    "2025-08-02T09:00:00+08:00".parse().unwrap()
}

/// A sample by its file's name.
fn sample(name: &str) -> Value {
    let path = format!(
        "{}/samples/wechatpay-busifavor/{name}.json",
        env!("CARGO_MANIFEST_DIR")
    );
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// A message in which values are put in the places of pointers; null takes a member
/// out.
fn edited(mut message: Value, edits: &[(&str, Value)]) -> Value {
    for (pointer, value) in edits {
        let (above, name) = pointer.rsplit_once('/').unwrap();
        let above = above.split('/').skip(1).fold(&mut message, |above, name| {
            let members = above.as_object_mut().unwrap();
            members
                .entry(name)
                .or_insert_with(|| Value::Object(Map::new()))
        });
        let members = above.as_object_mut().unwrap();
        if value.is_null() {
            members.remove(name);
        } else {
            members.insert(name.to_owned(), value.clone());
        }
    }
    message
}

/// Reads a request as it comes: by way of the router.
fn ask<C: Call>(target: &str, body: &str) -> Result<C, Refusal> {
    let (path, query) = split_query(target);
    let path = format!("/v3/marketing/busifavor{path}");
    let Routing::Found {
        operation,
        parameters,
    } = route(C::OPERATION.method(), &path)
    else {
        panic!("nothing lives at {path}");
    };
    assert_eq!(operation, C::OPERATION);
    C::read(&Asked::of(
        operation,
        parameters,
        query,
        body.as_bytes(),
        now(),
    )?)
}

/// Whether a refusal is a bad request that says so.
fn says(refusal: &Refusal, text: &str) {
    let answer = refusal.answer();
    assert_eq!(answer.status(), 400, "{answer:?}");
    assert!(
        answer.message.contains(text),
        "{}: not {text}",
        answer.message
    );
}

/// Whether a test bears the number of the rule that refused. Fields are refused by the
/// rules for all fields, and their tests may bear the number of their call's.
fn is_named_after(name: &str, refusal: &Refusal) {
    let number = refusal.rule.split(' ').next().unwrap();
    let of_all = number.starts_with("W-VAL") || number.starts_with("W-GEN");
    let number = format!("{}_", number.to_lowercase().replace('-', "_"));
    assert!(
        of_all || name.starts_with(&number),
        "{name} was refused by {}",
        refusal.rule
    );
}

/// Declares the tests of rules. Each edits a request so that the rule refuses it with
/// this text, and where the edge matters (`but`) also so that it does not.
macro_rules! rules {
    ($judge:ident; $(
        $name:ident: { $($path:literal = $value:expr),* $(,)? } says $text:expr
        $(, but { $($fine:literal = $good:expr),* $(,)? })*;
    )*) => {$(
        #[test]
        fn $name() {
            let bad: &[(&str, serde_json::Value)] = &[$(($path, serde_json::json!($value))),*];
            let refusal = $judge(bad).expect_err("the rule refuses it");
            $crate::wechatpay::message::tests::says(&refusal, &$text);
            $crate::wechatpay::message::tests::is_named_after(stringify!($name), &refusal);
            $(
                let good: &[(&str, serde_json::Value)] = &[$(($fine, serde_json::json!($good))),*];
                if let Err(refusal) = $judge(good) {
                    panic!("{good:?}: {refusal}");
                }
            )*
        }
    )*};
}
use rules;

/// So many characters.
fn signs(count: usize) -> String {
    "券".repeat(count)
}

/// So many bytes.
fn bytes(count: usize) -> String {
    "a".repeat(count)
}
