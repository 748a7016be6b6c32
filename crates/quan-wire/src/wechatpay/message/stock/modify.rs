//! `PATCH /stocks/{stock_id}`: changes what is shown of a stock and a few of its
//! rules, member by member.

use super::{NotifyConfig, STOCK_NAME, STOCK_NAME_CHARS, Stock, comment, said};
use crate::wechatpay::message::asked::Asked;
use crate::wechatpay::message::call::{Call, Nothing, Operation};
use crate::wechatpay::message::field::{REQUEST_NO, STOCK_ID, title};
use crate::wechatpay::message::problem::Problem;
use crate::wechatpay::message::read::{Place, TRUTH, block, chars};
use crate::wechatpay::message::refusal::Refusal;
use crate::wechatpay::message::rule::DisplayPatternInfo;
use crate::wechatpay::message::rule::display::{LOGO, MERCHANT_NAME};
use crate::wechatpay::message::rule::entrance::EntranceChange;
use crate::wechatpay::message::rule::send_rule::{PERSON_LIMIT, SendRuleChange};
use crate::wechatpay::message::rule::use_rule::UseRuleChange;
use crate::wechatpay::message::value::message;

message! {
    /// Which stock, and what changes. What is absent stays.
    Request {
        stock_id: String,
        custom_entrance: Option<EntranceChange>,
        stock_name: Option<String>,
        comment: Option<String>,
        goods_name: Option<String>,
        out_request_no: String,
        display_pattern_info: Option<DisplayPatternInfo>,
        coupon_use_rule: Option<UseRuleChange>,
        stock_send_rule: Option<SendRuleChange>,
        notify_config: Option<NotifyConfig>,
        subsidy: Option<bool>,
    }
}

impl Call for Request {
    type Answer = Nothing;
    const OPERATION: Operation = Operation::StockModify;

    fn read(asked: &Asked) -> Result<Self, Refusal> {
        let stock_id = asked.variable("stock_id", title::STOCK_ID, STOCK_ID)?;
        let from = asked.body();
        Ok(Request {
            stock_id,
            custom_entrance: from.may("custom_entrance", title::ENTRANCE, block())?,
            stock_name: from.may("stock_name", STOCK_NAME, STOCK_NAME_CHARS)?,
            comment: comment(&from)?,
            goods_name: from.may("goods_name", title::GOODS_NAME, chars(15))?,
            out_request_no: from.need("out_request_no", title::OUT_REQUEST_NO, REQUEST_NO)?,
            display_pattern_info: from.may("display_pattern_info", title::DISPLAY, block())?,
            coupon_use_rule: from.may("coupon_use_rule", title::USE_RULE, block())?,
            stock_send_rule: from.may("stock_send_rule", title::SEND_RULE, block())?,
            notify_config: from.may("notify_config", title::NOTIFY, block())?,
            subsidy: from.may("subsidy", title::SUBSIDY, TRUTH)?,
        })
    }
}

/// A field that can be repeated, but not changed.
fn unmodified<T: PartialEq>(new: Option<&T>, old: Option<&T>, title: &str) -> Result<(), Refusal> {
    if new.is_none() || new == old {
        return Ok(());
    }
    let text = format!("参数“{title}”不允许修改");
    let rule = "W-PATCH-3 some_fields_stay";
    Err(Refusal::saying(rule, Problem::Unmodifiable, text))
}

impl Request {
    /// The stock after the change, or why it cannot be changed so.
    pub fn apply(&self, stock: &Stock) -> Result<Stock, Refusal> {
        self.check_fixed(stock)?;
        if self.subsidy == Some(false) && stock.is_subsidised() {
            let rule = "W-PATCH-4 a_subsidy_stays";
            return Err(Refusal::under(rule, Problem::SubsidyStays));
        }
        let mut new = stock.clone();
        if let Some(change) = &self.custom_entrance {
            let place = Place::in_body("custom_entrance", title::ENTRANCE);
            new.custom_entrance = said(Some(
                change.applied(stock.custom_entrance.as_ref(), &place)?,
            ));
        }
        if let Some(comment) = &self.comment {
            new.comment = Some(comment.clone());
        }
        if let Some(name) = &self.goods_name {
            new.goods_name.clone_from(name);
        }
        if let Some(change) = &self.display_pattern_info {
            let old = stock.display_pattern_info.clone().unwrap_or_default();
            new.display_pattern_info = said(Some(old.changed(change)));
        }
        if let Some(change) = &self.coupon_use_rule {
            let place = Place::in_body("coupon_use_rule", title::USE_RULE);
            new.coupon_use_rule = stock.coupon_use_rule.changed(change, &place)?;
        }
        if let Some(change) = &self.stock_send_rule
            && change.prevent_api_abuse.is_some()
        {
            new.stock_send_rule.prevent_api_abuse = change.prevent_api_abuse;
        }
        if let Some(config) = &self.notify_config
            && config.notify_appid.is_some()
        {
            new.notify_config = Some(config.clone());
        }
        if self.subsidy.is_some() {
            new.subsidy = self.subsidy;
        }
        Ok(new)
    }

    /// What a change can only repeat.
    fn check_fixed(&self, stock: &Stock) -> Result<(), Refusal> {
        unmodified(
            self.stock_name.as_ref(),
            Some(&stock.stock_name),
            STOCK_NAME,
        )?;
        if let Some(new) = &self.display_pattern_info {
            let old = stock.display_pattern_info.clone().unwrap_or_default();
            let logo = old.merchant_logo_url.as_ref();
            unmodified(new.merchant_logo_url.as_ref(), logo, LOGO)?;
            let name = old.merchant_name.as_ref();
            unmodified(new.merchant_name.as_ref(), name, MERCHANT_NAME)?;
        }
        if let Some(new) = &self.stock_send_rule {
            let old = stock.stock_send_rule.natural_person_limit.unwrap_or(false);
            unmodified(new.natural_person_limit.as_ref(), Some(&old), PERSON_LIMIT)?;
        }
        Ok(())
    }

    /// The applications that the change names (`W-APPID-1`).
    pub fn appids(&self) -> impl Iterator<Item = &str> {
        let entrance = self.custom_entrance.as_ref();
        let notify = self.notify_config.as_ref();
        let entrance = entrance.and_then(|entrance| entrance.appid.as_deref());
        let notify = notify.and_then(|config| config.notify_appid.as_deref());
        [entrance, notify].into_iter().flatten()
    }
}
