//! Shops: what became of checking them, and whether they are open.

use axum::extract::State;
use quan_engine::registry::{Certification, Shop, ShopFilter, ShopKind};
use quan_wire::api::{self as wire, Problem, SetShop, Stretch};
use serde::Deserialize;

use super::Api;
use super::body::{Asked, Json, Named};
use super::caller::{Admin, Caller, Viewer};
use super::refusal::Refusal;
use super::stretch::{limit, stretch};

/// Which shops.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Filter {
    /// Of this merchant, those of its indirect merchants among them.
    merchant: Option<String>,
    /// Of this sort.
    kind: Option<wire::ShopKind>,
    /// Behind this shop.
    after: Option<String>,
    /// How many, at most 1000.
    limit: Option<usize>,
}

/// List shops in the order of their numbers.
#[utoipa::path(
    get,
    path = "/api/shops",
    operation_id = "list_shops",
    tag = "shops",
    params(Filter),
    responses(
        (status = 200, description = "Some of them", body = Stretch<wire::Shop>),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn list(
    Viewer(caller): Viewer,
    State(api): State<Api>,
    Asked(asked): Asked<Filter>,
) -> Result<Json<Stretch<wire::Shop>>, Refusal> {
    let limit = limit(asked.limit)?;
    let filter = ShopFilter {
        merchant: caller.merchant_asked_for(asked.merchant.as_deref())?,
        kind: asked.kind.map(|kind| match kind {
            wire::ShopKind::Payment => ShopKind::Payment,
            wire::ShopKind::Real => ShopKind::Real,
        }),
    };
    let shops = api
        .registry
        .list_shops(&filter, asked.after.as_deref(), limit)?;
    let keyed = shops.into_iter().map(|shop| (shop.id.clone(), word(shop)));
    Ok(Json(stretch(keyed, limit)))
}

/// Look at a shop.
#[utoipa::path(
    get,
    path = "/api/shops/{shop_id}",
    operation_id = "get_shop",
    tag = "shops",
    params(("shop_id" = String, Path, description = "The number that Alipay gave it")),
    responses(
        (status = 200, description = "As it stands", body = wire::Shop),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn show(
    Viewer(caller): Viewer,
    State(api): State<Api>,
    Named(shop_id): Named,
) -> Result<Json<wire::Shop>, Refusal> {
    let shop = find(&api, caller, &shop_id)?;
    let details = api.registry.shop_details(&shop_id)?;
    Ok(Json(wire::Shop {
        details: details.and_then(|text| serde_json::from_str(&text).ok()),
        ..word(shop)
    }))
}

/// Say what became of checking a shop, or whether it is open.
#[utoipa::path(
    patch,
    path = "/api/shops/{shop_id}",
    operation_id = "set_shop",
    tag = "shops",
    params(("shop_id" = String, Path, description = "The number that Alipay gave it")),
    request_body = SetShop,
    responses(
        (status = 200, description = "As it stands now", body = wire::Shop),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn set(
    Admin(caller): Admin,
    State(api): State<Api>,
    Named(shop_id): Named,
    Json(asked): Json<SetShop>,
) -> Result<Json<wire::Shop>, Refusal> {
    find(&api, caller, &shop_id)?;
    let certification = asked.info_status.map(|status| match status {
        wire::InfoStatus::Certified => Certification::Certified,
        wire::InfoStatus::Incomplete => Certification::Incomplete,
        wire::InfoStatus::InAudit => Certification::InAudit,
        wire::InfoStatus::Unknown => Certification::Unknown,
    });
    let now = api.engine.now();
    let shop = api
        .registry
        .set_shop(&shop_id, certification, asked.open, now)?;
    Ok(Json(word(shop.ok_or_else(unknown)?)))
}

pub(super) fn find(api: &Api, caller: Caller, id: &str) -> Result<Shop, Refusal> {
    let shop = api.registry.find_shop(id)?;
    shop.filter(|shop| caller.sees(shop.merchant))
        .ok_or_else(unknown)
}

fn unknown() -> Refusal {
    Refusal::unknown("no-such-shop", "no such shop")
}

fn word(shop: Shop) -> wire::Shop {
    wire::Shop {
        shop_id: shop.id,
        merchant: shop.merchant.to_string(),
        smid: shop.submerchant,
        kind: match shop.kind {
            ShopKind::Payment => wire::ShopKind::Payment,
            ShopKind::Real => wire::ShopKind::Real,
        },
        store_id: shop.store_id,
        name: shop.name,
        city: shop.city,
        address: shop.address,
        latitude: shop.latitude,
        longitude: shop.longitude,
        info_status: match shop.certification {
            Certification::Certified => wire::InfoStatus::Certified,
            Certification::Incomplete => wire::InfoStatus::Incomplete,
            Certification::InAudit => wire::InfoStatus::InAudit,
            Certification::Unknown => wire::InfoStatus::Unknown,
        },
        open: shop.open,
        details: None,
    }
}
