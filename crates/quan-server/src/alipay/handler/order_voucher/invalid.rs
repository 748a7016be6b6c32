//! `….ordervoucher.invalid`: a voucher is taken back, unused, for good.

use quan_wire::alipay::message::Operation;
use quan_wire::alipay::message::order_voucher::invalid::{Answer, Request};

use super::super::Handlers;
use super::super::number::numbered;
use super::{named_voucher, said};
use crate::alipay::Caller;
use crate::alipay::denial::Fault;

pub(in super::super) async fn invalidate(
    handlers: &Handlers,
    caller: &Caller,
    request: Request,
) -> Result<Answer, Fault> {
    let asked = request.check()?;
    let (activity, _) = handlers
        .order_activity(&asked.order.activity_id, caller.merchant)
        .await?;
    let contents = [
        asked.order.access_mode.as_str(),
        &asked.voucher_code,
        &said(Some(asked.at)),
    ];
    let number = &asked.order.out_biz_no;
    let call = numbered(Operation::OrderVoucherInvalid, number, &contents)?;
    let voucher = named_voucher(activity, &asked.voucher_code)?;
    handlers
        .engine
        .revoke(voucher, caller.merchant, call, None)
        .await?;
    Ok(Answer::default())
}
