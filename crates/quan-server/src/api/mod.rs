//! Quan's own JSON API below `/api`, the recharge page below `/recharge`, and
//! the merchants' pictures below `/images`.
//!
//! A folder's file per thing that is asked about. A handler names who may ask
//! in its signature ([`caller`]), reads its text once into the domain's types,
//! asks the engine, and words the answer; a denial is worded in [`denial`].

mod activities;
mod apps;
mod body;
mod caller;
mod clock;
mod deliveries;
mod denial;
mod find;
mod images;
mod merchants;
pub(crate) mod names;
mod notices;
mod numbered;
mod openapi;
mod packages;
mod payees;
mod recharges;
mod redemptions;
pub(crate) mod refusal;
mod services;
mod shops;
mod stretch;
mod switches;
mod trades;
mod users;
mod verify;
mod vouchers;
mod wechat;
mod wechat_cards;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post, put};
use quan_core::Clock;
use quan_engine::Engine;
use quan_engine::registry::Registry;

use crate::clock::BusinessClock;
use crate::config::BodyLimits;
use crate::coupon_code::CodeBook;
use crate::courier;
use crate::recharge::{RechargeLinks, page};

pub use self::openapi::document;

/// What the API stands on. Clones share everything.
#[derive(Clone)]
pub struct Api {
    /// What is asked.
    pub engine: Engine,
    /// Who may ask, and what requests refer to.
    pub registry: Registry,
    /// The codes of WeChat Pay's coupons.
    pub codes: CodeBook,
    /// The links to the recharge page.
    pub links: RechargeLinks,
    /// The wall clock, shown beside the business clock.
    pub wall: Arc<dyn Clock>,
    /// The clock that callers may move; none outside a sandbox.
    pub sandbox: Option<SandboxClock>,
    /// How large a body may be.
    pub limits: BodyLimits,
    /// Which addresses may be told to the courier.
    pub courier: courier::Settings,
}

/// A clock that callers may move.
#[derive(Clone)]
pub struct SandboxClock {
    /// The business clock.
    pub clock: BusinessClock,
    /// How far from the wall clock it may be moved, in days, either way.
    pub max_offset_days: u32,
}

/// Everything below `/api`, `/recharge` and `/images`.
pub fn router(api: Api) -> Router {
    Router::new()
        .route("/api/vouchers/{voucher_id}", get(vouchers::show))
        .route("/api/vouchers/{voucher_id}/hide", post(vouchers::hide))
        .route(
            "/api/vouchers/{voucher_id}/redemptions",
            post(redemptions::redeem),
        )
        .route("/api/redemptions/{redemption_id}", get(redemptions::show))
        .route(
            "/api/redemptions/{redemption_id}/returns",
            post(redemptions::give_back),
        )
        .route("/api/activities", get(activities::list))
        .route("/api/activities/{activity_id}", get(activities::show))
        .route(
            "/api/activities/{activity_id}/pause",
            post(activities::pause),
        )
        .route(
            "/api/activities/{activity_id}/resume",
            post(activities::resume),
        )
        .route(
            "/api/activities/{activity_id}/approve",
            post(activities::approve),
        )
        .route("/api/activities/{activity_id}/stop", post(activities::stop))
        .route(
            "/api/activities/{activity_id}/complete",
            post(activities::complete),
        )
        .route(
            "/api/merchants/{merchant_id}/account",
            get(merchants::account),
        )
        .route(
            "/api/merchants/{merchant_id}/deposits",
            post(merchants::deposit),
        )
        .route(
            "/api/merchants/{merchant_id}/switches",
            get(switches::show).put(switches::put),
        )
        .route(
            "/api/activities/{activity_id}/central-venue",
            get(switches::venue)
                .put(switches::enter_venue)
                .delete(switches::leave_venue),
        )
        .route("/api/apps/{app_id}", get(apps::show))
        .route("/api/apps/{app_id}/addresses", put(apps::set_addresses))
        .route("/api/shops", get(shops::list))
        .route("/api/shops/{shop_id}", get(shops::show).patch(shops::set))
        .route("/api/packages", get(packages::list).post(packages::make))
        .route("/api/packages/{package_id}", get(packages::show))
        .route(
            "/api/packages/{package_id}/status",
            put(packages::set_status),
        )
        .route("/api/packages/{package_id}/purchases", post(packages::buy))
        .route("/api/payees", get(payees::list))
        .route("/api/payees/{pid}", get(payees::show).put(payees::put))
        .route("/api/service-codes", get(services::list))
        .route(
            "/api/service-codes/{code}",
            get(services::show).put(services::put),
        )
        .route("/api/deliveries", get(deliveries::list))
        .route("/api/deliveries/{delivery_id}", get(deliveries::show))
        .route(
            "/api/deliveries/{delivery_id}/status",
            put(deliveries::set_status),
        )
        .route("/api/recharges/{recharge_id}", get(recharges::show))
        .route("/api/recharges/{recharge_id}/pay", post(recharges::pay))
        .route("/api/trades/{trade_no}", get(trades::show))
        .route("/api/trades/{trade_no}/pay", post(trades::pay))
        .route("/api/trades/{trade_no}/close", post(trades::close))
        .route("/api/users", get(users::list).post(users::put))
        .route("/api/users/{user_id}", get(users::show))
        .merge(wechat_routes())
        .route("/api/notices", get(notices::list))
        .route("/api/notices/{notice_id}/replay", post(notices::replay))
        .route("/api/verify", get(verify::verify))
        .route("/api/clock", get(clock::show).put(clock::put))
        .route("/api/openapi.json", get(openapi::show))
        .route("/images/{image_id}", get(images::show))
        .route("/recharge/{recharge_id}", get(page::show))
        .route("/recharge/{recharge_id}/pay", post(page::pay))
        .fallback(refusal::no_such_route)
        .method_not_allowed_fallback(refusal::no_such_method)
        .with_state(api)
}

/// What is asked about WeChat Pay.
fn wechat_routes() -> Router<Api> {
    Router::new()
        .route("/api/wechat-merchants", get(wechat::list))
        .route("/api/wechat-merchants/{mchid}", get(wechat::show))
        .route(
            "/api/wechat-merchants/{mchid}/certificate-state",
            put(wechat::set_certificate_state),
        )
        .route(
            "/api/wechat-merchants/{mchid}/notify-url",
            put(wechat::set_notify_url),
        )
        .route("/api/wechat-cards", get(wechat_cards::list))
        .route(
            "/api/wechat-cards/{card_id}",
            get(wechat_cards::show).put(wechat_cards::put),
        )
}
