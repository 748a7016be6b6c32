//! `….ordervoucher.stop`: nothing more is issued, for good.

use quan_wire::alipay::message::Operation;
use quan_wire::alipay::message::order_voucher::stop::{Answer, Request};

use super::super::Handlers;
use super::super::number::numbered;
use crate::alipay::Caller;
use crate::alipay::denial::Fault;

pub(in super::super) async fn stop(
    handlers: &Handlers,
    caller: &Caller,
    request: Request,
) -> Result<Answer, Fault> {
    let order = request.check()?;
    let (activity, _) = handlers
        .order_activity(&order.activity_id, caller.merchant)
        .await?;
    let contents = [order.access_mode.as_str()];
    let call = numbered(Operation::OrderVoucherStop, &order.out_biz_no, &contents)?;
    handlers
        .engine
        .stop(activity, caller.merchant, call)
        .await?;
    Ok(Answer::default())
}
