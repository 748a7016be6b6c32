//! Where a field stands, and the sentences in which it is refused.

use serde_json::Value;

use crate::wechatpay::message::refusal::{Detail, Refusal};

/// The part of a request that a field came by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Path,
    Query,
    Body,
}

impl Source {
    /// As refusals write it.
    fn as_str(self) -> &'static str {
        match self {
            Source::Path => "uri_template",
            Source::Query => "query",
            Source::Body => "body",
        }
    }
}

/// A step from an object to a member, or from a list to an element.
#[derive(Clone, Copy)]
pub(crate) enum Step<'a> {
    /// To the member of this name.
    Name(&'a str),
    /// To the element at this place, counted from zero.
    Index(usize),
}

/// A field: how it is reached and what it is called.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) source: Source,
    pub(crate) above: Option<&'a Place<'a>>,
    pub(crate) step: Step<'a>,
    /// The name that merchants read.
    pub(crate) title: &'static str,
}

impl<'a> Place<'a> {
    /// A member of the body.
    pub(crate) fn in_body(name: &'a str, title: &'static str) -> Place<'a> {
        Place {
            source: Source::Body,
            above: None,
            step: Step::Name(name),
            title,
        }
    }

    /// A member of the object that stands here.
    pub(crate) fn member<'b>(&'b self, name: &'b str, title: &'static str) -> Place<'b> {
        Place {
            above: Some(self),
            step: Step::Name(name),
            title,
            ..*self
        }
    }

    /// The pointer below the source, as `/a/b/0`.
    fn pointer(&self) -> String {
        let above = self.above.map(Place::pointer).unwrap_or_default();
        match self.step {
            Step::Name(name) => format!("{above}/{name}"),
            Step::Index(at) => format!("{above}/{at}"),
        }
    }

    /// A refusal of this field in a whole sentence; `issue` is its kernel.
    pub(crate) fn refuse(
        &self,
        rule: &'static str,
        message: String,
        issue: &str,
        value: Value,
    ) -> Refusal {
        let detail = Detail {
            field: self.pointer(),
            value,
            issue: issue.to_owned(),
            location: self.source.as_str(),
        };
        Refusal::of(rule, message, detail)
    }

    /// `W-VAL-1`: it was not said.
    pub(crate) fn missing(&self) -> Refusal {
        let issue = "此字段为必填项";
        let (source, title) = (self.source.as_str(), self.title);
        let message = format!(
            "输入源“/{source}{}”映射到字段“{title}”必填性规则校验失败，{issue}",
            self.pointer()
        );
        self.refuse("W-VAL-1 required", message, issue, "".into())
    }

    /// A number, a text or a list against its limits: `sort` says which.
    pub(crate) fn against(
        &self,
        rule: &'static str,
        sort: Sort,
        issue: &str,
        value: Value,
    ) -> Refusal {
        let (source, title) = (self.source.as_str(), self.title);
        let pointer = self.pointer();
        let (into, judged) = match sort {
            Sort::Number => ("数值字段", ""),
            Sort::Text => ("值字段", "字符串"),
            Sort::Time => ("值字段", "时间"),
            Sort::Word => ("枚举字段", ""),
            Sort::List => ("数组字段", ""),
        };
        let message =
            format!("输入源“/{source}{pointer}”映射到{into}“{title}”{judged}规则校验失败，{issue}");
        self.refuse(rule, message, issue, value)
    }

    /// `W-VAL-5`: another type of JSON value.
    pub(crate) fn wrong_type(&self, wanted: &str, value: &Value) -> Refusal {
        let (source, title) = (self.source.as_str(), self.title);
        let pointer = self.pointer();
        let json = if self.source == Source::Body {
            " JSON "
        } else {
            ""
        };
        let issue = format!("此字段需要{wanted}");
        let message =
            format!("无法将{json}输入源“/{source}{pointer}”映射到目标字段“{title}”中，{issue}");
        let shown = match value {
            Value::Array(_) | Value::Object(_) => Value::from(""),
            plain @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => {
                plain.clone()
            }
        };
        self.refuse("W-VAL-5 json_types", message, &issue, shown)
    }

    /// `W-VAL-6`: it is a parameter of the path, and the body says it as well.
    pub(crate) fn repeated(&self) -> Refusal {
        let title = self.title;
        let pointer = self.pointer();
        let issue = format!(
            "此字段并非多重字段但被输入源“/{}{pointer}”映射过了",
            Source::Path.as_str()
        );
        let message = format!(
            "无法将输入源“/{}{pointer}”映射到目标字段“{title}”中，{issue}",
            Source::Body.as_str()
        );
        let in_body = Place {
            source: Source::Body,
            ..*self
        };
        in_body.refuse("W-VAL-6 path_parameter_in_body", message, &issue, "".into())
    }
}

/// What a limit is set to; the sentence differs.
#[derive(Clone, Copy)]
pub(crate) enum Sort {
    Number,
    Text,
    Time,
    Word,
    List,
}
