//! `….material.image.upload`: the keys and what they demand.

use image::{DynamicImage, ImageFormat};
use quan_wire::alipay::message::Operation;
use serde_json::{Value, json};

use crate::http::{BOTH, Http, ISV, OWNER};
use crate::world::CLIENT;

fn file(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = DynamicImage::new_rgb8(width, height);
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn key(key: &str) -> Value {
    json!({ "file_key": key })
}

/// The code with which a file is refused, the same over both protocols.
async fn refused(http: &Http, texts: Value, name: &str, bytes: &[u8]) -> String {
    let mut codes = Vec::new();
    for protocol in BOTH {
        let outcome = http.upload(protocol, OWNER, &texts, name, bytes).await;
        let code = outcome.unwrap_err().code;
        let mut known = Operation::ImageUpload.codes().iter();
        assert!(known.any(|known| known.as_str() == code), "{code}");
        codes.push(code);
    }
    assert_eq!(codes[0], codes[1]);
    codes.remove(0)
}

#[tokio::test]
async fn i1_the_ending_is_judged_before_the_content() {
    let http = Http::new();
    let picture = file(600, 600, ImageFormat::Png);
    let logo = || key("PROMO_BRAND_LOGO");
    for name in ["a.gif", "a", "a.png.exe"] {
        let code = refused(&http, logo(), name, &picture).await;
        assert_eq!(code, "PIC_SUFFIX_ILLEGAL", "{name}");
    }
    let code = refused(&http, logo(), "a.gif", b"GIF89a").await;
    assert_eq!(code, "PIC_SUFFIX_ILLEGAL");
    let code = refused(&http, logo(), "a.png", b"GIF89a").await;
    assert_eq!(code, "FILE_TYPE_ERROR");
    for (name, format) in [
        ("a.png", ImageFormat::Png),
        ("a.JPG", ImageFormat::Jpeg),
        ("a.jpeg", ImageFormat::Jpeg),
        ("a.bmp", ImageFormat::Bmp),
    ] {
        let bytes = file(600, 600, format);
        for protocol in BOTH {
            let kept = http.upload(protocol, OWNER, &logo(), name, &bytes).await;
            assert_eq!(kept.unwrap()["resource_enhance"], false);
        }
    }
}

#[tokio::test]
async fn i2_each_key_has_its_largest_file() {
    let http = Http::new();
    for (word, most) in [
        ("PROMO_BRAND_LOGO", 2 * 1024 * 1024),
        ("PROMO_VOUCHER_IMAGE", 2 * 1024 * 1024),
        ("PROMO_VOUCHER_DETAIL_IMAGE", 2 * 1024 * 1024),
        ("DELIVERY_CHANNEL_PIC", 200 * 1024),
        ("PUBLIC_UNION_CHANNEL_PIC", 200 * 1024),
    ] {
        let code = refused(&http, key(word), "a.png", &vec![0; most + 1]).await;
        assert_eq!(code, "FILE_SIZE_OUT_OF_RANGE", "{word}");
        let code = refused(&http, key(word), "a.png", &vec![0; most]).await;
        assert_eq!(code, "FILE_TYPE_ERROR", "{word}");
    }
}

#[tokio::test]
async fn i3_a_picture_of_other_measures_is_adapted() {
    let http = Http::new();
    let bytes = file(90, 70, ImageFormat::Png);
    for (word, size) in [
        ("PROMO_BRAND_LOGO", (600, 600)),
        ("PROMO_VOUCHER_IMAGE", (670, 335)),
        ("PROMO_VOUCHER_DETAIL_IMAGE", (600, 600)),
        ("DELIVERY_CHANNEL_PIC", (600, 600)),
        ("PUBLIC_UNION_CHANNEL_PIC", (600, 600)),
    ] {
        for protocol in BOTH {
            let texts = key(word);
            let kept = http.upload(protocol, OWNER, &texts, "a.png", &bytes).await;
            let kept = kept.unwrap();
            assert_eq!(kept["resource_enhance"], true);
            let id = kept["resource_id"].as_str().unwrap();
            let image = http.world.registry.find_image(id).unwrap().unwrap();
            assert_eq!((image.width, image.height), size, "{word}");
            assert_eq!(image.file_key, word);
        }
    }
}

#[tokio::test]
async fn i4_a_key_is_needed_and_known() {
    let http = Http::new();
    let bytes = file(600, 600, ImageFormat::Png);
    for texts in [
        json!({}),
        key(""),
        key("SOMETHING"),
        key("promo_brand_logo"),
    ] {
        let code = refused(&http, texts, "a.png", &bytes).await;
        assert_eq!(code, "INVALID_PARAMETER");
    }
}

#[tokio::test]
async fn i5_a_torn_picture_is_a_material_error() {
    let http = Http::new();
    let mut torn = file(600, 600, ImageFormat::Png);
    torn.truncate(50);
    let code = refused(&http, key("PROMO_BRAND_LOGO"), "a.png", &torn).await;
    assert_eq!(code, "MATERIAL_ERROR");
}

#[tokio::test]
async fn i6_every_upload_gives_a_new_id() {
    let http = Http::new();
    let bytes = file(600, 600, ImageFormat::Png);
    let mut ids = std::collections::BTreeSet::new();
    for protocol in [BOTH, BOTH].concat() {
        let texts = key("PROMO_BRAND_LOGO");
        let kept = http.upload(protocol, OWNER, &texts, "a.png", &bytes).await;
        let kept = kept.unwrap();
        let id = kept["resource_id"].as_str().unwrap().to_owned();
        assert!(id.len() <= 64, "{id}");
        let url = kept["resource_url"].as_str().unwrap();
        assert!(url.starts_with("https://quan.example/images/"), "{url}");
        let content = http.world.registry.image_content(&id).unwrap();
        assert_eq!(content.as_ref(), Some(&bytes));
        ids.insert(id);
    }
    assert_eq!(ids.len(), 4);
}

#[tokio::test]
async fn i7_in_agency_a_picture_is_the_merchants_who_let_the_caller_act() {
    let http = Http::new();
    let bytes = file(600, 600, ImageFormat::Png);
    let texts = |merchant: &str| {
        json!({
            "file_key": "PROMO_BRAND_LOGO", "merchant_access_mode": "AGENCY_MODE",
            "belong_merchant_info": {
                "merchant_id": merchant, "merchant_id_type": "PID",
                "business_type": "ISV_FOR_MERCHANT",
            },
        })
    };
    for protocol in BOTH {
        let own = texts(CLIENT);
        let kept = http.upload(protocol, ISV, &own, "a.png", &bytes).await;
        let kept = kept.unwrap();
        let id = kept["resource_id"].as_str().unwrap();
        let image = http.world.registry.find_image(id).unwrap().unwrap();
        assert_eq!(image.merchant, crate::world::merchant(CLIENT));
        let strange = texts(crate::world::STRANGER);
        let outcome = http.upload(protocol, ISV, &strange, "a.png", &bytes).await;
        assert_eq!(outcome.unwrap_err().code, "INVALID_PARAMETER");
    }
}
