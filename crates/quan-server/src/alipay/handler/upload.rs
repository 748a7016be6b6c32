//! `….material.image.upload`: an image that activities then name.

use aws_lc_rs::digest;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use quan_core::MerchantId;
use quan_engine::registry::Image;
use quan_wire::alipay::message::upload::{Answer, Request};
use quan_wire::alipay::message::word::FileKey;
use quan_wire::alipay::message::{Violation, parse};
use quan_wire::alipay::multipart::FilePart;

use super::Handlers;
use crate::alipay::denial::{Fault, Reason};
use crate::alipay::image::{Picture, prepare};
use crate::alipay::{Caller, Content};

/// How much of the digest an image's name carries.
const NAME_BYTES: usize = 18;

/// Reads the text parts: one object in REST v3, parameters on the gateway.
pub(super) fn read(content: &Content) -> Result<Request, Violation> {
    match content {
        Content::Json(json) => parse(json),
        Content::Pairs(pairs) => {
            Request::from_parts(pairs.iter().map(|(name, text)| (&**name, &**text)))
        }
    }
}

pub(super) async fn upload(
    handlers: &Handlers,
    caller: &Caller,
    request: Request,
    file: Option<FilePart>,
) -> Result<Answer, Fault> {
    let asked = request.check()?;
    let owner = match &asked.owner {
        None => caller.merchant,
        Some(owner) => handlers.belongs_to(caller, owner)?,
    };
    let file = file.ok_or(Reason::Value("file_content", "不能为空"))?;
    let key = asked.key;
    let digest = digest_of(owner, key, &file.bytes);
    // Unpacking and resizing takes milliseconds that other calls need not wait.
    let prepared = tokio::task::spawn_blocking(move || prepare(key, &file.filename, file.bytes));
    let picture = prepared
        .await
        .map_err(|error| Fault::Failed(Box::new(error)))??;
    let Picture {
        content,
        media_type,
        width,
        height,
        enhanced,
    } = picture;
    let byte_count = u64::try_from(content.len()).unwrap_or(u64::MAX);
    let image = handlers.registry.add_image(&content, |number| Image {
        id: name(&digest, number),
        merchant: owner,
        file_key: key.as_str().to_owned(),
        media_type: media_type.to_owned(),
        width,
        height,
        byte_count,
        enhanced,
    })?;
    let resource_url = Some(handlers.image_url(&image.id));
    Ok(Answer {
        resource_id: Some(image.id),
        resource_url,
        resource_enhance: Some(enhanced),
    })
}

fn digest_of(owner: MerchantId, key: FileKey, file: &[u8]) -> Vec<u8> {
    let mut context = digest::Context::new(&digest::SHA256);
    context.update(owner.to_string().as_bytes());
    context.update(key.as_str().as_bytes());
    context.update(file);
    context.finish().as_ref().to_vec()
}

/// An image's name is a digest of what was uploaded and of the upload's number:
/// uploading it again gives another name, and nobody can guess any.
fn name(uploaded: &[u8], number: u64) -> String {
    let mut context = digest::Context::new(&digest::SHA256);
    context.update(uploaded);
    context.update(&number.to_be_bytes());
    let digest = context.finish();
    let short = digest.as_ref().get(..NAME_BYTES).unwrap_or(digest.as_ref());
    format!("A*{}", URL_SAFE_NO_PAD.encode(short))
}
