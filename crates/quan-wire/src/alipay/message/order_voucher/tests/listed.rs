//! The list of rules: everything that the code calls one is on it, and each has
//! a test that bears its name.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The rules of creation, modification and query.
const LIST: &str = include_str!("rules.txt");

/// The Rust files below a folder, in one text.
fn sources(folder: &Path) -> String {
    let mut text = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            text.push_str(&sources(&path));
        } else if path.extension().is_some_and(|suffix| suffix == "rs") {
            text.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
    text
}

fn text() -> String {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    sources(&here.join("src/alipay/message/order_voucher"))
}

fn list() -> BTreeSet<&'static str> {
    let lines = LIST.lines().filter(|line| !line.starts_with('#'));
    lines.collect()
}

#[test]
fn every_rule_of_the_code_is_listed() {
    let (text, list) = (text(), list());
    // A rule's name is a text of the code: a letter, a number, and words.
    let names = text.split('"').filter(|name| {
        let numbered = name
            .strip_prefix(['C', 'M', 'Q'])
            .and_then(|rest| rest.split_once(' '));
        numbered.is_some_and(|(number, words)| {
            number.parse::<u8>().is_ok()
                && words
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        })
    });
    let missing: BTreeSet<_> = names.filter(|name| !list.contains(name)).collect();
    assert!(
        missing.is_empty(),
        "rules that are not listed: {missing:#?}"
    );
}

#[test]
fn every_listed_rule_has_a_test() {
    let (text, list) = (text(), list());
    assert!(list.len() > 200, "only {} rules", list.len());
    assert_eq!(
        list.len() + 2,
        LIST.lines().count(),
        "a rule is listed twice"
    );
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let words: BTreeSet<&str> = words.collect();
    let proved = |rule: &&&str| {
        let name = rule.to_lowercase().replace(' ', "_");
        let next = words.range(name.as_str()..).next();
        next.is_some_and(|word| word.starts_with(&name))
    };
    let missing: Vec<_> = list.iter().filter(|rule| !proved(rule)).collect();
    assert!(missing.is_empty(), "rules without a test: {missing:#?}");
}
