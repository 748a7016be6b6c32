//! What merchants hear: messages, and what the platform asks them.

use super::sample;
use crate::alipay::form::{Layout, Params};
use crate::alipay::key::{PrivateKey, PublicKey, SignType};
use crate::alipay::message::order::RefundType;
use crate::alipay::message::order::confirm::Verdict;
use crate::alipay::message::push::{
    Delivery, Ended, Event, Message, OrderReceived, OrderRefunded, SUCCESS, ShopSaved,
};
use crate::alipay::message::spi::{
    ConfirmQuestion, RefundActivity, Reply, SendAnswer, SendQuestion, is_signed,
};
use crate::alipay::message::word::Recipient;
use crate::alipay::notify::{Signing, receive};
use serde_json::json;

#[expect(clippy::unnecessary_wraps, reason = "fields of messages are optional")]
fn said(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn the_sample_is_read_and_written_the_same() {
    let sample = sample("modified");
    let form = &sample["form_parameters"];
    let text = form["biz_content"].as_str().unwrap();
    let method = form["msg_method"].as_str().unwrap();
    let message = Message::parse(method, text).unwrap().unwrap();
    let written: serde_json::Value = serde_json::from_str(&message.biz_content()).unwrap();
    assert_eq!(written, sample["biz_content_decoded"]);
    assert_eq!(message.id(), sample["biz_content_decoded"]["id"].as_str());
    assert_eq!(message.at().unwrap().as_millisecond(), 1_795_326_364_000);
}

#[test]
fn a_use_of_a_code_is_told_with_its_number() {
    let used = Message::Used(Ended {
        id: said("USED_1"),
        activity_id: said("A"),
        event_time: said("1672740605064"),
        voucher_id: said("V"),
        voucher_code: said("C"),
        user_id: said("2088"),
        out_biz_no: said("N"),
        trade_no: said("T"),
        use_time: said("2027-01-10 12:30:00"),
        ..Ended::default()
    });
    let text = used.biz_content();
    let told = json!({
        "id": "USED_1", "activity_id": "A", "event_time": "1672740605064", "voucher_id": "V",
        "voucher_code": "C", "user_id": "2088", "out_biz_no": "N", "trade_no": "T",
        "use_time": "2027-01-10 12:30:00",
    });
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(&text).unwrap(),
        told
    );
    assert_eq!(
        Message::parse(Event::Used.msg_method(), &text),
        Some(Ok(used))
    );
}

#[test]
fn orders_plans_and_shops_are_told_under_methods_of_their_own() {
    let order = said("2022122901502300000009120011010405");
    for (message, method) in [
        (
            Message::OrderReceived(OrderReceived {
                id: said("ORDERRECEIVED_1"),
                order_no: order.clone(),
                send_status: said(SUCCESS),
                event_time: said("1672740605064"),
                ..OrderReceived::default()
            }),
            "alipay.marketing.activity.ordermessage.received",
        ),
        (
            Message::OrderRefunded(OrderRefunded {
                id: said("ORDERREFUND_2022122901502300000009120011010405"),
                order_no: order,
                refund_type: said(RefundType::SendError.as_str()),
                refund_status: said(SUCCESS),
                event_time: said("1672740605064"),
                ..OrderRefunded::default()
            }),
            "alipay.marketing.activity.ordermessage.refunded",
        ),
        (
            Message::Delivery(Delivery {
                id: said("DELIVERY_1"),
                delivery_status: said("ACTIVE"),
                event_time: said("1672740605064"),
                ..Delivery::default()
            }),
            "alipay.marketing.activity.delivery.message",
        ),
        (
            Message::ShopPassed(ShopSaved {
                id: said("SHOPPASSED_1"),
                shop_id: said("S"),
                event_time: said("1672740605064"),
                ..ShopSaved::default()
            }),
            "ant.merchant.expand.shop.save.passed",
        ),
        (
            Message::ShopRejected(ShopSaved {
                id: said("SHOPREJECTED_1"),
                reason: said("地址不合法"),
                event_time: said("1672740605064"),
                ..ShopSaved::default()
            }),
            "ant.merchant.expand.shop.save.rejected",
        ),
    ] {
        let event = message.event();
        assert_eq!(event.msg_method(), method);
        let id = message.id().unwrap().to_owned();
        let (kind, number) = Event::parse_id(&id).unwrap();
        assert_eq!((kind, kind.id(number)), (event, id));
        assert_eq!(message.at().unwrap().as_millisecond(), 1_672_740_605_064);
        let text = message.biz_content();
        assert_eq!(Message::parse(method, &text), Some(Ok(message)));
    }
}

fn key() -> PrivateKey {
    let pem = include_str!("../../../../../vectors/alipay/keys/alipay_private_pkcs8.pem");
    PrivateKey::parse(pem).unwrap()
}

fn public_key() -> PublicKey {
    let pem = include_str!("../../../../../vectors/alipay/keys/alipay_public.pem");
    PublicKey::parse(pem).unwrap()
}

fn signing(key: &PrivateKey) -> Signing<'_> {
    Signing {
        key,
        sign_type: SignType::Rsa2,
        layout: Layout::WithoutSignType,
        content: None,
    }
}

fn at() -> jiff::Timestamp {
    jiff::Timestamp::from_millisecond(1_672_740_605_064).unwrap()
}

fn buyer() -> Recipient {
    Recipient::User("2088412687134912".to_owned())
}

fn question(buyer: &Recipient) -> SendQuestion<'_> {
    SendQuestion {
        order_no: "O",
        out_order_no: "OUT",
        buyer,
        activities: &[("A", 1)],
    }
}

#[test]
fn a_question_for_codes_is_a_signed_form() {
    let (buyer, key) = (buyer(), key());
    let push = question(&buyer).form(at(), signing(&key)).unwrap();
    let mut params = Params::new();
    params.merge_encoded(push.body.as_bytes());
    for (name, value) in [
        ("method", "spi.alipay.marketing.activity.order.send"),
        ("version", "1.0"),
        ("charset", "UTF-8"),
        ("sign_type", "RSA2"),
        ("utc_timestamp", "1672740605"),
        ("order_no", "O"),
        ("out_order_no", "OUT"),
        ("buyer_id", "2088412687134912"),
        (
            "send_activity_info_list",
            r#"[{"activity_id":"A","quantity":1}]"#,
        ),
    ] {
        assert_eq!(params.get(name), Some(value.as_bytes()), "{name}");
    }
    assert!(receive(push.body.as_bytes(), &public_key()).is_ok());
    let open = Recipient::Open("o".to_owned());
    let push = question(&open).form(at(), signing(&key)).unwrap();
    assert!(push.body.contains("buyer_open_id=o") && !push.body.contains("buyer_id="));
}

fn answered(body: &str) -> Result<Reply<SendAnswer>, String> {
    let buyer = buyer();
    let answer = question(&buyer).read(body.as_bytes());
    answer.map_err(|error| error.to_string())
}

#[test]
fn a_code_of_another_activity_is_not_taken() {
    let of = |activity: &str, code: &str| {
        json!({
            "activity_id": activity,
            "send_voucher_info_result_list": [{ "voucher_code": code }],
        })
    };
    let body = json!({
        "response": {
            "code": "10000",
            "order_no": "O",
            "send_activity_info_result_list": [of("B", "1"), of("A", "2")],
        },
    });
    let why = answered(&body.to_string()).unwrap_err();
    assert!(why.contains("not asked about"), "{why}");
}

#[test]
fn codes_are_read_from_an_object_a_list_or_a_text() {
    let voucher = r#"{"voucher_code":"123AB","merchant_order_url":"alipays://a"}"#;
    let activity = format!(r#"{{"activity_id":"A","send_voucher_info_result_list":[{voucher}]}}"#);
    let nested = serde_json::to_string(&format!("[{activity}]")).unwrap();
    let lone = format!(r#"{{"send_voucher_info_result_list":{voucher}}}"#);
    for list in [activity.clone(), format!("[{activity}]"), nested, lone] {
        let response = format!(
            r#"{{"code":"10000","msg":"Success","order_no":"O","buyer_id":"2088",
                "custom_send_time":"2023-01-03 18:10:05","send_activity_info_result_list":{list}}}"#
        );
        for body in [
            format!(r#"{{"response":{response},"sign":"x"}}"#),
            response.clone(),
        ] {
            let Ok(Reply::Done(answer)) = answered(&body) else {
                panic!("{body}: {:?}", answered(&body))
            };
            assert!(answer.counts_from.is_some());
            let sent = &answer.vouchers[0];
            assert_eq!(
                (sent.activity_id.as_str(), sent.voucher_code.as_str()),
                ("A", "123AB")
            );
            assert_eq!(sent.order_url.as_deref(), Some("alipays://a"));
        }
    }
}

#[test]
fn a_merchant_may_refuse() {
    let body = r#"{"response":{"code":"40004","msg":"Business Failed","sub_code":"NO_STOCK",
        "sub_msg":"没有库存"},"sign":"x"}"#;
    let refused = Reply::Refused {
        sub_code: "NO_STOCK".to_owned(),
        sub_msg: "没有库存".to_owned(),
    };
    assert_eq!(answered(body), Ok(refused));
}

#[test]
fn what_does_not_answer_the_question_is_as_good_as_nothing() {
    let ok = |rest: &str| format!(r#"{{"response":{{"code":"10000"{rest}}}}}"#);
    let list = |list: &str| ok(&format!(r#","send_activity_info_result_list":{list}"#));
    for body in [
        String::new(),
        "success".to_owned(),
        "{}".to_owned(),
        "[]".to_owned(),
        ok(""),
        ok(r#","order_no":"another""#),
        ok(r#","custom_send_time":"soon""#),
        list("[]"),
        list("[7]"),
        list(r#"{"activity_id":"A","send_voucher_info_result_list":[{"voucher_code":"a b"}]}"#),
        list(r#"{"activity_id":"B","send_voucher_info_result_list":[{"voucher_code":"a"}]}"#),
        list(
            r#"{"activity_id":"A","send_voucher_info_result_list":[{"voucher_code":"a"},{"voucher_code":"b"}]}"#,
        ),
    ] {
        assert!(answered(&body).is_err(), "{body}");
    }
}

#[test]
fn an_answers_signature_covers_it_as_it_stands() {
    let response = r#"{"code":"10000", "order_no":"O"}"#;
    let sign = key().sign(SignType::Rsa2, response.as_bytes()).unwrap();
    let body = format!(r#"{{"response":{response},"sign":"{sign}"}}"#);
    assert!(is_signed(body.as_bytes(), &public_key(), SignType::Rsa2));
    let changed = body.replace("\"O\"", "\"P\"");
    for body in [changed.as_str(), response, "{}", "x"] {
        assert!(
            !is_signed(body.as_bytes(), &public_key(), SignType::Rsa2),
            "{body}"
        );
    }
}

#[test]
fn a_merchant_confirms_code_by_code_or_as_a_whole_or_later() {
    let (buyer, key) = (buyer(), key());
    let question = ConfirmQuestion {
        order_no: "O",
        out_order_no: "OUT",
        buyer: &buyer,
        kind: RefundType::User,
        activities: &[RefundActivity {
            activity_id: "A",
            voucher_codes: &["C"],
        }],
    };
    let push = question.form(at(), signing(&key)).unwrap();
    let mut params = Params::new();
    params.merge_encoded(push.body.as_bytes());
    let list = r#"[{"activity_id":"A","voucher_code_list":["C"]}]"#.as_bytes();
    assert_eq!(params.get("refund_activity_info_list"), Some(list));
    assert_eq!(params.get("refund_type"), Some(&b"USER_REFUND"[..]));

    let read = |rest: &str| {
        let body = format!(r#"{{"response":{{"code":"10000"{rest}}}}}"#);
        match question.read(body.as_bytes()) {
            Ok(Reply::Done(answer)) => answer,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(read("").of("C"), None);
    assert_eq!(
        read(r#","result":"AGREE""#).of("C"),
        Some((Verdict::Agree, None))
    );
    let own = read(
        r#","refund_confirm_activity_info_list":{"activity_id":"A","refund_confirm_result_list":
            [{"voucher_code":"C","result":"REFUSE","reason":"已使用"}]}"#,
    );
    assert_eq!(own.of("C"), Some((Verdict::Refuse, Some("已使用"))));
    assert_eq!(own.of("D"), None);
    let another = br#"{"response":{"code":"10000","order_no":"P","result":"AGREE"}}"#;
    assert!(question.read(another).is_err());
    assert!(
        question
            .read(br#"{"response":{"code":"10000","result":"MAYBE"}}"#)
            .is_err()
    );
}
