//! `GET /stocks/{stock_id}`: a stock as it is now.

use super::Stock;
use crate::wechatpay::message::asked::Asked;
use crate::wechatpay::message::call::{Call, Operation};
use crate::wechatpay::message::field::{STOCK_ID, title};
use crate::wechatpay::message::refusal::Refusal;
use crate::wechatpay::message::value::{Amount, Heard, message};
use crate::wechatpay::message::word::StockState;

message! {
    /// Which stock.
    Request { stock_id: String }

    /// The stock, its state and what was issued of it.
    Answer {
        #[serde(flatten)]
        stock: Stock,
        stock_state: Heard<StockState>,
        stock_id: String,
        coupon_code_count: Option<CouponCodeCount>,
        send_count_information: Option<SendCountInformation>,
    }

    /// The codes of a stock whose merchant uploads them.
    CouponCodeCount { total_count: u64, available_count: u64 }

    /// What was issued: the amounts only of coupons for a fixed amount, and today's
    /// figures only where a day has a limit.
    SendCountInformation {
        total_send_num: Option<u64>,
        total_send_amount: Option<Amount>,
        today_send_num: Option<u64>,
        today_send_amount: Option<Amount>,
    }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::StockQuery;

    fn read(asked: &Asked) -> Result<Self, Refusal> {
        Ok(Request {
            stock_id: asked.variable("stock_id", title::STOCK_ID, STOCK_ID)?,
        })
    }
}

impl Answer {
    /// The answer about a stock; whether it is subsidised is always said.
    pub fn of(
        stock: Stock,
        stock_id: String,
        state: StockState,
        codes: Option<CouponCodeCount>,
        sent: SendCountInformation,
    ) -> Answer {
        let subsidy = Some(stock.is_subsidised());
        Answer {
            stock: Stock { subsidy, ..stock },
            stock_state: state.into(),
            stock_id,
            coupon_code_count: codes,
            send_count_information: Some(sent),
        }
    }
}
