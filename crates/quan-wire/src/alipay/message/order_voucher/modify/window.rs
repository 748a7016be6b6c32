//! M11 to M15: the window of giving.

use quan_core::Timestamp;

use super::against::Draft;
use crate::alipay::message::check::instant;
use crate::alipay::message::order_voucher::check::LONGEST;
use crate::alipay::message::times;
use crate::alipay::message::violation::Violation;

const START: &str = "voucher_send_mode_info.voucher_send_rule_info.publish_start_time";
const END: &str = "voucher_send_mode_info.voucher_send_rule_info.publish_end_time";

/// The first and the last instant of giving.
pub(super) type Window = (Timestamp, Timestamp);

/// The window to be. Its end only moves away, and its start only until it comes.
pub(super) fn check(draft: &mut Draft<'_>) -> Result<Window, Violation> {
    let wanted = draft.wanted_rule();
    let rule = "M11 publish_times_are_seconds_in_shanghai";
    let start = instant(rule, START, &wanted.publish_start_time)?;
    let mut end = instant(rule, END, &wanted.publish_end_time)?;
    let (now, stopped) = (draft.present.now, draft.present.stopped);
    let refused = draft.present.over_is_refused;
    let stored = draft.rule();
    let read = |text: &Option<String>| text.as_deref().and_then(times::parse);
    let opened = read(&stored.publish_start_time).unwrap_or(Timestamp::MIN);
    let closed = read(&stored.publish_end_time).unwrap_or(Timestamp::MAX);

    // The end of what is over stays, whatever is asked for.
    if (stopped || now > closed) && end.is_some_and(|end| end != closed) {
        if refused {
            let rule = "M14 over_is_refused";
            let text = "未知的错误码 ACTIVITY_EXPIRED";
            return Err(Violation::verbatim(rule, END, text));
        }
        end = None;
    }
    let (from, until) = (start.unwrap_or(opened), end.unwrap_or(closed));
    if start.is_some() || end.is_some() {
        if until.duration_since(from) > LONGEST {
            let rule = "M12 publish_span_at_most_180_days";
            return Err(Violation::of(rule, END, "发放时间跨度不能超过180天"));
        }
        if from >= until {
            let rule = "M12 publish_start_before_publish_end";
            return Err(Violation::of(rule, START, "必须早于 publish_end_time"));
        }
    }
    if until < closed {
        let rule = "M13 publish_end_only_later";
        return Err(Violation::of(rule, END, "只能延后"));
    }
    if from != opened && opened <= now {
        let rule = "M15 publish_start_only_before_it";
        return Err(Violation::of(rule, START, "活动开始后不允许修改"));
    }
    if start.is_some() {
        stored.publish_start_time = Some(times::format(from));
    }
    if end.is_some() {
        stored.publish_end_time = Some(times::format(until));
    }
    Ok((from, until))
}
