//! What is wrong with a configuration is said before the first call.

use quan_client::WechatPayClient;
use quan_client::wechatpay::{BuildError, Merchant, WechatPayClientBuilder};

use super::stand_in::{
    APIV3_KEY, MERCHANT_PUBLIC, OTHER_CERT, PLATFORM_KEY, PUBLIC_KEY, PUBLIC_KEY_ID, merchant,
};

fn builder() -> WechatPayClientBuilder {
    WechatPayClient::builder()
        .merchant(merchant())
        .apiv3_key(APIV3_KEY)
}

#[test]
fn w_conn_1_the_published_host_is_the_default() {
    let client = builder().build().unwrap();
    assert_eq!(client.endpoint(), "https://api.mch.weixin.qq.com/");
    assert_eq!(client.mchid(), "1900009191");
}

#[test]
fn the_merchants_own_key_is_not_taken_for_the_platforms() {
    for builder in [
        builder().platform_certificate(OTHER_CERT),
        builder().public_key(PUBLIC_KEY_ID, MERCHANT_PUBLIC),
    ] {
        let built = builder.build();
        assert!(matches!(built, Err(BuildError::OwnKey)), "{built:?}");
    }
}

#[test]
fn every_wrong_setting_is_named() {
    let with = |merchant| builder().merchant(merchant);
    let cases = [
        (builder().endpoint("api.mch.weixin.qq.com"), "endpoint"),
        (
            builder().endpoint("http://127.0.0.1/pay"),
            "more than a host",
        ),
        (builder().second_endpoint("ftp://127.0.0.1"), "endpoint"),
        (
            WechatPayClient::builder().apiv3_key(APIV3_KEY),
            "the merchant is missing",
        ),
        (
            WechatPayClient::builder().merchant(merchant()),
            "every key of the platform are missing",
        ),
        (
            with(Merchant {
                mchid: "mch",
                ..merchant()
            }),
            "merchant's number",
        ),
        (
            with(Merchant {
                serial_no: PUBLIC_KEY_ID,
                ..merchant()
            }),
            "serial number",
        ),
        (
            with(Merchant {
                private_key: MERCHANT_PUBLIC,
                ..merchant()
            }),
            "private key",
        ),
        (builder().apiv3_key("short"), "APIv3 key"),
        (builder().platform_certificate("nothing"), "certificate"),
        (builder().public_key("7132", PUBLIC_KEY), "PUB_KEY_ID_"),
        (
            builder().public_key(PUBLIC_KEY_ID, PLATFORM_KEY),
            "platform's public key",
        ),
    ];
    for (builder, words) in cases {
        let error = builder.build().unwrap_err().to_string();
        assert!(error.contains(words), "{error:?} does not say {words:?}");
    }
}

#[test]
fn nothing_secret_is_shown() {
    let builder = builder();
    let shown = format!("{builder:?} {:?}", builder.clone().build().unwrap());
    assert!(
        !shown.contains(APIV3_KEY) && !shown.contains("PRIVATE"),
        "{shown}"
    );
}
