//! Merchants at `WeChat` Pay and service providers in `SQLite`.

use std::collections::{BTreeMap, BTreeSet};

use quan_core::{MerchantId, Timestamp};
use rusqlite::{Connection, Row, Transaction, params};

use super::super::Result;
use crate::registry::row::{all, column, inconsistent, merchant_id};
use crate::registry::{
    CertificateState, NotifyAddress, ResponseKey, WechatCertificate, WechatMerchant, WechatPartner,
};

/// Adds or replaces a merchant; without an address it keeps the one it has.
pub(in crate::registry) fn put(tx: &Transaction<'_>, merchant: &WechatMerchant) -> Result<()> {
    let mchid = column(merchant.mchid);
    let sql = "insert into wechat_merchant
                   (mchid, name, apiv3_key, v2_key, response_key, notify_url, notify_trusted, busifavor)
               values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
               on conflict (mchid) do update set
                   name = excluded.name, apiv3_key = excluded.apiv3_key,
                   v2_key = excluded.v2_key, response_key = excluded.response_key,
                   busifavor = excluded.busifavor,
                   notify_trusted = iif(excluded.notify_url is null,
                                        notify_trusted, excluded.notify_trusted),
                   notify_url = coalesce(excluded.notify_url, notify_url)";
    let notify = merchant.notify.as_ref();
    tx.prepare_cached(sql)?.execute(params![
        mchid,
        merchant.name,
        merchant.apiv3_key,
        merchant.v2_key,
        response_key_column(merchant.response_key),
        notify.map(|notify| &notify.url),
        notify.is_some_and(|notify| notify.trusted),
        merchant.busifavor,
    ])?;
    put_certificates(tx, mchid, &merchant.certificates)?;
    let sql = "delete from wechat_appid where mchid = ?1";
    tx.prepare_cached(sql)?.execute([mchid])?;
    let sql = "insert into wechat_appid (mchid, appid) values (?1, ?2)";
    let mut statement = tx.prepare_cached(sql)?;
    for appid in &merchant.appids {
        statement.execute(params![mchid, appid])?;
    }
    Ok(())
}

fn put_certificates(
    tx: &Transaction<'_>,
    mchid: i64,
    certificates: &BTreeMap<String, WechatCertificate>,
) -> Result<()> {
    let sql = "delete from wechat_certificate where mchid = ?1";
    tx.prepare_cached(sql)?.execute([mchid])?;
    let sql = "insert into wechat_certificate (mchid, serial, key_pem, expires_at, state)
               values (?1, ?2, ?3, ?4, ?5)";
    let mut statement = tx.prepare_cached(sql)?;
    for (serial, certificate) in certificates {
        statement.execute(params![
            mchid,
            serial,
            certificate.public_key,
            certificate.expires_at.map(Timestamp::as_millisecond),
            state_column(certificate.state),
        ])?;
    }
    Ok(())
}

/// Says where messages to a merchant are posted.
pub(in crate::registry) fn put_notify(
    tx: &Transaction<'_>,
    mchid: MerchantId,
    notify: Option<&NotifyAddress>,
) -> Result<()> {
    let sql = "update wechat_merchant set notify_url = ?2, notify_trusted = ?3 where mchid = ?1";
    tx.prepare_cached(sql)?.execute(params![
        column(mchid),
        notify.map(|notify| &notify.url),
        notify.is_some_and(|notify| notify.trusted),
    ])?;
    Ok(())
}

/// Says whom a service provider acts for.
pub(in crate::registry) fn put_partner(
    tx: &Transaction<'_>,
    partner: &WechatPartner,
) -> Result<()> {
    let mchid = column(partner.mchid);
    let sql = "delete from wechat_sub_merchant where partner = ?1";
    tx.prepare_cached(sql)?.execute([mchid])?;
    let sql = "insert into wechat_sub_merchant (partner, sub_merchant) values (?1, ?2)";
    let mut statement = tx.prepare_cached(sql)?;
    for sub_merchant in &partner.sub_merchants {
        statement.execute([mchid, column(*sub_merchant)])?;
    }
    Ok(())
}

/// All merchants.
pub(in crate::registry) fn all_merchants(connection: &Connection) -> Result<Vec<WechatMerchant>> {
    let sql =
        "select mchid, name, apiv3_key, v2_key, response_key, notify_url, notify_trusted, busifavor
                 from wechat_merchant order by mchid";
    let rows = all(connection, sql, MerchantRow::read)?;
    rows.into_iter().map(|row| row.whole(connection)).collect()
}

/// All service providers.
pub(in crate::registry) fn all_partners(connection: &Connection) -> Result<Vec<WechatPartner>> {
    let sql = "select partner, sub_merchant from wechat_sub_merchant";
    let mut partners: BTreeMap<MerchantId, BTreeSet<MerchantId>> = BTreeMap::new();
    for (partner, sub_merchant) in all(connection, sql, |row| Ok((row.get(0)?, row.get(1)?)))? {
        let numbered =
            |number: i64| merchant_id("wechat_sub_merchant", &number.to_string(), number);
        let known = partners.entry(numbered(partner)?).or_default();
        known.insert(numbered(sub_merchant)?);
    }
    let partners = partners.into_iter();
    Ok(partners
        .map(|(mchid, sub_merchants)| WechatPartner {
            mchid,
            sub_merchants,
        })
        .collect())
}

struct MerchantRow {
    mchid: i64,
    name: String,
    apiv3_key: Option<String>,
    v2_key: Option<String>,
    response_key: String,
    notify_url: Option<String>,
    notify_trusted: bool,
    busifavor: bool,
}

impl MerchantRow {
    fn read(row: &Row<'_>) -> rusqlite::Result<MerchantRow> {
        Ok(MerchantRow {
            mchid: row.get(0)?,
            name: row.get(1)?,
            apiv3_key: row.get(2)?,
            v2_key: row.get(3)?,
            response_key: row.get(4)?,
            notify_url: row.get(5)?,
            notify_trusted: row.get(6)?,
            busifavor: row.get(7)?,
        })
    }

    /// The merchant, with what stands in other tables.
    fn whole(self, connection: &Connection) -> Result<WechatMerchant> {
        let key = self.mchid.to_string();
        let response_key = match self.response_key.as_str() {
            "certificate" => ResponseKey::Certificate,
            "public_key" => ResponseKey::PublicKey,
            _ => {
                return Err(inconsistent(
                    "wechat_merchant",
                    &key,
                    "response_key is unknown",
                ));
            }
        };
        let trusted = self.notify_trusted;
        let sql = "select appid from wechat_appid where mchid = ?1";
        let mut statement = connection.prepare_cached(sql)?;
        let appids = statement.query_map([self.mchid], |row| row.get(0))?;
        Ok(WechatMerchant {
            mchid: merchant_id("wechat_merchant", &key, self.mchid)?,
            name: self.name,
            certificates: certificates(connection, self.mchid)?,
            apiv3_key: self.apiv3_key,
            v2_key: self.v2_key,
            response_key,
            busifavor: self.busifavor,
            appids: appids.collect::<rusqlite::Result<_>>()?,
            notify: self.notify_url.map(|url| NotifyAddress { url, trusted }),
        })
    }
}

fn certificates(
    connection: &Connection,
    mchid: i64,
) -> Result<BTreeMap<String, WechatCertificate>> {
    let sql = "select serial, key_pem, expires_at, state from wechat_certificate where mchid = ?1";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([mchid], CertificateRow::read)?;
    rows.map(|row| row?.read_whole()).collect()
}

struct CertificateRow {
    serial: String,
    key_pem: String,
    expires_at: Option<i64>,
    state: String,
}

impl CertificateRow {
    fn read(row: &Row<'_>) -> rusqlite::Result<CertificateRow> {
        Ok(CertificateRow {
            serial: row.get(0)?,
            key_pem: row.get(1)?,
            expires_at: row.get(2)?,
            state: row.get(3)?,
        })
    }

    fn read_whole(self) -> Result<(String, WechatCertificate)> {
        let wrong = |what| inconsistent("wechat_certificate", &self.serial, what);
        let state = match self.state.as_str() {
            "valid" => CertificateState::Valid,
            "expired" => CertificateState::Expired,
            "revoked" => CertificateState::Revoked,
            "replaced" => CertificateState::Replaced,
            _ => return Err(wrong("state is unknown")),
        };
        let expires_at = self.expires_at.map(Timestamp::from_millisecond);
        let expires_at = expires_at
            .transpose()
            .map_err(|_| wrong("expires_at is beyond the calendar"))?;
        let certificate = WechatCertificate {
            public_key: self.key_pem,
            expires_at,
            state,
        };
        Ok((self.serial, certificate))
    }
}

fn state_column(state: CertificateState) -> &'static str {
    match state {
        CertificateState::Valid => "valid",
        CertificateState::Expired => "expired",
        CertificateState::Revoked => "revoked",
        CertificateState::Replaced => "replaced",
    }
}

fn response_key_column(key: ResponseKey) -> &'static str {
    match key {
        ResponseKey::Certificate => "certificate",
        ResponseKey::PublicKey => "public_key",
    }
}
