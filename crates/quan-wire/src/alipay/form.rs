//! Form-urlencoded pairs as bytes, and the string that a gateway request signs.
//!
//! Values stay bytes until the signature has been verified: it was made over the
//! bytes of the request's charset, not over text.

use std::collections::BTreeMap;

/// The parameters of a request: names in ascending byte order, which is the order
/// of the string to sign. A name that comes again counts once, with its first value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Params(BTreeMap<Vec<u8>, Vec<u8>>);

impl Params {
    pub fn new() -> Params {
        Params::default()
    }

    /// Takes in the pairs of a query or of a form body. `+` is a space in both.
    pub fn merge_encoded(&mut self, text: &[u8]) {
        for pair in text
            .split(|byte| *byte == b'&')
            .filter(|pair| !pair.is_empty())
        {
            let mut sides = pair.splitn(2, |byte| *byte == b'=');
            let name = decode(sides.next().unwrap_or_default());
            let value = decode(sides.next().unwrap_or_default());
            self.insert(name, value);
        }
    }

    /// Takes in one pair, unless the name is there already.
    pub fn insert(&mut self, name: impl Into<Vec<u8>>, value: impl Into<Vec<u8>>) {
        self.0.entry(name.into()).or_insert_with(|| value.into());
    }

    /// The bytes of a value; `None` when the name is absent.
    pub fn get(&self, name: &str) -> Option<&[u8]> {
        self.0.get(name.as_bytes()).map(Vec::as_slice)
    }

    /// The bytes of a value that is not empty.
    pub fn filled(&self, name: &str) -> Option<&[u8]> {
        self.get(name).filter(|value| !value.is_empty())
    }

    /// All pairs, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_slice(), value.as_slice()))
    }

    /// The string to sign: all pairs but `sign` and, in the layout of some messages,
    /// `sign_type`.
    pub fn string_to_sign(&self, layout: Layout, empties: Empties) -> Vec<u8> {
        let mut text = Vec::new();
        for (name, value) in &self.0 {
            let left_out = name == b"sign"
                || (layout == Layout::WithoutSignType && name == b"sign_type")
                || (empties == Empties::Dropped && value.is_empty());
            if left_out {
                continue;
            }
            if !text.is_empty() {
                text.push(b'&');
            }
            text.extend_from_slice(name);
            text.push(b'=');
            text.extend_from_slice(value);
        }
        text
    }

    /// Whether dropping empty values changes the string to sign.
    pub fn has_empty_values(&self) -> bool {
        self.0
            .iter()
            .any(|(name, value)| value.is_empty() && name != b"sign")
    }

    /// The strings that a signature may have been made over, the likelier first:
    /// SDKs do not agree about empty values.
    pub fn candidates(&self, layout: Layout) -> Vec<Vec<u8>> {
        let mut candidates = vec![self.string_to_sign(layout, Empties::Dropped)];
        if self.has_empty_values() {
            candidates.push(self.string_to_sign(layout, Empties::Kept));
        }
        candidates
    }
}

/// Whether `sign_type` is part of the string to sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Layout {
    /// It is: requests, and some messages ("V2").
    WithSignType,
    /// It is not: most messages ("V1").
    WithoutSignType,
}

/// Whether empty values are part of the string to sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Empties {
    Dropped,
    Kept,
}

/// Decodes one name or value: `+` is a space, a broken escape stands for itself.
pub fn decode(text: &[u8]) -> Vec<u8> {
    if text.contains(&b'+') {
        let spaced: Vec<u8> = text
            .iter()
            .map(|byte| if *byte == b'+' { b' ' } else { *byte })
            .collect();
        percent_encoding::percent_decode(&spaced).collect()
    } else {
        percent_encoding::percent_decode(text).collect()
    }
}

/// Encodes pairs in the order given.
pub fn encode<'a, N, V>(pairs: impl IntoIterator<Item = (&'a N, &'a V)>) -> String
where
    N: AsRef<[u8]> + ?Sized + 'a,
    V: AsRef<[u8]> + ?Sized + 'a,
{
    let mut text = String::new();
    for (name, value) in pairs {
        if !text.is_empty() {
            text.push('&');
        }
        text.extend(form_urlencoded::byte_serialize(name.as_ref()));
        text.push('=');
        text.extend(form_urlencoded::byte_serialize(value.as_ref()));
    }
    text
}

/// The path and query of a request target, also when a client sent it in absolute
/// form: `POST http://host/path?query`.
pub fn origin_form(target: &str) -> &str {
    let Some((scheme, rest)) = target.split_once("://") else {
        return target;
    };
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return target;
    }
    match rest.find(['/', '?']) {
        Some(start) if rest.as_bytes()[start] == b'/' => &rest[start..],
        _ => "/",
    }
}

/// The query of a request target, without the question mark.
pub fn query_of(target: &str) -> &str {
    origin_form(target)
        .split_once('?')
        .map_or("", |(_, query)| query)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_and_counted_once() {
        let mut params = Params::new();
        params.merge_encoded(b"charset=utf-8&b=2");
        params.merge_encoded(b"charset=UTF-8&a=1+%2B&&sign=x&sign_type=RSA2");
        let text = params.string_to_sign(Layout::WithSignType, Empties::Dropped);
        assert_eq!(
            String::from_utf8_lossy(&text),
            "a=1 +&b=2&charset=utf-8&sign_type=RSA2"
        );
    }

    #[test]
    fn a_broken_escape_stands_for_itself() {
        assert_eq!(decode(b"100%&"), b"100%&");
        assert_eq!(decode(b"%zz%4"), b"%zz%4");
    }

    #[test]
    fn absolute_targets_lose_their_host() {
        assert_eq!(origin_form("http://h:80/gateway.do?a=1"), "/gateway.do?a=1");
        assert_eq!(
            origin_form("/gateway.do?u=http://x/"),
            "/gateway.do?u=http://x/"
        );
        assert_eq!(origin_form("https://h"), "/");
        assert_eq!(query_of("/gateway.do"), "");
    }
}
