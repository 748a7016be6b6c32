//! Every call that changes something, asked again: with the same answer, over
//! either protocol, and also of a server that was started again on the same data.

use std::collections::BTreeSet;

use quan_wire::alipay::message::Operation;
use serde_json::{Value, json};

use crate::live::Live;
use crate::orders::{
    NO_SHOP, ORDER_PAGE, PRICE, SHOP, SHOP_TOO, exchange, in_shops, sold_from_stock, uploaded, with,
};
use crate::world::{ALICE, BEGIN, OWNER, OWNER_APP, body, merchant};

/// What a call answers when it is asked again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Again {
    /// The same.
    Same,
    /// That there is one of its number already, and the same besides.
    SameAndExists,
    /// Something new: it has no number that could tell it from another one.
    New,
}

/// A call of the table.
#[derive(Clone)]
struct Row {
    operation: Operation,
    body: Value,
    again: Again,
}

fn row(operation: Operation, body: Value) -> Row {
    Row {
        operation,
        body,
        again: Again::Same,
    }
}

/// Operations that change nothing.
const LOOKS: &[Operation] = &[
    Operation::VoucherQuery,
    Operation::ActivityQuery,
    Operation::ActivityBatchquery,
    Operation::ActivityConsult,
    Operation::AppBatchquery,
    Operation::GoodsBatchquery,
    Operation::ShopBatchquery,
    Operation::MerchantBatchquery,
    Operation::UserBatchqueryvoucher,
    Operation::UserQueryvoucher,
    Operation::OrderVoucherConsult,
    Operation::MessageQuery,
    Operation::OrderVoucherQuery,
    Operation::OrderVoucherCodecount,
    Operation::SettleQuery,
    Operation::VoucherpackageQuery,
    Operation::VoucherpackageBatchquery,
    Operation::VoucherpackageConsult,
    Operation::ShopQuery,
    Operation::DeliveryQuery,
];

/// Operations that are asked with a file, whose repetition has tests of its own.
const UPLOADS: &[Operation] = &[Operation::ImageUpload];

fn shop() -> Value {
    json!({
        "ip_role_id": OWNER,
        "store_id": "NO0001",
        "shop_name": "西溪路店",
        "shop_category": "B0001",
        "shop_type": "01",
        "business_address": {
            "province_code": "330000", "city_code": "330100", "district_code": "330106",
            "address": "西溪路1号", "longitude": "120.155070", "latitude": "30.274085",
            "type": "BUSINESS_ADDRESS",
        },
        "contact_mobile": "13901390139",
        "business_time": [{ "week_day": 7, "open_time": "08:00", "close_time": "22:00" }],
    })
}

fn place() -> Value {
    json!({
        "shop_name": "西溪路店",
        "real_shop_no": "R-1",
        "shop_category": "B0001",
        "business_address": [{
            "province_code": "330000", "city_code": "330100", "district_code": "330106",
            "address": "西溪路1号",
        }],
        "contact_phone": "0571-88888888",
        "real_shop_logo": "A*logo",
    })
}

fn service() -> Value {
    json!({
        "service_name": "点单", "short_desc": "到店点单不排队", "key_words": ["点单"],
        "category_ids": ["C1"],
        "service_urls": [{ "type": "ALIPAYAPP", "url": "alipays://platformapi/startapp" }],
    })
}

fn plan(activity: &str) -> Value {
    json!({
        "out_biz_no": "PLAN",
        "delivery_booth_code": "PAYMENT_RESULT",
        "delivery_base_info": {
            "delivery_name": "支付后发券",
            "delivery_begin_time": "2026-11-05 00:00:00",
            "delivery_end_time": "2026-11-30 23:59:59",
        },
        "delivery_play_config": { "delivery_full_send_config": {
            "delivery_floor_amount": "10.00",
            "delivery_content_info": {
                "delivery_content_type": "ACTIVITY",
                "delivery_activity_content": { "activity_id": activity },
                "delivery_display_info": { "main_title": "满减", "sub_title": "咖啡" },
            },
        }},
        "delivery_target_rule": {
            "delivery_recall_mode": "CITY_RECALL",
            "delivery_available_scope": {
                "delivery_available_scope_type": "CITY_CODE",
                "delivery_available_city_code": { "city_codes": ["330100"] },
            },
        },
    })
}

/// Makes calls one after the other, and remembers how each was answered.
struct Table {
    live: Live,
    rows: Vec<Row>,
    answers: Vec<Value>,
}

impl Table {
    async fn ask(&mut self, row: Row) -> Value {
        let answer = self.live.ok(row.operation, row.body.clone()).await;
        self.rows.push(row);
        self.answers.push(answer.clone());
        answer
    }

    /// Makes a call that is only accepted, and waits for it.
    async fn accepted(&mut self, operation: Operation, id: &str, body: Value) -> Value {
        let answer = self.ask(row(operation, body)).await;
        self.live.world.settle().await;
        self.live.idle(id).await;
        answer
    }

    async fn pay(&self, order: &Value) {
        let path = format!("/api/trades/{}/pay", order["trade_no"].as_str().unwrap());
        self.live.ask(crate::live::Ask::Own(path)).await.unwrap();
    }

    /// Payment vouchers.
    async fn of_payment_vouchers(&mut self) {
        let number = |body: Value| self.live.world.numbered(body);
        let made = row(Operation::VoucherCreate, number(body()));
        let id = self.ask(made).await["activity_id"]
            .as_str()
            .unwrap()
            .to_owned();
        let publish = self.live.world.order(&id);
        self.ask(row(Operation::VoucherPublish, publish)).await;
        self.live.world.settle().await;
        let send = self.live.world.to_send(&id, ALICE);
        self.ask(row(Operation::VoucherSend, send)).await;
        for (operation, body) in [
            (Operation::VoucherModify, self.live.world.to_rename(&id)),
            (
                Operation::VoucherAppend,
                self.live.world.to_append(&id, 2000),
            ),
            (Operation::VoucherStop, self.live.world.order(&id)),
        ] {
            self.ask(row(operation, body)).await;
            self.live.world.settle().await;
        }
    }

    /// Order vouchers that are given away.
    async fn of_gifts(&mut self) {
        let shops = json!({ "available_shop_ids": [SHOP, NO_SHOP] });
        let creation = self.live.world.numbered(in_shops(&shops));
        let made = self.ask(row(Operation::OrderVoucherCreate, creation)).await;
        let id = made["activity_id"].as_str().unwrap().to_owned();
        self.live.idle(&id).await;
        let change = json!({ "voucher_use_rule": { "voucher_available_scope": {
            "modify_type": "ADD",
            "order_voucher_available_shop": { "shop_ids": [SHOP_TOO, NO_SHOP] },
        } } });
        let change = self.live.world.to_change(&id, change);
        self.accepted(Operation::OrderVoucherModify, &id, change)
            .await;
        let bind = json!({ "activity_id": id, "merchant_id": OWNER, "notify_appid": OWNER_APP });
        self.ask(row(Operation::MessageBind, bind)).await;

        let stock = self.live.made(uploaded()).await;
        let deposit = self.live.world.to_deposit(&stock, &["A", "B", "B", "坏"]);
        self.ask(row(Operation::OrderVoucherCodedeposit, deposit))
            .await;
        let growth = self.live.world.to_raise(&stock, 2);
        self.accepted(Operation::OrderVoucherAppend, &stock, growth)
            .await;
        self.ask(row(Operation::DeliveryCreate, plan(&stock))).await;
        let planned = self.answers.last().unwrap()["delivery_id"].clone();
        let stop = json!({ "delivery_id": planned, "out_biz_no": "PLAN-STOP" });
        self.ask(row(Operation::DeliveryStop, stop)).await;
        let give = self.live.world.to_give(&stock, ALICE);
        self.ask(row(Operation::OrderVoucherSend, give)).await;
        let receive = json!({
            "user_id": ALICE,
            "receive_info_list": [{ "activity_id": stock, "out_biz_no": "R" }],
        });
        self.ask(row(Operation::OrderVoucherReceive, receive)).await;

        let own = self.live.made(exchange()).await;
        let element = |code: &str, number: &str| {
            json!({
                "activity_id": own, "out_biz_no": number, "voucher_code": code,
                "merchant_order_url": ORDER_PAGE,
            })
        };
        // The second has a code that is not one: each is answered for itself.
        let batch = json!({
            "user_id": ALICE, "biz_dt": BEGIN,
            "activity_send_voucher_info_list": [
                element("V1", "B1"), element("坏", "B2"), element("V2", "B3"),
            ],
        });
        self.ask(row(Operation::OrderVoucherBatchsend, batch)).await;
        let world = &self.live.world;
        let calls = [
            (Operation::OrderVoucherUse, world.to_use(&own, "V1")),
            (Operation::OrderVoucherRefund, world.to_undo(&own, "V1")),
            (
                Operation::OrderVoucherAssociate,
                world.to_link(&own, "V1", "T"),
            ),
            (
                Operation::OrderVoucherDisassociate,
                world.to_link(&own, "V1", "T"),
            ),
            (Operation::OrderVoucherInvalid, world.to_undo(&own, "V2")),
        ];
        for (operation, body) in calls {
            self.ask(row(operation, body)).await;
        }
        let stop = self.live.world.order(&own);
        self.accepted(Operation::OrderVoucherStop, &own, stop).await;
    }

    /// Order vouchers that are sold.
    async fn of_sales(&mut self) {
        let confirmed = (
            "voucher_send_mode_info/voucher_sale_mode_info/refundable_need_confirm",
            json!(true),
        );
        let id = self.live.made(with(sold_from_stock(), &[confirmed])).await;
        self.live.restock(&id, "S1", 1).await;
        self.live.restock(&id, "S2", 2).await;
        let mut orders = Vec::new();
        for _ in 0..2 {
            let order = self.live.world.to_buy(&id, PRICE);
            let order = self.ask(row(Operation::OrderCreate, order)).await;
            self.pay(&order).await;
            let trade = order["trade_no"].as_str().unwrap();
            let trade = self.live.look(&format!("/api/trades/{trade}")).await;
            let code = self.code_of(&trade).await;
            orders.push((order["order_no"].as_str().unwrap().to_owned(), code));
        }
        let (used, code) = &orders[0];
        let body = self.live.world.to_use(&id, code);
        self.ask(row(Operation::OrderVoucherUse, body)).await;
        let body = json!({ "activity_id": id, "order_no": used });
        let body = self.live.world.numbered(body);
        self.ask(row(Operation::OrderVoucherSettle, body)).await;
        let (back, code) = &orders[1];
        let body = self.live.world.to_give_back(&id, back, code);
        self.ask(row(Operation::OrderRefund, body)).await;
        let body = json!({
            "order_no": back,
            "refund_type": "USER_REFUND",
            "refund_confirm_commit_activity_info_list": [{
                "activity_id": id,
                "refund_confirm_commit_result_list": [
                    { "voucher_code": code, "result": "AGREE" },
                ],
            }],
        });
        self.ask(row(Operation::OrderRefundconfirmcommit, body))
            .await;
    }

    /// The code of the voucher that was sold by a trade.
    async fn code_of(&self, trade: &Value) -> String {
        let sale = trade["trade_no"].as_str().unwrap();
        let (_, activity, sequence) =
            quan_wire::alipay::message::ids::parse_trade_no(sale).unwrap();
        let activity = quan_core::ActivityId::new(activity).unwrap();
        let engine = &self.live.world.engine;
        let sale = quan_core::SaleId::new(activity, sequence);
        let sale = engine.sale(sale).await.unwrap().unwrap();
        let voucher = quan_core::VoucherId::new(activity, sale.voucher.unwrap());
        let voucher = engine.voucher(voucher).await.unwrap().unwrap();
        voucher.code.unwrap().to_string()
    }

    /// What is registered.
    async fn of_the_registry(&mut self) {
        let payee = json!({ "payee_pid": OWNER, "payee_settle_mode": "PERIOD" });
        self.ask(row(Operation::PayeeinfoCreate, payee)).await;
        self.ask(row(Operation::RelationShopCreate, place())).await;
        for (operation, body, again) in [
            (Operation::ShopCreate, shop(), Again::SameAndExists),
            (Operation::FunctionCreate, service(), Again::New),
        ] {
            self.ask(Row {
                operation,
                body,
                again,
            })
            .await;
        }
    }

    /// How many rows there are of what calls make.
    async fn made_things(&self) -> [usize; 4] {
        let listed = async |path: &str| {
            let listed = self.live.look(path).await;
            listed["items"].as_array().unwrap().len()
        };
        [
            listed("/api/activities?page_size=100").await,
            listed("/api/shops?limit=1000").await,
            listed("/api/deliveries?limit=1000").await,
            listed("/api/payees?limit=1000").await,
        ]
    }

    /// Asks every call once more, in their order.
    async fn all_again(&self) {
        let before = self.made_things().await;
        for (nth, (row, first)) in self.rows.iter().zip(&self.answers).enumerate() {
            let Row {
                operation,
                body,
                again,
            } = row;
            let mut answers = vec![self.live.ok(*operation, body.clone()).await];
            if operation.route().is_some() {
                let rest = self.live.rest(*operation, body.clone()).await;
                answers.push(rest.unwrap());
            }
            for mut answer in answers {
                let said = format!("{nth} {operation:?}");
                match again {
                    Again::Same => {
                        // A binding says when it was asked.
                        if *operation == Operation::MessageBind {
                            answer["update_time"] = first["update_time"].clone();
                        }
                        assert_eq!(answer, *first, "{said}");
                    }
                    Again::SameAndExists => {
                        assert!(answer["exist_shop_id"].is_string(), "{said}");
                        assert_eq!(answer["order_id"], first["order_id"], "{said}");
                    }
                    Again::New => assert_ne!(answer, *first, "{said}"),
                }
            }
        }
        assert_eq!(self.made_things().await, before, "nothing was made twice");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn g6_every_call_that_changes_something_is_answered_again_after_a_restart() {
    let data = tempfile::tempdir().unwrap();
    let mut table = Table {
        live: Live::begin(data.path()).await,
        rows: Vec::new(),
        answers: Vec::new(),
    };
    table.of_payment_vouchers().await;
    table.of_gifts().await;
    table.of_sales().await;
    table.of_the_registry().await;

    let changes = table.rows.iter().map(|row| row.operation.method());
    let looks = LOOKS.iter().chain(UPLOADS).map(|looks| looks.method());
    let (changes, looks): (BTreeSet<_>, BTreeSet<_>) = (changes.collect(), looks.collect());
    assert_eq!(changes.intersection(&looks).count(), 0);
    for operation in Operation::ALL {
        let method = operation.method();
        let known = changes.contains(method) || looks.contains(method);
        assert!(known, "{method} is in neither table");
    }

    table.all_again().await;
    table.live.is_sound().await;
    let Table {
        live,
        rows,
        answers,
    } = table;
    let payees = live.world.registry.find_payee(merchant(OWNER)).unwrap();
    live.end().await;
    for now in [BEGIN, "2027-03-01 00:00:00"] {
        let table = Table {
            live: Live::again(data.path(), now).await,
            rows: rows.clone(),
            answers: answers.clone(),
        };
        table.all_again().await;
        table.live.is_sound().await;
        let after = table.live.world.registry.find_payee(merchant(OWNER));
        assert_eq!(after.unwrap(), payees);
        table.live.end().await;
    }
}
