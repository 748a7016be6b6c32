//! From a typed request to what is sent: a target, and a JSON text or a file.

use quan_wire::wechatpay::message::call::{self, Call, Operation, Written};
use quan_wire::wechatpay::upload;

use super::error::Error;

/// One call, worked out: attempts differ in nonce, time and host only.
pub(super) struct Ask<'a> {
    pub(super) operation: Operation,
    /// Path and query.
    pub(super) target: String,
    pub(super) sent: Sent<'a>,
}

/// What a call carries.
pub(super) enum Sent<'a> {
    /// Nothing but its target.
    Nothing,
    /// A JSON text.
    Json(String),
    /// An image, of which only the name and the digest are signed.
    Image { filename: &'a str, bytes: &'a [u8] },
}

impl<'a> Ask<'a> {
    /// Works a call out.
    pub(super) fn of<C: Call>(request: &C) -> Result<Ask<'a>, Error> {
        let Written { target, body, .. } = call::write(request).map_err(|error| {
            Error::Request(format!("the request cannot be written as JSON: {error}"))
        })?;
        let path = target.split_once('?').map_or(&*target, |(path, _)| path);
        // Dots would climb the path, and nothing would name its parent.
        if path
            .split('/')
            .skip(1)
            .any(|segment| matches!(segment, "" | "." | ".."))
        {
            return Err(Error::Request(format!(
                "a name within {path} names nothing"
            )));
        }
        let sent = if C::OPERATION.has_body() {
            Sent::Json(body)
        } else {
            Sent::Nothing
        };
        Ok(Ask {
            operation: C::OPERATION,
            target,
            sent,
        })
    }

    /// The upload of an image.
    pub(super) fn image(filename: &'a str, bytes: &'a [u8]) -> Ask<'a> {
        Ask {
            operation: Operation::ImageUpload,
            target: upload::PATH.to_owned(),
            sent: Sent::Image { filename, bytes },
        }
    }

    /// The list of the platform's certificates.
    pub(super) fn certificates() -> Ask<'a> {
        Ask {
            operation: Operation::Certificates,
            target: Operation::Certificates.path().to_owned(),
            sent: Sent::Nothing,
        }
    }

    /// Whether the platform does it once however often it arrives. An image has no
    /// number of its own.
    pub(super) fn is_repeatable(&self) -> bool {
        !matches!(self.sent, Sent::Image { .. })
    }
}

#[cfg(test)]
mod tests {
    use quan_wire::wechatpay::message::code;

    use super::*;

    #[test]
    fn a_name_stays_in_its_segment() {
        let target = |coupon_code: &str| {
            let request = code::query::Request {
                stock_id: "1000000000000007".into(),
                coupon_code: coupon_code.into(),
                appid: None,
            };
            Ask::of(&request).map(|ask| ask.target)
        };
        let codes = "/v3/marketing/busifavor/stocks/1000000000000007/couponcodes";
        let asked = target("a/b c?d|e").unwrap();
        assert_eq!(asked, format!("{codes}/a%2Fb%20c%3Fd%7Ce"));
        for name in ["", ".", ".."] {
            assert!(matches!(target(name), Err(Error::Request(_))), "{name:?}");
        }
    }
}
