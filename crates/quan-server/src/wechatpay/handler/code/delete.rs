//! `DELETE /stocks/{stock_id}/couponcodes/{coupon_code}`: takes a free code out.

use quan_core::{Code, Denial, MerchantId};
use quan_wire::wechatpay::message::code::delete::{Answer, Request};

use super::super::Handlers;
use super::super::number::numbered;
use crate::wechatpay::denial::Fault;

pub(in super::super) async fn delete(
    handlers: &Handlers,
    caller: MerchantId,
    request: Request,
) -> Result<Answer, Fault> {
    let stock = handlers.stock_of_codes(&request.stock_id, caller, None);
    let activity = stock.await?;
    let call = numbered(&request.delete_request_no, &request)?;
    let code = Code::parse(&request.coupon_code).map_err(|_| Denial::NoSuchCode)?;
    let deleted_at = handlers
        .engine
        .delete_code(activity, caller, call, code)
        .await?;
    Ok(Answer {
        stock_id: request.stock_id,
        delete_time: deleted_at.into(),
    })
}
