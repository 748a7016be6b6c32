//! `GET /stocks/{stock_id}/couponcodes/{coupon_code}`: one code, and the coupon that
//! has it.

use quan_core::{Code, Denial, MerchantId};
use quan_wire::wechatpay::message::code::query::{Answer, Request};

use super::super::Handlers;
use crate::wechatpay::denial::Fault;

pub(in super::super) async fn query(
    handlers: &Handlers,
    caller: MerchantId,
    request: Request,
) -> Result<Answer, Fault> {
    let appid = request.appid.as_deref();
    let stock = handlers.stock_of_codes(&request.stock_id, caller, appid);
    let activity = stock.await?;
    let code = Code::parse(&request.coupon_code).map_err(|_| Denial::NoSuchCode)?;
    let found = handlers.engine.deposited_code(activity, code).await?;
    let found = found.ok_or(Denial::NoSuchCode)?;
    let (code_information, voucher) = handlers.code_shown(activity, found, appid).await?;
    let coupon_information = match voucher {
        None => None,
        Some(voucher) => {
            let view = handlers.view(activity).await?;
            Some(handlers.shown(&voucher, &view).await?)
        }
    };
    Ok(Answer {
        code_information,
        coupon_information,
    })
}
