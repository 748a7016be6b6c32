//! Certificate mode.

use quan_client::message::send;
use quan_client::{Error, Protocol, SignatureError};
use quan_wire::alipay::code::TransportError;

use crate::assert_fails;
use crate::stand_in::{APP_SN, Platform, Reaction};

const BOTH: [Protocol; 2] = [Protocol::Rest, Protocol::Gateway];
const SENT: &str = r#"{"voucher_id":"V1"}"#;

#[tokio::test]
async fn both_sides_name_their_certificates() {
    for protocol in BOTH {
        let platform = Platform::answering(SENT).await;
        let answer = platform
            .certified(protocol)
            .send_voucher(&send::Request::default())
            .await;
        assert_eq!(answer.unwrap().voucher_id.as_deref(), Some("V1"));
        assert_eq!(platform.only().app_cert_sn.as_deref(), Some(APP_SN));
    }
}

#[tokio::test]
async fn an_answer_under_an_unknown_certificate_is_not_believed() {
    for protocol in BOTH {
        let platform = Platform::reacting([Reaction::AnswerAs("0123456789", SENT)]).await;
        let outcome = platform
            .certified(protocol)
            .send_voucher(&send::Request::default())
            .await;
        assert_fails!(
            outcome,
            Error::Signature(SignatureError::UnknownCertificate(sn)) if sn == "0123456789"
        );
    }
}

#[tokio::test]
async fn a_success_of_the_gateway_must_name_its_certificate() {
    let platform = Platform::reacting([Reaction::AnswerAs("", SENT)]).await;
    let client = platform.certified(Protocol::Gateway);
    let outcome = client.send_voucher(&send::Request::default()).await;
    assert_fails!(outcome, Error::Signature(SignatureError::NoCertificate));
}

#[tokio::test]
async fn rest_v3_may_leave_the_certificate_unnamed() {
    let platform = Platform::reacting([Reaction::AnswerAs("", SENT)]).await;
    let client = platform.certified(Protocol::Rest);
    client
        .send_voucher(&send::Request::default())
        .await
        .unwrap();
}

#[tokio::test]
async fn a_forged_answer_is_not_believed_whatever_certificate_it_names() {
    for protocol in BOTH {
        let platform = Platform::reacting([Reaction::AnswerForged(SENT)]).await;
        let outcome = platform
            .certified(protocol)
            .send_voucher(&send::Request::default())
            .await;
        assert_fails!(outcome, Error::Signature(SignatureError::Wrong));
    }
}

#[tokio::test]
async fn unsigned_refusals_are_readable_in_certificate_mode_too() {
    for protocol in BOTH {
        let reaction = Reaction::Unsigned(TransportError::AppCertNotExist);
        let platform = Platform::reacting([reaction]).await;
        let outcome = platform
            .certified(protocol)
            .send_voucher(&send::Request::default())
            .await;
        assert!(outcome.unwrap_err().is("app-cert-not-exist"));
    }
}
