//! The variant with SM2, SM3 and SM4.

use quan_wire::wechatpay::aead::{Algorithm, ApiV3Key};
use quan_wire::wechatpay::authorization::{Asked, Authorization, authorize};
use quan_wire::wechatpay::certificates::AlgorithmType;
use quan_wire::wechatpay::header;
use quan_wire::wechatpay::key::{SigningKey, VerifyingKey};
use quan_wire::wechatpay::received::Trust;
use quan_wire::wechatpay::sm::{PrivateKey, PublicKey, SmKeyError};

use crate::support::{
    MCHID, NONCE, bytes, json, now, read, received, sealing, sm_private, sm_public, text,
};

const SERIAL: &str = "3A0F00D1C0FFEE000000000000000000000000A1";

#[test]
fn w_sm_1_the_scheme_signs_the_same_text() {
    let vector = &json("sm/sm2-sm4.json")["own_request"];
    let request = json("request/08-deactivate-coupon.json");
    assert_eq!(
        bytes(vector, "string_to_sign_base64"),
        text(&request, "string_to_sign").as_bytes()
    );
    let asked = Asked {
        method: text(&request, "method"),
        target: text(&request, "url"),
        body: text(&request, "body").as_bytes(),
    };
    let key: VerifyingKey = sm_public("merchant").into();
    let theirs = Authorization::parse(Some(text(vector, "authorization"))).unwrap();
    assert_eq!(theirs.verify(asked, &key), Ok(()));
    assert!(theirs.verify(Asked { body: b"", ..asked }, &key).is_err());
    let signing: SigningKey = sm_private("merchant").into();
    let ours = authorize(asked, MCHID, SERIAL, &signing, NONCE, now()).unwrap();
    assert!(ours.starts_with("WECHATPAY2-SM2-WITH-SM3 mchid="));
    let ours = Authorization::parse(Some(&ours)).unwrap();
    assert_eq!(ours.verify(asked, &key), Ok(()));
}

#[test]
fn w_sm_2_the_published_signature_verifies() {
    let vector = &json("sm/sm2-sm4.json")["official_sm2"];
    let key: VerifyingKey = PublicKey::parse(text(vector, "public_key_pem"))
        .unwrap()
        .into();
    let signature = text(vector, "signature");
    assert!(key.verifies(&[b"message"], signature));
    assert!(key.verifies(&[b"mess", b"", b"age"], signature));
    assert!(!key.verifies(&[b"massage"], signature));
    for broken in ["", "*", "AAAA", &signature[4..]] {
        assert!(!key.verifies(&[b"message"], broken));
    }
}

#[test]
fn w_sm_2_a_signature_is_repeated_for_the_same_text() {
    let key: SigningKey = sm_private("merchant").into();
    let made = key.sign(&[b"text"]).unwrap();
    assert_eq!(key.sign(&[b"te", b"xt"]).unwrap(), made);
    assert_ne!(key.sign(&[b"text\n"]).unwrap(), made);
    assert!(key.verifying_key().verifies(&[b"text"], &made));
    assert_eq!(key.verifying_key(), sm_public("merchant").into());
}

#[test]
fn w_sm_3_answers_name_the_scheme() {
    let vector = &json("sm/sm2-sm4.json")["own_response"];
    let serial = "3A0F00D1C0FFEE000000000000000000000000B2";
    let lines = String::from_utf8(bytes(vector, "string_to_sign_base64")).unwrap();
    let body = lines
        .splitn(3, '\n')
        .nth(2)
        .unwrap()
        .strip_suffix('\n')
        .unwrap();
    let trust = Trust::default().with_key(serial, sm_public("platform"));
    assert_eq!(
        received(&vector["headers"], body).verify(&trust, now()),
        Ok(())
    );
    let key: SigningKey = sm_private("platform").into();
    let mut sealing = sealing(&key);
    sealing.serial = serial;
    let made = header::signed(body.as_bytes(), &sealing).unwrap();
    assert_eq!(
        made[4].1,
        text(&vector["headers"], "Wechatpay-Signature-Type")
    );
    let made = crate::support::arrived(&made, body.as_bytes());
    assert_eq!(made.verify(&trust, now()), Ok(()));
}

#[test]
fn w_sm_4_contents_are_sealed_with_half_the_digest_of_the_key() {
    let vectors = json("sm/sm2-sm4.json");
    for name in ["official_sm4_gcm", "own_sm4_gcm"] {
        let vector = &vectors[name];
        let key = ApiV3Key::parse(text(vector, "key_utf8")).unwrap();
        let (nonce, aad) = (text(vector, "nonce"), text(vector, "associated_data"));
        let plain = text(vector, "plaintext").as_bytes();
        let made = key.seal(Algorithm::Sm4Gcm, nonce, aad, plain).unwrap();
        assert_eq!(made, text(vector, "ciphertext"), "{name}");
        assert_eq!(
            key.open(Algorithm::Sm4Gcm, nonce, aad, &made).unwrap(),
            plain
        );
    }
    assert_eq!(Algorithm::parse("AEAD_SM4_GCM"), Some(Algorithm::Sm4Gcm));
    assert_eq!(AlgorithmType::parse(Some("SM2")), Some(AlgorithmType::Sm2));
}

#[test]
fn w_sm_5_fields_are_sealed_as_a_sequence() {
    for vector in json("sm/sm2-encrypted.json").as_array().unwrap() {
        let plain = text(vector, "plaintext").as_bytes();
        let opened = sm_private("platform").decrypt(text(vector, "ciphertext"));
        assert_eq!(opened.as_deref(), Some(plain), "{}", text(vector, "name"));
        let made = sm_public("platform").encrypt(plain).unwrap();
        assert_ne!(made, text(vector, "ciphertext"));
        assert_eq!(
            sm_private("platform").decrypt(&made).as_deref(),
            Some(plain)
        );
        assert_eq!(sm_private("merchant").decrypt(&made), None);
    }
    assert_eq!(sm_public("platform").encrypt(b""), None);
    for broken in ["", "*", "AAAA", "MAA="] {
        assert_eq!(sm_private("platform").decrypt(broken), None);
    }
}

#[test]
fn keys_of_another_kind_are_none() {
    let rsa = PrivateKey::parse(&read("keys/merchant_private_key.pem"));
    assert_eq!(rsa.unwrap_err(), SmKeyError::NotPrivate);
    let rsa = PublicKey::parse(&read("keys/merchant_public_key.pem"));
    assert_eq!(rsa.unwrap_err(), SmKeyError::NotPublic);
    assert_eq!(format!("{:?}", sm_private("merchant")), "sm::PrivateKey(…)");
}
