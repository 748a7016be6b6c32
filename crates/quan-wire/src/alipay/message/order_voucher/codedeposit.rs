//! `alipay.marketing.activity.ordervoucher.codedeposit`: the merchant's own codes
//! for an activity. What cannot be taken is told code by code; the rest is taken.

use std::collections::HashSet;

use super::ask;
use crate::alipay::message::call::{Call, Operation};
use crate::alipay::message::field::{Int, Text, Verbatim, blocks};
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::{Order, words};

blocks! {
    /// The codes, repetitions and all.
    Request {
        activity_id: Text,
        out_biz_no: Text,
        voucher_codes: Vec<Verbatim>,
        merchant_access_mode: Text,
    }

    /// What was taken and what was not, in the order of the request.
    Answer {
        success_count: Int,
        fail_count: Int,
        success_voucher_code_list: Vec<String>,
        fail_voucher_code_detail_list: Vec<FailVoucherCodeDetail>,
    }

    /// A code that was not taken.
    FailVoucherCodeDetail { voucher_code: Text, error_code: Text, error_msg: Text }
}

words! {
    /// Why a code is not taken.
    Fault { Duplicate = "VOUCHER_CODE_DUPLICATE", Illegal = "VOUCHER_CODE_ILLEGAL" }
}

impl Fault {
    /// What people read.
    pub const fn message(self) -> &'static str {
        match self {
            Fault::Duplicate => "与之前导入的券码重复",
            Fault::Illegal => "券码格式不合法",
        }
    }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::OrderVoucherCodedeposit;
}

/// Codes to import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deposit {
    /// Which activity, and the caller's number.
    pub order: Order,
    /// Every code of the request, with what is already known to be wrong with it.
    pub codes: Vec<(String, Option<Fault>)>,
}

/// How many codes a call takes.
pub const MOST_CODES: usize = 1000;

impl Request {
    /// The codes, or the first rule that the request as a whole breaks.
    pub fn check(&self) -> Result<Deposit, Violation> {
        self.judge().map_err(Violation::in_order_words)
    }

    fn judge(&self) -> Result<Deposit, Violation> {
        let order = ask::order(
            "D1 activity_id_required",
            &self.activity_id,
            &self.out_biz_no,
            &self.merchant_access_mode,
        )?;
        if !(1..=MOST_CODES).contains(&self.voucher_codes.len()) {
            let rule = "D3 between_1_and_1000_codes";
            return Err(Violation::of(
                rule,
                "voucher_codes",
                "数量必须在1到1000之间",
            ));
        }
        let mut seen = HashSet::new();
        let codes = self.voucher_codes.iter().map(|Verbatim(code)| {
            let fault = if !ask::is_code(code) {
                Some(Fault::Illegal)
            } else if !seen.insert(code.as_str()) {
                Some(Fault::Duplicate)
            } else {
                None
            };
            (code.clone(), fault)
        });
        let codes = codes.collect();
        Ok(Deposit { order, codes })
    }
}

impl Deposit {
    /// The codes that can be taken, unless they were imported before.
    pub fn fine(&self) -> impl Iterator<Item = &str> {
        let fine = self.codes.iter().filter(|(_, fault)| fault.is_none());
        fine.map(|(code, _)| code.as_str())
    }

    /// The answer, where `before` knows what had been imported before this call.
    pub fn answer(&self, before: impl Fn(&str) -> bool) -> Answer {
        let mut taken = Vec::new();
        let mut refused = Vec::new();
        for (code, fault) in &self.codes {
            match fault.or_else(|| before(code).then_some(Fault::Duplicate)) {
                None => taken.push(code.clone()),
                Some(fault) => refused.push(FailVoucherCodeDetail {
                    voucher_code: Some(code.clone()),
                    error_code: Some(fault.to_string()),
                    error_msg: Some(fault.message().to_owned()),
                }),
            }
        }
        Answer {
            success_count: i32::try_from(taken.len()).ok(),
            fail_count: i32::try_from(refused.len()).ok(),
            success_voucher_code_list: taken,
            fail_voucher_code_detail_list: refused,
        }
    }
}
