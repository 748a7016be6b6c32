//! `….ordervoucher.append`: more vouchers may be issued, up to a new total.

use quan_wire::alipay::message::Operation;
use quan_wire::alipay::message::order_voucher::append::{Answer, Request};

use super::super::Handlers;
use super::super::number::numbered;
use crate::alipay::Caller;
use crate::alipay::denial::Fault;

pub(in super::super) async fn append(
    handlers: &Handlers,
    caller: &Caller,
    request: Request,
) -> Result<Answer, Fault> {
    let asked = request.check()?;
    let (activity, _) = handlers
        .order_activity(&asked.order.activity_id, caller.merchant)
        .await?;
    let quantity = asked.quantity.to_string();
    let contents = [asked.order.access_mode.as_str(), &quantity];
    let number = &asked.order.out_biz_no;
    let call = numbered(Operation::OrderVoucherAppend, number, &contents)?;
    handlers
        .engine
        .append(activity, caller.merchant, call, asked.quantity)
        .await?;
    Ok(Answer::default())
}
