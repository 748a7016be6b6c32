//! A small world: merchants, applications, users and shops, and the handlers
//! over them.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock};

use quan_core::order::{Order, Seller};
use quan_core::{
    AppId, Completion, Fen, Member, MerchantId, OrderNo, PersonId, Phone, Redemption, RedemptionId,
    RequestNo, Timestamp, UserId, VoucherId,
};
use quan_engine::registry::{
    AlipayApp, AppKey, AppKind, Authorization, Entry, Image, Merchant, RechargeMode, Registry,
    Shop, ShopKind, Smid, User,
};
use quan_engine::{Engine, Numbered, Options};
use quan_server::alipay::handler::Handlers;
use quan_server::alipay::{Caller, Content, Dispatch as _, Incoming, Outcome};
use quan_server::clock::FixedClock;
use quan_server::platform::Platform;
use quan_server::recharge::RechargeLinks;
use quan_wire::alipay::message::{Operation, Verb, ids};
use quan_wire::alipay::multipart::FilePart;
use serde_json::{Value, json};

/// The merchant of most tests, and its application.
pub(crate) const OWNER: &str = "2088000000000101";
pub(crate) const OWNER_APP: &str = "2021000000000001";
/// A service provider, whom `CLIENT` has authorised.
pub(crate) const ISV: &str = "2088000000000901";
pub(crate) const ISV_APP: &str = "2021000000000009";
pub(crate) const CLIENT: &str = "2088000000000102";
pub(crate) const CLIENT_APP: &str = "2021000000000002";
/// Somebody who has nothing to do with them.
pub(crate) const STRANGER: &str = "2088000000000301";
pub(crate) const STRANGER_APP: &str = "2021000000000003";
/// A site of the owner: no mini-program.
pub(crate) const WEB_APP: &str = "2021000000000004";
/// Who pays only when asked.
pub(crate) const SPONSOR: &str = "2088000000000401";

/// Users of two accounts of one person with one telephone, and another one.
pub(crate) const ALICE: &str = "2088000000000201";
pub(crate) const ALICE_TOO: &str = "2088000000000202";
pub(crate) const BOB: &str = "2088000000000203";
/// How the owner's application knows Alice.
pub(crate) const ALICE_OPEN: &str = "074a1CcTG1LelxKe4xQC0zgNdId0nxi95b5lsNpazWYoCo5";

pub(crate) const SHOP: &str = "2018051000502000000011111111";
pub(crate) const SHOP_TOO: &str = "2018051000502000000022222222";
pub(crate) const REAL_SHOP: &str = "2019000000000000000000000001";
pub(crate) const STRANGE_SHOP: &str = "2018051000502000000099999999";

pub(crate) const COVER: &str = "A*cover";
pub(crate) const LOGO: &str = "A*logo";

/// A Thursday, some days into the window of most activities.
pub(crate) const BEGIN: &str = "2026-11-05 10:00:00";

static LINKS: LazyLock<RechargeLinks> = LazyLock::new(|| {
    let directory = tempfile::tempdir().unwrap();
    let platform = Platform::open(directory.path(), None, at(BEGIN)).unwrap();
    RechargeLinks::new("https://quan.example", platform.private_key()).unwrap()
});

/// An instant in Shanghai.
pub(crate) fn at(text: &str) -> Timestamp {
    quan_wire::alipay::message::times::parse(text).unwrap()
}

pub(crate) fn merchant(id: &str) -> MerchantId {
    MerchantId::parse(id).unwrap()
}

pub(crate) fn yuan(text: &str) -> Fen {
    Fen::from_yuan(text).unwrap()
}

/// Who calls, through their own application.
pub(crate) fn caller(app_id: &str, merchant_id: &str) -> Caller {
    Caller {
        app_id: AppId::parse(app_id).unwrap(),
        merchant: merchant(merchant_id),
        app_merchant: merchant(merchant_id),
        agency: false,
    }
}

pub(crate) fn owner() -> Caller {
    caller(OWNER_APP, OWNER)
}

pub(crate) fn isv() -> Caller {
    caller(ISV_APP, ISV)
}

pub(crate) fn client() -> Caller {
    caller(CLIENT_APP, CLIENT)
}

pub(crate) fn stranger() -> Caller {
    caller(STRANGER_APP, STRANGER)
}

/// The service provider, with the client's token.
pub(crate) fn isv_for_client() -> Caller {
    Caller {
        merchant: merchant(CLIENT),
        agency: true,
        ..isv()
    }
}

pub(crate) struct World {
    pub(crate) engine: Engine,
    pub(crate) registry: Registry,
    pub(crate) clock: FixedClock,
    pub(crate) handlers: Handlers,
    numbers: AtomicU32,
}

/// What a refusal says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    pub(crate) code: &'static str,
    pub(crate) message: String,
}

impl World {
    /// Accepted operations are done by the next [`World::settle`].
    pub(crate) fn new() -> World {
        World::with(Options::default())
    }

    /// Accepted operations wait until somebody says so.
    pub(crate) fn manual() -> World {
        World::with(Options {
            completion: Completion::Told,
            ..Options::default()
        })
    }

    pub(crate) fn with(options: Options) -> World {
        let clock = FixedClock::at(at(BEGIN));
        let engine = Engine::in_memory(Arc::new(clock.clone()), options);
        let registry = Registry::in_memory();
        registry.put(&entries()).unwrap();
        World::around(engine, registry, clock)
    }

    /// The handlers over an engine and a registry that are there already.
    pub(crate) fn around(engine: Engine, registry: Registry, clock: FixedClock) -> World {
        let handlers = Handlers::new(
            engine.clone(),
            registry.clone(),
            LINKS.clone(),
            "https://quan.example/",
        );
        World {
            engine,
            registry,
            clock,
            handlers,
            numbers: AtomicU32::new(0),
        }
    }

    /// A number that no other request has.
    pub(crate) fn number(&self) -> String {
        format!("N-{}", self.numbers.fetch_add(1, Ordering::Relaxed))
    }

    /// Does everything that is due.
    pub(crate) async fn settle(&self) {
        while self.engine.step().await.unwrap() > 0 {}
    }

    /// Moves the clock, and does everything that is then due.
    pub(crate) async fn go_to(&self, text: &str) {
        self.clock.set(at(text));
        self.settle().await;
    }

    /// Carries out a call as it comes from either protocol.
    pub(crate) async fn outcome(
        &self,
        caller: Caller,
        operation: Operation,
        body: &Value,
    ) -> Outcome {
        let posted = operation
            .route()
            .is_none_or(|route| matches!(route.verb, Verb::Post | Verb::Patch));
        let content = if posted {
            Content::Json(body.to_string())
        } else {
            let members = body.as_object().unwrap().iter();
            let text = |value: &Value| match value {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            Content::Pairs(
                members
                    .map(|(name, value)| (name.clone(), text(value)))
                    .collect(),
            )
        };
        let incoming = Incoming {
            caller,
            operation,
            content,
            auth_token: None,
            file: None,
        };
        self.handlers.dispatch(incoming).await
    }

    pub(crate) async fn answer_to(
        &self,
        caller: Caller,
        operation: Operation,
        body: &Value,
    ) -> Value {
        match self.outcome(caller, operation, body).await {
            Outcome::Answer(json) => serde_json::from_str(&json).unwrap(),
            other => panic!("{operation:?} {body}: {other:?}"),
        }
    }

    pub(crate) async fn refusal_to(
        &self,
        caller: Caller,
        operation: Operation,
        body: &Value,
    ) -> Refused {
        match self.outcome(caller, operation, body).await {
            Outcome::Business { code, message } => {
                let known = operation.codes().iter().any(|known| known.as_str() == code);
                assert!(known, "{operation:?} may not answer {code}");
                Refused { code, message }
            }
            other => panic!("{operation:?} {body}: {other:?}"),
        }
    }

    /// The answer to the owner.
    pub(crate) async fn ok(&self, operation: Operation, body: Value) -> Value {
        self.answer_to(owner(), operation, &body).await
    }

    /// The refusal to the owner.
    pub(crate) async fn no(&self, operation: Operation, body: Value) -> Refused {
        self.refusal_to(owner(), operation, &body).await
    }

    /// The code of the refusal to the owner.
    pub(crate) async fn code(&self, operation: Operation, body: Value) -> &'static str {
        self.no(operation, body).await.code
    }

    /// Makes an activity of the owner, with a number of its own.
    pub(crate) async fn create(&self, body: Value) -> String {
        self.create_as(owner(), body).await
    }

    pub(crate) async fn create_as(&self, caller: Caller, mut body: Value) -> String {
        if body.get("out_biz_no").is_none() {
            body["out_biz_no"] = self.number().into();
        }
        let answer = self
            .answer_to(caller, Operation::VoucherCreate, &body)
            .await;
        answer["activity_id"].as_str().unwrap().to_owned()
    }

    /// The refusal of a creation by the owner.
    pub(crate) async fn not_created(&self, mut body: Value) -> Refused {
        body["out_biz_no"] = self.number().into();
        self.no(Operation::VoucherCreate, body).await
    }

    /// An activity of the owner that issues vouchers.
    pub(crate) async fn active(&self, body: Value) -> String {
        let id = self.create(body).await;
        self.publish(&id).await;
        id
    }

    /// Accepts and settles.
    pub(crate) async fn publish(&self, id: &str) -> Value {
        let answer = self.ok(Operation::VoucherPublish, self.order(id)).await;
        self.settle().await;
        answer
    }

    pub(crate) async fn stop(&self, id: &str) {
        self.ok(Operation::VoucherStop, self.order(id)).await;
        self.settle().await;
    }

    /// Publishes and stops: an activity that is over.
    pub(crate) async fn stopped(&self, body: Value) -> String {
        let id = self.active(body).await;
        self.stop(&id).await;
        id
    }

    /// The body of publish and stop.
    pub(crate) fn order(&self, id: &str) -> Value {
        json!({ "activity_id": id, "out_biz_no": self.number() })
    }

    pub(crate) fn to_append(&self, id: &str, quantity: u32) -> Value {
        json!({ "activity_id": id, "out_biz_no": self.number(), "voucher_quantity": quantity })
    }

    /// A modification that every activity takes: a new name.
    pub(crate) fn to_rename(&self, id: &str) -> Value {
        let base = json!({ "activity_id": id, "activity_name": "新名称" });
        json!({ "out_biz_no": self.number(), "activity_base_info": base })
    }

    pub(crate) fn to_send(&self, id: &str, user: &str) -> Value {
        json!({ "activity_id": id, "out_biz_no": self.number(), "user_id": user })
    }

    /// Issues a voucher to a user.
    pub(crate) async fn send(&self, id: &str, user: &str) -> String {
        let answer = self
            .ok(Operation::VoucherSend, self.to_send(id, user))
            .await;
        answer["voucher_id"].as_str().unwrap().to_owned()
    }

    /// The code with which a voucher is refused.
    pub(crate) async fn not_sent(&self, id: &str, user: &str) -> &'static str {
        self.code(Operation::VoucherSend, self.to_send(id, user))
            .await
    }

    pub(crate) async fn query(&self, id: &str) -> Value {
        self.ok(Operation::VoucherQuery, json!({ "activity_id": id }))
            .await
    }

    /// The status, and the operation that is under way.
    pub(crate) async fn status(&self, id: &str) -> (String, Option<String>) {
        let answer = self.query(id).await;
        let operation = answer["activity_base_info"]["activity_operation_status"].as_str();
        (
            answer["activity_status"].as_str().unwrap().to_owned(),
            operation.map(str::to_owned),
        )
    }

    /// Uses a voucher on an order at the owner's.
    pub(crate) async fn redeem(&self, voucher: &str, user: &str, total: &str) -> Redemption {
        self.try_to_redeem(voucher, user, total).await.unwrap()
    }

    pub(crate) async fn try_to_redeem(
        &self,
        voucher: &str,
        user: &str,
        total: &str,
    ) -> Result<Redemption, quan_engine::Error> {
        let order = Order {
            number: OrderNo::parse("ORDER-1").unwrap(),
            total: yuan(total),
            discountable: None,
            undiscountable: Fen::ZERO,
            seller: Seller {
                merchant: Some(Member::parse(OWNER).unwrap()),
                submerchant: None,
            },
            app: None,
            shops: Vec::new(),
            goods: Vec::new(),
            placed_at: None,
        };
        let user = UserId::parse(user).unwrap();
        self.engine
            .redeem(voucher_number(voucher), self.call(), user, order)
            .await
    }

    /// Refunds an order whole.
    pub(crate) async fn give_back(&self, redemption: RedemptionId) {
        self.engine
            .return_order(redemption, self.call(), None)
            .await
            .unwrap();
    }

    fn call(&self) -> Numbered {
        Numbered {
            number: RequestNo::parse(&self.number()).unwrap(),
            fingerprint: [0; 16],
        }
    }

    /// Uploads a file.
    pub(crate) async fn upload(
        &self,
        caller: Caller,
        texts: Value,
        name: &str,
        bytes: &[u8],
    ) -> Outcome {
        let file = FilePart {
            name: "file_content".to_owned(),
            filename: name.to_owned(),
            content_type: None,
            bytes: bytes.to_vec(),
        };
        let incoming = Incoming {
            caller,
            operation: Operation::ImageUpload,
            content: Content::Json(texts.to_string()),
            auth_token: None,
            file: Some(file),
        };
        self.handlers.dispatch(incoming).await
    }
}

/// The engine's number of a voucher.
pub(crate) fn voucher_number(id: &str) -> VoucherId {
    let (_, activity, sequence) = ids::parse_voucher_id(id).unwrap();
    VoucherId::new(quan_core::ActivityId::new(activity).unwrap(), sequence)
}

/// The engine's number of an activity.
pub(crate) fn activity_number(id: &str) -> quan_core::ActivityId {
    let (_, number) = ids::parse_activity_id(id).unwrap();
    quan_core::ActivityId::new(number).unwrap()
}

/// 20 yuan off orders of 100 and more at the owner's: given away in November,
/// valid to the end of the year, 1000 of them, without limits.
pub(crate) fn body() -> Value {
    json!({
        "activity_base_info": { "activity_name": "满100减20活动" },
        "voucher_send_mode_info": {
            "voucher_send_mode": "DIRECT_SEND_MODE",
            "voucher_send_rule_info": {
                "quantity": 1000,
                "publish_start_time": "2026-11-01 00:00:00",
                "publish_end_time": "2026-11-30 23:59:59"
            }
        },
        "voucher_deduct_info": {
            "voucher_type": "FIX_VOUCHER",
            "fix_voucher_info": { "amount": "20", "floor_amount": "100" }
        },
        "voucher_available_scope_info": {
            "voucher_available_account_info": { "available_pids": [OWNER] }
        },
        "voucher_use_rule_info": {
            "voucher_use_time_info": {
                "period_type": "ABSOLUTE",
                "absolute_period_info": {
                    "valid_begin_time": "2026-11-01 00:00:00",
                    "valid_end_time": "2026-12-31 23:59:59"
                }
            }
        },
        "voucher_customer_guide_info": {
            "voucher_use_guide_info": { "use_guide_mode": ["CAN_USE"] }
        },
        "voucher_display_pattern_info": {
            "brand_name": "示例咖啡",
            "voucher_description": "1、单笔满100元可用。"
        },
        "voucher_budget_supply_info": { "budget_type": "NO_CASH" }
    })
}

/// The same with something else at these places, each a path joined by `/`.
pub(crate) fn body_with(changes: &[(&str, Value)]) -> Value {
    let mut body = body();
    for (path, value) in changes {
        set(&mut body, path, value.clone());
    }
    body
}

/// The same with other rules of giving.
pub(crate) fn body_giving(rules: Value) -> Value {
    let mut body = body();
    let path = "voucher_send_mode_info/voucher_send_rule_info";
    for (name, value) in rules.as_object().unwrap() {
        set(&mut body, &format!("{path}/{name}"), value.clone());
    }
    body
}

/// Writes a value at a path, with the objects on the way to it.
pub(crate) fn set(body: &mut Value, path: &str, value: Value) {
    let mut place = body;
    for name in path.split('/') {
        place = &mut place[name];
    }
    *place = value;
}

/// A prepaid activity of 100 vouchers of 5 yuan.
pub(crate) fn prepaid(sponsor: &str) -> Value {
    body_with(&[
        (
            "voucher_send_mode_info/voucher_send_rule_info/quantity",
            json!(100),
        ),
        (
            "voucher_deduct_info/fix_voucher_info",
            json!({ "amount": "5" }),
        ),
        (
            "voucher_budget_supply_info",
            json!({
                "budget_type": "RECHARGE",
                "voucher_recharge_info": {
                    "recharge_type": "ALIPAY_BALANCE",
                    "voucher_balance_recharge_info": { "amount": "500.00", "partner_id": sponsor }
                }
            }),
        ),
    ])
}

/// Validity counted from receipt.
pub(crate) fn relative(days: Value) -> (&'static str, Value) {
    let info = json!({ "period_type": "RELATIVE", "relative_period_info": days });
    ("voucher_use_rule_info/voucher_use_time_info", info)
}

fn app(app_id: &str, merchant_id: &str, kind: AppKind) -> Entry {
    Entry::App(AlipayApp {
        app_id: AppId::parse(app_id).unwrap(),
        merchant: merchant(merchant_id),
        key: AppKey::PublicKey("not used here".to_owned()),
        encrypt_key: None,
        gateway_url: None,
        spi_url: None,
        trusted: true,
        kind,
    })
}

fn shop(id: &str, merchant_id: &str, kind: ShopKind) -> Entry {
    let name = format!("{id}店");
    Entry::Shop(Shop {
        latitude: Some("30.274085".to_owned()),
        longitude: Some("120.155070".to_owned()),
        ..Shop::new(id, merchant(merchant_id), kind, &name, "330100")
    })
}

fn image(id: &str, file_key: &str) -> Entry {
    let image = Image {
        id: id.to_owned(),
        merchant: merchant(OWNER),
        file_key: file_key.to_owned(),
        media_type: "image/png".to_owned(),
        width: 1,
        height: 1,
        byte_count: 1,
        enhanced: false,
    };
    Entry::Image(image, vec![0])
}

fn user(id: &str, person: Option<&str>, phone: Option<&str>, real_name: bool) -> User {
    User {
        person: person.map(|person| PersonId::parse(person).unwrap()),
        phone: phone.map(|phone| Phone::parse(phone).unwrap()),
        real_name,
        ..User::of_id(UserId::parse(id).unwrap())
    }
}

pub(crate) fn entries() -> Vec<Entry> {
    let mut entries: Vec<Entry> = [
        (OWNER, RechargeMode::Auto),
        (ISV, RechargeMode::Auto),
        (CLIENT, RechargeMode::Auto),
        (STRANGER, RechargeMode::Auto),
        (SPONSOR, RechargeMode::Manual),
    ]
    .into_iter()
    .map(|(id, recharge)| {
        Entry::Merchant(Merchant {
            id: merchant(id),
            name: format!("商户{id}"),
            alias: (id == OWNER).then(|| "别名咖啡".to_owned()),
            logo: (id == OWNER).then(|| LOGO.to_owned()),
            logon_id: (id == SPONSOR).then(|| "sponsor@example.com".to_owned()),
            recharge,
        })
    })
    .collect();
    entries.extend([
        app(OWNER_APP, OWNER, AppKind::MiniProgram),
        app(ISV_APP, ISV, AppKind::MiniProgram),
        app(CLIENT_APP, CLIENT, AppKind::MiniProgram),
        app(STRANGER_APP, STRANGER, AppKind::MiniProgram),
        app(WEB_APP, OWNER, AppKind::Web),
        Entry::Authorization(Authorization {
            app_id: AppId::parse(ISV_APP).unwrap(),
            merchant: merchant(CLIENT),
            app_auth_token: "202611BBclient".to_owned(),
        }),
        Entry::Smid(Smid {
            id: "2088000000000991".to_owned(),
            merchant: merchant(CLIENT),
        }),
        Entry::User(User {
            open_ids: BTreeMap::from([(OWNER_APP.to_owned(), ALICE_OPEN.to_owned())]),
            ..user(ALICE, Some("P-1"), Some("13800000000"), true)
        }),
        Entry::User(user(ALICE_TOO, Some("P-1"), Some("13800000000"), true)),
        Entry::User(user(BOB, Some("P-2"), Some("13900000000"), false)),
        shop(SHOP, OWNER, ShopKind::Payment),
        shop(SHOP_TOO, OWNER, ShopKind::Payment),
        shop(REAL_SHOP, OWNER, ShopKind::Real),
        shop(STRANGE_SHOP, STRANGER, ShopKind::Payment),
        image(COVER, "PROMO_VOUCHER_IMAGE"),
        image(LOGO, "PROMO_BRAND_LOGO"),
    ]);
    entries
}
