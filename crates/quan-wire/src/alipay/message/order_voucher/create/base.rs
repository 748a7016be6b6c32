//! C2 to C6: what must be there, and name, codes, kind and owner.

use super::Request;
use crate::alipay::message::block::ActivityBaseInfo;
use crate::alipay::message::check::{at_most, need, present};
use crate::alipay::message::document::Document;
use crate::alipay::message::order_voucher::check::{OwnerRules, need_word, owner};
use crate::alipay::message::order_voucher::word::{Business, CodeMode, Kind};
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::{AccessMode, MerchantRef};

/// What the base tells.
pub(super) struct Base {
    pub(super) name: String,
    pub(super) out_activity_id: Option<String>,
    pub(super) owner: Option<MerchantRef>,
    pub(super) business: Business,
    pub(super) codes: CodeMode,
}

/// The containers that the nested form requires.
pub(super) fn containers(document: &Document) -> Result<(), Violation> {
    let Document {
        activity_base_info,
        voucher_send_mode_info,
        voucher_deduct_info,
        voucher_available_scope_info,
        voucher_use_rule_info,
        voucher_customer_guide_info,
        voucher_display_pattern_info,
        ..
    } = document;
    let there = [
        ("activity_base_info", activity_base_info.is_some()),
        ("voucher_send_mode_info", voucher_send_mode_info.is_some()),
        ("voucher_deduct_info", voucher_deduct_info.is_some()),
        (
            "voucher_available_scope_info",
            voucher_available_scope_info.is_some(),
        ),
        ("voucher_use_rule_info", voucher_use_rule_info.is_some()),
        (
            "voucher_customer_guide_info",
            voucher_customer_guide_info.is_some(),
        ),
        (
            "voucher_display_pattern_info",
            voucher_display_pattern_info.is_some(),
        ),
    ];
    for (name, there) in there {
        present("C2 container_required", name, there.then_some(&()))?;
    }
    let sending = voucher_send_mode_info.as_ref();
    present(
        "C2 container_required",
        "voucher_send_mode_info.voucher_send_rule_info",
        sending.and_then(|info| info.voucher_send_rule_info.as_ref()),
    )?;
    let uses = voucher_use_rule_info.as_ref();
    present(
        "C2 container_required",
        "voucher_use_rule_info.voucher_use_time_info",
        uses.and_then(|info| info.voucher_use_time_info.as_ref()),
    )?;
    Ok(())
}

/// The blocks that the flat form requires.
pub(super) fn flat_blocks(request: &Request) -> Result<(), Violation> {
    let rule = "C2 flat_block_required";
    let uses = request.voucher_use_rule.as_ref();
    let uses = present(rule, "voucher_use_rule", uses)?;
    let period = uses.voucher_valid_period.as_ref();
    present(rule, "voucher_use_rule.voucher_valid_period", period)?;
    Ok(())
}

const BASE: &str = "activity_base_info";

/// Name, codes, kind and owner; what only answers have is dropped.
pub(super) fn check(document: &mut Document, mode: AccessMode) -> Result<Base, Violation> {
    let at = |name: &str| format!("{BASE}.{name}");
    let sent = document.activity_base_info.clone().unwrap_or_default();
    let field = at("activity_name");
    let name = need("C3 activity_name_required", &field, &sent.activity_name)?.to_owned();
    let rule = "C3 activity_name_at_most_20_chars";
    at_most(rule, &field, &sent.activity_name, 20)?;
    let codes = need_word(
        "C4 code_mode_required",
        "C4 code_mode_known",
        &at("code_mode"),
        &sent.code_mode,
        CodeMode::from_word,
    )?;
    let kind = kind(document)?;

    let block = sent.belong_merchant_info.as_ref();
    let rules = OwnerRules {
        agency_needs_owner: "C6 agency_needs_owner",
        business_type_known: "C6 business_type_known",
        merchant_required: "C6 merchant_required",
        merchant_id_type_known: "C6 merchant_id_type_known",
    };
    let field = at("belong_merchant_info");
    let (owner, business) = owner(&rules, &field, block, mode)?;
    if business == Business::Own && kind != Kind::Exchange {
        let rule = "C6 isv_only_for_exchange";
        let field = format!("{field}.business_type");
        return Err(Violation::of(rule, &field, "ISV 仅支持兑换券"));
    }
    let out_activity_id = sent.out_activity_id.clone();
    document.activity_base_info = Some(ActivityBaseInfo {
        activity_id: None,
        activity_status: None,
        activity_operation_status: None,
        ..sent
    });
    Ok(Base {
        name,
        out_activity_id,
        owner,
        business,
        codes,
    })
}

/// The voucher's kind.
pub(super) fn kind(document: &Document) -> Result<Kind, Violation> {
    let deduct = document.voucher_deduct_info.as_ref();
    need_word(
        "C5 voucher_type_required",
        "C5 voucher_type_known",
        "voucher_deduct_info.voucher_type",
        &deduct.and_then(|info| info.voucher_type.clone()),
        Kind::from_word,
    )
}
