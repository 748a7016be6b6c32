//! Codes of the platform's own: 22 digits from which the voucher is read, without a
//! table of codes.
//!
//! A code is the voucher's number under a keyed permutation of all texts of 22 digits
//! (FF1 of NIST SP 800-38G): who knows some codes can tell nothing about others. A
//! text that somebody made up is nearly always no voucher's number.

use std::fmt;
use std::sync::Arc;

use aes::Aes256;
use fpe::ff1::{FF1, NumeralString, Operations};
use quan_core::{ActivityId, VoucherId};

/// How many digits a code has.
const DIGITS: usize = 22;
/// The permutation works on halves.
const HALF: usize = DIGITS / 2;
const RADIX: u32 = 10;
/// Room for a voucher's sequence.
const SEQUENCES: u128 = 10_u128.pow(10);

/// Turns vouchers' numbers into codes and back. Clones share the expanded key.
#[derive(Clone)]
pub struct CodeBook(Arc<FF1<Aes256>>);

impl CodeBook {
    /// The book of a key. Another key makes other codes of the same vouchers.
    pub fn new(key: &[u8; 32]) -> CodeBook {
        let permutation = FF1::new(key, RADIX).expect("ten is a radix");
        CodeBook(Arc::new(permutation))
    }

    /// The code of a voucher.
    pub fn code_of(&self, id: VoucherId) -> String {
        let number = u128::from(id.activity.number()) * SEQUENCES + u128::from(id.sequence);
        let code = self.0.encrypt(&[], &Digits::of(number));
        let code = code.expect("a voucher's number has at most 22 digits");
        format!("{:0DIGITS$}", code.number())
    }

    /// The voucher of a code; `None` for a text that is no code of a voucher.
    pub fn voucher_of(&self, code: &str) -> Option<VoucherId> {
        if code.len() != DIGITS || !code.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let number = self.0.decrypt(&[], &Digits::of(code.parse().ok()?)).ok()?;
        let number = number.number();
        let activity = ActivityId::new(u64::try_from(number / SEQUENCES).ok()?)?;
        let sequence = u32::try_from(number % SEQUENCES).ok()?;
        (sequence != 0).then(|| VoucherId::new(activity, sequence))
    }
}

/// Without the key.
impl fmt::Debug for CodeBook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CodeBook(…)")
    }
}

/// 22 digits in halves that fit a word, so that a code costs no allocation.
#[derive(Clone, Copy)]
struct Digits {
    high: Half,
    low: Half,
}

/// Eleven digits.
#[derive(Clone, Copy)]
struct Half(u64);

/// One more than the largest half.
const HALVES: u64 = 10_u64.pow(11);

impl Digits {
    fn of(number: u128) -> Digits {
        let halves = u128::from(HALVES);
        let half = |number: u128| Half(u64::try_from(number).unwrap_or(u64::MAX));
        Digits {
            high: half(number / halves),
            low: half(number % halves),
        }
    }

    fn number(self) -> u128 {
        u128::from(self.high.0) * u128::from(HALVES) + u128::from(self.low.0)
    }
}

impl NumeralString for Digits {
    type Ops = Half;

    fn is_valid(&self, radix: u32) -> bool {
        radix == RADIX && self.high.0 < HALVES && self.low.0 < HALVES
    }

    fn numeral_count(&self) -> usize {
        DIGITS
    }

    fn split(&self) -> (Half, Half) {
        (self.high, self.low)
    }

    fn concat(high: Half, low: Half) -> Digits {
        Digits { high, low }
    }
}

/// The radix is ten and the modulus that of a half: there are no others here.
impl Operations for Half {
    type Bytes = Number;

    fn numeral_count(&self) -> usize {
        HALF
    }

    fn to_be_bytes(&self, _radix: u32, length: usize) -> Number {
        Number {
            bytes: self.0.to_be_bytes(),
            length,
        }
    }

    fn add_mod_exp(self, other: impl Iterator<Item = u8>, _radix: u32, _m: usize) -> Half {
        Half((self.0 + remainder(other)) % HALVES)
    }

    fn sub_mod_exp(self, other: impl Iterator<Item = u8>, _radix: u32, _m: usize) -> Half {
        Half((self.0 + HALVES - remainder(other)) % HALVES)
    }
}

/// What is left of a number, which comes byte by byte, within a half.
fn remainder(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0, |rest, byte| (rest * 256 + u64::from(byte)) % HALVES)
}

/// The last bytes of a number.
struct Number {
    bytes: [u8; 8],
    length: usize,
}

impl AsRef<[u8]> for Number {
    fn as_ref(&self) -> &[u8] {
        let start = self.bytes.len().saturating_sub(self.length);
        self.bytes.get(start..).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use fpe::ff1::FlexibleNumeralString;
    use proptest::prelude::*;

    use super::*;

    const KEY: [u8; 32] = [7; 32];

    fn id(activity: u64, sequence: u32) -> VoucherId {
        VoucherId::new(ActivityId::new(activity).unwrap(), sequence)
    }

    fn ids() -> impl Strategy<Value = VoucherId> {
        let activities = prop_oneof![
            1_u64..=5,
            1..=ActivityId::MAX,
            ActivityId::MAX - 5..=ActivityId::MAX
        ];
        let sequences = prop_oneof![1_u32..=5, 1..=u32::MAX, u32::MAX - 5..=u32::MAX];
        (activities, sequences).prop_map(|(activity, sequence)| id(activity, sequence))
    }

    proptest! {
        #[test]
        fn a_code_has_22_digits_and_leads_back_to_its_voucher(key: [u8; 32], id in ids()) {
            let book = CodeBook::new(&key);
            let code = book.code_of(id);
            prop_assert_eq!(code.len(), 22);
            prop_assert!(code.bytes().all(|byte| byte.is_ascii_digit()));
            prop_assert_eq!(book.voucher_of(&code), Some(id));
        }

        #[test]
        fn a_text_that_is_a_code_is_the_code_of_its_voucher(code in "[0-9]{22}") {
            let book = CodeBook::new(&KEY);
            if let Some(id) = book.voucher_of(&code) {
                prop_assert_eq!(book.code_of(id), code);
            }
        }

        #[test]
        fn the_permutation_is_ff1_as_the_crate_computes_it(key: [u8; 32], id in ids()) {
            let plain = format!("0{:011}{:010}", id.activity.number(), id.sequence);
            let digits: Vec<u16> = plain.bytes().map(|byte| u16::from(byte - b'0')).collect();
            let permutation = FF1::<Aes256>::new(&key, 10).unwrap();
            let code = permutation.encrypt(&[], &FlexibleNumeralString::from(digits));
            let code: Vec<u16> = code.unwrap().into();
            let code: String = code.iter().map(u16::to_string).collect();
            prop_assert_eq!(CodeBook::new(&key).code_of(id), code);
        }

        #[test]
        fn other_texts_are_no_codes(text in "[0-9]{0,21}|[0-9]{23,24}|[0-9]{21}[a-z+ ]|\\PC{0,22}") {
            prop_assert_eq!(CodeBook::new(&KEY).voucher_of(&text), None);
        }
    }

    #[test]
    fn two_vouchers_never_share_a_code() {
        let book = CodeBook::new(&KEY);
        let mut codes = HashSet::new();
        for activity in 1..=20 {
            for sequence in 1..=200 {
                assert!(codes.insert(book.code_of(id(activity, sequence))));
            }
        }
    }

    #[test]
    fn what_no_voucher_has_is_no_code() {
        let book = CodeBook::new(&KEY);
        let code = |number: u128| {
            let code = book.0.encrypt(&[], &Digits::of(number)).unwrap();
            format!("{:022}", code.number())
        };
        let of = |activity: u128, sequence: u128| code(activity * SEQUENCES + sequence);
        let largest = u128::from(ActivityId::MAX);
        assert_eq!(
            book.voucher_of(&of(largest, 1)),
            Some(id(ActivityId::MAX, 1))
        );
        for (activity, sequence) in [
            (0, 1),
            (1, 0),
            (1, u128::from(u32::MAX) + 1),
            (largest + 1, 1),
            (10_u128.pow(11), 1),
        ] {
            assert_eq!(book.voucher_of(&of(activity, sequence)), None);
        }
    }

    #[test]
    fn another_key_makes_other_codes() {
        let [one, other] = [[7; 32], [8; 32]].map(|key| CodeBook::new(&key).code_of(id(1, 1)));
        assert_ne!(one, other);
        // Codes that were handed out stay what they are.
        insta::assert_snapshot!(one, @"0894994384405693990800");
    }
}
