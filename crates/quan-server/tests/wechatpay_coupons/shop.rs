//! What a merchant does with coupons, in few words.

use std::collections::HashMap;
use std::sync::Arc;

use aws_lc_rs::digest;
use axum::body::{Body, to_bytes};
use http::Request;
use quan_core::{Activity, ActivityId, Voucher};
use quan_engine::registry::{ApiToken, Entry, Role};
use quan_engine::{Page, VoucherFilter};
use quan_server::api::{Api, router};
use quan_server::config::BodyLimits;
use quan_server::courier::Settings;
use quan_server::platform::Platform;
use quan_server::recharge::RechargeLinks;
use quan_wire::wechatpay::id;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::world::{
    ALICE, APP, CLIENT, CLIENT_APP, COUPONS, CREATOR, PARTNER, Refused, USERS, WALL, World, at,
    coupon_path, stock_path, stock_with,
};

/// Status, code and sentence of a refusal.
pub(crate) type Said = (u16, &'static str, &'static str);

pub(crate) const APP_NOT_BOUND: Said =
    (400, "APPID_MCHID_NOT_MATCH", "AppID与请求方商户无关联关系");
pub(crate) const NO_USER: Said = (404, "USER_NOT_EXISTS", "OpenID不正确");
pub(crate) const NOT_THE_CREATOR: Said = (403, "NO_AUTH", "商户无权限操作该券");
pub(crate) const NOT_PERMITTED: Said = (403, "NO_AUTH", "无权限");
pub(crate) const NOT_FOUND: Said = (404, "RESOURCE_NOT_EXISTS", "查询的资源不存在");
pub(crate) const NO_STOCK: Said = (404, "RESOURCE_NOT_EXISTS", "批次不存在");
pub(crate) const NO_COUPON: Said = (404, "RESOURCE_NOT_EXISTS", "券不存在");
pub(crate) const NO_COUPON_TO_LINK: Said = (400, "INVALID_REQUEST", "券不存在");
pub(crate) const DELETED: Said = (404, "RESOURCE_NOT_EXISTS", "券已被删除");
pub(crate) const NOT_THEIRS: Said = (
    404,
    "RESOURCE_NOT_EXISTS",
    "查询不到该券，请确认批次号与coupon_code是否匹配",
);
pub(crate) const NOT_USABLE: Said = (400, "INVALID_REQUEST", "券状态非可用态");
pub(crate) const NOT_USED: Said = (400, "INVALID_REQUEST", "券未被核销，不能退券");
pub(crate) const OUTSIDE: Said = (403, "RULE_LIMIT", "券不在有效期");
pub(crate) const USED_BEFORE: Said = (400, "RESOURCE_ALREADY_EXISTS", "券已被其他订单核销");
pub(crate) const REUSED: Said = (400, "INVALID_REQUEST", "请求重入时，参数与首次请求时不一致");

impl Refused {
    #[track_caller]
    pub(crate) fn is(&self, (status, code, message): Said) {
        let said = (self.status, self.code.as_str(), self.message.as_str());
        assert_eq!(said, (status, code, message));
    }
}

/// A body with other values at some names.
pub(crate) fn with(mut body: Value, changes: &[(&str, Value)]) -> Value {
    for (name, value) in changes {
        body[*name] = value.clone();
    }
    body
}

/// A body without a name.
pub(crate) fn without(mut body: Value, name: &str) -> Value {
    body.as_object_mut().unwrap().remove(name);
    body
}

/// A stock that the service provider lays down for its client.
pub(crate) fn stock_for_client() -> Value {
    stock_with(&[("belong_merchant", json!(CLIENT))])
}

pub(crate) fn number_of(stock_id: &str) -> ActivityId {
    id::parse_stock(stock_id).unwrap()
}

impl World {
    /// What a call about coupons is answered.
    pub(crate) async fn done(&self, word: &str, body: Value) -> Value {
        self.done_by(CREATOR, word, body).await
    }

    pub(crate) async fn done_by(&self, merchant: &str, word: &str, body: Value) -> Value {
        self.ok(merchant, "POST", &format!("{COUPONS}/{word}"), body)
            .await
    }

    /// Why a call about coupons is refused.
    pub(crate) async fn not(&self, word: &str, body: Value) -> Refused {
        self.not_by(CREATOR, word, body).await
    }

    pub(crate) async fn not_by(&self, merchant: &str, word: &str, body: Value) -> Refused {
        self.refusal(merchant, "POST", &format!("{COUPONS}/{word}"), body)
            .await
    }

    pub(crate) fn to_use(&self, stock_id: &str, code: &str) -> Value {
        json!({
            "coupon_code": code,
            "stock_id": stock_id,
            "appid": APP,
            "use_time": "2026-11-05T10:00:00+08:00",
            "use_request_no": self.number(),
        })
    }

    pub(crate) fn to_return(&self, stock_id: &str, code: &str) -> Value {
        json!({
            "coupon_code": code,
            "stock_id": stock_id,
            "return_request_no": self.number(),
        })
    }

    pub(crate) fn to_deactivate(&self, stock_id: &str, code: &str) -> Value {
        json!({
            "coupon_code": code,
            "stock_id": stock_id,
            "deactivate_request_no": self.number(),
            "deactivate_reason": "误发",
        })
    }

    pub(crate) fn to_link(&self, stock_id: &str, code: &str, trade: &str) -> Value {
        json!({
            "coupon_code": code,
            "stock_id": stock_id,
            "out_trade_no": trade,
            "out_request_no": self.number(),
        })
    }

    /// Calls that only the creator of a stock may make of its coupon.
    pub(crate) fn to_manage(&self, stock_id: &str, code: &str) -> [(&'static str, Value); 5] {
        [
            ("use", self.to_use(stock_id, code)),
            ("return", self.to_return(stock_id, code)),
            ("deactivate", self.to_deactivate(stock_id, code)),
            ("associate", self.to_link(stock_id, code, "T-1")),
            ("disassociate", self.to_link(stock_id, code, "T-1")),
        ]
    }

    /// A stock of the service provider's for its client, and a coupon of it in the
    /// hands of Alice.
    pub(crate) async fn for_client(&self) -> (String, String) {
        let stock = self.stock_of(PARTNER, stock_for_client()).await;
        let body = with(self.to_send(&stock, ALICE), &[("appid", json!(CLIENT_APP))]);
        let sent = self.done_by(PARTNER, "send", body).await;
        (stock, sent["coupon_code"].as_str().unwrap().to_owned())
    }

    /// A coupon as its creator sees it.
    pub(crate) async fn coupon_of(&self, openid: &str, code: &str) -> Value {
        let path = coupon_path(openid, code, APP);
        self.ok(CREATOR, "GET", &path, Value::Null).await
    }

    pub(crate) async fn state_of(&self, openid: &str, code: &str) -> String {
        let coupon = self.coupon_of(openid, code).await;
        coupon["coupon_state"].as_str().unwrap().to_owned()
    }

    /// What the creator is answered about a user's coupons.
    pub(crate) async fn listed(&self, openid: &str, filter: &str) -> Value {
        let path = list_path(openid, filter);
        self.ok(CREATOR, "GET", &path, Value::Null).await
    }

    /// The codes of a list of the creator's.
    pub(crate) async fn codes(&self, openid: &str, filter: &str) -> Vec<String> {
        let listed = self.listed(openid, filter).await;
        let data = listed["data"].as_array().unwrap();
        let codes: Vec<String> = data
            .iter()
            .map(|coupon| coupon["coupon_code"].as_str().unwrap().to_owned())
            .collect();
        codes
    }

    /// The stock as its creator sees it.
    pub(crate) async fn read(&self, stock_id: &str) -> Value {
        let path = stock_path(stock_id, "");
        self.ok(CREATOR, "GET", &path, Value::Null).await
    }

    pub(crate) async fn upload(&self, stock_id: &str, codes: &[&str]) -> Value {
        let body = json!({ "coupon_code_list": codes, "upload_request_no": self.number() });
        let path = stock_path(stock_id, "/couponcodes");
        self.ok(CREATOR, "POST", &path, body).await
    }

    /// The stock's row.
    pub(crate) async fn row(&self, stock_id: &str) -> Activity {
        let view = self.engine.activity(number_of(stock_id)).await;
        view.unwrap().unwrap().activity
    }

    /// A coupon's row, by the number of its user.
    pub(crate) async fn voucher(&self, user: &str, code: &str) -> Voucher {
        let user = quan_core::UserId::parse(user).unwrap();
        for hidden in [false, true] {
            let filter = VoucherFilter {
                revoked_too: true,
                hidden,
                ..VoucherFilter::default()
            };
            let found = self
                .engine
                .vouchers_of(user.clone(), filter, Page::first(100));
            for (voucher, _) in found.await.unwrap().items {
                let book = self.platform.code_book();
                let own = voucher.code.as_ref().map(ToString::to_string);
                if own.unwrap_or_else(|| book.code_of(voucher.id)) == code {
                    return voucher;
                }
            }
        }
        panic!("{code} is nobody's");
    }

    /// Alice throws a coupon out of her card pack.
    pub(crate) async fn throw_away(&self, code: &str) {
        let voucher = self.voucher(ALICE_ID, code).await;
        self.engine.hide(voucher.id).await.unwrap();
    }

    /// What Quan's own API answers an operator.
    pub(crate) async fn own(&self, method: &str, path: &str) -> (u16, Value) {
        let token = digest::digest(&digest::SHA256, b"operator");
        let token = Entry::Token(ApiToken {
            sha256: token.as_ref().try_into().unwrap(),
            role: Role::Operator,
            merchant: None,
        });
        self.registry.put(&[token]).unwrap();
        let keys = tempfile::tempdir().unwrap();
        let alipay = Platform::open(keys.path(), None, at(WALL)).unwrap();
        let api = router(Api {
            engine: self.engine.clone(),
            registry: self.registry.clone(),
            codes: self.platform.code_book().clone(),
            links: RechargeLinks::new("https://quan.example", alipay.private_key()).unwrap(),
            wall: Arc::new(self.wall.clone()),
            sandbox: None,
            limits: BodyLimits::default(),
            courier: Settings::default(),
        });
        let request = Request::builder().method(method).uri(path);
        let request = request.header("authorization", "Bearer operator");
        let request = request.body(Body::empty()).unwrap();
        let response = api.oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let bytes = to_bytes(response.into_body(), 1 << 20).await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap_or_default())
    }

    /// Everything adds up.
    pub(crate) async fn is_sound(&self) {
        let audit = self.engine.verify().await.unwrap();
        assert!(audit.findings.is_empty(), "{:?}", audit.findings);
    }
}

/// The number of Alice's account.
pub(crate) const ALICE_ID: &str = "2088000000000201";

/// The path of a user's coupons, as the creator asks for them.
pub(crate) fn list_path(openid: &str, filter: &str) -> String {
    format!("{USERS}/{openid}/coupons?appid={APP}&creator_merchant={CREATOR}{filter}")
}

/// How many coupons of a user are in each state, by a list for each.
pub(crate) async fn census(world: &World, openid: &str) -> HashMap<&'static str, u64> {
    let mut census = HashMap::new();
    for state in ["SENDED", "USED", "EXPIRED", "DEACTIVATED", "DELETED"] {
        let filter = format!("&coupon_state={state}");
        let listed = world.listed(openid, &filter).await;
        let total = listed["total_count"].as_u64().unwrap();
        assert_eq!(listed["data"].as_array().unwrap().len() as u64, total);
        if total > 0 {
            census.insert(state, total);
        }
    }
    census
}
