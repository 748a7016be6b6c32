//! One thing that a merchant is told, with everything that its words need.

use quan_core::{ActivityId, AppId, Event, Notice, Timestamp, UserId, Voucher, VoucherId};
use quan_engine::{ActivityView, PassKind};

use crate::api::names;

/// One thing that a merchant is told.
#[derive(Clone, Debug)]
pub(super) struct News {
    pub(super) activity: ActivityId,
    /// As merchants know it.
    pub(super) activity_id: String,
    pub(super) receiver: AppId,
    pub(super) event: Event,
    pub(super) happened_at: Timestamp,
    /// Tells it from the activity's other news of its kind.
    pub(super) sequence: u32,
    /// The voucher that it is about, as merchants know it.
    pub(super) voucher_id: Option<String>,
    /// Whose that is.
    pub(super) user: Option<UserId>,
}

impl News {
    /// What a notice says; `None` where its voucher is not there.
    pub(super) fn of_notice(
        notice: &Notice,
        view: &ActivityView,
        voucher: Option<&Voucher>,
    ) -> Option<News> {
        let sequence = match &notice.event {
            Event::Published(_) | Event::Modified(_) | Event::Appended(_) | Event::Stopped(_) => {
                notice.id.sequence
            }
            Event::Received { voucher, .. } | Event::Expired { voucher, .. } => voucher.sequence,
            Event::Redeemed { redemption, .. } => *redemption,
        };
        if voucher_of(&notice.event).is_some() && voucher.is_none() {
            return None;
        }
        Some(News {
            activity: notice.id.activity,
            activity_id: names::activity_id(&view.activity),
            receiver: notice.receiver.clone(),
            event: notice.event.clone(),
            happened_at: notice.happened_at,
            sequence,
            voucher_id: voucher.map(names::voucher_id),
            user: user_of(&notice.event).cloned(),
        })
    }

    /// What a voucher says of itself.
    pub(super) fn of_voucher(
        kind: PassKind,
        receiver: &AppId,
        voucher: &Voucher,
        view: &ActivityView,
    ) -> News {
        let (id, user) = (voucher.id, voucher.user.clone());
        let (event, happened_at) = match kind {
            PassKind::Received => (Event::Received { voucher: id, user }, voucher.issued_at),
            PassKind::Expired => {
                let window = voucher.window(&view.activity.terms);
                (Event::Expired { voucher: id, user }, window.closes_at)
            }
        };
        News {
            activity: id.activity,
            activity_id: names::activity_id(&view.activity),
            receiver: receiver.clone(),
            event,
            happened_at,
            sequence: id.sequence,
            voucher_id: Some(names::voucher_id(voucher)),
            user: Some(voucher.user.clone()),
        }
    }
}

/// The voucher that an event is about.
pub(super) fn voucher_of(event: &Event) -> Option<VoucherId> {
    match event {
        Event::Published(_) | Event::Modified(_) | Event::Appended(_) | Event::Stopped(_) => None,
        Event::Received { voucher, .. }
        | Event::Redeemed { voucher, .. }
        | Event::Expired { voucher, .. } => Some(*voucher),
    }
}

fn user_of(event: &Event) -> Option<&UserId> {
    match event {
        Event::Published(_) | Event::Modified(_) | Event::Appended(_) | Event::Stopped(_) => None,
        Event::Received { user, .. }
        | Event::Redeemed { user, .. }
        | Event::Expired { user, .. } => Some(user),
    }
}

/// What notices are told in order within: an activity, or a voucher.
pub(super) fn queue(notice: &Notice) -> (ActivityId, Option<VoucherId>) {
    (notice.id.activity, voucher_of(&notice.event))
}
