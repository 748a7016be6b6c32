//! Stocks (批次): what a merchant lays down, how it is asked for, and what can be
//! changed of it.

pub mod budget;
pub mod create;
pub mod modify;
pub mod query;

use super::field::{APPID, title};
use super::problem::Problem;
use super::read::{Fields, Form, Text, chars, word};
use super::refusal::Refusal;
use super::rule::{CouponUseRule, CustomEntrance, DisplayPatternInfo, StockSendRule};
use super::value::message;
use super::word::{CodeMode, StockType};

message! {
    /// A stock as its merchant laid it down. Blocks that say nothing are absent.
    Stock {
        stock_name: String,
        belong_merchant: String,
        comment: Option<String>,
        goods_name: String,
        stock_type: StockType,
        coupon_use_rule: CouponUseRule,
        stock_send_rule: StockSendRule,
        custom_entrance: Option<CustomEntrance>,
        display_pattern_info: Option<DisplayPatternInfo>,
        coupon_code_mode: CodeMode,
        notify_config: Option<NotifyConfig>,
        subsidy: Option<bool>,
    }

    /// Whose names of users the notices carry.
    #[derive(Default)]
    NotifyConfig { notify_appid: Option<String> }
}

/// The title of a stock's name.
const STOCK_NAME: &str = "商家券批次名称";

/// How long it is.
const STOCK_NAME_CHARS: Text = chars(21);

fn comment(from: &Fields<'_>) -> Result<Option<String>, Refusal> {
    from.may("comment", title::COMMENT, chars(20))
}

impl Form for NotifyConfig {
    fn read(from: &Fields<'_>) -> Result<Self, Refusal> {
        Ok(NotifyConfig {
            notify_appid: from.may("notify_appid", "事件通知appid", APPID)?,
        })
    }
}

/// What is left of a block that may say nothing.
fn said<T: Default + PartialEq>(block: Option<T>) -> Option<T> {
    block.filter(|block| *block != T::default())
}

impl Stock {
    /// The applications that must belong to the caller or the owner (`W-CREATE-14`).
    pub fn appids(&self) -> impl Iterator<Item = &str> {
        let entrance = self.custom_entrance.as_ref();
        let notify = self.notify_config.as_ref();
        let entrance = entrance.and_then(|entrance| entrance.appid.as_deref());
        let notify = notify.and_then(|config| config.notify_appid.as_deref());
        [entrance, notify].into_iter().flatten()
    }

    /// Whether merchants may put money to the stock's coupons.
    pub fn is_subsidised(&self) -> bool {
        self.subsidy.unwrap_or(false)
    }
}

/// Who supplies the codes; another word is no way to issue coupons.
fn code_mode(from: &Fields<'_>) -> Result<CodeMode, Refusal> {
    let mode = from.need("coupon_code_mode", "券code模式", word());
    mode.map_err(|refusal| {
        if refusal.rule == "W-VAL-4 known_word" {
            Refusal::under("W-CREATE-2 coupon_code_mode_known", Problem::CodeMode)
        } else {
            refusal
        }
    })
}
