//! Making a delivery.

use crate::wechatpay::header::{self, Sealing};
use crate::wechatpay::key::SigningError;

/// How the signature of a probe begins: the platform sends one at times to see whether
/// its receivers verify.
const PROBE: &str = "WECHATPAY/SIGNTEST/";

/// One delivery, ready to be posted. Every attempt is signed anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Push {
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
}

/// Signs one delivery of a body.
pub fn push(body: &str, sealing: &Sealing<'_>) -> Result<Push, SigningError> {
    let body = body.as_bytes().to_vec();
    let mut headers = vec![
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (header::ACCEPT, "*/*".to_owned()),
        (header::REQUEST_ID, sealing.request_id.to_owned()),
    ];
    headers.extend(header::signed(&body, sealing)?);
    Ok(Push { headers, body })
}

/// The same delivery with a signature that no receiver may accept.
#[must_use]
pub fn probe(mut push: Push) -> Push {
    for (name, value) in &mut push.headers {
        if *name == header::SIGNATURE {
            // As long as a signature is, so that it decodes.
            let tail = value.get(PROBE.len()..).unwrap_or_default();
            *value = format!("{PROBE}{tail}");
        }
    }
    push
}
