//! Calls that succeed, on both protocols, plain and encrypted.

use quan_client::message::{
    activity_query, append, batchquery, bind, consult, create, modify, order_consult, publish,
    query, send, stop, upload, usable, user,
};
use quan_client::{Image, Protocol};

use crate::stand_in::{AES_KEY, Platform, Reaction};

const BOTH: [Protocol; 2] = [Protocol::Rest, Protocol::Gateway];

fn send() -> send::Request {
    send::Request {
        activity_id: Some("2026112500826004500000000001".into()),
        user_id: Some("2088202967380463".into()),
        out_biz_no: Some("发券 & 42+%".into()),
        ..send::Request::default()
    }
}

#[tokio::test]
async fn a_voucher_is_sent_on_both_protocols() {
    for protocol in BOTH {
        let platform = Platform::answering(r#"{"voucher_id":"V1"}"#).await;
        let answer = platform
            .client(protocol)
            .send_voucher(&send())
            .await
            .unwrap();
        assert_eq!(answer.voucher_id.as_deref(), Some("V1"));
        let seen = platform.only();
        assert_eq!(seen.verb, "POST");
        let read: send::Request = serde_json::from_str(&seen.content).unwrap();
        assert_eq!(read, send());
        match protocol {
            Protocol::Rest => {
                assert_eq!(seen.target, "/v3/alipay/marketing/activity/voucher/send");
                assert_eq!(seen.nonce.len(), 32);
            }
            Protocol::Gateway => assert_eq!(seen.method, "alipay.marketing.activity.voucher.send"),
        }
    }
}

#[tokio::test]
async fn every_call_is_encrypted_once_there_is_a_key_and_so_is_its_answer() {
    for protocol in BOTH {
        let platform = Platform::reacting([
            Reaction::Answer(r#"{"voucher_id":"券"}"#),
            Reaction::Answer(r#"{"activity_name":"满减"}"#),
        ])
        .await;
        let client = platform
            .builder(protocol)
            .encrypt_key(AES_KEY)
            .build()
            .unwrap();
        let sent = client.call_detailed(&send()).await.unwrap();
        assert_eq!(sent.answer.voucher_id.as_deref(), Some("券"));
        assert!(
            !String::from_utf8(sent.raw).unwrap().contains("voucher_id"),
            "it was readable"
        );
        let question = query::Request {
            activity_id: Some("A".into()),
            ..Default::default()
        };
        let answer = client.query_voucher_activity(&question).await.unwrap();
        assert_eq!(answer.activity_name.as_deref(), Some("满减"));
        assert!(platform.seen().iter().all(|seen| seen.encrypted));
    }
}

#[tokio::test]
async fn a_question_is_a_get_whose_query_is_signed_as_it_is_sent() {
    let platform = Platform::answering(r#"{"activity_id":"A"}"#).await;
    let question = query::Request {
        activity_id: Some("A ~*'&=中".into()),
        merchant_access_mode: Some("SELF_MODE".into()),
    };
    platform
        .client(Protocol::Rest)
        .query_voucher_activity(&question)
        .await
        .unwrap();
    let seen = platform.only();
    assert_eq!(seen.verb, "GET");
    assert_eq!(
        seen.target,
        "/v3/alipay/marketing/activity/voucher/query\
         ?activity_id=A+%7E*%27%26%3D%E4%B8%AD&merchant_access_mode=SELF_MODE"
    );
    assert_eq!(seen.content, "");
}

#[tokio::test]
async fn an_activity_is_named_in_the_path() {
    let platform = Platform::answering("{}").await;
    let question = activity_query::Request {
        activity_id: Some("2026/1125".into()),
        merchant_id: Some("2088102111111111".into()),
        ..Default::default()
    };
    platform
        .client(Protocol::Rest)
        .query_activity(&question)
        .await
        .unwrap();
    assert_eq!(
        platform.only().target,
        "/v3/alipay/marketing/activity/2026%2F1125?merchant_id=2088102111111111"
    );
}

#[tokio::test]
async fn an_image_goes_beside_its_texts_which_alone_are_signed() {
    for protocol in BOTH {
        let platform = Platform::answering(r#"{"resource_id":"A*x"}"#).await;
        let request = upload::Request {
            file_key: Some("PROMO_BRAND_LOGO".into()),
            ..upload::Request::default()
        };
        let image = Image {
            filename: "标志.png",
            content_type: "image/png",
            bytes: b"\x89PNG\r\n--x",
        };
        let answer = platform
            .client(protocol)
            .upload_image(&request, &image)
            .await
            .unwrap();
        assert_eq!(answer.resource_id.as_deref(), Some("A*x"));
        let seen = platform.only();
        let [file] = seen.files.as_slice() else {
            panic!("one file: {:?}", seen.files)
        };
        assert_eq!(
            (file.name.as_str(), file.filename.as_str()),
            ("file_content", "标志.png")
        );
        assert_eq!(file.bytes, image.bytes);
        match protocol {
            Protocol::Rest => assert_eq!(seen.content, r#"{"file_key":"PROMO_BRAND_LOGO"}"#),
            Protocol::Gateway => {
                let said = ("file_key".to_owned(), "PROMO_BRAND_LOGO".to_owned());
                assert!(seen.texts.contains(&said), "{:?}", seen.texts);
            }
        }
    }
}

#[tokio::test]
async fn a_token_makes_the_app_act_for_another_merchant() {
    for protocol in BOTH {
        let platform = Platform::reacting([Reaction::Answer("{}"), Reaction::Answer("{}")]).await;
        let client = platform.client(protocol);
        client
            .for_merchant("202611BBtoken")
            .send_voucher(&send())
            .await
            .unwrap();
        client.send_voucher(&send()).await.unwrap();
        let tokens: Vec<_> = platform
            .seen()
            .into_iter()
            .map(|seen| seen.app_auth_token)
            .collect();
        assert_eq!(tokens, [Some("202611BBtoken".to_owned()), None]);
    }
}

#[tokio::test]
async fn an_order_is_asked_about_under_the_buyers_token() {
    for protocol in BOTH {
        let platform = Platform::answering(r#"{"optimal_total_promo_amount":"5.00"}"#).await;
        let order = order_consult::Request {
            order_amount: Some("30.00".into()),
            ..order_consult::Request::default()
        };
        let answer = platform
            .client(protocol)
            .consult_order(&order, "buyer-1")
            .await
            .unwrap();
        assert_eq!(answer.optimal_total_promo_amount.as_deref(), Some("5.00"));
        let seen = platform.only();
        assert!(
            seen.content.contains(r#""auth_token":"buyer-1""#),
            "{}",
            seen.content
        );
        if protocol == Protocol::Gateway {
            assert_eq!(seen.auth_token.as_deref(), Some("buyer-1"));
        }
    }
}

#[tokio::test]
async fn what_only_the_gateway_offers_goes_there_from_a_rest_client_too() {
    let platform = Platform::answering(r#"{"notify_appid":"2021000000000002"}"#).await;
    let request = bind::Request {
        activity_id: Some("A".into()),
        notify_appid: Some("2021000000000002".into()),
        ..bind::Request::default()
    };
    let answer = platform
        .client(Protocol::Rest)
        .bind_messages(&request)
        .await
        .unwrap();
    assert_eq!(answer.notify_appid, request.notify_appid);
    assert_eq!(
        platform.only().method,
        "alipay.marketing.activity.message.bind"
    );
}

#[tokio::test]
async fn any_method_of_the_gateway_can_be_called_as_json() {
    let platform = Platform::answering(r#"{"shop":{"name":"西湖店"}}"#).await;
    let client = platform.client(Protocol::Rest);
    let answered = client
        .call_gateway("ant.merchant.shop.query", r#"{"id":1}"#)
        .await
        .unwrap();
    assert_eq!(answered.answer["shop"]["name"], "西湖店");
    assert_eq!(answered.trace_id.as_deref(), Some("trace-1"));
    assert_eq!(platform.only().content, r#"{"id":1}"#);
}

#[tokio::test]
async fn every_named_call_reaches_its_own_operation() {
    let reactions = std::iter::repeat_n(Reaction::Answer("{}"), 20);
    let platform = Platform::reacting(reactions).await;
    let client = platform.client(Protocol::Gateway);
    let image = Image {
        filename: "a.png",
        content_type: "image/png",
        bytes: b"x",
    };
    client
        .create_voucher_activity(&create::Request::default())
        .await
        .unwrap();
    client
        .publish_voucher_activity(&publish::Request::default())
        .await
        .unwrap();
    client
        .append_voucher_budget(&append::Request::default())
        .await
        .unwrap();
    client
        .modify_voucher_activity(&modify::Request::default())
        .await
        .unwrap();
    client
        .query_voucher_activity(&query::Request::default())
        .await
        .unwrap();
    client.send_voucher(&send()).await.unwrap();
    client
        .stop_voucher_activity(&stop::Request::default())
        .await
        .unwrap();
    client
        .upload_image(&upload::Request::default(), &image)
        .await
        .unwrap();
    client
        .query_activity(&activity_query::Request::default())
        .await
        .unwrap();
    client
        .list_activities(&batchquery::Request::default())
        .await
        .unwrap();
    client
        .consult_activities(&consult::Request::default())
        .await
        .unwrap();
    client
        .list_usable_apps(&usable::app::Request::default())
        .await
        .unwrap();
    client
        .list_usable_goods(&usable::goods::Request::default())
        .await
        .unwrap();
    client
        .list_usable_shops(&usable::shop::Request::default())
        .await
        .unwrap();
    client
        .list_usable_merchants(&usable::merchant::Request::default())
        .await
        .unwrap();
    client
        .list_user_vouchers(&user::list::Request::default())
        .await
        .unwrap();
    client
        .query_user_voucher(&user::one::Request::default())
        .await
        .unwrap();
    client
        .consult_order(&order_consult::Request::default(), "")
        .await
        .unwrap();
    client
        .bind_messages(&bind::Request::default())
        .await
        .unwrap();
    client
        .query_message_binding(&bind::Query::default())
        .await
        .unwrap();
    let methods: Vec<String> = platform
        .seen()
        .into_iter()
        .map(|seen| seen.method)
        .collect();
    // The others are order vouchers'.
    let all: Vec<&str> = quan_client::message::Operation::ALL
        .iter()
        .take(20)
        .map(|operation| operation.method())
        .collect();
    assert_eq!(methods, all);
}
