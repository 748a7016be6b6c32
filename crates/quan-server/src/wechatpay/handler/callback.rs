//! `POST` and `GET /callbacks`: where a merchant is told.

use quan_core::MerchantId;
use quan_wire::wechatpay::message::asked::Asked;
use quan_wire::wechatpay::message::callback::{query, set};
use quan_wire::wechatpay::message::{Call as _, Problem};

use super::Handlers;
use crate::courier;
use crate::wechatpay::denial::Fault;

pub(super) fn set(
    handlers: &Handlers,
    caller: MerchantId,
    asked: &Asked,
) -> Result<set::Answer, Fault> {
    let request = if handlers.addresses.allow_http {
        set::Request::read_with_http(asked)?
    } else {
        set::Request::read(asked)?
    };
    let merchant = handlers.own(caller, request.mchid.as_deref())?;
    courier::address(&request.notify_url, false, &handlers.addresses)
        .map_err(|_| Problem::Parameter)?;
    handlers
        .registry
        .set_notify_url(merchant, Some(request.notify_url.clone()))?;
    Ok(set::Answer {
        update_time: Some(handlers.engine.now().into()),
        notify_url: request.notify_url,
        mchid: merchant.to_string(),
    })
}

pub(super) fn query(
    handlers: &Handlers,
    caller: MerchantId,
    request: &query::Request,
) -> Result<query::Answer, Fault> {
    let merchant = handlers.own(caller, request.mchid.as_deref())?;
    let known = handlers.registry.wechat_merchant(merchant);
    let notify_url = known.and_then(|known| Some(known.notify.as_ref()?.url.clone()));
    Ok(query::Answer {
        notify_url: notify_url.ok_or(Problem::NotFound)?,
        mchid: merchant.to_string(),
    })
}

impl Handlers {
    /// The merchant of whom a call speaks: the caller, or one that it acts for.
    fn own(&self, caller: MerchantId, mchid: Option<&str>) -> Result<MerchantId, Fault> {
        let Some(mchid) = mchid else {
            return Ok(caller);
        };
        let merchant = MerchantId::parse(mchid).map_err(|_| Problem::NoSuchMerchant)?;
        if self.registry.wechat_merchant(merchant).is_none() {
            return Err(Problem::NoSuchMerchant.into());
        }
        if merchant == caller || self.registry.is_partner_of(caller, merchant) {
            Ok(merchant)
        } else {
            Err(Problem::NotPermitted.into())
        }
    }
}
