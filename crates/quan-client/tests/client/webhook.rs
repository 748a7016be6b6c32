//! Messages: the vectors, and every kind about vouchers.

use quan_client::message::push::{Done, Message, Received};
use quan_client::webhook::{Layouts, Webhook, WebhookError};
use quan_wire::alipay::encrypt::Seal;
use quan_wire::alipay::form::Layout;
use quan_wire::alipay::notify::{self, NotifyError, Signing};

use crate::assert_fails;
use crate::stand_in::{
    AES_KEY, ALIPAY_CERT, ALIPAY_PUBLIC, APP_ID, APP_PUBLIC, RSA2, aes_key, alipay_key, noon,
    vector,
};

const V1: &str = vector!("notify/msg-plain-without-sign_type.form");
const V2: &str = vector!("notify/msg-plain-with-sign_type.form");
const ENCRYPTED: &str = vector!("notify/msg-aes-without-sign_type.form");
const PLAIN: &str = vector!("notify/msg-aes-without-sign_type.plain");
const TRADE: &str = vector!("notify/trade-v1.form");

fn webhook() -> Webhook {
    Webhook::new(ALIPAY_PUBLIC).unwrap()
}

/// What the platform posts about a message.
fn posted(message: &Message, layout: Layout, encrypted: bool) -> String {
    let (key, aes) = (alipay_key(), aes_key());
    let biz_content = message.biz_content();
    let envelope = notify::Message {
        notify_id: "2026112500262120000000000000000001",
        at: noon(),
        msg_method: message.event().msg_method(),
        app_id: APP_ID,
        version: "1.1",
        biz_content: &biz_content,
        ..notify::Message::default()
    };
    let content = encrypted.then_some((&aes, Seal::Aes));
    let signing = Signing {
        key: &key,
        sign_type: RSA2,
        layout,
        content,
    };
    notify::push(&envelope, signing).unwrap().body
}

fn stopped() -> Message {
    Message::Stopped(Done {
        id: Some("STOPPED_1".into()),
        activity_id: Some("2026112500826004500000000001".into()),
        event_time: Some("1795579200000".into()),
        out_biz_no: Some("停止&1".into()),
    })
}

#[test]
fn both_layouts_of_the_vectors_verify_and_each_can_be_asked_for_alone() {
    for (form, own, other) in [
        (V1, Layouts::V1, Layouts::V2),
        (V2, Layouts::V2, Layouts::V1),
    ] {
        let pushed = webhook().receive(form.as_bytes()).unwrap();
        assert_eq!(pushed.app_id, APP_ID);
        assert_eq!(pushed.message, None, "it is not about vouchers");
        webhook().layout(own).receive(form.as_bytes()).unwrap();
        let outcome = webhook().layout(other).receive(form.as_bytes());
        assert_fails!(outcome, WebhookError::OtherLayout);
    }
}

#[test]
fn an_encrypted_message_is_read_with_the_key_and_not_without() {
    let with_key = webhook().encrypt_key(AES_KEY).unwrap();
    let pushed = with_key.receive(ENCRYPTED.as_bytes()).unwrap();
    assert_eq!(pushed.biz_content, PLAIN.trim_end_matches('\n'));
    let outcome = webhook().receive(ENCRYPTED.as_bytes());
    assert_fails!(outcome, WebhookError::Notify(NotifyError::NoKey));
}

#[test]
fn a_flat_form_is_verified_and_gives_its_fields() {
    let notification = webhook().verify(TRADE.as_bytes()).unwrap();
    assert_eq!(notification.get("trade_status"), Some("TRADE_SUCCESS"));
}

#[test]
fn messages_about_vouchers_are_typed() {
    let received = Message::Received(Received {
        id: Some("ORDERSEND_1".into()),
        voucher_id: Some("V1".into()),
        receive_user_id: Some("2088202967380463".into()),
        ..Received::default()
    });
    for message in [stopped(), received] {
        for layout in [Layout::WithoutSignType, Layout::WithSignType] {
            for encrypted in [false, true] {
                let webhook = webhook().encrypt_key(AES_KEY).unwrap().app_id(APP_ID);
                let pushed = webhook.receive(posted(&message, layout, encrypted).as_bytes());
                let pushed = pushed.unwrap();
                assert_eq!(pushed.message.as_ref(), Some(&message));
                assert_eq!(pushed.at, noon());
                assert_eq!(pushed.notify_id, "2026112500262120000000000000000001");
            }
        }
    }
}

#[test]
fn a_changed_message_is_forged() {
    let form = posted(&stopped(), Layout::WithoutSignType, false).replace("STOPPED_1", "STOPPED_2");
    let error = webhook().receive(form.as_bytes()).unwrap_err();
    assert!(error.is_forged(), "{error:?}");
    let unsigned = form.split("&sign=").next().unwrap();
    let error = webhook().receive(unsigned.as_bytes()).unwrap_err();
    assert!(error.is_forged(), "{error:?}");
    assert!(webhook().receive(b"").unwrap_err().is_forged());
}

#[test]
fn a_message_for_another_app_is_refused() {
    let form = posted(&stopped(), Layout::WithoutSignType, false);
    let outcome = webhook()
        .app_id("2021000000000002")
        .receive(form.as_bytes());
    assert_fails!(outcome, WebhookError::OtherApp(app) if app == APP_ID);
}

#[test]
fn while_the_platform_changes_certificates_both_are_trusted() {
    let form = posted(&stopped(), Layout::WithoutSignType, false);
    Webhook::with_certificate(ALIPAY_CERT)
        .unwrap()
        .receive(form.as_bytes())
        .unwrap();
    let old = Webhook::new(APP_PUBLIC).unwrap();
    assert!(old.receive(form.as_bytes()).unwrap_err().is_forged());
    old.another_certificate(ALIPAY_CERT)
        .unwrap()
        .receive(form.as_bytes())
        .unwrap();
}
