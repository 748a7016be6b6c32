//! The kinds of values that a field can hold, each with its limits.

use std::marker::PhantomData;

use quan_core::{Fen, Timestamp};
use serde_json::{Map, Value};

use super::place::{Place, Sort, Source, Step};
use super::{Fields, Form};
use crate::wechatpay::message::refusal::Refusal;
use crate::wechatpay::message::value::{Amount, Time};
use crate::wechatpay::message::word::Vocabulary;
use crate::wechatpay::refusal::is_of_short_characters;

/// One kind of value.
pub(crate) trait Kind {
    /// What comes of reading it.
    type Value;

    /// Reads a value that is not null.
    fn read(
        &self,
        place: &Place<'_>,
        value: &Value,
        now: Timestamp,
    ) -> Result<Self::Value, Refusal>;

    /// Whether a value means the same as leaving an optional field out.
    fn is_silence(&self, source: Source, value: &Value) -> bool;
}

/// Whether a value is the text that says nothing.
fn is_empty_text(value: &Value) -> bool {
    value.as_str().is_some_and(str::is_empty)
}

/// The text of a field.
pub(crate) fn string<'v>(place: &Place<'_>, value: &'v Value) -> Result<&'v str, Refusal> {
    let text = value.as_str();
    text.ok_or_else(|| place.wrong_type("一个 string 类型的 Json 值", value))
}

/// What a text of limited length counts.
#[derive(Clone, Copy)]
enum Unit {
    Bytes,
    Chars,
}

/// The signs that a text is made of.
#[derive(Clone, Copy)]
pub(crate) struct Pattern {
    /// As the refusal shows it.
    pub(crate) regex: &'static str,
    /// Whether a sign is one of them.
    pub(crate) admits: fn(u8) -> bool,
}

/// A text.
#[derive(Clone, Copy)]
pub(crate) struct Text {
    least: usize,
    most: usize,
    unit: Unit,
    pattern: Option<Pattern>,
}

/// A text of so many bytes, as ids have.
pub(crate) const fn text(least: usize, most: usize) -> Text {
    Text {
        least,
        most,
        unit: Unit::Bytes,
        pattern: None,
    }
}

/// A text of one to so many characters, as people read.
pub(crate) const fn chars(most: usize) -> Text {
    Text {
        unit: Unit::Chars,
        ..text(1, most)
    }
}

impl Text {
    /// The same, made of certain signs only.
    pub(crate) const fn of(self, pattern: Pattern) -> Text {
        Text {
            pattern: Some(pattern),
            ..self
        }
    }
}

impl Kind for Text {
    type Value = String;

    fn read(&self, place: &Place<'_>, value: &Value, _: Timestamp) -> Result<String, Refusal> {
        let text = string(place, value)?;
        let (length, unit) = match self.unit {
            Unit::Bytes => (text.len(), "字节数"),
            Unit::Chars => (text.chars().count(), "字符数"),
        };
        if length < self.least {
            let issue = format!("字符数 {length}，小于最小值 {}", self.least);
            let rule = "W-VAL-3 text_too_short";
            return Err(place.against(rule, Sort::Text, &issue, length.into()));
        }
        if self.most < length {
            let issue = format!("{unit} {length}，大于最大值 {}", self.most);
            let rule = "W-VAL-3 text_too_long";
            return Err(place.against(rule, Sort::Text, &issue, length.into()));
        }
        if !is_of_short_characters(text) {
            let issue = "不支持 4 字节的 UTF-8 字符";
            let rule = "W-VAL-4 no_characters_of_four_bytes";
            return Err(place.against(rule, Sort::Text, issue, text.into()));
        }
        if let Some(pattern) = self.pattern
            && !text.bytes().all(pattern.admits)
        {
            let issue = format!("字符串必须匹配正则表达式“{}”", pattern.regex);
            let rule = "W-VAL-4 pattern";
            return Err(place.against(rule, Sort::Text, &issue, text.into()));
        }
        Ok(text.to_owned())
    }

    fn is_silence(&self, _: Source, value: &Value) -> bool {
        is_empty_text(value)
    }
}

/// The whole number of a field; one in a text counts only where there is no JSON.
fn whole(place: &Place<'_>, value: &Value) -> Result<i64, Refusal> {
    let written = value.as_str().filter(|_| place.source != Source::Body);
    let number = match written {
        None => value.as_i64(),
        Some(text) => {
            let digits = text.strip_prefix('-').unwrap_or(text);
            let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
            text.parse().ok().filter(|_| plain)
        }
    };
    number.ok_or_else(|| place.wrong_type("一个合法的 64 位有符号整数", value))
}

/// A whole number between two, both included.
fn between(place: &Place<'_>, value: &Value, least: u64, most: u64) -> Result<u64, Refusal> {
    let number = whole(place, value)?;
    let rule = "W-VAL-2 number_in_range";
    match u64::try_from(number).ok().filter(|number| least <= *number) {
        None => {
            let issue = format!("值低于最小值 {least}");
            Err(place.against(rule, Sort::Number, &issue, number.into()))
        }
        Some(number) if most < number => {
            let issue = format!("值高于最大值 {most}");
            Err(place.against(rule, Sort::Number, &issue, number.into()))
        }
        Some(number) => Ok(number),
    }
}

/// A number of things.
#[derive(Clone, Copy)]
pub(crate) struct Count {
    least: u32,
    most: u32,
    zero_is_silence: bool,
}

/// A number of things between two, both included.
pub(crate) const fn count(least: u32, most: u32) -> Count {
    Count {
        least,
        most,
        zero_is_silence: false,
    }
}

/// A number of things without a limit of its own.
pub(crate) const COUNT: Count = count(0, u32::MAX);

impl Count {
    /// The same, where zero says nothing.
    pub(crate) const fn zero_is_silence(self) -> Count {
        Count {
            zero_is_silence: true,
            ..self
        }
    }
}

impl Kind for Count {
    type Value = u32;

    fn read(&self, place: &Place<'_>, value: &Value, _: Timestamp) -> Result<u32, Refusal> {
        let number = between(place, value, self.least.into(), self.most.into())?;
        // `between` has held it below a limit of 32 bits.
        Ok(u32::try_from(number).unwrap_or(self.most))
    }

    fn is_silence(&self, source: Source, value: &Value) -> bool {
        (self.zero_is_silence && value.as_i64() == Some(0))
            || (source != Source::Body && is_empty_text(value))
    }
}

/// An amount of money.
#[derive(Clone, Copy)]
pub(crate) struct Money {
    least: u64,
    most: u64,
}

/// An amount of so many fen, both limits included.
pub(crate) const fn amount(least: u64, most: u64) -> Money {
    Money { least, most }
}

impl Kind for Money {
    type Value = Amount;

    fn read(&self, place: &Place<'_>, value: &Value, _: Timestamp) -> Result<Amount, Refusal> {
        let fen = between(place, value, self.least, self.most)?;
        Ok(Amount(Fen::new(fen)))
    }

    fn is_silence(&self, _: Source, _: &Value) -> bool {
        false
    }
}

/// A truth value.
#[derive(Clone, Copy)]
pub(crate) struct Truth;

/// True or false.
pub(crate) const TRUTH: Truth = Truth;

impl Kind for Truth {
    type Value = bool;

    fn read(&self, place: &Place<'_>, value: &Value, _: Timestamp) -> Result<bool, Refusal> {
        let truth = value.as_bool();
        truth.ok_or_else(|| place.wrong_type("一个 bool 类型的 Json 值", value))
    }

    fn is_silence(&self, _: Source, _: &Value) -> bool {
        false
    }
}

/// An instant.
#[derive(Clone, Copy)]
pub(crate) struct Instant;

/// An instant with its offset, as RFC 3339 writes it.
pub(crate) const TIME: Instant = Instant;

impl Kind for Instant {
    type Value = Time;

    fn read(&self, place: &Place<'_>, value: &Value, _: Timestamp) -> Result<Time, Refusal> {
        let text = string(place, value)?;
        Time::parse(text).ok_or_else(|| {
            let issue = "字符串必须是 RFC 3339 格式的时间";
            place.against("W-GEN-3 time_form", Sort::Time, issue, text.into())
        })
    }

    fn is_silence(&self, _: Source, value: &Value) -> bool {
        is_empty_text(value)
    }
}

/// A word of a closed vocabulary.
#[derive(Clone, Copy)]
pub(crate) struct Word<T>(PhantomData<T>);

/// A word of the vocabulary `T`.
pub(crate) const fn word<T: Vocabulary>() -> Word<T> {
    Word(PhantomData)
}

impl<T: Vocabulary> Kind for Word<T> {
    type Value = T;

    fn read(&self, place: &Place<'_>, value: &Value, _: Timestamp) -> Result<T, Refusal> {
        let text = string(place, value)?;
        T::spelt(text).ok_or_else(|| {
            let issue = "值不在枚举范围内";
            place.against("W-VAL-4 known_word", Sort::Word, issue, text.into())
        })
    }

    fn is_silence(&self, _: Source, value: &Value) -> bool {
        is_empty_text(value)
    }
}

/// The members of a field that is an object.
pub(crate) fn object<'v>(
    place: &Place<'_>,
    value: &'v Value,
) -> Result<&'v Map<String, Value>, Refusal> {
    let members = value.as_object();
    members.ok_or_else(|| place.wrong_type("一个 object 类型的 Json 值", value))
}

/// A nested block of fields.
#[derive(Clone, Copy)]
pub(crate) struct Block<T>(PhantomData<T>);

/// A nested block that is read as `T`.
pub(crate) const fn block<T: Form>() -> Block<T> {
    Block(PhantomData)
}

impl<T: Form> Kind for Block<T> {
    type Value = T;

    fn read(&self, place: &Place<'_>, value: &Value, now: Timestamp) -> Result<T, Refusal> {
        let members = object(place, value)?;
        T::read(&Fields::within(members, place, now))
    }

    fn is_silence(&self, _: Source, _: &Value) -> bool {
        false
    }
}

/// A list of values of one kind.
#[derive(Clone, Copy)]
pub(crate) struct List<K> {
    rule: &'static str,
    of: K,
    least: usize,
    most: usize,
}

/// A list of so many values of one kind; `rule` is broken by other numbers of them.
pub(crate) const fn list<K: Kind>(rule: &'static str, of: K, least: usize, most: usize) -> List<K> {
    List {
        rule,
        of,
        least,
        most,
    }
}

impl<K: Kind> Kind for List<K> {
    type Value = Vec<K::Value>;

    fn read(
        &self,
        place: &Place<'_>,
        value: &Value,
        now: Timestamp,
    ) -> Result<Vec<K::Value>, Refusal> {
        let elements = value.as_array();
        let elements =
            elements.ok_or_else(|| place.wrong_type("一个 array 类型的 Json 值", value))?;
        let length = elements.len();
        let issue = if length < self.least {
            Some(format!("元素个数 {length}，小于最小值 {}", self.least))
        } else if self.most < length {
            Some(format!("元素个数 {length}，大于最大值 {}", self.most))
        } else {
            None
        };
        if let Some(issue) = issue {
            return Err(place.against(self.rule, Sort::List, &issue, length.into()));
        }
        let read = |(at, element)| {
            let place = Place {
                above: Some(place),
                step: Step::Index(at),
                ..*place
            };
            self.of.read(&place, element, now)
        };
        elements.iter().enumerate().map(read).collect()
    }

    fn is_silence(&self, _: Source, value: &Value) -> bool {
        self.least == 0 && value.as_array().is_some_and(Vec::is_empty)
    }
}
