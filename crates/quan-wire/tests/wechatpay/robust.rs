//! What comes from outside may be anything: nothing here panics, and what we write
//! ourselves comes back.

use proptest::collection::vec;
use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};
use quan_wire::wechatpay::aead::Algorithm;
use quan_wire::wechatpay::authorization::{Asked, Authorization};
use quan_wire::wechatpay::certificate::Certificate;
use quan_wire::wechatpay::certificates;
use quan_wire::wechatpay::error::ErrorAnswer;
use quan_wire::wechatpay::jump::Jump;
use quan_wire::wechatpay::notify::{Envelope, is_address};
use quan_wire::wechatpay::oaep;
use quan_wire::wechatpay::path::{decode, decode_coupon_code, segments, split_query};
use quan_wire::wechatpay::scheme::Scheme;
use quan_wire::wechatpay::text::RequestText;
use quan_wire::wechatpay::time;
use quan_wire::wechatpay::upload;
use quan_wire::wechatpay::v2::{H5Link, SendCoupon};

use crate::support::{api_v2_key, api_v3_key, at, merchant_public, now, rsa, sm_private};

proptest! {
    #[test]
    fn any_bytes_are_read_without_panic(bytes in vec(any::<u8>(), 0..400), text in ".{0,200}") {
        if let Ok(read) = Authorization::parse(Some(&text)) {
            let _ = read.is_timely(now());
            let asked = Asked { method: &text, target: &text, body: &bytes };
            let _ = read.verify(asked, &merchant_public());
        }
        let lines =
            RequestText { method: &text, target: &text, timestamp: &text, nonce: &text, body: &bytes };
        let _ = lines.truncated();
        let _ = upload::split(&text, &bytes).map(|upload| upload.check());
        let _ = upload::split("multipart/form-data", &bytes);
        let _ = certificates::open(&bytes, &api_v3_key());
        let _ = Certificate::parse(&text);
        let _ = Envelope::read(&bytes);
        let _ = ErrorAnswer::read(&bytes);
        let _ = Jump::read(&text, &api_v3_key());
        let _ = H5Link::read(&text);
        let _ = oaep::open(&rsa("platform"), &text);
        let _ = sm_private("platform").decrypt(&text);
        let _ = api_v3_key().open(Algorithm::Sm4Gcm, &text, &text, &text);
        let _ = (is_address(&text), time::parse(&text), time::parse_seconds(&text));
        let (path, _) = split_query(&text);
        for segment in segments(path) {
            let _ = (decode(segment), decode_coupon_code(segment));
        }
    }

    #[test]
    fn headers_come_back(
        mchid in "[0-9]{1,10}", nonce in "[0-9A-Za-z]{1,32}", seconds in "[0-9]{1,18}",
        serial in "[0-9A-Fa-f]{40}", signature in "[A-Za-z0-9+/]{1,340}={0,2}",
    ) {
        let written = Authorization {
            scheme: Scheme::Rsa,
            mchid: &mchid,
            nonce: &nonce,
            timestamp: &seconds,
            serial_no: &serial,
            signature: &signature,
        };
        let header = written.to_string();
        prop_assert_eq!(Authorization::parse(Some(&header)), Ok(written));
    }

    #[test]
    fn shown_bodies_are_beginnings(body in ".{0,20}") {
        let lines =
            RequestText { method: "", target: "", timestamp: "", nonce: "", body: body.as_bytes() };
        let shown = lines.truncated();
        let shown = shown.trim_start_matches('\n').strip_suffix('\n').unwrap_or_default();
        let whole = body.trim_start_matches('\n');
        prop_assert!(shown.len() <= 8 && whole.starts_with(shown));
    }

    #[test]
    fn contents_come_back(plain in vec(any::<u8>(), 0..300), aad in "[a-z]{0,16}") {
        for algorithm in [Algorithm::Aes256Gcm, Algorithm::Sm4Gcm] {
            let key = api_v3_key();
            let sealed = key.seal(algorithm, "0123456789ab", &aad, &plain).unwrap();
            let opened = key.open(algorithm, "0123456789ab", &aad, &sealed);
            prop_assert_eq!(opened.as_ref(), Ok(&plain));
        }
    }

    #[test]
    fn links_come_back(stock_id in "[0-9]{1,20}", number in "[!-~]{1,32}", code in "[ -~]{1,32}") {
        let coupon = SendCoupon {
            stock_id,
            out_request_no: number,
            coupon_code: Some(code.clone()),
            customize_send_time: None,
        };
        let link = H5Link::new(coupon, "1", "o", &api_v2_key());
        prop_assert_eq!(H5Link::read(&link.to_url()), Ok(link));
        let jump = Jump { stock_id: "1".to_owned(), openid: "o".to_owned(), coupon_code: code };
        let path = jump.append_to("pages/index", &api_v3_key(), "0123456789ab").unwrap();
        let query = path.strip_prefix("pages/index?").unwrap();
        prop_assert_eq!(Jump::read(query, &api_v3_key()), Ok(jump));
    }

    #[test]
    fn instants_come_back(seconds in 0..4_000_000_000_i64) {
        prop_assert_eq!(time::parse(&time::format(at(seconds))), Some(at(seconds)));
    }
}
