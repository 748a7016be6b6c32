//! Section 8.1: which operation each state admits, cell by cell.

use quan_wire::alipay::message::Operation;
use serde_json::{Value, json};

use crate::world::{ALICE, World, activity_number, body};

const INVALID: &str = "INVALID_PARAMETER";
const BIZ: &str = "BIZ_ERROR";

/// A state in which an activity can be asked for something.
#[derive(Clone, Copy, Debug)]
enum State {
    Init,
    Active,
    Paused,
    Stopped,
    Ended,
    Creating,
    Modifying,
    Appending,
    Finishing,
}

use State::{Active, Appending, Creating, Ended, Finishing, Init, Modifying, Paused, Stopped};

/// Brings an activity into a state, in a world where accepted operations wait.
async fn bring(world: &World, state: State) -> String {
    let id = world.create(body()).await;
    let number = activity_number(&id);
    let done = async || assert!(world.engine.complete(number).await.unwrap());
    let publish = async || {
        world.publish(&id).await;
        done().await;
    };
    match state {
        Init => {}
        Active => publish().await,
        Paused => {
            publish().await;
            world.engine.pause(number).await.unwrap();
        }
        Stopped => {
            publish().await;
            world.stop(&id).await;
            done().await;
        }
        Ended => {
            publish().await;
            world.go_to("2026-12-01 00:00:00").await;
        }
        Creating => {
            world.publish(&id).await;
        }
        Modifying => {
            publish().await;
            world
                .ok(Operation::VoucherModify, world.to_rename(&id))
                .await;
        }
        Appending => {
            publish().await;
            world
                .ok(Operation::VoucherAppend, world.to_append(&id, 2000))
                .await;
        }
        Finishing => {
            publish().await;
            world.stop(&id).await;
        }
    }
    world.settle().await;
    id
}

/// What an operation answers in a state: its code, or nothing where it is
/// accepted.
async fn asked(operation: Operation, state: State) -> Option<(&'static str, String)> {
    let world = World::manual();
    let id = bring(&world, state).await;
    let body: Value = match operation {
        Operation::VoucherPublish | Operation::VoucherStop => world.order(&id),
        Operation::VoucherAppend => world.to_append(&id, 3000),
        Operation::VoucherModify => world.to_rename(&id),
        Operation::VoucherSend => world.to_send(&id, ALICE),
        Operation::VoucherQuery => json!({ "activity_id": id }),
        other => panic!("{other:?} has no row in the table"),
    };
    match world.outcome(crate::world::owner(), operation, &body).await {
        quan_server::alipay::Outcome::Answer(_) => None,
        quan_server::alipay::Outcome::Business { code, message } => Some((code, message)),
        other @ quan_server::alipay::Outcome::Refused(_) => panic!("{other:?}"),
    }
}

/// One cell of the table; `None` is a yes.
async fn cell(operation: Operation, state: State, expected: Option<&str>) {
    let answer = asked(operation, state).await;
    assert_eq!(
        answer.as_ref().map(|(code, _)| *code),
        expected,
        "{operation:?} {state:?}"
    );
}

macro_rules! table {
    ($( $name:ident: $operation:ident, $state:expr => $expected:expr; )*) => {$(
        #[tokio::test]
        async fn $name() {
            cell(Operation::$operation, $state, $expected).await;
        }
    )*};
}

table! {
    v8_1_publish_in_init: VoucherPublish, Init => None;
    v8_1_publish_in_active: VoucherPublish, Active => Some(BIZ);
    v8_1_publish_in_pause: VoucherPublish, Paused => Some(BIZ);
    v8_1_publish_in_finished_stopped: VoucherPublish, Stopped => Some(BIZ);
    v8_1_publish_in_finished_ended: VoucherPublish, Ended => Some(BIZ);
    v8_1_publish_while_creating: VoucherPublish, Creating => Some(BIZ);
    v8_1_publish_while_modifying: VoucherPublish, Modifying => Some(BIZ);
    v8_1_publish_while_appending: VoucherPublish, Appending => Some(BIZ);
    v8_1_publish_while_finishing: VoucherPublish, Finishing => Some(BIZ);

    v8_1_append_in_init: VoucherAppend, Init => Some(INVALID);
    v8_1_append_in_active: VoucherAppend, Active => None;
    v8_1_append_in_pause: VoucherAppend, Paused => None;
    v8_1_append_in_finished_stopped: VoucherAppend, Stopped => Some(INVALID);
    v8_1_append_in_finished_ended: VoucherAppend, Ended => Some(INVALID);
    v8_1_append_while_creating: VoucherAppend, Creating => Some(INVALID);
    v8_1_append_while_modifying: VoucherAppend, Modifying => Some(INVALID);
    v8_1_append_while_appending: VoucherAppend, Appending => Some(INVALID);
    v8_1_append_while_finishing: VoucherAppend, Finishing => Some(INVALID);

    v8_1_modify_in_init: VoucherModify, Init => None;
    v8_1_modify_in_active: VoucherModify, Active => None;
    v8_1_modify_in_pause: VoucherModify, Paused => None;
    v8_1_modify_in_finished_stopped: VoucherModify, Stopped => Some(INVALID);
    v8_1_modify_in_finished_ended: VoucherModify, Ended => Some(INVALID);
    v8_1_modify_while_creating: VoucherModify, Creating => Some(INVALID);
    v8_1_modify_while_modifying: VoucherModify, Modifying => Some(INVALID);
    v8_1_modify_while_appending: VoucherModify, Appending => Some(INVALID);
    v8_1_modify_while_finishing: VoucherModify, Finishing => Some(INVALID);

    v8_1_send_in_init: VoucherSend, Init => Some("ACTIVITY_NOT_ACTIVE");
    v8_1_send_in_active: VoucherSend, Active => None;
    v8_1_send_in_pause: VoucherSend, Paused => Some("ACTIVITY_NOT_ACTIVE");
    v8_1_send_in_finished_stopped: VoucherSend, Stopped => Some("ACTIVITY_IS_STOPED");
    v8_1_send_in_finished_ended: VoucherSend, Ended => Some("ACTIVITY_IS_END");
    v8_1_send_while_creating: VoucherSend, Creating => Some("ACTIVITY_NOT_ACTIVE");
    v8_1_send_while_modifying: VoucherSend, Modifying => None;
    v8_1_send_while_appending: VoucherSend, Appending => None;
    v8_1_send_while_finishing: VoucherSend, Finishing => Some("ACTIVITY_IS_STOPED");

    v8_1_stop_in_init: VoucherStop, Init => None;
    v8_1_stop_in_active: VoucherStop, Active => None;
    v8_1_stop_in_pause: VoucherStop, Paused => None;
    v8_1_stop_in_finished_stopped: VoucherStop, Stopped => Some(INVALID);
    v8_1_stop_in_finished_ended: VoucherStop, Ended => Some(INVALID);
    v8_1_stop_while_creating: VoucherStop, Creating => Some(INVALID);
    v8_1_stop_while_modifying: VoucherStop, Modifying => Some(INVALID);
    v8_1_stop_while_appending: VoucherStop, Appending => Some(INVALID);
    v8_1_stop_while_finishing: VoucherStop, Finishing => Some(INVALID);

    v8_1_query_in_init: VoucherQuery, Init => None;
    v8_1_query_in_active: VoucherQuery, Active => None;
    v8_1_query_in_pause: VoucherQuery, Paused => None;
    v8_1_query_in_finished_stopped: VoucherQuery, Stopped => None;
    v8_1_query_in_finished_ended: VoucherQuery, Ended => None;
    v8_1_query_while_creating: VoucherQuery, Creating => None;
    v8_1_query_while_modifying: VoucherQuery, Modifying => None;
    v8_1_query_while_appending: VoucherQuery, Appending => None;
    v8_1_query_while_finishing: VoucherQuery, Finishing => None;
}

#[tokio::test]
async fn v8_1_a_finished_activity_is_modified_with_the_expired_text() {
    for state in [Stopped, Ended] {
        let (_, message) = asked(Operation::VoucherModify, state).await.unwrap();
        assert_eq!(message, "参数有误ACTIVITY_EXPIRED|异常原因：活动已过期");
    }
}

#[tokio::test]
async fn v8_1_queries_show_the_state_and_the_operation() {
    for (state, status, operation) in [
        (Init, "INIT", None),
        (Active, "ACTIVE", None),
        (Paused, "PAUSE", None),
        (Stopped, "FINISHED", None),
        (Ended, "FINISHED", None),
        (Creating, "INIT", Some("CREATING")),
        (Modifying, "ACTIVE", Some("MODIFYING")),
        (Appending, "ACTIVE", Some("APPENDING")),
        (Finishing, "ACTIVE", Some("FINISHEING")),
    ] {
        let world = World::manual();
        let id = bring(&world, state).await;
        let shown = world.status(&id).await;
        assert_eq!(
            shown,
            (status.to_owned(), operation.map(str::to_owned)),
            "{state:?}"
        );
    }
}

#[tokio::test]
async fn v8_1_an_accepted_operation_is_done_later() {
    let world = World::manual();
    let id = bring(&world, Appending).await;
    let quantity = async |world: &World| {
        let answer = world.query(&id).await;
        answer["voucher_send_mode_info"]["voucher_send_rule_info"]["quantity"].clone()
    };
    assert_eq!(quantity(&world).await, 1000);
    world.engine.complete(activity_number(&id)).await.unwrap();
    assert_eq!(quantity(&world).await, 2000);
}

#[tokio::test]
async fn v8_1_completion_may_be_delayed() {
    let delay = quan_core::Completion::AfterMs(60_000);
    let world = World::with(quan_engine::Options {
        completion: delay,
        ..Default::default()
    });
    let id = world.create(body()).await;
    world.publish(&id).await;
    assert_eq!(
        world.status(&id).await,
        ("INIT".into(), Some("CREATING".into()))
    );
    world.go_to("2026-11-05 10:00:59").await;
    assert_eq!(
        world.status(&id).await,
        ("INIT".into(), Some("CREATING".into()))
    );
    world.go_to("2026-11-05 10:01:00").await;
    assert_eq!(world.status(&id).await, ("ACTIVE".into(), None));
}
