//! `alipay.marketing.activity.delivery.create`: a plan is made.

use quan_core::Timestamp;

use super::block::{
    DeliveryBaseInfo, DeliveryConfig, DeliveryPlayConfig, DeliveryTargetRule, ErrorDeliveryConfig,
    SuccessDeliveryConfig,
};
use super::play::Play;
use super::target::Cities;
use super::{Booth, ElementError, owner};
use crate::alipay::message::block::BelongMerchantInfo;
use crate::alipay::message::call::{Call, Operation};
use crate::alipay::message::check;
use crate::alipay::message::field::{Text, blocks};
use crate::alipay::message::order_voucher::ask;
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::{AccessMode, MerchantRef};

blocks! {
    /// The plan; in the older form, elements.
    Request {
        delivery_booth_code: Text,
        out_biz_no: Text,
        idem_no: Text,
        delivery_base_info: Option<DeliveryBaseInfo>,
        delivery_play_config: Option<DeliveryPlayConfig>,
        delivery_target_rule: Option<DeliveryTargetRule>,
        belong_merchant_info: Option<BelongMerchantInfo>,
        merchant_access_mode: Text,
        delivery_config_list: Vec<DeliveryConfig>,
    }

    /// The plan; in the older form, what came of each element.
    Answer {
        delivery_id: Text,
        out_biz_no: Text,
        delivery_guide_preview_url: Text,
        success_delivery_config_list: Vec<SuccessDeliveryConfig>,
        error_delivery_config_list: Vec<ErrorDeliveryConfig>,
    }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::DeliveryCreate;
}

/// A plan to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDelivery {
    /// The caller's number for this request.
    pub out_biz_no: String,
    /// Who integrates.
    pub access_mode: AccessMode,
    /// Whose it is; `None` is the caller's.
    pub owner: Option<MerchantRef>,
    /// What is asked for.
    pub plan: Plan,
}

/// What is asked for, in one of two forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Plan {
    /// A plan with a name and a time.
    Named(Box<Named>),
    /// The older form: every element, or what is wrong with it.
    Elements(Vec<Result<Element, Violation>>),
}

/// A plan with a name and a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Where users see it.
    pub booth: Booth,
    /// What it is called.
    pub name: String,
    /// From when it runs.
    pub begins: Timestamp,
    /// Until when.
    pub ends: Timestamp,
    /// Its picture, by resource id.
    pub image: Option<String>,
    /// What it gives, and for what.
    pub play: Play,
    /// Where it is shown, where that is said.
    pub cities: Option<Cities>,
}

/// An activity in a channel of a booth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// The activity.
    pub activity_id: String,
    /// Where users see it.
    pub booth: String,
    /// In which channel of the booth.
    pub channel: Option<String>,
}

const MOST_ELEMENTS: usize = 20;

impl Request {
    /// The plan, or the first rule that it breaks.
    pub fn check(&self) -> Result<NewDelivery, Violation> {
        self.judge().map_err(Violation::in_order_words)
    }

    fn judge(&self) -> Result<NewDelivery, Violation> {
        // Promotions of goods have a number of another name.
        let number = self.out_biz_no.as_ref().or(self.idem_no.as_ref()).cloned();
        let out_biz_no = ask::out_biz_no("out_biz_no", &number)?;
        let access_mode = ask::access_mode(&self.merchant_access_mode)?;
        let owner = owner(self.belong_merchant_info.as_ref())?;
        let old = self.delivery_base_info.is_none() && self.delivery_play_config.is_none();
        let plan = if old && !self.delivery_config_list.is_empty() {
            Plan::Elements(elements(&self.delivery_config_list)?)
        } else {
            Plan::Named(Box::new(self.check_named()?))
        };
        Ok(NewDelivery {
            out_biz_no,
            access_mode,
            owner,
            plan,
        })
    }

    fn check_named(&self) -> Result<Named, Violation> {
        let rule = "DL0 booth_code_known";
        let word = Booth::from_word;
        let booth =
            check::need_one_of(rule, "delivery_booth_code", &self.delivery_booth_code, word)?;
        let rule = "DL0 base_info_required";
        let base = self.delivery_base_info.as_ref();
        let base = check::present(rule, "delivery_base_info", base)?;
        let field = |name: &str| format!("delivery_base_info.{name}");
        let rule = "DL0 delivery_name_between_3_and_63_chars";
        let name = check::need(rule, &field("delivery_name"), &base.delivery_name)?.to_owned();
        if !(3..=63).contains(&name.chars().count()) {
            let what = "长度必须在3到63之间";
            return Err(Violation::of(rule, &field("delivery_name"), what));
        }
        let rule = "DL0 begin_before_end";
        let named = field("delivery_begin_time");
        let begins = ask::moment(rule, &named, &base.delivery_begin_time)?;
        let named = field("delivery_end_time");
        let ends = ask::moment(rule, &named, &base.delivery_end_time)?;
        if begins >= ends {
            let what = "必须晚于 delivery_begin_time";
            return Err(Violation::of(rule, &named, what));
        }
        let material = base.delivery_material.as_ref();
        let image = material.and_then(|material| material.delivery_single_material.as_ref());
        let image = image.and_then(|image| image.delivery_image.clone());
        let rule = "DL0 play_config_required";
        let play = self.delivery_play_config.as_ref();
        let play = check::present(rule, "delivery_play_config", play)?.check(booth)?;
        let target = self.delivery_target_rule.as_ref();
        let cities = target.map(DeliveryTargetRule::check).transpose()?.flatten();
        Ok(Named {
            booth,
            name,
            begins,
            ends,
            image,
            play,
            cities,
        })
    }
}

/// The elements of the older form, each judged for itself.
pub(super) fn elements(
    list: &[DeliveryConfig],
) -> Result<Vec<Result<Element, Violation>>, Violation> {
    if list.len() > MOST_ELEMENTS {
        let rule = "DL0 at_most_20_elements";
        return Err(Violation::of(rule, "delivery_config_list", "最多20个"));
    }
    let elements = list.iter().enumerate();
    let elements =
        elements.map(|(at, element)| judged(at, element).map_err(Violation::in_order_words));
    Ok(elements.collect())
}

fn judged(at: usize, element: &DeliveryConfig) -> Result<Element, Violation> {
    let field = |name: &str| format!("delivery_config_list[{at}].{name}");
    let rule = "DL0 elements_are_complete";
    let id = &element.activity_id;
    let activity_id = ask::activity_id(rule, &field("activity_id"), id)?;
    let booth = check::need(rule, &field("booth_code"), &element.booth_code)?;
    Ok(Element {
        activity_id,
        booth: booth.to_owned(),
        channel: element.channel.clone(),
    })
}

impl ErrorDeliveryConfig {
    /// What did not come about, and why.
    pub fn of(element: &DeliveryConfig, error: ElementError, why: &str) -> ErrorDeliveryConfig {
        ErrorDeliveryConfig {
            delivery_config: Some(element.clone()),
            error_code: Some(error.to_string()),
            error_msg: Some(why.to_owned()),
        }
    }
}
