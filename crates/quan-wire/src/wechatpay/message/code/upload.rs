//! `POST /stocks/{stock_id}/couponcodes`: the merchant's own codes for a stock. What
//! cannot be taken is told code by code; the rest is taken.

use std::collections::HashSet;

use crate::wechatpay::message::asked::Asked;
use crate::wechatpay::message::call::{Call, Operation};
use crate::wechatpay::message::field::{LONGEST_CODE, REQUEST_NO, STOCK_ID, has_code_signs, title};
use crate::wechatpay::message::read::{Kind, Place, Source, list, string};
use crate::wechatpay::message::refusal::Refusal;
use crate::wechatpay::message::value::{Time, message};
use quan_core::Timestamp;
use serde_json::Value;

message! {
    /// Which stock, and the codes, repetitions and all.
    Request {
        stock_id: String,
        coupon_code_list: Vec<String>,
        upload_request_no: String,
    }

    /// What became of the codes.
    Answer {
        stock_id: String,
        total_count: u64,
        success_count: u64,
        success_codes: Option<Vec<String>>,
        success_time: Time,
        fail_count: Option<u64>,
        fail_codes: Option<Vec<FailCode>>,
        exist_codes: Option<Vec<String>>,
        duplicate_codes: Option<Vec<String>>,
    }

    /// A code that was not taken.
    FailCode { coupon_code: String, code: String, message: String }
}

/// Why a code is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is empty.
    TooShort,
    /// It has more signs than a code.
    TooLong,
    /// It has signs that no code has.
    Signs,
    /// The stock takes no more.
    Full,
}

impl Fault {
    /// The code that is answered.
    pub const fn code(self) -> &'static str {
        match self {
            Fault::TooShort | Fault::TooLong => "LENGTH_LIMIT",
            Fault::Signs => "PARAM_ERROR",
            Fault::Full => "CODE_COUNT_LIMIT",
        }
    }

    /// What people read.
    pub const fn message(self) -> &'static str {
        match self {
            Fault::TooShort => "长度小于最小值1位",
            Fault::TooLong => "长度超过最大值32位",
            Fault::Signs => "券code包含非法字符",
            Fault::Full => "上传的自定义code已达上限",
        }
    }
}

/// What becomes of a code that nothing is wrong with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is new.
    Stored,
    /// The stock had it.
    Existed,
    /// The stock takes no more.
    Full,
}

/// How many codes a call takes.
pub const MOST_CODES: usize = 200;

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::CodeUpload;

    fn read(asked: &Asked) -> Result<Self, Refusal> {
        let stock_id = asked.variable("stock_id", title::STOCK_ID, STOCK_ID)?;
        let from = asked.body();
        let codes = list("W-UPLOAD-3 between_1_and_200_codes", AnyText, 1, MOST_CODES);
        Ok(Request {
            stock_id,
            coupon_code_list: from.need("coupon_code_list", "券code列表", codes)?,
            upload_request_no: from.need("upload_request_no", "请求业务单据号", REQUEST_NO)?,
        })
    }
}

/// A code of whatever form: a bad one fails alone.
struct AnyText;

impl Kind for AnyText {
    type Value = String;

    fn read(&self, place: &Place<'_>, value: &Value, _: Timestamp) -> Result<String, Refusal> {
        string(place, value).map(str::to_owned)
    }

    fn is_silence(&self, _: Source, _: &Value) -> bool {
        false
    }
}

/// The codes of a request, each once and in the order of the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch<'a> {
    codes: Vec<(&'a str, Option<Fault>)>,
    repeated: Vec<&'a str>,
}

impl Request {
    /// The codes, each once, with what is wrong with it.
    pub fn batch(&self) -> Batch<'_> {
        let (mut seen, mut twice) = (HashSet::new(), HashSet::new());
        let mut batch = Batch {
            codes: Vec::new(),
            repeated: Vec::new(),
        };
        for code in &self.coupon_code_list {
            let code = code.as_str();
            if seen.insert(code) {
                batch.codes.push((code, fault(code)));
            } else if twice.insert(code) {
                batch.repeated.push(code);
            }
        }
        batch
    }
}

fn fault(code: &str) -> Option<Fault> {
    if code.is_empty() {
        Some(Fault::TooShort)
    } else if LONGEST_CODE < code.chars().count() {
        Some(Fault::TooLong)
    } else if !has_code_signs(code) {
        Some(Fault::Signs)
    } else {
        None
    }
}

impl<'a> Batch<'a> {
    /// The codes that can be taken, unless the stock has them.
    pub fn fine(&self) -> impl Iterator<Item = &'a str> {
        let fine = self.codes.iter().filter(|(_, fault)| fault.is_none());
        fine.map(|(code, _)| *code)
    }

    /// The answer, where `fate` knows what became of a fine code.
    pub fn answer(&self, stock_id: &str, at: Time, fate: impl Fn(&str) -> Fate) -> Answer {
        let (mut stored, mut existed, mut failed) = (Vec::new(), Vec::new(), Vec::new());
        for (code, fault) in &self.codes {
            let fault = match fault {
                Some(fault) => *fault,
                None => match fate(code) {
                    Fate::Stored => {
                        stored.push((*code).to_owned());
                        continue;
                    }
                    Fate::Existed => {
                        existed.push((*code).to_owned());
                        continue;
                    }
                    Fate::Full => Fault::Full,
                },
            };
            failed.push(FailCode {
                coupon_code: (*code).to_owned(),
                code: fault.code().to_owned(),
                message: fault.message().to_owned(),
            });
        }
        let repeated = self.repeated.iter().map(|code| (*code).to_owned());
        Answer {
            stock_id: stock_id.to_owned(),
            total_count: number(self.codes.len()),
            success_count: number(stored.len()),
            success_codes: some(stored),
            success_time: at,
            fail_count: Some(number(failed.len())),
            fail_codes: some(failed),
            exist_codes: some(existed),
            duplicate_codes: some(repeated.collect()),
        }
    }
}

fn number(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

/// A list, if anything is on it.
fn some<T>(list: Vec<T>) -> Option<Vec<T>> {
    Some(list).filter(|list| !list.is_empty())
}
