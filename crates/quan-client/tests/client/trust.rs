//! Answers that must not be believed, and refusals of every kind.

use quan_client::message::{Code, send};
use quan_client::{Error, Protocol, Retry, SignatureError};
use quan_wire::alipay::code::{SignatureFault, TransportError};

use crate::assert_fails;
use crate::stand_in::{AES_KEY, Platform, Reaction};

const BOTH: [Protocol; 2] = [Protocol::Rest, Protocol::Gateway];
const SENT: &str = r#"{"voucher_id":"V1"}"#;

async fn outcome(protocol: Protocol, reaction: Reaction) -> Result<send::Answer, Error> {
    let platform = Platform::reacting([reaction]).await;
    let client = platform
        .builder(protocol)
        .retry(Retry::never())
        .build()
        .unwrap();
    client.send_voucher(&send::Request::default()).await
}

#[tokio::test]
async fn a_success_under_another_key_is_not_believed() {
    for protocol in BOTH {
        let outcome = outcome(protocol, Reaction::AnswerForged(SENT)).await;
        assert_fails!(outcome, Error::Signature(SignatureError::Wrong));
    }
}

#[tokio::test]
async fn a_success_without_a_signature_is_not_believed() {
    for protocol in BOTH {
        let outcome = outcome(protocol, Reaction::AnswerUnsigned(SENT)).await;
        assert_fails!(outcome, Error::Signature(SignatureError::Missing));
    }
}

#[tokio::test]
async fn a_refusal_under_another_key_is_not_believed() {
    for protocol in BOTH {
        let outcome = outcome(protocol, Reaction::BusinessForged("BUDGET_NOT_ENOUGH")).await;
        assert_fails!(outcome, Error::Signature(SignatureError::Wrong));
    }
}

#[tokio::test]
async fn a_refusal_of_the_business_can_be_branched_on() {
    for protocol in BOTH {
        let reaction = Reaction::Business("BUDGET_NOT_ENOUGH", "预算不足");
        let error = outcome(protocol, reaction).await.unwrap_err();
        assert!(error.is("BUDGET_NOT_ENOUGH") && !error.is_retryable());
        assert_eq!(error.business_code(), Some(Code::BudgetNotEnough));
        assert_eq!(error.trace_id(), Some("trace-1"));
        assert_eq!(error.to_string(), "BUDGET_NOT_ENOUGH: 预算不足");
        assert_fails!(Err::<(), _>(error), Error::Business { signed: true, .. });
    }
}

#[tokio::test]
async fn a_refusal_of_the_platform_has_one_name_on_both_protocols() {
    for protocol in BOTH {
        let fault = SignatureFault::OtherCharset;
        let reaction = Reaction::Transport(TransportError::InvalidSignature(fault));
        let error = outcome(protocol, reaction).await.unwrap_err();
        assert!(error.is("invalid-signature") && error.is("isv.invalid-signature"));
        assert_eq!(error.business_code(), None);
        assert_fails!(
            Err::<(), _>(error),
            Error::Platform {
                status: 400,
                signed: true,
                ..
            }
        );
    }
}

#[tokio::test]
async fn an_unsigned_refusal_is_passed_on_as_such() {
    for protocol in BOTH {
        let error = outcome(protocol, Reaction::Unsigned(TransportError::InvalidAppId))
            .await
            .unwrap_err();
        assert!(error.is("invalid-app-id"));
        assert_fails!(Err::<(), _>(error), Error::Platform { signed: false, .. });
    }
}

#[tokio::test]
async fn refusals_are_read_where_contents_are_encrypted() {
    for protocol in BOTH {
        let platform = Platform::reacting([Reaction::Business("COUNT_OVER_LIMIT", "次数")]).await;
        let client = platform
            .builder(protocol)
            .encrypt_key(AES_KEY)
            .build()
            .unwrap();
        let error = client
            .send_voucher(&send::Request::default())
            .await
            .unwrap_err();
        assert_eq!(error.business_code(), Some(Code::CountOverLimit));
    }
}

#[tokio::test]
async fn a_proxys_page_is_not_taken_for_an_answer() {
    for protocol in BOTH {
        let error = outcome(protocol, Reaction::Page(502, "<html>bad gateway"))
            .await
            .unwrap_err();
        assert!(error.is_retryable());
        assert_fails!(Err::<(), _>(error), Error::Http { status: 502, body } if body.contains("bad"));
        let error = outcome(protocol, Reaction::Page(302, "elsewhere"))
            .await
            .unwrap_err();
        assert!(!error.is_retryable(), "a redirect is not followed");
    }
}

#[tokio::test]
async fn an_answer_of_another_shape_is_not_guessed_at() {
    for protocol in BOTH {
        let outcome = outcome(protocol, Reaction::Answer(r#"{"voucher_id":[1]}"#)).await;
        assert_fails!(outcome, Error::Decode { .. });
    }
}
