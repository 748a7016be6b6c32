//! Asking, at the client: from a call to headers and a body.

use jiff::Timestamp;

use super::authorization::{Asked, authorize};
use super::header;
use super::key::{SigningError, SigningKey};
use super::upload::{self, Meta};

/// A merchant that calls the platform.
#[derive(Clone, Debug)]
pub struct Caller {
    pub mchid: String,
    /// The serial number of the merchant's certificate.
    pub serial_no: String,
    pub key: SigningKey,
    /// Must not be empty.
    pub user_agent: String,
}

/// One request, ready to be sent to its target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
}

/// What makes one request differ from every other.
#[derive(Clone, Copy, Debug)]
pub struct Stamp<'a> {
    /// The platform's key that the answer should be signed with: what
    /// [`Trust::preferred`](super::received::Trust::preferred) says. It is unknown
    /// only before the first list of certificates came.
    pub platform_serial: Option<&'a str>,
    /// 32 letters and digits, drawn at random.
    pub nonce: &'a str,
    pub now: Timestamp,
}

impl Caller {
    /// A call with a JSON body, or without a body. `target` is the path and query
    /// exactly as they will stand in the request.
    pub fn call(
        &self,
        method: &str,
        target: &str,
        json: Option<&str>,
        stamp: Stamp<'_>,
    ) -> Result<Outgoing, SigningError> {
        let body = json.unwrap_or_default().as_bytes();
        let mut headers = self.headers(
            Asked {
                method,
                target,
                body,
            },
            stamp,
        )?;
        if json.is_some() {
            headers.push((header::CONTENT_TYPE, "application/json".to_owned()));
        }
        let body = body.to_vec();
        Ok(Outgoing { headers, body })
    }

    /// Uploads an image. Draw the boundary at random.
    pub fn upload(
        &self,
        filename: &str,
        file: &[u8],
        boundary: &str,
        stamp: Stamp<'_>,
    ) -> Result<Outgoing, SigningError> {
        let meta = Meta::of(filename, file).to_json();
        let asked = Asked {
            method: "POST",
            target: upload::PATH,
            body: meta.as_bytes(),
        };
        let mut headers = self.headers(asked, stamp)?;
        let (content_type, body) = upload::body(&meta, filename, file, boundary);
        headers.push((header::CONTENT_TYPE, content_type));
        Ok(Outgoing { headers, body })
    }

    fn headers(
        &self,
        asked: Asked<'_>,
        stamp: Stamp<'_>,
    ) -> Result<Vec<(&'static str, String)>, SigningError> {
        let authorization = authorize(
            asked,
            &self.mchid,
            &self.serial_no,
            &self.key,
            stamp.nonce,
            stamp.now,
        )?;
        let mut headers = vec![
            (header::AUTHORIZATION, authorization),
            (header::ACCEPT, "application/json".to_owned()),
            (header::USER_AGENT, self.user_agent.clone()),
        ];
        if let Some(serial) = stamp.platform_serial {
            headers.push((header::SERIAL, serial.to_owned()));
        }
        Ok(headers)
    }
}
