//! A small world for tests: an engine in memory, a registry, a clock that
//! stands still until it is moved, and the router of Quan's own API.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use aws_lc_rs::digest;
use axum::Router;
use axum::body::{Body, to_bytes};
use http::{HeaderMap, Method, Request, StatusCode};
use jiff::SignedDuration;
use quan_core::operation::Recipient;
use quan_core::terms::{
    Calendar, Codes, GoodsScope, IssueTerms, Judge, Places, RedeemTerms, Scope, ScopeKind, Terms,
    Validity,
};
use quan_core::{
    ActivityId, AppId, Benefit, Clock, Fen, Funding, Member, MerchantId, Product, RequestNo,
    Timestamp, UserId, Voucher, Window,
};
use quan_engine::registry::{
    AlipayApp, ApiToken, AppKey, AppKind, Entry, Merchant, RechargeMode, Registry, Role, Shop,
    ShopKind, User,
};
use quan_engine::{Engine, NewActivity, Numbered, Options};
use quan_server::api::{Api, SandboxClock, router};
use quan_server::clock::{BusinessClock, ClockSetting, FixedClock};
use quan_server::config::BodyLimits;
use quan_server::coupon_code::CodeBook;
use quan_server::courier::Settings;
use quan_server::platform::Platform;
use quan_server::recharge::RechargeLinks;
use quan_wire::alipay::message::ids;
use serde_json::Value;
use tower::ServiceExt as _;

/// The merchant whose activities these are.
pub(crate) const OWNER: &str = "2088102111111111";
/// Another one.
pub(crate) const OTHER: &str = "2088202111111111";
/// The application that is told what happens.
pub(crate) const APP: &str = "2021000000000001";
/// A user.
pub(crate) const USER: &str = "2088202967380463";
/// When everything begins: a Wednesday.
pub(crate) const BEGIN: &str = "2026-11-25T10:00:00+08:00";

/// The platform's keys: made once, because making keys takes its time.
pub(crate) static PLATFORM: LazyLock<Platform> = LazyLock::new(|| {
    let directory = tempfile::tempdir().unwrap();
    Platform::open(directory.path(), None, at(BEGIN)).unwrap()
});

pub(crate) struct World {
    pub(crate) engine: Engine,
    pub(crate) registry: Registry,
    pub(crate) clock: BusinessClock,
    pub(crate) wall: FixedClock,
    pub(crate) links: RechargeLinks,
    pub(crate) api: Router,
    requests: std::cell::Cell<u32>,
}

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) fn merchant(id: &str) -> MerchantId {
    MerchantId::parse(id).unwrap()
}

pub(crate) fn yuan(text: &str) -> Fen {
    Fen::from_yuan(text).unwrap()
}

pub(crate) fn member(text: &str) -> Member {
    Member::parse(text).unwrap()
}

pub(crate) fn call(number: &str) -> Numbered {
    Numbered {
        number: RequestNo::parse(number).unwrap(),
        fingerprint: [0; 16],
    }
}

/// 20 yuan off orders of 100 and more, at the owner's, in November.
pub(crate) fn terms() -> Terms {
    let november = Window {
        opens_at: at("2026-11-01T00:00:00+08:00"),
        closes_at: at("2026-11-30T23:59:59+08:00"),
    };
    Terms {
        benefit: Benefit::Fixed { amount: yuan("20") },
        floor: Some(yuan("100")),
        issue: IssueTerms {
            window: november,
            per_user: Vec::new(),
            by_person: false,
            by_phone: false,
            real_name: false,
            by_day: None,
        },
        validity: Validity::Absolute(november),
        calendar: Calendar::default(),
        redeem: RedeemTerms {
            per_user: None,
            max_uses: 1,
            judge: Judge::Platform,
        },
        scope: Scope {
            generation: 1,
            apps: false,
            places: Places::Everywhere,
            goods: GoodsScope::Any,
        },
        funding: Funding::Forgone,
        codes: Codes::None,
        sale: None,
    }
}

/// A prepaid version of the same.
pub(crate) fn prepaid() -> Terms {
    Terms {
        funding: Funding::Prepaid {
            sponsor: merchant(OWNER),
        },
        ..terms()
    }
}

impl World {
    pub(crate) fn new() -> World {
        World::with(Options::default(), None)
    }

    /// A world whose application listens at `address`.
    pub(crate) fn listening(address: &str) -> World {
        World::with(Options::default(), Some(address))
    }

    pub(crate) fn with(options: Options, address: Option<&str>) -> World {
        let wall = FixedClock::at(at(BEGIN));
        let clock = BusinessClock::new(Arc::new(wall.clone()));
        clock.set(ClockSetting::Frozen(at(BEGIN)));
        let engine = Engine::in_memory(Arc::new(clock.clone()), options);
        World::around(engine, wall, clock, address)
    }

    /// A world on the embedded store of a directory.
    pub(crate) fn stored(directory: &std::path::Path) -> World {
        let wall = FixedClock::at(at(BEGIN));
        let clock = BusinessClock::new(Arc::new(wall.clone()));
        clock.set(ClockSetting::Frozen(at(BEGIN)));
        let options = Options::default();
        let engine = Engine::open(directory, Arc::new(clock.clone()), options).unwrap();
        World::around(engine, wall, clock, None)
    }

    /// Ends it, so that its directory can be opened again.
    pub(crate) async fn close(self) {
        let World { engine, api, .. } = self;
        drop(api);
        engine.close().await;
    }

    fn around(
        engine: Engine,
        wall: FixedClock,
        clock: BusinessClock,
        address: Option<&str>,
    ) -> World {
        let registry = Registry::in_memory();
        registry.put(&entries(address)).unwrap();
        let links = RechargeLinks::new("https://quan.example", PLATFORM.private_key()).unwrap();
        let api = router(Api {
            engine: engine.clone(),
            registry: registry.clone(),
            codes: CodeBook::new(&[7; 32]),
            links: links.clone(),
            wall: Arc::new(wall.clone()),
            sandbox: Some(SandboxClock {
                clock: clock.clone(),
                max_offset_days: 3660,
            }),
            limits: BodyLimits {
                ordinary: 4096,
                large: 65536,
                together: 1 << 20,
            },
            courier: Settings::default(),
        });
        let requests = std::cell::Cell::new(0);
        World {
            engine,
            registry,
            clock,
            wall,
            links,
            api,
            requests,
        }
    }

    /// A world where the courier is set so.
    pub(crate) fn allowing(courier: Settings) -> World {
        let mut world = World::new();
        world.api = router(Api {
            engine: world.engine.clone(),
            registry: world.registry.clone(),
            codes: CodeBook::new(&[7; 32]),
            links: world.links.clone(),
            wall: Arc::new(world.wall.clone()),
            sandbox: None,
            limits: BodyLimits::default(),
            courier,
        });
        world
    }

    pub(crate) fn outside_a_sandbox() -> World {
        let mut world = World::new();
        world.api = router(Api {
            engine: world.engine.clone(),
            registry: world.registry.clone(),
            codes: CodeBook::new(&[7; 32]),
            links: world.links.clone(),
            wall: Arc::new(world.wall.clone()),
            sandbox: None,
            limits: BodyLimits::default(),
            courier: Settings::default(),
        });
        world
    }

    /// Moves the business clock, and has everything done that falls due.
    pub(crate) async fn advance(&self, by: SignedDuration) {
        self.clock.advance(by);
        self.settle().await;
    }

    pub(crate) async fn advance_to(&self, to: &str) {
        self.advance(at(to).duration_since(self.clock.now())).await;
    }

    pub(crate) async fn settle(&self) {
        while self.engine.step().await.unwrap() > 0 {}
    }

    /// A number that no other request has.
    pub(crate) fn number(&self) -> Numbered {
        self.requests.set(self.requests.get() + 1);
        call(&format!("R-{}", self.requests.get()))
    }

    /// An activity of the owner that was never published.
    pub(crate) async fn created(&self, terms: Terms, members: &[(ScopeKind, &str)]) -> ActivityId {
        let mut members: Vec<_> = members
            .iter()
            .map(|(kind, id)| (*kind, member(id)))
            .collect();
        if !members
            .iter()
            .any(|(kind, _)| matches!(kind, ScopeKind::Merchant | ScopeKind::Submerchant))
        {
            members.push((ScopeKind::Merchant, member(OWNER)));
        }
        let new = NewActivity {
            product: Product::AlipayPayment,
            owner: merchant(OWNER),
            operator: merchant(OWNER),
            receiver: AppId::parse(APP).unwrap(),
            quantity: 10,
            terms,
            document: r#"{"activity_base_info":{"activity_name":"满100减20 <秋>"}}"#.into(),
            members,
            publishes: false,
        };
        self.engine
            .create(merchant(OWNER), self.number(), new)
            .await
            .unwrap()
            .activity
    }

    /// An open activity of the owner.
    pub(crate) async fn activity(&self, terms: Terms, members: &[(ScopeKind, &str)]) -> ActivityId {
        let prepaid = terms.funding != Funding::Forgone;
        let id = self.created(terms, members).await;
        if prepaid {
            self.engine
                .provision(merchant(OWNER), yuan("10000"))
                .await
                .unwrap();
        }
        let accepted = self
            .engine
            .publish(id, merchant(OWNER), self.number())
            .await
            .unwrap();
        if let Some(recharge) = accepted.recharge {
            self.engine.pay_recharge(recharge).await.unwrap();
        }
        self.settle().await;
        id
    }

    pub(crate) async fn activity_id(&self, id: ActivityId) -> String {
        let view = self.engine.activity(id).await.unwrap().unwrap();
        let day = quan_core::time::day_of(view.activity.created_at);
        ids::activity_id(day, id.number()).unwrap()
    }

    /// A voucher of the activity in the user's hands.
    pub(crate) async fn voucher(&self, activity: ActivityId, user: &str) -> String {
        let recipient = Recipient {
            user: UserId::parse(user).unwrap(),
            person: None,
            phone: None,
            real_name: false,
        };
        let issued = self
            .engine
            .issue(activity, merchant(OWNER), self.number(), recipient)
            .await
            .unwrap();
        let day = quan_core::time::day_of(issued.issued_at);
        ids::voucher_id(day, activity.number(), issued.voucher.sequence).unwrap()
    }

    /// The voucher of this id as the engine has it.
    pub(crate) async fn voucher_row(&self, id: &str) -> Voucher {
        let (_, activity, sequence) = ids::parse_voucher_id(id).unwrap();
        let id = quan_core::VoucherId::new(ActivityId::new(activity).unwrap(), sequence);
        self.engine.voucher(id).await.unwrap().unwrap()
    }

    /// A voucher of an activity with these terms and members.
    pub(crate) async fn voucher_of(&self, terms: Terms, members: &[(ScopeKind, &str)]) -> String {
        let activity = self.activity(terms, members).await;
        self.voucher(activity, USER).await
    }

    pub(crate) async fn get(&self, token: &str, path: &str) -> Answer {
        self.ask(Method::GET, token, path, None).await
    }

    pub(crate) async fn post(&self, token: &str, path: &str, body: Value) -> Answer {
        self.ask(Method::POST, token, path, Some(body)).await
    }

    pub(crate) async fn ask(
        &self,
        method: Method,
        token: &str,
        path: &str,
        body: Option<Value>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        if !token.is_empty() {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let body = match body {
            Some(body) => {
                request = request.header("content-type", "application/json");
                Body::from(body.to_string())
            }
            None => Body::empty(),
        };
        self.send(request.body(body).unwrap()).await
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.api.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 1 << 24).await.unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        Answer {
            status: parts.status,
            headers: parts.headers,
            text,
            body,
        }
    }

    /// Redeems as an operator.
    pub(crate) async fn redeem(&self, voucher: &str, body: Value) -> Answer {
        self.post(
            "operator",
            &format!("/api/vouchers/{voucher}/redemptions"),
            body,
        )
        .await
    }
}

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
    pub(crate) body: Value,
}

impl Answer {
    #[track_caller]
    pub(crate) fn is(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        self.body
    }

    /// A refusal of this kind, in the shape of RFC 9457.
    #[track_caller]
    pub(crate) fn refused(self, status: u16, code: &str) -> Value {
        assert_eq!(self.body["code"], code, "{}", self.text);
        assert_eq!(self.headers["content-type"], "application/problem+json");
        assert_eq!(self.body["status"], status);
        assert_eq!(self.body["type"], format!("urn:quan:problem:{code}"));
        assert!(self.body["title"].is_string() && self.body["detail"].is_string());
        self.is(status)
    }
}

/// An order of 100 yuan at the owner's; fields in `with` take the place of its.
pub(crate) fn order(with: Value) -> Value {
    let mut order = serde_json::json!({
        "request_no": "Q-1",
        "user_id": USER,
        "order_no": "ORDER-0001",
        "total": "100.00",
        "seller": { "pid": OWNER },
    });
    for (name, value) in with.as_object().unwrap() {
        order[name] = value.clone();
    }
    order
}

fn entries(address: Option<&str>) -> Vec<Entry> {
    let a_merchant = |id: &str, name: &str| {
        Entry::Merchant(Merchant {
            id: merchant(id),
            name: name.to_owned(),
            alias: None,
            logo: None,
            logon_id: None,
            recharge: RechargeMode::Manual,
        })
    };
    let token = |token: &str, role, confined: Option<&str>| {
        let digest = digest::digest(&digest::SHA256, token.as_bytes());
        Entry::Token(ApiToken {
            sha256: digest.as_ref().try_into().unwrap(),
            role,
            merchant: confined.map(merchant),
        })
    };
    let shop = |id: &str, owner: &str, city: &str| {
        let kind = ShopKind::Payment;
        Entry::Shop(Shop::new(id, merchant(owner), kind, "西湖店", city))
    };
    vec![
        a_merchant(OWNER, "演示咖啡"),
        a_merchant(OTHER, "别家"),
        Entry::App(AlipayApp {
            app_id: AppId::parse(APP).unwrap(),
            merchant: merchant(OWNER),
            key: AppKey::PublicKey(PLATFORM.public_key().to_pem()),
            encrypt_key: None,
            gateway_url: address.map(str::to_owned),
            spi_url: None,
            trusted: true,
            kind: AppKind::MiniProgram,
        }),
        Entry::User(User {
            open_ids: BTreeMap::from([(APP.to_owned(), "open-id-of-the-user".to_owned())]),
            real_name: true,
            ..User::of_id(UserId::parse(USER).unwrap())
        }),
        shop("SHOP-1", OWNER, "330100"),
        shop("SHOP-2", OTHER, "310100"),
        token("viewer", Role::Viewer, None),
        token("operator", Role::Operator, None),
        token("admin", Role::Admin, None),
        token("owner", Role::Admin, Some(OWNER)),
        token("other", Role::Admin, Some(OTHER)),
    ]
}
