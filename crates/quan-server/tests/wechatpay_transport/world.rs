//! A small world at WeChat Pay: merchants and their keys, users, two clocks, and the
//! whole server over them. Requests go through the real router: they are signed here,
//! and the signatures of answers are verified.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock};

use http::{HeaderMap, Request, Response};
use hyper::body::Bytes;
use quan_core::{Clock as _, MerchantId, PersonId, Phone, Timestamp, UserId};
use quan_engine::registry::{
    CertificateState, Entry, NotifyAddress, Registry, ResponseKey, User, WechatCertificate,
    WechatMerchant, WechatPartner,
};
use quan_engine::{Engine, Options};
use quan_server::clock::FixedClock;
use quan_server::courier::{Coupons, Courier, Settings};
use quan_server::platform::{Platform, WechatKeys, WechatPlatform};
use quan_server::recharge::RechargeLinks;
use quan_server::{Parts, Server, WechatParts, alipay, wechatpay};
use quan_wire::key::{PrivateKey, PublicKey};
use quan_wire::wechatpay::aead::ApiV3Key;
use quan_wire::wechatpay::certificate::Certificate;
use quan_wire::wechatpay::client::{Caller, Outgoing, Stamp};
use quan_wire::wechatpay::received::{Received, Trust};
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use serde_json::{Value, json};

/// The merchant of most tests, and its app.
pub(crate) const CREATOR: &str = "1900000001";
pub(crate) const APP: &str = "wx0000000000000001";
/// A service provider that acts for `CLIENT`.
pub(crate) const PARTNER: &str = "1900000002";
pub(crate) const PARTNER_APP: &str = "wx0000000000000002";
pub(crate) const CLIENT: &str = "1900000003";
pub(crate) const CLIENT_APP: &str = "wx0000000000000003";
/// A merchant that was switched to the platform's public key.
pub(crate) const PUBLIC: &str = "1900000004";
pub(crate) const PUBLIC_APP: &str = "wx0000000000000004";
/// Somebody who has nothing to do with them.
pub(crate) const STRANGER: &str = "1900000005";
pub(crate) const STRANGER_APP: &str = "wx0000000000000005";
/// A merchant that never set an `APIv3` key.
pub(crate) const KEYLESS: &str = "1900000006";
/// A merchant without any certificate.
pub(crate) const BARE: &str = "1900000007";
/// The merchant of the vectors and of what SDKs were recorded with.
pub(crate) const RECORDED: &str = "1900009191";
pub(crate) const RECORDED_APP: &str = "wxd678efh567hg6787";
/// What the recorded SDKs call the one user.
pub(crate) const RECORDED_USER: &str = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o";
pub(crate) const RECORDED_SERIAL: &str = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1";

/// Users with an `openid` that is the same in every app here: two accounts of one
/// person with one telephone, and another one. Nobody registered `CAROL`.
pub(crate) const ALICE: &str = "oAlice_0000000000000000000001";
pub(crate) const ALICE_TOO: &str = "oAlice_0000000000000000000002";
pub(crate) const BOB: &str = "oBob-00000000000000000000003";
pub(crate) const CAROL: &str = "oCarol_0000000000000000000004";

pub(crate) const PLATFORM_SERIAL: &str = "7132D72A03E93CDDF8C03BBD1F37EEDF12345678";
pub(crate) const PUBLIC_KEY_ID: &str = "PUB_KEY_ID_0119000091912024010100000000000001";
pub(crate) const API_V3_KEY: &str = "0123456789abcdefghijklmnopqrstuv";
pub(crate) const API_V2_KEY: &str = "192006250b4c09247ec02edce69f6a2d";

/// The business clock at the start: a Thursday, some days into the window of most
/// stocks.
pub(crate) const BEGIN: &str = "2026-11-05T10:00:00+08:00";
/// The wall clock, which stands elsewhere (`D1`).
pub(crate) const WALL: &str = "2026-03-01T12:00:00Z";

pub(crate) const STOCKS: &str = "/v3/marketing/busifavor/stocks";
pub(crate) const COUPONS: &str = "/v3/marketing/busifavor/coupons";
pub(crate) const USERS: &str = "/v3/marketing/busifavor/users";
pub(crate) const CALLBACKS: &str = "/v3/marketing/busifavor/callbacks";
pub(crate) const CERTIFICATES: &str = "/v3/certificates";
pub(crate) const UPLOAD: &str = "/v3/marketing/favor/media/image-upload";

/// Alipay's keys are made once for all worlds: that takes a while.
static ALIPAY: LazyLock<Platform> = LazyLock::new(|| {
    let directory = tempfile::tempdir().unwrap();
    Platform::open(directory.path(), None, at(WALL)).unwrap()
});

/// The private key of every merchant.
static KEY: LazyLock<PrivateKey> =
    LazyLock::new(|| PrivateKey::parse(&vector("keys/merchant_private_key.pem")).unwrap());

/// An instant as WeChat Pay writes it.
#[track_caller]
pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[track_caller]
pub(crate) fn mchid(text: &str) -> MerchantId {
    MerchantId::parse(text).unwrap()
}

/// Where a file of the vectors lies.
pub(crate) fn vector_path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../quan-wire/vectors/wechatpay")
        .join(name)
}

/// A file of the vectors.
pub(crate) fn vector(name: &str) -> String {
    let path = vector_path(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The serial number of a merchant's certificate.
pub(crate) fn serial_of(merchant: &str) -> String {
    if merchant == RECORDED {
        return RECORDED_SERIAL.to_owned();
    }
    format!("5157F09EFDC096DE15EBE81A47057A{merchant}")
}

/// What a world may have otherwise.
#[derive(Default)]
pub(crate) struct Wish {
    pub(crate) options: Options,
    /// Whether a new stock waits until somebody approves it.
    pub(crate) reviews: bool,
    /// Which addresses a merchant may be told at.
    pub(crate) addresses: Settings,
}

pub(crate) struct World {
    pub(crate) engine: Engine,
    pub(crate) registry: Registry,
    /// The business clock.
    pub(crate) clock: FixedClock,
    /// The wall clock.
    pub(crate) wall: FixedClock,
    pub(crate) platform: WechatPlatform,
    pub(crate) server: Server<alipay::handler::Handlers>,
    /// What merchants trust.
    pub(crate) trust: Trust,
    directory: tempfile::TempDir,
    numbers: AtomicU32,
}

/// An answer whose signature was verified.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    /// `Null` where there is no body.
    pub(crate) json: Value,
}

/// What a refusal says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Refused {
    pub(crate) status: u16,
    pub(crate) code: String,
    pub(crate) message: String,
    pub(crate) detail: Option<Value>,
}

impl Refused {
    /// Status and code, for short comparisons.
    pub(crate) fn code(&self) -> (u16, &str) {
        (self.status, &self.code)
    }
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        header(&self.headers, name)
    }

    /// The refusal that this is.
    #[track_caller]
    pub(crate) fn refused(&self) -> Refused {
        assert!(self.status >= 400, "{} {}", self.status, self.json);
        let text = |name: &str| self.json[name].as_str().unwrap().to_owned();
        Refused {
            status: self.status,
            code: text("code"),
            message: text("message"),
            detail: self.json.get("detail").cloned(),
        }
    }
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).map(|value| value.to_str().unwrap())
}

impl World {
    pub(crate) fn new() -> World {
        World::wished(Wish::default())
    }

    pub(crate) fn wished(wish: Wish) -> World {
        let clock = FixedClock::at(at(BEGIN));
        let engine = Engine::in_memory(Arc::new(clock.clone()), wish.options);
        let registry = Registry::in_memory();
        registry.put(&entries()).unwrap();
        World::around(engine, registry, clock, &wish)
    }

    /// The server over an engine and a registry that are there already.
    pub(crate) fn around(
        engine: Engine,
        registry: Registry,
        clock: FixedClock,
        wish: &Wish,
    ) -> World {
        let directory = tempfile::tempdir().unwrap();
        let wall = FixedClock::at(at(WALL));
        let brought = WechatKeys {
            private_key_file: Some(vector_path("keys/platform_private_key.pem")),
            certificate_file: Some(vector_path("keys/platform_cert.pem")),
            public_key_private_file: Some(vector_path("keys/wxpub_private_key.pem")),
            public_key_id: Some(PUBLIC_KEY_ID.to_owned()),
        };
        let platform = WechatPlatform::open(directory.path(), &brought, at(WALL)).unwrap();
        let base = "https://quan.example";
        let coupons = wechatpay::handler::Handlers::new(
            engine.clone(),
            registry.clone(),
            platform.code_book().clone(),
            wish.addresses.clone(),
            base,
        );
        let links = RechargeLinks::new(base, ALIPAY.private_key()).unwrap();
        let vouchers =
            alipay::handler::Handlers::new(engine.clone(), registry.clone(), links, base);
        let server = Server::new(Parts {
            registry: registry.clone(),
            platform: ALIPAY.clone(),
            wall: Arc::new(wall.clone()),
            limits: quan_server::config::BodyLimits::default(),
            sandbox: false,
            rng: StdRng::seed_from_u64(1),
            alipay: vouchers,
            wechat: Some(WechatParts {
                platform: platform.clone(),
                handlers: coupons.with_reviews(wish.reviews),
                rng: StdRng::seed_from_u64(2),
            }),
            own: axum::Router::new(),
        });
        let certificate = Certificate::parse(&vector("keys/platform_cert.pem")).unwrap();
        let public_key = PublicKey::parse(&vector("keys/wxpub_public_key.pem")).unwrap();
        World {
            engine,
            registry,
            clock,
            wall,
            platform,
            server,
            trust: Trust::default()
                .with_certificate(&certificate)
                .with_key(PUBLIC_KEY_ID, public_key),
            directory,
            numbers: AtomicU32::new(0),
        }
    }

    /// Where the platform's keys lie.
    pub(crate) fn directory(&self) -> &std::path::Path {
        self.directory.path()
    }

    /// A courier that tells merchants of coupons.
    pub(crate) fn courier(&self, settings: Settings) -> Courier {
        let coupons = Coupons::new(self.platform.clone(), StdRng::seed_from_u64(3));
        Courier::new(
            self.engine.clone(),
            self.registry.clone(),
            &ALIPAY,
            Arc::new(self.wall.clone()),
            settings,
            Some(coupons),
        )
        .unwrap()
    }

    /// A number that no other request has.
    pub(crate) fn number(&self) -> String {
        format!("N-{}", self.numbers.fetch_add(1, Ordering::Relaxed))
    }

    /// Does everything that is due.
    pub(crate) async fn settle(&self) {
        while self.engine.step().await.unwrap() > 0 {}
    }

    /// Moves the business clock, and does everything that is then due.
    pub(crate) async fn go_to(&self, text: &str) {
        self.clock.set(at(text));
        self.settle().await;
    }

    /// The certificates, keys and names of a merchant as it calls.
    #[expect(
        clippy::unused_self,
        reason = "it reads as the merchant's of this world"
    )]
    pub(crate) fn caller(&self, merchant: &str) -> Caller {
        Caller {
            mchid: merchant.to_owned(),
            serial_no: serial_of(merchant),
            key: KEY.clone().into(),
            user_agent: "quan-tests/1".to_owned(),
        }
    }

    /// A signed request; `Null` stands for no body.
    pub(crate) fn request(
        &self,
        merchant: &str,
        method: &str,
        target: &str,
        body: &Value,
    ) -> Request<Bytes> {
        self.request_of(&self.caller(merchant), method, target, body)
    }

    /// A request that somebody signs as they wish.
    pub(crate) fn request_of(
        &self,
        caller: &Caller,
        method: &str,
        target: &str,
        body: &Value,
    ) -> Request<Bytes> {
        let text = (!body.is_null()).then(|| body.to_string());
        let nonce = format!("{:0>32}", self.number());
        let stamp = Stamp {
            platform_serial: None,
            nonce: &nonce,
            now: self.wall.now(),
        };
        let outgoing = caller.call(method, target, text.as_deref(), stamp).unwrap();
        request(method, target, outgoing)
    }

    /// What a request is answered; the answer must be signed.
    pub(crate) async fn answer(&self, request: Request<Bytes>) -> Answer {
        let response = self.server.call(request).await;
        self.opened(&response)
    }

    /// An answer whose signature and headers are checked.
    #[track_caller]
    pub(crate) fn opened(&self, response: &Response<Bytes>) -> Answer {
        let (headers, body) = (response.headers(), response.body());
        let shown = || format!("{} {}", response.status(), String::from_utf8_lossy(body));
        let received = Received {
            timestamp: header(headers, "wechatpay-timestamp"),
            nonce: header(headers, "wechatpay-nonce"),
            serial: header(headers, "wechatpay-serial"),
            signature: header(headers, "wechatpay-signature"),
            body,
        };
        let verified = received.verify(&self.trust, self.wall.now());
        assert!(verified.is_ok(), "{verified:?}: {}", shown());
        assert_eq!(
            header(headers, "wechatpay-signature-type"),
            Some("WECHATPAY2-SHA256-RSA2048")
        );
        unsigned(response)
    }

    /// Calls as a merchant; `Null` stands for no body.
    pub(crate) async fn call(
        &self,
        merchant: &str,
        method: &str,
        target: &str,
        body: Value,
    ) -> Answer {
        self.answer(self.request(merchant, method, target, &body))
            .await
    }

    /// The answer to a call that is done.
    pub(crate) async fn ok(
        &self,
        merchant: &str,
        method: &str,
        target: &str,
        body: Value,
    ) -> Value {
        let said = format!("{method} {target} {body}");
        let answer = self.call(merchant, method, target, body).await;
        let expected = if answer.json.is_null() { 204 } else { 200 };
        assert_eq!(answer.status, expected, "{said}: {}", answer.json);
        answer.json
    }

    /// The refusal of a call.
    pub(crate) async fn refusal(
        &self,
        merchant: &str,
        method: &str,
        target: &str,
        body: Value,
    ) -> Refused {
        let said = format!("{method} {target} {body}");
        let answer = self.call(merchant, method, target, body).await;
        assert!(answer.status >= 400, "{said}: {}", answer.json);
        answer.refused()
    }

    /// Lays down a stock of the creator's under a number of its own.
    pub(crate) async fn stock(&self, body: Value) -> String {
        self.stock_of(CREATOR, body).await
    }

    pub(crate) async fn stock_of(&self, merchant: &str, mut body: Value) -> String {
        if body.get("out_request_no").is_none() {
            body["out_request_no"] = self.number().into();
        }
        let answer = self.ok(merchant, "POST", STOCKS, body).await;
        self.settle().await;
        answer["stock_id"].as_str().unwrap().to_owned()
    }

    /// The body of a send to a user in the creator's app.
    pub(crate) fn to_send(&self, stock_id: &str, openid: &str) -> Value {
        json!({
            "stock_id": stock_id,
            "openid": openid,
            "appid": APP,
            "out_request_no": self.number(),
        })
    }

    /// Issues a coupon to a user in the creator's app; answers its code.
    pub(crate) async fn send(&self, stock_id: &str, openid: &str) -> String {
        let body = self.to_send(stock_id, openid);
        self.sent(body).await
    }

    /// Issues a coupon under the merchant's own code.
    pub(crate) async fn send_code(&self, stock_id: &str, openid: &str, code: &str) -> String {
        let mut body = self.to_send(stock_id, openid);
        body["coupon_code"] = code.into();
        self.sent(body).await
    }

    async fn sent(&self, body: Value) -> String {
        let target = format!("{COUPONS}/send");
        let answer = self.ok(CREATOR, "POST", &target, body).await;
        answer["coupon_code"].as_str().unwrap().to_owned()
    }
}

/// An answer that need not be signed, its other headers checked.
#[track_caller]
pub(crate) fn unsigned(response: &Response<Bytes>) -> Answer {
    let (headers, body) = (response.headers().clone(), response.body());
    let id = header(&headers, "request-id");
    assert!(id.is_some_and(|id| !id.is_empty()), "{headers:?}");
    let kind = header(&headers, "content-type");
    if body.is_empty() {
        assert_eq!(kind, None);
    } else {
        assert_eq!(kind, Some("application/json; charset=utf-8"));
    }
    let json = if body.is_empty() {
        Value::Null
    } else {
        serde_json::from_slice(body).unwrap()
    };
    assert!(json.is_null() || json.is_object(), "{json}");
    Answer {
        status: response.status().as_u16(),
        headers,
        json,
    }
}

pub(crate) fn request(method: &str, target: &str, outgoing: Outgoing) -> Request<Bytes> {
    let mut request = Request::builder().method(method).uri(target);
    for (name, value) in outgoing.headers {
        request = request.header(name, value);
    }
    request.body(Bytes::from(outgoing.body)).unwrap()
}

/// A path below `STOCKS`.
pub(crate) fn stock_path(stock_id: &str, rest: &str) -> String {
    format!("{STOCKS}/{stock_id}{rest}")
}

/// The path under which a user's coupon is asked for, its code encoded.
pub(crate) fn coupon_path(openid: &str, coupon_code: &str, appid: &str) -> String {
    let code: String = url::form_urlencoded::byte_serialize(coupon_code.as_bytes()).collect();
    format!("{USERS}/{openid}/coupons/{code}/appids/{appid}")
}

/// Writes a value at a path like `stock_send_rule/max_coupons`, with the objects on
/// the way to it.
pub(crate) fn set(body: &mut Value, path: &str, value: Value) {
    let mut place = body;
    for name in path.split('/') {
        place = &mut place[name];
    }
    *place = value;
}

/// A stock of the creator's: 100 coupons of 5 yuan from 20 yuan, at most 10 a user,
/// for November, under the platform's codes. Its number is left to [`World::stock`].
pub(crate) fn stock() -> Value {
    json!({
        "stock_name": "满减券",
        "belong_merchant": CREATOR,
        "goods_name": "饮品",
        "stock_type": "NORMAL",
        "coupon_use_rule": {
            "coupon_available_time": {
                "available_begin_time": "2026-11-01T00:00:00+08:00",
                "available_end_time": "2026-11-30T23:59:59+08:00"
            },
            "fixed_normal_coupon": { "discount_amount": 500, "transaction_minimum": 2000 },
            "use_method": "OFF_LINE"
        },
        "stock_send_rule": { "max_coupons": 100, "max_coupons_per_user": 10 },
        "coupon_code_mode": "WECHATPAY_MODE"
    })
}

/// The stock with other values at some paths.
pub(crate) fn stock_with(changes: &[(&str, Value)]) -> Value {
    let mut body = stock();
    for (path, value) in changes {
        set(&mut body, path, value.clone());
    }
    body
}

/// The stock under codes that the merchant names at each send.
pub(crate) fn stock_of_named_codes() -> Value {
    stock_with(&[("coupon_code_mode", json!("MERCHANT_API"))])
}

/// The stock under codes that the merchant uploads.
pub(crate) fn stock_of_uploaded_codes() -> Value {
    stock_with(&[("coupon_code_mode", json!("MERCHANT_UPLOAD"))])
}

/// A merchant that has everything.
pub(crate) fn merchant(number: &str, appids: &[&str]) -> WechatMerchant {
    let certificate = WechatCertificate {
        public_key: vector("keys/merchant_public_key.pem"),
        expires_at: None,
        state: CertificateState::Valid,
    };
    WechatMerchant {
        certificates: [(serial_of(number), certificate)].into(),
        apiv3_key: Some(API_V3_KEY.to_owned()),
        v2_key: Some(API_V2_KEY.to_owned()),
        appids: appids.iter().map(|&appid| appid.to_owned()).collect(),
        ..WechatMerchant::named(mchid(number), &format!("商户{number}"))
    }
}

/// The key that seals contents for every merchant.
pub(crate) fn api_v3_key() -> ApiV3Key {
    ApiV3Key::parse(API_V3_KEY).unwrap()
}

/// What the operator says of where a merchant is told.
pub(crate) fn told_at(url: &str) -> NotifyAddress {
    NotifyAddress {
        url: url.to_owned(),
        trusted: true,
    }
}

fn user(number: &str, openid: &str) -> User {
    let apps = [APP, PARTNER_APP, CLIENT_APP, PUBLIC_APP, STRANGER_APP];
    User {
        openids: apps
            .iter()
            .map(|&app| (app.to_owned(), openid.to_owned()))
            .collect(),
        ..User::of_id(UserId::parse(number).unwrap())
    }
}

/// Everything that the registry knows.
pub(crate) fn entries() -> Vec<Entry> {
    let mut merchants = vec![
        merchant(CREATOR, &[APP]),
        merchant(PARTNER, &[PARTNER_APP]),
        merchant(CLIENT, &[CLIENT_APP]),
        merchant(STRANGER, &[STRANGER_APP]),
        merchant(
            RECORDED,
            &[RECORDED_APP, "wx234545656765876", "wx324345hgfhfghfg"],
        ),
    ];
    merchants.push(WechatMerchant {
        response_key: ResponseKey::PublicKey,
        ..merchant(PUBLIC, &[PUBLIC_APP])
    });
    merchants.push(WechatMerchant {
        apiv3_key: None,
        ..merchant(KEYLESS, &[])
    });
    merchants.push(WechatMerchant {
        certificates: std::collections::BTreeMap::new(),
        ..merchant(BARE, &[])
    });
    let mut entries: Vec<_> = merchants.into_iter().map(Entry::WechatMerchant).collect();
    entries.push(Entry::WechatPartner(WechatPartner {
        mchid: mchid(PARTNER),
        sub_merchants: [mchid(CLIENT)].into(),
    }));
    let person = Some(PersonId::parse("person-1").unwrap());
    let phone = Some(Phone::parse("13800000001").unwrap());
    for (number, openid) in [("2088000000000201", ALICE), ("2088000000000202", ALICE_TOO)] {
        entries.push(Entry::User(User {
            person: person.clone(),
            phone: phone.clone(),
            ..user(number, openid)
        }));
    }
    entries.push(Entry::User(user("2088000000000203", BOB)));
    entries
}
