//! The tables of a provisioning file, as they are written.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Platform {
    pub(super) alipay_private_key_file: Option<PathBuf>,
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
    #[serde(default)]
    pub(super) kind: AppKind,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum AppKind {
    #[default]
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
    pub(super) logon_id: Option<String>,
    pub(super) person: Option<String>,
    pub(super) phone: Option<String>,
    #[serde(default)]
    pub(super) real_name: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Shop {
    pub(super) id: String,
    pub(super) merchant: String,
    pub(super) name: String,
    pub(super) city: String,
    #[serde(default)]
    pub(super) kind: ShopKind,
    pub(super) latitude: Option<String>,
    pub(super) longitude: Option<String>,
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
