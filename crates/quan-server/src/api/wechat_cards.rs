//! Consumption cards: coupons that are sent under a card's number.

use axum::extract::State;
use quan_core::Product;
use quan_engine::registry::{Entry, WechatCard};
use quan_wire::api::{self as wire, Problem, PutWechatCard, Stretch};
use quan_wire::wechatpay::id;

use super::body::{Asked, Json, Named};
use super::caller::{Admin, Caller, Viewer};
use super::refusal::Refusal;
use super::stretch::{From, limit, stretch};
use super::{Api, wechat};

/// The longest number of a card.
const LONGEST: usize = 64;

/// List cards in the order of their numbers.
#[utoipa::path(
    get,
    path = "/api/wechat-cards",
    operation_id = "list_wechat_cards",
    tag = "wechat",
    params(From),
    responses(
        (status = 200, description = "Some of them", body = Stretch<wire::WechatCard>),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn list(
    Viewer(caller): Viewer,
    State(api): State<Api>,
    Asked(asked): Asked<From>,
) -> Result<Json<Stretch<wire::WechatCard>>, Refusal> {
    let limit = limit(asked.limit)?;
    let after = asked.after.as_deref();
    let cards = api.registry.list_cards(caller.merchant(), after, limit)?;
    let keyed = cards.into_iter().map(|card| (card.id.clone(), word(card)));
    Ok(Json(stretch(keyed, limit)))
}

/// Look at a card.
#[utoipa::path(
    get,
    path = "/api/wechat-cards/{card_id}",
    operation_id = "get_wechat_card",
    tag = "wechat",
    params(("card_id" = String, Path, description = "The card's number")),
    responses(
        (status = 200, description = "What it stands for", body = wire::WechatCard),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn show(
    Viewer(caller): Viewer,
    State(api): State<Api>,
    Named(card_id): Named,
) -> Result<Json<wire::WechatCard>, Refusal> {
    let card = api.registry.find_card(&card_id)?;
    let card = card.filter(|card| caller.sees(card.merchant));
    let card = card.ok_or_else(|| Refusal::unknown("no-such-card", "no such card"))?;
    Ok(Json(word(card)))
}

/// Register a card under a number, or change it.
#[utoipa::path(
    put,
    path = "/api/wechat-cards/{card_id}",
    operation_id = "put_wechat_card",
    tag = "wechat",
    params(("card_id" = String, Path, description = "The card's number")),
    request_body = PutWechatCard,
    responses(
        (status = 200, description = "What it stands for now", body = wire::WechatCard),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn put(
    Admin(caller): Admin,
    State(api): State<Api>,
    Named(card_id): Named,
    Json(asked): Json<PutWechatCard>,
) -> Result<Json<wire::WechatCard>, Refusal> {
    if card_id.len() > LONGEST {
        let why = format!("longer than {LONGEST} characters");
        return Err(Refusal::field("card_id", why));
    }
    let card = checked(&api, caller, card_id, &asked).await?;
    if let Some(known) = api.registry.find_card(&card.id)? {
        caller.may_see_merchant(known.merchant)?;
    }
    api.registry.put(&[Entry::WechatCard(card.clone())])?;
    Ok(Json(word(card)))
}

/// The card that is asked for, if its merchant has the stock.
async fn checked(
    api: &Api,
    caller: Caller,
    id: String,
    asked: &PutWechatCard,
) -> Result<WechatCard, Refusal> {
    let merchant = wechat::find(api, caller, &asked.merchant)
        .map_err(|_| Refusal::field("merchant", "no such merchant"))?
        .mchid;
    let no_stock = || Refusal::field("stock", "the merchant has no such stock");
    let activity = id::parse_stock(&asked.stock).ok_or_else(no_stock)?;
    let view = api.engine.activity(activity).await?.ok_or_else(no_stock)?;
    let own = view.activity.admits(merchant).is_ok();
    if !own || view.activity.product != Product::WechatCoupon {
        return Err(no_stock());
    }
    Ok(WechatCard {
        id,
        merchant,
        activity,
    })
}

fn word(card: WechatCard) -> wire::WechatCard {
    wire::WechatCard {
        card_id: card.id,
        merchant: card.merchant.to_string(),
        stock: id::stock(card.activity),
    }
}
