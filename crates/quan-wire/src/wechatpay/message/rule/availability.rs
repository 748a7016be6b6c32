//! When coupons are valid: a span, days counted from the receipt, and the days and
//! hours at which they can be used.

use jiff::ToSpan;
use quan_core::time::civil;

use crate::wechatpay::message::problem::Problem;
use crate::wechatpay::message::read::{
    Block, Fields, Form, Kind, Place, Source, TIME, block, count, list,
};
use crate::wechatpay::message::refusal::Refusal;
use crate::wechatpay::message::value::{Time, message};
use quan_core::Timestamp;
use serde_json::Value;

message! {
    /// When the coupons of a stock are valid. The last list's spelling is the
    /// platform's.
    CouponAvailableTime {
        available_begin_time: Time,
        available_end_time: Time,
        available_day_after_receive: Option<u32>,
        available_week: Option<AvailableWeek>,
        irregulary_avaliable_time: Option<Vec<IrregularTime>>,
        wait_days_after_receive: Option<u32>,
    }

    /// Days of the week, Sunday being 0, and hours of these days.
    #[derive(Default)]
    AvailableWeek {
        week_day: Option<Vec<u32>>,
        available_day_time: Option<Vec<AvailableDayTime>>,
    }

    /// Seconds of a day, both included.
    AvailableDayTime { begin_time: Option<u32>, end_time: Option<u32> }

    /// A span for itself.
    IrregularTime { begin_time: Option<Time>, end_time: Option<Time> }
}

/// So many spans a stock has at the most; the platform names no number.
const MOST_SPANS: usize = 100;

/// The last second of a day.
const LAST_SECOND: u32 = 86_399;

impl AvailableDayTime {
    /// The first second and the last, where nothing is said those of the day.
    pub fn seconds(&self) -> (u32, u32) {
        let first = self.begin_time.unwrap_or(0);
        (first, self.end_time.unwrap_or(LAST_SECOND))
    }
}

impl Form for CouponAvailableTime {
    fn read(from: &Fields<'_>) -> Result<Self, Refusal> {
        let begin = from.need("available_begin_time", "开始时间", TIME)?;
        let end = from.need("available_end_time", "结束时间", TIME)?;
        if !(begin < end && from.now() < end.0 && within_a_year(begin, end)) {
            let place = from.at("available_end_time", "结束时间");
            let text = Problem::Validity.message();
            let rule = "W-CREATE-5 span_of_a_stock";
            let value = end.to_string().into();
            return Err(place.refuse(rule, text.to_owned(), text, value));
        }
        let days = "available_day_after_receive";
        let read = CouponAvailableTime {
            available_begin_time: begin,
            available_end_time: end,
            available_day_after_receive: from.may(days, "生效后N天内有效", count(1, 365))?,
            available_week: from.may(
                "available_week",
                "固定周期有效时间段",
                block::<AvailableWeek>(),
            )?,
            irregulary_avaliable_time: from.may(
                "irregulary_avaliable_time",
                "无规律的有效时间段",
                spans(),
            )?,
            wait_days_after_receive: from.may(
                "wait_days_after_receive",
                "领取后N天开始生效",
                count(1, 30).zero_is_silence(),
            )?,
        };
        if let (Some(wait), None) = (
            read.wait_days_after_receive,
            read.available_day_after_receive,
        ) {
            let place = from.at("wait_days_after_receive", "领取后N天开始生效");
            let text = "设置领取后N天开始生效时，必须设置生效后N天内有效";
            let rule = "W-CREATE-6 waiting_needs_days";
            return Err(place.refuse(rule, text.to_owned(), text, wait.into()));
        }
        Ok(CouponAvailableTime {
            available_week: read
                .available_week
                .filter(|week| *week != AvailableWeek::default()),
            ..read
        })
    }
}

/// Whether a span ends a year after its beginning or earlier.
fn within_a_year(begin: Time, end: Time) -> bool {
    let year = civil(begin.0).checked_add(1.year());
    year.is_ok_and(|latest| civil(end.0) <= latest)
}

/// Any number of spans.
fn spans() -> impl Kind<Value = Vec<IrregularTime>> {
    list(
        "W-CREATE-2 irregular_times",
        block::<IrregularTime>(),
        0,
        MOST_SPANS,
    )
}

impl Form for AvailableWeek {
    fn read(from: &Fields<'_>) -> Result<Self, Refusal> {
        let days = list("W-CREATE-2 week_days", WeekDay, 0, usize::MAX);
        let hours = list(
            "W-CREATE-8 at_most_2_windows",
            block::<AvailableDayTime>(),
            0,
            2,
        );
        let mut week = AvailableWeek {
            week_day: from.may("week_day", "可用星期数", days)?,
            available_day_time: from.may("available_day_time", "当天可用时间段", hours)?,
        };
        if week.available_day_time.is_some() && week.week_day.is_none() {
            let missing = from.at("week_day", "可用星期数").missing();
            let rule = "W-CREATE-8 hours_need_week_days";
            return Err(Refusal { rule, ..missing });
        }
        if let Some(days) = &mut week.week_day {
            let mut seen = [false; 7];
            days.retain(|day| {
                let seen = usize::try_from(*day).ok().and_then(|day| seen.get_mut(day));
                seen.is_some_and(|seen| !std::mem::replace(seen, true))
            });
        }
        Ok(week)
    }
}

/// A day of the week, which some write as a text.
#[derive(Clone, Copy)]
struct WeekDay;

impl Kind for WeekDay {
    type Value = u32;

    fn read(&self, place: &Place<'_>, value: &Value, now: Timestamp) -> Result<u32, Refusal> {
        let digit = value.as_str().filter(|text| text.len() == 1);
        let digit: Option<u32> = digit.and_then(|digit| digit.parse().ok());
        let value = digit.map_or_else(|| value.clone(), Value::from);
        count(0, 6).read(place, &value, now)
    }

    fn is_silence(&self, _: Source, _: &Value) -> bool {
        false
    }
}

impl Form for AvailableDayTime {
    fn read(from: &Fields<'_>) -> Result<Self, Refusal> {
        let hours = AvailableDayTime {
            begin_time: from.may("begin_time", "当天可用开始时间", count(0, LAST_SECOND))?,
            end_time: from.may("end_time", "当天可用结束时间", count(1, LAST_SECOND))?,
        };
        let (first, last) = hours.seconds();
        if first < last {
            return Ok(hours);
        }
        Err(turned(
            &from.at("end_time", "当天可用结束时间"),
            last.into(),
        ))
    }
}

impl Form for IrregularTime {
    fn read(from: &Fields<'_>) -> Result<Self, Refusal> {
        let span = IrregularTime {
            begin_time: from.may("begin_time", "开始时间", TIME)?,
            end_time: from.may("end_time", "结束时间", TIME)?,
        };
        match (span.begin_time, span.end_time) {
            (Some(begin), Some(end)) if end <= begin => Err(turned(
                &from.at("end_time", "结束时间"),
                end.to_string().into(),
            )),
            _ => Ok(span),
        }
    }
}

/// A span that ends before it begins.
fn turned(place: &Place<'_>, value: Value) -> Refusal {
    let text = "可用时间段的结束时间必须晚于开始时间";
    place.refuse("W-CREATE-8 begin_before_end", text.to_owned(), text, value)
}

/// How the block is read.
pub(crate) const AVAILABLE_TIME: Block<CouponAvailableTime> = block();
