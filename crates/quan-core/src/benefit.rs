//! What a voucher takes off an order.

use crate::Fen;

/// What a voucher is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Benefit {
    /// A fixed amount off.
    Fixed {
        /// The face value.
        amount: Fen,
    },
    /// A part of the price off.
    Discount {
        /// What the buyer still pays, in hundredths: 65 for 6.5折.
        pays_percent: u8,
        /// The most that comes off.
        ceiling: Fen,
    },
    /// One piece of the goods at a special price.
    Special {
        /// The price with the voucher.
        price: Fen,
        /// The price without.
        origin: Fen,
    },
    /// Something that the merchant hands over.
    Exchange {
        /// What it is worth.
        worth: Fen,
    },
}

impl Benefit {
    /// The most that one voucher can cost, which a prepaid budget sets aside.
    pub fn face(&self) -> Fen {
        match *self {
            Benefit::Fixed { amount } => amount,
            Benefit::Discount { ceiling, .. } => ceiling,
            Benefit::Special { price, origin } => origin.saturating_sub(price),
            Benefit::Exchange { worth } => worth,
        }
    }

    /// What comes off an eligible sum of `base`. The buyer always pays at least
    /// one fen, and a broken fen is the merchant's.
    pub fn deduction(&self, base: Fen) -> Fen {
        let wanted = match *self {
            Benefit::Discount {
                pays_percent,
                ceiling,
            } => {
                let off = u64::from(100_u8.saturating_sub(pays_percent));
                let whole = (base.get() / 100).saturating_mul(off);
                let rest = (base.get() % 100).saturating_mul(off) / 100;
                Fen::new(whole.saturating_add(rest)).min(ceiling)
            }
            Benefit::Fixed { .. } | Benefit::Special { .. } | Benefit::Exchange { .. } => {
                self.face()
            }
        };
        wanted.min(base.saturating_sub(Fen::ONE))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fen(fen: u64) -> Fen {
        Fen::new(fen)
    }

    #[test]
    fn v8_3_a_fixed_voucher_takes_its_face() {
        let benefit = Benefit::Fixed { amount: fen(2000) };
        assert_eq!(benefit.deduction(fen(10_000)), fen(2000));
    }

    #[test]
    fn v8_3_a_discount_rounds_down_and_stops_at_its_ceiling() {
        let benefit = Benefit::Discount {
            pays_percent: 65,
            ceiling: fen(1500),
        };
        assert_eq!(benefit.deduction(fen(999)), fen(349));
        assert_eq!(benefit.deduction(fen(100_000)), fen(1500));
    }

    #[test]
    fn v8_3_a_special_price_takes_the_difference_for_one_piece() {
        let benefit = Benefit::Special {
            price: fen(990),
            origin: fen(2000),
        };
        assert_eq!(benefit.deduction(fen(4000)), fen(1010));
    }

    proptest! {
        #[test]
        fn v8_3_the_buyer_always_pays_something(base in 1u64..1_000_000, amount in 0u64..2_000_000, percent in 0u8..=100) {
            for benefit in [
                Benefit::Fixed { amount: fen(amount) },
                Benefit::Discount { pays_percent: percent, ceiling: fen(amount) },
            ] {
                prop_assert!(benefit.deduction(fen(base)) < fen(base));
                prop_assert!(benefit.deduction(fen(base)) <= benefit.face());
            }
        }
    }
}
