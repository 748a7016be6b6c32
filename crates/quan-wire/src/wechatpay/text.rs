//! The texts under signatures, line by line and without a copy.
//!
//! A request's text has five lines, an answer's and a notification's three, and
//! every line ends with a line feed, the last one too. The lines are the bytes that
//! travelled: nothing is decoded, sorted or printed anew.

/// How many bytes of the body the shortened text keeps.
const SHOWN_OF_BODY: usize = 8;

/// What a request's signature covers.
#[derive(Clone, Copy, Debug)]
pub struct RequestText<'a> {
    /// As on the request line, in upper case.
    pub method: &'a str,
    /// Path and query exactly as on the request line.
    pub target: &'a str,
    pub timestamp: &'a str,
    pub nonce: &'a str,
    /// The body as it came; of an upload the bytes of its part `meta`.
    pub body: &'a [u8],
}

impl<'a> RequestText<'a> {
    /// The text in pieces, for digests.
    pub fn pieces(&self) -> [&'a [u8]; 10] {
        let end = b"\n".as_slice();
        [
            self.method.as_bytes(),
            end,
            self.target.as_bytes(),
            end,
            self.timestamp.as_bytes(),
            end,
            self.nonce.as_bytes(),
            end,
            self.body,
            end,
        ]
    }

    /// The whole text in one.
    pub fn to_bytes(self) -> Vec<u8> {
        self.pieces().concat()
    }

    /// How many bytes the whole text has.
    pub fn length(&self) -> usize {
        self.pieces().iter().map(|piece| piece.len()).sum()
    }

    /// The text with the beginning of its body alone, for telling a caller what was
    /// verified.
    pub fn truncated(&self) -> String {
        let shown = RequestText {
            body: beginning(self.body),
            ..*self
        };
        String::from_utf8_lossy(&shown.to_bytes()).into_owned()
    }
}

/// What the signature of an answer or a notification covers.
#[derive(Clone, Copy, Debug)]
pub struct AnswerText<'a> {
    pub timestamp: &'a str,
    pub nonce: &'a str,
    /// As it travels; empty where there is none.
    pub body: &'a [u8],
}

impl<'a> AnswerText<'a> {
    /// The text in pieces, for digests.
    pub fn pieces(&self) -> [&'a [u8]; 6] {
        let end = b"\n".as_slice();
        [
            self.timestamp.as_bytes(),
            end,
            self.nonce.as_bytes(),
            end,
            self.body,
            end,
        ]
    }

    /// The whole text in one.
    pub fn to_bytes(self) -> Vec<u8> {
        self.pieces().concat()
    }
}

/// The first bytes of a body, cut back to the end of a character.
fn beginning(body: &[u8]) -> &[u8] {
    let Some((head, rest)) = body.split_at_checked(SHOWN_OF_BODY) else {
        return body;
    };
    let inside = |byte: &u8| byte & 0b1100_0000 == 0b1000_0000;
    if !rest.first().is_some_and(inside) {
        return head;
    }
    // The character that is cut begins at the last byte that is no continuation.
    let start = head.iter().rposition(|byte| !inside(byte)).unwrap_or(0);
    head.get(..start).unwrap_or_default()
}
