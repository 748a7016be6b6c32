//! `alipay.marketing.campaign.order.voucher.consult`: which of a user's vouchers
//! would lower the price of an order.

use quan_core::Fen;

use super::call::{Call, Operation};
use super::check;
use super::field::{Flag, Int, Text, blocks};
use super::violation::Violation;

blocks! {
    /// The order. Who the buyer is, their authorisation says.
    Request {
        order_amount: Text,
        item_consult_list: Vec<ItemConsultInfo>,
        specified_app_id: Text,
        scene_code: Vec<String>,
        business_param: Text,
    }

    /// One line of the order.
    ItemConsultInfo { item_id: Text, price: Text, quantity: Int }

    /// The vouchers that apply.
    Answer { optimal_total_promo_amount: Text, voucher_consult_list: Vec<VoucherConsultInfo> }

    /// One voucher that applies.
    VoucherConsultInfo {
        voucher_id: Text,
        voucher_name: Text,
        voucher_type: Text,
        promo_type: Text,
        promo_amount: Text,
        promo_text: Text,
        threshold_amount: Text,
        reduction_amount: Text,
        reduction_ratio: Text,
        ceiling_amount: Text,
        specified_amount: Text,
        optimal: Flag,
        item_promo_info: Option<ItemPromoInfo>,
        active_time: Text,
        expired_time: Text,
    }

    /// The goods that a voucher is for.
    ItemPromoInfo {
        item_consult_list: Vec<ItemConsultInfo>,
        item_name: Text,
        item_desc: Text,
        item_cover_pic: Text,
        item_detail_pic_list: Vec<String>,
    }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::OrderVoucherConsult;
}

/// An order to consult about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderQuestion {
    /// What the order costs.
    pub amount: Fen,
    /// Its lines, where they are known.
    pub items: Vec<Item>,
    /// The mini-program where it is paid.
    pub app_id: Option<String>,
}

/// One line of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The merchant's code.
    pub id: String,
    /// What one costs.
    pub price: Fen,
    /// How many.
    pub quantity: u32,
}

impl Request {
    /// The question, or the first rule that it breaks.
    pub fn check(&self) -> Result<OrderQuestion, Violation> {
        let rule = "V9.9 order_amount_required";
        check::need(rule, "order_amount", &self.order_amount)?;
        let money = |field: &str, text: &Text| {
            let amount = check::money("V1.2 money_has_at_most_two_decimals", field, text)?;
            Ok(amount.unwrap_or(Fen::ZERO))
        };
        let amount = money("order_amount", &self.order_amount)?;
        let items = self.item_consult_list.iter().enumerate().map(|(at, item)| {
            let field = |name: &str| format!("item_consult_list[{at}].{name}");
            let rule = "V9.9 items_are_complete";
            let id = check::need(rule, &field("item_id"), &item.item_id)?.to_owned();
            check::need(rule, &field("price"), &item.price)?;
            let price = money(&field("price"), &item.price)?;
            let quantity = check::positive(rule, &field("quantity"), item.quantity)?;
            let Some(quantity) = quantity else {
                return Err(Violation::of(rule, &field("quantity"), "不能为空"));
            };
            Ok(Item {
                id,
                price,
                quantity,
            })
        });
        let items = items.collect::<Result<_, Violation>>()?;
        Ok(OrderQuestion {
            amount,
            items,
            app_id: self.specified_app_id.clone(),
        })
    }
}
