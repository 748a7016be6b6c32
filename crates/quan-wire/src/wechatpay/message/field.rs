//! The fields that many calls have: their limits and the signs they are made of.

use super::read::{Pattern, Text, text};

/// A stock's number.
pub(crate) const STOCK_ID: Text = text(1, 20);
/// A coupon's code.
pub(crate) const COUPON_CODE: Text = text(1, LONGEST_CODE);
/// An application.
pub(crate) const APPID: Text = text(1, 32);
/// A user in an application.
pub(crate) const OPENID: Text = text(1, 128);
/// A merchant.
pub(crate) const MCHID: Text = text(8, 15);
/// What tells a request from another.
pub(crate) const REQUEST_NO: Text = text(1, 128);
/// A number of the same length that is made of certain signs.
pub(crate) const SIGNED_NO: Text = REQUEST_NO.of(Pattern {
    regex: r"^[0-9a-zA-Z_\-|\*]{1,}$",
    admits: |byte| byte.is_ascii_alphanumeric() || b"_-|*".contains(&byte),
});
/// A code that a merchant gives a coupon.
pub(crate) const MERCHANT_CODE: Text = COUPON_CODE.of(Pattern {
    regex: r"^[0-9a-zA-Z \-_\\/=|]{1,}$",
    admits: is_code_sign,
});

/// The longest code, in bytes.
pub const LONGEST_CODE: usize = 32;

/// Whether a byte is one of those that a merchant's code is made of.
fn is_code_sign(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || br" -_\/=|".contains(&byte)
}

/// Whether all of a text is made of the signs of a merchant's code.
pub(crate) fn has_code_signs(text: &str) -> bool {
    text.bytes().all(is_code_sign)
}

/// Whether a text can be a merchant's code.
pub fn is_code(text: &str) -> bool {
    (1..=LONGEST_CODE).contains(&text.len()) && has_code_signs(text)
}

/// Whether a text can be a number that is made of certain signs.
pub fn is_signed_no(text: &str) -> bool {
    let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || b"_-|*".contains(&byte);
    (1..=128).contains(&text.len()) && text.bytes().all(is_sign)
}

/// The titles under which refusals name these fields.
pub(crate) mod title {
    pub(crate) const STOCK_ID: &str = "批次号";
    pub(crate) const COUPON_CODE: &str = "券code";
    pub(crate) const APPID: &str = "公众账号ID";
    pub(crate) const OPENID: &str = "用户标识";
    pub(crate) const MCHID: &str = "商户号";
    pub(crate) const OUT_REQUEST_NO: &str = "商户请求单号";
    pub(crate) const OUT_TRADE_NO: &str = "商户订单号";
    pub(crate) const TRANSACTION_ID: &str = "微信支付订单号";
    pub(crate) const OFFSET: &str = "分页页码";
    pub(crate) const LIMIT: &str = "分页大小";
    pub(crate) const BELONG_MERCHANT: &str = "批次归属商户号";
    pub(crate) const COMMENT: &str = "批次备注";
    pub(crate) const GOODS_NAME: &str = "适用商品范围";
    pub(crate) const USE_RULE: &str = "核销规则";
    pub(crate) const SEND_RULE: &str = "发放规则";
    pub(crate) const ENTRANCE: &str = "自定义入口";
    pub(crate) const DISPLAY: &str = "样式信息";
    pub(crate) const NOTIFY: &str = "事件通知配置";
    pub(crate) const SUBSIDY: &str = "是否允许营销补贴";
}
