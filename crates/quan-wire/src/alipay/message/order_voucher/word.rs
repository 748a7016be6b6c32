//! Vocabularies that only order vouchers have.

use crate::alipay::message::word::words;

words! {
    /// Who makes the codes: the merchant in advance, or the merchant at each issue.
    CodeMode { Upload = "MERCHANT_UPLOAD", Api = "MERCHANT_API" }

    /// Kinds of order vouchers.
    Kind {
        Fix = "FIX_VOUCHER",
        Discount = "DISCOUNT_VOUCHER",
        Special = "SPECIAL_VOUCHER",
        Exchange = "EXCHANGE_VOUCHER",
    }

    /// Kinds of exchange vouchers: a meal bought by the group, or cash value.
    ExchangeKind { GroupBuy = "GROUP_BUY_EXCHANGE_VOUCHER", Fix = "FIX_EXCHANGE_VOUCHER" }

    /// Whose business an activity is: the merchant's, or the provider's own.
    Business { ForMerchant = "ISV_FOR_MERCHANT", Own = "ISV" }

    /// How vouchers reach users.
    SendMode {
        Sale = "SALE_MODE",
        Direct = "DIRECT_SEND_MODE",
        Package = "VOUCHER_PACKAGE",
    }

    /// When the money of sold vouchers is settled.
    SettleMode { Period = "PERIOD", Capture = "CAPTURE" }

    /// How the lists of a modified scope are meant.
    ModifyType { Add = "ADD", Remove = "REMOVE", Replace = "MODIFY_ALL" }

    /// How places are told.
    PlaceType { Shop = "SHOP", City = "CITY_CODE" }

    /// Why a shop was not taken, in the order in which reasons are told.
    FailReason {
        InfoNotPass = "SHOP_INFO_NOT_PASS",
        NotExist = "SHOP_NOT_EXIST",
        NoRelation = "MERCHANT_SHOP_RELATION_NOT_EXIST",
        NotOfActivity = "ACTIVITY_SHOP_NOT_EXIST",
    }
}

impl FailReason {
    /// What people read.
    pub const fn message(self) -> &'static str {
        match self {
            FailReason::InfoNotPass => "门店信息不全",
            FailReason::NotExist => "门店不存在",
            FailReason::NoRelation => "门店与商户没有关联关系",
            FailReason::NotOfActivity => "活动不存在该门店",
        }
    }
}
