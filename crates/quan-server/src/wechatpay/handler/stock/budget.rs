//! `PATCH /stocks/{stock_id}/budget`: changes how many coupons a stock has, or how
//! many a day.

use quan_core::operation::BudgetTarget;
use quan_core::{Denial, MerchantId};
use quan_wire::wechatpay::message::Problem;
use quan_wire::wechatpay::message::stock::budget::{Answer, Change, Request};

use super::super::Handlers;
use super::super::number::numbered;
use crate::wechatpay::denial::Fault;

/// How often somebody else may have been quicker.
const MOST_TRIES: u32 = 10;

pub(in super::super) async fn set(
    handlers: &Handlers,
    caller: MerchantId,
    request: Request,
) -> Result<Answer, Fault> {
    let (activity, _) = handlers.own_stock(&request.stock_id, caller).await?;
    let call = numbered(&request.modify_budget_request_no, &request)?;
    let change = request.change().ok_or(Problem::Parameter)?;
    let mut tries = 0;
    loop {
        tries += 1;
        let target = match change {
            Change::Total { target, current } => BudgetTarget::Quantity {
                from: current,
                to: target,
            },
            Change::Daily { target, current } => {
                let view = handlers.view(activity).await?;
                BudgetTarget::ByDay {
                    from: Some(current).filter(|cap| *cap > 0),
                    to: target,
                    based_on: view.activity.version,
                    document: view.document,
                }
            }
        };
        let set = handlers
            .engine
            .set_budget(activity, caller, call.clone(), target)
            .await;
        match set.map_err(Fault::from) {
            Err(Fault::Denied(Denial::TermsChanged)) if tries < MOST_TRIES => {}
            Err(fault) => return Err(fault),
            Ok((quantity, by_day)) => {
                return Ok(Answer {
                    max_coupons: quantity,
                    max_coupons_by_day: by_day,
                });
            }
        }
    }
}
