//! What merchants were told, and telling it again.

use std::collections::HashMap;

use axum::extract::State;
use http::StatusCode;
use quan_core::{ActivityId, Event};
use quan_engine::{NoticeFilter, NoticeState, NoticeView};
use quan_wire::api::{self as wire, Listed, Moment, Problem, Replayed};
use serde::Deserialize;

use super::Api;
use super::body::{Asked, Json, Named};
use super::caller::{Operator, Viewer};
use super::find;
use super::names;
use super::refusal::Refusal;

/// Which notices.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Filter {
    /// Only those in this state.
    state: Option<wire::NoticeState>,
    /// Only those of this activity; tokens that are confined to a merchant
    /// must name one.
    activity: Option<String>,
    /// Which page, from 1.
    page: Option<u32>,
    /// How many rows a page has, at most 100.
    page_size: Option<u32>,
}

/// List notices, and how their delivery went.
#[utoipa::path(
    get,
    path = "/api/notices",
    operation_id = "list_notices",
    tag = "notices",
    params(Filter),
    responses(
        (status = 200, description = "A page of them", body = Listed<wire::Notice>),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn list(
    Viewer(caller): Viewer,
    State(api): State<Api>,
    Asked(filter): Asked<Filter>,
) -> Result<Json<Listed<wire::Notice>>, Refusal> {
    let page = find::page(filter.page, filter.page_size)?;
    let activity = if let Some(text) = &filter.activity {
        Some(api.find_activity(caller, text).await?.activity.id)
    } else {
        caller.is_unconfined()?;
        None
    };
    let state = filter.state.map(|state| match state {
        wire::NoticeState::Waiting => NoticeState::Waiting,
        wire::NoticeState::Delivered => NoticeState::Delivered,
        wire::NoticeState::Dead => NoticeState::Dead,
    });
    let listed = api
        .engine
        .notices(NoticeFilter { activity, state }, page)
        .await?;
    let mut known = HashMap::new();
    let mut items = Vec::with_capacity(listed.items.len());
    for view in &listed.items {
        items.push(word(&api, view, &mut known).await?);
    }
    Ok(Json(Listed {
        items,
        page: page.number,
        page_size: page.size,
        total: listed.total,
    }))
}

/// Deliver a notice again: one that was given up, or that was delivered and
/// got lost on the other side. The message is the same, `notify_id` included.
#[utoipa::path(
    post,
    path = "/api/notices/{notice_id}/replay",
    operation_id = "replay_notice",
    tag = "notices",
    params(("notice_id" = String, Path, description = "As notices are listed")),
    responses(
        (status = 202, description = "It is due", body = Replayed),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn replay(
    Operator(caller): Operator,
    State(api): State<Api>,
    Named(notice_id): Named,
) -> Result<(StatusCode, Json<Replayed>), Refusal> {
    let unknown = || Refusal::unknown("no-such-notice", "no such notice");
    let id = names::parse_notice_id(&notice_id).ok_or_else(unknown)?;
    api.activity(caller, id.activity).await.map_err(|refusal| {
        if refusal.status() == StatusCode::NOT_FOUND {
            unknown()
        } else {
            refusal
        }
    })?;
    if api.engine.replay_notice(id).await? {
        Ok((StatusCode::ACCEPTED, Json(Replayed { notice_id })))
    } else {
        Err(unknown())
    }
}

async fn word(
    api: &Api,
    view: &NoticeView,
    known: &mut HashMap<ActivityId, String>,
) -> Result<wire::Notice, Refusal> {
    let notice = &view.notice;
    let activity = notice.id.activity;
    let activity_id = if let Some(id) = known.get(&activity) {
        id.clone()
    } else {
        let view = api.engine.activity(activity).await?;
        let id = view.map_or_else(String::new, |view| names::activity_id(&view.activity));
        known.insert(activity, id.clone());
        id
    };
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
        activity_id,
        receiver: notice.receiver.to_string(),
        event,
        request_no: request_no.map(ToString::to_string),
        voucher_id: voucher.as_ref().map(names::voucher_id),
        user_id: about.map(|(_, user)| user.to_string()),
        happened_at: Moment(notice.happened_at),
        state: match view.state {
            NoticeState::Waiting => wire::NoticeState::Waiting,
            NoticeState::Delivered => wire::NoticeState::Delivered,
            NoticeState::Dead => wire::NoticeState::Dead,
        },
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
