//! `….campaign.order.voucher.consult`: which of a user's vouchers would lower
//! the price of an order.
//!
//! Who the buyer is, their `auth_token` says. Quan gives no such tokens out:
//! the user's number, or the name under which the calling application knows
//! them, stands for one.

use quan_core::order::{Goods, Order, Seller};
use quan_core::terms::GoodsScope;
use quan_core::{Benefit, Fen, Member, MerchantId, OrderNo, UserId, Voucher, VoucherStatus};
use quan_engine::registry::{User, UserName};
use quan_engine::{ActivityView, Page, VoucherFilter};
use quan_wire::alipay::code::TransportError;
use quan_wire::alipay::message::order_consult::{
    Answer, ItemConsultInfo, ItemPromoInfo, OrderQuestion, Request, VoucherConsultInfo,
};
use quan_wire::alipay::message::{project, times};
use serde::Deserialize;

use super::Handlers;
use super::view::{Shown, voucher_id};
use crate::alipay::denial::{Fault, Reason};
use crate::alipay::{Caller, Content};

/// How many of a user's usable vouchers are looked at, the newest first.
const MOST_VOUCHERS: u32 = 200;

/// The `auth_token` among the words of a call.
pub(super) fn auth_token(content: &Content) -> Option<String> {
    #[derive(Deserialize)]
    struct Tokens {
        auth_token: Option<String>,
    }
    match content {
        Content::Json(json) => serde_json::from_str::<Tokens>(json).ok()?.auth_token,
        Content::Pairs(pairs) => pairs
            .iter()
            .find(|(name, _)| name == "auth_token")
            .map(|(_, token)| token.clone()),
    }
}

pub(super) async fn consult(
    handlers: &Handlers,
    caller: &Caller,
    auth_token: Option<&str>,
    request: Request,
) -> Result<Answer, Fault> {
    let buyer = handlers.buyer(caller, auth_token.unwrap_or(""))?;
    let asked = request.check()?;
    let order = order(caller.merchant, &asked)?;
    let filter = VoucherFilter {
        status: Some(VoucherStatus::Usable),
        ..VoucherFilter::default()
    };
    let held = handlers
        .engine
        .vouchers_of(buyer.id.clone(), filter, Page::first(MOST_VOUCHERS));
    let mut found = Vec::new();
    for (voucher, view) in held.await?.items {
        if let Some(off) = handlers.would_take(&voucher, &buyer.id, &order).await? {
            found.push((off, voucher, view));
        }
    }
    // The best takes the most off; of two that do, the one that ends sooner.
    found.sort_by_key(|(off, voucher, view)| {
        (
            std::cmp::Reverse(*off),
            voucher.window(&view.activity.terms).closes_at,
            voucher.id,
        )
    });
    let optimal = found.first().map_or(Fen::ZERO, |(off, ..)| *off);
    let infos = found
        .iter()
        .enumerate()
        .map(|(rank, (off, voucher, view))| {
            let info = handlers.consulted_voucher(*off, voucher, view, &asked)?;
            Ok(VoucherConsultInfo {
                optimal: (rank == 0).then_some(true),
                ..info
            })
        });
    Ok(Answer {
        optimal_total_promo_amount: Some(optimal.to_string()),
        voucher_consult_list: infos.collect::<Result<_, Fault>>()?,
    })
}

fn order(seller: MerchantId, asked: &OrderQuestion) -> Result<Order, Fault> {
    let bad = |field| move |_| Fault::from(Reason::Value(field, "取值不合法"));
    let goods = asked.items.iter().map(|item| {
        let id = Member::parse(&item.id).map_err(bad("item_id"))?;
        Ok(Goods {
            id,
            price: item.price,
            quantity: item.quantity,
        })
    });
    let app = asked.app_id.as_deref().map(Member::parse).transpose();
    Ok(Order {
        number: OrderNo::parse("consult").map_err(bad("order"))?,
        total: asked.amount,
        discountable: None,
        undiscountable: Fen::ZERO,
        seller: Seller {
            merchant: Member::parse(&seller.to_string()).ok(),
            submerchant: None,
        },
        app: app.map_err(bad("specified_app_id"))?,
        shops: Vec::new(),
        goods: goods.collect::<Result<_, Fault>>()?,
        placed_at: None,
    })
}

impl Handlers {
    /// The user whose token was shown.
    pub(super) fn buyer(&self, caller: &Caller, token: &str) -> Result<User, Fault> {
        let app_id = caller.app_id.as_str();
        let by_id = self.registry.resolve_user(&UserName::Id(token))?;
        let buyer = match by_id {
            Some(user) => Some(user),
            // Any text may be an open_id, but only a registered one is a token.
            None => self.registry.find_user_by_open_id(app_id, token)?,
        };
        buyer.ok_or(Fault::Transport(TransportError::InvalidAuthToken))
    }

    async fn would_take(
        &self,
        voucher: &Voucher,
        buyer: &UserId,
        order: &Order,
    ) -> Result<Option<Fen>, Fault> {
        let deduction = self
            .engine
            .deduction(voucher.id, buyer.clone(), order.clone());
        Ok(deduction.await?.ok())
    }

    fn consulted_voucher(
        &self,
        off: Fen,
        voucher: &Voucher,
        view: &ActivityView,
        asked: &OrderQuestion,
    ) -> Result<VoucherConsultInfo, Fault> {
        let terms = &view.activity.terms;
        let shown = Shown::of(self, view)?;
        let for_goods = terms.scope.goods == GoodsScope::Only;
        let window = voucher.window(terms);
        let info = VoucherConsultInfo {
            voucher_id: Some(voucher_id(voucher)?),
            voucher_name: Some(project::voucher_name(shown.document())),
            voucher_type: Some(if for_goods { "ITEM" } else { "ALL" }.to_owned()),
            promo_amount: Some(off.to_string()),
            threshold_amount: terms.floor.map(|floor| floor.to_string()),
            item_promo_info: for_goods.then(|| item_promo(&shown, asked)),
            active_time: Some(times::format(window.opens_at)),
            expired_time: Some(times::format(window.closes_at)),
            ..VoucherConsultInfo::default()
        };
        Ok(with_benefit(info, terms.benefit, terms.floor))
    }
}

/// Adds what the kind of benefit has to say.
fn with_benefit(
    info: VoucherConsultInfo,
    benefit: Benefit,
    floor: Option<Fen>,
) -> VoucherConsultInfo {
    let from = floor.map_or_else(String::new, |floor| format!("满{floor}元"));
    match benefit {
        Benefit::Fixed { amount } => VoucherConsultInfo {
            promo_type: Some("FIX".to_owned()),
            promo_text: Some(format!("{from}减{amount}元")),
            reduction_amount: Some(amount.to_string()),
            ..info
        },
        Benefit::Discount {
            pays_percent,
            ceiling,
        } => VoucherConsultInfo {
            promo_type: Some("DISCOUNT".to_owned()),
            promo_text: Some(format!(
                "{from}{}折，最高减{ceiling}元",
                tenths(pays_percent)
            )),
            reduction_ratio: Some(ratio(100_u8.saturating_sub(pays_percent))),
            ceiling_amount: Some(ceiling.to_string()),
            ..info
        },
        // Only the platform's own vouchers come off a trade.
        Benefit::Exchange { worth: _ } => info,
        Benefit::Special { price, origin: _ } => VoucherConsultInfo {
            promo_type: Some("SPECIAL".to_owned()),
            promo_text: Some(format!("{from}特价{price}元")),
            specified_amount: Some(price.to_string()),
            ..info
        },
    }
}

/// Hundredths as a part of one: 70 is `0.7`.
fn ratio(hundredths: u8) -> String {
    let text = Fen::new(u64::from(hundredths)).to_string();
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Hundredths as the trade says them: 65 is `6.5`.
fn tenths(hundredths: u8) -> String {
    let text = Fen::new(u64::from(hundredths).saturating_mul(10)).to_string();
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The goods that the voucher is for, as the order has them.
fn item_promo(shown: &Shown<'_>, asked: &OrderQuestion) -> ItemPromoInfo {
    let scope = shown.document().voucher_available_scope_info.as_ref();
    let Some(goods) = scope.and_then(|scope| scope.voucher_available_goods_info.as_ref()) else {
        return ItemPromoInfo::default();
    };
    let items = asked
        .items
        .iter()
        .filter(|item| goods.available_goods_sku_ids.contains(&item.id));
    let items = items.map(|item| ItemConsultInfo {
        item_id: Some(item.id.clone()),
        price: Some(item.price.to_string()),
        quantity: i32::try_from(item.quantity).ok(),
    });
    ItemPromoInfo {
        item_consult_list: items.collect(),
        item_name: goods.goods_name.clone(),
        item_desc: goods.goods_description.clone(),
        ..ItemPromoInfo::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn v9_9_a_discount_is_told_as_the_part_that_comes_off() {
        assert_eq!(ratio(70), "0.7");
        assert_eq!(ratio(35), "0.35");
        assert_eq!(tenths(65), "6.5");
        assert_eq!(tenths(30), "3");
    }
}
