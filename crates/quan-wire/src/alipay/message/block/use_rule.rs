//! `voucher_use_rule_info`: when and how often a voucher can be used.

use crate::alipay::message::field::{Int, Text, blocks};

blocks! {
    /// Validity and the limits of use.
    VoucherUseRuleInfo {
        quantity_limit_per_user: Int,
        quantity_limit_per_user_period_type: Text,
        voucher_max_use_times: Int,
        payment_restriction_list: Vec<String>,
        voucher_use_ext_info: Text,
        voucher_use_time_info: Option<VoucherUseTimeInfo>,
    }

    /// Validity: between two instants, or counted from receipt.
    VoucherUseTimeInfo {
        period_type: Text,
        absolute_period_info: Option<AbsolutePeriodInfo>,
        relative_period_info: Option<RelativePeriodInfo>,
    }

    /// From one instant to another.
    AbsolutePeriodInfo {
        valid_begin_time: Text,
        valid_end_time: Text,
        time_restrict_info: Option<TimeRestrictInfo>,
    }

    /// Some days, after some days of waiting.
    RelativePeriodInfo {
        valid_days_after_receive: Int,
        wait_days_after_receive: Int,
        valid_days_relative_type: Text,
        time_restrict_info: Option<TimeRestrictInfo>,
    }

    /// Times at which a valid voucher can be used, and times at which it cannot.
    TimeRestrictInfo {
        usable_period_info: Vec<VoucherUseTimeRuleInfo>,
        disable_period_info: Vec<VoucherUseTimeRuleInfo>,
    }

    /// One rule about dates, weekdays or holidays.
    VoucherUseTimeRuleInfo {
        rule_type: Text,
        date_rule_info: Option<DateRuleInfo>,
        week_rule_info: Option<WeekRuleInfo>,
        holiday_rule_info: Option<HolidayRuleInfo>,
    }

    /// A range of dates.
    DateRuleInfo {
        date_range_info: Option<DateRangeInfo>,
        time_range_info: Option<TimeRangeInfo>,
    }

    /// The first and the last date.
    DateRangeInfo { begin_date: Text, end_date: Text }

    /// Weekdays by number, joined by commas.
    WeekRuleInfo { week_day: Text, time_range_info: Option<TimeRangeInfo> }

    /// All holidays.
    HolidayRuleInfo { time_range_info: Option<TimeRangeInfo> }

    /// A range of the clock.
    TimeRangeInfo { begin_time: Text, end_time_info: Option<EndTimeInfo> }

    /// The end of a range of the clock, of the same or the next day.
    EndTimeInfo { end_time: Text, end_time_type: Text }
}
