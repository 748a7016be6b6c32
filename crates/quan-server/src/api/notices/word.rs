//! Notices in the API's words.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use quan_core::{Activity, ActivityId, Event};
use quan_engine::registry::{DeliveryStatus, NoticeEvent, RegistryNoticeView};
use quan_engine::{NoticeState, NoticeView};
use quan_wire::api::{self as wire, Moment};

use crate::api::refusal::Refusal;
use crate::api::{Api, names};

/// Activities by number, each looked up once.
pub(super) type Known = HashMap<ActivityId, Option<Activity>>;

/// A notice of an activity.
pub(super) async fn of_activity(
    api: &Api,
    view: &NoticeView,
    known: &mut Known,
) -> Result<wire::Notice, Refusal> {
    let notice = &view.notice;
    let activity = match known.entry(notice.id.activity) {
        Entry::Occupied(known) => known.into_mut(),
        Entry::Vacant(unknown) => {
            let view = api.engine.activity(notice.id.activity).await?;
            unknown.insert(view.map(|view| view.activity))
        }
    };
    let activity = activity.as_ref();
    let (event, request_no, about) = match &notice.event {
        Event::Published(request) => (wire::Event::Published, Some(request), None),
        Event::Modified(request) => (wire::Event::Modified, Some(request), None),
        Event::Appended(request) => (wire::Event::Appended, Some(request), None),
        Event::Stopped(request) => (wire::Event::Stopped, Some(request), None),
        Event::Received { voucher, user } => (wire::Event::Received, None, Some((voucher, user))),
        Event::Redeemed { voucher, user, .. } => {
            (wire::Event::Redeemed, None, Some((voucher, user)))
        }
        Event::Expired { voucher, user } => (wire::Event::Expired, None, Some((voucher, user))),
        Event::CodeWanted { .. } => (wire::Event::CodeWanted, None, None),
        Event::RefundWanted { .. } => (wire::Event::RefundWanted, None, None),
        Event::SaleDelivered { .. } => (wire::Event::SaleDelivered, None, None),
        Event::SaleRefunded { .. } => (wire::Event::SaleRefunded, None, None),
    };
    let voucher = match about {
        Some((voucher, _)) => api.engine.voucher(*voucher).await?,
        None => None,
    };
    Ok(wire::Notice {
        notice_id: names::notice_id(notice.id),
        activity_id: activity.map_or_else(String::new, names::activity_id),
        delivery_id: None,
        shop_id: None,
        receiver: notice.receiver.to_string(),
        event,
        request_no: request_no.map(ToString::to_string),
        voucher_id: voucher
            .zip(activity)
            .map(|(voucher, activity)| api.voucher_id(&voucher, activity)),
        user_id: about.map(|(_, user)| user.to_string()),
        happened_at: Moment(notice.happened_at),
        state: state(view.state),
        due_at: Moment(view.due_at),
        attempts: view.attempts.iter().map(attempt).collect(),
    })
}

fn attempt(attempt: &quan_engine::Attempt) -> wire::Attempt {
    wire::Attempt {
        at: Moment(attempt.at),
        delivered: attempt.delivered,
        detail: attempt.detail.clone(),
    }
}

/// A notice about a plan or a shop.
pub(super) fn of_registry(view: &RegistryNoticeView) -> wire::Notice {
    let notice = &view.notice;
    let (event, request_no) = match &notice.news.event {
        NoticeEvent::Delivery {
            request, status, ..
        } => {
            let event = match status {
                DeliveryStatus::Active => wire::Event::DeliveryActive,
                DeliveryStatus::Inactive => wire::Event::DeliveryInactive,
                DeliveryStatus::Auditing => wire::Event::DeliveryAuditing,
                DeliveryStatus::Rejected => wire::Event::DeliveryRejected,
            };
            (event, Some(request.to_string()))
        }
        NoticeEvent::ShopPassed => (wire::Event::ShopPassed, None),
        NoticeEvent::ShopRejected => (wire::Event::ShopRejected, None),
    };
    let subject = notice.news.subject.clone();
    let (delivery_id, shop_id) = match notice.news.event {
        NoticeEvent::Delivery { .. } => (Some(subject), None),
        NoticeEvent::ShopPassed | NoticeEvent::ShopRejected => (None, Some(subject)),
    };
    wire::Notice {
        notice_id: names::registered_notice_id(notice.number),
        activity_id: String::new(),
        delivery_id,
        shop_id,
        receiver: notice.news.receiver.to_string(),
        event,
        request_no,
        voucher_id: None,
        user_id: None,
        happened_at: Moment(notice.happened_at),
        state: state(view.state),
        due_at: Moment(view.due_at),
        attempts: view.attempts.iter().map(attempt).collect(),
    }
}

fn state(state: NoticeState) -> wire::NoticeState {
    match state {
        NoticeState::Waiting => wire::NoticeState::Waiting,
        NoticeState::Delivered => wire::NoticeState::Delivered,
        NoticeState::Dead => wire::NoticeState::Dead,
    }
}
