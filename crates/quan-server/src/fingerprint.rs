//! Digests that tell whether two requests say the same.

use aws_lc_rs::digest;
use quan_core::Fingerprint;

/// A digest of texts, each in its place.
pub(crate) fn fingerprint(contents: &[&str]) -> Fingerprint {
    let mut context = digest::Context::new(&digest::SHA256);
    for text in contents {
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
        let of = fingerprint;
        assert_eq!(of(&["a", "b"]), of(&["a", "b"]));
        assert_ne!(of(&["a", "b"]), of(&["ab", ""]));
        assert_ne!(of(&["a", "b"]), of(&["b", "a"]));
        assert_ne!(of(&["a"]), of(&["a", ""]));
    }
}
