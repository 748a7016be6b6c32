//! Rules of order vouchers' calls other than those on the activity's terms, a
//! test each: codes, uses, sales, packages, shops, services, plans, and what the
//! platform asks and tells merchants. A rule's test bears the rule's name.

mod around;
mod codes;
mod deliveries;
mod given;
mod heard;
mod paths;
mod prices;
mod sales;
mod shops;
mod uses;

use serde_json::Value;

use super::{Edit, Violation, edited};

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
            super::refuses(stringify!($name), $base(), &refused, $judge);
            $(
                let fine = [$(($fine, serde_json::json!($good))),*];
                super::accepts(stringify!($name), $base(), &fine, $judge);
            )*
        }
    )*};
}
use rules;

/// Declares what reads a message and judges its form.
macro_rules! judges {
    ($($name:ident: $request:ty;)*) => {$(
        fn $name(message: &serde_json::Value) -> Result<(), super::Violation> {
            let read = crate::alipay::message::parse::<$request>(message.to_string())?;
            read.check().map(|_| ())
        }
    )*};
}
use judges;

fn refuses(
    name: &str,
    base: Value,
    edits: &[Edit<'_>],
    judge: fn(&Value) -> Result<(), Violation>,
) {
    let violation = judge(&edited(base, edits)).expect_err("the rule refuses it");
    named(name, &violation);
}

/// Whether a test is named after the rule that was broken, and the message is
/// worded as the platform words it.
fn named(name: &str, violation: &Violation) {
    let rule = violation.rule.to_lowercase().replace(['.', ' '], "_");
    assert!(
        name.starts_with(&rule),
        "{name} was refused by {}: {violation}",
        violation.rule
    );
    let text = violation.to_string();
    assert!(
        text.starts_with(violation.code().text()) && !text.contains('：'),
        "{text}"
    );
}

fn accepts(
    name: &str,
    base: Value,
    edits: &[Edit<'_>],
    judge: fn(&Value) -> Result<(), Violation>,
) {
    if let Err(violation) = judge(&edited(base, edits)) {
        panic!(
            "{name}: {} refuses what it should not: {violation}",
            violation.rule
        );
    }
}

/// A sample file of the specification.
fn sample(name: &str) -> Value {
    let text = match name {
        "codedeposit" => {
            include_str!("../../../../../samples/alipay-ordervoucher/codedeposit-exchange.json")
        }
        "use" => include_str!("../../../../../samples/alipay-ordervoucher/use-v3-exchange.json"),
        "modified" => {
            include_str!("../../../../../samples/alipay-ordervoucher/message-modified.json")
        }
        other => panic!("there is no sample {other}"),
    };
    serde_json::from_str(text).unwrap()
}

/// A message goes through its type and comes out the same.
fn same<T: serde::Serialize + serde::de::DeserializeOwned>(message: &Value) {
    assert!(message.is_object(), "the sample has moved");
    let typed: T = super::parse(message.to_string()).unwrap();
    assert_eq!(serde_json::to_value(typed).unwrap(), *message);
}
