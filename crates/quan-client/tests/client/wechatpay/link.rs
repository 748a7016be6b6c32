//! Links and parameters by which users take coupons.

use quan_client::wechatpay::{SendCoupon, h5_link, plugin_params};
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
fn w_v2_4_a_plugins_parameters_are_the_vectors() {
    let vector: Value = serde_json::from_str(VECTOR).unwrap();
    let vector = &vector["mini_program_two_coupons"];
    let params = vector["params"].as_object().unwrap();
    let text = |name: &str| params[name].as_str().unwrap().to_owned();
    let filled = |name: &str| Some(text(name)).filter(|text| !text.is_empty());
    let coupon = |index: u8| SendCoupon {
        stock_id: text(&format!("stock_id{index}")),
        out_request_no: text(&format!("out_request_no{index}")),
        coupon_code: filled(&format!("coupon_code{index}")),
        customize_send_time: filled(&format!("customize_send_time{index}")),
    };
    let key = vector["key"].as_str().unwrap();
    let merchant = text("send_coupon_merchant");
    let made = plugin_params(key, &merchant, vec![coupon(0), coupon(1)]).unwrap();
    let (sign, rest) = made.split_last().unwrap();
    assert_eq!(
        (sign.0.as_str(), &sign.1),
        ("sign", &vector["sign"].as_str().unwrap().to_owned())
    );
    assert!(rest.iter().all(|(name, value)| text(name) == *value));
}

#[test]
fn both_need_a_key() {
    assert!(plugin_params("short", "1900009191", Vec::new()).is_err());
    assert!(h5_link("short", "1900009191", "o", SendCoupon::default()).is_err());
}
