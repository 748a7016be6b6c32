//! The charset of a request, which is also the charset of its answer.

use std::borrow::Cow;

use encoding_rs::{EncoderResult, Encoding, GBK, UTF_8};

/// UTF-8 or GBK, under the name by which the request asked for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charset {
    encoding: &'static Encoding,
    name: String,
}

impl Default for Charset {
    fn default() -> Charset {
        Charset {
            encoding: UTF_8,
            name: "utf-8".to_owned(),
        }
    }
}

impl Charset {
    /// Reads a name, in any case: `utf-8`, `utf8`, `gbk`, `gb2312`. `None` for
    /// every other charset.
    pub fn parse(name: &str) -> Option<Charset> {
        let encoding = match name.to_ascii_lowercase().as_str() {
            "utf-8" | "utf8" => UTF_8,
            "gbk" | "gb2312" => GBK,
            _ => return None,
        };
        Some(Charset {
            encoding,
            name: name.to_owned(),
        })
    }

    /// The name as it came.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether texts pass through unchanged.
    pub fn is_utf8(&self) -> bool {
        self.encoding == UTF_8
    }

    /// The `Content-Type` of a gateway answer in this charset.
    pub fn content_type(&self) -> String {
        format!("text/html;charset={}", self.name)
    }

    /// Bytes of this charset as text; `None` when they are not of this charset.
    pub fn decode<'a>(&self, bytes: &'a [u8]) -> Option<Cow<'a, str>> {
        self.encoding
            .decode_without_bom_handling_and_without_replacement(bytes)
    }

    /// Bytes of this charset as text, with replacement characters where they are
    /// not of this charset: for showing only.
    pub fn decode_lossy<'a>(&self, bytes: &'a [u8]) -> Cow<'a, str> {
        self.encoding.decode_without_bom_handling(bytes).0
    }

    /// Text in this charset. What GBK cannot hold becomes `?`.
    pub fn encode<'a>(&self, text: &'a str) -> Cow<'a, [u8]> {
        self.encode_with(text, |_, bytes| bytes.push(b'?'))
    }

    /// A JSON text in this charset. What GBK cannot hold becomes a `\u` escape, so
    /// that the reader still gets the character.
    pub fn encode_json<'a>(&self, json: &'a str) -> Cow<'a, [u8]> {
        self.encode_with(json, |missing, bytes| {
            for unit in missing.encode_utf16(&mut [0; 2]) {
                bytes.extend_from_slice(format!("\\u{unit:04x}").as_bytes());
            }
        })
    }

    fn encode_with<'a>(
        &self,
        text: &'a str,
        missing: impl Fn(char, &mut Vec<u8>),
    ) -> Cow<'a, [u8]> {
        if self.is_utf8() || text.is_ascii() {
            return Cow::Borrowed(text.as_bytes());
        }
        let mut encoder = self.encoding.new_encoder();
        let mut bytes = Vec::with_capacity(text.len());
        let mut rest = text;
        let mut buffer = [0; 1024];
        loop {
            let (result, read, written) =
                encoder.encode_from_utf8_without_replacement(rest, &mut buffer, true);
            bytes.extend_from_slice(&buffer[..written]);
            rest = &rest[read..];
            match result {
                EncoderResult::InputEmpty => return Cow::Owned(bytes),
                EncoderResult::OutputFull => {}
                EncoderResult::Unmappable(character) => missing(character, &mut bytes),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gbk_texts_come_back() {
        let gbk = Charset::parse("GBK").unwrap();
        let bytes = gbk.encode("测试").into_owned();
        assert_eq!(bytes, [0xb2, 0xe2, 0xca, 0xd4]);
        assert_eq!(gbk.decode(&bytes).as_deref(), Some("测试"));
        assert_eq!(gbk.decode(&[0xff, 0xff]), None);
    }

    #[test]
    fn what_gbk_cannot_hold_is_escaped_in_json() {
        let gbk = Charset::parse("gbk").unwrap();
        assert_eq!(
            gbk.encode_json("\"券🎫\"").as_ref(),
            b"\"\xc8\xaf\\ud83c\\udfab\""
        );
        assert_eq!(gbk.encode("🎫").as_ref(), b"?");
    }

    #[test]
    fn long_texts_cross_the_buffer() {
        let gbk = Charset::parse("gb2312").unwrap();
        let text = "券".repeat(5000);
        assert_eq!(
            gbk.decode(&gbk.encode(&text)).as_deref(),
            Some(text.as_str())
        );
    }
}
