use quan_wire::alipay::key::SignType;

use super::*;

fn now() -> Timestamp {
    "2026-11-25T12:00:00+08:00".parse().unwrap()
}

#[test]
fn keys_are_made_once_and_read_again() {
    let directory = tempfile::tempdir().unwrap();
    let first = Platform::open(directory.path(), None, now()).unwrap();
    let second = Platform::open(directory.path(), None, now()).unwrap();
    assert_eq!(first.public_key(), second.public_key());
    assert_eq!(first.certificate_sn(), second.certificate_sn());
    assert_eq!(first.root_sn(), second.root_sn());
}

#[cfg(unix)]
#[test]
fn only_its_owner_may_read_the_private_key() {
    use std::os::unix::fs::PermissionsExt as _;
    let directory = tempfile::tempdir().unwrap();
    Platform::open(directory.path(), None, now()).unwrap();
    let file = std::fs::metadata(directory.path().join(PRIVATE_KEY)).unwrap();
    assert_eq!(file.permissions().mode() & 0o777, 0o600);
}

#[test]
fn the_platform_certificate_chains_to_the_root_and_verifies_what_is_signed() {
    let directory = tempfile::tempdir().unwrap();
    let platform = Platform::open(directory.path(), None, now()).unwrap();
    let out = directory.path().join("out");
    let written = platform.export(&out).unwrap();
    let texts: Vec<_> = written
        .iter()
        .map(|path| std::fs::read(path).unwrap())
        .collect();

    let public = PublicKey::parse(std::str::from_utf8(&texts[0]).unwrap()).unwrap();
    let signature = platform
        .private_key()
        .sign(SignType::Rsa2, b"text")
        .unwrap();
    assert!(public.verifies(SignType::Rsa2, b"text", &signature));

    let roots = Certificate::parse_chain(&texts[1]).unwrap();
    let chain = Certificate::parse_chain(&texts[2]).unwrap();
    assert_eq!((roots.len(), chain.len()), (1, 2));
    assert_eq!(chain[0].public_key(), Some(&public));
    assert_eq!(chain[0].sn(), platform.certificate_sn());
    assert_eq!(chain[1].issuer(), roots[0].issuer());
    assert_eq!(
        roots[0].issuer(),
        "CN=Quan Root Authority R1,OU=Certification Authority,O=Quan,C=CN"
    );
    for certificate in chain.iter().chain(&roots) {
        assert!(certificate.is_valid_at(now()));
        assert_eq!(certificate.signature_algorithm(), "1.2.840.113549.1.1.11");
    }
}

#[test]
fn a_given_key_is_taken_over_and_gets_certificates_of_its_own() {
    let directory = tempfile::tempdir().unwrap();
    let other = tempfile::tempdir().unwrap();
    let given = Platform::open(other.path(), None, now()).unwrap();
    let before = Platform::open(directory.path(), None, now()).unwrap();
    let path = other.path().join(PRIVATE_KEY);
    let after = Platform::open(directory.path(), Some(&path), now()).unwrap();
    assert_eq!(after.public_key(), given.public_key());
    assert_ne!(after.certificate_sn(), before.certificate_sn());
    let later = Platform::open(directory.path(), None, now()).unwrap();
    assert_eq!(later.public_key(), given.public_key());
    assert_eq!(later.certificate_sn(), after.certificate_sn());
}

#[test]
fn certificates_that_ran_out_are_made_anew() {
    let directory = tempfile::tempdir().unwrap();
    let before = Platform::open(directory.path(), None, now()).unwrap();
    let much_later = "2056-01-01T00:00:00Z".parse().unwrap();
    let after = Platform::open(directory.path(), None, much_later).unwrap();
    assert_eq!(before.public_key(), after.public_key());
    assert_ne!(before.certificate_pem(), after.certificate_pem());
}

#[test]
fn a_key_that_cannot_be_used_is_refused_with_its_file() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("wrong.pem");
    std::fs::write(&path, "not a key").unwrap();
    let error = Platform::open(directory.path(), Some(&path), now()).unwrap_err();
    assert!(error.to_string().contains("wrong.pem"), "{error}");
    assert!(!directory.path().join(PRIVATE_KEY).exists());
}
