//! `alipay.marketing.material.image.upload`: images that activities then name.
//!
//! The text parts are parameters of their own on the gateway, and one JSON
//! object (the part `data`) in REST v3. The image is the part `file_content`.

use super::block::BelongMerchantInfo;
use super::call::{Call, Operation};
use super::check;
use super::field::{Flag, Text, blocks, parse};
use super::violation::Violation;
use super::word::{AccessMode, FileKey, MerchantRef};

blocks! {
    /// What the image is for, and whose it is.
    Request {
        file_key: Text,
        merchant_access_mode: Text,
        belong_merchant_info: Option<BelongMerchantInfo>,
    }

    /// Where the image is.
    Answer { resource_id: Text, resource_url: Text, resource_enhance: Flag }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::ImageUpload;
}

/// An image to keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// What it is for.
    pub key: FileKey,
    /// Who integrates.
    pub access_mode: AccessMode,
    /// Whose it is; `None` is the caller's.
    pub owner: Option<MerchantRef>,
}

impl Request {
    /// Reads the gateway's text parts; others than its own are ignored.
    pub fn from_parts<'a>(
        parts: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Request, Violation> {
        let mut request = Request::default();
        let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        for (name, text) in parts {
            match name {
                "file_key" => request.file_key = said(text),
                "merchant_access_mode" => request.merchant_access_mode = said(text),
                "belong_merchant_info" if !text.is_empty() => {
                    let owner = parse(text).map_err(|violation| {
                        let field = format!("{name}.{}", violation.field);
                        Violation {
                            field: field.trim_end_matches('.').to_owned(),
                            ..violation
                        }
                    });
                    request.belong_merchant_info = Some(owner?);
                }
                _ => {}
            }
        }
        Ok(request)
    }

    /// What to keep, or the first rule that is broken.
    pub fn check(&self) -> Result<Upload, Violation> {
        let rule = "V9.8 file_key_known";
        check::need(rule, "file_key", &self.file_key)?;
        let key = check::one_of(rule, "file_key", &self.file_key, FileKey::from_word)?;
        let Some(key) = key else {
            return Err(Violation::of(rule, "file_key", "不能为空"));
        };
        let access_mode = check::access_mode(&self.merchant_access_mode)?;
        let owner = self.belong_merchant_info.as_ref();
        let rule = "V9.8 agency_needs_owner";
        if access_mode == AccessMode::AgencyMode && owner.is_none_or(|o| o.merchant_id.is_none()) {
            return Err(Violation::of(
                rule,
                "belong_merchant_info.merchant_id",
                "不能为空",
            ));
        }
        let owner = check::owner("belong_merchant_info", owner)?;
        Ok(Upload {
            key,
            access_mode,
            owner,
        })
    }
}

/// The largest file of a kind, in bytes.
pub const fn largest(key: FileKey) -> u64 {
    match key {
        FileKey::BrandLogo | FileKey::VoucherImage | FileKey::VoucherDetailImage => 2 * 1024 * 1024,
        FileKey::PublicUnionChannel | FileKey::DeliveryChannel => 200 * 1024,
    }
}

/// Width and height that an image of a kind is brought to.
pub const fn size(key: FileKey) -> (u32, u32) {
    match key {
        FileKey::VoucherImage => (670, 335),
        FileKey::BrandLogo
        | FileKey::VoucherDetailImage
        | FileKey::PublicUnionChannel
        | FileKey::DeliveryChannel => (600, 600),
    }
}

/// Endings that a file's name may have.
pub const SUFFIXES: &[&str] = &["png", "jpg", "jpeg", "bmp"];
