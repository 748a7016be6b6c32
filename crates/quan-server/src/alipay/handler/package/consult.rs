//! `….voucherpackage.consult`: could these packages be bought now? Who would
//! buy, their `auth_token` says; without one only the packages are judged.

use quan_engine::registry::SaleRefusal;
use quan_wire::alipay::message::package::consult::{
    Answer, ConsultCode, Request, VoucherPackageConsultResult,
};

use crate::alipay::Caller;
use crate::alipay::denial::Fault;
use crate::alipay::handler::Handlers;

pub(in crate::alipay::handler) fn consult(
    handlers: &Handlers,
    caller: &Caller,
    auth_token: Option<&str>,
    request: Request,
) -> Result<Answer, Fault> {
    let ids = request.check()?;
    let token = auth_token.filter(|token| !token.is_empty());
    let buyer = token
        .map(|token| handlers.buyer(caller, token))
        .transpose()?;
    let buyer = buyer.map(|buyer| buyer.id);
    let now = handlers.engine.now();
    let results = ids.iter().map(|id| {
        let Some(view) = handlers.package(caller, id)? else {
            return Ok(VoucherPackageConsultResult::of(id, ConsultCode::Other));
        };
        let refusal = handlers.registry.refuses_sale(&view, buyer.as_ref(), now)?;
        Ok(VoucherPackageConsultResult::of(id, code(refusal)))
    });
    Ok(Answer {
        voucher_package_consult_result: results.collect::<Result<_, Fault>>()?,
    })
}

fn code(refusal: Option<SaleRefusal>) -> ConsultCode {
    match refusal {
        None => ConsultCode::Success,
        Some(SaleRefusal::NotEnabled) => ConsultCode::NotEnabled,
        Some(SaleRefusal::OutOfTime) => ConsultCode::NotInSellTime,
        Some(SaleRefusal::SoldOut) => ConsultCode::SoldOut,
        Some(SaleRefusal::UserLimit) => ConsultCode::UserLimit,
    }
}
