//! `PATCH /stocks/{stock_id}/budget`: changes how many coupons a stock has, or how
//! many a day, of a number that the caller must have read.

use crate::wechatpay::message::asked::Asked;
use crate::wechatpay::message::call::{Call, Operation};
use crate::wechatpay::message::field::{REQUEST_NO, STOCK_ID, title};
use crate::wechatpay::message::read::{Count, Fields, count};
use crate::wechatpay::message::refusal::Refusal;
use crate::wechatpay::message::rule::send_rule::MOST_COUPONS;
use crate::wechatpay::message::value::message;

message! {
    /// Which stock, and its new number of coupons. Exactly one of the two is said.
    Request {
        stock_id: String,
        target_max_coupons: Option<u32>,
        target_max_coupons_by_day: Option<u32>,
        current_max_coupons: Option<u32>,
        current_max_coupons_by_day: Option<u32>,
        modify_budget_request_no: String,
    }

    /// The numbers now in force.
    Answer { max_coupons: u32, max_coupons_by_day: Option<u32> }
}

/// What a request changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// How many coupons the stock has.
    Total {
        /// The new number.
        target: u32,
        /// The number that the caller read.
        current: u32,
    },
    /// How many a day has; none is zero.
    Daily {
        /// The new number.
        target: u32,
        /// The number that the caller read.
        current: u32,
    },
}

/// A target, which says nothing if it is zero.
const TARGET: Count = count(1, MOST_COUPONS).zero_is_silence();
/// What the caller read.
const CURRENT: Count = count(0, MOST_COUPONS);

const TOTAL_READ: (&str, &str) = ("current_max_coupons", "当前批次最大发放个数");
const DAILY_READ: (&str, &str) = ("current_max_coupons_by_day", "当前单天发放上限个数");

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::StockBudget;

    fn read(asked: &Asked) -> Result<Self, Refusal> {
        let stock_id = asked.variable("stock_id", title::STOCK_ID, STOCK_ID)?;
        let from = asked.body();
        let total = from.may("target_max_coupons", "目标批次最大发放个数", TARGET)?;
        let daily = from.may("target_max_coupons_by_day", "目标单天发放上限个数", TARGET)?;
        if total.is_some() == daily.is_some() {
            let place = from.at("target_max_coupons", "目标批次最大发放个数");
            let text = "target_max_coupons与target_max_coupons_by_day只能修改一个";
            let rule = "W-BUDGET-1 one_target";
            let value = total.unwrap_or(0).into();
            return Err(place.refuse(rule, text.to_owned(), text, value));
        }
        Ok(Request {
            stock_id,
            target_max_coupons: total,
            target_max_coupons_by_day: daily,
            current_max_coupons: current(&from, TOTAL_READ, total.is_some())?,
            current_max_coupons_by_day: current(&from, DAILY_READ, daily.is_some())?,
            modify_budget_request_no: from.need(
                "modify_budget_request_no",
                "修改预算请求单据号",
                REQUEST_NO,
            )?,
        })
    }
}

/// What the caller read, needed of the number that it changes.
fn current(
    from: &Fields<'_>,
    (name, title): (&'static str, &'static str),
    needed: bool,
) -> Result<Option<u32>, Refusal> {
    let said = from.may(name, title, CURRENT)?;
    if needed && said.is_none() {
        let missing = from.at(name, title).missing();
        let rule = "W-BUDGET-2 current_is_needed";
        return Err(Refusal { rule, ..missing });
    }
    Ok(said)
}

impl Request {
    /// What changes; `None` of a request that was not read from a caller.
    pub fn change(&self) -> Option<Change> {
        match (self.target_max_coupons, self.target_max_coupons_by_day) {
            (Some(target), _) => {
                let current = self.current_max_coupons?;
                Some(Change::Total { target, current })
            }
            (None, Some(target)) => {
                let current = self.current_max_coupons_by_day?;
                Some(Change::Daily { target, current })
            }
            (None, None) => None,
        }
    }
}
