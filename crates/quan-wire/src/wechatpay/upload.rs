//! The upload of an image: a form of two parts, whose part `meta` is what is signed.

use aws_lc_rs::digest;
use serde::{Deserialize, Serialize};

use super::error::{Code, ErrorBody};
use crate::hex;
use crate::multipart::{self, Builder, MultipartError, Part};

/// Where images are uploaded.
pub const PATH: &str = "/v3/marketing/favor/media/image-upload";

/// How large an image may be.
const LARGEST: usize = 2 * 1024 * 1024;
const LONGEST_FILENAME: usize = 128;
const LONGEST_SHA256: usize = 256;
const SUFFIXES: [&str; 4] = [".jpg", ".jpeg", ".bmp", ".png"];

/// An upload, taken apart and not yet verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload<'a> {
    /// The bytes that are signed, exactly as they came.
    pub meta: &'a [u8],
    pub file: &'a [u8],
}

/// What the part `meta` says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    pub filename: String,
    pub sha256: String,
}

/// The answer to an upload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Uploaded {
    pub media_url: String,
}

/// Why an upload is refused once its signature has been accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UploadFault {
    /// The part `meta` is no such object, or a field of it has no value that may be.
    Meta,
    TooLarge,
    Suffix,
    Digest,
}

impl UploadFault {
    pub fn error(self) -> ErrorBody {
        let message = match self {
            UploadFault::Meta => "参数错误",
            UploadFault::TooLarge => "图片大小超过限制",
            UploadFault::Suffix => "图片格式不支持",
            UploadFault::Digest => "文件的sha256值不匹配",
        };
        ErrorBody::new(Code::ParamError, message)
    }
}

/// Takes a body apart. Parts come in any order with headers of any kind, and the
/// boundary is that of the first line where the `Content-Type` names none.
pub fn split<'a>(content_type: &str, body: &'a [u8]) -> Result<Upload<'a>, MultipartError> {
    let boundary = multipart::boundary(content_type)
        .or_else(|| multipart::boundary_of_body(body))
        .ok_or(MultipartError::Boundary)?;
    let parts = multipart::split(&boundary, body)?;
    let bytes = |name: &str| {
        let part = parts.iter().find(|part: &&Part<'a>| part.name == name);
        part.map(|part| part.bytes).ok_or(MultipartError::NoParts)
    };
    Ok(Upload {
        meta: bytes("meta")?,
        file: bytes("file")?,
    })
}

impl Upload<'_> {
    /// Reads `meta` and checks that the file is what it says.
    pub fn check(&self) -> Result<Meta, UploadFault> {
        let meta: Meta = serde_json::from_slice(self.meta).map_err(|_| UploadFault::Meta)?;
        let characters = meta.filename.chars().count();
        if !(1..=LONGEST_FILENAME).contains(&characters)
            || !(1..=LONGEST_SHA256).contains(&meta.sha256.len())
        {
            return Err(UploadFault::Meta);
        }
        let filename = meta.filename.to_ascii_lowercase();
        if !SUFFIXES.iter().any(|suffix| filename.ends_with(suffix)) {
            return Err(UploadFault::Suffix);
        }
        if self.file.len() > LARGEST {
            return Err(UploadFault::TooLarge);
        }
        if meta.sha256.eq_ignore_ascii_case(&sha256(self.file)) {
            Ok(meta)
        } else {
            Err(UploadFault::Digest)
        }
    }
}

impl Meta {
    /// What a client says of a file.
    pub fn of(filename: impl Into<String>, file: &[u8]) -> Meta {
        Meta {
            filename: filename.into(),
            sha256: sha256(file),
        }
    }

    /// The JSON text: the bytes to be signed.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("two texts are JSON")
    }
}

/// Puts a body together: its `Content-Type` and bytes. Draw the boundary at random.
pub fn body(meta: &str, filename: &str, file: &[u8], boundary: &str) -> (String, Vec<u8>) {
    let lower = filename.to_ascii_lowercase();
    let kind = match lower.rsplit_once('.') {
        Some((_, "png")) => "image/png",
        Some((_, "bmp")) => "image/bmp",
        _ => "image/jpeg",
    };
    Builder::new(boundary)
        .text("meta", Some("application/json"), meta.as_bytes())
        .file("file", filename, kind, file)
        .finish()
}

/// The digest of a file in lower-case hex.
fn sha256(file: &[u8]) -> String {
    hex::lower(digest::digest(&digest::SHA256, file).as_ref())
}
