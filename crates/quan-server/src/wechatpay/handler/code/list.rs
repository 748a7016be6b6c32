//! `GET /stocks/{stock_id}/couponcodes`: the codes of a stock, from a position on.

use quan_core::MerchantId;
use quan_engine::CodeFilter;
use quan_wire::wechatpay::message::code::list::{Answer, Request};
use quan_wire::wechatpay::message::word::CodeStatus;

use super::super::Handlers;
use crate::wechatpay::denial::Fault;

pub(in super::super) async fn list(
    handlers: &Handlers,
    caller: MerchantId,
    request: Request,
) -> Result<Answer, Fault> {
    let appid = request.appid.as_deref();
    let stock = handlers.stock_of_codes(&request.stock_id, caller, appid);
    let activity = stock.await?;
    let filter = match request.status {
        None => CodeFilter::All,
        Some(CodeStatus::Available) => CodeFilter::Free,
        Some(CodeStatus::Dispatched) => CodeFilter::Issued,
    };
    let found = handlers
        .engine
        .deposited_codes(activity, filter, request.skip(), request.limit())
        .await?;
    let mut shown = Vec::with_capacity(found.items.len());
    for code in found.items {
        shown.push(handlers.code_shown(activity, code, appid).await?.0);
    }
    Ok(request.answer(found.total, shown))
}
