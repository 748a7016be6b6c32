//! The page on which a user takes a coupon: a link that the merchant makes.

use std::fmt::Write as _;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::coupon::{SendCoupon, filled};
use super::sign::ApiV2Key;

const ADDRESS: &str = "https://action.weixin.qq.com/busifavor/getcouponinfo";
const FRAGMENT: &str = "wechat_pay&wechat_redirect";
/// The fragment of older pages.
const OLDER_FRAGMENT: &str = "wechat_redirect";

/// What stays as it is in a value.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// What a link says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct H5Link {
    pub coupon: SendCoupon,
    pub send_coupon_merchant: String,
    pub open_id: String,
    pub sign: String,
}

/// Why a link is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    #[error("the link has not the fragment by which WeChat knows it")]
    Fragment,
    #[error("the link has no parameter {0}")]
    Missing(&'static str),
}

impl H5Link {
    /// Makes the link of a coupon for a user.
    pub fn new(
        coupon: SendCoupon,
        send_coupon_merchant: impl Into<String>,
        open_id: impl Into<String>,
        key: &ApiV2Key,
    ) -> H5Link {
        let mut link = H5Link {
            coupon,
            send_coupon_merchant: send_coupon_merchant.into(),
            open_id: open_id.into(),
            sign: String::new(),
        };
        link.sign = key.sign(link.params());
        link
    }

    /// Whether the signature is the merchant's.
    pub fn verifies(&self, key: &ApiV2Key) -> bool {
        key.verifies(self.params(), &self.sign)
    }

    /// Writes the link.
    pub fn to_url(&self) -> String {
        let mut url = format!("{ADDRESS}?");
        for (name, value) in self.params().into_iter().chain([("sign", &*self.sign)]) {
            if !value.is_empty() {
                let value = utf8_percent_encode(value, ENCODED);
                let _ = write!(url, "{name}={value}&");
            }
        }
        url.pop();
        format!("{url}#{FRAGMENT}")
    }

    /// Reads a link: what follows the question mark, with its fragment.
    pub fn read(url: &str) -> Result<H5Link, LinkError> {
        let (before, fragment) = url.split_once('#').ok_or(LinkError::Fragment)?;
        if fragment != FRAGMENT && fragment != OLDER_FRAGMENT {
            return Err(LinkError::Fragment);
        }
        let query = before.split_once('?').map_or(before, |(_, query)| query);
        let field = |name: &str| {
            form_urlencoded::parse(query.as_bytes())
                .find(|(key, _)| key == name)
                .and_then(|(_, value)| filled(&value))
        };
        let needed = |name: &'static str| field(name).ok_or(LinkError::Missing(name));
        Ok(H5Link {
            coupon: SendCoupon {
                stock_id: needed("stock_id")?,
                out_request_no: needed("out_request_no")?,
                coupon_code: field("coupon_code"),
                customize_send_time: field("customize_send_time"),
            },
            send_coupon_merchant: needed("send_coupon_merchant")?,
            open_id: needed("open_id")?,
            sign: needed("sign")?,
        })
    }

    /// The parameters in the order of the link, without the signature.
    fn params(&self) -> [(&'static str, &str); 6] {
        let coupon = &self.coupon;
        [
            ("stock_id", &coupon.stock_id),
            ("out_request_no", &coupon.out_request_no),
            ("send_coupon_merchant", &self.send_coupon_merchant),
            ("open_id", &self.open_id),
            (
                "coupon_code",
                coupon.coupon_code.as_deref().unwrap_or_default(),
            ),
            (
                "customize_send_time",
                coupon.customize_send_time.as_deref().unwrap_or_default(),
            ),
        ]
    }
}
