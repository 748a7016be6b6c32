//! Hands the platform's certificate out to SDKs that do not know its number.

use quan_wire::alipay::certificate::downloadable;
use quan_wire::alipay::code::TransportError;
use serde::{Deserialize, Serialize};

use crate::platform::Platform;

/// The gateway's method.
pub(super) const DOWNLOAD_METHOD: &str = "alipay.open.app.alipaycert.download";
/// The path of REST v3.
pub(super) const DOWNLOAD_PATH: &str = "/v3/alipay/open/app/alipaycert/download";

#[derive(Deserialize)]
struct Ask {
    alipay_cert_sn: Option<String>,
}

#[derive(Serialize)]
struct Certificate {
    alipay_cert_content: String,
}

/// The answer to a download whose contents are a JSON object.
pub(super) fn download(platform: &Platform, json: &str) -> Result<String, TransportError> {
    let ask: Ask = serde_json::from_str(json).map_err(|_| TransportError::IllegalJson)?;
    of_number(platform, ask.alipay_cert_sn.as_deref())
}

/// The certificate of a number, with the one it was issued by.
pub(super) fn of_number(platform: &Platform, sn: Option<&str>) -> Result<String, TransportError> {
    match sn {
        None => Err(TransportError::InvalidParameter("缺少alipay_cert_sn")),
        Some(sn) if sn == platform.certificate_sn() => {
            let alipay_cert_content = downloadable(platform.certificate_pem().as_bytes());
            serde_json::to_string(&Certificate {
                alipay_cert_content,
            })
            .map_err(|_| TransportError::Unavailable)
        }
        Some(_) => Err(TransportError::AlipayCertNotExist),
    }
}
