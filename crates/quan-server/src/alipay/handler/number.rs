//! Request numbers: a request is the same request when everything that it says
//! is the same.

use aws_lc_rs::digest;
use quan_core::{Fingerprint, RequestNo};
use quan_engine::Numbered;
use quan_wire::alipay::message::Operation;

use crate::alipay::denial::{Fault, Reason};

/// The caller's number with a digest of the contents, as normalised texts.
pub(super) fn numbered(
    operation: Operation,
    out_biz_no: &str,
    contents: &[&str],
) -> Result<Numbered, Fault> {
    let number =
        RequestNo::parse(out_biz_no).map_err(|_| Reason::Value("out_biz_no", "取值不合法"))?;
    Ok(Numbered {
        number,
        fingerprint: fingerprint(operation, contents),
    })
}

fn fingerprint(operation: Operation, contents: &[&str]) -> Fingerprint {
    let mut context = digest::Context::new(&digest::SHA256);
    for text in std::iter::once(&operation.method()).chain(contents) {
        // The length keeps apart where one text ends and the next begins.
        context.update(&text.len().to_le_bytes());
        context.update(text.as_bytes());
    }
    let mut fingerprint = Fingerprint::default();
    let digest = context.finish();
    for (place, byte) in fingerprint.iter_mut().zip(digest.as_ref()) {
        *place = *byte;
    }
    fingerprint
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_tells_texts_apart_by_their_places() {
        let of = |contents: &[&str]| fingerprint(Operation::VoucherSend, contents);
        assert_eq!(of(&["a", "b"]), of(&["a", "b"]));
        assert_ne!(of(&["a", "b"]), of(&["ab", ""]));
        assert_ne!(of(&["a", "b"]), of(&["b", "a"]));
        assert_ne!(of(&["a"]), fingerprint(Operation::VoucherStop, &["a"]));
    }
}
