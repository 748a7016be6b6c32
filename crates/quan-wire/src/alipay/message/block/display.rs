//! `voucher_display_pattern_info`: what users see.

use crate::alipay::message::field::{Text, blocks};

blocks! {
    /// Names, texts and images. The addresses of images are only answered.
    VoucherDisplayPatternInfo {
        brand_name: Text,
        brand_logo: Text,
        brand_logo_url: Text,
        voucher_description: Text,
        customer_service_mobile: Text,
        customer_service_url: Text,
        voucher_name: Text,
        voucher_image: Text,
        voucher_image_url: Text,
        voucher_detail_images: Vec<String>,
        voucher_detail_image_urls: Vec<String>,
    }
}
