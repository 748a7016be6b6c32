//! How coupons are shown.

use super::changed;
use crate::wechatpay::message::read::{Fields, Form, Text, block, chars, text, word};
use crate::wechatpay::message::refusal::Refusal;
use crate::wechatpay::message::value::message;
use crate::wechatpay::message::word::Color;

message! {
    /// What the user sees.
    #[derive(Default)]
    DisplayPatternInfo {
        description: Option<String>,
        merchant_logo_url: Option<String>,
        merchant_name: Option<String>,
        background_color: Option<Color>,
        coupon_image_url: Option<String>,
        finder_info: Option<FinderInfo>,
    }

    /// A video of the merchant's channel.
    FinderInfo {
        finder_id: String,
        finder_video_id: String,
        finder_video_cover_image_url: String,
    }
}

/// Titles that refusals outside this block name, too.
pub(crate) const LOGO: &str = "商户logo";
pub(crate) const MERCHANT_NAME: &str = "商户名称";

/// The address of an image.
const IMAGE_URL: Text = text(1, 128);

/// An address of an image, by HTTP with or without TLS.
fn image(
    from: &Fields<'_>,
    name: &'static str,
    title: &'static str,
) -> Result<Option<String>, Refusal> {
    let url = from.may(name, title, IMAGE_URL)?;
    let fits = |url: &String| {
        let (url, secure) = (url.strip_prefix("http://"), url.strip_prefix("https://"));
        url.or(secure).is_some_and(|rest| !rest.is_empty())
    };
    match url {
        Some(url) if !fits(&url) => {
            let text = format!("{title}必须是http或https链接");
            let rule = "W-CREATE-13 images_by_http";
            Err(from
                .at(name, title)
                .refuse(rule, text.clone(), &text, url.into()))
        }
        url => Ok(url),
    }
}

impl Form for DisplayPatternInfo {
    fn read(from: &Fields<'_>) -> Result<Self, Refusal> {
        let color = from.may("background_color", "背景颜色", word());
        let rule = "W-CREATE-12 known_color";
        Ok(DisplayPatternInfo {
            description: from.may("description", "使用须知", chars(1000))?,
            merchant_logo_url: image(from, "merchant_logo_url", LOGO)?,
            merchant_name: from.may("merchant_name", MERCHANT_NAME, chars(16))?,
            background_color: color.map_err(|refusal| Refusal { rule, ..refusal })?,
            coupon_image_url: image(from, "coupon_image_url", "券详情图片")?,
            finder_info: from.may("finder_info", "视频号相关信息", block())?,
        })
    }
}

impl Form for FinderInfo {
    fn read(from: &Fields<'_>) -> Result<Self, Refusal> {
        // The platform names no length.
        let id = text(1, 256);
        Ok(FinderInfo {
            finder_id: from.need("finder_id", "视频号ID", id)?,
            finder_video_id: from.need("finder_video_id", "视频号视频ID", id)?,
            finder_video_cover_image_url: from.need(
                "finder_video_cover_image_url",
                "视频号封面图",
                id,
            )?,
        })
    }
}

impl DisplayPatternInfo {
    /// What is shown after a change; logo and name stay.
    pub(crate) fn changed(&self, change: &DisplayPatternInfo) -> DisplayPatternInfo {
        DisplayPatternInfo {
            description: changed(&change.description, &self.description),
            background_color: changed(&change.background_color, &self.background_color),
            coupon_image_url: changed(&change.coupon_image_url, &self.coupon_image_url),
            finder_info: changed(&change.finder_info, &self.finder_info),
            ..self.clone()
        }
    }
}
