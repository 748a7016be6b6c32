//! `….delivery.stop`: a plan is shown no longer, or elements of the older form
//! are not.

use quan_wire::alipay::message::Operation;
use quan_wire::alipay::message::delivery::ElementError;
use quan_wire::alipay::message::delivery::block::ErrorDeliveryConfig;
use quan_wire::alipay::message::delivery::stop::{Answer, Request};

use super::create::success;
use super::{answer, element_id};
use crate::alipay::Caller;
use crate::alipay::denial::Fault;
use crate::alipay::handler::Handlers;
use crate::alipay::handler::number::numbered;

pub(in crate::alipay::handler) fn stop(
    handlers: &Handlers,
    caller: &Caller,
    mut request: Request,
) -> Result<Answer, Fault> {
    let asked = request.check()?;
    request.merchant_access_mode = None;
    let said = serde_json::to_string(&request);
    let said = said.map_err(|error| Fault::Failed(Box::new(error)))?;
    let contents = [asked.access_mode.as_str(), &said];
    let call = numbered(Operation::DeliveryStop, &asked.out_biz_no, &contents)?;
    // The number belongs to the plan, or to the caller where none is named.
    let home = match &asked.delivery_id {
        Some(id) => id.clone(),
        None => format!("{}/stop", caller.merchant),
    };
    let merchant = handlers.planner(caller, asked.owner.as_ref())?;
    let mut ids = Vec::new();
    if let Some(id) = &asked.delivery_id {
        ids.push(handlers.plan(id, merchant)?.id);
    }
    let mut outcome = Answer {
        delivery_id: asked.delivery_id,
        ..Answer::default()
    };
    let listed = request.delivery_config_list.iter().zip(&asked.elements);
    for (config, element) in listed {
        let refused = |error, why: &str| ErrorDeliveryConfig::of(config, error, why);
        let failed = match element {
            Err(violation) => refused(ElementError::Validate, &violation.text),
            Ok(element) => {
                let plan = handlers.registry.find_delivery(&element_id(element))?;
                if let Some(plan) = plan.filter(|plan| plan.admits(merchant)) {
                    ids.push(plan.id);
                    outcome.success_delivery_config_list.push(success(config));
                    continue;
                }
                refused(ElementError::Operate, "投放计划不存在")
            }
        };
        outcome.error_delivery_config_list.push(failed);
    }
    let outcome = serde_json::to_string(&outcome);
    let outcome = outcome.map_err(|error| Fault::Failed(Box::new(error)))?;
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let now = handlers.engine.now();
    let recorded = handlers
        .registry
        .stop_deliveries(&home, &call, now, &ids, &outcome)?;
    answer(recorded)
}
