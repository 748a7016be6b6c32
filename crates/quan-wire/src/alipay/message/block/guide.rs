//! `voucher_customer_guide_info`: where users are led to.

use crate::alipay::message::field::{Text, blocks};

blocks! {
    /// The ways to use a voucher and to get one.
    VoucherCustomerGuideInfo {
        voucher_use_guide_info: Option<VoucherUseGuideInfo>,
        voucher_send_guide_info: Option<VoucherSendGuideInfo>,
    }

    /// How a voucher is used.
    VoucherUseGuideInfo {
        use_guide_mode: Vec<String>,
        mini_app_use_guide_info: Option<MiniAppUseGuideInfo>,
        use_url: Text,
    }

    /// The mini-program where it is used.
    MiniAppUseGuideInfo { mini_app_url: Text, mini_app_service_codes: Vec<String> }

    /// How a voucher is had.
    VoucherSendGuideInfo {
        send_guide_mode: Vec<String>,
        mini_app_send_guide_info: Option<MiniAppSendGuideInfo>,
    }

    /// The mini-program where it is had.
    MiniAppSendGuideInfo { mini_app_url: Text }
}
