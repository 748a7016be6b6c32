//! `POST /v3/marketing/favor/media/image-upload`: a picture for stocks.

use aws_lc_rs::digest;
use quan_core::MerchantId;
use quan_engine::registry::Image;
use quan_wire::wechatpay::upload::{self, UploadFault, Uploaded};

use super::Handlers;
use crate::wechatpay::Incoming;
use crate::wechatpay::denial::Fault;

pub(super) fn upload(
    handlers: &Handlers,
    caller: MerchantId,
    incoming: &Incoming,
) -> Result<String, Fault> {
    let kind = incoming.content_type.as_deref().unwrap_or_default();
    let upload = upload::split(kind, &incoming.body).map_err(|_| UploadFault::Meta)?;
    let meta = upload.check()?;
    let mut sha256 = [0; 32];
    let digest = digest::digest(&digest::SHA256, upload.file);
    for (place, byte) in sha256.iter_mut().zip(digest.as_ref()) {
        *place = *byte;
    }
    let byte_count = u64::try_from(upload.file.len()).unwrap_or(u64::MAX);
    let make = |number: u64| Image {
        id: format!("wx{number}"),
        merchant: caller,
        file_key: String::new(),
        media_type: media_type(&meta.filename).to_owned(),
        // Nothing asks for its measures.
        width: 0,
        height: 0,
        byte_count,
        enhanced: false,
    };
    let registry = &handlers.registry;
    let kept = registry.add_media(caller, &sha256, upload.file, make)?;
    let answer = Uploaded {
        media_url: format!("{}/images/{}", handlers.base, kept.id),
    };
    serde_json::to_string(&answer).map_err(|error| Fault::broken(error.to_string()))
}

fn media_type(filename: &str) -> &'static str {
    let lower = filename.to_ascii_lowercase();
    match lower.rsplit_once('.') {
        Some((_, "png")) => "image/png",
        Some((_, "bmp")) => "image/bmp",
        _ => "image/jpeg",
    }
}
