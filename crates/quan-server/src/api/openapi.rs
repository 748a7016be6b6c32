//! The OpenAPI document, generated from the handlers and the types they take.

use std::sync::LazyLock;

use axum::response::IntoResponse;
use http::header::CONTENT_TYPE;
use quan_wire::api as wire;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

use super::{
    activities, apps, clock, deliveries, merchants, notices, packages, payees, recharges,
    redemptions, services, shops, switches, trades, users, verify, vouchers, wechat, wechat_cards,
};

/// The document as served, and as kept in the project.
pub fn document() -> &'static str {
    static DOCUMENT: LazyLock<String> = LazyLock::new(|| {
        let mut text = Document::openapi()
            .to_pretty_json()
            .expect("the document is made of texts and lists, which JSON can write");
        text.push('\n');
        text
    });
    &DOCUMENT
}

/// The document itself; everybody may read it.
pub(super) async fn show() -> impl IntoResponse {
    ([(CONTENT_TYPE, "application/json")], document())
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Quan",
        description = "What no platform's API gives: redemption of payment vouchers, accounts, \
                       users, shops, trades, voucher packages, promotion plans, messages, WeChat Pay's \
                       merchants, inspection, \
                       and the sandbox's clock.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    paths(
        redemptions::redeem,
        redemptions::show,
        redemptions::give_back,
        vouchers::show,
        vouchers::hide,
        trades::show,
        trades::pay,
        trades::close,
        activities::list,
        activities::show,
        activities::pause,
        activities::resume,
        activities::approve,
        activities::stop,
        activities::complete,
        merchants::account,
        merchants::deposit,
        switches::show,
        switches::put,
        switches::venue,
        switches::enter_venue,
        switches::leave_venue,
        apps::show,
        apps::set_addresses,
        shops::list,
        shops::show,
        shops::set,
        packages::list,
        packages::show,
        packages::make,
        packages::set_status,
        packages::buy,
        payees::list,
        payees::show,
        payees::put,
        services::list,
        services::show,
        services::put,
        deliveries::list,
        deliveries::show,
        deliveries::set_status,
        recharges::show,
        recharges::pay,
        users::list,
        users::show,
        users::put,
        wechat::list,
        wechat::show,
        wechat::set_certificate_state,
        wechat::set_notify_url,
        wechat_cards::list,
        wechat_cards::show,
        wechat_cards::put,
        notices::list,
        notices::replay,
        verify::verify,
        clock::show,
        clock::put,
    ),
    components(schemas(wire::Problem)),
    security(("token" = [])),
    modifiers(&Token),
)]
struct Document;

/// Every call shows a bearer token.
struct Token;

impl Modify for Token {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("A token of the provisioning file"))
            .build();
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("token", SecurityScheme::Http(scheme));
    }
}
