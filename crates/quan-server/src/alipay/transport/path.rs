//! Paths of REST v3: one table, from the operations themselves.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use quan_wire::alipay::code::TransportError;
use quan_wire::alipay::message::{Operation, Verb};
use serde_json::value::RawValue;

use super::certificate::DOWNLOAD_PATH;

/// Behind this an activity may be named, or a path of its own begin.
const ACTIVITY: &str = "/v3/alipay/marketing/activity/";

/// Words that are no activity there, because paths of their own begin so.
const RESERVED: &[&str] = &[
    "voucher",
    "ordervoucher",
    "voucherpackage",
    "batchquery",
    "consult",
];

/// What a method or a path asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// Something that the handlers do.
    Operation(Operation),
    /// The platform's certificate, which the transport itself hands out.
    CertificateDownload,
}

/// A path that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) target: Target,
    /// The variables of the path, decoded.
    pub(super) variables: Vec<(String, String)>,
}

/// A path that was not found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Missing {
    /// There is no such path.
    Path,
    /// There is, for another verb.
    Verb,
}

/// All paths.
pub(super) struct Paths {
    plain: HashMap<&'static str, Vec<(&'static str, Target)>>,
    with_variables: Vec<(Vec<&'static str>, &'static str, Target)>,
}

impl Paths {
    pub(super) fn new() -> Paths {
        let mut plain: HashMap<_, Vec<_>> = HashMap::new();
        let mut with_variables = Vec::new();
        plain
            .entry(DOWNLOAD_PATH)
            .or_default()
            .push(("GET", Target::CertificateDownload));
        for operation in Operation::ALL {
            let Some(route) = operation.route() else {
                continue;
            };
            let target = Target::Operation(*operation);
            if route.path.contains('{') {
                let segments = route.path.split('/').collect();
                with_variables.push((segments, route.verb.as_str(), target));
            } else {
                plain
                    .entry(route.path)
                    .or_default()
                    .push((route.verb.as_str(), target));
            }
        }
        Paths {
            plain,
            with_variables,
        }
    }

    /// Finds what a verb and a path, still encoded, ask for.
    pub(super) fn find(&self, verb: &str, path: &str) -> Result<Found, Missing> {
        if let Some(targets) = self.plain.get(path) {
            let target = targets
                .iter()
                .find(|(known, _)| *known == verb)
                .ok_or(Missing::Verb)?
                .1;
            return Ok(Found {
                target,
                variables: Vec::new(),
            });
        }
        let mut missing = Missing::Path;
        for (segments, known, target) in &self.with_variables {
            let Some(variables) = matched(segments, path) else {
                continue;
            };
            if *known == verb {
                return Ok(Found {
                    target: *target,
                    variables,
                });
            }
            missing = Missing::Verb;
        }
        Err(missing)
    }
}

/// The variables of a path that has the form of `segments`.
fn matched(segments: &[&'static str], path: &str) -> Option<Vec<(String, String)>> {
    let word = path
        .strip_prefix(ACTIVITY)
        .and_then(|rest| rest.split('/').next());
    if word.is_some_and(|word| RESERVED.contains(&word)) {
        return None;
    }
    let mut variables = Vec::new();
    let mut parts = path.split('/');
    for segment in segments {
        let part = parts.next()?;
        match segment
            .strip_prefix('{')
            .and_then(|name| name.strip_suffix('}'))
        {
            None if part == *segment => {}
            Some(name) if !part.is_empty() => {
                variables.push((name.to_owned(), decoded(part)?));
            }
            None | Some(_) => return None,
        }
    }
    if parts.next().is_some() {
        None
    } else {
        Some(variables)
    }
}

/// A part of a path as text. Unlike in a query, `+` is a plus.
fn decoded(part: &str) -> Option<String> {
    let escaped = part.replace('+', "%2B");
    String::from_utf8(quan_wire::alipay::form::decode(escaped.as_bytes())).ok()
}

/// The pairs of a query, decoded; `None` when they are not UTF-8.
pub(super) fn query_pairs(query: &str) -> Option<Vec<(String, String)>> {
    let side =
        |text: &str| String::from_utf8(quan_wire::alipay::form::decode(text.as_bytes())).ok();
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Some((side(name)?, side(value)?))
        })
        .collect()
}

/// The value of one parameter of a query, where it is plain to read.
pub(super) fn query_value<'a>(query: &'a str, name: &str) -> Option<Cow<'a, str>> {
    let value = query
        .split('&')
        .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))?;
    if !value.contains(['%', '+']) {
        return Some(Cow::Borrowed(value));
    }
    let bytes = quan_wire::alipay::form::decode(value.as_bytes());
    String::from_utf8(bytes).ok().map(Cow::Owned)
}

/// The variables of a path as members of an object, which is JSON text. They win
/// over members of the same name.
pub(super) fn joined(
    object: String,
    variables: Vec<(String, String)>,
) -> Result<String, TransportError> {
    if variables.is_empty() {
        return Ok(object);
    }
    let illegal = |_| TransportError::IllegalJson;
    // The members stay as they were written: a number is not read and printed anew.
    let mut members: BTreeMap<String, Box<RawValue>> =
        serde_json::from_str(&object).map_err(illegal)?;
    for (name, value) in variables {
        let value = serde_json::value::to_raw_value(&value).map_err(illegal)?;
        members.insert(name, value);
    }
    serde_json::to_string(&members).map_err(illegal)
}

/// Whether the body of an operation may be large: an upload, or long lists.
pub(super) fn is_large(target: Target) -> bool {
    is_upload(target)
        || matches!(
            target,
            Target::Operation(Operation::OrderVoucherCreate | Operation::OrderVoucherModify)
        )
}

/// Whether an upload comes with an operation.
pub(super) fn is_upload(target: Target) -> bool {
    match target {
        Target::Operation(operation) => operation
            .route()
            .is_some_and(|route| route.verb == Verb::PostMultipart),
        Target::CertificateDownload => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(verb: &str, path: &str) -> Result<(Operation, Vec<String>), Missing> {
        let found = Paths::new().find(verb, path)?;
        let Target::Operation(operation) = found.target else {
            panic!("{path}")
        };
        Ok((
            operation,
            found
                .variables
                .into_iter()
                .map(|(_, value)| value)
                .collect(),
        ))
    }

    #[test]
    fn every_operation_of_rest_is_found_under_its_path() {
        for operation in Operation::ALL {
            let Some(route) = operation.route() else {
                continue;
            };
            let path = route
                .path
                .replace("{activity_id}", "2016042700826004508401111111")
                .replace("{voucher_code}", "ABE44")
                .replace("{delivery_id}", "D1");
            assert!(!path.contains('{'), "{path}");
            let found = find(route.verb.as_str(), &path).map(|(operation, _)| operation);
            assert_eq!(found, Ok(*operation), "{path}");
        }
    }

    #[test]
    fn a_variable_does_not_swallow_words_that_begin_paths() {
        let activity = "/v3/alipay/marketing/activity";
        assert_eq!(
            find("GET", &format!("{activity}/2016")),
            Ok((Operation::ActivityQuery, vec!["2016".to_owned()]))
        );
        assert_eq!(
            find("GET", &format!("{activity}/20%2F16+1/shop/batchquery")),
            Ok((Operation::ShopBatchquery, vec!["20/16+1".to_owned()]))
        );
        for word in RESERVED {
            assert!(
                find("GET", &format!("{activity}/{word}")).is_err(),
                "{word}"
            );
        }
        assert_eq!(find("GET", &format!("{activity}/")), Err(Missing::Path));
        assert_eq!(
            find("GET", &format!("{activity}/voucher/nosuch")),
            Err(Missing::Path)
        );
        assert_eq!(
            find("GET", &format!("{activity}/voucher/send")),
            Err(Missing::Verb)
        );
        assert_eq!(
            find("POST", &format!("{activity}/2016")),
            Err(Missing::Verb)
        );
    }

    #[test]
    fn words_that_begin_paths_are_reserved() {
        for operation in Operation::ALL {
            let route = operation.route();
            let Some(rest) = route.and_then(|route| route.path.strip_prefix(ACTIVITY)) else {
                continue;
            };
            let word = rest.split('/').next().unwrap();
            assert!(word.starts_with('{') || RESERVED.contains(&word), "{word}");
        }
    }

    #[test]
    fn codes_in_a_path_are_decoded_once_and_plus_stays_plus() {
        let place = "/v3/alipay/marketing/ordervoucher/activity/2016/voucher";
        for (written, code) in [
            ("ABE44", "ABE44"),
            ("a+b", "a+b"),
            ("a%2Bb%3D%7C-_", "a+b=|-_"),
            ("%252B", "%2B"),
            ("voucher", "voucher"),
            ("consult", "consult"),
        ] {
            for (word, operation) in [
                ("use", Operation::OrderVoucherUse),
                ("refund", Operation::OrderVoucherRefund),
            ] {
                assert_eq!(
                    find("POST", &format!("{place}/{written}/{word}")),
                    Ok((operation, vec!["2016".to_owned(), code.to_owned()])),
                    "{written}"
                );
            }
        }
        assert_eq!(
            find("POST", &format!("{place}//use")),
            Err(Missing::Path),
            "no code at all"
        );
        assert_eq!(
            find("POST", &format!("{place}/%ff/use")),
            Err(Missing::Path),
            "not UTF-8"
        );
    }

    #[test]
    fn order_vouchers_are_changed_with_patch_alone() {
        let activity = "/v3/alipay/marketing/ordervoucher/activity";
        let of = |operation| Ok((operation, vec!["2016".to_owned()]));
        for (path, operation) in [
            ("2016", Operation::OrderVoucherModify),
            ("2016/append", Operation::OrderVoucherAppend),
            ("2016/stop", Operation::OrderVoucherStop),
        ] {
            let path = format!("{activity}/{path}");
            assert_eq!(find("PATCH", &path), of(operation), "{path}");
            for verb in ["GET", "POST", "PUT", "DELETE"] {
                assert_eq!(find(verb, &path), Err(Missing::Verb), "{verb} {path}");
            }
        }
        assert_eq!(find("PATCH", activity), Err(Missing::Verb));
        assert_eq!(
            find("GET", &format!("{activity}/2016/voucher/codecount")),
            of(Operation::OrderVoucherCodecount)
        );
        // The eight that have a path of their own are nowhere else.
        for word in ["create", "modify", "append", "stop", "use", "refund"] {
            let flat = format!("/v3/alipay/marketing/activity/ordervoucher/{word}");
            assert_eq!(find("POST", &flat), Err(Missing::Path), "{flat}");
        }
    }

    #[test]
    fn variables_join_the_members_and_win() {
        let variables = || vec![("activity_id".to_owned(), "A\"1".to_owned())];
        let join = |object: &str| joined(object.to_owned(), variables());
        assert_eq!(join("{}").as_deref(), Ok(r#"{"activity_id":"A\"1"}"#));
        assert_eq!(
            join(r#"{"total_fee": 0.10, "activity_id":"B", "activity\u005fid":1}"#).as_deref(),
            Ok(r#"{"activity_id":"A\"1","total_fee":0.10}"#)
        );
        assert_eq!(join("[]"), Err(TransportError::IllegalJson));
        let untouched = joined(r#"{ "a":1 }"#.to_owned(), Vec::new());
        assert_eq!(untouched.as_deref(), Ok(r#"{ "a":1 }"#));
    }

    #[test]
    fn queries_are_decoded_like_forms() {
        let pairs = query_pairs("a=1+2&b=%E5%88%B8&&c").unwrap();
        let pairs: Vec<_> = pairs
            .iter()
            .map(|(a, b)| (a.as_str(), b.as_str()))
            .collect();
        assert_eq!(pairs, [("a", "1 2"), ("b", "券"), ("c", "")]);
        assert_eq!(query_pairs("a=%ff"), None);
        assert_eq!(
            query_value("x=1&method=alipay.a", "method").as_deref(),
            Some("alipay.a")
        );
        assert_eq!(query_value("methods=1", "method"), None);
    }
}
