//! How coupons are issued: how many, to whom, and what is kept away.

use crate::wechatpay::message::read::{Fields, Form, TRUTH, amount, count};
use crate::wechatpay::message::refusal::Refusal;
use crate::wechatpay::message::value::{Amount, message};

message! {
    /// The rules of issue. Amounts, handing on and sharing are kept and given back;
    /// nothing follows from them.
    StockSendRule {
        max_coupons: u32,
        max_coupons_per_user: u32,
        max_coupons_by_day: Option<u32>,
        max_amount: Option<Amount>,
        max_amount_by_day: Option<Amount>,
        natural_person_limit: Option<bool>,
        prevent_api_abuse: Option<bool>,
        transferable: Option<bool>,
        shareable: Option<bool>,
    }

    /// What of them a change can name; the first can only be repeated.
    SendRuleChange {
        natural_person_limit: Option<bool>,
        prevent_api_abuse: Option<bool>,
    }
}

/// The most coupons that a stock has.
pub(crate) const MOST_COUPONS: u32 = 1_000_000_000;

/// The title of a rule that refusals outside this block name, too.
pub(crate) const PERSON_LIMIT: &str = "是否开启自然人限制";

impl Form for StockSendRule {
    fn read(from: &Fields<'_>) -> Result<Self, Refusal> {
        let coupons = count(1, MOST_COUPONS);
        Ok(StockSendRule {
            max_coupons: from.need("max_coupons", "批次最大发放个数", coupons)?,
            max_coupons_per_user: from.need(
                "max_coupons_per_user",
                "用户最大可领个数",
                count(1, 100),
            )?,
            max_coupons_by_day: from.may("max_coupons_by_day", "单天发放上限个数", coupons)?,
            max_amount: from.may("max_amount", "总预算金额", amount(0, 100_000_000_000))?,
            max_amount_by_day: from.may(
                "max_amount_by_day",
                "单天发放上限金额",
                amount(0, 10_000_000_000),
            )?,
            natural_person_limit: from.may("natural_person_limit", PERSON_LIMIT, TRUTH)?,
            prevent_api_abuse: from.may("prevent_api_abuse", "可疑账号拦截", TRUTH)?,
            transferable: from.may("transferable", "是否允许转赠", TRUTH)?,
            shareable: from.may("shareable", "是否允许分享链接", TRUTH)?,
        })
    }
}

impl Form for SendRuleChange {
    fn read(from: &Fields<'_>) -> Result<Self, Refusal> {
        Ok(SendRuleChange {
            natural_person_limit: from.may("natural_person_limit", PERSON_LIMIT, TRUTH)?,
            prevent_api_abuse: from.may("prevent_api_abuse", "可疑账号拦截", TRUTH)?,
        })
    }
}
