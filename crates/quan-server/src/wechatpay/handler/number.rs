//! Request numbers: a request is the same request when everything that it says
//! is the same.

use quan_core::RequestNo;
use quan_engine::Numbered;
use quan_wire::wechatpay::message::{Call, Problem};

use crate::fingerprint::fingerprint;
use crate::wechatpay::denial::Fault;

/// The caller's number with a digest of all that the call says.
pub(super) fn numbered<C: Call>(number: &str, request: &C) -> Result<Numbered, Fault> {
    let said = serde_json::to_string(request).map_err(|error| Fault::broken(error.to_string()))?;
    named(number, &[C::OPERATION.path(), &said])
}

/// A number with a digest of these contents.
pub(super) fn named(number: &str, contents: &[&str]) -> Result<Numbered, Fault> {
    Ok(Numbered {
        number: RequestNo::parse(number).map_err(|_| Problem::Parameter)?,
        fingerprint: fingerprint(contents),
    })
}
