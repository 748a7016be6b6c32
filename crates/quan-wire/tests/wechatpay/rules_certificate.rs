//! Certificates, and the platform's list of its own.

use jiff::SignedDuration;
use quan_wire::wechatpay::aead::{Algorithm, ApiV3Key, ApiV3KeyError, NonceError, Undecipherable};
use quan_wire::wechatpay::answer::Answer;
use quan_wire::wechatpay::certificate::{Certificate, CertificateError};
use quan_wire::wechatpay::certificates::{self, AlgorithmType, Certificates, CertificatesError};
use quan_wire::wechatpay::key::SigningKey;
use quan_wire::wechatpay::platform::{KeyKind, Platform};
use quan_wire::wechatpay::received::Trust;

use crate::support::{
    MERCHANT_SERIAL, PLATFORM_SERIAL, api_v3_key, arrived, certificate, json, now, read, rsa,
    sealing, text,
};

#[test]
fn w_cert_1_the_key_has_32_bytes_and_the_nonce_12() {
    assert_eq!(ApiV3Key::parse("short").unwrap_err(), ApiV3KeyError(5));
    let key = api_v3_key();
    for algorithm in [Algorithm::Aes256Gcm, Algorithm::Sm4Gcm] {
        assert_eq!(key.seal(algorithm, "nonce", "", b"x"), Err(NonceError(5)));
        let sealed = key.seal(algorithm, "0123456789ab", "aad", b"x").unwrap();
        assert_eq!(
            key.open(algorithm, "0123456789ab", "aad", &sealed).unwrap(),
            b"x"
        );
        for (nonce, aad, text) in [
            ("0123456789ab", "", sealed.as_str()),
            ("0123456789ac", "aad", &sealed),
            ("0123", "aad", &sealed),
            ("0123456789ab", "aad", "AAAA"),
            ("0123456789ab", "aad", ""),
            ("0123456789ab", "aad", "*"),
        ] {
            let opened = key.open(algorithm, nonce, aad, text);
            assert_eq!(opened, Err(Undecipherable));
        }
    }
    assert_eq!(format!("{key:?}"), "ApiV3Key(…)");
}

#[test]
fn w_cert_1_the_tag_follows_the_ciphertext() {
    use base64::Engine as _;
    for vector in json("aead/small.json").as_array().unwrap() {
        let sealed = text(vector, "ciphertext");
        let bytes = base64::engine::general_purpose::STANDARD
            .decode(sealed)
            .unwrap();
        let hex = bytes
            .iter()
            .fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
        let (cipher, tag) = (
            text(vector, "ciphertext_hex_without_tag"),
            text(vector, "tag_hex"),
        );
        assert_eq!(hex, format!("{cipher}{tag}"));
    }
}

#[test]
fn w_cert_2_the_list_is_signed_and_verified_with_what_it_brings() {
    let key: SigningKey = rsa("platform").into();
    let entry = certificates::seal(&certificate("platform"), &api_v3_key(), "0123456789ab");
    let list = Certificates {
        data: vec![entry.unwrap()],
    };
    let json = serde_json::to_string(&list).unwrap();
    let answer = Answer::success(Some(json), &sealing(&key)).unwrap();
    let opened = certificates::open(&answer.body, &api_v3_key()).unwrap();
    let trust = Trust::default().with_certificate(&opened[0]);
    assert_eq!(
        arrived(&answer.headers, &answer.body).verify(&trust, now()),
        Ok(())
    );
}

#[test]
fn w_cert_3_a_certificate_is_x509_with_a_serial_of_forty_capitals() {
    let platform = certificate("platform");
    assert_eq!(platform.serial(), PLATFORM_SERIAL);
    assert_eq!(certificate("merchant").serial(), MERCHANT_SERIAL);
    assert!(platform.is_valid_at(platform.not_before()));
    assert!(platform.is_valid_at(platform.not_after()));
    let second = SignedDuration::from_secs(1);
    assert!(!platform.is_valid_at(platform.not_before() - second));
    assert!(!platform.is_valid_at(platform.not_after() + second));
    assert_eq!(Certificate::parse("none"), Err(CertificateError::NotPem));
    let key = read("keys/platform_public_key.pem");
    assert_eq!(Certificate::parse(&key), Err(CertificateError::NotX509));
    let mut params = rcgen::CertificateParams::new(Vec::new()).unwrap();
    params.serial_number = Some(1.into());
    let key = rcgen::KeyPair::generate().unwrap();
    let elliptic = params.self_signed(&key).unwrap().pem();
    assert_eq!(Certificate::parse(&elliptic), Err(CertificateError::NotRsa));
}

#[test]
fn w_cert_3_a_serial_is_named_in_any_case_and_with_or_without_zeros() {
    let platform = certificate("platform");
    assert!(platform.is_named(&PLATFORM_SERIAL.to_lowercase()));
    assert!(platform.is_named(&format!("00{PLATFORM_SERIAL}")));
    for other in ["", "0", MERCHANT_SERIAL, "7132"] {
        assert!(!platform.is_named(other));
    }
}

/// A certificate of the platform that begins on a day of August 2025.
fn begun(day: u8, serial: u64) -> (Certificate, SigningKey) {
    let mut params = rcgen::CertificateParams::new(Vec::new()).unwrap();
    params.not_before = rcgen::date_time_ymd(2025, 8, day);
    params.not_after = rcgen::date_time_ymd(2030, 8, day);
    params.serial_number = Some(serial.into());
    let key = rcgen::KeyPair::from_pem(&read("keys/platform_private_key.pem")).unwrap();
    let pem = params.self_signed(&key).unwrap().pem();
    (Certificate::parse(&pem).unwrap(), rsa("platform").into())
}

#[test]
fn w_cert_4_a_new_certificate_is_listed_for_a_day_before_it_signs() {
    let (old, new) = (begun(1, 0xA1), begun(10, 0xB2));
    let (old_serial, new_serial) = (old.0.serial().to_owned(), new.0.serial().to_owned());
    let platform = Platform {
        certificates: vec![new, old],
        public_key: None,
    };
    for (day, hour, listed, signs) in [
        (1, 0, 1, &old_serial),
        (9, 23, 1, &old_serial),
        (10, 0, 2, &old_serial),
        (10, 23, 2, &old_serial),
        (11, 0, 2, &new_serial),
        (30, 0, 2, &new_serial),
    ] {
        let now = format!("2025-08-{day:02}T{hour:02}:00:00Z")
            .parse()
            .unwrap();
        assert_eq!(platform.listed(now).count(), listed, "{now}");
        let chosen = platform.default_of(KeyKind::Certificate, now).unwrap();
        assert_eq!(chosen.serial, signs, "{now}");
        // The old one still signs for who asks for it.
        let asked = platform.choose(Some(&old_serial), KeyKind::Certificate, now);
        assert_eq!(asked.unwrap().unwrap().serial, old_serial);
    }
}

#[test]
fn a_short_serial_is_filled_up() {
    let serial = begun(1, 0xA1).0.serial().to_owned();
    assert_eq!(serial.len(), 40);
    assert!(serial.ends_with("00A1"));
    assert!(begun(1, 0xA1).0.is_named("a1"));
}

#[test]
fn w_cert_5_a_merchant_without_certificates_is_told_so() {
    let error = certificates::none_available();
    assert_eq!(error.status(), 404);
    assert_eq!(
        error.to_json(),
        "{\"code\":\"RESOURCE_NOT_EXISTS\",\"message\":\"无可用的平台证书，\
         请在商户平台-API安全申请使用微信支付公钥。\"}"
    );
}

#[test]
fn an_entry_must_be_what_it_says() {
    let mut entry =
        certificates::seal(&certificate("platform"), &api_v3_key(), "0123456789ab").unwrap();
    let open = |entry: &certificates::Entry, key: &ApiV3Key| {
        let list = Certificates {
            data: vec![entry.clone()],
        };
        certificates::open(&serde_json::to_vec(&list).unwrap(), key)
    };
    let other = ApiV3Key::parse(&"x".repeat(32)).unwrap();
    let wrong_key = open(&entry, &other);
    assert_eq!(
        wrong_key,
        Err(CertificatesError::Undecipherable(Undecipherable))
    );
    entry.serial_no = MERCHANT_SERIAL.to_owned();
    assert!(matches!(
        open(&entry, &api_v3_key()),
        Err(CertificatesError::Serial { .. })
    ));
    // Certificates of the other scheme are passed over.
    entry.encrypt_certificate.algorithm = "AEAD_SM4_GCM".to_owned();
    assert_eq!(open(&entry, &api_v3_key()), Ok(Vec::new()));
    let nothing = certificates::open(b"{}", &api_v3_key());
    assert_eq!(nothing, Err(CertificatesError::NotList));
}

#[test]
fn the_list_is_asked_for_by_kind() {
    for (text, kind) in [
        (None, Some(AlgorithmType::Rsa)),
        (Some("RSA"), Some(AlgorithmType::Rsa)),
        (Some("SM2"), Some(AlgorithmType::Sm2)),
        (Some("ALL"), Some(AlgorithmType::All)),
        (Some("rsa"), None),
    ] {
        assert_eq!(AlgorithmType::parse(text), kind);
    }
}
