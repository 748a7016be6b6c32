//! Uploaded images: what is accepted, and how it is made to fit.
//!
//! A picture of the wrong measures is not refused: it is resized to what its
//! use demands, and the answer says so.

use std::io::Cursor;

use ::image::imageops::FilterType;
use ::image::{DynamicImage, ImageFormat, ImageReader, Limits};
use quan_wire::alipay::message::upload;
use quan_wire::alipay::message::word::FileKey;

/// The widest and highest picture that is read: more would cost more memory to
/// unpack than a picture of this use is worth.
const LARGEST_SIDE: u32 = 8192;
/// The most memory that unpacking a picture may take.
const MOST_MEMORY: u64 = 256 * 1024 * 1024;

/// A picture that fits its use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The file.
    pub content: Vec<u8>,
    /// `image/png`, `image/jpeg` or `image/bmp`.
    pub media_type: &'static str,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// Whether it was resized.
    pub enhanced: bool,
}

/// Why a file is refused; the order is the one in which the platform asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageRefusal {
    /// More bytes than the use allows.
    TooLarge,
    /// The name does not end as a picture's does.
    Suffix,
    /// The content is no picture.
    NotAnImage,
    /// A picture that cannot be read to its end, or is too large unpacked.
    Unreadable,
}

/// Checks an uploaded file and makes it fit.
pub fn prepare(key: FileKey, file_name: &str, content: Vec<u8>) -> Result<Picture, ImageRefusal> {
    if u64::try_from(content.len()).unwrap_or(u64::MAX) > upload::largest(key) {
        return Err(ImageRefusal::TooLarge);
    }
    let suffix = file_name.rsplit_once('.').map_or("", |(_, suffix)| suffix);
    if !upload::SUFFIXES
        .iter()
        .any(|known| known.eq_ignore_ascii_case(suffix))
    {
        return Err(ImageRefusal::Suffix);
    }
    let format = ::image::guess_format(&content).ok();
    let (format, media_type) = match format {
        Some(ImageFormat::Png) => (ImageFormat::Png, "image/png"),
        Some(ImageFormat::Jpeg) => (ImageFormat::Jpeg, "image/jpeg"),
        Some(ImageFormat::Bmp) => (ImageFormat::Bmp, "image/bmp"),
        _ => return Err(ImageRefusal::NotAnImage),
    };
    let picture = decode(&content, format)?;
    let (width, height) = upload::size(key);
    if (picture.width(), picture.height()) == (width, height) {
        return Ok(Picture {
            content,
            media_type,
            width,
            height,
            enhanced: false,
        });
    }
    let resized = picture.resize_to_fill(width, height, FilterType::Lanczos3);
    let content = encode(resized, format)?;
    Ok(Picture {
        content,
        media_type,
        width,
        height,
        enhanced: true,
    })
}

fn decode(content: &[u8], format: ImageFormat) -> Result<DynamicImage, ImageRefusal> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(LARGEST_SIDE);
    limits.max_image_height = Some(LARGEST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(content), format);
    reader.limits(limits);
    let picture = reader.decode().map_err(|_| ImageRefusal::Unreadable)?;
    if picture.width() == 0 || picture.height() == 0 {
        return Err(ImageRefusal::Unreadable);
    }
    Ok(picture)
}

fn encode(picture: DynamicImage, format: ImageFormat) -> Result<Vec<u8>, ImageRefusal> {
    // JPEG knows no transparency and no more than eight bits a colour.
    let picture = if format == ImageFormat::Png {
        picture
    } else {
        DynamicImage::ImageRgb8(picture.into_rgb8())
    };
    let mut content = Cursor::new(Vec::new());
    picture
        .write_to(&mut content, format)
        .map_err(|_| ImageRefusal::Unreadable)?;
    Ok(content.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        encode(DynamicImage::new_rgba8(width, height), format).unwrap()
    }

    #[test]
    fn a_picture_of_the_right_measures_is_kept_to_the_byte() {
        let content = file(670, 335, ImageFormat::Png);
        let picture = prepare(FileKey::VoucherImage, "cover.PNG", content.clone()).unwrap();
        assert_eq!(picture.content, content);
        assert!(!picture.enhanced);
    }

    #[test]
    fn every_format_is_resized_in_its_own_format() {
        for (format, name, media_type) in [
            (ImageFormat::Png, "a.png", "image/png"),
            (ImageFormat::Jpeg, "a.jpg", "image/jpeg"),
            (ImageFormat::Jpeg, "a.jpeg", "image/jpeg"),
            (ImageFormat::Bmp, "a.bmp", "image/bmp"),
        ] {
            let picture = prepare(FileKey::BrandLogo, name, file(40, 30, format)).unwrap();
            assert!(picture.enhanced);
            assert_eq!(picture.media_type, media_type);
            let read = decode(&picture.content, format).unwrap();
            assert_eq!((read.width(), read.height()), (600, 600));
        }
    }

    #[test]
    fn what_is_wrong_first_is_said_first() {
        let large = vec![0; 2 * 1024 * 1024 + 1];
        let key = FileKey::VoucherImage;
        assert_eq!(prepare(key, "a.gif", large), Err(ImageRefusal::TooLarge));
        assert_eq!(prepare(key, "a.gif", vec![0]), Err(ImageRefusal::Suffix));
        assert_eq!(prepare(key, "png", vec![0]), Err(ImageRefusal::Suffix));
        assert_eq!(
            prepare(key, "a.png", b"GIF89a".to_vec()),
            Err(ImageRefusal::NotAnImage)
        );
        assert_eq!(
            prepare(key, "a.png", Vec::new()),
            Err(ImageRefusal::NotAnImage)
        );
        let mut torn = file(670, 335, ImageFormat::Png);
        torn.truncate(60);
        assert_eq!(prepare(key, "a.png", torn), Err(ImageRefusal::Unreadable));
    }

    #[test]
    fn pictures_of_delivery_plans_are_small_files() {
        let content = vec![0; 200 * 1024 + 1];
        assert_eq!(
            prepare(FileKey::DeliveryChannel, "a.png", content),
            Err(ImageRefusal::TooLarge)
        );
    }
}
