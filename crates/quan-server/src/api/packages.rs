//! Voucher packages: what is offered, and who bought.

mod word;

use axum::extract::State;
use axum::response::IntoResponse;
use http::StatusCode;
use quan_core::{Denial, Product, RequestNo, UserId, time};
use quan_engine::registry::{PackageFilter, PackageView, Purchased, SaleRefusal, UserName};
use quan_wire::alipay::message::ids;
use quan_wire::api::{
    self as wire, BuyPackage, Listed, Moment, NewPackage, Problem, Purchase, SetPackageStatus,
};
use serde::Deserialize;

use super::body::{Asked, Json, Named, made};
use super::caller::{Admin, Caller, Operator, Viewer};
use super::refusal::Refusal;
use super::{Api, find, merchants};

/// Which packages.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Filter {
    /// Sold by this merchant.
    merchant: Option<String>,
    /// Only those in this state.
    status: Option<wire::PackageStatus>,
    /// Which page, from 1.
    page: Option<u32>,
    /// How many rows a page has, at most 100.
    page_size: Option<u32>,
}

/// List voucher packages in the order of their ids.
#[utoipa::path(
    get,
    path = "/api/packages",
    operation_id = "list_packages",
    tag = "packages",
    params(Filter),
    responses(
        (status = 200, description = "A page of them", body = Listed<wire::Package>),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn list(
    Viewer(caller): Viewer,
    State(api): State<Api>,
    Asked(asked): Asked<Filter>,
) -> Result<Json<Listed<wire::Package>>, Refusal> {
    let page = find::page(asked.page, asked.page_size)?;
    let filter = PackageFilter {
        merchant: caller.merchant_asked_for(asked.merchant.as_deref())?,
        status: asked.status.map(word::status),
        opens_since: None,
    };
    let listed = api.registry.list_packages(&filter, page)?;
    let mut items = Vec::with_capacity(listed.items.len());
    for view in listed.items {
        items.push(api.package(view).await?);
    }
    Ok(Json(Listed {
        items,
        page: page.number,
        page_size: page.size,
        total: listed.total,
    }))
}

/// Look at a voucher package.
#[utoipa::path(
    get,
    path = "/api/packages/{package_id}",
    operation_id = "get_package",
    tag = "packages",
    params(("package_id" = String, Path, description = "The package")),
    responses(
        (status = 200, description = "As it stands", body = wire::Package),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn show(
    Viewer(caller): Viewer,
    State(api): State<Api>,
    Named(package_id): Named,
) -> Result<Json<wire::Package>, Refusal> {
    let view = api.find_package(caller, &package_id)?;
    Ok(Json(api.package(view).await?))
}

/// Make a voucher package.
#[utoipa::path(
    post,
    path = "/api/packages",
    operation_id = "make_package",
    tag = "packages",
    request_body = NewPackage,
    responses(
        (status = 201, description = "It is made", body = wire::Package),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn make(
    Admin(caller): Admin,
    State(api): State<Api>,
    Json(asked): Json<NewPackage>,
) -> Result<impl IntoResponse, Refusal> {
    let unknown = |_| Refusal::field("merchant", "no such merchant");
    let merchant = merchants::find(&api, caller, &asked.merchant).map_err(unknown)?;
    let mut activities = Vec::new();
    for (place, text) in asked.activities.iter().enumerate() {
        let strange = |_| Refusal::field(format!("activities[{place}]"), "no such activity");
        let view = api.find_activity(caller, text).await.map_err(strange)?;
        if view.activity.product == Product::WechatCoupon {
            let stock = "a stock of WeChat Pay is in no package";
            return Err(Refusal::field(format!("activities[{place}]"), stock));
        }
        activities.push(view.activity.id);
    }
    let package = word::package(asked, merchant)?;
    let today = time::day_of(api.engine.now());
    let name = |number| ids::package_id(today, number);
    let view = api.registry.make_package(&package, &activities, name)?;
    Ok(made(api.package(view.ok_or_else(taken)?).await?))
}

/// Put a voucher package on sale, or take it off.
#[utoipa::path(
    put,
    path = "/api/packages/{package_id}/status",
    operation_id = "set_package_status",
    tag = "packages",
    params(("package_id" = String, Path, description = "The package")),
    request_body = SetPackageStatus,
    responses(
        (status = 200, description = "As it stands now", body = wire::Package),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn set_status(
    Admin(caller): Admin,
    State(api): State<Api>,
    Named(package_id): Named,
    Json(asked): Json<SetPackageStatus>,
) -> Result<Json<wire::Package>, Refusal> {
    api.find_package(caller, &package_id)?;
    let status = word::status(asked.status);
    let view = api.registry.set_package_status(&package_id, status)?;
    Ok(Json(api.package(view.ok_or_else(no_such_package)?).await?))
}

/// Sell a voucher package to a user. It counts towards what can be sold and
/// what the user may buy; no voucher is issued by it.
#[utoipa::path(
    post,
    path = "/api/packages/{package_id}/purchases",
    operation_id = "buy_package",
    tag = "packages",
    params(("package_id" = String, Path, description = "The package")),
    request_body = BuyPackage,
    responses(
        (status = 201, description = "It is sold", body = Purchase),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn buy(
    Operator(caller): Operator,
    State(api): State<Api>,
    Named(package_id): Named,
    Json(asked): Json<BuyPackage>,
) -> Result<impl IntoResponse, Refusal> {
    api.find_package(caller, &package_id)?;
    let request = RequestNo::parse(&asked.request_no).map_err(Refusal::name("request_no"))?;
    let user = UserId::parse(&asked.user_id).map_err(Refusal::name("user_id"))?;
    let known = api.registry.resolve_user(&UserName::Id(&asked.user_id))?;
    known.ok_or_else(|| Refusal::field("user_id", "no such user"))?;
    let now = api.engine.now();
    let sold = api
        .registry
        .sell_package(&package_id, &request, &user, now)?;
    let at = match sold.ok_or_else(no_such_package)? {
        Purchased::New => now,
        Purchased::Same { at } => at,
        Purchased::Reused => return Err(Denial::RequestReused.into()),
        Purchased::Refused(refusal) => return Err(unsold(refusal)),
    };
    Ok(made(Purchase {
        package_id,
        request_no: asked.request_no,
        user_id: asked.user_id,
        at: Moment(at),
    }))
}

fn taken() -> Refusal {
    let detail = "there is a package of this id";
    let (code, title) = ("package-exists", "The id is taken");
    Refusal::new(StatusCode::CONFLICT, code, title, detail)
}

fn no_such_package() -> Refusal {
    Refusal::unknown("no-such-package", "no such voucher package")
}

fn unsold(refusal: SaleRefusal) -> Refusal {
    let (code, detail) = match refusal {
        SaleRefusal::NotEnabled => ("not-on-sale", "the package is not on sale"),
        SaleRefusal::OutOfTime => ("out-of-time", "the package is not on sale at this time"),
        SaleRefusal::SoldOut => ("sold-out", "none is left"),
        SaleRefusal::UserLimit => ("user-limit", "the user has bought as many as a user may"),
    };
    Refusal::new(StatusCode::CONFLICT, code, "Not sold", detail)
}

impl Api {
    /// The package of this id, as far as the caller may see it.
    fn find_package(&self, caller: Caller, id: &str) -> Result<PackageView, Refusal> {
        let view = self.registry.find_package(id)?;
        view.filter(|view| caller.sees(view.package.merchant))
            .ok_or_else(no_such_package)
    }

    /// A package with its activities as merchants know them.
    async fn package(&self, view: PackageView) -> Result<wire::Package, Refusal> {
        let mut activities = Vec::with_capacity(view.activities.len());
        for id in &view.activities {
            let activity = self.engine.activity(*id).await?;
            activities.extend(activity.map(|view| super::names::activity_id(&view.activity)));
        }
        Ok(word::answer(view, activities))
    }
}
