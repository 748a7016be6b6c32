//! Every sample goes through the types and comes out the same.

use super::{create, edited, nested, sample};
use crate::alipay::message::push::Event;
use crate::alipay::message::{
    Message, Violation, append, consult, create as creation, from_pairs, modify, parse, publish,
    query, send, stop, trade, user,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

fn same<T: Serialize + DeserializeOwned>(message: &Value) {
    assert!(message.is_object(), "the sample has moved");
    let typed: T = parse(message.to_string()).unwrap();
    assert_eq!(serde_json::to_value(typed).unwrap(), *message);
}

/// What the gateway adds to an answer is the envelope's, not the message's.
fn unwrapped(answer: &Value) -> Value {
    edited(answer.clone(), &[])
        .as_object()
        .map_or(Value::Null, |members| {
            let own = members
                .iter()
                .filter(|(name, _)| !matches!(name.as_str(), "code" | "msg"));
            Value::Object(
                own.map(|(name, value)| (name.clone(), value.clone()))
                    .collect(),
            )
        })
}

fn pairs(query: &Value) -> Vec<(String, String)> {
    let pairs = query.as_object().unwrap().iter();
    pairs
        .map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned()))
        .collect()
}

fn message(event: Event, text: &str) {
    let message = Message::parse(event.msg_method(), text).unwrap().unwrap();
    let (sent, read): (Value, Value) = (
        serde_json::from_str(text).unwrap(),
        serde_json::from_str(&message.biz_content()).unwrap(),
    );
    assert_eq!(sent, read);
}

#[test]
fn creations_come_out_the_same() {
    let new = sample("01");
    same::<creation::Request>(&new["v3"]["request"]["body"]);
    same::<creation::Request>(&new["gateway"]["biz_content"]);
    same::<creation::Answer>(&new["v3"]["response"]["body"]);
    let answer = &new["gateway"]["response"]["alipay_marketing_activity_voucher_create_response"];
    same::<creation::Answer>(&unwrapped(answer));
    let old = sample("02");
    same::<creation::Request>(&old["v3"]["request"]["body"]);
    same::<creation::Answer>(&old["v3"]["response"]["body"]);
}

#[test]
fn the_refusal_of_the_sample_is_worded_the_same() {
    let path = "voucher_send_mode_info.voucher_send_rule_info.quantity_limit_per_user";
    let violation: Violation = create(&edited(nested(), &[(path, json!(null))])).unwrap_err();
    assert_eq!(
        json!(violation.to_string()),
        sample("01")["error"]["v3"]["body"]["message"]
    );
}

#[test]
fn publishing_comes_out_the_same() {
    let sample = sample("03");
    for kind in ["no_cash", "recharge"] {
        same::<publish::Request>(&sample[kind]["request"]);
        same::<publish::Answer>(&sample[kind]["v3_response"]["body"]);
    }
    same::<query::Answer>(&sample["recharge"]["query_while_unpaid"]);
    message(
        Event::Created,
        sample["message"]["biz_content"].as_str().unwrap(),
    );
}

#[test]
fn queries_come_out_the_same() {
    let sample = sample("04");
    let asked = &sample["v3"]["request"]["query"];
    let typed: query::Request = from_pairs(pairs(asked)).unwrap();
    assert_eq!(serde_json::to_value(typed).unwrap(), *asked);
    same::<query::Answer>(&sample["v3"]["response"]["body"]);
}

#[test]
fn sending_comes_out_the_same() {
    let sample = sample("05");
    same::<send::Request>(&sample["success"]["request"]["body"]);
    same::<send::Request>(&sample["third_voucher_for_user"]["request_body"]);
    same::<send::Answer>(&sample["success"]["response"]["body"]);
    message(
        Event::Received,
        sample["received_message"]["biz_content"].as_str().unwrap(),
    );
}

#[test]
fn changes_come_out_the_same() {
    let sample = sample("06");
    same::<append::Request>(&sample["append"]["request_body"]);
    same::<append::Answer>(&sample["append"]["v3_response"]["body"]);
    same::<query::Answer>(&sample["append"]["then_query"]);
    same::<append::Request>(&sample["append_lower_total"]["request_body"]);
    same::<modify::Request>(&sample["modify_new_shape"]["request_body"]);
    same::<modify::Answer>(&sample["modify_new_shape"]["v3_response"]["body"]);
    same::<stop::Request>(&sample["stop"]["request_body"]);
    for (event, name) in [
        (Event::Appended, "append"),
        (Event::Modified, "modify_new_shape"),
        (Event::Stopped, "stop"),
    ] {
        message(event, &sample[name]["message_biz_content"].to_string());
    }
    let lower = parse::<append::Request>(sample["append_lower_total"]["request_body"].to_string());
    let violation = lower.unwrap().check().unwrap().against(1500).unwrap_err();
    let body = &sample["append_lower_total"]["v3_response"]["body"];
    assert_eq!(json!(violation.to_string()), body["message"]);
}

#[test]
fn holders_come_out_the_same() {
    let sample = sample("07");
    let list = &sample["batchqueryvoucher"];
    let typed: user::list::Request = from_pairs(pairs(&list["request"]["query"])).unwrap();
    assert!(typed.check().is_ok());
    same::<user::list::Answer>(&list["response"]["body"]);
    let asked = &sample["queryvoucher_unknown"]["request"]["query"];
    let typed: user::one::Request = from_pairs(pairs(asked)).unwrap();
    assert_eq!(serde_json::to_value(typed).unwrap(), *asked);
    same::<consult::Request>(&sample["consult"]["request"]["body"]);
    same::<consult::Answer>(&sample["consult"]["response"]["body"]);
}

#[test]
fn trades_come_out_the_same() {
    let sample = sample("08");
    same::<trade::TradeReport>(&sample["trade_query_response"]);
    for refund in ["refund_first", "refund_second"] {
        same::<trade::RefundReport>(&sample[refund]["response"]);
    }
    message(
        Event::Used,
        &sample["used_message_biz_content_unconfirmed"].to_string(),
    );

    let report: trade::TradeReport = parse(sample["trade_query_response"].to_string()).unwrap();
    let fields = &sample["notify_form_fields"];
    for (name, text) in [
        (
            "fund_bill_list",
            trade::notify_fund_bills(&report.fund_bill_list),
        ),
        (
            "voucher_detail_list",
            trade::notify_voucher_details(&report.voucher_detail_list),
        ),
    ] {
        assert_eq!(fields[name], text);
    }
}

#[test]
fn v11_2_trades_name_kinds_of_vouchers() {
    let discount = json!({
        "voucher_type": "DISCOUNT_VOUCHER",
        "discount_voucher_info": { "discount": "6.5", "ceiling_amount": "50" },
    });
    let discount = edited(nested(), &[("voucher_deduct_info", discount)]);
    for (message, kind) in [
        (nested(), "ALIPAY_FIX_VOUCHER"),
        (discount, "ALIPAY_DISCOUNT_VOUCHER"),
        (super::flat_shape(), "ALIPAY_ITEM_VOUCHER"),
    ] {
        assert_eq!(
            trade::voucher_kind(&create(&message).unwrap().document),
            kind
        );
    }
}

#[test]
fn v11_2_notices_of_trades_are_in_camel_case() {
    let bills = [trade::FundBill {
        fund_channel: Some("MDISCOUNT".to_owned()),
        amount: Some("20.00".to_owned()),
    }];
    let text = trade::notify_fund_bills(&bills);
    assert_eq!(text, r#"[{"amount":"20.00","fundChannel":"MDISCOUNT"}]"#);
}
