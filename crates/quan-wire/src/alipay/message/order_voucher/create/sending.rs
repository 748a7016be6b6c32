//! C7 to C12, C40 and C41: the window, the quantity, the limits, and how
//! vouchers reach users.

use quan_core::{Fen, Timestamp};

use super::activity::{Offer, Refund, Sale, Settlement};
use crate::alipay::message::activity::{Cap, Sending};
use crate::alipay::message::block::{VoucherSaleModeInfo, VoucherSendRuleInfo};
use crate::alipay::message::check::{need, not_negative, one_of, positive, present};
use crate::alipay::message::document::Document;
use crate::alipay::message::field::{Flag, Int, Text};
use crate::alipay::message::order_voucher::check::{
    LONGEST, counted, fits_total, need_instant, need_price, need_word,
};
use crate::alipay::message::order_voucher::form::Forms;
use crate::alipay::message::order_voucher::word::{CodeMode, Kind, SendMode, SettleMode};
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::LimitPeriod;

const MODE: &str = "voucher_send_mode_info";
const RULE: &str = "voucher_send_mode_info.voucher_send_rule_info";
const SALE: &str = "voucher_send_mode_info.voucher_sale_mode_info";

/// The most vouchers that an order voucher's activity can have.
const MOST: u32 = 999_999;

fn at(name: &str) -> String {
    format!("{RULE}.{name}")
}

pub(super) fn check(
    document: &mut Document,
    codes: CodeMode,
    now: Timestamp,
) -> Result<Sending, Violation> {
    let sending = document.voucher_send_mode_info.get_or_insert_default();
    let rule = sending.voucher_send_rule_info.get_or_insert_default();
    // Both ends first: the days between them are asked for below.
    let (start, end) = (at("publish_start_time"), at("publish_end_time"));
    let required = "C2 publish_times_required";
    need_instant(required, &start, &rule.publish_start_time)?;
    need_instant(required, &end, &rule.publish_end_time)?;
    let quantity = quantity(rule.quantity, codes)?;
    let read = read(rule, quantity, quantity)?;
    if read.closes <= now {
        let rule = "C12 publish_end_in_the_future";
        return Err(Violation::of(rule, &end, "必须晚于当前时间"));
    }
    if read.per_user.is_some() {
        let period = &mut rule.quantity_limit_per_user_period_type;
        period.get_or_insert_with(|| LimitPeriod::LifeCycle.to_string());
    }
    Ok(read)
}

/// Uploaded codes are counted when they come; others are promised at once.
fn quantity(quantity: Int, codes: CodeMode) -> Result<u32, Violation> {
    let (field, quantity) = (at("quantity"), quantity.unwrap_or(0));
    match (codes, u32::try_from(quantity)) {
        (CodeMode::Upload, Ok(0)) => Ok(0),
        (CodeMode::Upload, _) => Err(Violation::of(
            "C7 quantity_of_upload_is_zero",
            &field,
            "MERCHANT_UPLOAD 模式下必须为0",
        )),
        (CodeMode::Api, Ok(0) | Err(_)) => Err(Violation::of(
            "C7 quantity_of_api_above_zero",
            &field,
            "MERCHANT_API 模式下必须大于0",
        )),
        (CodeMode::Api, Ok(quantity)) if quantity > MOST => Err(Violation::of(
            "C7 quantity_at_most_999999",
            &field,
            "不能大于999999",
        )),
        (CodeMode::Api, Ok(quantity)) => Ok(quantity),
    }
}

/// The typed values of the block, with the rules that hold about them. What a
/// day gives must stay within a total, unless that is zero.
pub(crate) fn read(
    rule: &VoucherSendRuleInfo,
    quantity: u32,
    within: u32,
) -> Result<Sending, Violation> {
    let (start, end) = (at("publish_start_time"), at("publish_end_time"));
    let required = "C2 publish_times_required";
    let opens = need_instant(required, &start, &rule.publish_start_time)?;
    let closes = need_instant(required, &end, &rule.publish_end_time)?;
    let per_user = cap(
        ("C8 user_limit_not_negative", "C8 limit_period_known"),
        RULE,
        rule.quantity_limit_per_user,
        &rule.quantity_limit_per_user_period_type,
    )?;
    let extra = |name: &str, limit: Int| positive("C8 extra_limits_not_negative", &at(name), limit);
    let per_user_day = extra(
        "quantity_day_limit_per_user",
        rule.quantity_day_limit_per_user,
    )?;
    let per_user_week = extra(
        "quantity_week_limit_per_user",
        rule.quantity_week_limit_per_user,
    )?;
    let per_user_month = extra(
        "quantity_month_limit_per_user",
        rule.quantity_month_limit_per_user,
    )?;
    let natural_person = rule.natural_person_limit.unwrap_or(false);
    let phone_number = rule.phone_number_limit.unwrap_or(false);
    for (name, flag) in [
        ("natural_person_limit", natural_person),
        ("phone_number_limit", phone_number),
    ] {
        let rule = "C9 person_and_phone_need_user_limit";
        counted(rule, &at(name), flag, per_user.is_some())?;
    }
    let field = at("max_quantity_by_day");
    let max_by_day = positive(
        "C10 day_limit_not_negative",
        &field,
        rule.max_quantity_by_day,
    )?;
    let fits = "C10 day_limit_times_days_within_quantity";
    fits_total(fits, &field, max_by_day, (opens, closes), within)?;
    if opens >= closes {
        let rule = "C11 publish_start_before_publish_end";
        return Err(Violation::of(rule, &start, "必须早于 publish_end_time"));
    }
    if closes.duration_since(opens) > LONGEST {
        let rule = "C11 publish_span_at_most_180_days";
        return Err(Violation::of(rule, &end, "发放时间跨度不能超过180天"));
    }
    Ok(Sending {
        opens,
        closes,
        quantity,
        max_by_day,
        per_user,
        per_user_day,
        per_user_week,
        per_user_month,
        natural_person,
        phone_number,
        real_name: rule.real_name_limit.unwrap_or(false),
    })
}

/// A limit per user and its span; zero is no limit, and the span the whole life.
pub(super) fn cap(
    (negative, unknown): (&'static str, &'static str),
    parent: &str,
    limit: Int,
    period: &Text,
) -> Result<Option<Cap>, Violation> {
    let field = format!("{parent}.quantity_limit_per_user");
    let limit = not_negative(negative, &field, limit)?;
    let field = format!("{parent}.quantity_limit_per_user_period_type");
    let period = one_of(unknown, &field, period, LimitPeriod::from_word)?;
    let period = period.unwrap_or(LimitPeriod::LifeCycle);
    Ok((limit > 0).then_some(Cap { limit, period }))
}

/// How vouchers reach users. A flat request says it by having a price. Blocks
/// of other ways are dropped.
pub(super) fn offer(document: &mut Document, forms: Forms) -> Result<Offer, Violation> {
    let kind = super::base::kind(document)?;
    let info = document.voucher_send_mode_info.get_or_insert_default();
    let priced = info
        .voucher_sale_mode_info
        .as_ref()
        .is_some_and(|sale| sale.sale_amount.is_some());
    if info.voucher_send_mode.is_none() && forms.legacy {
        let mode = if kind == Kind::Exchange && priced {
            SendMode::Sale
        } else {
            SendMode::Direct
        };
        info.voucher_send_mode = Some(mode.to_string());
    }
    let field = format!("{MODE}.voucher_send_mode");
    let mode = need_word(
        "C2 voucher_send_mode_required",
        "C40 voucher_send_mode_known",
        &field,
        &info.voucher_send_mode,
        SendMode::from_word,
    )?;
    match mode {
        SendMode::Direct => {
            info.voucher_sale_mode_info = None;
            info.voucher_package_mode_info = None;
            Ok(Offer::Direct)
        }
        SendMode::Sale => {
            if kind != Kind::Exchange {
                let rule = "C40 only_exchange_is_sold";
                return Err(Violation::of(rule, &field, "仅兑换券支持售卖"));
            }
            info.voucher_package_mode_info = None;
            let sale = info.voucher_sale_mode_info.as_ref();
            let sale = present("C40 sale_info_required", SALE, sale)?;
            Ok(Offer::Sale(sale_of(sale, forms.nested)?))
        }
        SendMode::Package => {
            info.voucher_sale_mode_info = None;
            let package = info.voucher_package_mode_info.clone().unwrap_or_default();
            let field = format!("{MODE}.voucher_package_mode_info.voucher_package_id");
            let rule = "C41 voucher_package_id_required";
            let id = need(rule, &field, &package.voucher_package_id)?;
            Ok(Offer::Package { id: id.to_owned() })
        }
    }
}

/// The terms of a sale. The flat form has no word for custody, and leaves out a
/// payee that is the owner.
pub(crate) fn sale_of(info: &VoucherSaleModeInfo, nested: bool) -> Result<Sale, Violation> {
    let at = |name: &str| format!("{SALE}.{name}");
    if nested {
        let rule = "C40 payee_pid_required";
        need(rule, &at("payee_pid"), &info.payee_pid)?;
    }
    let amount = need_price(
        "C40 sale_amount_required",
        "C40 sale_amount_between_0_1_and_3000",
        &at("sale_amount"),
        &info.sale_amount,
        Fen::new(10),
        Fen::new(300_000),
    )?;
    let (field, custody) = (at("fund_custody_mode"), &info.fund_custody_mode);
    let rule = "C40 fund_custody_mode_is_guarantee";
    if nested {
        need(rule, &field, custody)?;
    }
    one_of(rule, &field, custody, |word| {
        (word == "GUARANTEE").then_some(())
    })?;
    Ok(Sale {
        amount,
        payee_pid: info.payee_pid.clone(),
        refund: refund(info.refundable, info.refundable_need_confirm),
        overdue_refund: refund(
            info.overdue_refundable,
            info.overdue_refundable_need_confirm,
        ),
        settlement: settlement(info)?,
    })
}

fn refund(allowed: Flag, needs_confirm: Flag) -> Refund {
    Refund {
        allowed: allowed.unwrap_or(false),
        needs_confirm: needs_confirm.unwrap_or(false),
    }
}

fn settlement(info: &VoucherSaleModeInfo) -> Result<Option<Settlement>, Violation> {
    let Some(settle) = &info.settle_info else {
        return Ok(None);
    };
    let field = format!("{SALE}.settle_info.settle_mode");
    let rule = "C40 settle_mode_known";
    let mode = one_of(rule, &field, &settle.settle_mode, SettleMode::from_word)?;
    Ok(mode.map(|mode| Settlement {
        mode,
        target: settle.settle_target_type.clone(),
    }))
}
