//! Every sample goes through the types and comes out the same.

use super::{create, flat, nested, sample};
use crate::alipay::message::activity::Places;
use crate::alipay::message::order_voucher::create::{Answer, Benefit, Offer, Request};
use crate::alipay::message::order_voucher::word::CodeMode;
use crate::alipay::message::parse;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

fn same<T: Serialize + DeserializeOwned>(message: &Value) {
    assert!(message.is_object(), "the sample has moved");
    let typed: T = parse(message.to_string()).unwrap();
    assert_eq!(serde_json::to_value(typed).unwrap(), *message);
}

/// The message of a gateway's answer: the rest is the envelope's.
fn unwrapped(answer: &Value) -> Value {
    let members = answer.as_object().unwrap();
    let (_, message) = members
        .iter()
        .find(|(name, _)| name.ends_with("_response"))
        .unwrap();
    let own = message.as_object().unwrap().iter();
    let own = own.filter(|(name, _)| !matches!(name.as_str(), "code" | "msg"));
    Value::Object(
        own.map(|(name, value)| (name.clone(), value.clone()))
            .collect(),
    )
}

#[test]
fn creations_come_out_the_same() {
    same::<Request>(&flat());
    same::<Request>(&nested());
    same::<Answer>(&unwrapped(&sample("create-response")));
}

#[test]
fn creations_are_accepted() {
    let activity = create(&flat()).unwrap();
    assert_eq!(
        (activity.forms.legacy, activity.forms.nested),
        (true, false)
    );
    assert_eq!(
        (activity.codes, activity.offer),
        (CodeMode::Upload, Offer::Direct)
    );
    assert!(matches!(activity.scope.places, Places::Shops(ids) if ids.len() == 2));
    let activity = create(&nested()).unwrap();
    assert!(matches!(activity.offer, Offer::Sale(_)));
    assert!(matches!(activity.benefit, Benefit::Exchange { .. }));
    assert_eq!(activity.guide.app_ids, ["2021238412323412"]);
}
