//! What a coupon gives. A stock has exactly one of the three.

use serde::{Deserialize, Serialize};

use crate::wechatpay::message::read::{Block, Fields, Form, amount, block, count};
use crate::wechatpay::message::refusal::Refusal;
use crate::wechatpay::message::value::{Amount, Said, message};
use crate::wechatpay::message::word::StockType;

message! {
    /// An amount off.
    FixedNormalCoupon { discount_amount: Amount, transaction_minimum: Amount }

    /// A part of the price: 88 pays 88 of 100.
    DiscountCoupon { discount_percent: u32, transaction_minimum: Amount }

    /// A purchase for a price of its own.
    ExchangeCoupon { exchange_price: Amount, transaction_minimum: Amount }
}

/// What a coupon gives, under the name of its block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Benefit {
    /// An amount off.
    #[serde(rename = "fixed_normal_coupon")]
    Fixed(FixedNormalCoupon),
    /// A part of the price.
    #[serde(rename = "discount_coupon")]
    Discount(DiscountCoupon),
    /// A purchase.
    #[serde(rename = "exchange_coupon")]
    Exchange(ExchangeCoupon),
}

impl Said for Benefit {}

/// The largest amount of a rule: a hundred thousand yuan.
const MOST: u64 = 10_000_000;

impl Benefit {
    /// The order that it needs at least.
    pub fn transaction_minimum(&self) -> Amount {
        match self {
            Benefit::Fixed(rule) => rule.transaction_minimum,
            Benefit::Discount(rule) => rule.transaction_minimum,
            Benefit::Exchange(rule) => rule.transaction_minimum,
        }
    }

    /// Reads the block of the stock's type. A block of another type is looked at as
    /// well, and has no place there.
    pub(crate) fn read(from: &Fields<'_>, kind: StockType) -> Result<Benefit, Refusal> {
        let fixed = ("fixed_normal_coupon", "固定面额满减券使用规则");
        let fixed = own(from, fixed, block(), kind == StockType::Normal)?;
        let discount = ("discount_coupon", "折扣券使用规则");
        let discount = own(from, discount, block(), kind == StockType::Discount)?;
        let exchange = ("exchange_coupon", "换购券使用规则");
        let exchange = own(from, exchange, block(), kind == StockType::Exchange)?;
        let found = fixed.map(Benefit::Fixed);
        let found = found.or(discount.map(Benefit::Discount));
        let found = found.or(exchange.map(Benefit::Exchange));
        // One of them was needed, and its absence refused.
        found.ok_or_else(|| from.at("coupon_use_rule", "核销规则").missing())
    }
}

/// A block, needed if it is the one of the stock's type and refused if it is not.
fn own<T: Form>(
    from: &Fields<'_>,
    (name, title): (&'static str, &'static str),
    block: Block<T>,
    needed: bool,
) -> Result<Option<T>, Refusal> {
    if needed {
        return from.need(name, title, block).map(Some).map_err(|refusal| {
            let whole = refusal.rule == "W-VAL-1 required" && !from.says(name);
            let rule = "W-CREATE-4 rule_of_the_type";
            if whole {
                Refusal { rule, ..refusal }
            } else {
                refusal
            }
        });
    }
    if from.may(name, title, block)?.is_none() {
        return Ok(None);
    }
    let text = format!("{title}与批次类型不一致");
    let rule = "W-CREATE-4 rule_of_another_type";
    Err(from
        .at(name, title)
        .refuse(rule, text.clone(), &text, "".into()))
}

fn minimum(from: &Fields<'_>) -> Result<Amount, Refusal> {
    from.need("transaction_minimum", "消费门槛", amount(1, MOST))
}

impl Form for FixedNormalCoupon {
    fn read(from: &Fields<'_>) -> Result<Self, Refusal> {
        Ok(FixedNormalCoupon {
            discount_amount: from.need("discount_amount", "优惠金额", amount(1, MOST))?,
            transaction_minimum: minimum(from)?,
        })
    }
}

impl Form for DiscountCoupon {
    fn read(from: &Fields<'_>) -> Result<Self, Refusal> {
        Ok(DiscountCoupon {
            discount_percent: from.need("discount_percent", "折扣比例", count(1, 100))?,
            transaction_minimum: minimum(from)?,
        })
    }
}

impl Form for ExchangeCoupon {
    fn read(from: &Fields<'_>) -> Result<Self, Refusal> {
        Ok(ExchangeCoupon {
            exchange_price: from.need("exchange_price", "单品换购价", amount(0, MOST))?,
            transaction_minimum: minimum(from)?,
        })
    }
}
