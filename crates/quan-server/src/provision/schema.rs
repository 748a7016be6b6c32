//! The tables of a provisioning file, as they are written.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Platform {
    pub(super) alipay_private_key_file: Option<PathBuf>,
    pub(super) wechatpay_private_key_file: Option<PathBuf>,
    pub(super) wechatpay_certificate_file: Option<PathBuf>,
    pub(super) wechatpay_public_key_private_file: Option<PathBuf>,
    pub(super) wechatpay_public_key_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Registry {
    pub(super) users: Option<Users>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Users {
    Open,
    Known,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ApiToken {
    pub(super) token: String,
    pub(super) role: Role,
    pub(super) merchant: Option<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Role {
    Admin,
    Operator,
    Viewer,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Merchant {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) alias: Option<String>,
    pub(super) logo: Option<String>,
    pub(super) logon_id: Option<String>,
    pub(super) balance: Option<String>,
    #[serde(default)]
    pub(super) recharge: Recharge,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Recharge {
    #[default]
    Auto,
    Manual,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AlipayApp {
    pub(super) app_id: String,
    pub(super) merchant: String,
    pub(super) public_key_file: Option<PathBuf>,
    pub(super) certificate_file: Option<PathBuf>,
    pub(super) encrypt_key: Option<String>,
    pub(super) gateway_url: Option<String>,
    pub(super) spi_url: Option<String>,
    #[serde(default)]
    pub(super) kind: AppKind,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum AppKind {
    #[default]
    #[serde(alias = "mini")]
    MiniProgram,
    Web,
    Mobile,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Authorization {
    pub(super) app_id: String,
    pub(super) merchant: String,
    pub(super) app_auth_token: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct User {
    pub(super) id: String,
    #[serde(default)]
    pub(super) open_ids: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) openids: BTreeMap<String, String>,
    pub(super) unionid: Option<String>,
    pub(super) logon_id: Option<String>,
    pub(super) person: Option<String>,
    pub(super) phone: Option<String>,
    #[serde(default)]
    pub(super) real_name: bool,
    #[serde(default)]
    pub(super) suspicious: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Shop {
    pub(super) id: String,
    pub(super) merchant: String,
    pub(super) smid: Option<String>,
    pub(super) store_id: Option<String>,
    pub(super) name: String,
    pub(super) city: String,
    #[serde(default)]
    pub(super) kind: ShopKind,
    pub(super) latitude: Option<String>,
    pub(super) longitude: Option<String>,
    #[serde(default)]
    pub(super) info_status: InfoStatus,
    #[serde(default = "yes")]
    pub(super) open: bool,
}

/// The same as a shop, and always a place on the map.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RealShop {
    pub(super) id: String,
    pub(super) merchant: String,
    pub(super) smid: Option<String>,
    pub(super) store_id: Option<String>,
    pub(super) name: String,
    pub(super) city: String,
    pub(super) latitude: Option<String>,
    pub(super) longitude: Option<String>,
    #[serde(default)]
    pub(super) info_status: InfoStatus,
    #[serde(default = "yes")]
    pub(super) open: bool,
}

fn yes() -> bool {
    true
}

/// As the API of Quan's own says it, or as Alipay does.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum InfoStatus {
    #[default]
    #[serde(alias = "01")]
    Certified,
    #[serde(alias = "02")]
    Incomplete,
    #[serde(alias = "03")]
    InAudit,
    #[serde(alias = "99")]
    Unknown,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ShopKind {
    #[default]
    Payment,
    Real,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Image {
    pub(super) id: String,
    pub(super) merchant: String,
    pub(super) file_key: String,
    pub(super) file: PathBuf,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Smid {
    pub(super) id: String,
    pub(super) merchant: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Payee {
    pub(super) pid: String,
    #[serde(default)]
    pub(super) settle_mode: SettleMode,
    #[serde(default)]
    pub(super) status: PayeeStatus,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum SettleMode {
    #[default]
    #[serde(alias = "CAPTURE")]
    OnRequest,
    #[serde(alias = "PERIOD")]
    Periodic,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum PayeeStatus {
    #[default]
    #[serde(alias = "SUCCESS")]
    Registered,
    #[serde(alias = "APPLY")]
    Applied,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ServiceCode {
    pub(super) code: String,
    pub(super) app_id: String,
    #[serde(default)]
    pub(super) name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct VoucherPackage {
    pub(super) id: String,
    pub(super) merchant: String,
    pub(super) name: String,
    #[serde(default)]
    pub(super) status: PackageStatus,
    pub(super) purchase_start: String,
    pub(super) purchase_end: String,
    pub(super) price: String,
    pub(super) budget: u32,
    pub(super) limit: Option<PurchaseLimit>,
    pub(super) pay_channel: Option<String>,
    pub(super) purchase_url: Option<String>,
    pub(super) use_rule: Option<String>,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum PackageStatus {
    #[serde(alias = "CREATED")]
    Created,
    #[default]
    #[serde(alias = "ENABLE")]
    Enabled,
    #[serde(alias = "PAUSED")]
    Paused,
    #[serde(alias = "DISABLE")]
    Disabled,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PurchaseLimit {
    pub(super) period: Period,
    pub(super) count: u32,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Period {
    #[serde(alias = "DAY")]
    Day,
    #[serde(alias = "WEEK")]
    Week,
    #[serde(alias = "MONTH")]
    Month,
    #[serde(alias = "ALL")]
    Lifetime,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WechatMerchant {
    pub(super) mchid: String,
    pub(super) name: String,
    pub(super) certificate_file: Option<PathBuf>,
    pub(super) serial: Option<String>,
    pub(super) public_key_file: Option<PathBuf>,
    pub(super) certificate_state: Option<CertificateState>,
    /// The others, where it has several.
    #[serde(default)]
    pub(super) certificate: Vec<WechatCertificate>,
    pub(super) apiv3_key: Option<String>,
    pub(super) v2_key: Option<String>,
    #[serde(default)]
    pub(super) response_key: ResponseKey,
    /// Whether it may use merchant coupons.
    #[serde(default = "yes")]
    pub(super) busifavor: bool,
    #[serde(default)]
    pub(super) appids: Vec<String>,
    pub(super) notify_url: Option<String>,
}

/// A certificate: a file, or a serial number with a key.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WechatCertificate {
    pub(super) certificate_file: Option<PathBuf>,
    pub(super) serial: Option<String>,
    pub(super) public_key_file: Option<PathBuf>,
    #[serde(alias = "certificate_state")]
    pub(super) state: Option<CertificateState>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum CertificateState {
    Valid,
    Expired,
    Revoked,
    Replaced,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ResponseKey {
    #[default]
    Certificate,
    PublicKey,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WechatPartner {
    pub(super) mchid: String,
    pub(super) sub_merchants: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WechatCard {
    pub(super) id: String,
    pub(super) merchant: String,
    pub(super) stock: String,
}
