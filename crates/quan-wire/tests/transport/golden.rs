//! Every golden vector, in both directions.

use jiff::Timestamp;
use quan_wire::alipay::certificate::{Certificate, root_sn};
use quan_wire::alipay::charset::Charset;
use quan_wire::alipay::encrypt::{EncryptType, Seal};
use quan_wire::alipay::form::{self, Empties, Layout, Params};
use quan_wire::alipay::gateway::{
    self, CertificateSns, Envelope, Framing, Request, Sealing, parse_timestamp,
};
use quan_wire::alipay::key::{PrivateKey, PublicKey, SignType};
use quan_wire::alipay::notify;
use quan_wire::alipay::rest;
use serde_json::Value;

use crate::support::{
    Http, aes_key, alipay_key, alipay_public, app_key, app_public, assemble, assert_same, bytes,
    now, text,
};

fn manifest() -> Vec<Value> {
    serde_json::from_str(&text("manifest.json")).unwrap()
}

fn of_layout(layout: &str) -> Vec<Value> {
    manifest()
        .into_iter()
        .filter(|entry| field(entry, "layout") == Some(layout))
        .collect()
}

fn field<'a>(entry: &'a Value, name: &str) -> Option<&'a str> {
    entry.get(name).and_then(Value::as_str)
}

fn id(entry: &Value) -> &str {
    field(entry, "id").unwrap()
}

fn pair(entry: &Value) -> (PrivateKey, PublicKey) {
    match field(entry, "signer") {
        Some("app") => (app_key(), app_public()),
        _ => (alipay_key(), alipay_public()),
    }
}

fn digest(entry: &Value) -> SignType {
    if field(entry, "digest") == Some("sha1") {
        SignType::Rsa
    } else {
        SignType::Rsa2
    }
}

fn file(entry: &Value, name: &str) -> Vec<u8> {
    bytes(field(entry, name).unwrap())
}

#[test]
fn every_detached_signature_is_made_and_verified() {
    let mut count = 0;
    for entry in manifest()
        .iter()
        .filter(|entry| field(entry, "sig").is_some())
    {
        let (private, public) = pair(entry);
        let signed = file(entry, "tosign");
        let sign = String::from_utf8(file(entry, "sig")).unwrap();
        assert!(
            public.verifies(digest(entry), &signed, sign.trim()),
            "{}",
            id(entry)
        );
        let made = private.sign(digest(entry), &signed).unwrap();
        assert_same(id(entry), made.as_bytes(), sign.trim().as_bytes());
        let mut other = signed.clone();
        other.push(b'\n');
        assert!(
            !public.verifies(digest(entry), &other, sign.trim()),
            "{}",
            id(entry)
        );
        count += 1;
    }
    assert_eq!(count, 29);
}

/// Reads a gateway request vector: a capture, or a URL with a body.
fn gateway_request(entry: &Value) -> Request {
    if field(entry, "http").is_some() {
        let http = Http::read(field(entry, "http").unwrap());
        return assemble(&http.target, http.header("content-type"), &http.body).unwrap();
    }
    let url = String::from_utf8(file(entry, "url")).unwrap();
    let form = Some("application/x-www-form-urlencoded");
    assemble(url.trim(), form, &file(entry, "body")).unwrap()
}

fn verify_gateway_request(name: &str, request: &Request, want: &[u8]) {
    assert_same(name, &request.strings_to_sign()[0], want);
    let at = parse_timestamp(&request.text("timestamp").unwrap().unwrap()).unwrap();
    let claims = request.claims(at).unwrap();
    assert_eq!(request.verify(&claims, &app_public()), Ok(()), "{name}");
}

#[test]
fn gateway_requests_of_real_sdks_verify() {
    let entries = of_layout("v1 request");
    assert_eq!(entries.len(), 8);
    for entry in entries {
        let request = gateway_request(&entry);
        verify_gateway_request(id(&entry), &request, &file(&entry, "tosign"));
        assert_eq!(request.app_id(), "2021000000000001");
    }
}

#[test]
fn strings_for_apps_and_browsers_verify() {
    let entries = of_layout("v1 request (signed string for app/browser)");
    assert_eq!(entries.len(), 3);
    for entry in entries {
        let string = String::from_utf8(file(&entry, "string")).unwrap();
        let target = if string.contains("://") && string.starts_with("http") {
            string.trim().to_owned()
        } else {
            format!("/gateway.do?{}", string.trim())
        };
        let request = assemble(&target, None, b"").unwrap();
        let want = file(&entry, "tosign");
        verify_gateway_request(id(&entry), &request, &want);
        let sign = request.text("sign").unwrap().unwrap();
        assert_eq!(
            app_key().sign(SignType::Rsa2, &want).unwrap(),
            sign,
            "{}",
            id(&entry)
        );
    }
}

#[test]
fn the_form_of_a_browser_verifies() {
    let html = text("v1/page-node-post.html").replace("&quot;", "\"");
    let between = |from: &str, to: &str| {
        let start = html.find(from).unwrap() + from.len();
        let length = html[start..].find(to).unwrap();
        html[start..start + length].to_owned()
    };
    let action = between("action=\"", "\" method");
    let biz_content = between("name=\"biz_content\" value=\"", "\" />");
    let alipay_sdk = between("name=\"alipay_sdk\" value=\"", "\" />");
    let body = form::encode([("alipay_sdk", &alipay_sdk), ("biz_content", &biz_content)]);
    let form = Some("application/x-www-form-urlencoded");
    let request = assemble(&action, form, body.as_bytes()).unwrap();
    verify_gateway_request(
        "page-node-post",
        &request,
        &bytes("v1/page-node-get.tosign"),
    );
}

#[test]
fn the_encrypted_gateway_request_is_read() {
    let http = Http::read("v1/req-node-aes.http");
    let request = assemble(&http.target, http.header("content-type"), &http.body).unwrap();
    let plain = request.content(Some(&aes_key())).unwrap().unwrap();
    assert_eq!(
        plain,
        r#"{"out_trade_no":"T202409010001","subject":"测试"}"#
    );
}

#[test]
fn multipart_gateway_requests_keep_their_file() {
    for name in ["v1/req-node-multipart.http", "v1/req-python-multipart.http"] {
        let http = Http::read(name);
        let request = assemble(&http.target, http.header("content-type"), &http.body).unwrap();
        let [file] = request.files() else {
            panic!("{name}")
        };
        assert_eq!(
            (file.name.as_str(), file.filename.as_str()),
            ("image_content", "a.jpg")
        );
        assert!(
            file.bytes.starts_with(&[0xff, 0xd8]),
            "{name}: {:?}",
            file.bytes
        );
        assert_eq!(request.text("image_name").unwrap().unwrap(), "测试图");
        assert_eq!(
            request.own_texts().unwrap(),
            [
                ("image_name".to_owned(), "测试图".to_owned()),
                ("image_type".to_owned(), "jpg".to_owned())
            ]
        );
    }
}

/// The root name, the charset and the content key of an answer vector.
fn framing_of(name: &str, body: &[u8]) -> Framing {
    let end = body[2..].iter().position(|byte| *byte == b'"').unwrap() + 2;
    Framing {
        root: String::from_utf8(body[2..end].to_vec()).unwrap(),
        charset: Charset::parse(if name.contains("gbk") { "GBK" } else { "utf-8" }).unwrap(),
        with_certificate: name.contains("cert-mode"),
        ..Framing::default()
    }
}

#[test]
fn gateway_answers_are_read_and_made_to_the_byte() {
    let key = alipay_key();
    let public = alipay_public();
    let mut names: Vec<String> = of_layout("v1 response node")
        .iter()
        .map(|entry| id(entry).to_owned())
        .collect();
    assert_eq!(names.len(), 6);
    names.push("v1/resp-cert-mode".to_owned());
    for name in names {
        let body = bytes(&format!("{name}.body"));
        let framing = framing_of(&name, &body);
        let method = framing.root.strip_suffix("_response").unwrap();
        let envelope = Envelope::read(&body, method, &framing.charset).unwrap();
        if name != "v1/resp-cert-mode" {
            let want = bytes(&format!("{name}.tosign"));
            assert_same(&name, &envelope.signed_bytes(), &want);
        }
        let aes = aes_key();
        let opened = envelope
            .open(&public, SignType::Rsa2, Some((&aes, EncryptType::Aes)))
            .unwrap();
        assert!(opened.json.starts_with("{\"code\":\""), "{name}");
        if envelope.is_encrypted() {
            assert_same(
                &name,
                opened.json.as_bytes(),
                &bytes(&format!("{name}.plain")),
            );
        }
        let sealing = Sealing {
            key: &key,
            cert_sn: Some("649d00606ff33bc7029a544c0320786f"),
            content: envelope.is_encrypted().then_some((&aes, Seal::Aes)),
        };
        let made = framing.answer(&opened.json, sealing).unwrap();
        assert_same(&name, &made.body, &body);
    }
}

#[test]
fn the_unsigned_gateway_error_is_made_and_not_trusted() {
    let body = bytes("v1/resp-error-unsigned.body");
    let framing = framing_of("v1/resp-error-unsigned", &body);
    let method = framing.root.strip_suffix("_response").unwrap();
    let envelope = Envelope::read(&body, method, &framing.charset).unwrap();
    assert!(!envelope.is_signed());
    let opened = envelope.open(&alipay_public(), SignType::Rsa2, None);
    assert_eq!(opened, Err(gateway::EnvelopeError::Unsigned));
    assert_same(
        "unsigned",
        &framing.unsigned(envelope.unverified_node()).body,
        &body,
    );
}

#[test]
fn rest_requests_of_a_real_sdk_verify() {
    let entries = of_layout("v3 request");
    assert_eq!(entries.len(), 8);
    for entry in entries {
        let http = Http::read(field(&entry, "http").unwrap());
        let authorization = rest::Authorization::parse(http.header("authorization")).unwrap();
        let contents = rest::Contents::read(http.header("content-type"), &http.body).unwrap();
        let signed = rest::string_to_sign(
            authorization.signed_text(),
            &http.method,
            &http.target,
            contents.signed(),
            http.header("alipay-app-auth-token"),
        );
        assert_same(id(&entry), &signed, &file(&entry, "tosign"));
        let claims = authorization.claims(now()).unwrap();
        assert_eq!(
            claims.verify(&signed, &app_public()),
            Ok(()),
            "{}",
            id(&entry)
        );
        assert_eq!(authorization.app_id(), Ok("2021000000000001"));
        assert_eq!(
            authorization.app_cert_sn(),
            id(&entry)
                .contains("cert")
                .then_some("28bb714c00fb0a41a0a7892b6880621c")
        );
    }
}

#[test]
fn our_own_rest_requests_are_those_of_the_sdk() {
    for entry in of_layout("v3 request") {
        let http = Http::read(field(&entry, "http").unwrap());
        let authorization = rest::Authorization::parse(http.header("authorization")).unwrap();
        let nonce = authorization.claims(now()).unwrap().nonce;
        let mut caller = rest::Caller::new("2021000000000001", app_key());
        caller.app_auth_token = http.header("alipay-app-auth-token").map(str::to_owned);
        caller.certificates = http.header("alipay-root-cert-sn").map(|sn| CertificateSns {
            app_cert_sn: "28bb714c00fb0a41a0a7892b6880621c".to_owned(),
            alipay_root_cert_sn: sn.to_owned(),
        });
        caller.encrypt_key = http.header("alipay-encrypt-type").map(|_| aes_key());
        let contents = rest::Contents::read(http.header("content-type"), &http.body).unwrap();
        let json = contents
            .text(
                http.header("alipay-encrypt-type"),
                caller.encrypt_key.as_ref(),
            )
            .unwrap();
        let outgoing = if contents.files.is_empty() {
            let json = (!json.is_empty()).then_some(json.as_str());
            caller.call(&http.method, &http.target, json, &nonce, now())
        } else {
            caller.upload(&http.target, &json, &[], "b", &nonce, now())
        };
        let outgoing = outgoing.unwrap();
        for (name, value) in &outgoing.headers {
            // The boundary is ours.
            if *name != "content-type" || contents.files.is_empty() {
                assert_eq!(
                    http.header(name),
                    Some(value.as_str()),
                    "{}: {name}",
                    id(&entry)
                );
            }
        }
        if contents.files.is_empty() {
            assert_same(id(&entry), &outgoing.body, &http.body);
        }
    }
}

fn response_headers(name: &str) -> Vec<(String, String)> {
    text(name)
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
        .collect()
}

#[test]
fn rest_answers_are_read_and_made_to_the_byte() {
    let entries = of_layout("v3 response");
    assert_eq!(entries.len(), 3);
    for entry in entries {
        let name = id(&entry);
        let headers = response_headers(field(&entry, "headers").unwrap());
        let header = |wanted: &str| {
            headers
                .iter()
                .find(|(name, _)| name == wanted)
                .map(|(_, value)| value.as_str())
        };
        let body = file(&entry, "body");
        let encrypted = name.ends_with("aes");
        let aes = aes_key();
        let received = rest::Received {
            timestamp: header("alipay-timestamp"),
            nonce: header("alipay-nonce"),
            signature: header("alipay-signature"),
            sn: header("alipay-sn"),
            body: &body,
        };
        let sn = "649d00606ff33bc7029a544c0320786f";
        assert_eq!(
            received.verify(&alipay_public(), Some(sn)),
            Ok(()),
            "{name}"
        );
        let json = received.text(encrypted.then_some(&aes)).unwrap();
        let nonce = header("alipay-nonce").unwrap();
        let signed =
            rest::response_string_to_sign(header("alipay-timestamp").unwrap(), nonce, &body);
        assert_same(name, &signed, &file(&entry, "tosign"));
        if encrypted {
            assert_same(name, json.as_bytes(), &file(&entry, "plain"));
        }
        let framing = rest::Framing {
            with_certificate: name.ends_with("cert"),
            encrypted,
        };
        let at = header("alipay-timestamp").unwrap().parse().unwrap();
        let answer = framing
            .answer(
                &json,
                rest::Sealing {
                    key: &alipay_key(),
                    cert_sn: Some(sn),
                    content: Some(&aes),
                    now: Timestamp::from_millisecond(at).unwrap(),
                    nonce,
                    trace_id: header("alipay-trace-id").unwrap(),
                },
            )
            .unwrap();
        assert_same(name, &answer.body, &body);
        let made: Vec<(String, String)> = answer
            .headers
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect();
        assert_eq!(made, headers, "{name}");
    }
}

#[test]
fn the_unsigned_rest_error_is_not_trusted() {
    let body = bytes("v3/resp-400-unsigned.body");
    let received = rest::Received {
        timestamp: None,
        nonce: None,
        signature: None,
        sn: None,
        body: &body,
    };
    assert_eq!(
        received.verify(&alipay_public(), None),
        Err(rest::ReceivedError::Unsigned)
    );
    assert!(received.text(None).unwrap().contains("invalid-app-id"));
}

#[test]
fn messages_are_read_and_made_to_the_byte() {
    let entries = of_layout("notification");
    assert_eq!(entries.len(), 4);
    for entry in entries {
        let name = id(&entry);
        let body = file(&entry, "form");
        let layout = if name.contains("-with-") {
            Layout::WithSignType
        } else {
            Layout::WithoutSignType
        };
        let mut params = Params::new();
        params.merge_encoded(&body);
        let signed = params.string_to_sign(layout, Empties::Dropped);
        assert_same(name, &signed, &file(&entry, "tosign"));
        let received = notify::receive(&body, &alipay_public()).unwrap();
        assert_eq!(received.layout(), layout, "{name}");
        if field(&entry, "plain").is_some() {
            let event = received.event(Some(&aes_key())).unwrap();
            assert_same(name, event.biz_content.as_bytes(), &file(&entry, "plain"));
            assert_eq!(event.msg_method, "alipay.open.auth.appauth.cancelled");
            assert_eq!(event.at.as_millisecond(), 1_725_163_201_234);
        }
        // The fields in the order in which they stand in the body.
        let order: Vec<(String, String)> = std::str::from_utf8(&body)
            .unwrap()
            .split('&')
            .map(|pair| pair.split_once('=').unwrap())
            .filter(|(key, _)| *key != "sign")
            .map(|(key, value)| {
                (
                    key.to_owned(),
                    String::from_utf8(form::decode(value.as_bytes())).unwrap(),
                )
            })
            .collect();
        let fields: Vec<(&str, &str)> = order
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let key = alipay_key();
        let signing = notify::Signing {
            key: &key,
            sign_type: SignType::Rsa2,
            layout,
            content: None,
        };
        let made = notify::push_fields(&fields, signing).unwrap();
        assert_same(name, made.body.as_bytes(), &body);
    }
}

#[test]
fn contents_are_encrypted_and_decrypted() {
    let vector: Value = serde_json::from_str(&text("aes/vector.json")).unwrap();
    let plain = field(&vector, "plaintext_utf8").unwrap();
    let cipher = field(&vector, "ciphertext_base64").unwrap();
    assert_eq!(text("aes/php-encrypt.txt").trim(), cipher);
    assert_eq!(aes_key().encrypt(plain.as_bytes(), Seal::Aes), cipher);
    assert_eq!(
        aes_key().decrypt(cipher, EncryptType::Aes).unwrap(),
        plain.as_bytes()
    );

    let vector: Value = serde_json::from_str(&text("aes/vector-aes_v2.json")).unwrap();
    let plain = field(&vector, "plaintext_utf8").unwrap();
    let payload = field(&vector, "payload_base64").unwrap();
    let iv = std::array::from_fn(|index| u8::try_from(index).unwrap());
    assert_eq!(
        aes_key().encrypt(plain.as_bytes(), Seal::AesV2 { iv }),
        payload
    );
    assert_eq!(
        aes_key().decrypt(payload, EncryptType::AesV2).unwrap(),
        plain.as_bytes()
    );
}

#[test]
fn serial_numbers_are_computed_from_their_preimages() {
    let expected: Value = serde_json::from_str(&text("certs/sn.json")).unwrap();
    let chain = |name: &str| Certificate::parse_chain(&bytes(name)).unwrap();
    let app = chain("certs/appCertPublicKey_2021000000000001.crt");
    let alipay = chain("certs/alipayCertPublicKey_RSA2.crt");
    let root = chain("certs/alipayRootCert.crt");
    assert_eq!(field(&expected, "app_cert_sn"), Some(app[0].sn()));
    assert_eq!(field(&expected, "alipay_cert_sn"), Some(alipay[0].sn()));
    assert_eq!(
        field(&expected, "alipay_root_cert_sn"),
        Some(root_sn(&root).as_str())
    );
    assert_eq!(app[0].public_key(), Some(&app_public()));
    assert_eq!(alipay[0].public_key(), Some(&alipay_public()));

    let listing = text("certs/sn-preimages.txt");
    let all: Vec<&Certificate> = app.iter().chain(&alipay).chain(&root).collect();
    let value = |prefix: &str| -> Vec<String> {
        listing
            .split_whitespace()
            .filter_map(|word| word.strip_prefix(prefix))
            .map(str::to_owned)
            .collect()
    };
    let algorithms: Vec<&str> = all.iter().map(|one| one.signature_algorithm()).collect();
    assert_eq!(algorithms, value("sigalg="));
    assert_eq!(
        all.iter().map(|one| one.sn()).collect::<Vec<_>>(),
        value("sn=")
    );
    for one in all {
        let preimage = format!("pre={}{}", one.issuer(), one.serial());
        assert!(
            listing.lines().any(|line| line.trim() == preimage),
            "{preimage}"
        );
    }
}
