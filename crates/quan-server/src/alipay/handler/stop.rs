//! `….voucher.stop`: an activity is closed for good.

use quan_wire::alipay::message::Operation;
use quan_wire::alipay::message::stop::{Answer, Request};

use super::Handlers;
use super::number::numbered;
use crate::alipay::Caller;
use crate::alipay::denial::Fault;

pub(super) async fn stop(
    handlers: &Handlers,
    caller: &Caller,
    request: Request,
) -> Result<Answer, Fault> {
    let order = request.check()?;
    let activity = handlers
        .payment_activity(&order.activity_id, caller.merchant)
        .await?;
    let contents = [order.access_mode.as_str()];
    let call = numbered(Operation::VoucherStop, &order.out_biz_no, &contents)?;
    handlers
        .engine
        .stop(activity, caller.merchant, call)
        .await?;
    Ok(Answer::default())
}
