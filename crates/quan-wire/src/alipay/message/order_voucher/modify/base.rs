//! M7 to M10 and M72: what an activity is known by, its name and its owner.

use super::against::{Draft, set};
use crate::alipay::message::block::BelongMerchantInfo;
use crate::alipay::message::check::at_most;
use crate::alipay::message::document::Document;
use crate::alipay::message::field::Text;
use crate::alipay::message::order_voucher::check::{OwnerRules, owner};
use crate::alipay::message::order_voucher::word::{Business, CodeMode, Kind, SendMode};
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::{AccessMode, PeriodType};

const STAYS: &str = "M8 identifying_fields_stay";
const BELONGS: &str = "activity_base_info.belong_merchant_info";

pub(super) fn check(draft: &mut Draft<'_>) -> Result<(), Violation> {
    identity(draft)?;
    let wanted = draft.asked.wanted.activity_base_info.clone();
    let wanted = wanted.unwrap_or_default();
    let rule = "M9 activity_name_at_most_20_chars";
    let field = "activity_base_info.activity_name";
    at_most(rule, field, &wanted.activity_name, 20)?;
    let base = draft.after.activity_base_info.get_or_insert_default();
    set(&mut base.activity_name, wanted.activity_name.as_ref());
    set(&mut base.out_activity_id, wanted.out_activity_id.as_ref());
    let product = wanted.activity_product_type.as_ref();
    set(&mut base.activity_product_type, product);

    let rules = OwnerRules {
        agency_needs_owner: "M10 agency_needs_owner",
        business_type_known: "M10 business_type_known",
        merchant_required: "M10 merchant_required",
        merchant_id_type_known: "M10 merchant_id_type_known",
    };
    // The flat form has no place for an owner; only who sends the container
    // can have left it out.
    let block = wanted.belong_merchant_info.as_ref();
    let mode = match draft.asked.request.activity_base_info {
        Some(_) => draft.asked.order.access_mode,
        None => AccessMode::SelfMode,
    };
    owner(&rules, BELONGS, block, mode)?;
    Ok(())
}

/// What an activity is known by may be repeated, and must then be as it is.
/// Words that are none have a rule of their own.
fn identity(draft: &Draft<'_>) -> Result<(), Violation> {
    let (before, wanted) = (draft.before, &draft.asked.wanted);
    let base = |document: &Document| document.activity_base_info.clone().unwrap_or_default();
    let codes = |document| base(document).code_mode;
    stays(
        "activity_base_info.code_mode",
        &codes(wanted),
        &codes(before),
    )?;
    if let Some(owner) = &base(wanted).belong_merchant_info {
        let stored = base(before).belong_merchant_info;
        same_owner(owner, stored.as_ref(), draft)?;
    }
    let sending = |document: &Document| document.voucher_send_mode_info.clone().unwrap_or_default();
    let mode = sending(wanted).voucher_send_mode;
    let known = mode.filter(|mode| SendMode::from_word(mode).is_some());
    let stored = sending(before).voucher_send_mode;
    stays("voucher_send_mode_info.voucher_send_mode", &known, &stored)?;
    let package = |document| {
        let package = sending(document).voucher_package_mode_info;
        package.and_then(|package| package.voucher_package_id)
    };
    let field = "voucher_send_mode_info.voucher_package_mode_info.voucher_package_id";
    stays(field, &package(wanted), &package(before))?;
    let period = |document: &Document| {
        let uses = document.voucher_use_rule_info.as_ref()?;
        uses.voucher_use_time_info.as_ref()?.period_type.clone()
    };
    let field = "voucher_use_rule_info.voucher_use_time_info.period_type";
    stays(field, &period(wanted), &period(before))?;
    let custody = |document| {
        let sale = sending(document).voucher_sale_mode_info;
        sale.and_then(|sale| sale.fund_custody_mode)
    };
    let field = "voucher_send_mode_info.voucher_sale_mode_info.fund_custody_mode";
    stays(field, &custody(wanted), &Some("GUARANTEE".to_owned()))
}

fn stays(field: &str, wanted: &Text, stored: &Text) -> Result<(), Violation> {
    if wanted.is_none() || wanted == stored {
        return Ok(());
    }
    Err(Violation::of(STAYS, field, "不允许修改"))
}

/// The owner as it was told, or, where it was not, the account that it is.
fn same_owner(
    wanted: &BelongMerchantInfo,
    stored: Option<&BelongMerchantInfo>,
    draft: &Draft<'_>,
) -> Result<(), Violation> {
    let at = |name: &str| format!("{BELONGS}.{name}");
    let own = BelongMerchantInfo {
        merchant_id: Some(draft.present.owner.to_owned()),
        merchant_id_type: Some("PID".to_owned()),
        business_type: None,
    };
    let stored = stored.unwrap_or(&own);
    let business = |block: &BelongMerchantInfo| {
        let word = block.business_type.as_deref();
        word.map_or(Some(Business::ForMerchant), Business::from_word)
    };
    stays(&at("merchant_id"), &wanted.merchant_id, &stored.merchant_id)?;
    let kind = &wanted.merchant_id_type;
    let stored_kind = stored.merchant_id_type.clone();
    let stored_kind = stored_kind.or_else(|| own.merchant_id_type.clone());
    let known = kind.clone().filter(|kind| kind == "PID" || kind == "SMID");
    stays(&at("merchant_id_type"), &known, &stored_kind)?;
    let not_for_kind = draft.kind != Kind::Exchange;
    match business(wanted) {
        // Judged by a rule of its own.
        None => Ok(()),
        Some(Business::Own) if not_for_kind => Ok(()),
        known if known == business(stored) => Ok(()),
        Some(_) => Err(Violation::of(STAYS, &at("business_type"), "不允许修改")),
    }
}

/// M72: a provider's own business is exchange.
pub(super) fn business(draft: &Draft<'_>) -> Result<(), Violation> {
    let base = draft.asked.wanted.activity_base_info.as_ref();
    let owner = base.and_then(|base| base.belong_merchant_info.as_ref());
    let business = owner.and_then(|owner| owner.business_type.as_deref());
    if business == Some(Business::Own.as_str()) && draft.kind != Kind::Exchange {
        let rule = "M72 isv_only_for_exchange";
        let field = format!("{BELONGS}.business_type");
        return Err(Violation::of(rule, &field, "ISV 仅支持兑换券"));
    }
    Ok(())
}

/// Whether codes are uploaded.
pub(super) fn uploads(document: &Document) -> bool {
    let base = document.activity_base_info.as_ref();
    let codes = base.and_then(|base| base.code_mode.as_deref());
    codes.and_then(CodeMode::from_word) == Some(CodeMode::Upload)
}

/// How validity is told.
pub(super) fn period(document: &Document) -> Option<PeriodType> {
    let uses = document.voucher_use_rule_info.as_ref()?;
    let time = uses.voucher_use_time_info.as_ref()?;
    PeriodType::from_word(time.period_type.as_deref()?)
}
