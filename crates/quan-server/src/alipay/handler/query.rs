//! `….voucher.query`: everything about an activity, in both shapes.

use quan_wire::alipay::message::project;
use quan_wire::alipay::message::query::{Answer, Request};

use super::Handlers;
use super::view::Shown;
use crate::alipay::Caller;
use crate::alipay::denial::Fault;

pub(super) async fn query(
    handlers: &Handlers,
    caller: &Caller,
    request: Request,
) -> Result<Answer, Fault> {
    let id = request.check()?;
    handlers.payment_activity(&id, caller.merchant).await?;
    let view = handlers.activity(&id, caller.merchant).await?;
    Ok(Shown::of(handlers, &view)?.with(handlers, project::voucher_query))
}
