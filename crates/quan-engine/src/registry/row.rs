//! Rows of the registry's tables, and the values they stand for.

use std::collections::BTreeMap;

use quan_core::{AppId, MerchantId, PersonId, Phone, UserId};
use rusqlite::{Connection, Row};

use super::sqlite::payee;
use super::sqlite::wechat::merchant as wechat_merchant;
use super::{
    AlipayApp, ApiToken, AppKey, AppKind, Authorization, Entry, Image, Merchant, RechargeMode,
    RegistryError, Role, User,
};

type Result<T> = std::result::Result<T, RegistryError>;

pub(super) fn inconsistent(table: &'static str, key: &str, what: &'static str) -> RegistryError {
    RegistryError::Inconsistent {
        table,
        key: key.to_owned(),
        what,
    }
}

/// A merchant's number as a column holds it.
pub(super) fn column(id: MerchantId) -> i64 {
    i64::try_from(id.number()).unwrap_or(i64::MAX)
}

/// A merchant's number out of a column.
pub(super) fn merchant_id(table: &'static str, key: &str, column: i64) -> Result<MerchantId> {
    MerchantId::parse(&column.to_string())
        .map_err(|_| inconsistent(table, key, "merchant_id is no merchant number"))
}

/// Everything that is kept in memory, as entries.
pub(super) fn snapshot_entries(connection: &Connection) -> Result<Vec<Entry>> {
    let mut entries = Vec::new();
    let sql = "select users_open from registry_policy";
    entries.push(Entry::UsersOpen(
        connection.query_row(sql, [], |row| row.get(0))?,
    ));
    let sql = "select id, name, alias, logo_image_id, logon_id, recharge from merchant";
    for row in all(connection, sql, MerchantRow::read)? {
        entries.push(Entry::Merchant(row.try_into()?));
    }
    let sql =
        "select app_id, merchant_id, key_mode, key_pem, encrypt_key, gateway_url, kind, spi_url,
                      trusted
                 from alipay_app";
    for row in all(connection, sql, AppRow::read)? {
        entries.push(Entry::App(row.try_into()?));
    }
    let sql = "select app_id, merchant_id, app_auth_token from alipay_authorization";
    for row in all(connection, sql, AuthorizationRow::read)? {
        entries.push(Entry::Authorization(row.try_into()?));
    }
    let sql = "select sha256, role, merchant_id from api_token";
    for row in all(connection, sql, TokenRow::read)? {
        entries.push(Entry::Token(row.try_into()?));
    }
    let switches = payee::all_switches(connection)?.into_iter();
    entries.extend(switches.map(|(merchant, switches)| Entry::Switches(merchant, switches)));
    let merchants = wechat_merchant::all_merchants(connection)?;
    entries.extend(merchants.into_iter().map(Entry::WechatMerchant));
    let partners = wechat_merchant::all_partners(connection)?;
    entries.extend(partners.into_iter().map(Entry::WechatPartner));
    Ok(entries)
}

pub(super) fn all<T>(
    connection: &Connection,
    sql: &str,
    read: fn(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>> {
    let mut statement = connection.prepare(sql)?;
    let rows = statement.query_map([], read)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

struct MerchantRow {
    id: i64,
    name: String,
    alias: Option<String>,
    logo: Option<String>,
    logon_id: Option<String>,
    recharge: String,
}

impl MerchantRow {
    fn read(row: &Row<'_>) -> rusqlite::Result<MerchantRow> {
        Ok(MerchantRow {
            id: row.get(0)?,
            name: row.get(1)?,
            alias: row.get(2)?,
            logo: row.get(3)?,
            logon_id: row.get(4)?,
            recharge: row.get(5)?,
        })
    }
}

impl TryFrom<MerchantRow> for Merchant {
    type Error = RegistryError;

    fn try_from(row: MerchantRow) -> Result<Merchant> {
        let key = row.id.to_string();
        let recharge = match row.recharge.as_str() {
            "auto" => RechargeMode::Auto,
            "manual" => RechargeMode::Manual,
            _ => return Err(inconsistent("merchant", &key, "recharge is unknown")),
        };
        let id = merchant_id("merchant", &key, row.id)?;
        let MerchantRow {
            name,
            alias,
            logo,
            logon_id,
            ..
        } = row;
        Ok(Merchant {
            id,
            name,
            alias,
            logo,
            logon_id,
            recharge,
        })
    }
}

/// How the way of paying is written in its column.
pub(super) fn recharge_column(recharge: RechargeMode) -> &'static str {
    match recharge {
        RechargeMode::Auto => "auto",
        RechargeMode::Manual => "manual",
    }
}

struct AppRow {
    app_id: String,
    merchant_id: i64,
    key_mode: String,
    key_pem: String,
    encrypt_key: Option<String>,
    gateway_url: Option<String>,
    kind: String,
    spi_url: Option<String>,
    trusted: bool,
}

impl AppRow {
    fn read(row: &Row<'_>) -> rusqlite::Result<AppRow> {
        Ok(AppRow {
            app_id: row.get(0)?,
            merchant_id: row.get(1)?,
            key_mode: row.get(2)?,
            key_pem: row.get(3)?,
            encrypt_key: row.get(4)?,
            gateway_url: row.get(5)?,
            kind: row.get(6)?,
            spi_url: row.get(7)?,
            trusted: row.get(8)?,
        })
    }
}

impl TryFrom<AppRow> for AlipayApp {
    type Error = RegistryError;

    fn try_from(row: AppRow) -> Result<AlipayApp> {
        let wrong = |what| inconsistent("alipay_app", &row.app_id, what);
        let key = match row.key_mode.as_str() {
            "public_key" => AppKey::PublicKey(row.key_pem.clone()),
            "certificate" => AppKey::Certificate(row.key_pem.clone()),
            _ => return Err(wrong("key_mode is unknown")),
        };
        let kind = match row.kind.as_str() {
            "mini_program" => AppKind::MiniProgram,
            "web" => AppKind::Web,
            "mobile" => AppKind::Mobile,
            _ => return Err(wrong("kind is unknown")),
        };
        Ok(AlipayApp {
            app_id: AppId::parse(&row.app_id).map_err(|_| wrong("app_id is no application"))?,
            merchant: merchant_id("alipay_app", &row.app_id, row.merchant_id)?,
            key,
            encrypt_key: row.encrypt_key,
            gateway_url: row.gateway_url,
            spi_url: row.spi_url,
            trusted: row.trusted,
            kind,
        })
    }
}

/// How an application's sort is written in its column.
pub(super) fn app_kind_column(kind: AppKind) -> &'static str {
    match kind {
        AppKind::MiniProgram => "mini_program",
        AppKind::Web => "web",
        AppKind::Mobile => "mobile",
    }
}

struct AuthorizationRow {
    app_id: String,
    merchant_id: i64,
    app_auth_token: String,
}

impl AuthorizationRow {
    fn read(row: &Row<'_>) -> rusqlite::Result<AuthorizationRow> {
        Ok(AuthorizationRow {
            app_id: row.get(0)?,
            merchant_id: row.get(1)?,
            app_auth_token: row.get(2)?,
        })
    }
}

impl TryFrom<AuthorizationRow> for Authorization {
    type Error = RegistryError;

    fn try_from(row: AuthorizationRow) -> Result<Authorization> {
        let table = "alipay_authorization";
        Ok(Authorization {
            app_id: AppId::parse(&row.app_id)
                .map_err(|_| inconsistent(table, &row.app_id, "app_id is no application"))?,
            merchant: merchant_id(table, &row.app_id, row.merchant_id)?,
            app_auth_token: row.app_auth_token,
        })
    }
}

struct TokenRow {
    sha256: [u8; 32],
    role: String,
    merchant_id: Option<i64>,
}

impl TokenRow {
    fn read(row: &Row<'_>) -> rusqlite::Result<TokenRow> {
        Ok(TokenRow {
            sha256: row.get(0)?,
            role: row.get(1)?,
            merchant_id: row.get(2)?,
        })
    }
}

impl TryFrom<TokenRow> for ApiToken {
    type Error = RegistryError;

    fn try_from(row: TokenRow) -> Result<ApiToken> {
        let role = match row.role.as_str() {
            "admin" => Role::Admin,
            "operator" => Role::Operator,
            "viewer" => Role::Viewer,
            _ => return Err(inconsistent("api_token", "(digest)", "role is unknown")),
        };
        let merchant = row.merchant_id;
        let merchant = merchant
            .map(|id| merchant_id("api_token", "(digest)", id))
            .transpose()?;
        Ok(ApiToken {
            sha256: row.sha256,
            role,
            merchant,
        })
    }
}

/// How a role is written in its column.
pub(super) fn role_column(role: Role) -> &'static str {
    match role {
        Role::Admin => "admin",
        Role::Operator => "operator",
        Role::Viewer => "viewer",
    }
}

/// A row of `registered_user`.
pub(super) struct UserRow {
    pub(super) id: String,
    logon_id: Option<String>,
    person: Option<String>,
    phone: Option<String>,
    real_name: bool,
    unionid: Option<String>,
    suspicious: bool,
}

impl UserRow {
    pub(super) const SELECT: &str =
        "select id, logon_id, person, phone, real_name, unionid, suspicious
         from registered_user";

    pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<UserRow> {
        Ok(UserRow {
            id: row.get(0)?,
            logon_id: row.get(1)?,
            person: row.get(2)?,
            phone: row.get(3)?,
            real_name: row.get(4)?,
            unionid: row.get(5)?,
            suspicious: row.get(6)?,
        })
    }
}

/// The user without the names that applications have for them.
impl TryFrom<UserRow> for User {
    type Error = RegistryError;

    fn try_from(row: UserRow) -> Result<User> {
        let wrong = |what| inconsistent("registered_user", &row.id, what);
        let person = row.person.as_deref().map(PersonId::parse).transpose();
        let phone = row.phone.as_deref().map(Phone::parse).transpose();
        Ok(User {
            id: UserId::parse(&row.id).map_err(|_| wrong("id is no user"))?,
            open_ids: BTreeMap::new(),
            openids: BTreeMap::new(),
            unionid: row.unionid.clone(),
            logon_id: row.logon_id.clone(),
            person: person.map_err(|_| wrong("person is no person"))?,
            phone: phone.map_err(|_| wrong("phone is no telephone number"))?,
            real_name: row.real_name,
            suspicious: row.suspicious,
        })
    }
}

/// A row of `image`.
pub(super) struct ImageRow {
    id: String,
    merchant_id: i64,
    file_key: String,
    media_type: String,
    width: u32,
    height: u32,
    byte_count: i64,
    enhanced: bool,
}

impl ImageRow {
    pub(super) const SELECT: &str = "select id, merchant_id, file_key, media_type, width, height,
                                            byte_count, enhanced from image";

    pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<ImageRow> {
        Ok(ImageRow {
            id: row.get(0)?,
            merchant_id: row.get(1)?,
            file_key: row.get(2)?,
            media_type: row.get(3)?,
            width: row.get(4)?,
            height: row.get(5)?,
            byte_count: row.get(6)?,
            enhanced: row.get(7)?,
        })
    }
}

impl TryFrom<ImageRow> for Image {
    type Error = RegistryError;

    fn try_from(row: ImageRow) -> Result<Image> {
        let merchant = merchant_id("image", &row.id, row.merchant_id)?;
        let byte_count = u64::try_from(row.byte_count)
            .map_err(|_| inconsistent("image", &row.id, "byte_count is below zero"))?;
        let ImageRow {
            id,
            file_key,
            media_type,
            width,
            height,
            enhanced,
            ..
        } = row;
        Ok(Image {
            id,
            merchant,
            file_key,
            media_type,
            width,
            height,
            byte_count,
            enhanced,
        })
    }
}
