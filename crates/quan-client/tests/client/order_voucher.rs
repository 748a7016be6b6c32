//! Calls around order vouchers, on both protocols.

use quan_client::message::order_voucher::{
    append, associate, batchsend, codecount, codedeposit, create, disassociate, invalid, modify,
    query, receive, redeem, send, settle, settle_query, stop, undo,
};
use quan_client::message::{Code, Operation, delivery, function, order, package, payee, shop};
use quan_client::{Error, Protocol};

use crate::stand_in::{Platform, Reaction};

const BOTH: [Protocol; 2] = [Protocol::Rest, Protocol::Gateway];

fn using() -> redeem::Request {
    redeem::Request {
        activity_id: Some("2026112200826004508401111111".into()),
        voucher_code: Some("A+B=C|D".into()),
        out_biz_no: Some("USE1".into()),
        total_fee: Some("36.00".into()),
        ..redeem::Request::default()
    }
}

#[tokio::test]
async fn a_use_names_its_voucher_in_the_path_or_in_the_content() {
    for protocol in BOTH {
        let platform = Platform::answering(
            r#"{"activity_id":"A","voucher_use_detail_result_info":{"voucher_max_un_use_times":0}}"#,
        )
        .await;
        let client = platform.client(protocol);
        let answer = client.use_order_voucher(&using()).await.unwrap();
        let left = answer.voucher_use_detail_result_info.unwrap();
        assert_eq!(left.voucher_max_un_use_times, Some(0));
        let seen = platform.only();
        match protocol {
            Protocol::Rest => {
                assert_eq!(seen.verb, "POST");
                let path = "/v3/alipay/marketing/ordervoucher/activity/\
                            2026112200826004508401111111/voucher/A+B=C|D/use";
                let sent = seen.target.replace("%7C", "|");
                assert_eq!(sent, path);
                assert_eq!(seen.content, r#"{"out_biz_no":"USE1","total_fee":"36.00"}"#);
            }
            Protocol::Gateway => {
                assert_eq!(seen.method, "alipay.marketing.activity.ordervoucher.use");
                let read: redeem::Request = serde_json::from_str(&seen.content).unwrap();
                assert_eq!(read, using());
            }
        }
    }
}

#[tokio::test]
async fn a_change_is_a_patch_and_its_answer_may_be_empty() {
    let platform = Platform::answering("{}").await;
    let request = append::Request {
        activity_id: Some("A".into()),
        out_biz_no: Some("N".into()),
        voucher_quantity: Some(100),
        ..append::Request::default()
    };
    let client = platform.client(Protocol::Rest);
    let answer = client.append_order_voucher_budget(&request).await.unwrap();
    assert_eq!(answer, append::Answer::default());
    let seen = platform.only();
    assert_eq!(
        (seen.verb.as_str(), seen.target.as_str()),
        (
            "PATCH",
            "/v3/alipay/marketing/ordervoucher/activity/A/append"
        )
    );
    assert_eq!(seen.content, r#"{"out_biz_no":"N","voucher_quantity":100}"#);
}

#[tokio::test]
async fn codes_are_counted_with_a_query() {
    let platform = Platform::answering(r#"{"success_count":7}"#).await;
    let request = codecount::Request {
        activity_id: Some("A".into()),
        merchant_access_mode: Some("SELF_MODE".into()),
    };
    let client = platform.client(Protocol::Rest);
    let answer = client.count_voucher_codes(&request).await.unwrap();
    assert_eq!(answer.success_count, Some(7));
    let seen = platform.only();
    assert_eq!(
        (seen.verb.as_str(), seen.target.as_str()),
        (
            "GET",
            "/v3/alipay/marketing/ordervoucher/activity/A/voucher/codecount\
             ?merchant_access_mode=SELF_MODE"
        )
    );
}

#[tokio::test]
async fn what_was_not_taken_is_read_code_by_code() {
    for protocol in BOTH {
        let platform = Platform::answering(
            r#"{"success_count":1,"fail_count":1,"success_voucher_code_list":["a"],
                "fail_voucher_code_detail_list":[{"voucher_code":"b",
                "error_code":"VOUCHER_CODE_DUPLICATE","error_msg":"与之前导入的券码重复"}]}"#,
        )
        .await;
        let request = codedeposit::Request {
            activity_id: Some("A".into()),
            voucher_codes: vec!["a".into(), "b".into()],
            ..codedeposit::Request::default()
        };
        let client = platform.client(protocol);
        let answer = client.deposit_voucher_codes(&request).await.unwrap();
        let refused = &answer.fail_voucher_code_detail_list[0];
        assert_eq!(
            refused.error_code.as_deref(),
            Some("VOUCHER_CODE_DUPLICATE")
        );
        assert!(
            platform
                .only()
                .content
                .contains(r#""voucher_codes":["a","b"]"#)
        );
    }
}

#[tokio::test]
async fn refusals_have_codes_of_order_vouchers() {
    for protocol in BOTH {
        let code = "VOUCHER_ASSOCIATE_OTHER_TRADE_NO";
        let refusal = Reaction::Business(code, "券已关联其他订单");
        let platform = Platform::reacting([refusal]).await;
        let client = platform.client(protocol);
        let request = associate::Request::default();
        let error = client.associate_order_voucher(&request).await.unwrap_err();
        assert!(matches!(error, Error::Business { .. }), "{error:?}");
        let known = error.business_code();
        assert_eq!(known, Some(Code::VoucherAssociateOtherTradeNo));
    }
}

#[tokio::test]
async fn what_only_the_gateway_offers_goes_there_as_text() {
    let platform = Platform::answering(r#"{"order_no":"O"}"#).await;
    let request = order::refund::Request {
        order_no: Some("O".into()),
        refund_activity_info_list: vec![order::refund::RefundActivityInfo {
            activity_id: Some("A".into()),
            quantity: Some("1".into()),
            voucher_code_list: vec!["C".into()],
        }],
        ..order::refund::Request::default()
    };
    let client = platform.client(Protocol::Rest);
    let answer = client.refund_order(&request).await.unwrap();
    assert_eq!(answer.order_no.as_deref(), Some("O"));
    let seen = platform.only();
    assert_eq!(seen.method, "alipay.marketing.activity.order.refund");
    assert!(
        seen.content.contains(r#""quantity":"1""#),
        "{}",
        seen.content
    );
}

#[tokio::test]
async fn what_has_no_number_is_not_repeated_in_doubt() {
    let platform = Platform::reacting([Reaction::Hangup, Reaction::Answer("{}")]).await;
    let client = platform.client(Protocol::Gateway);
    let service = function::Request::default();
    assert!(client.create_service(&service).await.is_err());
    assert_eq!(platform.seen().len(), 1);

    let platform = Platform::reacting([Reaction::Hangup, Reaction::Answer("{}")]).await;
    let client = platform.client(Protocol::Gateway);
    client.use_order_voucher(&using()).await.unwrap();
    assert_eq!(platform.seen().len(), 2);
}

#[tokio::test]
async fn every_named_call_reaches_its_own_operation() {
    let reactions = std::iter::repeat_n(Reaction::Answer("{}"), 31);
    let platform = Platform::reacting(reactions).await;
    let client = platform.client(Protocol::Gateway);
    macro_rules! call {
        ($($method:ident($($request:ident)::+);)*) => {$(
            client.$method(&$($request)::+::Request::default()).await.unwrap();
        )*};
    }
    call! {
        create_order_voucher_activity(create);
        modify_order_voucher_activity(modify);
        query_order_voucher_activity(query);
        append_order_voucher_budget(append);
        stop_order_voucher_activity(stop);
        deposit_voucher_codes(codedeposit);
        count_voucher_codes(codecount);
        send_order_voucher(send);
        batch_send_order_vouchers(batchsend);
        receive_order_vouchers(receive);
        use_order_voucher(redeem);
        refund_order_voucher(undo);
        associate_order_voucher(associate);
        disassociate_order_voucher(disassociate);
        invalidate_order_voucher(invalid);
        settle_order(settle);
        query_settlement(settle_query);
        create_order(order::create);
        refund_order(order::refund);
        confirm_refund(order::confirm);
        create_payee(payee);
        query_voucher_package(package::query);
        list_voucher_packages(package::batchquery);
    }
    let packages = package::consult::Request::default();
    client
        .consult_voucher_packages(&packages, "user-1")
        .await
        .unwrap();
    call! {
        create_shop(shop::create);
        query_shop(shop::query);
        create_related_shop(shop::relation);
        create_service(function);
        create_delivery(delivery::create);
        query_delivery(delivery::query);
        stop_delivery(delivery::stop);
    }
    let seen = platform.seen();
    let token = seen.iter().find_map(|seen| seen.auth_token.as_deref());
    assert_eq!(token, Some("user-1"));
    let methods: Vec<_> = seen.iter().map(|seen| seen.method.as_str()).collect();
    // The first twenty are payment vouchers'.
    let all = Operation::ALL
        .iter()
        .skip(20)
        .map(|operation| operation.method());
    assert_eq!(methods, all.collect::<Vec<_>>());
}
