//! `….activity.payeeinfo.create`, which only the gateway offers.

use quan_engine::registry::{Entry, Payee, PayeeStatus, SettleMode};
use quan_wire::alipay::message::Operation;
use serde_json::json;

use crate::http::{Http, OWNER, Protocol, STRANGER};
use crate::world::merchant;

const CREATE: Operation = Operation::PayeeinfoCreate;
const PAYEE: &str = "2088000000000777";

#[tokio::test]
async fn py1_a_payee_is_an_account() {
    let http = Http::new();
    for pid in [
        "",
        "1088000000000777",
        "208800000000077",
        "208800000000077x",
    ] {
        let body = json!({ "payee_pid": pid });
        assert_eq!(
            http.code(OWNER, CREATE, body).await,
            "INVALID_PARAMETER",
            "{pid}"
        );
    }
}

#[tokio::test]
async fn py2_money_is_settled_on_request_where_nothing_is_said() {
    let http = Http::new();
    let register = async |body| http.ok(Protocol::Gateway, OWNER, CREATE, body).await;
    let mode = || {
        let payee = http.world.registry.find_payee(merchant(PAYEE));
        payee.unwrap().unwrap().settle_mode
    };
    let done = json!({ "status": "SUCCESS" });
    assert_eq!(register(json!({ "payee_pid": PAYEE })).await, done);
    assert_eq!(mode(), SettleMode::OnRequest);
    let body = json!({ "payee_pid": PAYEE, "payee_settle_mode": "NEVER" });
    assert_eq!(http.code(OWNER, CREATE, body).await, "INVALID_PARAMETER");
}

#[tokio::test]
async fn py3_a_registered_payee_is_registered_again_and_an_application_stays_one() {
    let http = Http::new();
    let body = || json!({ "payee_pid": PAYEE });
    for _ in 0..2 {
        let answer = http.ok(Protocol::Gateway, OWNER, CREATE, body()).await;
        assert_eq!(answer["status"], "SUCCESS");
    }
    let payee = Payee {
        pid: merchant(PAYEE),
        settle_mode: SettleMode::OnRequest,
        status: PayeeStatus::Applied,
    };
    http.world.registry.put(&[Entry::Payee(payee)]).unwrap();
    let answer = http.ok(Protocol::Gateway, OWNER, CREATE, body()).await;
    assert_eq!(answer["status"], "APPLY");
}

#[tokio::test]
async fn py3_only_the_account_itself_changes_when_its_money_is_settled() {
    let http = Http::new();
    let own = crate::world::OWNER;
    let register = async |who, mode: &str| {
        let body = json!({ "payee_pid": own, "payee_settle_mode": mode });
        http.call(Protocol::Gateway, who, CREATE, &body, None).await
    };
    let mode = || {
        let payee = http.world.registry.find_payee(merchant(own));
        payee.unwrap().unwrap().settle_mode
    };
    // Anybody may register an account that nobody did.
    assert!(register(STRANGER, "PERIOD").await.is_ok());
    assert_eq!(mode(), SettleMode::Periodic);
    let refused = register(STRANGER, "CAPTURE").await.unwrap_err();
    assert_eq!(refused.code, "INVALID_PARAMETER");
    assert_eq!(mode(), SettleMode::Periodic);
    // To say the same again, or nothing, changes nothing.
    assert!(register(STRANGER, "PERIOD").await.is_ok());
    let body = json!({ "payee_pid": own });
    let answer = http.ok(Protocol::Gateway, STRANGER, CREATE, body).await;
    assert_eq!(answer["status"], "SUCCESS");
    assert_eq!(mode(), SettleMode::Periodic);
    assert!(register(OWNER, "CAPTURE").await.is_ok());
    assert_eq!(mode(), SettleMode::OnRequest);
}
