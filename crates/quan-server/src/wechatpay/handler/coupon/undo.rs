//! `POST /coupons/return`: undoes a use.

use quan_core::{Action, Fen, HomeId, MerchantId};
use quan_wire::wechatpay::message::Problem;
use quan_wire::wechatpay::message::coupon::undo::{Answer, Request};

use super::super::Handlers;
use super::super::number::numbered;
use crate::wechatpay::denial::Fault;

pub(in super::super) async fn undo(
    handlers: &Handlers,
    caller: MerchantId,
    request: Request,
) -> Result<Answer, Fault> {
    let call = numbered(&request.return_request_no, &request)?;
    let named = handlers.coupon_name(&request.coupon_code, Some(&request.stock_id));
    let (name, sort) = named.await?;
    sort.parties.obeys(caller)?;
    let home = HomeId::Activity(name.activity());
    let known = handlers.engine.replayed(home, Action::Undo, &call).await?;
    if known.is_none() && handlers.coupon(&name).await?.hidden {
        return Err(Problem::CouponDeleted.into());
    }
    let returned = handlers
        .engine
        .undo(name, caller, call, None, Fen::ZERO)
        .await?;
    Ok(Answer {
        wechatpay_return_time: returned.returned_at.into(),
    })
}
