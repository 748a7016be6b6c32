//! A coupon that subsidies are paid for, and the merchants between whom they go.

use std::ops::Deref;
use std::path::Path;
use std::sync::Arc;

use quan_core::{Fen, RequestNo};
use quan_engine::registry::{Entry, WechatPartner};
use quan_engine::{Engine, Numbered};
use quan_server::clock::FixedClock;
use serde_json::{Value, json};

use crate::world::{self, ALICE, CLIENT, COUPONS, PARTNER, PARTNER_APP, Refused, at, mchid};

pub(crate) const PAY: &str = "/v3/marketing/busifavor/subsidy/pay-receipts";
pub(crate) const RETURN: &str = "/v3/marketing/busifavor/subsidy/return-receipts";

/// The service provider lays the stock down for its client, pays, and is the caller.
pub(crate) const PAYER: &str = PARTNER;
pub(crate) const PAYEE: &str = CLIENT;
/// Another merchant that the service provider acts for: one of the same brand.
pub(crate) const SISTER: &str = world::PUBLIC;

/// The payment that most subsidies are for.
pub(crate) const TRANSACTION: &str = "4200000913202101152566792388";
/// What the payer has at the start.
pub(crate) const RICH: u64 = 10_000;

/// A world where the service provider has two clients and some money.
pub(crate) struct World(world::World);

impl Deref for World {
    type Target = world::World;

    fn deref(&self) -> &world::World {
        &self.0
    }
}

/// A coupon, by its stock and its code.
#[derive(Clone, Debug)]
pub(crate) struct Coupon {
    pub(crate) stock_id: String,
    pub(crate) code: String,
}

/// A stock of the service provider's for its client that takes subsidies: 5 yuan off.
pub(crate) fn stock() -> Value {
    stock_with(&[])
}

pub(crate) fn stock_with(changes: &[(&str, Value)]) -> Value {
    let mut body = world::stock_with(&[
        ("belong_merchant", json!(CLIENT)),
        ("subsidy", json!(true)),
        // A code that means the same to a server that began later.
        ("coupon_code_mode", json!("MERCHANT_API")),
    ]);
    for (path, value) in changes {
        world::set(&mut body, path, value.clone());
    }
    body
}

impl World {
    pub(crate) async fn new() -> World {
        let world = World(world::World::new());
        world.has_a_brand();
        world.earns(PAYER, RICH).await;
        world
    }

    /// A world on a store in a folder, as it stands there.
    pub(crate) fn stored(folder: &Path, now: &str) -> World {
        let clock = FixedClock::at(at(now));
        let wish = world::Wish::default();
        let engine = Engine::open(folder, Arc::new(clock.clone()), wish.options);
        let registry = quan_engine::registry::Registry::in_memory();
        registry.put(&world::entries()).unwrap();
        let around = world::World::around(engine.unwrap(), registry, clock, &wish);
        let world = World(around);
        world.has_a_brand();
        world
    }

    /// Ends a stored world, so that its folder can be opened again.
    pub(crate) async fn close(self) {
        let engine = self.engine.clone();
        drop(self);
        engine.close().await;
    }

    fn has_a_brand(&self) {
        let partner = WechatPartner {
            mchid: mchid(PARTNER),
            sub_merchants: [mchid(CLIENT), mchid(SISTER)].into(),
        };
        self.registry.put(&[Entry::WechatPartner(partner)]).unwrap();
    }

    /// Gives a merchant money.
    pub(crate) async fn earns(&self, merchant: &str, fen: u64) {
        let call = Numbered {
            number: RequestNo::parse(&self.number()).unwrap(),
            fingerprint: [0; 16],
        };
        let amount = Fen::new(fen);
        let paid_in = self.engine.deposit(mchid(merchant), call, amount);
        paid_in.await.unwrap();
    }

    /// What payer and payee have, when everything adds up.
    pub(crate) async fn balances(&self) -> (u64, u64) {
        let audit = self.engine.verify().await.unwrap();
        assert!(audit.findings.is_empty(), "{:?}", audit.findings);
        (self.balance(PAYER).await, self.balance(PAYEE).await)
    }

    pub(crate) async fn balance(&self, merchant: &str) -> u64 {
        let account = self.engine.account(mchid(merchant)).await.unwrap();
        account.balance.get()
    }

    /// Issues a coupon of a new stock.
    pub(crate) async fn sent(&self, stock: Value) -> Coupon {
        let stock_id = self.stock_of(PARTNER, stock).await;
        self.sent_of(&stock_id).await
    }

    /// Issues a coupon of a stock.
    pub(crate) async fn sent_of(&self, stock_id: &str) -> Coupon {
        self.sent_by(PARTNER, PARTNER_APP, stock_id).await
    }

    async fn sent_by(&self, caller: &str, appid: &str, stock_id: &str) -> Coupon {
        let code = self.number();
        let body = json!({
            "stock_id": stock_id,
            "openid": ALICE,
            "appid": appid,
            "coupon_code": code,
            "out_request_no": self.number(),
        });
        let target = format!("{COUPONS}/send");
        self.ok(caller, "POST", &target, body).await;
        Coupon {
            stock_id: stock_id.to_owned(),
            code,
        }
    }

    /// Uses a coupon for an order of which more may be told.
    pub(crate) async fn uses(&self, coupon: &Coupon, more: Value) {
        self.uses_by(PARTNER, PARTNER_APP, coupon, more).await;
    }

    async fn uses_by(&self, caller: &str, appid: &str, coupon: &Coupon, more: Value) {
        let mut body = json!({
            "coupon_code": coupon.code,
            "stock_id": coupon.stock_id,
            "appid": appid,
            "use_time": world::BEGIN,
            "use_request_no": self.number(),
        });
        for (name, value) in more.as_object().unwrap() {
            body[name] = value.clone();
        }
        let target = format!("{COUPONS}/use");
        self.ok(caller, "POST", &target, body).await;
    }

    /// A coupon of a new stock, used.
    pub(crate) async fn used_of(&self, stock: Value) -> Coupon {
        let coupon = self.sent(stock).await;
        self.uses(&coupon, json!({})).await;
        coupon
    }

    /// A used coupon of another service provider's for the same client.
    pub(crate) async fn used_by(&self, caller: &str, appid: &str) -> Coupon {
        let stock_id = self.stock_of(caller, stock()).await;
        let coupon = self.sent_by(caller, appid, &stock_id).await;
        self.uses_by(caller, appid, &coupon, json!({})).await;
        coupon
    }

    /// A used coupon of 5 yuan.
    pub(crate) async fn used(&self) -> Coupon {
        self.used_of(stock()).await
    }

    /// The body of a payment from the service provider to its client.
    pub(crate) fn to_pay(&self, coupon: &Coupon, fen: u64) -> Value {
        json!({
            "stock_id": coupon.stock_id,
            "coupon_code": coupon.code,
            "transaction_id": TRANSACTION,
            "payer_merchant": PAYER,
            "payee_merchant": PAYEE,
            "amount": fen,
            "description": "补差",
            "out_subsidy_no": self.number(),
        })
    }

    /// The body of its way back.
    pub(crate) fn to_return(&self, coupon: &Coupon, fen: u64) -> Value {
        json!({
            "stock_id": coupon.stock_id,
            "coupon_code": coupon.code,
            "transaction_id": TRANSACTION,
            "refund_id": "50000000382019052709732678859",
            "payer_merchant": PAYER,
            "payee_merchant": PAYEE,
            "amount": fen,
            "description": "补差回退",
            "out_subsidy_return_no": self.number(),
        })
    }

    pub(crate) async fn post(&self, target: &str, body: &Value) -> Value {
        self.ok(PARTNER, "POST", target, body.clone()).await
    }

    pub(crate) async fn refused(&self, target: &str, body: Value) -> Refused {
        self.refusal(PARTNER, "POST", target, body).await
    }

    /// A receipt as it stands, which must say what was answered first.
    pub(crate) async fn receipt(&self, answered: &Value) -> Value {
        let (target, id) = match answered.get("subsidy_return_receipt_id") {
            Some(id) => (RETURN, id),
            None => (PAY, &answered["subsidy_receipt_id"]),
        };
        let target = format!("{target}/{}", id.as_str().unwrap());
        let found = self.ok(PARTNER, "GET", &target, Value::Null).await;
        for (name, value) in answered.as_object().unwrap() {
            if name != "status" {
                assert_eq!(&found[name], value, "{name}");
            }
        }
        found
    }

    /// Pays so much, and answers the receipt as it then stands.
    pub(crate) async fn paid(&self, coupon: &Coupon, fen: u64) -> Value {
        let answered = self.post(PAY, &self.to_pay(coupon, fen)).await;
        let receipt = self.receipt(&answered).await;
        assert_eq!(receipt["status"], "PAY_RECEIPT_SUCCESS");
        receipt
    }
}

/// A body with another value in one field.
pub(crate) fn but(body: &Value, name: &str, value: impl Into<Value>) -> Value {
    let mut body = body.clone();
    body[name] = value.into();
    body
}

/// A refusal by one of the rules of subsidies.
pub(crate) fn invalid(message: &str) -> Refused {
    Refused {
        status: 400,
        code: "INVALID_REQUEST".to_owned(),
        message: message.to_owned(),
        detail: None,
    }
}

/// A refusal of what is not there.
pub(crate) fn not_found() -> Refused {
    Refused {
        status: 404,
        code: "RESOURCE_NOT_EXISTS".to_owned(),
        message: "查询的资源不存在".to_owned(),
        detail: None,
    }
}

/// A refusal of somebody else.
pub(crate) fn not_permitted() -> Refused {
    Refused {
        status: 403,
        code: "NO_AUTH".to_owned(),
        message: "无权限".to_owned(),
        detail: None,
    }
}
