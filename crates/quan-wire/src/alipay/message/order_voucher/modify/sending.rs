//! M54 to M61: limits, quantity, and how vouchers reach users.

use quan_core::Fen;

use super::against::{Draft, rule_of, set, set_list};
use super::base::uploads;
use super::window::Window;
use crate::alipay::message::block::{VoucherSaleModeInfo, VoucherSendModeInfo};
use crate::alipay::message::check::{at_most, one_of, positive};
use crate::alipay::message::field::Int;
use crate::alipay::message::order_voucher::check::{counted, fits_total, price};
use crate::alipay::message::order_voucher::word::{SendMode, SettleMode};
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::LimitPeriod;

const MODE: &str = "voucher_send_mode_info";
const RULE: &str = "voucher_send_mode_info.voucher_send_rule_info";
const SALE: &str = "voucher_send_mode_info.voucher_sale_mode_info";

fn at(name: &str) -> String {
    format!("{RULE}.{name}")
}

pub(super) fn check(draft: &mut Draft<'_>, window: Window) -> Result<(), Violation> {
    limits(draft)?;
    total(draft, window)?;
    let wanted = draft.wanted_rule();
    let field = at("quantity_limit_per_user_period_type");
    let period = &wanted.quantity_limit_per_user_period_type;
    one_of(
        "M58 limit_period_known",
        &field,
        period,
        LimitPeriod::from_word,
    )?;
    let rule = draft.rule();
    set(
        &mut rule.quantity_limit_per_user_period_type,
        period.as_ref(),
    );
    if rule.quantity_limit_per_user.is_some() {
        let period = &mut rule.quantity_limit_per_user_period_type;
        period.get_or_insert_with(|| LimitPeriod::LifeCycle.to_string());
    }
    set(&mut rule.real_name_limit, wanted.real_name_limit.as_ref());
    let need_input = wanted.phone_number_need_input_limit.as_ref();
    set(&mut rule.phone_number_need_input_limit, need_input);

    let wanted = draft.asked.wanted.voucher_send_mode_info.clone();
    mode(draft, &wanted.unwrap_or_default())
}

/// Limits that are said; zero leaves one as it is.
fn limits(draft: &mut Draft<'_>) -> Result<(), Violation> {
    let wanted = draft.wanted_rule();
    let limit = |name: &str, limit: Int| {
        let limit = positive("M54 limits_not_negative", &at(name), limit)?;
        Ok::<_, Violation>(limit.and_then(|limit| i32::try_from(limit).ok()))
    };
    let user = limit("quantity_limit_per_user", wanted.quantity_limit_per_user)?;
    let day = limit(
        "quantity_day_limit_per_user",
        wanted.quantity_day_limit_per_user,
    )?;
    let week = limit(
        "quantity_week_limit_per_user",
        wanted.quantity_week_limit_per_user,
    )?;
    let month = limit(
        "quantity_month_limit_per_user",
        wanted.quantity_month_limit_per_user,
    )?;
    let rule = draft.rule();
    set(&mut rule.quantity_limit_per_user, user.as_ref());
    set(&mut rule.quantity_day_limit_per_user, day.as_ref());
    set(&mut rule.quantity_week_limit_per_user, week.as_ref());
    set(&mut rule.quantity_month_limit_per_user, month.as_ref());
    let (person, phone) = (wanted.natural_person_limit, wanted.phone_number_limit);
    set(&mut rule.natural_person_limit, person.as_ref());
    set(&mut rule.phone_number_limit, phone.as_ref());
    let limited = rule.quantity_limit_per_user.is_some();
    for (name, flag) in [
        ("natural_person_limit", rule.natural_person_limit),
        ("phone_number_limit", rule.phone_number_limit),
    ] {
        let name_of_rule = "M55 person_and_phone_need_user_limit";
        counted(name_of_rule, &at(name), flag == Some(true), limited)?;
    }
    Ok(())
}

/// A total may be repeated; what a day gives must stay within it.
fn total(draft: &mut Draft<'_>, window: Window) -> Result<(), Violation> {
    let wanted = draft.wanted_rule();
    let (field, total) = (at("quantity"), draft.present.quantity);
    let asked = positive("M56 quantity_not_negative", &field, wanted.quantity)?;
    if asked.is_some() && uploads(draft.before) {
        let rule = "M56 quantity_of_upload_is_zero";
        return Err(Violation::of(rule, &field, "MERCHANT_UPLOAD 模式下必须为0"));
    }
    if asked.is_some_and(|asked| asked != total) {
        let rule = "M56 quantity_stays";
        return Err(Violation::of(rule, &field, "不允许修改，请使用追加接口"));
    }
    let field = at("max_quantity_by_day");
    let rule = "M57 day_limit_not_negative";
    let by_day = positive(rule, &field, wanted.max_quantity_by_day)?;
    let by_day = by_day.and_then(|by_day| i32::try_from(by_day).ok());
    let before = rule_of(draft.before);
    let rule = draft.rule();
    let moved = before.publish_start_time != rule.publish_start_time
        || before.publish_end_time != rule.publish_end_time;
    if by_day.is_none() && !moved {
        return Ok(());
    }
    set(&mut rule.max_quantity_by_day, by_day.as_ref());
    let by_day = rule.max_quantity_by_day.unwrap_or(0);
    let by_day = u32::try_from(by_day).ok().filter(|by_day| *by_day > 0);
    let name = "M57 day_limit_times_days_within_quantity";
    fits_total(name, &field, by_day, window, total)
}

/// How vouchers reach users: terms of a sale, where they are sold.
fn mode(draft: &mut Draft<'_>, wanted: &VoucherSendModeInfo) -> Result<(), Violation> {
    let field = format!("{MODE}.voucher_send_mode");
    let mode = &wanted.voucher_send_mode;
    one_of(
        "M59 voucher_send_mode_known",
        &field,
        mode,
        SendMode::from_word,
    )?;
    let sale = wanted.voucher_sale_mode_info.clone().unwrap_or_default();
    let (least, most) = (Fen::new(10), Fen::new(300_000));
    let rule = "M60 sale_amount_between_0_1_and_3000";
    let amount = format!("{SALE}.sale_amount");
    price(rule, &amount, &sale.sale_amount, least, most)?;
    let rule = "M60 settle_mode_known";
    let settle = sale.settle_info.clone().unwrap_or_default();
    let field = format!("{SALE}.settle_info.settle_mode");
    one_of(rule, &field, &settle.settle_mode, SettleMode::from_word)?;
    let payee = format!("{SALE}.payee_pid");
    at_most(
        "M61 payee_pid_at_most_32_chars",
        &payee,
        &sale.payee_pid,
        32,
    )?;

    let sending = draft.after.voucher_send_mode_info.get_or_insert_default();
    let channels = &wanted.delivery_channel_list;
    set_list(&mut sending.delivery_channel_list, channels);
    if let Some(stored) = &mut sending.voucher_sale_mode_info {
        resell(stored, sale);
    }
    Ok(())
}

fn resell(stored: &mut VoucherSaleModeInfo, wanted: VoucherSaleModeInfo) {
    set(&mut stored.sale_amount, wanted.sale_amount.as_ref());
    set(&mut stored.payee_pid, wanted.payee_pid.as_ref());
    set(&mut stored.refundable, wanted.refundable.as_ref());
    let confirm = wanted.refundable_need_confirm.as_ref();
    set(&mut stored.refundable_need_confirm, confirm);
    set(
        &mut stored.overdue_refundable,
        wanted.overdue_refundable.as_ref(),
    );
    let confirm = wanted.overdue_refundable_need_confirm.as_ref();
    set(&mut stored.overdue_refundable_need_confirm, confirm);
    let Some(settle) = wanted.settle_info else {
        return;
    };
    let stored = stored.settle_info.get_or_insert_default();
    set(&mut stored.settle_mode, settle.settle_mode.as_ref());
    let target = settle.settle_target_type.as_ref();
    set(&mut stored.settle_target_type, target);
}
