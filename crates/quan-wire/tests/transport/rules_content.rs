//! Rules about encrypted contents.

use quan_wire::alipay::code::TransportError;
use quan_wire::alipay::encrypt::{AesKey, AesKeyError, EncryptType, Seal, Undecipherable};

use crate::support::{Ask, aes_key, assert_verifies};

const PLAIN: &str = r#"{"out_trade_no":"T1","subject":"测试"}"#;

fn encrypted() -> Ask {
    let cipher = aes_key().encrypt(PLAIN.as_bytes(), Seal::Aes);
    Ask::new()
        .with("encrypt_type", "AES")
        .with("biz_content", cipher)
}

fn content(ask: &Ask, key: Option<&AesKey>) -> Result<Option<String>, TransportError> {
    ask.assemble().unwrap().content(key)
}

#[test]
fn t1_9_the_ciphertext_is_what_is_signed() {
    let request = encrypted().signed().assemble().unwrap();
    assert_verifies(&request);
    assert_eq!(request.content(Some(&aes_key())).unwrap().unwrap(), PLAIN);
}

#[test]
fn t1_9_contents_are_in_the_charset_of_the_request() {
    let cipher = aes_key().encrypt(b"{\"a\":\"\xb2\xe2\"}", Seal::Aes);
    let ask = encrypted()
        .with("charset", "GBK")
        .with("biz_content", cipher);
    assert_eq!(
        content(&ask, Some(&aes_key())),
        Ok(Some(r#"{"a":"测"}"#.to_owned()))
    );
}

#[test]
fn t1_9_aes_v2_carries_its_vector() {
    let cipher = aes_key().encrypt(PLAIN.as_bytes(), Seal::AesV2 { iv: [7; 16] });
    let ask = encrypted()
        .with("encrypt_type", "AES_V2")
        .with("biz_content", cipher);
    assert_eq!(content(&ask, Some(&aes_key())), Ok(Some(PLAIN.to_owned())));
}

#[test]
fn t1_9_an_encrypt_type_without_content_is_accepted() {
    let ask = encrypted().without("biz_content");
    assert_eq!(content(&ask, Some(&aes_key())), Ok(None));
}

#[test]
fn t1_9_another_encrypt_type_is_refused() {
    let ask = encrypted().with("encrypt_type", "SM4");
    assert_eq!(
        content(&ask, Some(&aes_key())),
        Err(TransportError::InvalidEncryptType)
    );
}

#[test]
fn t1_9_an_app_without_key_cannot_encrypt() {
    assert_eq!(
        content(&encrypted(), None),
        Err(TransportError::InvalidEncryptKey)
    );
}

#[test]
fn t1_9_a_broken_ciphertext_is_refused() {
    let key = aes_key();
    for cipher in ["{}", "AAAA", "AAAAAAAAAAAAAAAAAAAAAA==", "签"] {
        let ask = encrypted().with("biz_content", cipher);
        assert_eq!(
            content(&ask, Some(&key)),
            Err(TransportError::Undecipherable),
            "{cipher}"
        );
    }
    let other = AesKey::parse("AAAAAAAAAAAAAAAAAAAAAA==").unwrap();
    let cipher = other.encrypt(PLAIN.as_bytes(), Seal::Aes);
    assert_eq!(key.decrypt(&cipher, EncryptType::Aes), Err(Undecipherable));
}

#[test]
fn t1_9_a_ciphertext_without_encrypt_type_is_refused() {
    let ask = encrypted().without("encrypt_type");
    assert_eq!(
        content(&ask, Some(&aes_key())),
        Err(TransportError::MissingEncryptType)
    );
    let plain = Ask::new();
    assert!(content(&plain, Some(&aes_key())).unwrap().is_some());
}

#[test]
fn t1_9_a_content_key_has_16_bytes_or_a_sentence_says_why_not() {
    assert_eq!(AesKey::parse("!").unwrap_err(), AesKeyError::NotBase64);
    assert_eq!(AesKey::parse("AAAA").unwrap_err(), AesKeyError::Length(3));
    assert_eq!(format!("{:?}", aes_key()), "AesKey(…)");
}
