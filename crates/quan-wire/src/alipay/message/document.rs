//! What is kept of an activity's containers, for queries to give back.

use serde_json::Value;

use super::block::{
    ActivityBaseInfo, OrderVoucherRefused, OrderVoucherRest, VoucherAvailableScopeInfo,
    VoucherBudgetSupplyInfo, VoucherCustomerGuideInfo, VoucherDeductInfo,
    VoucherDisplayPatternInfo, VoucherSendModeInfo, VoucherUseRuleInfo,
};
use super::field::blocks;

blocks! {
    /// An activity's containers in today's shape, money as it was sent. The
    /// server stores this as JSON text and rewrites it when an activity is modified.
    Document {
        activity_base_info: Option<ActivityBaseInfo>,
        voucher_send_mode_info: Option<VoucherSendModeInfo>,
        voucher_deduct_info: Option<VoucherDeductInfo>,
        voucher_available_scope_info: Option<VoucherAvailableScopeInfo>,
        voucher_use_rule_info: Option<VoucherUseRuleInfo>,
        voucher_customer_guide_info: Option<VoucherCustomerGuideInfo>,
        voucher_display_pattern_info: Option<VoucherDisplayPatternInfo>,
        voucher_budget_supply_info: Option<VoucherBudgetSupplyInfo>,
        order_voucher_rest: Option<OrderVoucherRest>,
        order_voucher_refused: Vec<OrderVoucherRefused>,
        order_voucher_named: Vec<String>,
    }
}

impl Document {
    /// The JSON text to store.
    pub fn to_json(&self) -> String {
        value(self).to_string()
    }

    /// Reads the stored text; `None` if it is none.
    pub fn from_json(text: &str) -> Option<Document> {
        serde_json::from_str(text).ok()
    }

    /// A text that is equal for requests which mean the same: members sorted,
    /// zero and false left out. Fingerprints of requests are made of it.
    pub fn canonical(&self) -> String {
        canonical(value(self)).to_string()
    }
}

/// A message as a JSON value.
pub(crate) fn value<T: serde::Serialize>(message: &T) -> Value {
    serde_json::to_value(message).unwrap_or(Value::Null)
}

/// A value with its members sorted, and without zeroes, falsehoods and empty blocks.
pub(crate) fn canonical(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut members: Vec<_> = members
                .into_iter()
                .map(|(name, value)| (name, canonical(value)))
                .collect();
            members.retain(|(_, value)| !says_nothing(value));
            members.sort_by(|a, b| a.0.cmp(&b.0));
            Value::Object(members.into_iter().collect())
        }
        Value::Array(elements) => Value::Array(elements.into_iter().map(canonical).collect()),
        other @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => other,
    }
}

/// Whether a value means the same as its absence: clients of several SDKs
/// cannot help sending zeroes and falsehoods.
pub(crate) fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Number(number) => number.as_i64() == Some(0),
        Value::Bool(true) => false,
        Value::String(text) => text.is_empty(),
        Value::Array(elements) => elements.is_empty(),
        Value::Object(members) => members.values().all(says_nothing),
    }
}
