use std::fs;

use quan_wire::alipay::key::PublicKey;
use quan_wire::wechatpay::certificate::Certificate;
use quan_wire::wechatpay::key::SigningKey;

use super::*;

const KEY: &str =
    include_str!("../../../../quan-wire/vectors/wechatpay/keys/platform_private_key.pem");
const CERTIFICATE: &str =
    include_str!("../../../../quan-wire/vectors/wechatpay/keys/platform_cert.pem");
const OTHER_KEY: &str =
    include_str!("../../../../quan-wire/vectors/wechatpay/keys/merchant_private_key.pem");

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn now() -> Timestamp {
    at("2026-11-25T12:00:00.5+08:00")
}

fn open(directory: &Path, brought: &WechatKeys) -> WechatPlatform {
    WechatPlatform::open(directory, brought, now()).unwrap()
}

/// The serial number of the key that signs where nobody asks for one.
fn signer(platform: &WechatPlatform, at: Timestamp) -> String {
    let keys = platform.keys(at);
    let chosen = keys.default_of(KeyKind::Certificate, at).unwrap();
    chosen.serial.to_owned()
}

fn listed(platform: &WechatPlatform, at: Timestamp) -> Vec<String> {
    let keys = platform.keys(at);
    let serials = keys.listed(at).map(|one| one.serial().to_owned());
    serials.collect()
}

/// A pair in files.
fn brought(directory: &Path, key: &str, certificate: Option<&str>) -> WechatKeys {
    let write = |name: &str, text: &str| {
        let path = directory.join(name);
        fs::write(&path, text).unwrap();
        path
    };
    WechatKeys {
        private_key_file: Some(write("key.pem", key)),
        certificate_file: certificate.map(|text| write("cert.pem", text)),
        ..WechatKeys::default()
    }
}

#[test]
fn keys_are_made_once_and_read_again() {
    let directory = tempfile::tempdir().unwrap();
    let [first, second] = [(); 2].map(|()| open(directory.path(), &WechatKeys::default()));
    assert_eq!(signer(&first, now()), signer(&second, now()));
    let id =
        |platform: &WechatPlatform| platform.keys(now()).public_key.as_ref().unwrap().0.clone();
    assert_eq!(id(&first), "PUB_KEY_ID_0000000000000000000000000000000");
    let voucher = quan_core::VoucherId::new(quan_core::ActivityId::new(1).unwrap(), 1);
    let code = first.code_book().code_of(voucher);
    assert_eq!(second.code_book().voucher_of(&code), Some(voucher));
}

#[cfg(unix)]
#[test]
fn only_its_owner_may_read_a_secret() {
    use std::os::unix::fs::PermissionsExt as _;
    let directory = tempfile::tempdir().unwrap();
    open(directory.path(), &WechatKeys::default());
    let mut secrets = 0;
    for entry in fs::read_dir(directory.path()).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let public = std::path::Path::new(&name)
            .extension()
            .is_some_and(|suffix| suffix == "crt")
            || name == "wechatpay_public_key_id.txt";
        let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, if public { 0o644 } else { 0o600 }, "{name}");
        secrets += usize::from(!public);
    }
    assert_eq!(secrets, 3, "two keys, and the key of codes");
}

#[test]
fn w_cert_3_a_certificate_that_is_made_is_x509_with_a_number_of_forty_digits() {
    let directory = tempfile::tempdir().unwrap();
    let platform = open(directory.path(), &WechatKeys::default());
    let keys = platform.keys(now());
    let (certificate, key) = &keys.certificates[0];
    assert_eq!(certificate.serial().len(), 40);
    assert!(!certificate.serial().starts_with('0'));
    assert!(
        !certificate
            .serial()
            .bytes()
            .any(|byte| byte.is_ascii_lowercase())
    );
    assert!(certificate.is_valid_at(now()));
    assert_eq!(certificate.not_before(), at("2026-11-24T04:00:00Z"));
    let SigningKey::Rsa(key) = key else {
        panic!("{key:?}")
    };
    assert_eq!(certificate.public_key(), key.public_key());
    let other = tempfile::tempdir().unwrap();
    let other = open(other.path(), &WechatKeys::default());
    assert_ne!(signer(&other, now()), certificate.serial());
}

#[test]
fn w_cert_4_a_certificate_that_follows_is_listed_a_day_before_it_signs() {
    let directory = tempfile::tempdir().unwrap();
    let platform = open(directory.path(), &WechatKeys::default());
    let old = signer(&platform, now());
    let at_rotation = at("2027-01-01T00:00:00Z");
    let rotated = WechatPlatform::rotate(directory.path(), at_rotation).unwrap();
    assert_ne!(rotated.serial, old);
    assert_eq!(rotated.signs_at, at("2027-01-02T00:00:00Z"));
    // The server that runs sees it without a new start.
    let mut both = vec![old.clone(), rotated.serial.clone()];
    both.sort();
    assert_eq!(listed(&platform, at_rotation), both);
    assert_eq!(signer(&platform, at_rotation), old);
    assert_eq!(signer(&platform, at("2027-01-01T23:59:59.999Z")), old);
    assert_eq!(signer(&platform, rotated.signs_at), rotated.serial);
    assert_eq!(listed(&platform, rotated.signs_at), both);
    // The old one is listed while it lasts.
    let last = at("2031-11-23T04:00:00Z");
    assert_eq!(listed(&platform, last), both);
    let after = at("2031-11-23T04:00:01Z");
    assert_eq!(
        listed(&platform, after),
        std::slice::from_ref(&rotated.serial)
    );
    let again = open(directory.path(), &WechatKeys::default());
    assert_eq!(listed(&again, at_rotation), both);
}

#[test]
fn where_all_certificates_ran_out_another_is_made() {
    let directory = tempfile::tempdir().unwrap();
    let old = signer(&open(directory.path(), &WechatKeys::default()), now());
    let later = at("2040-01-01T00:00:00Z");
    let platform = WechatPlatform::open(directory.path(), &WechatKeys::default(), later).unwrap();
    let new = signer(&platform, later);
    assert_ne!(new, old);
    assert_eq!(listed(&platform, later), [new]);
}

#[test]
fn a_pair_that_is_brought_takes_the_place_of_those_that_are_there() {
    let directory = tempfile::tempdir().unwrap();
    open(directory.path(), &WechatKeys::default());
    let expected = Certificate::parse(CERTIFICATE).unwrap();
    let pair = brought(directory.path(), KEY, Some(CERTIFICATE));
    for keys in [&pair, &pair, &WechatKeys::default()] {
        let platform = open(directory.path(), keys);
        assert_eq!(listed(&platform, now()), [expected.serial()]);
    }
    // What followed by rotation stays, and signs in its turn.
    let rotated = WechatPlatform::rotate(directory.path(), now()).unwrap();
    let platform = open(directory.path(), &pair);
    assert_eq!(signer(&platform, now()), expected.serial());
    assert_eq!(signer(&platform, rotated.signs_at), rotated.serial);
}

#[test]
fn a_key_that_is_brought_alone_gets_one_certificate() {
    let directory = tempfile::tempdir().unwrap();
    let key = brought(directory.path(), KEY, None);
    let [first, second] = [(); 2].map(|()| open(directory.path(), &key));
    assert_eq!(listed(&first, now()), listed(&second, now()));
    let keys = first.keys(now());
    let public = Certificate::parse(CERTIFICATE).unwrap();
    assert_eq!(keys.certificates[0].0.public_key(), public.public_key());
}

#[test]
fn what_cannot_be_used_is_refused_with_its_file() {
    let directory = tempfile::tempdir().unwrap();
    let refused = |keys: &WechatKeys, now| {
        let error = WechatPlatform::open(directory.path(), keys, now).unwrap_err();
        error.to_string()
    };
    let pair = brought(directory.path(), OTHER_KEY, Some(CERTIFICATE));
    assert!(refused(&pair, now()).contains("cert.pem is not of the private key"));
    let pair = brought(directory.path(), KEY, Some(CERTIFICATE));
    let late = at("2100-01-01T00:00:00Z");
    assert!(refused(&pair, late).contains("cert.pem is not valid now"));
    let pair = brought(directory.path(), KEY, Some("no certificate"));
    assert!(refused(&pair, now()).contains("cert.pem cannot be used"));
    let pair = brought(directory.path(), "no key", None);
    assert!(refused(&pair, now()).contains("key.pem cannot be used"));
    let pair = WechatKeys {
        private_key_file: None,
        ..brought(directory.path(), KEY, Some(CERTIFICATE))
    };
    assert!(refused(&pair, now()).contains("wechatpay_private_key_file"));
    let id = WechatKeys {
        public_key_id: Some("PUB_KEY_ID_x".to_owned()),
        ..WechatKeys::default()
    };
    assert!(refused(&id, now()).contains("PUB_KEY_ID_x"));
    let codes = directory.path().join("wechatpay_coupon_code_key.txt");
    fs::write(&codes, "AAAA").unwrap();
    let damaged = refused(&WechatKeys::default(), now());
    assert!(
        damaged.contains("coupon_code_key.txt is damaged"),
        "{damaged}"
    );
}

#[test]
fn w_pub_1_the_public_key_is_exported_under_its_name() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("wxpub.pem");
    fs::write(&path, OTHER_KEY).unwrap();
    let keys = WechatKeys {
        public_key_private_file: Some(path),
        public_key_id: Some("PUB_KEY_ID_0114232134912410000000000000".to_owned()),
        ..WechatKeys::default()
    };
    let platform = open(directory.path(), &keys);
    let out = directory.path().join("out");
    let written = platform.export(&out, now()).unwrap();
    let texts: Vec<_> = written
        .iter()
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    let serial = signer(&platform, now());
    assert_eq!(Certificate::parse(&texts[0]).unwrap().serial(), serial);
    let held = platform.keys(now());
    let (id, SigningKey::Rsa(key)) = held.public_key.as_ref().unwrap() else {
        panic!("the public key is RSA")
    };
    assert_eq!(PublicKey::parse(&texts[1]).unwrap(), *key.public_key());
    assert_eq!(id, "PUB_KEY_ID_0114232134912410000000000000");
    let names = format!("serial={serial}\npublic_key_id={id}\n");
    assert_eq!(texts[2], names);
    // A later start without the files is the same.
    let later = open(directory.path(), &WechatKeys::default());
    assert_eq!(later.keys(now()).public_key.as_ref().unwrap().0, *id);
}
