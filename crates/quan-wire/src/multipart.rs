//! Multipart bodies as the SDKs really send them, and a builder for our own.
//!
//! Alipay's Java and .NET v2 put a line break before the first boundary, leave out
//! every space in their headers and write the charset after the boundary; PHP v3
//! calls its files JSON. So a file is what has a file name, and nothing else is asked.
//! `WeChat` Pay's Java and Python name no boundary in the header, and Go ends a header
//! with a semicolon.

use std::fmt::Write as _;

/// How many parts a body may have.
const MOST_PARTS: usize = 256;
/// How long the headers of one part may be.
const LONGEST_HEADERS: usize = 8 * 1024;
/// How long a boundary may be; the standard says 70, and SDKs keep to it.
const LONGEST_BOUNDARY: usize = 200;

/// One part of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part<'a> {
    pub name: String,
    /// Present for files.
    pub filename: Option<String>,
    pub content_type: Option<String>,
    pub bytes: &'a [u8],
}

impl Part<'_> {
    /// Whether the part is a file, which no signature covers.
    pub fn is_file(&self) -> bool {
        self.filename.is_some()
    }
}

/// A file that came with a request.
#[derive(Clone, PartialEq, Eq)]
pub struct FilePart {
    pub name: String,
    pub filename: String,
    pub content_type: Option<String>,
    pub bytes: Vec<u8>,
}

impl FilePart {
    pub(crate) fn of(part: Part<'_>) -> Option<FilePart> {
        Some(FilePart {
            name: part.name,
            filename: part.filename?,
            content_type: part.content_type,
            bytes: part.bytes.to_vec(),
        })
    }
}

/// Shows the size, not the bytes.
impl std::fmt::Debug for FilePart {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FilePart")
            .field("name", &self.name)
            .field("filename", &self.filename)
            .field("bytes", &self.bytes.len())
            .finish_non_exhaustive()
    }
}

/// Why a body cannot be taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MultipartError {
    #[error("the boundary is missing or overlong")]
    Boundary,
    #[error("the boundary does not occur in the body")]
    NoParts,
    #[error("the body ends inside a part")]
    Unclosed,
    #[error("a part's headers are broken or overlong")]
    Headers,
    #[error("a part has no name")]
    Nameless,
    #[error("the body has too many parts")]
    TooManyParts,
}

/// Whether a `Content-Type` announces a multipart form.
pub fn is_multipart(content_type: &str) -> bool {
    let (kind, _) = content_type.split_once(';').unwrap_or((content_type, ""));
    kind.trim().eq_ignore_ascii_case("multipart/form-data")
}

/// The boundary that a `Content-Type` names, quoted or not, whatever follows it.
pub fn boundary(content_type: &str) -> Option<String> {
    let boundary = parameters(content_type)
        .find(|(name, _)| name.eq_ignore_ascii_case("boundary"))
        .map(|(_, value)| value)?;
    (1..=LONGEST_BOUNDARY)
        .contains(&boundary.len())
        .then_some(boundary)
}

/// The boundary that the first line of a body shows, for senders whose
/// `Content-Type` names none.
pub fn boundary_of_body(body: &[u8]) -> Option<String> {
    let line = body.strip_prefix(b"--")?;
    let boundary = &line[..find(line, b"\r\n")?];
    if !(1..=LONGEST_BOUNDARY).contains(&boundary.len()) {
        return None;
    }
    let boundary = std::str::from_utf8(boundary).ok()?;
    Some(boundary.trim_end().to_owned()).filter(|boundary| !boundary.is_empty())
}

/// Takes a body apart at the boundary that its `Content-Type` names.
pub fn parse<'a>(content_type: &str, body: &'a [u8]) -> Result<Vec<Part<'a>>, MultipartError> {
    let boundary = boundary(content_type).ok_or(MultipartError::Boundary)?;
    split(&boundary, body)
}

/// Takes a body apart at a boundary.
pub fn split<'a>(boundary: &str, body: &'a [u8]) -> Result<Vec<Part<'a>>, MultipartError> {
    let delimiter = format!("\r\n--{boundary}").into_bytes();
    // The first boundary needs no line break before it, but may have one.
    let mut rest = if body.starts_with(&delimiter[2..]) {
        &body[delimiter.len() - 2..]
    } else {
        let start = find(body, &delimiter).ok_or(MultipartError::NoParts)?;
        &body[start + delimiter.len()..]
    };
    let mut parts = Vec::new();
    loop {
        if rest.starts_with(b"--") {
            return Ok(parts);
        }
        if parts.len() == MOST_PARTS {
            return Err(MultipartError::TooManyParts);
        }
        let start = find(rest, b"\r\n").ok_or(MultipartError::Unclosed)?;
        if !rest[..start]
            .iter()
            .all(|byte| matches!(byte, b' ' | b'\t'))
        {
            return Err(MultipartError::Headers);
        }
        rest = &rest[start..];
        let end = find(rest, &delimiter).ok_or(MultipartError::Unclosed)?;
        // A delimiter right after this one leaves no room for a part's line break.
        parts.push(part(rest.get(2..end).ok_or(MultipartError::Headers)?)?);
        rest = &rest[end + delimiter.len()..];
    }
}

/// Reads the headers and contents of one part.
fn part(text: &[u8]) -> Result<Part<'_>, MultipartError> {
    let end = find(text, b"\r\n\r\n").ok_or(MultipartError::Headers)?;
    if end > LONGEST_HEADERS {
        return Err(MultipartError::Headers);
    }
    let headers = String::from_utf8_lossy(&text[..end]);
    let mut name = None;
    let mut filename = None;
    let mut content_type = None;
    for line in headers.split("\r\n") {
        let (header, value) = line.split_once(':').ok_or(MultipartError::Headers)?;
        let header = header.trim();
        if header.eq_ignore_ascii_case("content-disposition") {
            for (key, value) in parameters(value) {
                if key.eq_ignore_ascii_case("name") {
                    name = Some(value);
                } else if key.eq_ignore_ascii_case("filename") {
                    filename = Some(value);
                } else if key.eq_ignore_ascii_case("filename*") {
                    filename = filename.or_else(|| Some(extended(&value)));
                }
            }
        } else if header.eq_ignore_ascii_case("content-type") {
            content_type = Some(value.trim().to_owned());
        }
    }
    Ok(Part {
        name: name.ok_or(MultipartError::Nameless)?,
        filename,
        content_type,
        bytes: &text[end + 4..],
    })
}

/// The parameters after the first `;` of a header value. A quoted value may hold
/// semicolons and escaped quotes.
fn parameters(value: &str) -> impl Iterator<Item = (String, String)> {
    let mut rest = value.split_once(';').map_or("", |(_, rest)| rest);
    std::iter::from_fn(move || {
        loop {
            rest = rest.trim_start_matches([';', ' ', '\t']);
            if rest.is_empty() {
                return None;
            }
            let end = rest.find(['=', ';']).unwrap_or(rest.len());
            let name = rest[..end].trim().to_owned();
            rest = &rest[end..];
            let Some(after) = rest.strip_prefix('=') else {
                continue;
            };
            let after = after.trim_start();
            if let Some(inside) = after.strip_prefix('"') {
                let (value, next) = quoted(inside);
                rest = next;
                return Some((name, value));
            }
            let end = after.find(';').unwrap_or(after.len());
            rest = &after[end..];
            return Some((name, after[..end].trim().to_owned()));
        }
    })
}

/// Reads up to the closing quote. Only a quote is escaped by a backslash: browsers
/// on Windows send paths.
fn quoted(text: &str) -> (String, &str) {
    let mut value = String::new();
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return (value, &text[at + 1..]),
            '\\' if matches!(characters.peek(), Some((_, '"'))) => {
                characters.next();
                value.push('"');
            }
            other => value.push(other),
        }
    }
    (value, "")
}

/// A file name as RFC 5987 extends it: `UTF-8''percent%20encoded`.
fn extended(value: &str) -> String {
    let encoded = value.splitn(3, '\'').nth(2).unwrap_or(value);
    percent_encoding::percent_decode_str(encoded)
        .decode_utf8_lossy()
        .into_owned()
}

/// Where `needle` first occurs.
fn find(text: &[u8], needle: &[u8]) -> Option<usize> {
    let (first, _) = needle.split_first()?;
    let mut from = 0;
    loop {
        let at = from + text.get(from..)?.iter().position(|byte| byte == first)?;
        if text[at..].starts_with(needle) {
            return Some(at);
        }
        from = at + 1;
    }
}

/// Puts a body together.
#[derive(Clone, Debug)]
pub struct Builder {
    boundary: String,
    body: Vec<u8>,
}

impl Builder {
    /// Starts a body. The boundary must not occur in any part: draw it at random.
    pub fn new(boundary: impl Into<String>) -> Builder {
        Builder {
            boundary: boundary.into(),
            body: Vec::new(),
        }
    }

    /// Adds a part that is no file.
    #[must_use]
    pub fn text(self, name: &str, content_type: Option<&str>, value: &[u8]) -> Builder {
        self.part(name, None, content_type, value)
    }

    /// Adds a file.
    #[must_use]
    pub fn file(self, name: &str, filename: &str, content_type: &str, bytes: &[u8]) -> Builder {
        self.part(name, Some(filename), Some(content_type), bytes)
    }

    /// The `Content-Type` and the body.
    pub fn finish(self) -> (String, Vec<u8>) {
        let Builder { boundary, mut body } = self;
        body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        (format!("multipart/form-data; boundary={boundary}"), body)
    }

    fn part(
        mut self,
        name: &str,
        filename: Option<&str>,
        content_type: Option<&str>,
        bytes: &[u8],
    ) -> Builder {
        let mut head = format!(
            "--{}\r\nContent-Disposition: form-data; name=\"{}\"",
            self.boundary,
            inside_quotes(name)
        );
        if let Some(filename) = filename {
            let _ = write!(head, "; filename=\"{}\"", inside_quotes(filename));
        }
        if let Some(content_type) = content_type {
            let _ = write!(head, "\r\nContent-Type: {}", one_line(content_type));
        }
        head.push_str("\r\n\r\n");
        self.body.extend_from_slice(head.as_bytes());
        self.body.extend_from_slice(bytes);
        self.body.extend_from_slice(b"\r\n");
        self
    }
}

fn inside_quotes(text: &str) -> String {
    one_line(text).replace('"', "\\\"")
}

/// Line breaks would end the header.
fn one_line(text: &str) -> String {
    text.replace(['\r', '\n'], " ")
}
