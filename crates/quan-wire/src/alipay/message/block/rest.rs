//! What an order voucher's activity has beyond today's containers.

use crate::alipay::message::field::{Text, blocks};

blocks! {
    /// What only the flat form of an order voucher says, and what its
    /// containers do not tell once their longest lists have become rows. It is
    /// kept, and never sent as it is.
    OrderVoucherRest {
        biz_tag: Text,
        voucher_comment: Text,
        settle_type: Text,
        /// The mini-program of a service code.
        mini_app_id: Text,
        /// The directory of the shops: `PAYMENT_SHOP` or `REAL_SHOP`.
        shop_type: Text,
    }

    /// A shop that was named and not taken, so that the answer which said so can
    /// be given again.
    OrderVoucherRefused {
        /// The directory of the shop, or the list that it is left out of.
        list: Text,
        shop_id: Text,
        reasons: Vec<String>,
    }
}
