//! `….voucher.append`: an activity's budget grows to a new total.

use quan_wire::alipay::message::Operation;
use quan_wire::alipay::message::append::{Answer, Request};

use super::Handlers;
use super::number::numbered;
use crate::alipay::Caller;
use crate::alipay::denial::Fault;

pub(super) async fn append(
    handlers: &Handlers,
    caller: &Caller,
    request: Request,
) -> Result<Answer, Fault> {
    let asked = request.check()?;
    let activity = handlers
        .payment_activity(&asked.order.activity_id, caller.merchant)
        .await?;
    let quantity = asked.quantity.to_string();
    let contents = [asked.order.access_mode.as_str(), &quantity];
    let call = numbered(Operation::VoucherAppend, &asked.order.out_biz_no, &contents)?;
    let accepted = handlers
        .engine
        .append(activity, caller.merchant, call, asked.quantity)
        .await?;
    Ok(Answer {
        recharge_url: handlers.recharge(accepted.recharge).await,
    })
}
