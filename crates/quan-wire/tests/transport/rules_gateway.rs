//! Rules about reading a gateway request.

use jiff::SignedDuration;
use quan_wire::alipay::code::TransportError;
use quan_wire::alipay::gateway::Request;

use crate::support::{Ask, app_public, assemble, assert_verifies, now};

const FORM: Option<&str> = Some("application/x-www-form-urlencoded;charset=utf-8");

fn refused(ask: &Ask) -> TransportError {
    ask.assemble().unwrap_err().error
}

fn claimed(ask: &Ask) -> Result<(), TransportError> {
    ask.assemble().unwrap().claims(now()).map(|_| ())
}

/// Sends the named pairs in the query, the others in the body.
fn split(ask: &Ask, in_query: &[&str]) -> Request {
    let (query, body): (Vec<_>, Vec<_>) = ask
        .pairs
        .iter()
        .cloned()
        .partition(|(name, _)| in_query.contains(&name.as_str()));
    let target = format!("/gateway.do?{}", Ask { pairs: query }.encoded());
    assemble(&target, FORM, Ask { pairs: body }.encoded().as_bytes()).unwrap()
}

#[test]
fn t1_1_parameters_of_query_and_body_are_merged() {
    let ask = Ask::new()
        .with("app_auth_token", "202409BBtesttoken")
        .signed();
    let java = [
        "method",
        "version",
        "app_id",
        "sign_type",
        "charset",
        "timestamp",
        "sign",
    ];
    for in_query in [&java[..], &["charset"], &[]] {
        let request = split(&ask, in_query);
        assert_verifies(&request);
        assert_eq!(
            request.app_auth_token().as_deref(),
            Some("202409BBtesttoken")
        );
    }
}

#[test]
fn t1_2_a_charset_in_query_and_body_counts_once() {
    let body = Ask::new().signed().encoded();
    let request = assemble("/gateway.do?charset=utf-8", FORM, body.as_bytes()).unwrap();
    assert_verifies(&request);
}

#[test]
fn t1_2_a_plus_is_a_space_in_query_and_body() {
    let encoded = Ask::new().signed().encoded();
    assert!(encoded.contains("2024-09-01+12%3A00%3A00"));
    assert_verifies(&assemble(&format!("/gateway.do?{encoded}"), None, b"").unwrap());
    assert_verifies(&assemble("/gateway.do", FORM, encoded.as_bytes()).unwrap());
    let escaped = encoded.replace('+', "%20");
    assert_verifies(&assemble(&format!("/gateway.do?{escaped}"), None, b"").unwrap());
}

#[test]
fn t1_2_a_body_may_be_absent() {
    let request = Ask::new()
        .without("biz_content")
        .signed()
        .assemble()
        .unwrap();
    assert_verifies(&request);
    assert_eq!(request.content(None), Ok(None));
}

#[test]
fn t1_2_an_absolute_form_target_is_accepted() {
    let target = format!(
        "http://127.0.0.1/gateway.do?{}",
        Ask::new().signed().encoded()
    );
    assert_verifies(&assemble(&target, None, b"").unwrap());
}

#[test]
fn t1_3_the_charset_defaults_to_utf8() {
    let request = Ask::new().without("charset").signed().assemble().unwrap();
    assert!(request.charset().is_utf8());
    assert_verifies(&request);
}

#[test]
fn t1_3_charset_names_are_answered_as_they_came() {
    for name in ["utf-8", "UTF-8", "utf8", "UTF8", "gbk", "GBK", "gb2312"] {
        let request = Ask::new().with("charset", name).assemble().unwrap();
        assert_eq!(
            request.framing().charset.content_type(),
            format!("text/html;charset={name}")
        );
    }
}

#[test]
fn t1_3_another_charset_is_refused() {
    for name in ["big5", "utf-16", "iso-8859-1", "gb18030-2005"] {
        assert_eq!(
            refused(&Ask::new().with("charset", name)),
            TransportError::InvalidCharset
        );
    }
}

#[test]
fn t1_3_format_may_be_absent() {
    assert_eq!(claimed(&Ask::new().signed()), Ok(()));
    for format in ["json", "JSON"] {
        assert_eq!(claimed(&Ask::new().with("format", format).signed()), Ok(()));
    }
}

#[test]
fn t1_3_another_format_is_refused() {
    let ask = Ask::new().with("format", "xml").signed();
    assert_eq!(claimed(&ask), Err(TransportError::InvalidFormat));
}

#[test]
fn t1_3_another_version_is_refused() {
    let ask = Ask::new().with("version", "2.0").signed();
    assert_eq!(claimed(&ask), Err(TransportError::InvalidVersion));
}

#[test]
fn t1_3_the_timestamp_is_read_in_gmt8() {
    let request = Ask::new().signed().assemble().unwrap();
    assert_eq!(request.claims(now()).unwrap().timestamp, now());
}

#[test]
fn t1_3_the_timestamp_may_be_24_hours_off() {
    let request = Ask::new().signed().assemble().unwrap();
    let day = SignedDuration::from_hours(24);
    let milli = SignedDuration::from_millis(1);
    for (now, fits) in [
        (now() + day, true),
        (now() - day, true),
        (now() + day + milli, false),
        (now() - day - milli, false),
    ] {
        let want = if fits {
            Ok(())
        } else {
            Err(TransportError::InvalidTimestamp)
        };
        assert_eq!(request.claims(now).map(|_| ()), want, "{now}");
    }
}

#[test]
fn t1_3_a_malformed_timestamp_is_refused() {
    for text in [
        "2024-09-01T12:00:00",
        "2024-9-1 12:00:00",
        "2024-13-01 12:00:00",
        "2024-02-30 12:00:00",
        "2024-09-01 24:00:00",
        "2024-09-01 12:00:60",
        "1725163200000",
        "2024-09-01 12:00",
    ] {
        let ask = Ask::new().with("timestamp", text);
        assert_eq!(
            claimed(&ask.signed()),
            Err(TransportError::InvalidTimestamp),
            "{text}"
        );
    }
}

#[test]
fn t1_3_overlong_common_parameters_are_refused() {
    for (name, longest, error) in [
        ("app_id", 32, TransportError::InvalidAppId),
        ("method", 128, TransportError::InvalidMethod),
        ("format", 40, TransportError::InvalidFormat),
        ("sign_type", 10, TransportError::InvalidSignatureType),
        ("timestamp", 19, TransportError::InvalidTimestamp),
        ("version", 3, TransportError::InvalidVersion),
        ("app_auth_token", 40, TransportError::InvalidAppAuthToken),
    ] {
        assert!(
            Ask::new()
                .with(name, "9".repeat(longest))
                .assemble()
                .is_ok(),
            "{name}"
        );
        assert_eq!(
            refused(&Ask::new().with(name, "9".repeat(longest + 1))),
            error,
            "{name}"
        );
    }
}

#[test]
fn t1_3_unknown_parameters_are_signed_too() {
    let signed = Ask::new().with("zzz", "1").signed();
    assert_verifies(&signed.assemble().unwrap());
    let request = signed.with("zzz", "2").assemble().unwrap();
    let claims = request.claims(now()).unwrap();
    assert!(request.verify(&claims, &app_public()).is_err());
}

#[test]
fn t1_7_older_methods_have_parameters_of_their_own() {
    let ask = Ask::new()
        .without("biz_content")
        .with("grant_type", "authorization_code");
    let request = ask
        .with("code", "授权")
        .with("empty", "")
        .signed()
        .assemble()
        .unwrap();
    let own: Vec<(String, String)> = request.own_texts().unwrap();
    assert_eq!(
        own,
        [("code", "授权"), ("grant_type", "authorization_code")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
    );
}

const JAVA: &str = "multipart/form-data;boundary=1795327819583;charset=UTF-8";

/// A body in the shape that Java sends.
fn java_body(texts: &[(&str, &str)]) -> Vec<u8> {
    let texts: Vec<String> = texts
        .iter()
        .map(|(name, value)| {
            format!(
                "\r\n--1795327819583\r\nContent-Disposition:form-data;name=\"{name}\"\r\n\
                 Content-Type:text/plain\r\n\r\n{value}"
            )
        })
        .collect();
    let mut body = texts.concat();
    body += "\r\n--1795327819583\r\nContent-Disposition:form-data;name=\"file_content\";";
    body += "filename=\"a;b \\\"c\\\".png\"\r\nContent-Type:image/png\r\n\r\n";
    let mut body = body.into_bytes();
    body.extend_from_slice(b"\x89PNG\r\n--17953\r\n\0");
    body.extend_from_slice(b"\r\n--1795327819583--\r\n");
    body
}

fn java_request(texts: &[(&str, &str)]) -> Request {
    let mut ask = Ask::new().without("biz_content");
    for (name, value) in texts {
        ask = ask.with(name, value);
    }
    let mut ask = ask.signed();
    ask.pairs
        .retain(|(name, _)| texts.iter().all(|(text, _)| text != name));
    let target = format!("/gateway.do?{}", ask.encoded());
    assemble(&target, Some(JAVA), &java_body(texts)).unwrap()
}

#[test]
fn t1_10_a_line_break_may_come_before_the_first_boundary() {
    let request = java_request(&[("file_key", "PROMO")]);
    assert_eq!(request.text("file_key").unwrap().unwrap(), "PROMO");
    let target = format!("/gateway.do?{}", Ask::new().encoded());
    let bare = java_body(&[("file_key", "PROMO")]);
    assert_eq!(
        assemble(&target, Some(JAVA), &bare[2..])
            .unwrap()
            .files()
            .len(),
        1
    );
}

#[test]
fn t1_10_dispositions_need_no_spaces() {
    let request = java_request(&[]);
    let [file] = request.files() else {
        panic!("one file")
    };
    assert_eq!(
        (file.name.as_str(), file.filename.as_str()),
        ("file_content", "a;b \"c\".png")
    );
    assert_eq!(file.bytes, b"\x89PNG\r\n--17953\r\n\0");
}

#[test]
fn t1_10_a_charset_may_stand_before_or_after_the_boundary() {
    let target = format!("/gateway.do?{}", Ask::new().encoded());
    for content_type in [
        "multipart/form-data;charset=utf-8;boundary=1795327819583",
        "multipart/form-data; boundary=\"1795327819583\"; charset=utf-8",
        "Multipart/Form-Data; Boundary=1795327819583",
    ] {
        let request = assemble(&target, Some(content_type), &java_body(&[])).unwrap();
        assert_eq!(request.files().len(), 1, "{content_type}");
    }
}

#[test]
fn t1_10_text_parts_are_signed_and_files_are_not() {
    assert_verifies(&java_request(&[("file_key", "PROMO"), ("名", "值")]));
}

#[test]
fn t1_10_a_broken_multipart_body_is_refused() {
    let target = format!("/gateway.do?{}", Ask::new().encoded());
    let whole = java_body(&[("file_key", "PROMO")]);
    let nameless = b"--1795327819583\r\nContent-Type:text/plain\r\n\r\nx\r\n--1795327819583--";
    for (content_type, body) in [
        (JAVA, &whole[..whole.len() - 10]),
        (JAVA, &whole[..40]),
        (JAVA, b""),
        (JAVA, nameless),
        ("multipart/form-data", &whole),
        ("multipart/form-data;boundary=", &whole),
    ] {
        let error = assemble(&target, Some(content_type), body)
            .unwrap_err()
            .error;
        assert_eq!(error, TransportError::BrokenMultipart);
    }
}

#[test]
fn t1_15_missing_method_is_named() {
    assert_eq!(
        refused(&Ask::new().without("method")),
        TransportError::MissingMethod
    );
}

#[test]
fn t1_15_missing_app_id_is_named() {
    assert_eq!(
        refused(&Ask::new().without("app_id")),
        TransportError::MissingAppId
    );
    assert_eq!(
        refused(&Ask::new().with("app_id", "")),
        TransportError::MissingAppId
    );
}

#[test]
fn t1_15_missing_signature_is_named() {
    assert_eq!(claimed(&Ask::new()), Err(TransportError::MissingSignature));
}

#[test]
fn t1_15_missing_signature_type_is_named() {
    let ask = Ask::new().without("sign_type");
    assert_eq!(claimed(&ask), Err(TransportError::MissingSignatureType));
}

#[test]
fn t1_15_missing_timestamp_is_named() {
    let ask = Ask::new().without("timestamp").signed();
    assert_eq!(claimed(&ask), Err(TransportError::MissingTimestamp));
}

#[test]
fn t1_15_missing_version_is_named() {
    let ask = Ask::new().without("version").signed();
    assert_eq!(claimed(&ask), Err(TransportError::MissingVersion));
}

#[test]
fn t1_15_another_signature_type_is_refused() {
    for text in ["SM2", "rsa2", "MD5"] {
        let ask = Ask::new().with("sign_type", text).signed();
        assert_eq!(
            claimed(&ask),
            Err(TransportError::InvalidSignatureType),
            "{text}"
        );
    }
}

#[test]
fn t1_15_the_charset_is_asked_first_and_the_app_before_the_signature() {
    let nothing = Ask { pairs: Vec::new() };
    assert_eq!(refused(&nothing), TransportError::MissingMethod);
    let bad_charset = nothing.clone().with("charset", "big5");
    assert_eq!(refused(&bad_charset), TransportError::InvalidCharset);
    let method_only = nothing.with("method", "alipay.trade.query");
    assert_eq!(refused(&method_only), TransportError::MissingAppId);
    // With an app id the request is assembled, so that the app can be looked up
    // before anyone asks for a signature.
    assert!(method_only.with("app_id", "1").assemble().is_ok());
}
