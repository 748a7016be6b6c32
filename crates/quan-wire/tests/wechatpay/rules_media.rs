//! Uploads of images.

use quan_wire::multipart::MultipartError;
use quan_wire::wechatpay::upload::{self, Meta, Upload, UploadFault};

use crate::captured::Captured;
use crate::support::{json, text};

#[test]
fn w_media_1_the_meta_is_taken_as_it_came() {
    let signed = text(&json("request/10-media-upload-meta-signed.json"), "body").to_owned();
    let uploads = Captured::uploads();
    assert!(uploads.len() >= 7, "{}", uploads.len());
    for one in uploads {
        let body = one.body();
        let parts = upload::split(one.header("content-type").unwrap(), &body).unwrap();
        assert_eq!(parts.meta, signed.as_bytes(), "{}", one.name());
        let meta = parts.check().unwrap();
        assert_eq!(meta.filename, "logo.png", "{}", one.name());
        assert!(parts.file.starts_with(b"\x89PNG"), "{}", one.name());
    }
}

#[test]
fn w_media_2_the_boundary_may_be_in_the_body_alone() {
    let mut without = Vec::new();
    for one in Captured::uploads() {
        if one.header("content-type") == Some("multipart/form-data") {
            without.push(one.sdk);
        }
        // Nobody's body needs the header.
        let body = one.body();
        assert!(
            upload::split("multipart/form-data", &body).is_ok(),
            "{}",
            one.name()
        );
    }
    assert_eq!(without, ["wechatpay-java-apache", "wechatpayv3-py"]);
    for body in ["", "--", "--\r\n", "x\r\n", "--x"] {
        let read = upload::split("multipart/form-data", body.as_bytes());
        assert_eq!(read, Err(MultipartError::Boundary));
    }
}

#[test]
fn w_media_3_parts_come_in_any_order_under_any_headers() {
    let body = "--b\r\n\
                CONTENT-DISPOSITION: form-data; name=\"file\"\r\nContent-Length: 1\r\n\r\nF\r\n\
                --b\r\n\
                content-transfer-encoding: 8bit\r\n\
                content-disposition: form-data; name=\"meta\";\r\n\r\n{}\r\n--b--\r\n";
    let read = upload::split("multipart/form-data; boundary=b", body.as_bytes());
    let want = Upload {
        meta: b"{}",
        file: b"F",
    };
    assert_eq!(read, Ok(want));
    let lonely = body.replace("\"meta\"", "\"other\"");
    let read = upload::split("multipart/form-data", lonely.as_bytes());
    assert_eq!(read, Err(MultipartError::NoParts));
}

/// What is said of a file under a name.
fn check(meta: &Meta, file: &[u8]) -> Result<Meta, UploadFault> {
    let json = meta.to_json();
    let meta = json.as_bytes();
    Upload { meta, file }.check()
}

#[test]
fn w_media_4_a_file_keeps_to_size_suffix_and_digest() {
    for filename in ["a.jpg", "a.JPEG", "a.bmp", "a.PNG", ".png"] {
        let meta = Meta::of(filename, b"x");
        assert_eq!(check(&meta, b"x"), Ok(meta.clone()));
    }
    for filename in ["a.gif", "a", "png", "a.png.txt"] {
        assert_eq!(
            check(&Meta::of(filename, b"x"), b"x"),
            Err(UploadFault::Suffix)
        );
    }
    let mut meta = Meta::of("a.png", b"x");
    assert_eq!(check(&meta, b"y"), Err(UploadFault::Digest));
    meta.sha256.make_ascii_uppercase();
    assert!(check(&meta, b"x").is_ok());
    let mut file = vec![0; 2 * 1024 * 1024];
    assert!(check(&Meta::of("a.png", &file), &file).is_ok());
    file.push(0);
    assert_eq!(
        check(&Meta::of("a.png", &file), &file),
        Err(UploadFault::TooLarge)
    );
}

#[test]
fn w_media_4_the_fields_of_meta_have_their_lengths() {
    let file = b"x".as_slice();
    let named = |filename: String| check(&Meta::of(filename, file), file);
    assert!(named(format!("{}.png", "图".repeat(124))).is_ok());
    assert_eq!(
        named(format!("{}.png", "图".repeat(125))),
        Err(UploadFault::Meta)
    );
    assert_eq!(named(String::new()), Err(UploadFault::Meta));
    for meta in [
        "",
        "[]",
        "{\"filename\":\"a.png\"}",
        "{\"filename\":1,\"sha256\":\"\"}",
    ] {
        let meta = meta.as_bytes();
        assert_eq!(Upload { meta, file }.check(), Err(UploadFault::Meta));
    }
    let mut meta = Meta::of("a.png", file);
    meta.sha256 = "a".repeat(257);
    assert_eq!(check(&meta, file), Err(UploadFault::Meta));
}

#[test]
fn w_media_4_words_of_each_fault() {
    for (fault, message) in [
        (UploadFault::Meta, "参数错误"),
        (UploadFault::TooLarge, "图片大小超过限制"),
        (UploadFault::Suffix, "图片格式不支持"),
        (UploadFault::Digest, "文件的sha256值不匹配"),
    ] {
        let error = fault.error();
        assert_eq!((error.status(), error.code.as_str()), (400, "PARAM_ERROR"));
        assert_eq!(error.message, message);
    }
}

#[test]
fn w_media_6_the_answer_is_an_address() {
    let answer = upload::Uploaded {
        media_url: "https://wxpaylogo.qpic.cn/wxpaylogo/A1/0".to_owned(),
    };
    let json = serde_json::to_string(&answer).unwrap();
    assert_eq!(
        json,
        r#"{"media_url":"https://wxpaylogo.qpic.cn/wxpaylogo/A1/0"}"#
    );
}
