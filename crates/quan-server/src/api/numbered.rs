//! Request numbers and the digest of what a request says.

use aws_lc_rs::digest;
use quan_core::{Fingerprint, RequestNo};
use quan_engine::Numbered;
use serde::Serialize;

use super::refusal::Refusal;

/// A request's number with a digest of its contents. The contents are typed
/// values, so two spellings of one request (`"20"`, `"20.00"`) have one digest.
pub(super) fn numbered(request_no: &str, contents: &impl Serialize) -> Result<Numbered, Refusal> {
    let number = RequestNo::parse(request_no).map_err(Refusal::name("request_no"))?;
    let text =
        serde_json::to_vec(contents).map_err(|error| Refusal::field("body", error.to_string()))?;
    let digest = digest::digest(&digest::SHA256, &text);
    let mut fingerprint = Fingerprint::default();
    for (place, byte) in fingerprint.iter_mut().zip(digest.as_ref()) {
        *place = *byte;
    }
    Ok(Numbered {
        number,
        fingerprint,
    })
}
