//! Rules of the messages that are pushed to merchants.

use quan_wire::alipay::encrypt::Seal;
use quan_wire::alipay::form::Layout;
use quan_wire::alipay::key::{PrivateKey, SignType};
use quan_wire::alipay::notify::{
    Event, Message, NotifyError, Signing, is_accepted, push, push_fields, receive,
};

use crate::support::{APP_ID, aes_key, alipay_key, alipay_public, app_public, now};

const CONTENT: &str = r#"{"activity_id":"2016042700826004508400000000","name":"满10减1"}"#;

fn message() -> Message<'static> {
    Message {
        notify_id: "2024090100262120000000000000000002",
        at: now(),
        msg_method: "alipay.marketing.activity.message.created",
        app_id: APP_ID,
        version: "1.1",
        biz_content: CONTENT,
        ..Message::default()
    }
}

fn signing(key: &PrivateKey) -> Signing<'_> {
    Signing {
        key,
        sign_type: SignType::Rsa2,
        layout: Layout::WithoutSignType,
        content: None,
    }
}

fn names(body: &str) -> Vec<&str> {
    body.split('&')
        .map(|pair| pair.split_once('=').unwrap().0)
        .collect()
}

fn body(message: &Message<'_>) -> String {
    push(message, signing(&alipay_key())).unwrap().body
}

#[test]
fn t3_1_a_message_has_its_fields_in_order() {
    assert_eq!(
        names(&body(&message())),
        [
            "notify_id",
            "utc_timestamp",
            "msg_method",
            "app_id",
            "version",
            "biz_content",
            "sign_type",
            "charset",
            "sign"
        ]
    );
}

#[test]
fn t3_1_a_message_is_read_as_it_was_meant() {
    let body = body(&Message {
        msg_type: "sys",
        msg_app_id: "7",
        ..message()
    });
    let event = receive(body.as_bytes(), &alipay_public())
        .unwrap()
        .event(None)
        .unwrap();
    assert_eq!(
        event,
        Event {
            notify_id: "2024090100262120000000000000000002".to_owned(),
            at: now(),
            msg_method: "alipay.marketing.activity.message.created".to_owned(),
            app_id: APP_ID.to_owned(),
            version: "1.1".to_owned(),
            biz_content: CONTENT.to_owned(),
            msg_type: Some("sys".to_owned()),
            msg_uid: None,
            msg_app_id: Some("7".to_owned()),
            msg_mshop_id: None,
        }
    );
}

#[test]
fn t3_1_sign_type_is_not_signed_unless_asked_for() {
    let key = alipay_key();
    let plain = push(&message(), signing(&key)).unwrap();
    let received = receive(plain.body.as_bytes(), &alipay_public()).unwrap();
    assert_eq!(received.layout(), Layout::WithoutSignType);
    let signing = Signing {
        layout: Layout::WithSignType,
        ..signing(&key)
    };
    let other = push(&message(), signing).unwrap();
    let received = receive(other.body.as_bytes(), &alipay_public()).unwrap();
    assert_eq!(received.layout(), Layout::WithSignType);
}

#[test]
fn t3_1_a_content_is_encrypted_when_the_app_has_a_key() {
    let (key, aes) = (alipay_key(), aes_key());
    let signing = Signing {
        content: Some((&aes, Seal::Aes)),
        ..signing(&key)
    };
    let body = push(&message(), signing).unwrap().body;
    assert!(
        body.contains("&encrypt_type=AES&") && !body.contains("activity_id"),
        "{body}"
    );
    let received = receive(body.as_bytes(), &alipay_public()).unwrap();
    assert_eq!(received.event(Some(&aes)).unwrap().biz_content, CONTENT);
    assert_eq!(received.event(None), Err(NotifyError::NoKey));
}

#[test]
fn t3_1_the_signature_covers_the_ciphertext() {
    let (key, aes) = (alipay_key(), aes_key());
    let signing = Signing {
        content: Some((&aes, Seal::Aes)),
        ..signing(&key)
    };
    let body = push(&message(), signing).unwrap().body;
    let cipher = aes.encrypt(CONTENT.as_bytes(), Seal::Aes);
    let text = format!(
        "app_id={APP_ID}&biz_content={cipher}&charset=utf-8&encrypt_type=AES\
         &msg_method=alipay.marketing.activity.message.created\
         &notify_id=2024090100262120000000000000000002&utc_timestamp=1725163200000&version=1.1"
    );
    let sign = key.sign(SignType::Rsa2, text.as_bytes()).unwrap();
    let received = receive(body.as_bytes(), &alipay_public()).unwrap();
    assert_eq!(received.get("sign"), Some(sign.as_str()));
}

#[test]
fn t3_1_empty_fields_are_never_sent() {
    let body = body(&message());
    assert!(
        body.split('&')
            .all(|pair| !pair.ends_with('=') || pair.ends_with("%3D")),
        "{body}"
    );
    let fields = [("a", "1"), ("b", ""), ("sign_type", "RSA2")];
    let body = push_fields(&fields, signing(&alipay_key())).unwrap().body;
    assert_eq!(names(&body), ["a", "sign_type", "sign"]);
}

#[test]
fn t3_1_messages_are_utf8_forms() {
    let push = push(&message(), signing(&alipay_key())).unwrap();
    assert_eq!(
        push.content_type,
        "application/x-www-form-urlencoded; charset=utf-8"
    );
    assert!(push.body.contains("&charset=utf-8&"));
}

#[test]
fn t3_1_rsa_signs_messages_too() {
    let key = alipay_key();
    let signing = Signing {
        sign_type: SignType::Rsa,
        ..signing(&key)
    };
    let body = push(&message(), signing).unwrap().body;
    assert!(body.contains("&sign_type=RSA&"));
    assert!(receive(body.as_bytes(), &alipay_public()).is_ok());
}

#[test]
fn t3_1_only_the_word_success_takes_a_message_in() {
    assert!(is_accepted(200, b"success"));
    for (status, body) in [
        (200, &b"fail"[..]),
        (200, b""),
        (200, b"success\n"),
        (200, b"Success"),
        (201, b"success"),
        (302, b"success"),
        (500, b"success"),
    ] {
        assert!(!is_accepted(status, body), "{status} {body:?}");
    }
}

#[test]
fn t3_1_a_receiver_trusts_no_changed_message() {
    let sent = body(&message());
    let changed = sent.replace(
        "2016042700826004508400000000",
        "2016042700826004508400000001",
    );
    let read = |body: &str| receive(body.as_bytes(), &alipay_public());
    assert_eq!(read(&changed), Err(NotifyError::Signature));
    assert_eq!(
        receive(sent.as_bytes(), &app_public()),
        Err(NotifyError::Signature)
    );
    assert_eq!(
        read(&sent.replace("&sign=", "&sing=")),
        Err(NotifyError::Unsigned)
    );
    assert_eq!(
        read(&sent.replace("sign_type=RSA2", "sign_type=MD5")),
        Err(NotifyError::SignType)
    );
    assert_eq!(
        read(&format!("{sent}&extra=1")),
        Err(NotifyError::Signature)
    );
    assert_eq!(read(""), Err(NotifyError::Unsigned));
}

#[test]
fn t3_1_a_receiver_names_the_field_it_misses() {
    let received = receive(
        body(&Message {
            app_id: "",
            ..message()
        })
        .as_bytes(),
        &alipay_public(),
    );
    assert_eq!(
        received.unwrap().event(None),
        Err(NotifyError::Field("app_id"))
    );
}
