//! Links to the page on which a user takes a coupon.

use quan_client::wechatpay::{SendCoupon, h5_link};
use serde_json::Value;

const VECTOR: &str =
    include_str!("../../../../quan-wire/vectors/wechatpay/v2sign/send-coupon.json");

#[test]
fn w_v2_5_a_link_is_the_vectors() {
    let vector: Value = serde_json::from_str(VECTOR).unwrap();
    let text = |name: &str| vector["h5"]["params"][name].as_str().unwrap();
    let coupon = SendCoupon {
        stock_id: text("stock_id").into(),
        out_request_no: text("out_request_no").into(),
        coupon_code: Some(text("coupon_code").into()),
        customize_send_time: None,
    };
    let key = vector["h5"]["key"].as_str().unwrap();
    let link = h5_link(key, text("send_coupon_merchant"), text("open_id"), coupon);
    assert_eq!(link.unwrap(), vector["h5_url"]);
}

#[test]
fn a_link_needs_a_key() {
    assert!(h5_link("short", "1900009191", "o", SendCoupon::default()).is_err());
}
