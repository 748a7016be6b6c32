//! Every rule of the specifications has a test that is named after it.
//!
//! A rule `V8.5 natural_person_needs_user_limit` is proved by a test function
//! whose name begins `v8_5_natural_person_needs_user_limit`, in any crate, and the
//! rule `W-USE-3` by every one that begins `w_use_3_`: there the number is enough,
//! and what follows it says the case.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The rules of a list, without its remarks.
fn rules(list: &str) -> Vec<&str> {
    list.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect()
}

/// How the name of a rule's test begins.
fn name(rule: &str) -> String {
    let name = rule.to_lowercase().replace(['.', '-', ' '], "_");
    let bare = rule.starts_with("W-") && !rule.contains(' ');
    if bare { name + "_" } else { name }
}

/// Whether a word begins as the name of a rule's test does: letters and a number, or
/// the letter of `WeChat` Pay.
fn is_named(word: &str) -> bool {
    let head = word.split('_').next().unwrap_or_default();
    if head == "w" {
        return true;
    }
    let number = head.trim_start_matches(|c: char| c.is_ascii_lowercase());
    number.len() < head.len()
        && !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// Every word of Rust below a folder that could be the name of such a test.
fn words_below(folder: &Path, words: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if path.file_name().is_none_or(|name| name != "target") {
                words_below(&path, words);
            }
        } else if path.extension().is_some_and(|suffix| suffix == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let found = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            words.extend(found.filter(|word| is_named(word)).map(str::to_owned));
        }
    }
}

fn words() -> BTreeSet<String> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut words = BTreeSet::new();
    words_below(crates, &mut words);
    words
}

/// Whether a word begins so.
fn begins(words: &BTreeSet<String>, name: &str) -> bool {
    let next = words.range(name.to_owned()..).next();
    next.is_some_and(|word| word.starts_with(name))
}

fn has_a_test_for_every_rule(list: &str) {
    let words = words();
    let proved = |rule: &str| begins(&words, &name(rule));
    let rules = rules(list);
    assert!(rules.len() > 100, "only {} rules", rules.len());
    let missing: Vec<_> = rules.iter().filter(|rule| !proved(rule)).collect();
    assert!(missing.is_empty(), "rules without a test: {missing:#?}");
    let distinct: BTreeSet<_> = rules.iter().collect();
    assert_eq!(distinct.len(), rules.len(), "a rule is listed twice");
}

#[test]
fn every_rule_of_payment_vouchers_has_a_test() {
    has_a_test_for_every_rule(include_str!("alipay-voucher.txt"));
}

#[test]
fn every_rule_of_order_vouchers_has_a_test() {
    has_a_test_for_every_rule(include_str!("alipay-ordervoucher.txt"));
}

/// The series in which the specification of order vouchers numbers its rules,
/// and how many each has.
const SERIES: [(&str, u32); 27] = [
    ("g", 15),
    ("c", 46),
    ("m", 72),
    ("q", 8),
    ("a", 9),
    ("t", 6),
    ("d", 8),
    ("n", 2),
    ("s", 12),
    ("b", 12),
    ("r", 6),
    ("u", 18),
    ("f", 9),
    ("as", 8),
    ("da", 5),
    ("v", 7),
    ("l", 5),
    ("o", 7),
    ("or", 7),
    ("oc", 1),
    ("py", 3),
    ("p", 2),
    ("i", 6),
    ("h", 6),
    ("k", 1),
    ("dl", 1),
    ("ms", 5),
];

#[test]
fn every_number_of_the_specification_of_order_vouchers_heads_a_test() {
    let words = words();
    let numbers = SERIES
        .iter()
        .flat_map(|(series, last)| (1..=*last).map(move |number| format!("{series}{number}_")));
    let missing: Vec<_> = numbers.filter(|head| !begins(&words, head)).collect();
    assert!(missing.is_empty(), "numbers without a test: {missing:#?}");
}

#[test]
fn every_rule_of_alipays_transport_has_a_test() {
    has_a_test_for_every_rule(include_str!("alipay-transport.txt"));
}

#[test]
fn every_rule_of_wechat_pays_transport_has_a_test() {
    has_a_test_for_every_rule(include_str!("wechatpay-transport.txt"));
}

#[test]
fn every_rule_of_merchant_coupons_has_a_test() {
    has_a_test_for_every_rule(include_str!("wechatpay-busifavor.txt"));
}
