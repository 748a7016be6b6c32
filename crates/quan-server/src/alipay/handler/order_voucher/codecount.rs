//! `….ordervoucher.codecount`: how many codes a merchant brought.

use quan_core::Denial;
use quan_wire::alipay::message::order_voucher::codecount::{Answer, Request};

use super::super::Handlers;
use crate::alipay::Caller;
use crate::alipay::denial::Fault;

pub(in super::super) async fn count(
    handlers: &Handlers,
    caller: &Caller,
    request: Request,
) -> Result<Answer, Fault> {
    let id = request.check()?;
    let (activity, _) = handlers.order_activity(&id, caller.merchant).await?;
    let view = handlers.engine.activity(activity).await?;
    let view = view.ok_or(Denial::NoSuchActivity)?;
    Ok(Answer::of(view.activity.codes))
}
