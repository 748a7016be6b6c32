//! `activity_base_info`: what an activity is called and whose it is.

use crate::alipay::message::field::{Text, blocks};

blocks! {
    /// Names, states and the owner of an activity. A creator sends the name,
    /// the owner and a number of its own; the rest is only answered.
    ActivityBaseInfo {
        activity_id: Text,
        activity_name: Text,
        activity_status: Text,
        activity_operation_status: Text,
        activity_product_type: Text,
        code_mode: Text,
        out_activity_id: Text,
        belong_merchant_info: Option<BelongMerchantInfo>,
    }

    /// The merchant that an activity belongs to.
    BelongMerchantInfo {
        merchant_id: Text,
        merchant_id_type: Text,
        business_type: Text,
    }
}
