//! `alipay.open.app.appcontent.function.create`: a service of a mini-program,
//! whose code a voucher's guide may name. Only the gateway offers it.

use super::call::{Call, Operation};
use super::check;
use super::field::{Text, blocks};
use super::times;
use super::violation::Violation;

blocks! {
    /// What the service is called, and where it is.
    Request {
        service_name: Text,
        short_desc: Text,
        key_words: Vec<String>,
        category_ids: Vec<String>,
        service_urls: Vec<ServiceUrl>,
        icon: Text,
        area_codes: Vec<String>,
        service_time_start: Text,
        service_time_end: Text,
        category_attributes: Vec<AppAttribute>,
    }

    /// An address of the service.
    ServiceUrl {
        #[serde(rename = "type")]
        kind: Text,
        url: Text,
    }

    /// What a category asks about.
    AppAttribute { key: Text, value: Vec<String> }

    /// The service's code.
    Answer { service_code: Text }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::FunctionCreate;
}

/// A service, with what stands for what was not said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// What it is called.
    pub name: String,
    /// Where it is.
    pub urls: Vec<String>,
    /// What it is, by code.
    pub categories: Vec<String>,
    /// Where it is offered, by code; `1` is the whole country.
    pub areas: Vec<String>,
    /// From when in the day it is offered.
    pub from: String,
    /// Until when.
    pub until: String,
}

impl Request {
    /// The service, or the first rule that it breaks.
    pub fn check(&self) -> Result<Service, Violation> {
        self.judge().map_err(Violation::in_order_words)
    }

    fn judge(&self) -> Result<Service, Violation> {
        let rule = "FN0 service_name_between_2_and_10_chars";
        let name = check::need(rule, "service_name", &self.service_name)?.to_owned();
        between(rule, "service_name", &name, 2, 10)?;
        if let Some(text) = &self.short_desc {
            let rule = "FN0 short_desc_between_5_and_16_chars";
            between(rule, "short_desc", text, 5, 16)?;
        }
        let rule = "FN0 at_most_5_key_words_of_5_chars";
        if self.key_words.len() > 5 {
            return Err(Violation::of(rule, "key_words", "最多5个"));
        }
        check::each_at_most(rule, "key_words", &self.key_words, 5)?;
        if self.category_ids.is_empty() {
            let rule = "FN0 category_ids_required";
            return Err(Violation::of(rule, "category_ids", "不能为空"));
        }
        let rule = "FN0 service_urls_are_complete";
        if self.service_urls.is_empty() {
            return Err(Violation::of(rule, "service_urls", "不能为空"));
        }
        let urls = self.service_urls.iter().enumerate().map(|(at, place)| {
            let field = |name: &str| format!("service_urls[{at}].{name}");
            check::need(rule, &field("type"), &place.kind)?;
            Ok(check::need(rule, &field("url"), &place.url)?.to_owned())
        });
        let urls = urls.collect::<Result<_, Violation>>()?;
        let from = hour("service_time_start", &self.service_time_start, "00:00:00")?;
        let until = hour("service_time_end", &self.service_time_end, "23:59:59")?;
        let mut areas = self.area_codes.clone();
        if areas.is_empty() {
            areas.push("1".to_owned());
        }
        Ok(Service {
            name,
            urls,
            categories: self.category_ids.clone(),
            areas,
            from,
            until,
        })
    }
}

fn between(
    rule: &'static str,
    field: &str,
    text: &str,
    least: usize,
    most: usize,
) -> Result<(), Violation> {
    if (least..=most).contains(&text.chars().count()) {
        return Ok(());
    }
    let what = format!("长度必须在{least}到{most}之间");
    Err(Violation::of(rule, field, &what))
}

fn hour(field: &str, text: &Text, otherwise: &str) -> Result<String, Violation> {
    let hour = text.as_deref().unwrap_or(otherwise);
    if times::parse_time(hour).is_some() {
        return Ok(hour.to_owned());
    }
    let rule = "FN0 service_times_are_hours";
    Err(Violation::of(rule, field, "格式必须为HH:mm:ss"))
}
