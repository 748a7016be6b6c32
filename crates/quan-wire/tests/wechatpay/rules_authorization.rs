//! The `Authorization` header, and its window.

use quan_wire::wechatpay::authorization::{Asked, Authorization, authorize};
use quan_wire::wechatpay::refusal::Refusal;
use quan_wire::wechatpay::scheme::Scheme;
use quan_wire::wechatpay::sm;

use crate::support::{
    MCHID, MERCHANT_SERIAL, NONCE, at, json, merchant, merchant_public, now, sm_private, text,
};

const FIELDS: [&str; 5] = [
    "mchid=\"1900009191\"",
    "nonce_str=\"593BEC0C930BF1AFEB40B4A08C8FB242\"",
    "timestamp=\"1754064000\"",
    "serial_no=\"5157F09EFDC096DE15EBE81A47057A7232F1B8E1\"",
    "signature=\"AA==\"",
];

fn header(fields: &[&str]) -> String {
    format!("WECHATPAY2-SHA256-RSA2048 {}", fields.join(","))
}

fn parse(header: &str) -> Result<Authorization<'_>, Refusal> {
    Authorization::parse(Some(header))
}

/// A header with one field in place of another.
fn with(index: usize, field: &str) -> String {
    let mut fields = FIELDS;
    fields[index] = field;
    header(&fields)
}

fn refused(header: &str) {
    assert_eq!(parse(header), Err(Refusal::Authorization), "{header}");
}

#[test]
fn w_auth_parse_1_fields_come_in_any_order() {
    let whole = header(&FIELDS);
    let want = parse(&whole).unwrap();
    let mut fields = FIELDS;
    for turn in 0..FIELDS.len() {
        fields.rotate_left(1);
        assert_eq!(parse(&header(&fields)), Ok(want), "{turn}");
        fields.reverse();
        assert_eq!(parse(&header(&fields)), Ok(want), "{turn}");
        fields.reverse();
    }
}

#[test]
fn w_auth_parse_1_blanks_around_commas_are_tolerated() {
    let whole = header(&FIELDS);
    let want = parse(&whole).unwrap();
    for comma in [", ", " ,", "  ,  "] {
        let fields = FIELDS.join(comma);
        let header = format!("WECHATPAY2-SHA256-RSA2048  {fields} ");
        assert_eq!(parse(&header), Ok(want));
    }
}

#[test]
fn w_auth_parse_1_other_forms_are_refused() {
    for broken in [
        "WECHATPAY2-SHA256-RSA2048",
        "WECHATPAY2-SHA256-RSA2048 mchid=1900009191",
        "WECHATPAY2-SHA256-RSA2048 mchid",
        "WECHATPAY2-SHA256-RSA2048 mchid=\"1900009191",
    ] {
        refused(broken);
    }
    refused(&FIELDS.join(";"));
    refused(&format!("{},", header(&FIELDS)));
    refused(&format!("{},mchid=\"1900009191\"", header(&FIELDS)));
    refused(&format!("{},x=\"{}\"", header(&FIELDS), "x".repeat(5000)));
}

#[test]
fn w_auth_parse_1_unknown_fields_are_passed_over() {
    let more = format!("{},version=\"2\"", header(&FIELDS));
    assert_eq!(parse(&more), parse(&header(&FIELDS)));
}

#[test]
fn w_auth_parse_2_every_field_has_its_form() {
    for (index, field) in [
        (0, "mchid=\"\""),
        (0, "mchid=\"19000091a1\""),
        (1, "nonce_str=\"\""),
        (2, "timestamp=\"\""),
        (2, "timestamp=\"-1\""),
        (2, "timestamp=\"1754064000.0\""),
        (2, "timestamp=\"99999999999999999999\""),
        (3, "serial_no=\"\""),
        (3, "serial_no=\"5157G\""),
        (4, "signature=\"\""),
    ] {
        refused(&with(index, field));
    }
    let nonce = |length| with(1, &format!("nonce_str=\"{}\"", "n".repeat(length)));
    assert!(parse(&nonce(1)).is_ok());
    assert!(parse(&nonce(128)).is_ok());
    refused(&nonce(129));
}

#[test]
fn w_auth_parse_2_serials_are_compared_without_case() {
    let lower = MERCHANT_SERIAL.to_lowercase();
    let field = format!("serial_no=\"{lower}\"");
    let header = with(3, &field);
    let read = parse(&header).unwrap();
    assert_eq!(read.serial_no, lower);
    assert!(crate::support::certificate("merchant").is_named(read.serial_no));
    assert!(!crate::support::certificate("platform").is_named(read.serial_no));
}

#[test]
fn w_auth_parse_2_a_signature_that_does_not_decode_is_a_wrong_one() {
    let asked = Asked {
        method: "GET",
        target: "/v3/certificates",
        body: b"",
    };
    let made = authorize(asked, MCHID, MERCHANT_SERIAL, &merchant(), NONCE, now()).unwrap();
    let right = parse(&made).unwrap();
    assert_eq!(right.verify(asked, &merchant_public()), Ok(()));
    let unpadded = right.signature.trim_end_matches('=');
    for signature in ["*", unpadded, "AAAA", "Y"] {
        let wrong = Authorization { signature, ..right };
        let verdict = wrong.verify(asked, &merchant_public());
        assert!(matches!(verdict, Err(Refusal::Signature(_))), "{signature}");
    }
    let long = "A".repeat(4000);
    let wrong = Authorization {
        signature: &long,
        ..right
    };
    assert!(wrong.verify(asked, &merchant_public()).is_err());
}

#[test]
fn w_auth_parse_3_the_scheme_of_brands_is_not_served() {
    let brand = "WECHATPAY-BRAND-SHA256-RSA2048 brand_id=\"1\",nonce_str=\"n\"";
    assert_eq!(parse(brand), Err(Refusal::Scheme));
}

#[test]
fn w_auth_1_a_missing_header_or_field_is_a_malformed_one() {
    assert_eq!(Authorization::parse(None), Err(Refusal::Authorization));
    refused("");
    refused("Basic");
    for missing in 0..FIELDS.len() {
        let mut fields = FIELDS.to_vec();
        fields.remove(missing);
        refused(&header(&fields));
        // What is missing is asked before the scheme.
        refused(&header(&fields).replace("SHA256", "SHA512"));
    }
}

#[test]
fn w_auth_2_another_scheme_is_refused() {
    for scheme in [
        "WECHATPAY3-SHA256-RSA2048",
        "wechatpay2-sha256-rsa2048",
        "Bearer",
    ] {
        let header = format!("{scheme} {}", FIELDS.join(","));
        assert_eq!(parse(&header), Err(Refusal::Scheme));
    }
}

#[test]
fn w_auth_2_a_key_of_another_scheme_does_not_verify() {
    let asked = Asked {
        method: "GET",
        target: "/",
        body: b"",
    };
    let key: sm::PrivateKey = sm_private("merchant");
    let made = authorize(asked, MCHID, "A1", &key.clone().into(), NONCE, now()).unwrap();
    let read = parse(&made).unwrap();
    assert_eq!(read.scheme, Scheme::Sm);
    assert_eq!(read.require(Scheme::Rsa), Err(Refusal::Scheme));
    assert_eq!(read.verify(asked, &merchant_public()), Err(Refusal::Scheme));
    assert_eq!(read.verify(asked, &key.public_key().clone().into()), Ok(()));
}

#[test]
fn w_auth_3_a_request_may_be_300_seconds_off() {
    let header = header(&FIELDS);
    let read = parse(&header).unwrap();
    for (seconds, timely) in [
        (1_754_063_699, false),
        (1_754_063_700, true),
        (1_754_064_000, true),
        (1_754_064_300, true),
        (1_754_064_301, false),
    ] {
        let want = if timely {
            Ok(())
        } else {
            Err(Refusal::Timestamp)
        };
        assert_eq!(read.is_timely(at(seconds)), want, "{seconds}");
    }
}

#[test]
fn w_auth_6_the_answer_shows_what_was_verified() {
    let vector = json("request/08-deactivate-coupon.json");
    let asked = Asked {
        method: "POST",
        target: text(&vector, "url"),
        body: text(&vector, "body").as_bytes(),
    };
    let header = header(&FIELDS);
    let refusal = parse(&header)
        .unwrap()
        .verify(asked, &merchant_public())
        .unwrap_err();
    let (status, body) = refusal.answer();
    assert_eq!(status, 401);
    assert_eq!(
        body.unwrap().to_json(),
        concat!(
            r#"{"code":"SIGN_ERROR","detail":{"detail":{"issue":"sign not match"},"#,
            r#""field":"signature","location":"authorization","sign_information":"#,
            r#"{"method":"POST","sign_message_length":255,"truncated_sign_message":"#,
            r#""POST\n/v3/marketing/busifavor/coupons/deactivate\n1754064000\n"#,
            r#"593BEC0C930BF1AFEB40B4A08C8FB242\n{\"coupon\n","url":"#,
            r#""/v3/marketing/busifavor/coupons/deactivate"}},"message":"错误的签名，验签失败"}"#,
        )
    );
}

#[test]
fn w_auth_6_the_shown_body_ends_at_a_character() {
    let shown = |body: &str| {
        let lines = quan_wire::wechatpay::text::RequestText {
            method: "POST",
            target: "/t",
            timestamp: "1",
            nonce: "n",
            body: body.as_bytes(),
        };
        let truncated = lines.truncated();
        let body = truncated.strip_prefix("POST\n/t\n1\nn\n").unwrap();
        body.strip_suffix('\n').unwrap().to_owned()
    };
    assert_eq!(shown(""), "");
    assert_eq!(shown("{\"a\":1}"), "{\"a\":1}");
    assert_eq!(shown("12345678"), "12345678");
    assert_eq!(shown("123456789"), "12345678");
    assert_eq!(shown("12345券券"), "12345券");
    assert_eq!(shown("123456券"), "123456");
    assert_eq!(shown("1234567券"), "1234567");
    assert_eq!(shown("1234券券"), "1234券");
    assert_eq!(shown("券券券"), "券券");
}
