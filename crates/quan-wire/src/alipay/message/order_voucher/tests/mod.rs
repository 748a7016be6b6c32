//! Rules of the specification of order vouchers' activities, a test each, then
//! samples and answers. A rule's test bears the rule's name.

mod changes;
mod create;
mod general;
mod listed;
mod query;
mod result;
mod samples;

use quan_core::Timestamp;
use serde_json::Value;

use super::create::{NewOrderActivity, Request};
use super::modify::{self, Modified, Present};
use crate::alipay::message::activity::Places;
use crate::alipay::message::tests::{Edit, edited};
use crate::alipay::message::{Violation, parse, times};

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
            $crate::alipay::message::order_voucher::tests::refuses(stringify!($name), $base(), &refused, $judge);
            $(
                let fine = [$(($fine, serde_json::json!($good))),*];
                $crate::alipay::message::order_voucher::tests::accepts(stringify!($name), $base(), &fine, $judge);
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
    let violation = judge(&edited(base, edits)).expect_err("the rule refuses it");
    let rule = violation.rule.to_lowercase().replace(['.', ' '], "_");
    assert!(
        name.starts_with(&rule),
        "{name} was refused by {}: {violation}",
        violation.rule
    );
    let text = violation.to_string();
    assert!(
        text.starts_with("参数有误") || text.starts_with("业务异常"),
        "{text}"
    );
}

fn accepts<T: std::fmt::Debug>(
    name: &str,
    base: Value,
    edits: &[Edit<'_>],
    judge: fn(&Value) -> Result<T, Violation>,
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
    macro_rules! files {
        ($($file:literal)*) => {
            match name {
                $($file => include_str!(concat!(
                    "../../../../../samples/alipay-ordervoucher/", $file, ".json"
                )),)*
                other => panic!("there is no sample {other}"),
            }
        };
    }
    let text = files! {
        "create-request-legacy-upload" "create-request-v2-exchange-sale" "create-response"
        "modify-request-valid" "modify-request-all-fields" "modify-response-partial"
        "modify-response-all-fields" "modify-error" "query-response"
    };
    serde_json::from_str(text).unwrap()
}

/// A creation in the flat form: a fixed amount off, uploaded codes.
fn flat() -> Value {
    sample("create-request-legacy-upload")
}

/// A creation in containers: sold for goods, codes of the merchant's own.
fn nested() -> Value {
    sample("create-request-v2-exchange-sale")
}

/// A creation in containers: given away, a fixed amount off.
fn given() -> Value {
    edited(
        nested(),
        &[
            (
                "voucher_send_mode_info.voucher_send_mode",
                "DIRECT_SEND_MODE".into(),
            ),
            ("voucher_deduct_info.voucher_type", "FIX_VOUCHER".into()),
            (
                "voucher_deduct_info.fix_voucher_info",
                serde_json::json!({ "amount": "10.00", "floor_amount": "100.00" }),
            ),
        ],
    )
}

/// The day of the samples.
fn now() -> Timestamp {
    times::parse("2026-11-22 12:00:00").unwrap()
}

fn create(message: &Value) -> Result<NewOrderActivity, Violation> {
    let request: Request = parse(message.to_string()).map_err(Violation::in_order_words)?;
    request.check(now())
}

/// The activity as it stands: not yet open, with a hundred vouchers.
fn present(shops: &[String]) -> Present<'_> {
    Present {
        now: now(),
        stopped: false,
        owner: "2088102111111111",
        quantity: 100,
        most_uses: 1,
        enrolled: false,
        shops,
        over_is_refused: false,
    }
}

/// What a modification makes of an activity that a message created.
fn modified(
    message: &Value,
    created: &Value,
    change: impl FnOnce(&mut Present<'_>),
) -> Result<Modified, Violation> {
    let activity = create(created).unwrap();
    let shops = match &activity.scope.places {
        Places::Shops(ids) | Places::RealShops(ids) => ids.clone(),
        Places::Anywhere | Places::AllShops { .. } | Places::AllCities | Places::Cities(_) => {
            Vec::new()
        }
    };
    let mut present = present(&shops);
    present.quantity = activity.sending.quantity.max(100);
    change(&mut present);
    let request: modify::Request = parse(message.to_string()).map_err(Violation::in_order_words)?;
    request.check()?.against(&activity.document, &present)
}

/// The sample's modification of the sample's activity.
fn modify_valid() -> Modified {
    modified(&sample("modify-request-valid"), &flat(), |_| {}).unwrap()
}
