//! What `quan voucher` is told.

use clap::{Args as ClapArgs, Subcommand};
use quan_client::api::{GoodsLine, Moment, Yuan};

#[derive(Subcommand, Debug)]
pub(crate) enum VoucherCommand {
    /// Look at a voucher.
    Show {
        /// The voucher, as Alipay names it.
        voucher_id: String,
    },
    /// Throw a voucher out of its user's wallet, for good.
    ///
    /// It stays what it was, and is in no list any more.
    Hide {
        /// The voucher, as Alipay names it.
        voucher_id: String,
    },
    /// Use a payment voucher on an order, as paying it would.
    Redeem(Box<Redeem>),
}

#[derive(ClapArgs, Debug)]
pub(crate) struct Redeem {
    /// The voucher, as Alipay names it.
    pub(crate) voucher_id: String,
    /// Tells this request from others: the same one again uses the voucher once.
    #[arg(long, value_name = "TEXT")]
    pub(crate) request_no: String,
    /// Who pays: the voucher must be theirs.
    #[arg(long, value_name = "ID")]
    pub(crate) user: String,
    /// The merchant's number for the order.
    #[arg(long, value_name = "TEXT")]
    pub(crate) order: String,
    /// The whole sum of the order.
    #[arg(long, value_name = "YUAN")]
    pub(crate) total: Yuan,
    /// The merchant who sells.
    #[arg(long, value_name = "PID", required_unless_present = "smid")]
    pub(crate) seller: Option<String>,
    /// The indirect merchant who sells.
    #[arg(long, value_name = "SMID")]
    pub(crate) smid: Option<String>,
    /// The part of the sum that discounts may touch.
    #[arg(long, value_name = "YUAN")]
    pub(crate) discountable: Option<Yuan>,
    /// The part of the sum that discounts may not touch.
    #[arg(long, value_name = "YUAN")]
    pub(crate) undiscountable: Option<Yuan>,
    /// The application in which the order was made.
    #[arg(long, value_name = "APP_ID")]
    pub(crate) app: Option<String>,
    /// The shop in which the order was made.
    #[arg(long, value_name = "ID")]
    pub(crate) shop: Option<String>,
    /// What was bought; may be said several times.
    #[arg(long, value_name = "ID:PRICE:QUANTITY", value_parser = goods)]
    pub(crate) goods: Vec<GoodsLine>,
    /// When the order was really made, where it is paid later.
    #[arg(long, value_name = "INSTANT")]
    pub(crate) made_at: Option<Moment>,
}

/// Reads `coffee:18.00:2`. The id may hold colons.
fn goods(text: &str) -> Result<GoodsLine, String> {
    let mut parts = text.rsplitn(3, ':');
    let (Some(quantity), Some(price), Some(id)) = (parts.next(), parts.next(), parts.next()) else {
        return Err("not like coffee:18.00:2".to_owned());
    };
    Ok(GoodsLine {
        goods_id: id.to_owned(),
        price: price.parse().map_err(|not| format!("the price is {not}"))?,
        quantity: quantity
            .parse()
            .map_err(|_| "the quantity is no number".to_owned())?,
    })
}

#[cfg(test)]
mod tests {
    use super::goods;

    #[test]
    fn goods_are_an_id_a_price_and_a_quantity() {
        let line = goods("sku:1:18:2").unwrap();
        assert_eq!(
            (line.goods_id.as_str(), line.quantity),
            ("sku:1", 2),
            "the id may hold colons"
        );
        assert_eq!(line.price.to_string(), "18.00");
        for wrong in ["coffee", "coffee:2", "coffee:x:2", "coffee:18.00:x"] {
            assert!(goods(wrong).is_err(), "{wrong}");
        }
    }
}
