//! The plugin by which a mini program asks for up to ten coupons at once. Its list is
//! flattened: every field bears the number of its coupon.

use std::collections::BTreeMap;

use super::coupon::{SendCoupon, filled};
use super::sign::ApiV2Key;

/// The plugin's own id.
pub const PLUGIN_APPID: &str = "wxf3f436ba9bd4be7b";

/// How many coupons a call may ask for.
const MOST: usize = 10;

/// What a mini program asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PluginCall {
    pub send_coupon_merchant: String,
    pub coupons: Vec<SendCoupon>,
}

/// Why parameters are no call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PluginError {
    #[error("the parameter send_coupon_merchant is missing")]
    NoMerchant,
    #[error("between 1 and 10 coupons are asked for at once")]
    Count,
    #[error("a coupon lacks its stock_id or out_request_no")]
    Incomplete,
}

impl PluginCall {
    /// The parameters, flattened, without `sign` and without empty ones.
    pub fn params(&self) -> Vec<(String, String)> {
        let merchant = self.send_coupon_merchant.clone();
        let mut params = vec![("send_coupon_merchant".to_owned(), merchant)];
        for (index, coupon) in self.coupons.iter().enumerate() {
            let fields = [
                ("stock_id", Some(&coupon.stock_id)),
                ("out_request_no", Some(&coupon.out_request_no)),
                ("coupon_code", coupon.coupon_code.as_ref()),
                ("customize_send_time", coupon.customize_send_time.as_ref()),
            ];
            for (name, value) in fields {
                if let Some(value) = value {
                    params.push((format!("{name}{index}"), value.clone()));
                }
            }
        }
        params
    }

    /// The signature over them.
    pub fn sign(&self, key: &ApiV2Key) -> String {
        let params = self.params();
        key.sign(params.iter().map(|(name, value)| (&**name, &**value)))
    }

    /// Puts a call together from flattened parameters. Coupons are numbered from zero
    /// without a gap.
    pub fn read(params: &BTreeMap<String, String>) -> Result<PluginCall, PluginError> {
        let field = |name: &str| params.get(name).and_then(|value| filled(value));
        let send_coupon_merchant = field("send_coupon_merchant").ok_or(PluginError::NoMerchant)?;
        let mut coupons = Vec::new();
        for index in 0.. {
            let numbered = |name: &str| field(&format!("{name}{index}"));
            let coupon = match (numbered("stock_id"), numbered("out_request_no")) {
                (None, None) => break,
                (Some(stock_id), Some(out_request_no)) => SendCoupon {
                    stock_id,
                    out_request_no,
                    coupon_code: numbered("coupon_code"),
                    customize_send_time: numbered("customize_send_time"),
                },
                _ => return Err(PluginError::Incomplete),
            };
            coupons.push(coupon);
        }
        if (1..=MOST).contains(&coupons.len()) {
            Ok(PluginCall {
                send_coupon_merchant,
                coupons,
            })
        } else {
            Err(PluginError::Count)
        }
    }
}
