//! Sending a call, as often as it takes, to one host or by turns to two.

use quan_wire::wechatpay::client::{Outgoing, Stamp};
use quan_wire::wechatpay::error::ErrorAnswer;
use quan_wire::wechatpay::header;
use quan_wire::wechatpay::received::{Received, Trust};
use url::Url;

use super::ask::{Ask, Sent};
use super::client::{Host, Parts};
use super::error::Error;
use crate::http::Reply;
use crate::path;
use crate::retry::Attempts;

impl Parts {
    /// A success, which is still to be verified, and how often it was asked for.
    pub(super) async fn send(&self, ask: &Ask<'_>, trust: &Trust) -> Result<(Reply, u32), Error> {
        let mut attempts = Attempts::first(self.retry, &self.ambient);
        loop {
            let error = match self.attempt(ask, trust, self.host(attempts.made)).await {
                Ok(reply) => return Ok((reply, attempts.made)),
                Err(error) => error,
            };
            let again = error.is_retryable() && (ask.is_repeatable() || error.surely_not_done());
            if !(again && attempts.next(ask.operation.path(), &error).await) {
                return Err(error);
            }
        }
    }

    /// The host of an attempt: the second one, where there is one, for every other.
    fn host(&self, attempt: u32) -> &Host {
        match &self.second {
            Some(second) if attempt.is_multiple_of(2) => second,
            _ => &self.first,
        }
    }

    /// One attempt: signed anew, because it has a time of its own.
    async fn attempt(&self, ask: &Ask<'_>, trust: &Trust, host: &Host) -> Result<Reply, Error> {
        let nonce = self.ambient.name();
        let stamp = Stamp {
            platform_serial: trust.preferred(),
            nonce: &nonce,
            now: self.ambient.now(),
        };
        let method = ask.operation.method();
        let Outgoing { headers, body } = match &ask.sent {
            Sent::Nothing => self.caller.call(method, &ask.target, None, stamp),
            Sent::Json(json) => self.caller.call(method, &ask.target, Some(json), stamp),
            Sent::Image { filename, bytes } => {
                let boundary = self.ambient.name();
                self.caller.upload(filename, bytes, &boundary, stamp)
            }
        }
        .map_err(|error| Error::Request(error.to_string()))?;
        let url = address(&host.endpoint, &ask.target)?;
        let client = &host.transport.client;
        let mut request = match method {
            "GET" => client.get(url),
            "PATCH" => client.patch(url),
            "DELETE" => client.delete(url),
            _ => client.post(url),
        };
        for (name, value) in headers {
            request = request.header(name, value);
        }
        if !matches!(ask.sent, Sent::Nothing) {
            request = request.body(body);
        }
        let reply = host.transport.send(request).await?;
        if reply.is_success() {
            Ok(reply)
        } else {
            Err(self.refusal(&reply, trust))
        }
    }

    /// An answer that says no is passed on whether it was signed or not; it only says so.
    fn refusal(&self, reply: &Reply, trust: &Trust) -> Error {
        let status = reply.status;
        // A derived reader would take a list for an object.
        let is_object = reply.body.trim_ascii_start().starts_with(b"{");
        let answer = is_object.then(|| ErrorAnswer::read(&reply.body)).flatten();
        let Some(answer) = answer else {
            return Error::Http {
                status,
                body: reply.excerpt(),
            };
        };
        let verified = received(reply).verify(trust, self.ambient.now()).is_ok();
        Error::Refused {
            status,
            code: answer.code,
            message: answer.message,
            detail: answer.detail,
            request_id: reply.header(header::REQUEST_ID).map(str::to_owned),
            verified,
        }
    }
}

/// An answer with the headers that sign it.
pub(super) fn received(reply: &Reply) -> Received<'_> {
    Received {
        timestamp: reply.header(header::TIMESTAMP),
        nonce: reply.header(header::NONCE),
        serial: reply.header(header::SERIAL),
        signature: reply.header(header::SIGNATURE),
        body: &reply.body,
    }
}

/// Where a target is. It was signed, so it must stand in the request letter by letter.
fn address(endpoint: &Url, target: &str) -> Result<Url, Error> {
    endpoint
        .join(target)
        .ok()
        .filter(|url| path::target(url) == target)
        .ok_or_else(|| Error::Request(format!("{target} cannot be asked for as it is")))
}
