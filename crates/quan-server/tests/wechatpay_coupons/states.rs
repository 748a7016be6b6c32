//! From state to state, and no other way.

use std::collections::HashMap;

use serde_json::Value;

use crate::shop::{DELETED, NOT_USABLE, NOT_USED, OUTSIDE, Said, USED_BEFORE, census};
use crate::world::{ALICE, World, stock};

/// A coupon of Alice's in each state.
struct Coupons {
    stock: String,
    codes: HashMap<&'static str, String>,
}

async fn coupons(world: &World) -> Coupons {
    let stock = world.stock(stock()).await;
    let expiring = {
        let mut body = crate::world::stock();
        let time = &mut body["coupon_use_rule"]["coupon_available_time"];
        time["available_day_after_receive"] = 1.into();
        body
    };
    // The only one whose time is over tomorrow.
    let short = world.stock(expiring).await;
    let mut codes = HashMap::new();
    for state in ["SENDED", "USED", "DEACTIVATED", "DELETED"] {
        codes.insert(state, world.send(&stock, ALICE).await);
    }
    codes.insert("EXPIRED", world.send(&short, ALICE).await);
    world
        .done("use", world.to_use(&stock, &codes["USED"]))
        .await;
    let body = world.to_deactivate(&stock, &codes["DEACTIVATED"]);
    world.done("deactivate", body).await;
    world.throw_away(&codes["DELETED"]).await;
    world.go_to("2026-11-06T10:00:00+08:00").await;
    codes.insert("short", short);
    Coupons { stock, codes }
}

impl Coupons {
    fn stock(&self, state: &str) -> &str {
        match state {
            "EXPIRED" => &self.codes["short"],
            _ => &self.stock,
        }
    }
}

#[tokio::test]
async fn w_state_1_every_other_way_is_refused_and_changes_nothing() {
    let world = World::new();
    let coupons = coupons(&world).await;
    let refusals: [(&str, &str, Said); 19] = [
        ("SENDED", "return", NOT_USED),
        ("USED", "use", USED_BEFORE),
        ("USED", "deactivate", NOT_USABLE),
        ("USED", "associate", NOT_USABLE),
        ("USED", "disassociate", NOT_USABLE),
        ("EXPIRED", "use", OUTSIDE),
        ("EXPIRED", "return", NOT_USED),
        ("EXPIRED", "deactivate", NOT_USABLE),
        ("EXPIRED", "associate", NOT_USABLE),
        ("EXPIRED", "disassociate", NOT_USABLE),
        ("DEACTIVATED", "use", NOT_USABLE),
        ("DEACTIVATED", "return", NOT_USED),
        ("DEACTIVATED", "deactivate", NOT_USABLE),
        ("DEACTIVATED", "associate", NOT_USABLE),
        ("DEACTIVATED", "disassociate", NOT_USABLE),
        ("DELETED", "use", NOT_USABLE),
        ("DELETED", "return", DELETED),
        ("DELETED", "deactivate", NOT_USABLE),
        ("DELETED", "associate", NOT_USABLE),
    ];
    for (state, word, why) in refusals {
        let (stock, code) = (coupons.stock(state), &coupons.codes[state]);
        let before = world.coupon_of(ALICE, code).await;
        assert_eq!(before["coupon_state"], state);
        let row = world.row(stock).await;
        let calls = world.to_manage(stock, code);
        let (_, body) = calls.into_iter().find(|(call, _)| *call == word).unwrap();
        let refused = world.not(word, body).await;
        assert_eq!(refused.message, why.2, "{word} of what is {state}");
        refused.is(why);
        assert_eq!(world.coupon_of(ALICE, code).await, before);
        assert_eq!(world.row(stock).await, row);
    }
    world.is_sound().await;
}

#[tokio::test]
async fn w_state_1_each_state_has_its_list() {
    let world = World::new();
    coupons(&world).await;
    let one_each = ["SENDED", "USED", "EXPIRED", "DEACTIVATED", "DELETED"];
    assert_eq!(
        census(&world, ALICE).await,
        one_each.map(|state| (state, 1)).into()
    );
    assert_eq!(world.listed(ALICE, "").await["total_count"], 4);
}

#[tokio::test]
async fn w_state_1_a_user_deletes_what_is_there() {
    let world = World::new();
    let coupons = coupons(&world).await;
    for state in ["SENDED", "USED", "EXPIRED"] {
        let code = &coupons.codes[state];
        let voucher = world.voucher(crate::shop::ALICE_ID, code).await;
        let id = world.platform.code_book().code_of(voucher.id);
        let (status, shown) = world.own("POST", &format!("/api/vouchers/{id}/hide")).await;
        assert_eq!(status, 200, "{shown}");
        assert_eq!(shown["hidden"], true);
        assert_eq!(world.state_of(ALICE, code).await, "DELETED");
        assert!(!world.codes(ALICE, "").await.contains(code));
        assert!(
            world
                .codes(ALICE, "&coupon_state=DELETED")
                .await
                .contains(code)
        );
    }
    let used = world.coupon_of(ALICE, &coupons.codes["USED"]).await;
    assert!(used["use_time"].is_string());
    assert_eq!(used["deactivate_time"], Value::Null);
    world.is_sound().await;
}
