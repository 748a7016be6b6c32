//! Using vouchers on orders, and giving orders' money back.

use axum::extract::State;
use axum::response::IntoResponse;
use quan_core::order::{Goods, OrderShop, Seller};
use quan_core::terms::Funding;
use quan_core::{Denial, Fen, Member, Order, OrderNo, Terms, UserId};
use quan_engine::registry::ShopKind;
use quan_wire::api::{
    self as wire, FundBill, FundChannel, FundingSplit, Moment, Problem, RedeemVoucher, Redeemed,
    ReturnRedemption, Returned, Yuan,
};

use super::Api;
use super::body::{Json, Named, made};
use super::caller::{Operator, Viewer};
use super::names;
use super::numbered::numbered;
use super::refusal::Refusal;

/// The most lines of an order.
const MOST_LINES: usize = 1000;

/// Use a voucher on an order.
///
/// Checks every condition of the voucher and answers what comes off, or the
/// first condition that failed. The same request number is answered the same
/// way again, and uses the voucher once.
#[utoipa::path(
    post,
    path = "/api/vouchers/{voucher_id}/redemptions",
    operation_id = "redeem_voucher",
    tag = "redemptions",
    params(("voucher_id" = String, Path, description = "The voucher, as its platform names it")),
    request_body = RedeemVoucher,
    responses(
        (status = 201, description = "The voucher was used", body = Redeemed),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn redeem(
    Operator(caller): Operator,
    State(api): State<Api>,
    Named(voucher_id): Named,
    Json(asked): Json<RedeemVoucher>,
) -> Result<impl IntoResponse, Refusal> {
    let call = numbered(&asked.request_no, &(&voucher_id, &asked))?;
    let order = read_order(&api, &asked)?;
    let (voucher, view) = api.find_voucher(caller, &voucher_id).await?;
    let user = UserId::parse(&asked.user_id).map_err(Refusal::name("user_id"))?;
    let redemption = api.engine.redeem(voucher.id, call, user, order).await?;
    let terms = &view.activity.terms;
    let mut fund_bill = vec![FundBill {
        channel: FundChannel::AlipayAccount,
        amount: Yuan(redemption.paid()),
    }];
    fund_bill.push(FundBill {
        channel: FundChannel::MerchantDiscount,
        amount: Yuan(redemption.deduction),
    });
    Ok(made(Redeemed {
        redemption_id: redemption.id.to_string(),
        voucher_id,
        activity_id: names::activity_id(&view.activity),
        user_id: redemption.user.to_string(),
        order_no: redemption.order.to_string(),
        total: Yuan(redemption.total),
        deduction: Yuan(redemption.deduction),
        buyer_pays: Yuan(redemption.paid()),
        seller_receives: Yuan(seller_receives(&redemption, terms)),
        funding: split(redemption.deduction, terms, &asked.seller),
        fund_bill,
        redeemed_at: Moment(redemption.redeemed_at),
    }))
}

/// Look at a redemption.
#[utoipa::path(
    get,
    path = "/api/redemptions/{redemption_id}",
    operation_id = "get_redemption",
    tag = "redemptions",
    params(("redemption_id" = String, Path, description = "As the redemption was answered")),
    responses(
        (status = 200, description = "As it stands", body = wire::Redemption),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn show(
    Viewer(caller): Viewer,
    State(api): State<Api>,
    Named(redemption_id): Named,
) -> Result<Json<wire::Redemption>, Refusal> {
    let (redemption, view) = api.find_redemption(caller, &redemption_id).await?;
    let voucher = api
        .engine
        .voucher(redemption.voucher)
        .await?
        .ok_or(Denial::NoSuchRedemption)?;
    Ok(Json(wire::Redemption {
        redemption_id,
        voucher_id: api.voucher_id(&voucher, &view.activity),
        activity_id: names::activity_id(&view.activity),
        user_id: redemption.user.to_string(),
        order_no: redemption.order.to_string(),
        total: Yuan(redemption.total),
        deduction: Yuan(redemption.deduction),
        buyer_pays: Yuan(redemption.paid()),
        seller_receives: Yuan(seller_receives(&redemption, &view.activity.terms)),
        redeemed_at: Moment(redemption.redeemed_at),
        refunded: Yuan(redemption.refunded),
        refunded_to_buyer: Yuan(redemption.refunded.min(redemption.paid())),
        returned_at: redemption.returned_at.map(Moment),
    }))
}

/// Give an order's money back, whole or in part.
///
/// The buyer's own money goes first. Once the whole order is given back, the
/// use of the voucher is returned too.
#[utoipa::path(
    post,
    path = "/api/redemptions/{redemption_id}/returns",
    operation_id = "return_redemption",
    tag = "redemptions",
    params(("redemption_id" = String, Path, description = "As the redemption was answered")),
    request_body = ReturnRedemption,
    responses(
        (status = 201, description = "The money was given back", body = Returned),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn give_back(
    Operator(caller): Operator,
    State(api): State<Api>,
    Named(redemption_id): Named,
    Json(asked): Json<ReturnRedemption>,
) -> Result<impl IntoResponse, Refusal> {
    let call = numbered(&asked.request_no, &(&redemption_id, &asked))?;
    let amount = asked.amount.map(|Yuan(amount)| amount);
    if amount == Some(Fen::ZERO) {
        return Err(Refusal::field("amount", "must be more than 0.00"));
    }
    let (redemption, _) = api.find_redemption(caller, &redemption_id).await?;
    let returned = api
        .engine
        .return_order(redemption.id, call, amount)
        .await?
        .returned;
    Ok(made(Returned {
        return_id: returned.id.to_string(),
        redemption_id,
        amount: Yuan(returned.amount),
        to_buyer: Yuan(returned.to_buyer),
        to_voucher: Yuan(returned.amount.saturating_sub(returned.to_buyer)),
        voucher_returned: returned.voucher_back,
        returned_at: Moment(returned.returned_at),
    }))
}

/// What the seller gets of the order: with a prepaid voucher the whole sum.
fn seller_receives(redemption: &quan_core::Redemption, terms: &Terms) -> Fen {
    match terms.funding {
        Funding::Forgone => redemption.paid(),
        Funding::Prepaid { .. } => redemption.total,
    }
}

/// Who bears a deduction. What was paid in advance counts as the seller's own
/// only where the seller is the one who paid.
fn split(deduction: Fen, terms: &Terms, seller: &wire::Seller) -> FundingSplit {
    let (kind, sponsor) = match terms.funding {
        Funding::Forgone => (wire::Funding::Forgone, None),
        Funding::Prepaid { sponsor } => (wire::Funding::Prepaid, Some(sponsor.to_string())),
    };
    let own = sponsor.is_none() || sponsor == seller.pid;
    let (by_seller, by_others) = if own {
        (deduction, Fen::ZERO)
    } else {
        (Fen::ZERO, deduction)
    };
    FundingSplit {
        kind,
        sponsor,
        by_seller: Yuan(by_seller),
        by_others: Yuan(by_others),
    }
}

fn read_order(api: &Api, asked: &RedeemVoucher) -> Result<Order, Refusal> {
    let Yuan(total) = asked.total;
    if total == Fen::ZERO {
        return Err(Refusal::field("total", "must be more than 0.00"));
    }
    let discountable = asked.discountable.map(|Yuan(part)| part);
    let undiscountable = asked.undiscountable.map_or(Fen::ZERO, |Yuan(part)| part);
    if discountable.is_some_and(|part| part > total) {
        return Err(Refusal::field("discountable", "is more than the total"));
    }
    let both = discountable.unwrap_or_default().checked_add(undiscountable);
    if both.is_none_or(|both| both > total) {
        return Err(Refusal::field(
            "undiscountable",
            "the parts are more than the total",
        ));
    }
    let seller = Seller {
        merchant: member("seller.pid", asked.seller.pid.as_deref())?,
        submerchant: member("seller.smid", asked.seller.smid.as_deref())?,
    };
    if seller.merchant.is_none() && seller.submerchant.is_none() {
        return Err(Refusal::field("seller", "needs a pid, an smid, or both"));
    }
    let placed_at = asked.actual_order_time.map(|Moment(at)| at);
    if placed_at.is_some_and(|at| at > api.engine.now()) {
        return Err(Refusal::field("actual_order_time", "lies ahead"));
    }
    Ok(Order {
        number: OrderNo::parse(&asked.order_no).map_err(Refusal::name("order_no"))?,
        total,
        discountable,
        undiscountable,
        seller,
        app: member("app_id", asked.app_id.as_deref())?,
        shops: read_shop(api, asked.shop_id.as_deref())?
            .into_iter()
            .collect(),
        goods: read_goods(&asked.goods)?,
        placed_at,
    })
}

/// A shop that the registry does not know is a shop all the same, of nobody
/// and nowhere.
fn read_shop(api: &Api, id: Option<&str>) -> Result<Option<OrderShop>, Refusal> {
    let Some(id) = member("shop_id", id)? else {
        return Ok(None);
    };
    let known = api.registry.find_shop(id.as_str())?;
    let city = known
        .as_ref()
        .and_then(|shop| Member::parse(&shop.city).ok());
    let real = known
        .as_ref()
        .is_some_and(|shop| shop.kind == ShopKind::Real);
    let merchant = known.map(|shop| shop.merchant);
    Ok(Some(OrderShop {
        id,
        merchant,
        city,
        real,
    }))
}

fn read_goods(lines: &[wire::GoodsLine]) -> Result<Vec<Goods>, Refusal> {
    if lines.len() > MOST_LINES {
        return Err(Refusal::field(
            "goods",
            format!("has more than {MOST_LINES} lines"),
        ));
    }
    let read = |(place, line): (usize, &wire::GoodsLine)| {
        let id = Member::parse(&line.goods_id)
            .map_err(|not| Refusal::field(format!("goods[{place}].goods_id"), not.to_string()))?;
        if line.quantity == 0 {
            return Err(Refusal::field(
                format!("goods[{place}].quantity"),
                "must be more than 0",
            ));
        }
        Ok(Goods {
            id,
            price: line.price.0,
            quantity: line.quantity,
        })
    };
    lines.iter().enumerate().map(read).collect()
}

fn member(field: &str, text: Option<&str>) -> Result<Option<Member>, Refusal> {
    text.map(|text| Member::parse(text).map_err(Refusal::name(field)))
        .transpose()
}
