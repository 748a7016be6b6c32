//! `GET /users/{openid}/coupons`: a user's coupons, page by page.

use quan_core::{MerchantId, VoucherStatus};
use quan_engine::{Page, VoucherFilter};
use quan_wire::wechatpay::message::Problem;
use quan_wire::wechatpay::message::coupon::list::{Answer, Request};
use quan_wire::wechatpay::message::word::CouponState;

use super::super::Handlers;
use crate::wechatpay::denial::Fault;

pub(in super::super) async fn list(
    handlers: &Handlers,
    caller: MerchantId,
    request: Request,
) -> Result<Answer, Fault> {
    let merchant = |named: Option<&String>| {
        let merchant = named.map(|text| MerchantId::parse(text));
        merchant.transpose().map_err(|_| Problem::NotPermitted)
    };
    let operator = merchant(request.creator_merchant.as_ref())?;
    let owner = merchant(request.belong_merchant.as_ref())?;
    let issuer = merchant(request.sender_merchant.as_ref())?;
    if ![operator, owner, issuer].contains(&Some(caller)) {
        return Err(Problem::NotPermitted.into());
    }
    let stock = match &request.stock_id {
        None => None,
        Some(stock_id) => Some(handlers.stock(stock_id).await),
    };
    let known = stock.as_ref().and_then(|stock| stock.as_ref().ok());
    let shown_of = known.map(|(_, sort)| sort.parties.owner).or(owner);
    handlers.knows_app(&request.appid, caller, shown_of)?;
    let user = handlers.user(&request.appid, &request.openid)?;
    let activity = stock.transpose()?.map(|(activity, _)| activity);
    let status = match request.coupon_state {
        None | Some(CouponState::Deleted) => None,
        Some(CouponState::Sended) => Some(VoucherStatus::Usable),
        Some(CouponState::Used) => Some(VoucherStatus::Redeemed),
        Some(CouponState::Expired) => Some(VoucherStatus::Expired),
        Some(CouponState::Deactivated) => Some(VoucherStatus::Revoked),
    };
    let filter = VoucherFilter {
        activity,
        owner,
        operator,
        issuer,
        status,
        revoked_too: true,
        hidden: request.coupon_state == Some(CouponState::Deleted),
        ..VoucherFilter::default()
    };
    let page = Page {
        number: request.offset.unwrap_or(0).saturating_add(1),
        size: request.limit(),
    };
    let found = handlers.engine.vouchers_of(user.id, filter, page).await?;
    let mut shown = Vec::with_capacity(found.items.len());
    for (voucher, view) in &found.items {
        shown.push(handlers.shown(voucher, view).await?);
    }
    Ok(request.answer(found.total, shown))
}
