//! How pages and mini programs of the merchant have users take coupons: parameters that
//! are signed with the `APIv2` key.

pub use quan_wire::wechatpay::v2::{ApiV2KeyError, SendCoupon};

use quan_wire::wechatpay::v2::{ApiV2Key, H5Link, PluginCall};

/// The link by which the user `open_id` takes a coupon, signed with the `APIv2` key of
/// the merchant that sends it. It opens within `WeChat` only.
///
/// ```
/// use quan_client::wechatpay::{SendCoupon, h5_link};
///
/// let coupon = SendCoupon {
///     stock_id: "1000000000000007".into(),
///     out_request_no: "claim-1".into(),
///     ..SendCoupon::default()
/// };
/// let link = h5_link("192006250b4c09247ec02edce69f6a2d", "1900000001", "openid-1", coupon)?;
/// assert!(link.starts_with("https://action.weixin.qq.com/busifavor/getcouponinfo?stock_id="));
/// # Ok::<(), quan_client::wechatpay::ApiV2KeyError>(())
/// ```
pub fn h5_link(
    apiv2_key: &str,
    send_coupon_merchant: &str,
    open_id: &str,
    coupon: SendCoupon,
) -> Result<String, ApiV2KeyError> {
    let key = ApiV2Key::parse(apiv2_key)?;
    Ok(H5Link::new(coupon, send_coupon_merchant, open_id, &key).to_url())
}

/// The parameters by which the mini program's plugin asks for up to ten coupons, with their
/// `sign` at the end. The key is that of the merchant that sends them.
pub fn plugin_params(
    apiv2_key: &str,
    send_coupon_merchant: &str,
    coupons: Vec<SendCoupon>,
) -> Result<Vec<(String, String)>, ApiV2KeyError> {
    let key = ApiV2Key::parse(apiv2_key)?;
    let call = PluginCall {
        send_coupon_merchant: send_coupon_merchant.to_owned(),
        coupons,
    };
    let mut params = call.params();
    params.push(("sign".to_owned(), call.sign(&key)));
    Ok(params)
}
