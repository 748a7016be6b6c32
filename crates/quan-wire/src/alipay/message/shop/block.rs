//! What calls and answers say about a shop. Much of it is only kept and shown.

use crate::alipay::message::field::{Int, Text, blocks};

blocks! {
    /// Where a shop is.
    AddressInfo {
        province_code: Text,
        city_code: Text,
        district_code: Text,
        address: Text,
        longitude: Text,
        latitude: Text,
        poiid: Text,
        #[serde(rename = "type")]
        kind: Text,
    }

    /// The hours of one day of the week.
    ShopBusinessTime { week_day: Int, open_time: Text, close_time: Text }

    /// Several spans of hours in one day of the week.
    ComplexBusinessTime { week_day: Int, time_period: Vec<ComplexBusinessTimePeriod> }

    /// A span of hours.
    ComplexBusinessTimePeriod { open_time: Text, close_time: Text }

    /// Somebody to talk to.
    ContactInfo {
        name: Text,
        mobile: Text,
        phone: Text,
        email: Text,
        id_card_no: Text,
        #[serde(rename = "type")]
        kind: Text,
        tag: Vec<String>,
    }

    /// A bank card that money is settled to.
    SettleCardInfo {
        account_holder_name: Text,
        account_no: Text,
        account_inst_province: Text,
        account_inst_city: Text,
        account_branch_name: Text,
        account_inst_id: Text,
        account_inst_name: Text,
        account_type: Text,
        bank_code: Text,
        usage_type: Text,
    }

    /// A licence of a trade.
    IndustryQualificationInfo {
        industry_qualification_type: Text,
        industry_qualification_image: Text,
    }

    /// What a trade tells about itself.
    MerchantShopIndustryInfo { info_code: Text, info_value: Vec<String> }

    /// A document of a trade.
    ShopIndustryLicense {
        license_type: Text,
        license_no: Text,
        license_pic: Text,
        expire_time: Text,
    }

    /// Anything else.
    ShopExtInfo { key_name: Text, value: Text }

    /// What the platform would rather call the shop, and where it would see it.
    ShopRecommendInfo {
        recommend: Text,
        recommend_name: Text,
        recommend_address: Text,
        recommend_longtitude: Text,
        recommend_latitude: Text,
        unconfidence_reason: Text,
    }
}
