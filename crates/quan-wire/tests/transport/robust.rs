//! What comes from outside may be anything: nothing here panics, and what we write
//! ourselves comes back.

use proptest::collection::vec;
use proptest::prelude::{any, prop_assert_eq, proptest};
use quan_wire::alipay::certificate::Certificate;
use quan_wire::alipay::charset::Charset;
use quan_wire::alipay::encrypt::{EncryptType, Seal};
use quan_wire::alipay::form::{self, Params};
use quan_wire::alipay::gateway::{Arrival, Envelope, Request, format_timestamp, parse_timestamp};
use quan_wire::alipay::key::{PrivateKey, PublicKey};
use quan_wire::alipay::multipart::{self, Builder};
use quan_wire::alipay::notify;
use quan_wire::alipay::rest::{Authorization, Contents};

use crate::support::{aes_key, alipay_public, app_public, now};

proptest! {
    #[test]
    fn any_bytes_are_read_without_panic(bytes in vec(any::<u8>(), 0..400), text in ".{0,200}") {
        for content_type in [text.as_str(), "multipart/form-data;boundary=a", "text/plain"] {
            let arrival =
                Arrival { target: &text, content_type: Some(content_type), body: &bytes };
            if let Ok(request) = Request::assemble(arrival)
                && let Ok(claims) = request.claims(now())
            {
                let _ = request.verify(&claims, &app_public());
            }
            let _ = Contents::read(Some(content_type), &bytes);
        }
        let _ = Envelope::read(&bytes, &text, &Charset::default());
        let _ = Envelope::read(&bytes, &text, &Charset::parse("gbk").unwrap());
        let _ = Authorization::parse(Some(&text)).map(|read| read.claims(now()));
        let _ = notify::receive(&bytes, &alipay_public());
        let _ = Certificate::parse_chain(&bytes);
        let _ = PrivateKey::parse(&text);
        let _ = PublicKey::parse(&text);
        let _ = aes_key().decrypt(&text, EncryptType::AesV2);
        let _ = parse_timestamp(&text);
    }

    #[test]
    fn multipart_like_bytes_are_read_without_panic(
        pieces in vec(proptest::sample::select(vec![
            "\r\n", "--b", "--", "Content-Disposition", ":", "form-data", ";", "name=", "\"", "x",
            "filename=", "\\", "\n", "=", "*", "'", "%",
        ]), 0..40),
    ) {
        let body = pieces.concat();
        let _ = multipart::parse("multipart/form-data;boundary=b", body.as_bytes());
        let _ = multipart::boundary(&body);
    }

    #[test]
    fn forms_come_back(pairs in vec(("[a-z_]{1,8}", any::<String>()), 0..8)) {
        let encoded = form::encode(pairs.iter().map(|(name, value)| (name, value)));
        let mut read = Params::new();
        read.merge_encoded(encoded.as_bytes());
        let mut direct = Params::new();
        for (name, value) in &pairs {
            direct.insert(name.as_str(), value.as_str());
        }
        prop_assert_eq!(read, direct);
    }

    #[test]
    fn multipart_bodies_come_back(
        name in "[^\r\n\\\\]{1,20}",
        filename in "[^\r\n\\\\]{0,20}",
        bytes in vec(any::<u8>(), 0..200),
    ) {
        let (content_type, body) = Builder::new("~boundary~")
            .text("data", None, b"{}")
            .file(&name, &filename, "image/png", &bytes)
            .finish();
        let parts = multipart::parse(&content_type, &body).unwrap();
        prop_assert_eq!(parts.len(), 2);
        prop_assert_eq!(&parts[1].name, &name);
        prop_assert_eq!(parts[1].filename.as_deref(), Some(filename.as_str()));
        prop_assert_eq!(parts[1].bytes, bytes.as_slice());
    }

    #[test]
    fn contents_come_back(plain in vec(any::<u8>(), 0..100), iv in any::<[u8; 16]>()) {
        for (seal, how) in [(Seal::Aes, EncryptType::Aes), (Seal::AesV2 { iv }, EncryptType::AesV2)] {
            let cipher = aes_key().encrypt(&plain, seal);
            prop_assert_eq!(aes_key().decrypt(&cipher, how).unwrap(), plain.as_slice());
        }
    }

    #[test]
    fn timestamps_come_back(seconds in 0_i64..4_000_000_000) {
        let at = jiff::Timestamp::from_second(seconds).unwrap();
        prop_assert_eq!(parse_timestamp(&format_timestamp(at)), Some(at));
    }
}
