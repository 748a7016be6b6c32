//! Answers as the server makes them.

use super::error::ErrorBody;
use super::header::{self, Sealing};
use super::key::SigningError;
use super::refusal::Refusal;

/// An answer, ready to be sent. The spelling of header names must stay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
}

const JSON: &str = "application/json; charset=utf-8";

impl Answer {
    /// A success: status 200 with a JSON text, or 204 without one.
    pub fn success(json: Option<String>, sealing: &Sealing<'_>) -> Result<Answer, SigningError> {
        match json {
            Some(json) => Answer::signed(200, json.into_bytes(), sealing),
            None => Answer::signed(204, Vec::new(), sealing),
        }
    }

    /// What the business says no with. It is signed like a success.
    pub fn error(error: &ErrorBody, sealing: &Sealing<'_>) -> Result<Answer, SigningError> {
        Answer::signed(error.status(), error.to_json().into_bytes(), sealing)
    }

    /// What the transport says no with, unsigned. Only a refusal that
    /// [is signed](Refusal::is_signed) is sealed, with [`Answer::refusal`].
    pub fn unsigned(refusal: &Refusal, request_id: &str) -> Answer {
        let (status, body) = refusal.answer();
        let body = body.map(|body| body.to_json().into_bytes());
        Answer::plain(status, body.unwrap_or_default(), request_id)
    }

    /// What the transport says no with, signed where the platform signs it.
    pub fn refusal(refusal: &Refusal, sealing: &Sealing<'_>) -> Result<Answer, SigningError> {
        match refusal.answer() {
            (_, Some(error)) if refusal.is_signed() => Answer::error(&error, sealing),
            _ => Ok(Answer::unsigned(refusal, sealing.request_id)),
        }
    }

    fn signed(status: u16, body: Vec<u8>, sealing: &Sealing<'_>) -> Result<Answer, SigningError> {
        let signed = header::signed(&body, sealing)?;
        let mut answer = Answer::plain(status, body, sealing.request_id);
        answer.headers.extend(signed);
        Ok(answer)
    }

    fn plain(status: u16, body: Vec<u8>, request_id: &str) -> Answer {
        let mut headers = Vec::with_capacity(10);
        if !body.is_empty() {
            headers.push((header::CONTENT_TYPE, JSON.to_owned()));
            headers.push((header::CONTENT_LANGUAGE, "zh-CN".to_owned()));
        }
        headers.push((header::REQUEST_ID, request_id.to_owned()));
        headers.push((
            header::CACHE_CONTROL,
            "no-cache, must-revalidate".to_owned(),
        ));
        headers.push((header::CONTENT_TYPE_OPTIONS, "nosniff".to_owned()));
        Answer {
            status,
            headers,
            body,
        }
    }
}

/// The value of `Request-ID`: random bytes as an upper-case number, and a zero where
/// the live service puts the number of an error.
pub fn request_id(random: [u8; 16]) -> String {
    format!("{:032X}-0", u128::from_be_bytes(random))
}
