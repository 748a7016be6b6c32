//! Coupons that users claim by themselves: the page of a link, and the plugin.

use std::collections::BTreeMap;

use http::Request;
use hyper::body::Bytes;
use quan_engine::registry::{Entry, WechatMerchant};
use quan_wire::wechatpay::v2::{ApiV2Key, H5Link, PluginCall, PluginResult, SendCoupon};
use serde_json::{Value, json};

use crate::world::{
    ALICE, API_V2_KEY, APP, BOB, CLIENT, CREATOR, PARTNER, STRANGER, World, merchant, stock,
    stock_of_named_codes, stock_of_uploaded_codes, stock_with,
};

const PAGE: &str = "/busifavor/getcouponinfo";
const PLUGIN: &str = "/busifavor/sendcoupon";

fn key() -> ApiV2Key {
    ApiV2Key::parse(API_V2_KEY).unwrap()
}

fn coupon(stock: &str, number: &str) -> SendCoupon {
    SendCoupon {
        stock_id: stock.to_owned(),
        out_request_no: number.to_owned(),
        ..SendCoupon::default()
    }
}

fn link(coupon: SendCoupon, openid: &str) -> H5Link {
    H5Link::new(coupon, CREATOR, openid, &key())
}

impl World {
    async fn asked(&self, method: &str, target: &str, body: &str) -> (u16, Value) {
        let request = Request::builder().method(method).uri(target);
        let request = request
            .body(Bytes::copy_from_slice(body.as_bytes()))
            .unwrap();
        let response = self.server.call(request).await;
        let json = serde_json::from_slice(response.body()).unwrap_or_default();
        (response.status().as_u16(), json)
    }

    /// What a browser sees that follows a link: it sends no fragment.
    pub(crate) async fn follow(&self, link: &H5Link) -> Value {
        let url = link.to_url();
        let (address, _) = url.split_once('#').unwrap();
        let (_, query) = address.split_once('?').unwrap();
        let (status, page) = self.asked("GET", &format!("{PAGE}?{query}"), "").await;
        assert_eq!(status, 200);
        page
    }

    /// What comes of one coupon on a page.
    async fn claimed(&self, link: &H5Link) -> Value {
        let page = self.follow(link).await;
        assert_eq!(page["errcode"], 0, "{page}");
        page["send_coupon_result"][0].clone()
    }

    /// What the plugin answers to parameters, of which some may be other ones.
    pub(crate) async fn plugged(&self, call: &PluginCall, rest: &[(&str, &str)]) -> PluginResult {
        let mut parameters: BTreeMap<String, String> = call.params().into_iter().collect();
        parameters.insert("sign".to_owned(), call.sign(&key()));
        parameters.insert("openid".to_owned(), ALICE.to_owned());
        for (name, value) in rest {
            parameters.insert((*name).to_owned(), (*value).to_owned());
        }
        let form = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(&parameters)
            .finish();
        let (status, answer) = self.asked("POST", PLUGIN, &form).await;
        assert_eq!(status, 200);
        let json = serde_json::to_string(&parameters).unwrap();
        // As JSON it says the same; what was sent is not sent twice.
        let (_, again) = self.asked("POST", PLUGIN, &json).await;
        assert_eq!(again["errcode"], answer["errcode"]);
        serde_json::from_value(answer).unwrap()
    }
}

pub(crate) fn call(coupons: Vec<SendCoupon>) -> PluginCall {
    PluginCall {
        send_coupon_merchant: CREATOR.to_owned(),
        coupons,
    }
}

/// The word for what came of each coupon.
fn words(result: &PluginResult) -> Vec<String> {
    let results = serde_json::to_value(&result.send_coupon_result).unwrap();
    let word = |one: &Value| one["code"].as_str().unwrap().to_owned();
    results.as_array().unwrap().iter().map(word).collect()
}

fn errcode(result: &PluginResult) -> Value {
    serde_json::to_value(result.errcode).unwrap()
}

#[tokio::test]
async fn w_v2_5_whoever_follows_a_link_has_the_coupon() {
    let world = World::new();
    let stock = world.stock(stock()).await;
    let link = link(coupon(&stock, "H-1"), ALICE);
    let claimed = world.claimed(&link).await;
    assert_eq!(claimed["code"], "SUCCESS");
    assert_eq!(claimed["stock_id"], json!(stock));
    assert_eq!(claimed["out_request_no"], "H-1");
    let code = claimed["coupon_code"].as_str().unwrap();
    let shown = world.coupon_of(ALICE, code).await;
    assert_eq!(
        (&shown["coupon_state"], &shown["send_request_no"]),
        (&json!("SENDED"), &json!("H-1"))
    );
    world.done("use", world.to_use(&stock, code)).await;
    // The link may be followed again, and is the same request as a call.
    let again = world.claimed(&link).await;
    assert_eq!(
        (&again["code"], &again["coupon_code"]),
        (&json!("DUPREQUEST"), &json!(code))
    );
    let mut body = world.to_send(&stock, ALICE);
    body["out_request_no"] = json!("H-1");
    assert_eq!(world.done("send", body).await["coupon_code"], json!(code));
    assert_eq!(world.row(&stock).await.issued, 1);
    world.is_sound().await;
}

#[tokio::test]
async fn w_v2_2_a_wrong_signature() {
    let world = World::new();
    let stock = world.stock(stock()).await;
    let good = link(coupon(&stock, "H-1"), ALICE);
    let wrong = json!({ "errcode": 272_758_293, "msg": "签名错误" });
    let other_key = ApiV2Key::parse("00000000000000000000000000000000").unwrap();
    for bad in [
        H5Link {
            sign: good.sign.to_lowercase(),
            ..good.clone()
        },
        H5Link {
            sign: "A".repeat(64),
            ..good.clone()
        },
        H5Link {
            open_id: BOB.to_owned(),
            ..good.clone()
        },
        H5Link {
            coupon: coupon(&stock, "H-2"),
            ..good.clone()
        },
        H5Link::new(coupon(&stock, "H-1"), CREATOR, ALICE, &other_key),
        H5Link::new(coupon(&stock, "H-1"), "1999999999", ALICE, &key()),
    ] {
        assert_eq!(world.follow(&bad).await, wrong);
    }
    let call = call(vec![coupon(&stock, "P-1")]);
    for sign in ["", "A", &call.sign(&key()).to_lowercase()] {
        let result = world.plugged(&call, &[("sign", sign)]).await;
        assert_eq!(errcode(&result), "SIGN_ERROR");
    }
    assert_eq!(world.row(&stock).await.issued, 0);
}

#[tokio::test]
async fn w_v2_3_the_key_is_that_of_the_sending_merchant() {
    let world = World::new();
    let (stock, _) = world.for_client().await;
    let keyless = WechatMerchant {
        v2_key: None,
        ..merchant(PARTNER, &["wx0000000000000002"])
    };
    world
        .registry
        .put(&[Entry::WechatMerchant(keyless)])
        .unwrap();
    let of = |merchant: &str| H5Link::new(coupon(&stock, "H-1"), merchant, BOB, &key());
    let page = world.follow(&of(PARTNER)).await;
    assert_eq!(page["errcode"], 272_758_293);
    assert_eq!(world.claimed(&of(CLIENT)).await["code"], "SUCCESS");
    let strange = world.claimed(&of(STRANGER)).await;
    assert_eq!(
        (&strange["code"], &strange["message"]),
        (&json!("FAILED"), &json!("无权限"))
    );
}

#[tokio::test]
async fn w_v2_4_the_plugin_sends_a_list() {
    let world = World::new();
    let (one, other) = (world.stock(stock()).await, world.stock(stock()).await);
    let call = call(vec![
        coupon(&one, "P-1"),
        coupon(&other, "P-1"),
        coupon(&one, "P-2"),
    ]);
    let result = world.plugged(&call, &[]).await;
    assert_eq!(errcode(&result), "OK");
    assert_eq!(words(&result), ["SUCCESS", "SUCCESS", "SUCCESS"]);
    let mut sent: Vec<_> = result
        .send_coupon_result
        .iter()
        .map(|one| one.coupon_code.clone())
        .collect();
    sent.reverse();
    assert_eq!(world.codes(ALICE, "").await.len(), 3);
    sent.sort_unstable();
    let mut held = world.codes(ALICE, "").await;
    held.sort_unstable();
    assert_eq!(held, sent);
}

#[tokio::test]
async fn w_v2_4_more_than_ten_or_none() {
    let world = World::new();
    let stock = world.stock(stock()).await;
    for count in [0, 11] {
        let coupons = (0..count).map(|nth| coupon(&stock, &format!("P-{nth}")));
        let result = world.plugged(&call(coupons.collect()), &[]).await;
        assert_eq!(errcode(&result), "PARAM_ERROR");
    }
    for body in ["", "[]", "{}", "{\"send_coupon_merchant\":[]}", "{"] {
        let (status, answer) = world.asked("POST", PLUGIN, body).await;
        assert_eq!((status, &answer["errcode"]), (200, &json!("PARAM_ERROR")));
    }
}

#[tokio::test]
async fn w_v2_6_a_code_exactly_where_the_merchant_names_codes() {
    let world = World::new();
    let named = world.stock(stock_of_named_codes()).await;
    let own = world.stock(stock()).await;
    let uploaded = world.stock(stock_of_uploaded_codes()).await;
    world.upload(&uploaded, &["U-1"]).await;
    for (stock, code, outcome, held) in [
        (&named, Some("A-1"), "SUCCESS", "A-1"),
        (&named, None, "FAILED", ""),
        (&named, Some("A+1"), "FAILED", ""),
        (
            &named,
            Some("A2345678901234567890123456789012X"),
            "FAILED",
            "",
        ),
        (&own, Some("A-1"), "FAILED", ""),
        (&uploaded, Some("U-1"), "FAILED", ""),
        (&uploaded, None, "SUCCESS", "U-1"),
    ] {
        let coupon = SendCoupon {
            coupon_code: code.map(str::to_owned),
            ..coupon(stock, &world.number())
        };
        let claimed = world.claimed(&link(coupon, ALICE)).await;
        let said = (&claimed["code"], &claimed["coupon_code"]);
        assert_eq!(said, (&json!(outcome), &json!(held)));
    }
}

#[tokio::test]
async fn w_v2_7_the_time_of_receipt_may_be_said() {
    let world = World::new();
    let time = "coupon_use_rule/coupon_available_time";
    let days = format!("{time}/available_day_after_receive");
    let stock = world.stock(stock_with(&[(days.as_str(), json!(2))])).await;
    let late = SendCoupon {
        customize_send_time: Some("2026-11-10T08:00:00+08:00".to_owned()),
        ..coupon(&stock, "H-1")
    };
    let claimed = world.claimed(&link(late, ALICE)).await;
    let coupon_shown = world
        .coupon_of(ALICE, claimed["coupon_code"].as_str().unwrap())
        .await;
    assert_eq!(coupon_shown["receive_time"], "2026-11-10T08:00:00+08:00");
    assert_eq!(
        coupon_shown["available_start_time"],
        "2026-11-10T08:00:00+08:00"
    );
    assert_eq!(coupon_shown["expire_time"], "2026-11-11T23:59:59+08:00");
    let wrong = SendCoupon {
        customize_send_time: Some("tomorrow".to_owned()),
        ..coupon(&stock, "H-2")
    };
    assert_eq!(world.claimed(&link(wrong, ALICE)).await["code"], "FAILED");
}

#[tokio::test]
async fn w_v2_8_faults_of_a_link_have_their_numbers() {
    let world = World::new();
    let stock = world.stock(stock()).await;
    let good = link(coupon(&stock, "H-1"), ALICE);
    // Whoever has the whole link can have its fragment looked at too.
    let whole = good.to_url();
    let (bare, _) = whole.split_once('#').unwrap();
    for text in [bare.to_owned(), format!("{bare}#other")] {
        let (_, page) = world.asked("POST", PAGE, &text).await;
        assert_eq!(page["errcode"], 268_435_461, "{page}");
    }
    let (_, page) = world.asked("POST", PAGE, &whole).await;
    assert_eq!(page["errcode"], 0, "{page}");
    let (_, page) = world.asked("GET", &format!("{PAGE}?stock_id=1"), "").await;
    assert_eq!(page["errcode"], 268_435_461);
    let (_, page) = world.asked("GET", PAGE, "").await;
    assert_eq!(page["errcode"], 268_435_461);
    // The number of an account is no name in any app.
    let nobody = link(coupon(&stock, "H-2"), "2088000000000201");
    assert_eq!(world.follow(&nobody).await["errcode"], 272_756_757);
    world.registry.put(&[Entry::UsersOpen(false)]).unwrap();
    let unknown = link(coupon(&stock, "H-2"), "oNobody");
    assert_eq!(world.follow(&unknown).await["errcode"], 272_756_757);
    let (status, _) = world.asked("PUT", PAGE, "").await;
    assert_eq!(status, 405);
    let (status, _) = world.asked("GET", PLUGIN, "").await;
    assert_eq!(status, 405);
}

#[tokio::test]
async fn w_v2_9_the_user_of_a_mini_program() {
    let world = World::new();
    let stock = world.stock(stock()).await;
    let call = call(vec![coupon(&stock, "P-1")]);
    let result = world.plugged(&call, &[("openid", "")]).await;
    assert_eq!(errcode(&result), "USER_GET_FAILED");
    for rest in [
        ("openid", "2088000000000201"),
        ("appid", "wx0000000000000005"),
    ] {
        let result = world.plugged(&call, &[rest]).await;
        assert_eq!(errcode(&result), "USER_NOT_EXISTS");
    }
    let result = world.plugged(&call, &[("appid", APP)]).await;
    assert_eq!(words(&result), ["SUCCESS"]);
}

#[tokio::test]
async fn w_v2_9_each_limit_has_its_word() {
    let world = World::new();
    let rules = |rules: &[(&str, Value)]| {
        let mut body = stock();
        for (name, value) in rules {
            body["stock_send_rule"][*name] = value.clone();
        }
        body
    };
    let cases = [
        (rules(&[("max_coupons", json!(1))]), BOB, "NOTENOUGH"),
        (rules(&[("max_coupons_by_day", json!(1))]), BOB, "DAYLIMIT"),
        (
            rules(&[("max_coupons_per_user", json!(1))]),
            ALICE,
            "MAXQUOTA",
        ),
        (
            rules(&[
                ("max_coupons_per_user", json!(1)),
                ("natural_person_limit", json!(true)),
            ]),
            crate::world::ALICE_TOO,
            "NATURELIMIT",
        ),
    ];
    for (body, other, word) in cases {
        let stock = world.stock(body).await;
        let first = call(vec![coupon(&stock, "P-1")]);
        assert_eq!(words(&world.plugged(&first, &[]).await), ["SUCCESS"]);
        let again = world.plugged(&first, &[]).await;
        assert_eq!(words(&again), ["DUPREQUEST"]);
        assert_eq!(again.send_coupon_result[0].coupon_code.len(), 22);
        let second = call(vec![coupon(&stock, "P-2")]);
        let refused = world.plugged(&second, &[("openid", other)]).await;
        assert_eq!(errcode(&refused), "OK");
        assert_eq!(words(&refused), [word]);
        assert_eq!(refused.send_coupon_result[0].coupon_code, "");
        world
            .engine
            .pause(crate::shop::number_of(&stock))
            .await
            .unwrap();
        let third = call(vec![coupon(&stock, "P-3")]);
        assert_eq!(words(&world.plugged(&third, &[]).await), ["NOTRUNNING"]);
        assert_eq!(world.row(&stock).await.issued, 1);
    }
    let unknown = call(vec![coupon("1000000000009999", "P-1")]);
    assert_eq!(words(&world.plugged(&unknown, &[]).await), ["FAILED"]);
}
