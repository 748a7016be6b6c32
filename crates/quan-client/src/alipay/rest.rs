//! One attempt over REST v3.

use quan_wire::alipay::gateway::Upload;
use quan_wire::alipay::rest::{Received, ReceivedError, header};
use serde::Deserialize;
use url::Url;

use super::client::{Image, Parts, Verified};
use super::error::{Error, Refused, SignatureError};
use crate::http::Reply;
use crate::path;

/// The part that carries an image.
pub(super) const FILE_PART: &str = "file_content";

#[derive(Deserialize)]
struct RefusalBody {
    code: String,
    #[serde(default)]
    message: String,
}

impl Parts {
    pub(super) async fn rest(
        &self,
        verb: &str,
        url: &Url,
        json: Option<&String>,
        image: Option<&Image<'_>>,
    ) -> Result<Verified, Error> {
        let nonce = self.ambient.name();
        let now = self.ambient.now();
        let target = path::target(url);
        let outgoing = match (json, image) {
            (Some(json), Some(image)) => {
                let boundary = self.ambient.name();
                let file = upload(image);
                self.rest
                    .upload(target, json, &[file], &boundary, &nonce, now)
            }
            (json, _) => self
                .rest
                .call(verb, target, json.map(String::as_str), &nonce, now),
        };
        let outgoing = outgoing.map_err(|error| Error::Request(error.to_string()))?;
        let client = &self.transport.client;
        let mut request = match verb {
            "GET" => client.get(url.clone()),
            "PATCH" => client.patch(url.clone()),
            _ => client.post(url.clone()),
        };
        request = request
            .header(header::REQUEST_ID, nonce)
            .header(::http::header::ACCEPT, "application/json");
        for (name, value) in outgoing.headers {
            request = request.header(name, value);
        }
        if json.is_some() {
            request = request.body(outgoing.body);
        }
        let reply = self.transport.send(request).await?;
        self.read_rest(reply)
    }

    fn read_rest(&self, reply: Reply) -> Result<Verified, Error> {
        let trace_id = reply.header(header::TRACE_ID).map(str::to_owned);
        let received = Received {
            timestamp: reply.header(header::TIMESTAMP),
            nonce: reply.header(header::NONCE),
            signature: reply.header(header::SIGNATURE),
            sn: reply.header(header::SN),
            body: &reply.body,
        };
        if !reply.is_success() {
            return Err(self.rest_refusal(&reply, received, trace_id));
        }
        self.verify_rest(received)?;
        // A success without a body says nothing but success.
        let json = if reply.body.is_empty() {
            "{}".to_owned()
        } else {
            received
                .text(self.rest.encrypt_key.as_ref())
                .map_err(unreadable)?
        };
        Ok(Verified {
            json,
            raw: reply.body,
            trace_id,
        })
    }

    fn verify_rest(&self, received: Received<'_>) -> Result<(), Error> {
        let key = self.trust.key(received.sn)?;
        received.verify(key, None).map_err(unreadable)
    }

    /// A refusal is never encrypted, and some are never signed; a signature that
    /// is there must be right.
    fn rest_refusal(
        &self,
        reply: &Reply,
        received: Received<'_>,
        trace_id: Option<String>,
    ) -> Error {
        let status = reply.status;
        let Ok(body) = serde_json::from_slice::<RefusalBody>(&reply.body) else {
            return Error::Http {
                status,
                body: reply.excerpt(),
            };
        };
        let signed = received.is_signed();
        if signed && let Err(error) = self.verify_rest(received) {
            return error;
        }
        let RefusalBody { code, message } = body;
        Error::refused(Refused {
            code,
            message,
            status,
            trace_id,
            signed,
        })
    }
}

pub(super) fn upload<'a>(image: &Image<'a>) -> Upload<'a> {
    Upload {
        name: FILE_PART,
        filename: image.filename,
        content_type: image.content_type,
        bytes: image.bytes,
    }
}

fn unreadable(error: ReceivedError) -> Error {
    match error {
        ReceivedError::Unsigned => SignatureError::Missing.into(),
        ReceivedError::Signature => SignatureError::Wrong.into(),
        ReceivedError::Certificate { got, .. } => SignatureError::UnknownCertificate(got).into(),
        error @ (ReceivedError::Undecipherable | ReceivedError::NotUtf8) => {
            Error::decode(error.to_string())
        }
    }
}
