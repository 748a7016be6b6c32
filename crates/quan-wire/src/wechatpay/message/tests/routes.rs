//! Which operation a path asks for.

use super::super::call::write;
use super::super::callback::query;
use super::super::code::{delete, list};
use super::super::word::CodeStatus;
use super::super::{Operation, Routing, route};
use super::ask;

fn found(method: &str, path: &str) -> (Operation, Vec<(&'static str, String)>) {
    match route(method, path) {
        Routing::Found {
            operation,
            parameters,
        } => (operation, parameters),
        other @ (Routing::WrongMethod | Routing::Unknown) => panic!("{method} {path}: {other:?}"),
    }
}

#[test]
fn every_operation_is_found_where_it_lives() {
    for operation in Operation::ALL {
        let path = operation.path().replace(['{', '}'], "x");
        assert_eq!(found(operation.method(), &path).0, *operation);
    }
    assert_eq!(Operation::StockModify.success(), 204);
    assert_eq!(Operation::StockBudget.success(), 200);
}

#[test]
fn w_ord_1_unknown_path() {
    for path in [
        "/",
        "/v3",
        "/v3/marketing/busifavor",
        "/v3/marketing/busifavor/stocks/",
        "/v3/marketing/busifavor/stocks/1/budget/2",
        "/v3/marketing/busifavor/product-coupons/send",
        "/v3/marketing/busifavor/coupons",
        "/v3/marketing/busifavor//stocks",
        "/v3/marketing/busifavor/stocks/%FF",
        "v3/certificates",
    ] {
        assert_eq!(route("GET", path), Routing::Unknown, "{path}");
    }
}

#[test]
fn w_ord_2_wrong_method() {
    let stocks = "/v3/marketing/busifavor/stocks";
    assert_eq!(route("GET", stocks), Routing::WrongMethod);
    assert_eq!(
        route("DELETE", &format!("{stocks}/1")),
        Routing::WrongMethod
    );
    assert_eq!(route("post", stocks), Routing::WrongMethod);
    assert_eq!(route("HEAD", "/v3/certificates"), Routing::WrongMethod);
}

#[test]
fn w_route_1_calls_and_cards_do_not_clash() {
    let coupons = "/v3/marketing/busifavor/coupons";
    let (operation, parameters) = found("POST", &format!("{coupons}/send"));
    assert_eq!((operation, parameters), (Operation::CouponSend, vec![]));
    let (operation, parameters) = found("POST", &format!("{coupons}/pIJMr5/send"));
    assert_eq!(operation, Operation::CardSend);
    assert_eq!(parameters, [("card_id", "pIJMr5".to_owned())]);
    assert_eq!(
        route("POST", &format!("{coupons}/send/send")),
        Routing::Unknown
    );
    for (name, operation) in [
        ("use", Operation::CouponUse),
        ("return", Operation::CouponReturn),
        ("associate", Operation::CouponAssociate),
        ("disassociate", Operation::CouponDisassociate),
        ("deactivate", Operation::CouponDeactivate),
    ] {
        assert_eq!(found("POST", &format!("{coupons}/{name}")).0, operation);
    }
}

#[test]
fn w_sign_7_segments_are_decoded_one_by_one() {
    let codes = "/v3/marketing/busifavor/stocks/12%2034/couponcodes";
    let (_, parameters) = found("DELETE", &format!("{codes}/ABC+9588%2F201%3D%7C_-%5C"));
    let code = r"ABC 9588/201=|_-\".to_owned();
    assert_eq!(
        parameters,
        [("stock_id", "12 34".to_owned()), ("coupon_code", code)]
    );
    // An encoded plus is one, and elsewhere than in a code every plus is.
    let (_, parameters) = found("DELETE", &format!("{codes}/a%2Bb"));
    assert_eq!(parameters.last().unwrap().1, "a+b");
    let (_, parameters) = found("GET", "/v3/marketing/busifavor/users/a+b/coupons");
    assert_eq!(parameters, [("openid", "a+b".to_owned())]);
}

#[test]
fn what_a_client_writes_the_server_reads() {
    let call = delete::Request {
        stock_id: "1277620000000024".to_owned(),
        coupon_code: r"ABC 9588/201=|_-\".to_owned(),
        delete_request_no: "D&1 +".to_owned(),
    };
    let written = write(&call).unwrap();
    assert_eq!((written.method, written.body.as_str()), ("DELETE", ""));
    let target = written
        .target
        .strip_prefix("/v3/marketing/busifavor")
        .unwrap();
    assert_eq!(ask::<delete::Request>(target, "").unwrap(), call);

    let plain = write(&query::Request { mchid: None }).unwrap();
    assert_eq!(plain.target, "/v3/marketing/busifavor/callbacks");
    let call = list::Request {
        stock_id: "1".to_owned(),
        limit: Some(5),
        offset: Some(0),
        appid: None,
        status: Some(CodeStatus::Available),
    };
    let written = write(&call).unwrap();
    let target = written
        .target
        .strip_prefix("/v3/marketing/busifavor")
        .unwrap();
    assert_eq!(
        target,
        "/stocks/1/couponcodes?limit=5&offset=0&status=AVAILABLE"
    );
    assert_eq!(ask::<list::Request>(target, "").unwrap(), call);
}
