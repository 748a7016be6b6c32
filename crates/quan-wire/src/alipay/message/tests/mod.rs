//! Rules of the specification, a test each; then samples, projections, ids and
//! messages. A rule's test bears the rule's name.

mod calls;
mod containers;
mod fields;
mod flat;
mod ids;
mod modify;
mod orders;
mod project;
mod samples;
mod sending;

use quan_core::Timestamp;
use serde_json::Value;

use super::activity::NewActivity;
use super::{Violation, create, parse, times};

/// What a rule's test does to a message: a dotted path and the value there;
/// null takes the member out.
pub(crate) type Edit<'a> = (&'a str, Value);

/// Declares the tests of rules. Each edits a message so that the rule refuses
/// it, and where the edge matters (`but`) also so that the rule does not.
macro_rules! rules {
    ($base:ident, $judge:ident; $(
        $name:ident: { $($path:literal = $value:tt),* $(,)? }
        $(but { $($fine:literal = $good:tt),* $(,)? })*;
    )*) => {$(
        #[test]
        fn $name() {
            let refused = [$(($path, serde_json::json!($value))),*];
            $crate::alipay::message::tests::refuses(stringify!($name), $base(), &refused, $judge);
            $(
                let fine = [$(($fine, serde_json::json!($good))),*];
                $crate::alipay::message::tests::accepts(stringify!($name), $base(), &fine, $judge);
            )*
        }
    )*};
}
use rules;

fn refuses<T: std::fmt::Debug>(
    name: &str,
    base: Value,
    edits: &[Edit<'_>],
    judge: fn(&Value) -> Result<T, Violation>,
) {
    let message = edited(base, edits);
    let violation = judge(&message).expect_err("the rule refuses it");
    let rule = violation.rule.to_lowercase().replace(['.', ' '], "_");
    assert!(
        name.starts_with(&rule),
        "{name} was refused by {}: {violation}",
        violation.rule
    );
    assert!(
        violation
            .to_string()
            .starts_with("参数有误REQUEST_PARAM_ILLEGAL|异常原因：请求参数非法|")
    );
}

fn accepts<T: std::fmt::Debug>(
    name: &str,
    base: Value,
    edits: &[Edit<'_>],
    judge: fn(&Value) -> Result<T, Violation>,
) {
    let message = edited(base, edits);
    if let Err(violation) = judge(&message) {
        panic!(
            "{name}: {} refuses what it should not: {violation}",
            violation.rule
        );
    }
}

/// The message with other values at some places.
pub(crate) fn edited(mut message: Value, edits: &[Edit<'_>]) -> Value {
    for (path, value) in edits {
        let mut place = &mut message;
        for step in path.split('.') {
            if place.is_null() {
                *place = Value::Object(serde_json::Map::new());
            }
            place = match step.parse::<usize>() {
                Ok(at) => &mut place[at],
                Err(_) => &mut place[step],
            };
        }
        *place = value.clone();
    }
    message
}

/// A sample file of the specification.
fn sample(name: &str) -> Value {
    let text = match name {
        "01" => include_str!("../../../../samples/alipay-voucher/01-create-new-shape.json"),
        "02" => {
            include_str!("../../../../samples/alipay-voucher/02-create-old-shape-recharge.json")
        }
        "03" => {
            include_str!("../../../../samples/alipay-voucher/03-publish-and-created-message.json")
        }
        "04" => include_str!("../../../../samples/alipay-voucher/04-query-active.json"),
        "05" => include_str!("../../../../samples/alipay-voucher/05-send-and-errors.json"),
        "06" => include_str!("../../../../samples/alipay-voucher/06-append-modify-stop.json"),
        "07" => {
            include_str!("../../../../samples/alipay-voucher/07-user-vouchers-and-consult.json")
        }
        "08" => {
            include_str!("../../../../samples/alipay-voucher/08-trade-with-voucher-and-refund.json")
        }
        other => panic!("there is no sample {other}"),
    };
    serde_json::from_str(text).unwrap()
}

/// A creation in today's shape: a fixed amount off, absolute validity.
fn nested() -> Value {
    sample("01")["v3"]["request"]["body"].clone()
}

/// A creation in the flat shape: for certain goods, prepaid, relative validity.
fn flat_shape() -> Value {
    sample("02")["v3"]["request"]["body"].clone()
}

/// The eve of the samples' windows.
fn now() -> Timestamp {
    times::parse("2026-10-31 12:00:00").unwrap()
}

fn create(message: &Value) -> Result<NewActivity, Violation> {
    parse::<create::Request>(message.to_string())?.check(now())
}
