//! What is wrong with a configuration is said before the first call.

use quan_client::{AlipayClient, AlipayClientBuilder, BuildError, Certificates, QuanClient};

use crate::stand_in::{ALIPAY_KEY, ALIPAY_PUBLIC, APP_ID, APP_KEY, APP_PUBLIC, certificates};

fn builder() -> AlipayClientBuilder {
    AlipayClient::builder()
        .app(APP_ID, APP_KEY)
        .alipay_public_key(ALIPAY_PUBLIC)
}

#[test]
fn production_is_where_calls_go_unless_said_otherwise() {
    assert_eq!(
        builder().build().unwrap().endpoint(),
        "https://openapi.alipay.com/"
    );
}

#[test]
fn keys_are_read_in_every_form_that_people_have() {
    let bare = |pem: &str| -> String {
        pem.lines()
            .filter(|line| !line.starts_with("-----"))
            .collect()
    };
    AlipayClient::builder()
        .app(APP_ID, bare(APP_KEY))
        .alipay_public_key(bare(ALIPAY_PUBLIC))
        .build()
        .unwrap();
}

#[test]
fn the_apps_own_public_key_is_not_taken_for_the_platforms() {
    let built = builder().alipay_public_key(APP_PUBLIC).build();
    assert!(matches!(built, Err(BuildError::OwnKey)), "{built:?}");
}

#[test]
fn a_certificate_must_belong_to_the_apps_key() {
    let built = AlipayClient::builder()
        .app(APP_ID, ALIPAY_KEY)
        .certificates(certificates())
        .build();
    assert!(
        matches!(built, Err(BuildError::ForeignCertificate)),
        "{built:?}"
    );
}

#[test]
fn every_wrong_setting_is_named() {
    let no_roots = Certificates {
        root: "",
        ..certificates()
    };
    let cases = [
        (
            builder().endpoint("openapi.alipay.com"),
            "openapi.alipay.com",
        ),
        (
            AlipayClient::builder().alipay_public_key(ALIPAY_PUBLIC),
            "the app is missing",
        ),
        (builder().app("", APP_KEY), "the app's id is missing"),
        (builder().app(APP_ID, APP_PUBLIC), "private key"),
        (
            AlipayClient::builder().app(APP_ID, APP_KEY),
            "public key or certificate is missing",
        ),
        (
            builder().alipay_public_key(ALIPAY_KEY),
            "platform's public key",
        ),
        (builder().encrypt_key("c2hvcnQ="), "encrypt key"),
        (builder().certificates(no_roots), "root certificates"),
    ];
    for (builder, words) in cases {
        let error = builder.build().unwrap_err().to_string();
        assert!(error.contains(words), "{error:?} does not say {words:?}");
    }
}

#[test]
fn nothing_secret_is_shown() {
    let client = builder()
        .encrypt_key("aYA0GP8JEW+D7/UFaskCWA==")
        .build()
        .unwrap();
    let shown = format!("{client:?}");
    assert!(
        !shown.contains("aYA0GP8") && !shown.contains("PRIVATE"),
        "{shown}"
    );
    let quan = QuanClient::new("http://127.0.0.1:1", "secret-token").unwrap();
    assert!(!format!("{quan:?}").contains("secret-token"));
}

#[test]
fn a_token_that_no_header_can_hold_is_refused() {
    assert!(QuanClient::new("http://127.0.0.1:1", "a\nb").is_err());
}
