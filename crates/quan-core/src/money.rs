//! Amounts of money, in whole fen.

use std::fmt;

/// An amount of money in fen, the hundredth of a yuan. Never negative.
///
/// Arithmetic is checked: a sum that does not fit and a difference below
/// zero are `None`, never a wrapped figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fen(u64);

impl Fen {
    /// No money at all.
    pub const ZERO: Fen = Fen(0);
    /// The smallest amount that somebody can pay.
    pub const ONE: Fen = Fen(1);
    /// The largest amount: what a store's signed 64-bit column holds.
    pub const MAX: Fen = Fen(i64::MAX.unsigned_abs());

    /// An amount of `fen` fen; larger ones than [`Fen::MAX`] are held there.
    pub const fn new(fen: u64) -> Fen {
        if fen > Fen::MAX.0 { Fen::MAX } else { Fen(fen) }
    }

    /// The amount in fen.
    pub const fn get(self) -> u64 {
        self.0
    }

    /// Both together, or `None` above [`Fen::MAX`].
    pub fn checked_add(self, other: Fen) -> Option<Fen> {
        self.0
            .checked_add(other.0)
            .filter(|sum| *sum <= Fen::MAX.0)
            .map(Fen)
    }

    /// What is left, or `None` below zero.
    pub fn checked_sub(self, other: Fen) -> Option<Fen> {
        self.0.checked_sub(other.0).map(Fen)
    }

    /// This amount `times` over, or `None` above [`Fen::MAX`].
    pub fn checked_mul(self, times: u64) -> Option<Fen> {
        self.0
            .checked_mul(times)
            .filter(|product| *product <= Fen::MAX.0)
            .map(Fen)
    }

    /// What is left, and nothing where `other` is more.
    #[must_use]
    pub fn saturating_sub(self, other: Fen) -> Fen {
        Fen(self.0.saturating_sub(other.0))
    }

    /// Reads yuan as both platforms write them: digits with at most two
    /// decimals. No sign, no exponent, no space.
    ///
    /// ```
    /// use quan_core::Fen;
    /// assert_eq!(Fen::from_yuan("12.3"), Some(Fen::new(1230)));
    /// assert_eq!(Fen::from_yuan("12.345"), None);
    /// assert_eq!(Fen::from_yuan("-1"), None);
    /// ```
    pub fn from_yuan(text: &str) -> Option<Fen> {
        let (whole, cents) = match text.split_once('.') {
            None => (text, 0),
            Some((whole, cents)) => {
                let tens = match cents.len() {
                    1 => 10,
                    2 => 1,
                    _ => return None,
                };
                (whole, digits(cents)?.checked_mul(tens)?)
            }
        };
        let fen = digits(whole)?.checked_mul(100)?.checked_add(cents)?;
        (fen <= Fen::MAX.0).then_some(Fen(fen))
    }
}

fn digits(text: &str) -> Option<u64> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

/// Yuan with exactly two decimals, as both platforms print money.
impl fmt::Display for Fen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn yuan_have_at_most_two_decimals_and_nothing_but_digits() {
        for (text, fen) in [
            ("1", 100),
            ("0.10", 10),
            ("10.5", 1050),
            ("0", 0),
            ("007.01", 701),
        ] {
            assert_eq!(Fen::from_yuan(text), Some(Fen(fen)), "{text}");
        }
        for text in [
            "", ".", "1.", ".5", "-1", "+1", "1e3", "1.001", " 1", "1,00", "９", "1.-1",
        ] {
            assert_eq!(Fen::from_yuan(text), None, "{text}");
        }
    }

    #[test]
    fn an_amount_beyond_the_largest_is_refused() {
        assert_eq!(Fen::from_yuan("92233720368547758.08"), None);
        assert_eq!(Fen::from_yuan("92233720368547758.07"), Some(Fen::MAX));
        assert_eq!(Fen::MAX.checked_add(Fen::ONE), None);
        assert_eq!(Fen::ONE.checked_sub(Fen(2)), None);
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read_back(fen in 0..=Fen::MAX.0) {
            prop_assert_eq!(Fen::from_yuan(&Fen(fen).to_string()), Some(Fen(fen)));
        }
    }
}
