//! What a stock says, as terms of the domain.

use jiff::civil::{Time as Clock, Weekday};
use quan_core::terms::{
    Calendar, Codes, GoodsScope, IssueTerms, Judge, Places, RedeemTerms, Scope,
};
use quan_core::window::{CalendarRule, Days, Hours};
use quan_core::{Benefit, Cap, Fen, Funding, Period, Terms, Timestamp, Validity, Window};
use quan_wire::wechatpay::message::rule::{self, AvailableWeek, CouponAvailableTime};
use quan_wire::wechatpay::message::stock::Stock;
use quan_wire::wechatpay::message::word::CodeMode;

/// The terms of a stock that is laid down at `now`. What a coupon takes off is
/// for show: its merchant reports every use.
pub(super) fn terms(stock: &Stock, now: Timestamp) -> Terms {
    let send = &stock.stock_send_rule;
    let time = &stock.coupon_use_rule.coupon_available_time;
    let span = span(time);
    Terms {
        benefit: benefit(&stock.coupon_use_rule.benefit),
        floor: Some(stock.coupon_use_rule.benefit.transaction_minimum().0),
        issue: IssueTerms {
            // Coupons can be issued before they are valid.
            window: Window {
                opens_at: now.min(span.opens_at),
                closes_at: span.closes_at,
            },
            per_user: vec![Cap {
                period: Period::Lifetime,
                limit: send.max_coupons_per_user,
            }],
            by_person: send.natural_person_limit.unwrap_or(false),
            by_phone: false,
            real_name: false,
            by_day: send.max_coupons_by_day,
        },
        validity: Validity::Within {
            span,
            wait_days: time.wait_days_after_receive.unwrap_or(0),
            days: time.available_day_after_receive,
        },
        calendar: calendar(time, span),
        redeem: RedeemTerms {
            per_user: None,
            max_uses: 1,
            judge: Judge::Merchant,
        },
        scope: Scope {
            generation: 1,
            apps: false,
            places: Places::Everywhere,
            goods: GoodsScope::Any,
        },
        funding: Funding::Forgone,
        codes: codes(stock.coupon_code_mode),
        sale: None,
    }
}

/// Where codes come from. Those of the platform are written from the voucher's
/// number, so that to the engine there are none.
fn codes(mode: CodeMode) -> Codes {
    match mode {
        CodeMode::WechatPay => Codes::None,
        CodeMode::MerchantApi => Codes::Named,
        CodeMode::MerchantUpload => Codes::Deposited,
    }
}

fn benefit(benefit: &rule::Benefit) -> Benefit {
    match benefit {
        rule::Benefit::Fixed(fixed) => Benefit::Fixed {
            amount: fixed.discount_amount.0,
        },
        rule::Benefit::Discount(discount) => Benefit::Discount {
            pays_percent: u8::try_from(discount.discount_percent).unwrap_or(100),
            ceiling: Fen::MAX,
        },
        // What the goods cost without the coupon is not said.
        rule::Benefit::Exchange(exchange) => Benefit::Special {
            price: exchange.exchange_price.0,
            origin: exchange.exchange_price.0,
        },
    }
}

fn span(time: &CouponAvailableTime) -> Window {
    Window {
        opens_at: time.available_begin_time.0,
        closes_at: time.available_end_time.0,
    }
}

fn calendar(time: &CouponAvailableTime, span: Window) -> Calendar {
    let irregular = time.irregulary_avaliable_time.iter().flatten();
    Calendar {
        usable: time.available_week.as_ref().map(weekly).unwrap_or_default(),
        spans: irregular
            .map(|one| Window {
                opens_at: one.begin_time.map_or(span.opens_at, |at| at.0),
                closes_at: one.end_time.map_or(span.closes_at, |at| at.0),
            })
            .collect(),
        barred: Vec::new(),
    }
}

/// One rule for each of the day's hours, or for whole days.
fn weekly(week: &AvailableWeek) -> Vec<CalendarRule> {
    let days: Vec<Weekday> = week
        .week_day
        .iter()
        .flatten()
        .copied()
        .filter_map(weekday)
        .collect();
    let rule = |hours| CalendarRule {
        days: Days::Weekdays(days.clone()),
        hours,
    };
    let windows = week.available_day_time.iter().flatten();
    let rules: Vec<CalendarRule> = windows
        .map(|window| {
            let (first, last) = window.seconds();
            rule(Hours {
                begins: clock(first),
                ends: clock(last),
                next_day: false,
            })
        })
        .collect();
    match rules.is_empty() {
        true if days.is_empty() => Vec::new(),
        true => vec![rule(Hours::ALL_DAY)],
        false => rules,
    }
}

/// 0 is Sunday.
fn weekday(day: u32) -> Option<Weekday> {
    Weekday::from_sunday_zero_offset(i8::try_from(day).ok()?).ok()
}

/// A second of the day.
fn clock(second: u32) -> Clock {
    let part = |value: u32| i8::try_from(value).unwrap_or(0);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    Clock::new(part(hour), part(minute), part(second), 0).unwrap_or(Clock::MIN)
}
