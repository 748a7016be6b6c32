//! `alipay.marketing.activity.delivery.query`: a plan and how far it is.

use super::block::{
    DeliveryBaseInfo, DeliveryConfig, DeliveryPlayConfig, DeliveryTargetRule, PromoDeliveryInfo,
};
use super::create::{self, Element, elements};
use super::{DeliveryStatus, owner};
use crate::alipay::message::block::BelongMerchantInfo;
use crate::alipay::message::call::{Call, Operation};
use crate::alipay::message::field::{Text, blocks};
use crate::alipay::message::order_voucher::ask;
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::MerchantRef;

blocks! {
    /// Which plan; in the older form, elements.
    Request {
        delivery_id: Text,
        belong_merchant_info: Option<BelongMerchantInfo>,
        merchant_access_mode: Text,
        delivery_config_list: Vec<DeliveryConfig>,
    }

    /// The plan as it was made, and how far it is.
    Answer {
        delivery_id: Text,
        delivery_booth_code: Text,
        delivery_status: Text,
        delivery_error_msg: Text,
        delivery_base_info: Option<DeliveryBaseInfo>,
        delivery_play_config: Option<DeliveryPlayConfig>,
        delivery_target_rule: Option<DeliveryTargetRule>,
        delivery_info_list: Vec<PromoDeliveryInfo>,
    }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::DeliveryQuery;
}

/// A plan that is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The plan; `None` in the older form.
    pub delivery_id: Option<String>,
    /// The older form: every element, or what is wrong with it.
    pub elements: Vec<Result<Element, Violation>>,
    /// Whose it is; `None` is the caller's.
    pub owner: Option<MerchantRef>,
}

impl Request {
    /// The question, or the first rule that it breaks.
    pub fn check(&self) -> Result<Question, Violation> {
        self.judge().map_err(Violation::in_order_words)
    }

    fn judge(&self) -> Result<Question, Violation> {
        ask::access_mode(&self.merchant_access_mode)?;
        let owner = owner(self.belong_merchant_info.as_ref())?;
        if self.delivery_id.is_none() && self.delivery_config_list.is_empty() {
            let rule = "DL0 delivery_id_required";
            return Err(Violation::of(rule, "delivery_id", "不能为空"));
        }
        Ok(Question {
            delivery_id: ask::short("delivery_id", &self.delivery_id, 64)?,
            elements: elements(&self.delivery_config_list)?,
            owner,
        })
    }
}

impl Answer {
    /// A plan as it was made, and how far it is.
    pub fn of(delivery_id: &str, made: &create::Request, status: DeliveryStatus) -> Answer {
        Answer {
            delivery_id: Some(delivery_id.to_owned()),
            delivery_booth_code: made.delivery_booth_code.clone(),
            delivery_status: Some(status.to_string()),
            delivery_error_msg: None,
            delivery_base_info: made.delivery_base_info.clone(),
            delivery_play_config: made.delivery_play_config.clone(),
            delivery_target_rule: made.delivery_target_rule.clone(),
            delivery_info_list: Vec::new(),
        }
    }
}
