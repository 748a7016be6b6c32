//! Numbers of stocks and receipts as the platform prints them: digits alone.

use quan_core::{ActivityId, MerchantId};

/// What a stock's number begins from, so that all have sixteen digits.
const FIRST_STOCK: u64 = 1_000_000_000_000_000;
/// Digits of a merchant's number within a receipt's.
const MERCHANT_DIGITS: usize = 17;
/// Digits of a receipt's number.
const RECEIPT_DIGITS: usize = 28;

/// The number of a stock.
pub fn stock(activity: ActivityId) -> String {
    (FIRST_STOCK + activity.number()).to_string()
}

/// The stock of this number; `None` for a text that is none.
pub fn parse_stock(text: &str) -> Option<ActivityId> {
    let digits = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_digit());
    let number: u64 = digits.then(|| text.parse().ok()).flatten()?;
    ActivityId::new(number.checked_sub(FIRST_STOCK)?)
}

/// The number of a subsidy's receipt, or of its way back: the merchant in whose home it
/// lies, and its place there.
pub fn receipt(merchant: MerchantId, sequence: u32) -> String {
    format!("{:0MERCHANT_DIGITS$}{sequence:011}", merchant.number())
}

/// The receipt of this number; `None` for a text that is none.
pub fn parse_receipt(text: &str) -> Option<(MerchantId, u32)> {
    if text.len() != RECEIPT_DIGITS || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (merchant, sequence) = text.split_at_checked(MERCHANT_DIGITS)?;
    let merchant = MerchantId::parse(merchant.trim_start_matches('0')).ok()?;
    let sequence = sequence.parse().ok().filter(|sequence| *sequence > 0)?;
    Some((merchant, sequence))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stock_has_sixteen_digits() {
        let activity = ActivityId::new(7).unwrap();
        assert_eq!(stock(activity), "1000000000000007");
        assert_eq!(parse_stock("1000000000000007"), Some(activity));
        for text in [
            "",
            "7",
            "1000000000000000",
            "100000000000000x",
            "+100000000000007",
        ] {
            assert_eq!(parse_stock(text), None, "{text}");
        }
    }

    #[test]
    fn a_receipt_has_twenty_eight_digits() {
        let merchant = MerchantId::parse("1900000001").unwrap();
        let text = receipt(merchant, 3);
        assert_eq!(text, "0000000190000000100000000003");
        assert_eq!(parse_receipt(&text), Some((merchant, 3)));
        assert_eq!(parse_receipt("0000000190000000100000000000"), None);
        assert_eq!(parse_receipt("1"), None);
    }
}
