//! Rules about keys and certificates.

use quan_wire::alipay::certificate::{Certificate, CertificateError, root_sn};
use quan_wire::alipay::key::{KeyError, PrivateKey, PublicKey, SignType};

use crate::support::{alipay_public, app_key, app_public, bytes, text};

/// The inside of a PEM text as one line.
fn bare(pem: &str) -> String {
    pem.lines()
        .filter(|line| !line.starts_with("-----"))
        .collect()
}

#[test]
fn t1_5_private_keys_are_read_in_every_form() {
    for name in ["keys/app_private_pkcs1.pem", "keys/app_private_pkcs8.pem"] {
        let pem = text(name);
        for form in [
            pem.clone(),
            bare(&pem),
            pem.replace('\n', "\r\n"),
            format!("  {pem}  "),
        ] {
            let key = PrivateKey::parse(&form).unwrap();
            assert_eq!(key.public_key(), &app_public(), "{name}");
        }
    }
}

#[test]
fn t1_5_public_keys_are_read_in_every_form() {
    let pem = text("keys/app_public.pem");
    let certificate = text("certs/appCertPublicKey_2021000000000001.crt");
    for form in [
        pem.clone(),
        bare(&pem),
        app_public().to_base64(),
        certificate,
    ] {
        assert_eq!(PublicKey::parse(&form).unwrap(), app_public());
    }
    assert_eq!(app_public().to_pem(), pem);
    assert_ne!(app_public(), alipay_public());
}

#[test]
fn t1_5_what_is_no_key_is_told_in_a_sentence() {
    let private = text("keys/app_private_pkcs8.pem");
    let public = text("keys/app_public.pem");
    let read = |form: &str| PrivateKey::parse(form).map(|_| ()).unwrap_err();
    assert_eq!(read(""), KeyError::Empty);
    assert_eq!(read("no key at all!"), KeyError::NotBase64);
    assert_eq!(read(&private[..200]), KeyError::Unclosed);
    assert_eq!(read(&public), KeyError::PublicForPrivate);
    assert_eq!(read(&bare(&public)), KeyError::PublicForPrivate);
    assert_eq!(read("AAAA"), KeyError::NotPrivate);
    let locked = private.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY");
    assert_eq!(read(&locked), KeyError::Passphrase);
    let read = |form: &str| PublicKey::parse(form).unwrap_err();
    assert_eq!(read(&private), KeyError::PrivateForPublic);
    assert_eq!(read(&bare(&private)), KeyError::PrivateForPublic);
    assert_eq!(read("AAAA"), KeyError::NotPublic);
}

#[test]
fn t1_5_keys_never_show_themselves() {
    assert_eq!(format!("{:?}", app_key()), "PrivateKey(…)");
}

#[test]
fn t1_5_keys_of_1024_bits_serve_rsa_and_not_rsa2() {
    let private = PrivateKey::parse(include_str!("data/legacy_1024.pem")).unwrap();
    let public = PublicKey::parse(include_str!("data/legacy_1024_public.pem")).unwrap();
    let signed = b"charset=utf-8&sign_type=RSA";
    let sign = include_str!("data/legacy_1024.sig");
    assert!(public.verifies(SignType::Rsa, signed, sign));
    assert_eq!(private.sign(SignType::Rsa, signed).unwrap(), sign);
    assert_eq!(private.public_key(), &public);
    let refused = private.sign(SignType::Rsa2, signed).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the private key cannot sign with SHA-256"
    );
}

#[test]
fn t1_8_a_serial_number_has_32_characters() {
    for one in Certificate::parse_chain(&bytes("certs/alipayRootCert.crt")).unwrap() {
        assert_eq!(one.sn().len(), 32);
        assert!(
            one.sn()
                .bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        );
    }
}

#[test]
fn t1_8_the_root_number_leaves_out_what_is_not_rsa() {
    let bundle = Certificate::parse_chain(&bytes("certs/alipayRootCert.crt")).unwrap();
    let numbers = root_sn(&bundle);
    assert_eq!((bundle.len(), numbers.split('_').count()), (3, 2));
    let [_, elliptic, _] = bundle.as_slice() else {
        panic!("three certificates")
    };
    assert!(!numbers.contains(elliptic.sn()));
    assert_eq!(elliptic.public_key(), None);
}

#[test]
fn t1_8_the_first_certificate_of_a_file_is_the_one_named() {
    let pem = bytes("certs/alipayCertPublicKey_RSA2.crt");
    let chain = Certificate::parse_chain(&pem).unwrap();
    assert_eq!(chain.len(), 2);
    assert_eq!(Certificate::parse_leaf(&pem).unwrap(), chain[0]);
    assert_eq!(chain[0].public_key(), Some(&alipay_public()));
}

#[test]
fn t1_8_a_certificate_knows_when_it_is_valid() {
    let pem = bytes("certs/appCertPublicKey_2021000000000001.crt");
    let leaf = Certificate::parse_leaf(&pem).unwrap();
    assert!(leaf.not_before() < leaf.not_after());
    assert!(leaf.is_valid_at(leaf.not_before()) && leaf.is_valid_at(leaf.not_after()));
    let second = jiff::SignedDuration::from_secs(1);
    assert!(!leaf.is_valid_at(leaf.not_before() - second));
    assert!(!leaf.is_valid_at(leaf.not_after() + second));
}

#[test]
fn t1_8_what_is_no_certificate_is_told_in_a_sentence() {
    let read = |pem: &[u8]| Certificate::parse_chain(pem).unwrap_err();
    assert_eq!(read(b""), CertificateError::Empty);
    assert_eq!(read(&bytes("keys/app_public.pem")), CertificateError::Empty);
    let broken = b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    assert_eq!(read(broken), CertificateError::NotX509);
}
