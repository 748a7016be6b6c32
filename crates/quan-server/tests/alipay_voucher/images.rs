//! Section 9.8: images are checked, brought to size and kept.

use image::{DynamicImage, ImageFormat};
use quan_server::alipay::{Content, Dispatch as _, Incoming, Outcome};
use quan_wire::alipay::message::Operation;
use quan_wire::alipay::multipart::FilePart;
use serde_json::{Value, json};

use crate::world::{CLIENT, World, body_with, caller, isv, owner};

fn file(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    DynamicImage::new_rgb8(width, height)
        .write_to(&mut bytes, format)
        .unwrap();
    bytes.into_inner()
}

fn key(key: &str) -> Value {
    json!({ "file_key": key })
}

async fn kept(world: &World, texts: Value, name: &str, bytes: &[u8]) -> Value {
    match world.upload(owner(), texts, name, bytes).await {
        Outcome::Answer(json) => serde_json::from_str(&json).unwrap(),
        other => panic!("{other:?}"),
    }
}

async fn refused(world: &World, texts: Value, name: &str, bytes: &[u8]) -> &'static str {
    match world.upload(owner(), texts, name, bytes).await {
        Outcome::Business { code, .. } => code,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn v9_8_an_image_of_the_right_size_is_kept_as_it_is() {
    let world = World::new();
    let bytes = file(670, 335, ImageFormat::Png);
    let answer = kept(&world, key("PROMO_VOUCHER_IMAGE"), "cover.png", &bytes).await;
    let id = answer["resource_id"].as_str().unwrap();
    assert!(id.len() <= 64);
    assert_eq!(
        answer["resource_url"],
        format!("https://quan.example/images/{id}")
    );
    assert_eq!(answer["resource_enhance"], false);
    assert_eq!(
        world.registry.image_content(id).unwrap(),
        Some(bytes.clone())
    );
    let again = kept(&world, key("PROMO_VOUCHER_IMAGE"), "again.png", &bytes).await;
    assert_ne!(again["resource_id"], answer["resource_id"]);
}

#[tokio::test]
async fn v9_8_an_image_of_another_size_is_resized() {
    let world = World::new();
    for (word, size) in [
        ("PROMO_BRAND_LOGO", (600, 600)),
        ("PROMO_VOUCHER_IMAGE", (670, 335)),
        ("PROMO_VOUCHER_DETAIL_IMAGE", (600, 600)),
    ] {
        let bytes = file(90, 70, ImageFormat::Jpeg);
        let answer = kept(&world, key(word), "a.JPG", &bytes).await;
        assert_eq!(answer["resource_enhance"], true);
        let id = answer["resource_id"].as_str().unwrap();
        let content = world.registry.image_content(id).unwrap().unwrap();
        let image = image::load_from_memory(&content).unwrap();
        assert_eq!((image.width(), image.height()), size, "{word}");
    }
}

#[tokio::test]
async fn v9_8_an_uploaded_image_can_be_named_by_an_activity() {
    let world = World::new();
    let bytes = file(670, 335, ImageFormat::Bmp);
    let answer = kept(&world, key("PROMO_VOUCHER_IMAGE"), "cover.bmp", &bytes).await;
    let image = "voucher_display_pattern_info/voucher_image";
    let id = world
        .create(body_with(&[(image, answer["resource_id"].clone())]))
        .await;
    let shown = world.query(&id).await;
    assert_eq!(
        shown["voucher_display_pattern_info"]["voucher_image_url"],
        answer["resource_url"]
    );
}

#[tokio::test]
async fn v9_8_too_large_is_file_size_out_of_range() {
    let world = World::new();
    let large = vec![0; 2 * 1024 * 1024 + 1];
    let code = refused(&world, key("PROMO_VOUCHER_IMAGE"), "a.txt", &large).await;
    assert_eq!(code, "FILE_SIZE_OUT_OF_RANGE");
    let large = vec![0; 200 * 1024 + 1];
    let code = refused(&world, key("DELIVERY_CHANNEL_PIC"), "a.png", &large).await;
    assert_eq!(code, "FILE_SIZE_OUT_OF_RANGE");
}

#[tokio::test]
async fn v9_8_another_suffix_is_pic_suffix_illegal() {
    let world = World::new();
    let bytes = file(600, 600, ImageFormat::Png);
    for name in ["a.gif", "a", "png", "a.png.exe"] {
        let code = refused(&world, key("PROMO_BRAND_LOGO"), name, &bytes).await;
        assert_eq!(code, "PIC_SUFFIX_ILLEGAL", "{name}");
    }
}

#[tokio::test]
async fn v9_8_what_is_no_image_is_file_type_error() {
    let world = World::new();
    for bytes in [&b"not an image"[..], b"GIF89a", b""] {
        let code = refused(&world, key("PROMO_BRAND_LOGO"), "a.png", bytes).await;
        assert_eq!(code, "FILE_TYPE_ERROR");
    }
}

#[tokio::test]
async fn v9_8_an_image_that_cannot_be_read_is_material_error() {
    let world = World::new();
    let mut torn = file(600, 600, ImageFormat::Png);
    torn.truncate(50);
    let code = refused(&world, key("PROMO_BRAND_LOGO"), "a.png", &torn).await;
    assert_eq!(code, "MATERIAL_ERROR");
}

#[tokio::test]
async fn v9_8_a_missing_file_and_an_unknown_key_are_invalid_parameter() {
    let world = World::new();
    let bytes = file(600, 600, ImageFormat::Png);
    assert_eq!(
        refused(&world, key("SOMETHING"), "a.png", &bytes).await,
        "INVALID_PARAMETER"
    );
    assert_eq!(
        refused(&world, json!({}), "a.png", &bytes).await,
        "INVALID_PARAMETER"
    );
    let code = world
        .code(Operation::ImageUpload, key("PROMO_BRAND_LOGO"))
        .await;
    assert_eq!(code, "INVALID_PARAMETER");
}

#[tokio::test]
async fn v9_8_agency_needs_the_owner_and_its_leave() {
    let world = World::new();
    let bytes = file(600, 600, ImageFormat::Png);
    let texts = |merchant: &str| {
        json!({
            "file_key": "PROMO_BRAND_LOGO", "merchant_access_mode": "AGENCY_MODE",
            "belong_merchant_info": {
                "merchant_id": merchant, "merchant_id_type": "PID",
                "business_type": "ISV_FOR_MERCHANT"
            }
        })
    };
    let answer = world.upload(isv(), texts(CLIENT), "a.png", &bytes).await;
    let Outcome::Answer(json) = answer else {
        panic!("{answer:?}")
    };
    let answer: Value = serde_json::from_str(&json).unwrap();
    let image = world
        .registry
        .find_image(answer["resource_id"].as_str().unwrap())
        .unwrap();
    assert_eq!(image.unwrap().merchant.to_string(), CLIENT);
    let code = refused(&world, texts(CLIENT), "a.png", &bytes).await;
    assert_eq!(code, "INVALID_PARAMETER");
    let ownerless =
        json!({ "file_key": "PROMO_BRAND_LOGO", "merchant_access_mode": "AGENCY_MODE" });
    assert_eq!(
        refused(&world, ownerless, "a.png", &bytes).await,
        "INVALID_PARAMETER"
    );
}

#[tokio::test]
async fn v9_8_the_gateway_sends_parameters_of_their_own() {
    let world = World::new();
    let owner_info = json!({ "merchant_id": CLIENT, "merchant_id_type": "PID" }).to_string();
    let pairs = [
        ("file_key", "PROMO_BRAND_LOGO"),
        ("merchant_access_mode", "AGENCY_MODE"),
        ("belong_merchant_info", owner_info.as_str()),
    ];
    let incoming = Incoming {
        caller: caller(crate::world::ISV_APP, crate::world::ISV),
        operation: Operation::ImageUpload,
        content: Content::Pairs(
            pairs
                .iter()
                .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
                .collect(),
        ),
        auth_token: None,
        file: Some(FilePart {
            name: "file_content".to_owned(),
            filename: "logo.png".to_owned(),
            content_type: Some("image/png".to_owned()),
            bytes: file(10, 10, ImageFormat::Png),
        }),
    };
    let answer = world.handlers.dispatch(incoming).await;
    assert!(matches!(answer, Outcome::Answer(_)), "{answer:?}");
}
