//! Paths of requests: what is looked up once the signature has been verified over
//! the raw target.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// The path of a target without its query, and the query.
pub fn split_query(target: &str) -> (&str, Option<&str>) {
    match target.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (target, None),
    }
}

/// The segments of a path, each still encoded, so that an encoded slash stays inside
/// its segment.
pub fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.strip_prefix('/').unwrap_or(path).split('/')
}

/// Decodes a segment; `None` when its bytes are no UTF-8.
pub fn decode(segment: &str) -> Option<Cow<'_, str>> {
    percent_decode_str(segment).decode_utf8().ok()
}

/// Decodes a segment that holds a coupon's code. One SDK encodes it as forms are, and
/// no code holds a plus, so that a bare one is a blank.
pub fn decode_coupon_code(segment: &str) -> Option<Cow<'_, str>> {
    if !segment.contains('+') {
        return decode(segment);
    }
    let blanks = segment.replace('+', " ");
    Some(Cow::Owned(decode(&blanks)?.into_owned()))
}
