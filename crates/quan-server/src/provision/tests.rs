mod wechat;

use std::path::Path;

use quan_core::Timestamp;
use quan_engine::registry::{
    AppKind, Certification, PackageStatus, PayeeStatus, RechargeMode, Role, SettleMode, ShopKind,
    UserName,
};

use super::*;
use crate::platform::Platform;

const PUBLIC_KEY: &str = include_str!("../../../quan-wire/vectors/alipay/keys/app_public.pem");
const CERTIFICATE: &str =
    include_str!("../../../quan-wire/vectors/alipay/certs/appCertPublicKey_2021000000000001.crt");

const WHOLE: &str = r#"
[platform]
alipay_private_key_file = "platform.pem"
[registry]
users = "known"
[[api_token]]
token = "demo-token"
role = "operator"
merchant = "2088102111111111"
[[merchant]]
id = "2088102111111111"
name = "演示咖啡"
alias = "咖啡"
balance = "100000.00"
recharge = "manual"
[[alipay_app]]
app_id = "2021000000000001"
merchant = "2088102111111111"
public_key_file = "app_public.pem"
encrypt_key = "aYA0GP8JEW+D7/UFaskCWA=="
gateway_url = "http://127.0.0.1:9999/"
[[alipay_app]]
app_id = "2021000000000002"
merchant = "2088102111111111"
certificate_file = "app.crt"
kind = "web"
[[alipay_app]]
app_id = "2021000000000003"
merchant = "2088102111111111"
public_key_file = "app_public.pem"
kind = "mini"
spi_url = "http://127.0.0.1:9998/spi"
[[authorization]]
app_id = "2021000000000001"
merchant = "2088102111111111"
app_auth_token = "202611BBtoken"
[[user]]
id = "2088202967380463"
open_ids = { "2021000000000001" = "074a1CcTG1LelxKe4xQC0zgNdId0nxi95b5lsNpazWYoCo5" }
logon_id = "demo@example.com"
person = "P-1"
phone = "13800000000"
real_name = true
[[shop]]
id = "2018051000502000000011111111"
merchant = "2088102111111111"
name = "西湖店"
city = "330100"
latitude = "30.25"
[[image]]
id = "A*demo-cover"
merchant = "2088102111111111"
file_key = "PROMO_VOUCHER_IMAGE"
file = "cover.png"
[[smid]]
id = "2088102111111112"
merchant = "2088102111111111"
[[shop]]
id = "2018051000502000000022222222"
merchant = "2088102111111111"
smid = "2088102111111112"
store_id = "NO0001"
name = "东湖店"
city = "420100"
info_status = "02"
open = false
[[real_shop]]
id = "2019000000000000000000000001"
merchant = "2088102111111111"
store_id = "NO0001"
name = "南湖店"
city = "330400"
info_status = "in_audit"
[[payee]]
pid = "2088102111111113"
settle_mode = "PERIOD"
status = "APPLY"
[[service_code]]
code = "2020030921000303380758"
app_id = "2021000000000003"
name = "点单"
[[voucher_package]]
id = "IP20220628016671405804297103167741"
merchant = "2088102111111111"
name = "咖啡券包"
status = "ENABLE"
purchase_start = "2026-11-01 00:00:00"
purchase_end = "2026-11-30 23:59:59"
price = "9.90"
budget = 1000
limit = { period = "day", count = 2 }
pay_channel = "pcredit"
"#;

/// A directory with the files that [`WHOLE`] names.
fn directory() -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("app_public.pem"), PUBLIC_KEY).unwrap();
    fs::write(directory.path().join("app.crt"), CERTIFICATE).unwrap();
    let cover = image::RgbImage::new(67, 33);
    cover.save(directory.path().join("cover.png")).unwrap();
    directory
}

fn parse(directory: &Path, text: &str) -> Result<Provision, ProvisionError> {
    Provision::parse(&directory.join("provision.toml"), text)
}

fn platform() -> PublicKey {
    let directory = tempfile::tempdir().unwrap();
    let now: Timestamp = "2026-11-25T00:00:00Z".parse().unwrap();
    Platform::open(directory.path(), None, now)
        .unwrap()
        .public_key()
        .clone()
}

#[test]
fn everything_of_the_file_is_registered_and_again_changes_nothing() {
    let directory = directory();
    let provision = parse(directory.path(), WHOLE).unwrap();
    let registry = Registry::in_memory();
    let platform = platform();
    for _ in 0..2 {
        provision.apply(&registry, &platform).unwrap();
        let merchant = MerchantId::parse("2088102111111111").unwrap();
        let found = registry.find_merchant(merchant).unwrap();
        assert_eq!(found.display_name(), "咖啡");
        assert_eq!(found.recharge, RechargeMode::Manual);
        assert_eq!(registry.snapshot().apps().len(), 3);
        assert_eq!(
            registry.find_app("2021000000000002").unwrap().kind,
            AppKind::Web
        );
        assert_eq!(registry.apps_with_address().len(), 1);
        assert!(registry.is_authorized("2021000000000001", merchant));
        let token = registry.find_token(&token_digest("demo-token")).unwrap();
        assert_eq!(
            (token.role, token.merchant),
            (Role::Operator, Some(merchant))
        );
        let open_id = "074a1CcTG1LelxKe4xQC0zgNdId0nxi95b5lsNpazWYoCo5";
        let name = UserName::OpenId {
            app_id: "2021000000000001",
            open_id,
        };
        let user = registry.resolve_user(&name).unwrap().unwrap();
        assert_eq!(user.id.as_str(), "2088202967380463");
        assert!(user.real_name && !registry.users_open());
        assert!(
            registry
                .find_shop("2018051000502000000011111111")
                .unwrap()
                .is_some()
        );
        let image = registry.find_image("A*demo-cover").unwrap().unwrap();
        assert_eq!((image.width, image.height), (67, 33));
        assert_eq!(image.media_type, "image/png");
        assert!(registry.find_smid("2088102111111112").unwrap().is_some());
        has_what_activities_refer_to(&registry);
    }
    assert_eq!(
        provision.balances(),
        [(
            MerchantId::parse("2088102111111111").unwrap(),
            Fen::new(10_000_000)
        )]
    );
    assert_eq!(
        provision.platform_key_file(),
        Some(directory.path().join("platform.pem").as_path())
    );
}

fn has_what_activities_refer_to(registry: &Registry) {
    let mini = registry.find_app("2021000000000003").unwrap();
    assert_eq!(mini.kind, AppKind::MiniProgram);
    assert_eq!(mini.spi_url.as_deref(), Some("http://127.0.0.1:9998/spi"));
    let shop = registry.find_shop("2018051000502000000022222222");
    let shop = shop.unwrap().unwrap();
    assert_eq!(shop.role(), "2088102111111112");
    assert_eq!(shop.store_id.as_deref(), Some("NO0001"));
    assert_eq!(
        (shop.certification, shop.open),
        (Certification::Incomplete, false)
    );
    let real = registry.find_shop("2019000000000000000000000001");
    let real = real.unwrap().unwrap();
    assert_eq!(
        (real.kind, real.certification, real.open),
        (ShopKind::Real, Certification::InAudit, true)
    );
    let pid = MerchantId::parse("2088102111111113").unwrap();
    let payee = registry.find_payee(pid).unwrap().unwrap();
    assert_eq!(
        (payee.settle_mode, payee.status),
        (SettleMode::Periodic, PayeeStatus::Applied)
    );
    let service = registry.find_service_code("2020030921000303380758");
    assert_eq!(service.unwrap().unwrap().name, "点单");
    let package = registry.find_package("IP20220628016671405804297103167741");
    let package = package.unwrap().unwrap().package;
    assert_eq!(package.status, PackageStatus::Enabled);
    assert_eq!(package.sale.opens_at.to_string(), "2026-10-31T16:00:00Z");
    assert_eq!((package.price, package.budget), (Fen::new(990), 1000));
    assert_eq!(package.limit.map(|cap| cap.limit), Some(2));
}

#[test]
fn an_empty_file_provisions_nothing() {
    let provision = parse(Path::new("/"), "").unwrap();
    provision
        .apply(&Registry::in_memory(), &platform())
        .unwrap();
    assert!(provision.balances().is_empty());
}

/// Changes one text of [`WHOLE`] and shows what is said about it.
fn complaint(from: &str, to: &str) -> String {
    assert!(WHOLE.contains(from), "{from}");
    let directory = directory();
    let error = parse(directory.path(), &WHOLE.replacen(from, to, 1))
        .and_then(|provision| provision.apply(&Registry::in_memory(), &platform()))
        .expect_err(to);
    error
        .to_string()
        .replace(&directory.path().display().to_string(), "…")
}

#[track_caller]
fn complains(from: &str, to: &str, said: &str) {
    let complaint = complaint(from, to);
    assert!(complaint.contains(said), "{said}\n{complaint}");
}

#[test]
fn complaints_name_the_table_the_entry_and_the_key() {
    let cases = [
        ("users = \"known\"", "users = \"some\"", "[registry]"),
        (
            "name = \"演示咖啡\"",
            "nmae = \"演示咖啡\"",
            "[[merchant]] number 1 (2088102111111111)",
        ),
        ("name = \"演示咖啡\"", "nmae = \"演示咖啡\"", "nmae"),
        (
            "\"100000.00\"",
            "\"1.234\"",
            "number 1 (2088102111111111), balance: \"1.234\"",
        ),
        ("\"100000.00\"", "\"-1\"", "at most two decimals"),
        (
            "role = \"operator\"",
            "role = \"king\"",
            "[[api_token]] number 1",
        ),
        (
            "\"app_public.pem\"",
            "\"none.pem\"",
            "(2021000000000001), public_key_file: could not read",
        ),
        (
            "\"app_public.pem\"",
            "\"cover.png\"",
            "public_key_file: the file is not text",
        ),
        (
            "public_key_file",
            "certificate_file",
            "certificate_file: there is no certificate",
        ),
        (
            "aYA0GP8JEW+D7/UFaskCWA==",
            "AAAA",
            "encrypt_key: the encrypt key has 3 bytes",
        ),
        (
            "http://127.0.0.1:9999/",
            "ftp://x/",
            "gateway_url: \"ftp://x/\" is no http",
        ),
        (
            "certificate_file = \"app.crt\"",
            "",
            "exactly one of public_key_file",
        ),
        (
            "merchant = \"2088102111111111\"\napp_auth",
            "merchant = \"2088102111111119\"\napp_auth",
            "[[authorization]] number 1 (2021000000000001), merchant: there is no [[merchant]] \
             2088102111111119",
        ),
        (
            "{ \"2021000000000001\"",
            "{ \"2021\"",
            "open_ids: there is no [[alipay_app]] 2021",
        ),
        (
            "\"330100\"",
            "\"杭州\"",
            "[[shop]] number 1 (2018051000502000000011111111), city",
        ),
        ("\"30.25\"", "\"99\"", "latitude"),
        ("\"cover.png\"", "\"app.crt\"", "file: it is no PNG"),
        ("[[smid]]", "[smid]", "[[smid]]: write it with two brackets"),
        ("[[smid]]", "[[smids]]", "[smids]: there is no such table"),
        ("id = \"2088102111111112\"", "id = ", "is not TOML"),
    ];
    for (from, to, said) in cases {
        complains(from, to, said);
    }
}

#[test]
fn a_token_that_was_taken_out_of_the_file_is_revoked() {
    let directory = directory();
    let (registry, platform) = (Registry::in_memory(), platform());
    let apply = |text: &str| {
        let provision = parse(directory.path(), text).unwrap();
        provision.apply(&registry, &platform).unwrap();
    };
    let knows = |token: &str| registry.find_token(&token_digest(token)).is_some();
    apply(WHOLE);
    assert!(knows("demo-token"));
    apply(&WHOLE.replace("demo-token", "another-token"));
    assert!(knows("another-token"));
    assert!(!knows("demo-token"));
}

#[test]
fn complaints_about_what_activities_refer_to_name_the_key_as_well() {
    let cases = [
        (
            "http://127.0.0.1:9998/spi",
            "spi",
            "[[alipay_app]] number 3 (2021000000000003), spi_url: \"spi\" is no http",
        ),
        ("\"mini\"", "\"tiny\"", "[[alipay_app]] number 3"),
        (
            "info_status = \"02\"",
            "info_status = \"04\"",
            "[[shop]] number 2 (2018051000502000000022222222): unknown variant `04`",
        ),
        ("open = false", "open = \"no\"", "[[shop]] number 2"),
        (
            "store_id = \"NO0001\"",
            "store_id = \"\"",
            "[[shop]] number 2 (2018051000502000000022222222), store_id: it must not be empty",
        ),
        (
            "smid = \"2088102111111112\"",
            "smid = \"2088102111111119\"",
            "smid: there is no [[smid]] 2088102111111119 of the merchant 2088102111111111",
        ),
        (
            "\"330400\"",
            "\"嘉兴\"",
            "[[real_shop]] number 1 (2019000000000000000000000001), city",
        ),
        (
            "name = \"南湖店\"",
            "name = \"南湖店\"\nkind = \"payment\"",
            "[[real_shop]] number 1",
        ),
        (
            "pid = \"2088102111111113\"",
            "pid = \"102111111113\"",
            "[[payee]] number 1 (102111111113), pid: sixteen digits",
        ),
        (
            "\"PERIOD\"",
            "\"NEVER\"",
            "[[payee]] number 1 (2088102111111113)",
        ),
        (
            "app_id = \"2021000000000003\"\nname",
            "app_id = \"2021\"\nname",
            "[[service_code]] number 1 (2020030921000303380758), app_id: there is no \
             [[alipay_app]] 2021",
        ),
        (
            "\"2026-11-01 00:00:00\"",
            "\"tomorrow\"",
            "[[voucher_package]] number 1 (IP20220628016671405804297103167741), purchase_start: \
             \"tomorrow\" is not an instant",
        ),
        (
            "\"2026-11-30 23:59:59\"",
            "\"2026-10-30 23:59:59\"",
            "purchase_end: the end lies before the beginning",
        ),
        (
            "price = \"9.90\"",
            "price = \"9.901\"",
            "price: \"9.901\" is no amount",
        ),
        (
            "budget = 1000",
            "budget = -1",
            "[[voucher_package]] number 1",
        ),
        ("count = 2", "count = 0", "limit: a count of 1 or more"),
        (
            "\"pcredit\"",
            "\"cash\"",
            "pay_channel: not one of pcredit, creditCard",
        ),
        ("\"day\"", "\"year\"", "[[voucher_package]] number 1"),
    ];
    for (from, to, said) in cases {
        complains(from, to, said);
    }
}

#[test]
fn t1_5_an_app_key_equal_to_the_platform_key_is_not_provisioned() {
    let directory = directory();
    let provision = parse(directory.path(), WHOLE).unwrap();
    let registry = Registry::in_memory();
    let error = provision
        .apply(&registry, &PublicKey::parse(PUBLIC_KEY).unwrap())
        .unwrap_err();
    assert!(error.to_string().contains("the platform's own"), "{error}");
    assert!(registry.snapshot().apps().is_empty());
}
