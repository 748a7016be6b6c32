//! `delivery_target_rule`: whom a plan is for.

use super::block::{DeliveryCityCodes, DeliveryMerchantInfo, DeliveryTargetRule};
use crate::alipay::message::check;
use crate::alipay::message::field::Text;
use crate::alipay::message::order_voucher::ask;
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::{MerchantKind, words};

words! {
    /// What leads users to a plan.
    RecallMode { City = "CITY_RECALL", Shop = "SHOP_RECALL" }

    /// How a scope is told.
    ScopeType { CityCode = "CITY_CODE" }

    /// How merchants are told.
    MerchantMode {
        Manual = "MANUAL_INPUT_MERCHANT",
        InVoucher = "IN_SERVICE_VOUCHER_MERCHANT",
    }
}

/// Where a plan is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cities {
    /// In the whole country.
    All,
    /// In these, by code.
    Some(Vec<String>),
}

const FIELD: &str = "delivery_target_rule";
const LONGEST_TAG: usize = 32;

impl DeliveryTargetRule {
    pub(super) fn check(&self) -> Result<Option<Cities>, Violation> {
        let field = |name: &str| format!("{FIELD}.{name}");
        let mode = check::one_of(
            "DL0 recall_mode_known",
            &field("delivery_recall_mode"),
            &self.delivery_recall_mode,
            RecallMode::from_word,
        )?;
        let cities = self.check_scope(mode == Some(RecallMode::City))?;
        merchants(
            FIELD,
            &self.delivery_merchant_mode,
            &self.delivery_merchant_infos,
        )?;
        if let Some(rule) = &self.delivery_merchant_rule {
            merchants(
                &field("delivery_merchant_rule"),
                &rule.delivery_merchant_mode,
                &rule.delivery_merchant_infos,
            )?;
        }
        if let Some(tags) = &self.delivery_promo_tags
            && !tags.split(',').all(is_tag)
        {
            let rule = "DL0 promo_tags_are_well_formed";
            let what = "每个标签最多32个字母、数字或下划线";
            return Err(Violation::of(rule, &field("delivery_promo_tags"), what));
        }
        Ok(cities)
    }

    fn check_scope(&self, needed: bool) -> Result<Option<Cities>, Violation> {
        let field = format!("{FIELD}.delivery_available_scope");
        let Some(scope) = &self.delivery_available_scope else {
            if needed {
                let rule = "DL0 city_recall_needs_scope";
                return Err(Violation::of(rule, &field, "不能为空"));
            }
            return Ok(None);
        };
        check::need_one_of(
            "DL0 scope_type_known",
            &format!("{field}.delivery_available_scope_type"),
            &scope.delivery_available_scope_type,
            ScopeType::from_word,
        )?;
        let cities = scope.delivery_available_city_code.as_ref();
        if let Some(cities) = cities.and_then(cities_of) {
            return Ok(Some(cities));
        }
        let rule = "DL0 scope_names_cities";
        let field = format!("{field}.delivery_available_city_code");
        Err(Violation::of(rule, &field, "不能为空"))
    }
}

fn cities_of(block: &DeliveryCityCodes) -> Option<Cities> {
    if block.all_city == Some(true) {
        return Some(Cities::All);
    }
    (!block.city_codes.is_empty()).then(|| Cities::Some(block.city_codes.clone()))
}

fn merchants(
    field: &str,
    mode: &Text,
    merchants: &[DeliveryMerchantInfo],
) -> Result<(), Violation> {
    let rule = "DL0 merchant_mode_known";
    let named = format!("{field}.delivery_merchant_mode");
    check::one_of(rule, &named, mode, MerchantMode::from_word)?;
    for (at, merchant) in merchants.iter().enumerate() {
        let field = |name: &str| format!("{field}.delivery_merchant_infos[{at}].{name}");
        let rule = "DL0 merchants_are_complete";
        ask::text(rule, &field("merchant_id"), &merchant.merchant_id, 32)?;
        let word = MerchantKind::from_word;
        let kind = &merchant.merchant_id_type;
        check::need_one_of(rule, &field("merchant_id_type"), kind, word)?;
    }
    Ok(())
}

fn is_tag(tag: &str) -> bool {
    (1..=LONGEST_TAG).contains(&tag.len())
        && tag
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
