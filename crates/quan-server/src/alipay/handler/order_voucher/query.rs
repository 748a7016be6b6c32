//! `….ordervoucher.query`: an activity as it stands, in both forms.

use quan_core::ActivityState;
use quan_wire::alipay::message::Document;
use quan_wire::alipay::message::order_voucher::query::{Answer, Request, State, answer};
use quan_wire::alipay::message::word::ActivityStatus;

use super::super::Handlers;
use super::super::view::{activity_id, name_all_cities, operation};
use crate::alipay::Caller;
use crate::alipay::denial::Fault;

pub(in super::super) async fn query(
    handlers: &Handlers,
    caller: &Caller,
    request: Request,
) -> Result<Answer, Fault> {
    let asked = request.check()?;
    handlers
        .order_activity(&asked.activity_id, caller.merchant)
        .await?;
    let view = handlers
        .activity(&asked.activity_id, caller.merchant)
        .await?;
    let activity = &view.activity;
    let mut document = Document::from_json(&view.document)
        .ok_or(Fault::broken("the document of an activity cannot be read"))?;
    name_all_cities(handlers, &mut document);
    let owner = handlers.registry.find_merchant(activity.owner);
    let shops = handlers.shops_of(activity).await?;
    let image_url = |id: &str| Some(handlers.image_url(id));
    Ok(answer(
        &document,
        &State {
            activity_id: &activity_id(&view)?,
            // The window's end is no end of the activity here.
            status: match activity.state {
                ActivityState::Created => None,
                ActivityState::Active => Some(ActivityStatus::Active),
                ActivityState::Paused => Some(ActivityStatus::Pause),
                ActivityState::Stopped { .. } => Some(ActivityStatus::Finished),
            },
            operation: operation(&view),
            owner: &activity.owner.to_string(),
            owner_alias: owner.as_ref().and_then(|owner| owner.alias.as_deref()),
            quantity: activity.quantity,
            issued: activity.issued,
            redeemed: activity.uses,
            shops: &shops,
            image_url: &image_url,
        },
    ))
}
