//! Request numbers: a request is the same request when everything that it says
//! is the same.

use quan_core::RequestNo;
use quan_engine::Numbered;
use quan_wire::alipay::message::Operation;

use crate::alipay::denial::{Fault, Reason};
use crate::fingerprint::fingerprint;

/// The caller's number with a digest of the contents, as normalised texts.
pub(super) fn numbered(
    operation: Operation,
    out_biz_no: &str,
    contents: &[&str],
) -> Result<Numbered, Fault> {
    let number =
        RequestNo::parse(out_biz_no).map_err(|_| Reason::Value("out_biz_no", "取值不合法"))?;
    let contents: Vec<&str> = std::iter::once(operation.method())
        .chain(contents.iter().copied())
        .collect();
    Ok(Numbered {
        number,
        fingerprint: fingerprint(&contents),
    })
}
