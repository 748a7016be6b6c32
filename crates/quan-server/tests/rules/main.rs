//! Every rule of the specifications has a test that is named after it.
//!
//! A rule `V8.5 natural_person_needs_user_limit` is proved by a test function
//! whose name begins `v8_5_natural_person_needs_user_limit`, in any crate.

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
    rule.to_lowercase().replace(['.', ' '], "_")
}

/// Whether a word begins as the name of a rule's test does: letters and a number.
fn is_named(word: &str) -> bool {
    let head = word.split('_').next().unwrap_or_default();
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

fn has_a_test_for_every_rule(list: &str) {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut words = BTreeSet::new();
    words_below(crates, &mut words);
    let proved = |rule: &str| {
        let name = name(rule);
        words
            .range(name.clone()..)
            .next()
            .is_some_and(|word| word.starts_with(&name))
    };
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

#[test]
fn every_rule_of_alipays_transport_has_a_test() {
    has_a_test_for_every_rule(include_str!("alipay-transport.txt"));
}
