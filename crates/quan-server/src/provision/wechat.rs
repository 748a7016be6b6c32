//! `WeChat` Pay: the platform's keys, merchants, service providers, users' names and
//! cards.

use std::collections::BTreeMap;

use quan_core::MerchantId;
use quan_engine::registry::{
    CertificateState, Entry, NotifyAddress, ResponseKey, WechatCard, WechatCertificate,
    WechatMerchant, WechatPartner,
};
use quan_wire::alipay::key::PublicKey;
use quan_wire::wechatpay::aead::ApiV3Key;
use quan_wire::wechatpay::certificate::Certificate;
use quan_wire::wechatpay::header::is_public_key_id;
use quan_wire::wechatpay::id;
use quan_wire::wechatpay::v2::ApiV2Key;

use super::check::{Place, Taken};
use super::{Mentioned, Provision, ProvisionError, schema};
use crate::platform::WechatKeys;

/// The longest name of a user within an app.
const LONGEST_OPENID: usize = 128;
/// The longest name of an app.
const LONGEST_APPID: usize = 32;
/// The longest number of a card.
const LONGEST_CARD: usize = 64;

impl Provision {
    pub(super) fn take_wechat_keys(&mut self, platform: schema::Platform) -> Taken {
        let place = Place::table("[platform]");
        if platform.wechatpay_certificate_file.is_some()
            && platform.wechatpay_private_key_file.is_none()
        {
            let what = "wechatpay_private_key_file is needed beside it";
            return Err(self.wrong(&place, Some("wechatpay_certificate_file"), what));
        }
        if let Some(id) = &platform.wechatpay_public_key_id
            && !is_public_key_id(id)
        {
            let what = format!("{id:?} is no name of a public key: write PUB_KEY_ID_ and digits");
            return Err(self.wrong(&place, Some("wechatpay_public_key_id"), what));
        }
        let beside = |path: Option<std::path::PathBuf>| path.map(|path| self.beside(&path));
        self.wechat_keys = WechatKeys {
            private_key_file: beside(platform.wechatpay_private_key_file),
            certificate_file: beside(platform.wechatpay_certificate_file),
            public_key_private_file: beside(platform.wechatpay_public_key_private_file),
            public_key_id: platform.wechatpay_public_key_id,
        };
        Ok(())
    }

    pub(super) fn take_wechat_merchant(
        &mut self,
        place: Place,
        merchant: schema::WechatMerchant,
    ) -> Taken {
        let mchid = self.named(&place, "mchid", &merchant.mchid, MerchantId::parse)?;
        self.filled(&place, "name", &merchant.name)?;
        let certificates = self.take_certificates(&place, mchid, &merchant)?;
        if let Some(key) = &merchant.apiv3_key {
            ApiV3Key::parse(key)
                .map_err(|error| self.wrong(&place, Some("apiv3_key"), error.to_string()))?;
        }
        if let Some(key) = &merchant.v2_key {
            ApiV2Key::parse(key)
                .map_err(|error| self.wrong(&place, Some("v2_key"), error.to_string()))?;
        }
        for appid in &merchant.appids {
            self.check_appid(&place, "appids", appid)?;
        }
        self.check_address(&place, "notify_url", merchant.notify_url.as_deref())?;
        let response_key = match merchant.response_key {
            schema::ResponseKey::Certificate => ResponseKey::Certificate,
            schema::ResponseKey::PublicKey => ResponseKey::PublicKey,
        };
        self.entries.push(Entry::WechatMerchant(WechatMerchant {
            mchid,
            name: merchant.name,
            certificates,
            apiv3_key: merchant.apiv3_key,
            v2_key: merchant.v2_key,
            response_key,
            busifavor: merchant.busifavor,
            appids: merchant.appids.into_iter().collect(),
            notify: merchant
                .notify_url
                .map(|url| NotifyAddress { url, trusted: true }),
        }));
        Ok(())
    }

    /// The certificate that stands in the entry itself, and those below it.
    fn take_certificates(
        &mut self,
        place: &Place,
        mchid: MerchantId,
        merchant: &schema::WechatMerchant,
    ) -> Result<BTreeMap<String, WechatCertificate>, ProvisionError> {
        let own = schema::WechatCertificate {
            certificate_file: merchant.certificate_file.clone(),
            serial: merchant.serial.clone(),
            public_key_file: merchant.public_key_file.clone(),
            state: merchant.certificate_state,
        };
        let stated = own.certificate_file.is_some()
            || own.serial.is_some()
            || own.public_key_file.is_some()
            || own.state.is_some();
        let own = stated.then_some((place.clone(), &own));
        let others = merchant.certificate.iter().enumerate().map(|(index, one)| {
            let number = index.saturating_add(1);
            (
                Place::table(&format!("{place}, certificate number {number}")),
                one,
            )
        });
        let mut certificates = BTreeMap::new();
        for (place, written) in own.into_iter().chain(others) {
            let (key, serial, certificate) = self.certificate(&place, written)?;
            if written.state.is_none() {
                self.unstated.insert((mchid, serial.clone()));
            }
            if certificates.insert(serial, certificate).is_some() {
                let what = "a certificate before it has the same number";
                return Err(self.wrong(&place, Some(key), what));
            }
        }
        Ok(certificates)
    }

    /// Reads a certificate: the key that names it, its number, and the rest.
    fn certificate(
        &self,
        place: &Place,
        written: &schema::WechatCertificate,
    ) -> Result<(&'static str, String, WechatCertificate), ProvisionError> {
        let (key, serial, public_key, expires_at) = match (
            &written.certificate_file,
            &written.serial,
            &written.public_key_file,
        ) {
            (Some(path), None, None) => {
                let key = "certificate_file";
                let text = self.text_beside(place, key, path)?;
                let read = Certificate::parse(&text)
                    .map_err(|error| self.wrong(place, Some(key), error.to_string()))?;
                let serial = read.serial().to_owned();
                (
                    key,
                    serial,
                    read.public_key().clone(),
                    Some(read.not_after()),
                )
            }
            (None, Some(serial), Some(path)) => {
                let text = self.text_beside(place, "public_key_file", path)?;
                let public_key = PublicKey::parse(&text).map_err(|error| {
                    self.wrong(place, Some("public_key_file"), error.to_string())
                })?;
                let key = "serial";
                let spelt = WechatCertificate::spell(serial).ok_or_else(|| {
                    let what = format!("{serial:?} is no serial number: at most 40 hex digits");
                    self.wrong(place, Some(key), what)
                })?;
                (key, spelt, public_key, None)
            }
            _ => {
                let what = "a certificate is certificate_file alone, or serial with \
                            public_key_file";
                return Err(self.wrong(place, None, what));
            }
        };
        let certificate = WechatCertificate {
            public_key: public_key.to_pem(),
            expires_at,
            state: state(written.state),
        };
        Ok((key, serial, certificate))
    }

    pub(super) fn take_wechat_partner(
        &mut self,
        place: Place,
        partner: schema::WechatPartner,
    ) -> Taken {
        let mchid = self.named(&place, "mchid", &partner.mchid, MerchantId::parse)?;
        let named = |id: &String| self.named(&place, "sub_merchants", id, MerchantId::parse);
        let sub_merchants = partner.sub_merchants.iter().map(named);
        let sub_merchants = sub_merchants.collect::<Result<_, _>>()?;
        self.entries.push(Entry::WechatPartner(WechatPartner {
            mchid,
            sub_merchants,
        }));
        Ok(())
    }

    pub(super) fn take_wechat_card(&mut self, place: Place, card: schema::WechatCard) -> Taken {
        let merchant = self.mentioned(
            &place,
            "merchant",
            &card.merchant,
            Mentioned::WechatMerchant,
        )?;
        self.filled(&place, "id", &card.id)?;
        if card.id.len() > LONGEST_CARD {
            let what = format!("at most {LONGEST_CARD} characters are allowed");
            return Err(self.wrong(&place, Some("id"), what));
        }
        let activity = id::parse_stock(&card.stock).ok_or_else(|| {
            let what = format!("{:?} is no stock_id: it has 16 digits", card.stock);
            self.wrong(&place, Some("stock"), what)
        })?;
        self.entries.push(Entry::WechatCard(WechatCard {
            id: card.id,
            merchant,
            activity,
        }));
        Ok(())
    }

    /// Checks the names that a user has at `WeChat`.
    pub(super) fn check_openids(&self, place: &Place, user: &schema::User) -> Taken {
        for (appid, openid) in &user.openids {
            self.check_appid(place, "openids", appid)?;
            if !is_name(openid, LONGEST_OPENID) {
                let what = format!(
                    "the name in {appid} needs 1 to {LONGEST_OPENID} ASCII characters without blanks"
                );
                return Err(self.wrong(place, Some("openids"), what));
            }
        }
        match &user.unionid {
            Some(unionid) if !is_name(unionid, LONGEST_OPENID) => {
                let what =
                    format!("1 to {LONGEST_OPENID} ASCII characters without blanks are needed");
                Err(self.wrong(place, Some("unionid"), what))
            }
            Some(_) | None => Ok(()),
        }
    }

    fn check_appid(&self, place: &Place, key: &'static str, appid: &str) -> Taken {
        if is_name(appid, LONGEST_APPID) {
            return Ok(());
        }
        let what = format!(
            "{appid:?} is no appid: it has 1 to {LONGEST_APPID} ASCII characters without blanks"
        );
        Err(self.wrong(place, Some(key), what))
    }
}

/// Whether a text can be a name at `WeChat`.
pub(crate) fn is_name(text: &str, longest: usize) -> bool {
    let length = 1..=longest;
    length.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Where the file says nothing, a certificate that is new is valid.
fn state(written: Option<schema::CertificateState>) -> CertificateState {
    match written {
        None | Some(schema::CertificateState::Valid) => CertificateState::Valid,
        Some(schema::CertificateState::Expired) => CertificateState::Expired,
        Some(schema::CertificateState::Revoked) => CertificateState::Revoked,
        Some(schema::CertificateState::Replaced) => CertificateState::Replaced,
    }
}
