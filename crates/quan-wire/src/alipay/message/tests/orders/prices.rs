//! How numbers and lists that only order vouchers have are read.

use crate::alipay::message::order_voucher::{codedeposit, redeem};
use crate::alipay::message::{Violation, from_pairs, parse};
use quan_core::Fen;
use serde_json::{Value, json};

fn paid(total: &str) -> Result<Fen, Violation> {
    let text = format!(
        r#"{{"activity_id":"A","voucher_code":"C","out_biz_no":"N","biz_dt":"2027-01-10 12:30:00",
            "trade_channel":"OTHER_TRADE_CHANNEL","total_fee":{total}}}"#
    );
    let asked = parse::<redeem::Request>(text)?.check()?;
    Ok(asked.total)
}

#[test]
fn g3_prices_are_texts_or_numbers() {
    for (written, fen) in [
        (r#""36.00""#, 3600),
        ("36.00", 3600),
        ("36", 3600),
        ("0.1", 10),
        ("999.99", 99_999),
        ("100000000.00", 10_000_000_000),
    ] {
        assert_eq!(paid(written).unwrap(), Fen::new(fen), "{written}");
    }
}

#[test]
fn g3_prices_have_at_most_two_decimals() {
    for written in ["0.001", "1.000", "-1", "1e2", r#""a""#, r#""1.""#] {
        let violation = paid(written).unwrap_err();
        assert_eq!(
            (violation.rule, violation.field.as_str()),
            ("G3 prices_have_at_most_two_decimals", "total_fee"),
            "{written}"
        );
    }
    for written in ["true", "{}", "[1]"] {
        let violation = paid(written).unwrap_err();
        assert_eq!(violation.field, "total_fee", "{written}");
        assert_eq!(violation.in_order_words().rule, "G12 field_types");
    }
    for nothing in ["null", r#""""#] {
        assert_eq!(
            paid(nothing).unwrap_err().rule,
            "U6 total_fee_between_0_01_and_100000000"
        );
    }
}

#[test]
fn prices_come_from_pairs_and_are_written_as_texts() {
    let read: redeem::Request = from_pairs([("total_fee", "1.50")]).unwrap();
    assert_eq!(
        serde_json::to_value(read).unwrap(),
        json!({ "total_fee": "1.50" })
    );
}

#[test]
fn codes_of_a_deposit_keep_their_repetitions() {
    let message = json!({ "voucher_codes": ["a", "a", "", null] });
    let read: codedeposit::Request = parse(message.to_string()).unwrap();
    let written: Value = serde_json::to_value(read).unwrap();
    assert_eq!(written, json!({ "voucher_codes": ["a", "a", ""] }));
}
