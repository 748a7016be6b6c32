//! Writes entries into the registry's tables. Every statement can be said
//! again without changing anything.

use rusqlite::{Transaction, params};

use super::row::{app_kind_column, column, recharge_column, role_column};
use super::sqlite::wechat::{self, merchant as wechat_merchant};
use super::sqlite::{package, payee, service, shop};
use super::{
    AlipayApp, ApiToken, AppKey, Authorization, Entry, Image, Merchant, RegistryError, User,
};

type Result = std::result::Result<(), RegistryError>;

/// Adds or replaces what the entry is about.
pub(super) fn put(tx: &Transaction<'_>, entry: &Entry) -> Result {
    match entry {
        Entry::Merchant(merchant) => put_merchant(tx, merchant),
        Entry::App(app) => put_app(tx, app),
        Entry::Authorization(leave) => put_authorization(tx, leave),
        Entry::User(user) => put_user(tx, user),
        Entry::Shop(shop) => shop::put(tx, shop),
        Entry::Image(image, content) => put_image(tx, image, content),
        Entry::Smid(smid) => {
            let sql = "insert into smid (id, merchant_id) values (?1, ?2)
                       on conflict (id) do update set merchant_id = excluded.merchant_id";
            tx.prepare_cached(sql)?
                .execute(params![smid.id, column(smid.merchant)])?;
            Ok(())
        }
        Entry::ServiceCode(service) => service::put(tx, service),
        Entry::Payee(payee) => payee::put(tx, payee),
        Entry::Package(package) => package::put(tx, package),
        Entry::Switches(merchant, switches) => payee::put_switches(tx, *merchant, *switches),
        Entry::WechatMerchant(merchant) => wechat_merchant::put(tx, merchant),
        Entry::WechatNotify(mchid, notify) => {
            wechat_merchant::put_notify(tx, *mchid, notify.as_ref())
        }
        Entry::WechatPartner(partner) => wechat_merchant::put_partner(tx, partner),
        Entry::WechatCard(card) => wechat::put_card(tx, card),
        Entry::Token(token) => put_token(tx, token),
        Entry::UsersOpen(open) => {
            tx.execute(
                "update registry_policy set users_open = ?1 where one = 1",
                [open],
            )?;
            Ok(())
        }
    }
}

fn put_merchant(tx: &Transaction<'_>, merchant: &Merchant) -> Result {
    let sql = "insert into merchant (id, name, alias, logo_image_id, logon_id, recharge)
               values (?1, ?2, ?3, ?4, ?5, ?6)
               on conflict (id) do update set
                   name = excluded.name, alias = excluded.alias,
                   logo_image_id = excluded.logo_image_id, logon_id = excluded.logon_id,
                   recharge = excluded.recharge";
    tx.prepare_cached(sql)?.execute(params![
        column(merchant.id),
        merchant.name,
        merchant.alias,
        merchant.logo,
        merchant.logon_id,
        recharge_column(merchant.recharge),
    ])?;
    Ok(())
}

fn put_app(tx: &Transaction<'_>, app: &AlipayApp) -> Result {
    let sql = "insert into alipay_app
                   (app_id, merchant_id, key_mode, key_pem, encrypt_key, gateway_url, kind, spi_url,
                    trusted)
               values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
               on conflict (app_id) do update set
                   merchant_id = excluded.merchant_id, key_mode = excluded.key_mode,
                   key_pem = excluded.key_pem, encrypt_key = excluded.encrypt_key,
                   gateway_url = excluded.gateway_url, kind = excluded.kind,
                   spi_url = excluded.spi_url, trusted = excluded.trusted";
    let mode = match app.key {
        AppKey::PublicKey(_) => "public_key",
        AppKey::Certificate(_) => "certificate",
    };
    tx.prepare_cached(sql)?.execute(params![
        app.app_id.as_str(),
        column(app.merchant),
        mode,
        app.key.pem(),
        app.encrypt_key,
        app.gateway_url,
        app_kind_column(app.kind),
        app.spi_url,
        app.trusted,
    ])?;
    Ok(())
}

fn put_authorization(tx: &Transaction<'_>, leave: &Authorization) -> Result {
    let sql = "insert into alipay_authorization (app_id, merchant_id, app_auth_token)
               values (?1, ?2, ?3)
               on conflict (app_id, merchant_id) do update set
                   app_auth_token = excluded.app_auth_token";
    tx.prepare_cached(sql)?.execute(params![
        leave.app_id.as_str(),
        column(leave.merchant),
        leave.app_auth_token,
    ])?;
    Ok(())
}

fn put_user(tx: &Transaction<'_>, user: &User) -> Result {
    let sql =
        "insert into registered_user (id, logon_id, person, phone, real_name, unionid, suspicious)
               values (?1, ?2, ?3, ?4, ?5, ?6, ?7)
               on conflict (id) do update set
                   logon_id = excluded.logon_id, person = excluded.person,
                   phone = excluded.phone, real_name = excluded.real_name,
                   unionid = excluded.unionid, suspicious = excluded.suspicious";
    tx.prepare_cached(sql)?.execute(params![
        user.id.as_str(),
        user.logon_id,
        user.person.as_ref().map(quan_core::PersonId::as_str),
        user.phone.as_ref().map(quan_core::Phone::as_str),
        user.real_name,
        user.unionid,
        user.suspicious,
    ])?;
    let sql = "delete from user_open_id where user_id = ?1";
    tx.prepare_cached(sql)?.execute([user.id.as_str()])?;
    let sql = "insert into user_open_id (app_id, open_id, user_id) values (?1, ?2, ?3)
               on conflict (app_id, open_id) do update set user_id = excluded.user_id";
    let mut statement = tx.prepare_cached(sql)?;
    for (app_id, open_id) in &user.open_ids {
        statement.execute([app_id, open_id, user.id.as_str()])?;
    }
    let sql = "delete from user_openid where user_id = ?1";
    tx.prepare_cached(sql)?.execute([user.id.as_str()])?;
    let sql = "insert into user_openid (appid, openid, user_id) values (?1, ?2, ?3)
               on conflict (appid, openid) do update set user_id = excluded.user_id";
    let mut statement = tx.prepare_cached(sql)?;
    for (appid, openid) in &user.openids {
        statement.execute([appid, openid, user.id.as_str()])?;
    }
    Ok(())
}

pub(super) fn put_image(tx: &Transaction<'_>, image: &Image, content: &[u8]) -> Result {
    let sql = "insert into image
                   (id, merchant_id, file_key, media_type, width, height, byte_count, enhanced)
               values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
               on conflict (id) do update set
                   merchant_id = excluded.merchant_id, file_key = excluded.file_key,
                   media_type = excluded.media_type, width = excluded.width,
                   height = excluded.height, byte_count = excluded.byte_count,
                   enhanced = excluded.enhanced";
    tx.prepare_cached(sql)?.execute(params![
        image.id,
        column(image.merchant),
        image.file_key,
        image.media_type,
        image.width,
        image.height,
        i64::try_from(image.byte_count).unwrap_or(i64::MAX),
        image.enhanced,
    ])?;
    let sql = "insert into image_content (image_id, content) values (?1, ?2)
               on conflict (image_id) do update set content = excluded.content";
    tx.prepare_cached(sql)?
        .execute(params![image.id, content])?;
    Ok(())
}

fn put_token(tx: &Transaction<'_>, token: &ApiToken) -> Result {
    let sql = "insert into api_token (sha256, role, merchant_id, provisioned)
               values (?1, ?2, ?3, 0)
               on conflict (sha256) do update set
                   role = excluded.role, merchant_id = excluded.merchant_id";
    tx.prepare_cached(sql)?.execute(params![
        token.sha256,
        role_column(token.role),
        token.merchant.map(column),
    ])?;
    Ok(())
}

/// Puts entries, and answers the digests of the tokens that are gone: those that
/// entries brought the last time, and do not any more.
pub(super) fn provision(
    tx: &Transaction<'_>,
    entries: &[Entry],
) -> std::result::Result<Vec<[u8; 32]>, RegistryError> {
    let sql = "delete from api_token where provisioned = 1 returning sha256";
    let mut statement = tx.prepare(sql)?;
    let before = statement.query_map([], |row| row.get(0))?;
    let mut gone = before.collect::<rusqlite::Result<Vec<[u8; 32]>>>()?;
    entries.iter().try_for_each(|entry| put(tx, entry))?;
    let mut mark = tx.prepare("update api_token set provisioned = 1 where sha256 = ?1")?;
    for entry in entries {
        if let Entry::Token(token) = entry {
            mark.execute([token.sha256])?;
            gone.retain(|sha256| *sha256 != token.sha256);
        }
    }
    Ok(gone)
}
