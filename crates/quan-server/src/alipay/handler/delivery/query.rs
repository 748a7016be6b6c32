//! `….delivery.query`: a plan as it was made, and how far it is.

use quan_engine::registry::{Delivery, DeliveryStatus};
use quan_wire::alipay::message::delivery::block::{DeliveryConfig, PromoDeliveryInfo};
use quan_wire::alipay::message::delivery::query::{Answer, Request};
use quan_wire::alipay::message::parse;

use super::{element_id, status_word};
use crate::alipay::Caller;
use crate::alipay::denial::Fault;
use crate::alipay::handler::Handlers;

pub(in crate::alipay::handler) fn query(
    handlers: &Handlers,
    caller: &Caller,
    request: Request,
) -> Result<Answer, Fault> {
    let asked = request.check()?;
    let merchant = handlers.planner(caller, asked.owner.as_ref())?;
    let mut answer = match &asked.delivery_id {
        None => Answer::default(),
        Some(id) => shown(&handlers.plan(id, merchant)?)?,
    };
    let listed = request.delivery_config_list.iter().zip(&asked.elements);
    for (config, element) in listed {
        let Ok(element) = element else { continue };
        let plan = handlers.registry.find_delivery(&element_id(element))?;
        let own = |plan: &Delivery| plan.admits(merchant);
        if let Some(plan) = plan.filter(own) {
            answer.delivery_info_list.push(info(config, plan.status));
        }
    }
    Ok(answer)
}

/// A plan; an element of the older form is shown as one of a list of one.
fn shown(plan: &Delivery) -> Result<Answer, Fault> {
    let status = status_word(plan.status);
    let mut answer = Answer::of(&plan.id, &parse(&plan.document)?, status);
    if answer.delivery_base_info.is_none() {
        let config: DeliveryConfig = parse(&plan.document)?;
        answer.delivery_info_list.push(info(&config, plan.status));
    }
    Ok(Answer {
        delivery_error_msg: plan.fault.clone(),
        ..answer
    })
}

fn info(config: &DeliveryConfig, status: DeliveryStatus) -> PromoDeliveryInfo {
    PromoDeliveryInfo {
        activity_id: config.activity_id.clone(),
        booth_code: config.booth_code.clone(),
        channel: config.channel.clone(),
        channel_name: config.channel.clone(),
        delivery_status: Some(status_word(status).to_string()),
    }
}
