//! The page itself: plain HTML without scripts, in Chinese.

mod html;

use axum::extract::{Form, Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY};
use http::{HeaderValue, StatusCode};
use quan_core::{Denial, MerchantId, Recharge, RechargeId};
use serde::Deserialize;

use crate::api::refusal::Refusal;
use crate::api::{Api, names};

/// What a link carries.
#[derive(Debug, Deserialize)]
pub(crate) struct Link {
    #[serde(default)]
    token: String,
}

/// Shows a recharge to whoever has the link.
pub(crate) async fn show(
    State(api): State<Api>,
    Path(id): Path<String>,
    Query(link): Query<Link>,
) -> Response {
    match find(&api, &id, &link.token).await {
        Ok(recharge) => shown(&api, &recharge, &link.token, None).await,
        Err(refusal) => sorry(&refusal),
    }
}

/// Pays a recharge for whoever has the link, and goes back to the page.
pub(crate) async fn pay(
    State(api): State<Api>,
    Path(id): Path<String>,
    Form(link): Form<Link>,
) -> Response {
    let recharge = match find(&api, &id, &link.token).await {
        Ok(recharge) => recharge,
        Err(refusal) => return sorry(&refusal),
    };
    match api
        .engine
        .pay_recharge(recharge.id)
        .await
        .map_err(Refusal::from)
    {
        Ok(()) => Redirect::to(&api.links.path(recharge.id)).into_response(),
        Err(refusal) => {
            let mut page = shown(&api, &recharge, &link.token, Some(why(&refusal))).await;
            *page.status_mut() = refusal.status();
            page
        }
    }
}

/// The recharge, if the token came with a link to it. A wrong token and a
/// recharge that is not there look alike.
async fn find(api: &Api, id: &str, token: &str) -> Result<Recharge, Refusal> {
    let id: RechargeId = id.parse().map_err(|_| Denial::NoSuchRecharge)?;
    if !api.links.check(id, token) {
        return Err(Denial::NoSuchRecharge.into());
    }
    Ok(api
        .engine
        .recharge(id)
        .await?
        .ok_or(Denial::NoSuchRecharge)?)
}

async fn shown(api: &Api, recharge: &Recharge, token: &str, notice: Option<&str>) -> Response {
    let view = match api.engine.activity(recharge.id.activity).await {
        Ok(Some(view)) => view,
        Ok(None) => return sorry(&Denial::NoSuchRecharge.into()),
        Err(error) => return sorry(&error.into()),
    };
    let name = activity_name(&view.document);
    let page = html::Page {
        recharge,
        activity_id: &names::activity_id(&view.activity),
        activity_name: name.as_deref(),
        sponsor: &sponsor(api, recharge.sponsor),
        token,
        now: api.engine.now(),
        sandbox: api.sandbox.is_some(),
        notice,
    };
    answer(StatusCode::OK, page.to_string())
}

/// The name that the merchant gave the activity, as its document has it.
fn activity_name(document: &str) -> Option<String> {
    let document: serde_json::Value = serde_json::from_str(document).ok()?;
    let name = document
        .pointer("/activity_base_info/activity_name")
        .or_else(|| document.pointer("/activity_name"));
    name?.as_str().map(str::to_owned)
}

fn sponsor(api: &Api, id: MerchantId) -> String {
    match api.registry.find_merchant(id) {
        Some(merchant) => format!("{}（{id}）", merchant.display_name()),
        None => id.to_string(),
    }
}

/// Why it could not be paid, for the person before the screen.
fn why(refusal: &Refusal) -> &'static str {
    match refusal.code() {
        "funds-short" => "账户余额不足，请先充值后再支付。",
        "recharge-closed" => "该笔支付已关闭。",
        _ => "系统繁忙，请稍后再试。",
    }
}

fn sorry(refusal: &Refusal) -> Response {
    let text = if refusal.status() == StatusCode::NOT_FOUND {
        "链接无效或已失效。"
    } else {
        "系统繁忙，请稍后再试。"
    };
    answer(refusal.status(), html::sorry(text))
}

fn answer(status: StatusCode, html: String) -> Response {
    let headers = [
        (
            CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        ),
        // The address holds the token: it is kept and passed on nowhere.
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (
            CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(
                "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; \
                 frame-ancestors 'none'; base-uri 'none'",
            ),
        ),
    ];
    (status, headers, html).into_response()
}
