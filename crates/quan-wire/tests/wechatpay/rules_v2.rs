//! Coupons asked for by pages and mini programs.

use std::collections::BTreeMap;

use quan_wire::wechatpay::v2::{
    ApiV2Key, ApiV2KeyError, H5Fault, H5Link, LinkError, NotTime, PLUGIN_APPID, PluginCall,
    PluginError, PluginResult, SendCode, SendCoupon, string_to_sign,
};

use crate::support::{MCHID, api_v2_key, now};

const OPENID: &str = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o";

fn coupon(number: u8) -> SendCoupon {
    SendCoupon {
        stock_id: "1277620000000016".to_owned(),
        out_request_no: format!("R{number}"),
        coupon_code: None,
        customize_send_time: None,
    }
}

fn link() -> H5Link {
    H5Link::new(coupon(0), MCHID, OPENID, &api_v2_key())
}

#[test]
fn w_v2_1_what_is_not_empty_is_sorted_by_bytes_and_stands_unencoded() {
    let params = [
        ("b", "2 &/"),
        ("a", ""),
        ("sign", "x"),
        ("B", "1"),
        ("a1", "0"),
        ("a0", "9"),
    ];
    let text = string_to_sign(params, &api_v2_key());
    assert_eq!(
        text,
        "B=1&a0=9&a1=0&b=2 &/&key=192006250b4c09247ec02edce69f6a2d"
    );
}

#[test]
fn w_v2_2_a_signature_is_hmac_in_capitals() {
    let key = api_v2_key();
    let sign = key.sign([("a", "1")]);
    assert_eq!(sign.len(), 64);
    assert_eq!(sign, sign.to_uppercase());
    assert!(key.verifies([("a", "1")], &sign));
    for wrong in ["", &sign.to_lowercase(), &sign[1..]] {
        assert!(!key.verifies([("a", "1")], wrong));
    }
    assert!(!key.verifies([("a", "2")], &sign));
    assert_eq!(format!("{key:?}"), "ApiV2Key(…)");
}

#[test]
fn w_v2_3_another_merchants_key_does_not_sign() {
    let other = ApiV2Key::parse("0123456789abcdef0123456789abcdef").unwrap();
    assert!(link().verifies(&api_v2_key()));
    assert!(!link().verifies(&other));
    for wrong in ["", "short", "0123456789abcdef0123456789abcde-"] {
        assert_eq!(ApiV2Key::parse(wrong), Err(ApiV2KeyError));
    }
}

fn flat(call: &PluginCall) -> BTreeMap<String, String> {
    call.params().into_iter().collect()
}

#[test]
fn w_v2_4_the_list_is_flattened_with_numbers_and_holds_ten() {
    let call = |count: u8| PluginCall {
        send_coupon_merchant: MCHID.to_owned(),
        coupons: (0..count).map(coupon).collect(),
    };
    let ten = call(10);
    let params = flat(&ten);
    assert_eq!(params.len(), 21);
    assert_eq!(params["out_request_no9"], "R9");
    assert_eq!(PluginCall::read(&params), Ok(ten));
    assert_eq!(PluginCall::read(&flat(&call(11))), Err(PluginError::Count));
    assert_eq!(PluginCall::read(&flat(&call(0))), Err(PluginError::Count));
    assert_eq!(
        PluginCall::read(&BTreeMap::new()),
        Err(PluginError::NoMerchant)
    );
    let mut half = flat(&call(2));
    half.remove("stock_id1");
    assert_eq!(PluginCall::read(&half), Err(PluginError::Incomplete));
    assert_eq!(PLUGIN_APPID, "wxf3f436ba9bd4be7b");
}

#[test]
fn w_v2_5_a_link_is_encoded_and_its_text_is_not() {
    let coupon = SendCoupon {
        coupon_code: Some("a b/c=|-_\\".to_owned()),
        customize_send_time: Some("2025-08-02T00:00:00+08:00".to_owned()),
        ..coupon(1)
    };
    let link = H5Link::new(coupon, MCHID, OPENID, &api_v2_key());
    let url = link.to_url();
    assert!(url.starts_with("https://action.weixin.qq.com/busifavor/getcouponinfo?stock_id=1277"));
    assert!(url.contains("coupon_code=a%20b%2Fc%3D%7C-_%5C"));
    assert!(url.contains("customize_send_time=2025-08-02T00%3A00%3A00%2B08%3A00"));
    assert!(url.ends_with("#wechat_pay&wechat_redirect"));
    assert_eq!(H5Link::read(&url), Ok(link.clone()));
    let older = url.replace("#wechat_pay&", "#");
    assert_eq!(H5Link::read(&older), Ok(link));
}

#[test]
fn w_v2_5_a_link_without_its_parts_is_none() {
    let url = link().to_url();
    let (bare, _) = url.split_once('#').unwrap();
    assert_eq!(H5Link::read(bare), Err(LinkError::Fragment));
    assert_eq!(
        H5Link::read(&format!("{bare}#top")),
        Err(LinkError::Fragment)
    );
    for name in [
        "stock_id",
        "out_request_no",
        "send_coupon_merchant",
        "open_id",
        "sign",
    ] {
        let without = url.replace(&format!("{name}="), "x=");
        assert_eq!(H5Link::read(&without), Err(LinkError::Missing(name)));
    }
}

#[test]
fn w_v2_6_a_code_is_there_exactly_for_merchants_that_name_codes() {
    let without = coupon(0);
    let with = SendCoupon {
        coupon_code: Some("A".to_owned()),
        ..coupon(0)
    };
    assert!(with.fits(true) && without.fits(false));
    assert!(!with.fits(false) && !without.fits(true));
}

#[test]
fn w_v2_7_the_time_of_receipt_may_be_named() {
    let at = |text: &str| {
        let customize_send_time = Some(text.to_owned());
        SendCoupon {
            customize_send_time,
            ..coupon(0)
        }
        .sent_at()
    };
    assert_eq!(coupon(0).sent_at(), Ok(None));
    assert_eq!(at("2025-08-02T00:00:00+08:00"), Ok(Some(now())));
    assert_eq!(at("2025-08-01T16:00:00Z"), Ok(Some(now())));
    assert_eq!(at("2025-08-02 00:00:00"), Err(NotTime));
}

#[test]
fn w_v2_8_faults_of_the_page_have_their_numbers() {
    assert_eq!(
        H5Fault::Sign.to_json(),
        r#"{"errcode":272758293,"msg":"签名错误"}"#
    );
    assert_eq!(H5Fault::Fragment.errcode(), 268_435_461);
    assert_eq!(H5Fault::OpenId.errcode(), 272_756_757);
}

#[test]
fn w_v2_9_results_of_the_plugin_come_back() {
    let json = r#"{"errcode":"OK","msg":"","send_coupon_result":[{"stock_id":"1","out_request_no":"2","coupon_code":"3","code":"DUPREQUEST","message":"m"}]}"#;
    let read: PluginResult = serde_json::from_str(json).unwrap();
    assert_eq!(read.send_coupon_result[0].code, SendCode::DupRequest);
    assert_eq!(serde_json::to_string(&read).unwrap(), json);
    let codes = [
        "SUCCESS",
        "FAILED",
        "NOTENOUGH",
        "DAYLIMIT",
        "NATURELIMIT",
        "MAXQUOTA",
        "DUPREQUEST",
        "NOTRUNNING",
    ];
    for code in codes {
        let read: SendCode = serde_json::from_str(&format!("\"{code}\"")).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), format!("\"{code}\""));
    }
}
