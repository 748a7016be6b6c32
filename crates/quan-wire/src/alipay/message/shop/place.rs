//! What the two ways of making a shop ask alike: where it is, when it is open, how
//! it is reached. Each call words a broken rule under codes of its own.

use super::block::AddressInfo;
use crate::alipay::message::check;
use crate::alipay::message::code::Code;
use crate::alipay::message::field::{Int, Text};
use crate::alipay::message::violation::Violation;

/// A shop, as far as vouchers ask about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shop {
    /// The merchant's own number for it.
    pub number: Option<String>,
    /// What it is called.
    pub name: String,
    /// What it sells, by code.
    pub category: String,
    /// Where it is.
    pub place: Place,
}

/// Where a shop is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The province, by code.
    pub province: String,
    /// The city, by code.
    pub city: String,
    /// The district, by code.
    pub district: String,
    /// Street and number.
    pub address: String,
}

/// The names of the rules about a place, as the call's own list has them.
pub(super) struct PlaceRules {
    pub(super) province: &'static str,
    pub(super) city: &'static str,
    pub(super) district: &'static str,
    pub(super) address: &'static str,
    pub(super) position: &'static str,
}

impl AddressInfo {
    pub(super) fn check(&self, field: &str, rules: &PlaceRules) -> Result<Place, Violation> {
        let of = |name: &str| format!("{field}.{name}");
        let region = |rule, name, text: &Text, code| {
            let region = check::need(rule, &of(name), text).map_err(|no| no.coded(code))?;
            if region.len() == 6 && region.bytes().all(|byte| byte.is_ascii_digit()) {
                return Ok(region.to_owned());
            }
            Err(Violation::of(rule, &of(name), "必须是6位编码").coded(code))
        };
        let code = Code::AddressProvinceCodeIllegal;
        let province = region(rules.province, "province_code", &self.province_code, code)?;
        let code = Code::AddressCityCodeIllegal;
        let city = region(rules.city, "city_code", &self.city_code, code)?;
        let code = Code::AddressDistrictCodeIllegal;
        let district = region(rules.district, "district_code", &self.district_code, code)?;
        let address = check::need(rules.address, &of("address"), &self.address);
        let address = address.map_err(|no| no.coded(Code::BusinessAddressIsEmpty))?;
        for (name, text) in [("longitude", &self.longitude), ("latitude", &self.latitude)] {
            if text.as_deref().is_some_and(|text| !is_degree(text)) {
                let what = "格式不合法，最多六位小数";
                let no = Violation::of(rules.position, &of(name), what);
                return Err(no.coded(Code::MerArgumentIllegal));
            }
        }
        Ok(Place {
            province,
            city,
            district,
            address: address.to_owned(),
        })
    }
}

/// Degrees with six decimals at the most.
fn is_degree(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let text = text.strip_prefix('-').unwrap_or(text);
    match text.split_once('.') {
        None => digits(text) && text.len() <= 3,
        Some((whole, parts)) => {
            digits(whole) && whole.len() <= 3 && digits(parts) && parts.len() <= 6
        }
    }
}

/// Whether a day of the week and hours of it are what they should be: `1` is
/// Monday, hours are `HH:mm`.
pub(super) fn is_open(week_day: Int, open_time: &Text, close_time: &Text) -> bool {
    is_week_day(week_day) && is_hour(open_time) && is_hour(close_time)
}

pub(super) fn is_week_day(day: Int) -> bool {
    day.is_some_and(|day| (1..=7).contains(&day))
}

pub(super) fn is_hour(text: &Text) -> bool {
    let Some((hour, minute)) = text.as_deref().and_then(|text| text.split_once(':')) else {
        return false;
    };
    let below = |text: &str, end: u8| {
        text.len() == 2
            && text.bytes().all(|byte| byte.is_ascii_digit())
            && text.parse().is_ok_and(|number: u8| number < end)
    };
    below(hour, 24) && below(minute, 60) || (hour, minute) == ("24", "00")
}
