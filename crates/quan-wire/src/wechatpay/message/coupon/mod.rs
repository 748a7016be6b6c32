//! Coupons (券): one user's, and all that becomes of it.

pub mod associate;
pub mod card;
pub mod deactivate;
pub mod disassociate;
pub mod list;
pub mod query;
pub mod redeem;
pub mod send;
pub mod undo;

use super::asked::Asked;
use super::field::{COUPON_CODE, STOCK_ID, title};
use super::refusal::Refusal;
use super::rule::{CouponUseRule, CustomEntrance, DisplayPatternInfo};
use super::stock::Stock;
use super::value::{Heard, Time, message};
use super::word::{CouponState, StockType};

message! {
    /// A coupon as its queries show it.
    Coupon {
        belong_merchant: String,
        stock_name: String,
        comment: Option<String>,
        goods_name: String,
        stock_type: StockType,
        transferable: bool,
        shareable: bool,
        coupon_state: Heard<CouponState>,
        display_pattern_info: Option<DisplayPatternInfo>,
        coupon_use_rule: CouponUseRule,
        custom_entrance: Option<CustomEntrance>,
        coupon_code: String,
        stock_id: String,
        available_start_time: Time,
        expire_time: Time,
        receive_time: Time,
        send_request_no: String,
        use_request_no: Option<String>,
        use_time: Option<Time>,
        associate_out_trade_no: Option<String>,
        return_request_no: Option<String>,
        return_time: Option<Time>,
        deactivate_request_no: Option<String>,
        deactivate_time: Option<Time>,
        deactivate_reason: Option<String>,
    }
}

/// What tells one coupon of a stock from another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// The code.
    pub coupon_code: String,
    /// The stock.
    pub stock_id: String,
    /// What has become of it.
    pub state: CouponState,
    /// The first instant of its validity.
    pub available_start_time: Time,
    /// The last.
    pub expire_time: Time,
    /// When it was received.
    pub receive_time: Time,
    /// The sender's number.
    pub send_request_no: String,
}

impl Coupon {
    /// A coupon of a stock on which nothing was done.
    pub fn of(stock: Stock, issue: Issue) -> Coupon {
        let rule = &stock.stock_send_rule;
        Coupon {
            transferable: rule.transferable.unwrap_or(false),
            shareable: rule.shareable.unwrap_or(false),
            belong_merchant: stock.belong_merchant,
            stock_name: stock.stock_name,
            comment: stock.comment,
            goods_name: stock.goods_name,
            stock_type: stock.stock_type,
            coupon_state: issue.state.into(),
            display_pattern_info: stock.display_pattern_info,
            coupon_use_rule: stock.coupon_use_rule,
            custom_entrance: stock.custom_entrance,
            coupon_code: issue.coupon_code,
            stock_id: issue.stock_id,
            available_start_time: issue.available_start_time,
            expire_time: issue.expire_time,
            receive_time: issue.receive_time,
            send_request_no: issue.send_request_no,
            use_request_no: None,
            use_time: None,
            associate_out_trade_no: None,
            return_request_no: None,
            return_time: None,
            deactivate_request_no: None,
            deactivate_time: None,
            deactivate_reason: None,
        }
    }

    /// The coupon as lists show it: without the description (`W-LIST-6`).
    #[must_use]
    pub fn listed(mut self) -> Coupon {
        if let Some(display) = &mut self.display_pattern_info {
            display.description = None;
        }
        let nothing = DisplayPatternInfo::default();
        self.display_pattern_info = self.display_pattern_info.filter(|shown| *shown != nothing);
        self
    }
}

/// The code and the stock that a call about one coupon names.
fn coupon(asked: &Asked) -> Result<(String, String), Refusal> {
    let from = asked.body();
    let code = from.need("coupon_code", title::COUPON_CODE, COUPON_CODE)?;
    let stock = from.need("stock_id", title::STOCK_ID, STOCK_ID)?;
    Ok((code, stock))
}
