//! Promotion plans: made, asked about and stopped. A plan is carried out at
//! once, unless the platform's staff says otherwise.
//!
//! The older form has no plans but elements: an activity in a channel of a
//! booth. Each is kept as a plan of its own, whose id is made of the three.

pub(super) mod create;
pub(super) mod query;
pub(super) mod stop;

use quan_core::{Denial, MerchantId};
use quan_engine::Numbered;
use quan_engine::registry::{Delivery, DeliveryStatus, Recorded};
use quan_wire::alipay::message::delivery::DeliveryStatus as StatusWord;
use quan_wire::alipay::message::delivery::create::Element;
use quan_wire::alipay::message::word::MerchantRef;
use serde::de::DeserializeOwned;

use super::Handlers;
use crate::alipay::Caller;
use crate::alipay::denial::{Fault, Reason};

impl Handlers {
    /// The merchant for whom a call about plans is made.
    fn planner(&self, caller: &Caller, owner: Option<&MerchantRef>) -> Result<MerchantId, Fault> {
        match owner {
            None => Ok(caller.merchant),
            Some(owner) => self.belongs_to(caller, owner),
        }
    }

    /// The plan of this id, for its owner and who made it.
    fn plan(&self, id: &str, merchant: MerchantId) -> Result<Delivery, Fault> {
        let plan = self.registry.find_delivery(id)?;
        let plan = plan.filter(|plan| plan.admits(merchant));
        Ok(plan.ok_or(Reason::Value("delivery_id", "对应的投放计划不存在"))?)
    }

    /// What the same request was answered before.
    fn planned_before<T: DeserializeOwned>(
        &self,
        home: &str,
        call: &Numbered,
    ) -> Result<Option<T>, Fault> {
        let recorded = self.registry.delivery_answer(home, call)?;
        recorded.map(answer).transpose()
    }
}

/// The answer that was recorded.
fn answer<T: DeserializeOwned>(recorded: Recorded) -> Result<T, Fault> {
    match recorded {
        Recorded::Done(json) => {
            serde_json::from_str(&json).map_err(|error| Fault::Failed(Box::new(error)))
        }
        Recorded::Reused => Err(Denial::RequestReused.into()),
    }
}

/// How messages say whether a plan is carried out.
pub(crate) fn status_word(status: DeliveryStatus) -> StatusWord {
    match status {
        DeliveryStatus::Active => StatusWord::Active,
        DeliveryStatus::Inactive => StatusWord::Inactive,
        DeliveryStatus::Auditing => StatusWord::Auditing,
        DeliveryStatus::Rejected => StatusWord::AuditNoPass,
    }
}

/// The id of the plan that an element of the older form is kept as.
fn element_id(element: &Element) -> String {
    let channel = element.channel.as_deref().unwrap_or("");
    format!("{}-{}-{channel}", element.activity_id, element.booth)
}
