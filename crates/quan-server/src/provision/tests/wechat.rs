//! The tables of `WeChat` Pay.

use quan_core::ActivityId;
use quan_engine::registry::{CertificateState, ResponseKey};

use super::*;

const CERTIFICATE: &str =
    include_str!("../../../../quan-wire/vectors/wechatpay/keys/merchant_cert.pem");
const PUBLIC_KEY: &str =
    include_str!("../../../../quan-wire/vectors/wechatpay/keys/merchant_public_key.pem");
const SERIAL: &str = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1";

const WHOLE: &str = r#"
[platform]
wechatpay_private_key_file = "platform_key.pem"
wechatpay_certificate_file = "platform_cert.pem"
wechatpay_public_key_private_file = "wxpub_key.pem"
wechatpay_public_key_id = "PUB_KEY_ID_0000000000000000000000000000000"
[[api_token]]
token = "merchant-token"
role = "viewer"
merchant = "1900000001"
[[wechatpay_merchant]]
mchid = "1900000001"
name = "演示便利店"
certificate_file = "merchant_cert.pem"
apiv3_key = "0123456789abcdef0123456789abcdef"
v2_key = "0123456789ABCDEF0123456789ABCDEF"
response_key = "certificate"
appids = ["wx0000000000000001"]
notify_url = "http://127.0.0.1:9999/wechat"
[[wechatpay_merchant.certificate]]
serial = "00abc"
public_key_file = "merchant_public.pem"
state = "replaced"
[[wechatpay_merchant]]
mchid = "1900000002"
name = "演示服务商"
serial = "5157f09efdc096de15ebe81a47057a7232f1b8e1"
public_key_file = "merchant_public.pem"
certificate_state = "revoked"
response_key = "public_key"
[[wechatpay_merchant]]
mchid = "1900000003"
name = "特约商户"
[[wechatpay_partner]]
mchid = "1900000002"
sub_merchants = ["1900000003"]
[[user]]
id = "U-1"
openids = { wx0000000000000001 = "oABC" }
unionid = "oUnion"
[[wechatpay_card]]
id = "CARD-1"
merchant = "1900000001"
stock = "1000000000000007"
"#;

fn directory() -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(directory.path().join(name), text).unwrap();
    write("merchant_cert.pem", CERTIFICATE);
    write("merchant_public.pem", PUBLIC_KEY);
    write("weak.pem", "no key");
    directory
}

fn merchant(registry: &Registry, mchid: &str) -> quan_engine::registry::WechatMerchant {
    let mchid = MerchantId::parse(mchid).unwrap();
    registry.wechat_merchant(mchid).unwrap().as_ref().clone()
}

#[test]
fn everything_of_the_file_is_registered_and_again_changes_nothing() {
    let directory = directory();
    let provision = parse(directory.path(), WHOLE).unwrap();
    let registry = Registry::in_memory();
    let platform = platform();
    for _ in 0..2 {
        provision.apply(&registry, &platform).unwrap();
        let direct = merchant(&registry, "1900000001");
        let certificate = direct.certificate(SERIAL).unwrap();
        let key = PublicKey::parse(&certificate.public_key).unwrap();
        assert_eq!(key, PublicKey::parse(PUBLIC_KEY).unwrap());
        assert!(certificate.expires_at.is_some());
        assert_eq!(certificate.state, CertificateState::Valid);
        let before = direct.certificate("ABC").unwrap();
        assert_eq!(before.state, CertificateState::Replaced);
        assert_eq!(before.expires_at, None);
        let key = "0123456789abcdef0123456789abcdef";
        assert_eq!(direct.apiv3_key.as_deref(), Some(key));
        assert!(direct.v2_key.is_some() && direct.has_app("wx0000000000000001"));
        let notify = direct.notify.unwrap();
        assert_eq!(notify.url, "http://127.0.0.1:9999/wechat");
        assert!(notify.trusted);
        let partner = merchant(&registry, "1900000002");
        assert_eq!(partner.response_key, ResponseKey::PublicKey);
        let revoked = partner.certificate(SERIAL).unwrap();
        assert_eq!(revoked.state, CertificateState::Revoked);
        let sub = merchant(&registry, "1900000003");
        assert!(sub.certificates.is_empty() && sub.apiv3_key.is_none());
        assert!(registry.is_partner_of(partner.mchid, sub.mchid));
        let name = UserName::Openid {
            appid: "wx0000000000000001",
            openid: "oABC",
        };
        let user = registry.resolve_user(&name).unwrap().unwrap();
        assert_eq!(user.id.as_str(), "U-1");
        assert_eq!(user.unionid.as_deref(), Some("oUnion"));
        let card = registry.find_card("CARD-1").unwrap().unwrap();
        assert_eq!(Some(card.activity), ActivityId::new(7));
        assert_eq!(card.merchant, direct.mchid);
    }
    let keys = provision.wechat_keys();
    let beside = |name: &str| Some(directory.path().join(name));
    assert_eq!(keys.private_key_file, beside("platform_key.pem"));
    assert_eq!(keys.certificate_file, beside("platform_cert.pem"));
    assert_eq!(keys.public_key_private_file, beside("wxpub_key.pem"));
    let id = "PUB_KEY_ID_0000000000000000000000000000000";
    assert_eq!(keys.public_key_id.as_deref(), Some(id));
}

#[test]
fn a_state_of_which_the_file_says_nothing_stays_as_it_was_set() {
    let directory = directory();
    let registry = Registry::in_memory();
    let platform = platform();
    let apply = |text: &str| {
        let provision = parse(directory.path(), text).unwrap();
        provision.apply(&registry, &platform).unwrap();
    };
    let state = || {
        let merchant = merchant(&registry, "1900000001");
        [SERIAL, "ABC"].map(|serial| merchant.certificate(serial).unwrap().state)
    };
    let (valid, revoked) = (CertificateState::Valid, CertificateState::Revoked);
    let replaced = CertificateState::Replaced;
    apply(WHOLE);
    assert_eq!(state(), [valid, replaced]);
    let mchid = MerchantId::parse("1900000001").unwrap();
    for serial in [SERIAL, "ABC"] {
        registry
            .set_certificate_state(mchid, serial, revoked)
            .unwrap();
    }
    apply(WHOLE);
    assert_eq!(state(), [revoked, replaced]);
    let file = "certificate_file = \"merchant_cert.pem\"";
    apply(&WHOLE.replacen(file, &format!("{file}\ncertificate_state = \"valid\""), 1));
    assert_eq!(state(), [valid, replaced]);
}

#[test]
fn an_address_of_which_the_file_says_nothing_stays_as_it_was_set() {
    let directory = directory();
    let registry = Registry::in_memory();
    let silent = WHOLE.replacen("notify_url = \"http://127.0.0.1:9999/wechat\"", "", 1);
    let provision = parse(directory.path(), &silent).unwrap();
    let platform = platform();
    provision.apply(&registry, &platform).unwrap();
    let mchid = MerchantId::parse("1900000001").unwrap();
    let url = "https://merchant.example/notify".to_owned();
    registry.set_notify_url(mchid, Some(url.clone())).unwrap();
    provision.apply(&registry, &platform).unwrap();
    let notify = merchant(&registry, "1900000001").notify.unwrap();
    assert_eq!((notify.url, notify.trusted), (url, false));
}

#[track_caller]
fn complains(from: &str, to: &str, said: &str) {
    assert!(WHOLE.contains(from), "{from}");
    let directory = directory();
    let error = parse(directory.path(), &WHOLE.replacen(from, to, 1))
        .and_then(|provision| provision.apply(&Registry::in_memory(), &platform()))
        .expect_err(to);
    let complaint = error.to_string();
    assert!(complaint.contains(said), "{said}\n{complaint}");
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table: a few lines a complaint")]
fn complaints_name_the_table_the_entry_and_the_key() {
    let cases = [
        (
            "wechatpay_private_key_file = \"platform_key.pem\"",
            "",
            "[platform], wechatpay_certificate_file: wechatpay_private_key_file is needed",
        ),
        (
            "PUB_KEY_ID_0000",
            "PUB_KEY_0000",
            "[platform], wechatpay_public_key_id: \"PUB_KEY_0000",
        ),
        (
            "merchant = \"1900000001\"\n[[wechat",
            "merchant = \"1900000009\"\n[[wechat",
            "[[api_token]] number 1, merchant: there is no [[merchant]] or \
             [[wechatpay_merchant]] 1900000009",
        ),
        (
            "mchid = \"1900000001\"",
            "mchid = \"M1\"",
            "[[wechatpay_merchant]] number 1 (M1), mchid: \"M1\" is not a merchant number",
        ),
        (
            "mchid = \"1900000003\"",
            "mchid = \"1900000001\"",
            "[[wechatpay_merchant]] number 3 (1900000001), mchid: an entry before it has the same",
        ),
        (
            "name = \"演示便利店\"",
            "name = \" \"",
            "[[wechatpay_merchant]] number 1 (1900000001), name: it must not be empty",
        ),
        (
            "\"merchant_cert.pem\"",
            "\"merchant_public.pem\"",
            "(1900000001), certificate_file: ",
        ),
        (
            "\"merchant_cert.pem\"",
            "\"none.pem\"",
            "(1900000001), certificate_file: could not read",
        ),
        (
            "certificate_file = \"merchant_cert.pem\"",
            "serial = \"ABC\"",
            "number 1 (1900000001): a certificate is certificate_file alone, or serial with",
        ),
        (
            "certificate_file = \"merchant_cert.pem\"",
            "certificate_state = \"valid\"",
            "number 1 (1900000001): a certificate is certificate_file alone, or serial with",
        ),
        (
            "serial = \"00abc\"",
            "serial = \"xyz\"",
            "(1900000001), certificate number 1, serial: \"xyz\" is no serial number",
        ),
        (
            "serial = \"00abc\"",
            "serial = \"5157F09EFDC096DE15EBE81A47057A7232F1B8E1\"",
            "certificate number 1, serial: a certificate before it has the same number",
        ),
        (
            "public_key_file = \"merchant_public.pem\"",
            "public_key_file = \"weak.pem\"",
            "certificate number 1, public_key_file: ",
        ),
        (
            "state = \"replaced\"",
            "state = \"lost\"",
            "[[wechatpay_merchant]] number 1 (1900000001): unknown variant `lost`",
        ),
        (
            "apiv3_key = \"0123456789abcdef0123456789abcdef\"",
            "apiv3_key = \"0123456789abcdef\"",
            "(1900000001), apiv3_key: an APIv3 key has 32 bytes, this text has 16",
        ),
        (
            "v2_key = \"0123456789ABCDEF0123456789ABCDEF\"",
            "v2_key = \"-\"",
            "(1900000001), v2_key: an APIv2 key has 32 letters and digits",
        ),
        (
            "response_key = \"certificate\"",
            "response_key = \"both\"",
            "[[wechatpay_merchant]] number 1 (1900000001): unknown variant `both`",
        ),
        (
            "[\"wx0000000000000001\"]",
            "[\"wx 1\"]",
            "(1900000001), appids: \"wx 1\" is no appid",
        ),
        (
            "http://127.0.0.1:9999/wechat",
            "ftp://x/",
            "(1900000001), notify_url: \"ftp://x/\" is no http",
        ),
        (
            "sub_merchants = [\"1900000003\"]",
            "sub_merchants = [\"\"]",
            "[[wechatpay_partner]] number 1 (1900000002), sub_merchants: ",
        ),
        (
            "\"oABC\"",
            "\"o ABC\"",
            "[[user]] number 1 (U-1), openids: the name in wx0000000000000001 needs",
        ),
        ("\"oUnion\"", "\"\"", "[[user]] number 1 (U-1), unionid: "),
        (
            "\"1000000000000007\"",
            "\"7\"",
            "[[wechatpay_card]] number 1 (CARD-1), stock: \"7\" is no stock_id",
        ),
        (
            "merchant = \"1900000001\"\nstock",
            "merchant = \"1900000009\"\nstock",
            "merchant: there is no [[wechatpay_merchant]] 1900000009",
        ),
    ];
    for (from, to, said) in cases {
        complains(from, to, said);
    }
}
