//! The closed vocabularies of merchant coupons, misspellings as published.

use crate::alipay::message::word::words;
use crate::wechatpay::message::value::Said;

/// A closed vocabulary in the platform's spelling.
pub trait Vocabulary: Copy {
    /// How a word is spelt.
    fn spelling(self) -> &'static str;
    /// The word that is spelt so.
    fn spelt(text: &str) -> Option<Self>;
}

/// Declares vocabularies that stand in messages. What follows `after` may be missing
/// from a word that is read: older pages leave it out.
macro_rules! spelt {
    ($(
        $(#[$about:meta])*
        $name:ident $(after $prefix:literal)? { $( $member:ident = $word:literal ),* $(,)? }
    )*) => {
        words! {$(
            $(#[$about])*
            $name { $( $member = $word ),* }
        )*}
        $(
            impl Vocabulary for $name {
                fn spelling(self) -> &'static str {
                    self.as_str()
                }

                fn spelt(text: &str) -> Option<$name> {
                    let found = $name::from_word(text);
                    $( let found = found.or_else(|| $name::from_word(&format!("{}{text}", $prefix))); )?
                    found
                }
            }

            impl Said for $name {}

            impl serde::Serialize for $name {
                fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                    to.serialize_str(self.as_str())
                }
            }

            impl<'de> serde::Deserialize<'de> for $name {
                fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<$name, D::Error> {
                    let text = std::borrow::Cow::<str>::deserialize(from)?;
                    let unknown = || serde::de::Error::custom("no word of the vocabulary");
                    <$name as Vocabulary>::spelt(&text).ok_or_else(unknown)
                }
            }
        )*
    };
}

spelt! {
    /// What a coupon gives.
    StockType { Normal = "NORMAL", Discount = "DISCOUNT", Exchange = "EXCHANGE" }

    /// Who supplies the coupons' codes.
    CodeMode {
        WechatPay = "WECHATPAY_MODE",
        MerchantApi = "MERCHANT_API",
        MerchantUpload = "MERCHANT_UPLOAD",
    }

    /// How a coupon is used.
    UseMethod {
        OffLine = "OFF_LINE",
        MiniPrograms = "MINI_PROGRAMS",
        PaymentCode = "PAYMENT_CODE",
        SelfConsume = "SELF_CONSUME",
    }

    /// How the code is shown to the user.
    CodeDisplayMode { NotShow = "NOT_SHOW", Barcode = "BARCODE", QrCode = "QRCODE" }

    /// The colours of a coupon's background.
    Color {
        Color010 = "Color010",
        Color020 = "Color020",
        Color030 = "Color030",
        Color040 = "Color040",
        Color050 = "Color050",
        Color060 = "Color060",
        Color070 = "Color070",
        Color080 = "Color080",
        Color090 = "Color090",
        Color100 = "Color100",
    }

    /// States of a stock.
    StockState {
        Unaudit = "UNAUDIT",
        Running = "RUNNING",
        Stoped = "STOPED",
        Paused = "PAUSED",
    }

    /// States of a coupon.
    CouponState {
        Sended = "SENDED",
        Used = "USED",
        Expired = "EXPIRED",
        Deleted = "DELETED",
        Deactivated = "DEACTIVATED",
    }

    /// States of an uploaded code.
    CodeStatus { Available = "AVAILABLE", Dispatched = "DISPATCHED" }

    /// States of a subsidy payment.
    PayStatus after "PAY_RECEIPT_" {
        Unknown = "PAY_RECEIPT_UNKNOWN",
        Accepted = "PAY_RECEIPT_ACCEPTED",
        Success = "PAY_RECEIPT_SUCCESS",
        Fail = "PAY_RECEIPT_FAIL",
        Returning = "PAY_RECEIPT_RETURNING",
        PartialReturn = "PAY_RECEIPT_PARTIAL_RETURN",
        FullReturn = "PAY_RECEIPT_FULL_RETURN",
    }

    /// Why a subsidy payment failed.
    PayFailure after "PAY_RECEIPT_" {
        InsufficientBalance = "PAY_RECEIPT_INSUFFICIENT_BALANCE",
        NotIncomesplitOrder = "PAY_RECEIPT_NOT_INCOMESPLIT_ORDER",
        AmountQuota = "PAY_RECEIPT_EXCEED_SUBSIDY_AMOUNT_QUOTA",
        CountQuota = "PAY_RECEIPT_EXCEED_SUBSIDY_COUNT_QUOTA",
        Other = "PAY_RECEIPT_OTHER",
    }

    /// States of a subsidy refund.
    ReturnStatus after "RETURN_RECEIPT_" {
        Unknown = "RETURN_RECEIPT_UNKNOWN",
        Accepted = "RETURN_RECEIPT_ACCEPTED",
        Success = "RETURN_RECEIPT_SUCCESS",
        Fail = "RETURN_RECEIPT_FAIL",
    }

    /// Why a subsidy refund failed.
    ReturnFailure after "RETURN_RECEIPT_" {
        InsufficientBalance = "RETURN_RECEIPT_INSUFFICIENT_BALANCE",
        Other = "RETURN_RECEIPT_OTHER",
    }

    /// By which way a coupon was issued.
    SendChannel after "BUSICOUPON_SEND_CHANNEL_" {
        Miniapp = "BUSICOUPON_SEND_CHANNEL_MINIAPP",
        Api = "BUSICOUPON_SEND_CHANNEL_API",
        Paygift = "BUSICOUPON_SEND_CHANNEL_PAYGIFT",
        H5 = "BUSICOUPON_SEND_CHANNEL_H5",
        Ftof = "BUSICOUPON_SEND_CHANNEL_FTOF",
        MembercardAct = "BUSICOUPON_SEND_CHANNEL_MEMBERCARD_ACT",
        Hall = "BUSICOUPON_SEND_CHANNEL_HALL",
        Jsapi = "BUSICOUPON_SEND_CHANNEL_JSAPI",
        MiniAppLive = "BUSICOUPON_SEND_CHANNEL_MINI_APP_LIVE",
        WechatSearch = "BUSICOUPON_SEND_CHANNEL_WECHAT_SEARCH",
        PayHasDiscount = "BUSICOUPON_SEND_CHANNEL_PAY_HAS_DISCOUNT",
        WechatAd = "BUSICOUPON_SEND_CHANNEL_WECHAT_AD",
        RightsPlatform = "BUSICOUPON_SEND_CHANNEL_RIGHTS_PLATFORM",
        ReceiveMoneyGift = "BUSICOUPON_SEND_CHANNEL_RECEIVE_MONEY_GIFT",
        MemberPayRight = "BUSICOUPON_SEND_CHANNEL_MEMBER_PAY_RIGHT",
        BusiSmartRetail = "BUSICOUPON_SEND_CHANNEL_BUSI_SMART_RETAIL",
        FinderLiveroom = "BUSICOUPON_SEND_CHANNEL_FINDER_LIVEROOM",
    }
}
