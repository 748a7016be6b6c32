//! `alipay.marketing.activity.delivery.stop`: a plan is shown no longer.

use super::block::{DeliveryConfig, ErrorDeliveryConfig, SuccessDeliveryConfig};
use super::create::{Element, elements};
use super::owner;
use crate::alipay::message::block::BelongMerchantInfo;
use crate::alipay::message::call::{Call, Operation};
use crate::alipay::message::field::{Text, blocks};
use crate::alipay::message::order_voucher::ask;
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::{AccessMode, MerchantRef};

blocks! {
    /// Which plan; in the older form, elements.
    Request {
        delivery_id: Text,
        out_biz_no: Text,
        belong_merchant_info: Option<BelongMerchantInfo>,
        merchant_access_mode: Text,
        delivery_config_list: Vec<DeliveryConfig>,
    }

    /// The plan; in the older form, what came of each element.
    Answer {
        delivery_id: Text,
        success_delivery_config_list: Vec<SuccessDeliveryConfig>,
        error_delivery_config_list: Vec<ErrorDeliveryConfig>,
    }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::DeliveryStop;
}

/// A plan to stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// The plan; `None` in the older form.
    pub delivery_id: Option<String>,
    /// The older form: every element, or what is wrong with it.
    pub elements: Vec<Result<Element, Violation>>,
    /// The caller's number for this request.
    pub out_biz_no: String,
    /// Who integrates.
    pub access_mode: AccessMode,
    /// Whose it is; `None` is the caller's.
    pub owner: Option<MerchantRef>,
}

impl Request {
    /// The plan, or the first rule that the request breaks.
    pub fn check(&self) -> Result<Stop, Violation> {
        self.judge().map_err(Violation::in_order_words)
    }

    fn judge(&self) -> Result<Stop, Violation> {
        if self.delivery_id.is_none() && self.delivery_config_list.is_empty() {
            let rule = "DL0 delivery_id_required";
            return Err(Violation::of(rule, "delivery_id", "不能为空"));
        }
        Ok(Stop {
            delivery_id: ask::short("delivery_id", &self.delivery_id, 64)?,
            elements: elements(&self.delivery_config_list)?,
            out_biz_no: ask::out_biz_no("out_biz_no", &self.out_biz_no)?,
            access_mode: ask::access_mode(&self.merchant_access_mode)?,
            owner: owner(self.belong_merchant_info.as_ref())?,
        })
    }
}
