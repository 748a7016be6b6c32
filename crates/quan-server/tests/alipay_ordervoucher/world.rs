//! Order vouchers in the world of payment vouchers: what the registry knows
//! besides, the bodies of most calls, and the calls.

use std::path::Path;
use std::sync::Arc;

use quan_core::{AppId, Completion, Window};
use quan_engine::registry::{
    AlipayApp, AppKey, AppKind, Authorization, Certification, Entry, Image, Package, PackageStatus,
    Payee, PayeeStatus, Registry, ServiceCode, SettleMode, Shop, ShopKind, Smid, Switches,
};
use quan_engine::{Engine, Options};
use quan_server::alipay::Caller;
use quan_server::clock::FixedClock;
use quan_wire::alipay::message::Operation;
use serde_json::{Value, json};

pub(crate) use crate::base::{
    ALICE, BEGIN, CLIENT, ISV, LOGO, OWNER, OWNER_APP, REAL_SHOP, Refused, SHOP, SHOP_TOO,
    STRANGE_SHOP, STRANGER, STRANGER_APP, WEB_APP, World, activity_number, at, isv, merchant,
    owner, set, stranger, yuan,
};

/// A third shop of the owner's, and one that an indirect merchant of the
/// owner's has.
pub(crate) const SHOP_THREE: &str = "2018051000502000000033333333";
pub(crate) const SMID_SHOP: &str = "2018051000502000000044444444";
/// A shop of the owner's of which too little is known.
pub(crate) const BARE_SHOP: &str = "2018051000502000000055555555";
/// Somebody else's shop of which too little is known.
pub(crate) const BARE_STRANGE_SHOP: &str = "2018051000502000000066666666";
/// A shop of the owner's that is closed.
pub(crate) const CLOSED_SHOP: &str = "2018051000502000000077777777";
/// No shop at all.
pub(crate) const NO_SHOP: &str = "2018051000502000000088888888";
pub(crate) const REAL_SHOP_TOO: &str = "2019000000000000000000000002";
pub(crate) const STRANGE_REAL_SHOP: &str = "2019000000000000000000000003";
/// An indirect merchant of the owner's.
pub(crate) const OWNER_SMID: &str = "2088000000000992";
pub(crate) const CLIENT_SHOP: &str = "2018051000502000000012121212";

pub(crate) const PICTURE: &str = "A*picture";
pub(crate) const DETAIL: &str = "A*detail";
/// A service of the owner's mini-program, and one of the stranger's.
pub(crate) const SERVICE: &str = "2026110121000303380758";
pub(crate) const STRANGE_SERVICE: &str = "2026110121000303380759";
pub(crate) const PACKAGE: &str = "IP20261101016671405804297103167741";

/// Links into the owner's mini-program.
pub(crate) const USE_PAGE: &str =
    "alipays://platformapi/startapp?appId=2021000000000001&page=pages%2Fuse";
pub(crate) const ORDER_PAGE: &str =
    "alipays://platformapi/startapp?appId=2021000000000001&page=pages%2Forder";

pub(crate) const GEOGRAPHY: &str =
    "voucher_available_scope_info/voucher_available_geography_scope_info";
pub(crate) const RULE: &str = "voucher_send_mode_info/voucher_send_rule_info";

pub(crate) const RUNNING: &str = "业务异常活动存在正在进行中的其他操作";
pub(crate) const NO_ACTIVITY: &str = "参数有误活动不存在";
pub(crate) const NO_VALID_SHOP: &str = "业务异常门店无效.请检查门店是否存在，并且门店属于该商户PID";
pub(crate) const REUSED: &str = "参数有误外部业务单号重复，且请求参数不一致";

impl World {
    /// A world with what order vouchers refer to.
    pub(crate) fn of_orders() -> World {
        let world = World::new();
        world.registry.put(&entries()).unwrap();
        world
    }

    /// The same, where accepted operations wait until somebody says so.
    pub(crate) fn of_orders_by_hand() -> World {
        let world = World::with(Options {
            completion: Completion::Told,
            ..Options::default()
        });
        world.registry.put(&entries()).unwrap();
        world
    }

    /// The same on the embedded store in a folder, with a registry that is
    /// there already.
    pub(crate) fn stored(folder: &Path, registry: &Registry, now: &str) -> World {
        let clock = FixedClock::at(at(now));
        let engine = Engine::open(folder, Arc::new(clock.clone()), Options::default()).unwrap();
        World::around(engine, registry.clone(), clock)
    }

    /// Ends a stored world, so that its folder can be opened again.
    pub(crate) async fn close(self) {
        let World {
            engine, handlers, ..
        } = self;
        drop(handlers);
        engine.close().await;
    }

    /// Everything adds up.
    pub(crate) async fn is_sound(&self) {
        let audit = self.engine.verify().await.unwrap();
        assert!(audit.findings.is_empty(), "{:?}", audit.findings);
    }

    /// A body with a number of its own.
    pub(crate) fn numbered(&self, mut body: Value) -> Value {
        if body.get("out_biz_no").is_none() {
            body["out_biz_no"] = self.number().into();
        }
        body
    }

    /// Asks for an activity of the owner's, and does not wait for it.
    pub(crate) async fn asked_for(&self, body: Value) -> String {
        self.asked_for_by(owner(), body).await
    }

    pub(crate) async fn asked_for_by(&self, caller: Caller, body: Value) -> String {
        let answer = self
            .answer_to(caller, Operation::OrderVoucherCreate, &self.numbered(body))
            .await;
        answer["activity_id"].as_str().unwrap().to_owned()
    }

    /// An activity of the owner's.
    pub(crate) async fn made(&self, body: Value) -> String {
        self.made_by(owner(), body).await
    }

    pub(crate) async fn made_by(&self, caller: Caller, body: Value) -> String {
        let id = self.asked_for_by(caller, body).await;
        self.settle().await;
        id
    }

    /// The refusal of an activity.
    pub(crate) async fn not_made(&self, body: Value) -> Refused {
        self.not_made_by(owner(), body).await
    }

    pub(crate) async fn not_made_by(&self, caller: Caller, body: Value) -> Refused {
        let body = self.numbered(body);
        self.refusal_to(caller, Operation::OrderVoucherCreate, &body)
            .await
    }

    /// An activity whose codes are uploaded, with these codes ready to be given.
    pub(crate) async fn stocked(&self, body: Value, codes: &[&str]) -> String {
        let id = self.made(body).await;
        self.deposit(&id, codes).await;
        self.raise(&id, codes.len()).await;
        id
    }

    pub(crate) fn to_deposit(&self, id: &str, codes: &[&str]) -> Value {
        self.numbered(json!({ "activity_id": id, "voucher_codes": codes }))
    }

    pub(crate) async fn deposit(&self, id: &str, codes: &[&str]) -> Value {
        self.ok(
            Operation::OrderVoucherCodedeposit,
            self.to_deposit(id, codes),
        )
        .await
    }

    pub(crate) fn to_raise(&self, id: &str, quantity: usize) -> Value {
        self.numbered(json!({ "activity_id": id, "voucher_quantity": quantity }))
    }

    /// Appends, and waits for it.
    pub(crate) async fn raise(&self, id: &str, quantity: usize) {
        let answer = self
            .ok(Operation::OrderVoucherAppend, self.to_raise(id, quantity))
            .await;
        assert_eq!(answer, json!({}));
        self.settle().await;
    }

    /// Stops, and waits for it.
    pub(crate) async fn finish(&self, id: &str) {
        let answer = self.ok(Operation::OrderVoucherStop, self.order(id)).await;
        assert_eq!(answer, json!({}));
        self.settle().await;
    }

    pub(crate) fn to_change(&self, id: &str, mut body: Value) -> Value {
        body["activity_id"] = id.into();
        self.numbered(body)
    }

    /// Modifies, and waits for it.
    pub(crate) async fn change(&self, id: &str, body: Value) -> Value {
        let body = self.to_change(id, body);
        let answer = self.ok(Operation::OrderVoucherModify, body).await;
        self.settle().await;
        answer
    }

    pub(crate) async fn not_changed(&self, id: &str, body: Value) -> Refused {
        let before = self.read(id).await;
        let refused = self
            .no(Operation::OrderVoucherModify, self.to_change(id, body))
            .await;
        self.settle().await;
        assert_eq!(self.read(id).await, before, "a refusal leaves things alone");
        refused
    }

    /// The activity as its owner sees it.
    pub(crate) async fn read(&self, id: &str) -> Value {
        self.ok(Operation::OrderVoucherQuery, json!({ "activity_id": id }))
            .await
    }

    /// Its state, and the operation that is under way.
    pub(crate) async fn state(&self, id: &str) -> (Value, Value) {
        let read = self.read(id).await;
        let states = (
            read["activity_status"].clone(),
            read["activity_operation_status"].clone(),
        );
        let base = &read["activity_base_info"];
        assert_eq!(base["activity_status"], states.0);
        assert_eq!(base["activity_operation_status"], states.1);
        states
    }

    pub(crate) fn to_give(&self, id: &str, user: &str) -> Value {
        self.numbered(json!({ "activity_id": id, "user_id": user, "biz_dt": BEGIN }))
    }

    /// Gives a voucher of uploaded codes, and answers its code.
    pub(crate) async fn give(&self, id: &str, user: &str) -> String {
        let answer = self
            .ok(Operation::OrderVoucherSend, self.to_give(id, user))
            .await;
        answer["voucher_code"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn not_given(&self, id: &str, user: &str) -> Refused {
        self.no(Operation::OrderVoucherSend, self.to_give(id, user))
            .await
    }

    pub(crate) fn to_hand(&self, id: &str, code: &str, user: &str) -> Value {
        json!({
            "user_id": user,
            "biz_dt": BEGIN,
            "activity_send_voucher_info_list": [{
                "activity_id": id,
                "out_biz_no": self.number(),
                "voucher_code": code,
                "merchant_order_url": ORDER_PAGE,
            }],
        })
    }

    /// What a batch of one is told.
    pub(crate) async fn handed(&self, body: Value) -> Value {
        let answer = self.ok(Operation::OrderVoucherBatchsend, body).await;
        let results = &answer["activity_send_voucher_result_info_list"];
        assert_eq!(results.as_array().map(Vec::len), Some(1), "{answer}");
        results[0].clone()
    }

    /// Gives a voucher of any kind under a code of the merchant's own.
    pub(crate) async fn hand(&self, id: &str, code: &str, user: &str) {
        let body = json!({
            "user_id": user,
            "receive_info_list": [
                { "activity_id": id, "out_biz_no": self.number(), "voucher_code": code },
            ],
        });
        let answer = self.ok(Operation::OrderVoucherReceive, body).await;
        assert_eq!(answer["receive_result_list"][0]["result"], true, "{answer}");
    }

    pub(crate) fn to_use(&self, id: &str, code: &str) -> Value {
        self.numbered(json!({
            "activity_id": id,
            "voucher_code": code,
            "biz_dt": BEGIN,
            "trade_channel": "OTHER_TRADE_CHANNEL",
            "total_fee": "100.00",
        }))
    }

    /// Uses a voucher, and answers how often it can still be used.
    pub(crate) async fn take(&self, id: &str, code: &str) -> Value {
        left(
            &self
                .ok(Operation::OrderVoucherUse, self.to_use(id, code))
                .await,
        )
    }

    pub(crate) async fn not_taken(&self, id: &str, code: &str) -> Refused {
        self.no(Operation::OrderVoucherUse, self.to_use(id, code))
            .await
    }

    pub(crate) fn to_undo(&self, id: &str, code: &str) -> Value {
        self.numbered(json!({ "activity_id": id, "voucher_code": code, "biz_dt": BEGIN }))
    }

    /// Takes every use back, and answers how often it can be used then.
    pub(crate) async fn undo(&self, id: &str, code: &str) -> Value {
        left(
            &self
                .ok(Operation::OrderVoucherRefund, self.to_undo(id, code))
                .await,
        )
    }

    pub(crate) async fn not_undone(&self, id: &str, code: &str) -> Refused {
        self.no(Operation::OrderVoucherRefund, self.to_undo(id, code))
            .await
    }

    pub(crate) fn to_link(&self, id: &str, code: &str, trade: &str) -> Value {
        self.numbered(json!({ "activity_id": id, "voucher_code": code, "trade_no": trade }))
    }

    /// Makes a voucher unusable; the body is that of an undoing.
    pub(crate) async fn annul(&self, id: &str, code: &str) {
        let answer = self
            .ok(Operation::OrderVoucherInvalid, self.to_undo(id, code))
            .await;
        assert_eq!(answer, json!({}));
    }

    pub(crate) async fn not_annulled(&self, id: &str, code: &str) -> Refused {
        self.no(Operation::OrderVoucherInvalid, self.to_undo(id, code))
            .await
    }

    /// One voucher of a user's by its code.
    pub(crate) async fn seen(&self, id: &str, code: &str, user: &str) -> Value {
        self.ok(
            Operation::UserQueryvoucher,
            json!({ "user_id": user, "activity_id": id, "voucher_code": code }),
        )
        .await
    }

    pub(crate) async fn not_seen(&self, id: &str, code: &str, user: &str) -> &'static str {
        self.code(
            Operation::UserQueryvoucher,
            json!({ "user_id": user, "activity_id": id, "voucher_code": code }),
        )
        .await
    }

    /// The codes of a user's vouchers of the owner's, latest first.
    pub(crate) async fn listed(&self, user: &str) -> Vec<String> {
        let question = json!({
            "user_id": user, "belong_merchant_id": OWNER, "page_num": 1, "page_size": 20,
        });
        let answer = self.ok(Operation::UserBatchqueryvoucher, question).await;
        let infos = answer["user_voucher_infos"].as_array();
        let infos = infos.map(Vec::as_slice).unwrap_or_default();
        let code = |info: &Value| info["user_voucher_base_info"]["voucher_code"].clone();
        infos
            .iter()
            .filter_map(|info| Some(code(info).as_str()?.to_owned()))
            .collect()
    }

    pub(crate) fn to_buy(&self, id: &str, price: &str) -> Value {
        json!({
            "out_order_no": self.number(),
            "buyer_id": ALICE,
            "total_amount": price,
            "sale_activity_info_list": [{ "activity_id": id, "amount": price, "quantity": 1 }],
        })
    }

    pub(crate) async fn buy(&self, id: &str) -> Bought {
        let body = self.to_buy(id, PRICE);
        let answer = self.ok(Operation::OrderCreate, body.clone()).await;
        assert_eq!(answer["out_order_no"], body["out_order_no"]);
        let text = |name: &str| answer[name].as_str().unwrap().to_owned();
        Bought {
            order_no: text("order_no"),
            trade_no: text("trade_no"),
            out_order_no: text("out_order_no"),
        }
    }

    pub(crate) async fn not_bought(&self, id: &str) -> Refused {
        let body = self.to_buy(id, PRICE);
        self.no(Operation::OrderCreate, body).await
    }

    pub(crate) fn to_give_back(&self, id: &str, order_no: &str, code: &str) -> Value {
        self.numbered(json!({
            "order_no": order_no,
            "refund_activity_info_list": [
                { "activity_id": id, "quantity": "1", "voucher_code_list": [code] },
            ],
        }))
    }

    /// How the platform treats a merchant from now on.
    pub(crate) fn switch(&self, merchant_id: &str, switches: Switches) {
        let entry = Entry::Switches(merchant(merchant_id), switches);
        self.registry.put(&[entry]).unwrap();
    }

    /// A package that vouchers can be part of.
    pub(crate) fn put_package(&self) {
        let package = Package {
            id: PACKAGE.to_owned(),
            merchant: merchant(OWNER),
            name: "大礼包".to_owned(),
            status: PackageStatus::Enabled,
            sale: Window {
                opens_at: at("2026-11-01 00:00:00"),
                closes_at: at("2026-11-30 23:59:59"),
            },
            price: yuan("9.90"),
            budget: 10,
            limit: None,
            pay_channel: None,
            purchase_url: None,
            use_rule: None,
        };
        self.registry.put(&[Entry::Package(package)]).unwrap();
    }

    /// Makes a shop open or closed, and known well enough or not.
    pub(crate) fn set_shop(&self, id: &str, certification: Certification, open: bool) {
        let now = self.engine.now();
        let set = self
            .registry
            .set_shop(id, Some(certification), Some(open), now);
        assert!(set.unwrap().is_some());
    }
}

/// How often a voucher can still be used, as an answer says.
pub(crate) fn left(answer: &Value) -> Value {
    answer["voucher_use_detail_result_info"]["voucher_max_un_use_times"].clone()
}

/// An order, as its merchant knows it.
#[derive(Clone, Debug)]
pub(crate) struct Bought {
    pub(crate) order_no: String,
    pub(crate) trade_no: String,
    pub(crate) out_order_no: String,
}

/// What sold vouchers cost.
pub(crate) const PRICE: &str = "88.00";

/// The flat form: 1 yuan off from 10, uploaded codes, in two shops of the
/// owner's.
pub(crate) fn flat() -> Value {
    json!({
        "activity_name": "满10减1",
        "code_mode": "MERCHANT_UPLOAD",
        "voucher_type": "FIX_VOUCHER",
        "publish_start_time": "2026-11-01 00:00:00",
        "publish_end_time": "2026-11-30 23:59:59",
        "voucher_use_rule": {
            "fix_voucher": { "amount": "1.00", "floor_amount": "10.00" },
            "voucher_valid_period": {
                "type": "ABSOLUTE",
                "valid_begin_time": "2026-11-01 00:00:00",
                "valid_end_time": "2026-12-31 23:59:59",
            },
            "voucher_available_scope": {
                "voucher_available_type": "SHOP",
                "order_voucher_available_shop": { "shop_ids": [SHOP, SHOP_TOO] },
            },
        },
        "voucher_display_info": {
            "brand_name": "示例小馆",
            "brand_logo": LOGO,
            "voucher_description": "不可兑换现金。",
            "customer_service_mobile": "01012345678",
        },
        "customer_guide": { "voucher_use_guide": { "offline_code_use_guide": true } },
    })
}

/// The containers: 10 yuan off from 100, given away, with codes of the merchant's
/// own, a hundred of them, anywhere.
pub(crate) fn nested() -> Value {
    json!({
        "merchant_access_mode": "SELF_MODE",
        "activity_base_info": { "activity_name": "满100减10", "code_mode": "MERCHANT_API" },
        "voucher_send_mode_info": {
            "voucher_send_mode": "DIRECT_SEND_MODE",
            "voucher_send_rule_info": {
                "quantity": 100,
                "publish_start_time": "2026-11-01 00:00:00",
                "publish_end_time": "2026-11-30 23:59:59",
            },
        },
        "voucher_deduct_info": {
            "voucher_type": "FIX_VOUCHER",
            "fix_voucher_info": { "amount": "10.00", "floor_amount": "100.00" },
        },
        "voucher_available_scope_info": {
            "voucher_available_account_info": { "available_pids": [OWNER] },
        },
        "voucher_use_rule_info": {
            "voucher_use_time_info": {
                "period_type": "ABSOLUTE",
                "absolute_period_info": {
                    "valid_begin_time": "2026-11-01 00:00:00",
                    "valid_end_time": "2026-12-31 23:59:59",
                },
            },
        },
        "voucher_customer_guide_info": {
            "voucher_use_guide_info": { "use_guide_mode": ["OFFLINE_CODE"] },
        },
        "voucher_display_pattern_info": {
            "brand_name": "示例小馆",
            "voucher_description": "不可兑换现金。",
            "customer_service_mobile": "01012345678",
        },
    })
}

/// The same with something else at these places, each a path joined by `/`.
pub(crate) fn with(mut body: Value, changes: &[(&str, Value)]) -> Value {
    for (path, value) in changes {
        set(&mut body, path, value.clone());
    }
    body
}

/// Uploaded codes in containers.
pub(crate) fn uploaded() -> Value {
    with(
        nested(),
        &[
            ("activity_base_info/code_mode", json!("MERCHANT_UPLOAD")),
            (
                "voucher_send_mode_info/voucher_send_rule_info/quantity",
                json!(0),
            ),
        ],
    )
}

/// Given away, to be exchanged for goods.
pub(crate) fn exchange() -> Value {
    with(
        nested(),
        &[
            (
                "voucher_deduct_info",
                json!({
                    "voucher_type": "EXCHANGE_VOUCHER",
                    "exchange_voucher_info": { "amount": "128.00" },
                }),
            ),
            (
                "voucher_available_scope_info/voucher_available_goods_info",
                json!({ "goods_name": "双人套餐", "origin_amount": "128.00" }),
            ),
            (
                "voucher_display_pattern_info/voucher_name",
                json!("双人套餐"),
            ),
            ("voucher_display_pattern_info/voucher_image", json!(PICTURE)),
        ],
    )
}

/// Sold for [`PRICE`], with codes that the merchant makes when one is paid.
pub(crate) fn sold() -> Value {
    with(
        exchange(),
        &[
            (
                "voucher_send_mode_info/voucher_send_mode",
                json!("SALE_MODE"),
            ),
            (
                "voucher_send_mode_info/voucher_sale_mode_info",
                json!({
                    "payee_pid": OWNER,
                    "sale_amount": PRICE,
                    "fund_custody_mode": "GUARANTEE",
                    "refundable": true,
                    "overdue_refundable": true,
                }),
            ),
        ],
    )
}

/// Sold, with uploaded codes.
pub(crate) fn sold_from_stock() -> Value {
    with(
        sold(),
        &[
            ("activity_base_info/code_mode", json!("MERCHANT_UPLOAD")),
            (
                "voucher_send_mode_info/voucher_send_rule_info/quantity",
                json!(0),
            ),
        ],
    )
}

/// In containers, with shops.
pub(crate) fn in_shops(shops: &Value) -> Value {
    let place = json!({
        "available_geography_scope_type": "SHOP",
        "available_geography_shop_info": shops,
    });
    with(nested(), &[(GEOGRAPHY, place)])
}

/// In containers, in cities.
pub(crate) fn in_cities(codes: &[&str]) -> Value {
    let place = json!({
        "available_geography_scope_type": "CITY_CODE",
        "available_geography_city_info": { "available_city_codes": codes },
    });
    with(nested(), &[(GEOGRAPHY, place)])
}

/// Validity counted from receipt.
pub(crate) fn counted(days: Value) -> (&'static str, Value) {
    let info = json!({ "period_type": "RELATIVE", "relative_period_info": days });
    ("voucher_use_rule_info/voucher_use_time_info", info)
}

fn shop(id: &str, merchant_id: &str, kind: ShopKind) -> Shop {
    Shop::new(
        id,
        merchant(merchant_id),
        kind,
        &format!("{id}店"),
        "330100",
    )
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

fn service(code: &str, app_id: &str) -> Entry {
    Entry::ServiceCode(ServiceCode {
        code: code.to_owned(),
        app: AppId::parse(app_id).unwrap(),
        name: "点餐".to_owned(),
        details: "{}".to_owned(),
    })
}

/// A mini-program of the owner's beside the one that calls.
pub(crate) const SECOND_APP: &str = "2021000000000005";

pub(crate) fn entries() -> Vec<Entry> {
    let bare = |id: &str, merchant_id: &str| {
        Entry::Shop(Shop {
            certification: Certification::Incomplete,
            ..shop(id, merchant_id, ShopKind::Payment)
        })
    };
    vec![
        Entry::Shop(shop(SHOP_THREE, OWNER, ShopKind::Payment)),
        Entry::Shop(Shop {
            submerchant: Some(OWNER_SMID.to_owned()),
            ..shop(SMID_SHOP, OWNER, ShopKind::Payment)
        }),
        Entry::Shop(shop(CLIENT_SHOP, CLIENT, ShopKind::Payment)),
        bare(BARE_SHOP, OWNER),
        bare(BARE_STRANGE_SHOP, STRANGER),
        Entry::Shop(Shop {
            open: false,
            ..shop(CLOSED_SHOP, OWNER, ShopKind::Payment)
        }),
        Entry::Shop(shop(REAL_SHOP_TOO, OWNER, ShopKind::Real)),
        Entry::Shop(shop(STRANGE_REAL_SHOP, STRANGER, ShopKind::Real)),
        Entry::Smid(Smid {
            id: OWNER_SMID.to_owned(),
            merchant: merchant(OWNER),
        }),
        Entry::App(AlipayApp {
            app_id: AppId::parse(SECOND_APP).unwrap(),
            merchant: merchant(OWNER),
            key: AppKey::PublicKey("not used here".to_owned()),
            encrypt_key: None,
            gateway_url: None,
            spi_url: None,
            trusted: true,
            kind: AppKind::MiniProgram,
        }),
        Entry::Authorization(Authorization {
            app_id: AppId::parse(WEB_APP).unwrap(),
            merchant: merchant(OWNER),
            app_auth_token: "202611BBsite".to_owned(),
        }),
        image(PICTURE, "PROMO_VOUCHER_IMAGE"),
        image(DETAIL, "PROMO_VOUCHER_DETAIL_IMAGE"),
        service(SERVICE, OWNER_APP),
        service(STRANGE_SERVICE, STRANGER_APP),
        Entry::Payee(Payee {
            pid: merchant(OWNER),
            settle_mode: SettleMode::OnRequest,
            status: PayeeStatus::Registered,
        }),
    ]
}
