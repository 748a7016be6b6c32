//! Keys, vectors, and comparisons that show where two texts part.

use std::path::PathBuf;

use jiff::Timestamp;
use quan_wire::alipay::encrypt::AesKey;
use quan_wire::alipay::form::{self, Empties, Layout, Params};
use quan_wire::alipay::gateway::{Arrival, Rejected, Request};
use quan_wire::alipay::key::{PrivateKey, PublicKey, SignType};

pub(crate) const APP_ID: &str = "2021000000000001";
pub(crate) const METHOD: &str = "alipay.trade.query";

/// The instant at which the vectors were made.
pub(crate) fn now() -> Timestamp {
    Timestamp::from_millisecond(1_725_163_200_000).unwrap()
}

pub(crate) fn bytes(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("vectors/alipay")
        .join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub(crate) fn text(name: &str) -> String {
    String::from_utf8(bytes(name)).unwrap()
}

pub(crate) fn app_key() -> PrivateKey {
    PrivateKey::parse(&text("keys/app_private_pkcs8.pem")).unwrap()
}

pub(crate) fn app_public() -> PublicKey {
    PublicKey::parse(&text("keys/app_public.pem")).unwrap()
}

pub(crate) fn alipay_key() -> PrivateKey {
    PrivateKey::parse(&text("keys/alipay_private_pkcs8.pem")).unwrap()
}

pub(crate) fn alipay_public() -> PublicKey {
    PublicKey::parse(&text("keys/alipay_public.pem")).unwrap()
}

pub(crate) fn aes_key() -> AesKey {
    AesKey::parse("aYA0GP8JEW+D7/UFaskCWA==").unwrap()
}

/// Fails where two byte strings part, with what stands before and after.
#[track_caller]
pub(crate) fn assert_same(what: &str, got: &[u8], want: &[u8]) {
    if got == want {
        return;
    }
    let at = got.iter().zip(want).take_while(|(a, b)| a == b).count();
    let around = |bytes: &[u8]| {
        let from = at.saturating_sub(40).min(bytes.len());
        let to = (at + 40).min(bytes.len());
        String::from_utf8_lossy(&bytes[from..to]).into_owned()
    };
    panic!(
        "{what}: the texts part at byte {at} (lengths {} and {})\n got: …{}…\nwant: …{}…",
        got.len(),
        want.len(),
        around(got),
        around(want)
    );
}

/// A captured HTTP request.
pub(crate) struct Http {
    pub(crate) method: String,
    pub(crate) target: String,
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Http {
    pub(crate) fn read(name: &str) -> Http {
        let raw = bytes(name);
        let end = raw.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        let head = String::from_utf8(raw[..end].to_vec()).unwrap();
        let mut lines = head.split("\r\n");
        let mut first = lines.next().unwrap().split(' ');
        Http {
            method: first.next().unwrap().to_owned(),
            target: first.next().unwrap().to_owned(),
            headers: lines
                .map(|line| line.split_once(':').unwrap())
                .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
                .collect(),
            body: raw[end + 4..].to_vec(),
        }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }
}

/// A gateway request under construction: a valid one, changed by a test.
#[derive(Clone)]
pub(crate) struct Ask {
    pub(crate) pairs: Vec<(String, Vec<u8>)>,
}

impl Ask {
    pub(crate) fn new() -> Ask {
        Ask { pairs: Vec::new() }
            .with("app_id", APP_ID)
            .with("method", METHOD)
            .with("charset", "utf-8")
            .with("sign_type", "RSA2")
            .with("timestamp", "2024-09-01 12:00:00")
            .with("version", "1.0")
            .with("biz_content", r#"{"out_trade_no":"T1"}"#)
    }

    pub(crate) fn with(mut self, name: &str, value: impl AsRef<[u8]>) -> Ask {
        self.pairs.retain(|(known, _)| known != name);
        self.pairs.push((name.to_owned(), value.as_ref().to_vec()));
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Ask {
        self.pairs.retain(|(known, _)| known != name);
        self
    }

    pub(crate) fn signed(self) -> Ask {
        self.signed_with(SignType::Rsa2, Empties::Dropped)
    }

    pub(crate) fn signed_with(self, sign_type: SignType, empties: Empties) -> Ask {
        let mut params = Params::new();
        for (name, value) in &self.pairs {
            params.insert(name.as_str(), value.as_slice());
        }
        let text = params.string_to_sign(Layout::WithSignType, empties);
        let sign = app_key().sign(sign_type, &text).unwrap();
        self.with("sign", sign)
    }

    /// All pairs, encoded.
    pub(crate) fn encoded(&self) -> String {
        form::encode(self.pairs.iter().map(|(name, value)| (name, value)))
    }

    /// Sends everything in the query.
    pub(crate) fn assemble(&self) -> Result<Request, Box<Rejected>> {
        assemble(&format!("/gateway.do?{}", self.encoded()), None, b"")
    }
}

pub(crate) fn assemble(
    target: &str,
    content_type: Option<&str>,
    body: &[u8],
) -> Result<Request, Box<Rejected>> {
    Request::assemble(Arrival {
        target,
        content_type,
        body,
    })
}

/// Whether a request verifies at the vectors' instant.
#[track_caller]
pub(crate) fn assert_verifies(request: &Request) {
    let claims = request.claims(now()).unwrap();
    if let Err(error) = request.verify(&claims, &app_public()) {
        panic!("{}", error.refusal().sub_msg);
    }
}
