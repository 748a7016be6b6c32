//! Tells a merchant at WeChat Pay that a coupon of its stock was issued.

use std::sync::Arc;

use quan_core::{Event, MerchantId, Timestamp, Voucher};
use quan_engine::registry::{Registry, Snapshot, WechatMerchant};
use quan_engine::{ActivityView, PassKind};
use quan_wire::wechatpay::answer::request_id;
use quan_wire::wechatpay::header::Sealing;
use quan_wire::wechatpay::id;
use quan_wire::wechatpay::message::notice::{CouponSent, EVENT_TYPE};
use quan_wire::wechatpay::message::stock::Stock;
use quan_wire::wechatpay::message::word::SendChannel;
use quan_wire::wechatpay::notify::{self, Envelope, Push};
use rand::rngs::StdRng;

use crate::draw::Draws;
use crate::platform::WechatPlatform;
use crate::wechatpay::credential::Credential;
use crate::wechatpay::handler::{Note, sender};

/// What is needed to tell of coupons.
pub struct Coupons {
    /// The platform's keys.
    platform: WechatPlatform,
    draws: Draws,
}

/// One coupon that was issued, with what its message says.
#[derive(Clone, Debug)]
pub(super) struct Issued {
    voucher: Voucher,
    /// Who laid its stock down.
    maker: MerchantId,
    /// The application whose names of users the message carries.
    notify_appid: Option<String>,
}

/// Who hears of coupons, under the number of the merchant.
pub(super) fn receivers(snapshot: &Snapshot) -> impl Iterator<Item = MerchantId> {
    let all = snapshot.wechat_merchants().into_iter();
    all.filter(|merchant| hears(merchant))
        .map(|merchant| merchant.mchid)
}

fn hears(merchant: &WechatMerchant) -> bool {
    merchant.notify.is_some() && merchant.apiv3_key.is_some()
}

impl Issued {
    /// What there is to tell of a voucher; nothing but its issue is ever told.
    pub(super) fn of(
        event: &Event,
        voucher: Option<&Voucher>,
        view: &ActivityView,
    ) -> Option<Issued> {
        let Event::Received { .. } = event else {
            return None;
        };
        let stock: Stock = serde_json::from_str(&view.document).ok()?;
        Some(Issued {
            voucher: voucher?.clone(),
            maker: view.activity.operator,
            notify_appid: stock.notify_config.and_then(|config| config.notify_appid),
        })
    }

    /// Whether a pass over the vouchers of a stock has anything to tell.
    pub(super) fn is_told_of(kind: PassKind) -> bool {
        kind == PassKind::Received
    }
}

impl Coupons {
    /// Tells with the keys of a platform, of coupons with its codes.
    pub fn new(platform: WechatPlatform, rng: StdRng) -> Coupons {
        Coupons {
            platform,
            draws: Draws::new(rng),
        }
    }

    /// The message of a coupon, signed for one delivery; `None` where its way of
    /// issue has no message.
    pub(super) fn word(
        &self,
        issued: &Issued,
        merchant: Arc<WechatMerchant>,
        registry: &Registry,
        now: Timestamp,
    ) -> Result<Option<Push>, String> {
        let voucher = &issued.voucher;
        let note = Note::of(voucher).ok_or("the coupon has no note")?;
        if note.channel() == SendChannel::H5 {
            return Ok(None);
        }
        let credential = Credential::of(merchant);
        let key = credential.content_key();
        let key = key.ok_or("the merchant has set no APIv3 key")?;
        let failed = |error: quan_engine::registry::RegistryError| error.to_string();
        let openid = match &issued.notify_appid {
            None => None,
            Some(appid) => registry.openid_of(appid, &voucher.user).map_err(failed)?,
        };
        let unionid = registry.unionid_of(&voucher.user).map_err(failed)?;
        let coupon_code = match &voucher.code {
            Some(code) => code.to_string(),
            None => self.platform.code_book().code_of(voucher.id),
        };
        let sent = CouponSent {
            event_type: EVENT_TYPE.to_owned(),
            coupon_code,
            stock_id: id::stock(voucher.id.activity),
            send_time: voucher.issued_at.into(),
            openid: openid.unwrap_or_default(),
            unionid: unionid.unwrap_or_default(),
            send_channel: note.channel().into(),
            send_merchant: sender(voucher, issued.maker).to_string(),
            attach_info: None,
        };
        let envelope = Envelope::coupon_send(
            notify_id(voucher),
            voucher.issued_at,
            &sent,
            key,
            &self.draws.short_name(),
        );
        let envelope = envelope.map_err(|error| error.to_string())?;
        let keys = self.platform.keys(now);
        let chosen = keys.default_of(credential.kind(), now);
        let chosen = chosen.ok_or("the platform has no key")?;
        let (nonce, request_id) = (self.draws.name(), request_id(self.draws.bytes()));
        let sealing = Sealing {
            key: chosen.key,
            serial: chosen.serial,
            now,
            nonce: &nonce,
            request_id: &request_id,
        };
        let push = notify::push(&envelope.to_json(), &sealing);
        push.map(Some).map_err(|error| error.to_string())
    }
}

/// The same for every delivery of one coupon's message.
fn notify_id(voucher: &Voucher) -> String {
    let (stock, sequence) = (voucher.id.activity, voucher.id.sequence);
    format!("EV-{}-{sequence:010}", id::stock(stock))
}
