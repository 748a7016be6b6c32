//! Words an activity.

use quan_core::activity::{Change, Due, Pending};
use quan_core::time::day_of;
use quan_core::{Activity, ActivityState, RechargeId, Timestamp};
use quan_wire::api::{self as wire, Moment, Yuan};

use crate::api::names;

/// An activity as it stands at `now`, without its document.
pub(super) fn activity(activity: &Activity, now: Timestamp) -> wire::Activity {
    let window = activity.terms.issue.window;
    let (state, stopped_at) = match activity.state {
        ActivityState::Stopped { at } => (wire::ActivityState::Stopped, Some(Moment(at))),
        ActivityState::Created => (wire::ActivityState::Created, None),
        ActivityState::Active | ActivityState::Paused if window.is_over(now) => {
            (wire::ActivityState::Ended, None)
        }
        ActivityState::Active => (wire::ActivityState::Active, None),
        ActivityState::Paused => (wire::ActivityState::Paused, None),
    };
    wire::Activity {
        activity_id: names::activity_id(activity),
        owner: activity.owner.to_string(),
        operator: activity.operator.to_string(),
        receiver: activity.receiver.to_string(),
        state,
        created_at: Moment(activity.created_at),
        stopped_at,
        issue_window: wire::Span {
            from: Moment(window.opens_at),
            until: Moment(window.closes_at),
        },
        version: activity.version,
        pending: activity
            .pending
            .as_ref()
            .map(|change| pending(activity, change)),
        budget: budget(activity, now),
        prepaid: activity.sponsor().map(|sponsor| wire::Prepaid {
            sponsor: sponsor.to_string(),
            held: Yuan(activity.held),
            spent: Yuan(activity.spent),
            released: activity.released,
        }),
        counters: wire::Counters {
            uses: activity.uses,
            redemptions: activity.counters.redemptions,
            returns: activity.counters.returns,
            recharges: activity.counters.recharges,
            notices: activity.counters.notices,
        },
        document: None,
    }
}

fn budget(activity: &Activity, now: Timestamp) -> wire::Budget {
    let gone = activity
        .redeemed
        .checked_add(activity.expired)
        .and_then(|gone| gone.checked_add(activity.revoked));
    let taken = activity.issued.checked_add(activity.reserved);
    wire::Budget {
        quantity: activity.quantity,
        unissued: activity.quantity.saturating_sub(activity.issued),
        issued: activity.issued,
        issued_today: activity.today.on(day_of(now)),
        usable: activity.usable(),
        redeemed: activity.redeemed,
        expired: activity.expired,
        revoked: activity.revoked,
        reserved: activity.reserved,
        balanced: taken.is_some_and(|taken| taken <= activity.quantity)
            && gone.is_some_and(|gone| gone <= activity.issued),
    }
}

fn pending(activity: &Activity, pending: &Pending) -> wire::Pending {
    let (change, quantity) = match pending.change {
        Change::Publish => (wire::Change::Publish, None),
        Change::Modify { .. } => (wire::Change::Modify, None),
        Change::Append { quantity } => (wire::Change::Append, Some(quantity)),
        Change::Stop => (wire::Change::Stop, None),
    };
    let mut answer = wire::Pending {
        change,
        quantity,
        request_no: pending.request.to_string(),
        accepted_at: Moment(pending.accepted_at),
        waits_for: wire::Due::Word,
        due_at: None,
        recharge_id: None,
        lapses_at: None,
    };
    match pending.due {
        Due::Told => {}
        Due::At(at) => {
            answer.waits_for = wire::Due::Time;
            answer.due_at = Some(Moment(at));
        }
        Due::Paid {
            recharge,
            lapses_at,
        } => {
            answer.waits_for = wire::Due::Payment;
            answer.recharge_id = Some(RechargeId::new(activity.id, recharge).to_string());
            answer.lapses_at = Some(Moment(lapses_at));
        }
    }
    answer
}
