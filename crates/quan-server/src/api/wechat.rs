//! `WeChat` Pay's merchants: their certificates, and where they are told things.

use std::sync::Arc;

use axum::extract::State;
use quan_core::{MerchantId, Timestamp};
use quan_engine::registry::{CertificateState, ResponseKey, Snapshot, WechatMerchant};
use quan_wire::api::{self as wire, Moment, Problem, SetCertificateState, SetNotifyUrl, Stretch};

use super::Api;
use super::body::{Asked, Json, Named};
use super::caller::{Admin, Caller, Viewer};
use super::refusal::Refusal;
use super::stretch::{From, limit, stretch};
use crate::courier;

/// List merchants in the order of their numbers.
#[utoipa::path(
    get,
    path = "/api/wechat-merchants",
    operation_id = "list_wechat_merchants",
    tag = "wechat",
    params(From),
    responses(
        (status = 200, description = "Some of them", body = Stretch<wire::WechatMerchant>),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn list(
    Viewer(caller): Viewer,
    State(api): State<Api>,
    Asked(asked): Asked<From>,
) -> Result<Json<Stretch<wire::WechatMerchant>>, Refusal> {
    let limit = limit(asked.limit)?;
    let after = asked.after.as_deref();
    let after = after.map(MerchantId::parse).transpose();
    let after = after.map_err(Refusal::name("after"))?;
    let known = api.registry.snapshot();
    let now = api.wall.now();
    let merchants = known.wechat_merchants().into_iter();
    let found = merchants
        .filter(|merchant| after.is_none_or(|after| after < merchant.mchid))
        .filter(|merchant| caller.sees(merchant.mchid))
        .take(limit)
        .map(|merchant| (merchant.mchid.to_string(), word(&known, &merchant, now)));
    Ok(Json(stretch(found, limit)))
}

/// Look at a merchant. Its keys are never shown.
#[utoipa::path(
    get,
    path = "/api/wechat-merchants/{mchid}",
    operation_id = "get_wechat_merchant",
    tag = "wechat",
    params(("mchid" = String, Path, description = "The merchant's number")),
    responses(
        (status = 200, description = "As it stands", body = wire::WechatMerchant),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn show(
    Viewer(caller): Viewer,
    State(api): State<Api>,
    Named(mchid): Named,
) -> Result<Json<wire::WechatMerchant>, Refusal> {
    let merchant = find(&api, caller, &mchid)?;
    Ok(answer(&api, &merchant))
}

/// Say what is to be said of a merchant's certificate. Where the provisioning file
/// says it, that is said again at the next start.
#[utoipa::path(
    put,
    path = "/api/wechat-merchants/{mchid}/certificate-state",
    operation_id = "set_certificate_state",
    tag = "wechat",
    params(("mchid" = String, Path, description = "The merchant's number")),
    request_body = SetCertificateState,
    responses(
        (status = 200, description = "As it stands now", body = wire::WechatMerchant),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn set_certificate_state(
    Admin(caller): Admin,
    State(api): State<Api>,
    Named(mchid): Named,
    Json(asked): Json<SetCertificateState>,
) -> Result<Json<wire::WechatMerchant>, Refusal> {
    let merchant = find(&api, caller, &mchid)?;
    let state = match asked.state {
        wire::CertificateState::Valid => CertificateState::Valid,
        wire::CertificateState::Expired => CertificateState::Expired,
        wire::CertificateState::Revoked => CertificateState::Revoked,
        wire::CertificateState::Replaced => CertificateState::Replaced,
    };
    let set = api
        .registry
        .set_certificate_state(merchant.mchid, &asked.serial_no, state)?;
    let set = set.ok_or_else(|| Refusal::field("serial_no", "no such certificate"))?;
    Ok(answer(&api, &set))
}

/// Say where messages to a merchant are posted. The address must be public and over
/// TLS, where the courier's settings do not allow more, and without a query. An
/// address of the provisioning file is back at the next start.
#[utoipa::path(
    put,
    path = "/api/wechat-merchants/{mchid}/notify-url",
    operation_id = "set_notify_url",
    tag = "wechat",
    params(("mchid" = String, Path, description = "The merchant's number")),
    request_body = SetNotifyUrl,
    responses(
        (status = 200, description = "As it stands now", body = wire::WechatMerchant),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn set_notify_url(
    Admin(caller): Admin,
    State(api): State<Api>,
    Named(mchid): Named,
    Json(asked): Json<SetNotifyUrl>,
) -> Result<Json<wire::WechatMerchant>, Refusal> {
    let merchant = find(&api, caller, &mchid)?;
    if let Some(address) = &asked.notify_url {
        let refused = |why: String| Refusal::field("notify_url", why);
        let address = courier::address(address, false, &api.courier)
            .map_err(|error| refused(error.to_string()))?;
        if address.query().is_some() {
            return Err(refused("the address has a query".to_owned()));
        }
    }
    let set = api
        .registry
        .set_notify_url(merchant.mchid, asked.notify_url)?;
    let set = set.ok_or_else(unknown)?;
    Ok(answer(&api, &set))
}

/// The merchant of this number, as far as the caller may see it.
pub(super) fn find(api: &Api, caller: Caller, mchid: &str) -> Result<Arc<WechatMerchant>, Refusal> {
    let mchid = MerchantId::parse(mchid).map_err(|_| unknown())?;
    let merchant = api.registry.wechat_merchant(mchid);
    merchant
        .filter(|merchant| caller.sees(merchant.mchid))
        .ok_or_else(unknown)
}

fn unknown() -> Refusal {
    Refusal::unknown("no-such-merchant", "no such merchant")
}

fn answer(api: &Api, merchant: &WechatMerchant) -> Json<wire::WechatMerchant> {
    Json(word(&api.registry.snapshot(), merchant, api.wall.now()))
}

fn word(known: &Snapshot, merchant: &WechatMerchant, now: Timestamp) -> wire::WechatMerchant {
    let certificates = merchant.certificates.iter();
    let certificates = certificates.map(|(serial, certificate)| wire::WechatCertificate {
        serial_no: serial.clone(),
        state: match certificate.state_at(now) {
            CertificateState::Valid => wire::CertificateState::Valid,
            CertificateState::Expired => wire::CertificateState::Expired,
            CertificateState::Revoked => wire::CertificateState::Revoked,
            CertificateState::Replaced => wire::CertificateState::Replaced,
        },
        expires_at: certificate.expires_at.map(Moment),
    });
    let notify = merchant.notify.as_ref();
    wire::WechatMerchant {
        mchid: merchant.mchid.to_string(),
        name: merchant.name.clone(),
        certificates: certificates.collect(),
        has_apiv3_key: merchant.apiv3_key.is_some(),
        has_v2_key: merchant.v2_key.is_some(),
        response_key: match merchant.response_key {
            ResponseKey::Certificate => wire::ResponseKey::Certificate,
            ResponseKey::PublicKey => wire::ResponseKey::PublicKey,
        },
        appids: merchant.appids.iter().cloned().collect(),
        sub_merchants: known
            .sub_merchants(merchant.mchid)
            .map(|merchant| merchant.to_string())
            .collect(),
        notify_url: notify.map(|notify| notify.url.clone()),
        trusted: notify.is_some_and(|notify| notify.trusted),
    }
}
