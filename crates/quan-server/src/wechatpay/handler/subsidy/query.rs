//! `GET /subsidy/…`: subsidies and returns, by coupon or by number.

use quan_core::{MerchantId, SubsidyReturnId};
use quan_wire::wechatpay::id;
use quan_wire::wechatpay::message::Problem;
use quan_wire::wechatpay::message::subsidy::{pay, pay_list, pay_query, refund, refund_query};

use super::super::Handlers;
use super::{named, receipt, return_receipt};
use crate::wechatpay::denial::Fault;

pub(in super::super) async fn list(
    handlers: &Handlers,
    caller: MerchantId,
    request: pay_list::Request,
) -> Result<pay_list::Answer, Fault> {
    let found = handlers.coupon_name(&request.coupon_code, Some(&request.stock_id));
    let (name, sort) = found.await.map_err(named)?;
    sort.parties.admits(caller)?;
    let voucher = handlers.coupon(&name).await.map_err(named)?;
    let paid = handlers.engine.subsidies_of(voucher.id, None, None).await?;
    let mut receipts = paid.iter().map(receipt).collect::<Result<Vec<_>, _>>()?;
    if let Some(number) = request.out_subsidy_no {
        receipts.retain(|receipt| receipt.out_subsidy_no == number);
    }
    Ok(pay_list::Answer {
        pay_receipt_list: Some(receipts),
    })
}

pub(in super::super) async fn paid(
    handlers: &Handlers,
    caller: MerchantId,
    request: pay_query::Request,
) -> Result<pay::PayReceipt, Fault> {
    let subsidy = handlers
        .subsidy_of(&request.subsidy_receipt_id, caller)
        .await?;
    receipt(&subsidy)
}

pub(in super::super) async fn returned(
    handlers: &Handlers,
    caller: MerchantId,
    request: refund_query::Request,
) -> Result<refund::ReturnReceipt, Fault> {
    let (payer, sequence) =
        id::parse_receipt(&request.subsidy_return_receipt_id).ok_or(Problem::NotFound)?;
    let id = SubsidyReturnId::new(payer, sequence);
    let back = handlers.engine.subsidy_return(id).await?;
    let back = back.ok_or(Problem::NotFound)?;
    let subsidy = handlers.engine.subsidy(back.of()).await?;
    let subsidy = subsidy.ok_or(Fault::broken("a return without its subsidy"))?;
    handlers.concerns(&subsidy, caller).await?;
    return_receipt(&back)
}
