//! The two forms of a request brought together: one document, whichever was
//! used, with amounts written alike and without what only says nothing.

use std::collections::HashSet;

use quan_core::Fen;
use serde_json::Value;

use super::legacy;
use crate::alipay::message::block::{AvailableGeographyShopInfo, VoucherAvailableScopeInfo};
use crate::alipay::message::document::{Document, value};
use crate::alipay::message::violation::Violation;

/// Which forms a request used; its answer uses the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Forms {
    /// The flat one of 2021.
    pub legacy: bool,
    /// Today's containers.
    pub nested: bool,
}

/// Which values of a request mean the same as their absence: SDKs cannot tell
/// them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Silence {
    /// Zero and false: a creation has nothing to switch off.
    ZeroAndFalse,
    /// Zero: false changes a flag that is set.
    Zero,
}

impl Silence {
    fn covers(self, value: &Value) -> bool {
        match value {
            Value::Null => true,
            Value::Bool(truth) => !truth && self == Silence::ZeroAndFalse,
            Value::Number(number) => number.as_i64() == Some(0),
            Value::String(text) => text.is_empty(),
            Value::Array(elements) => elements.is_empty(),
            Value::Object(_) => false,
        }
    }
}

/// Completes the containers of a request with what its flat fields say. What is
/// said in both must be the same.
pub(crate) fn merge(
    nested: &Document,
    legacy: &Document,
    silence: Silence,
) -> Result<Document, Violation> {
    let (mut whole, mut flat) = (value(nested), value(legacy));
    tidy("", &mut whole, silence);
    tidy("", &mut flat, silence);
    fill(&mut whole, flat, "")?;
    serde_json::from_value(whole)
        .map_err(|_| Violation::saying("G1 forms_agree", "", "两种形式的参数无法合并"))
}

/// Writes amounts alike, and takes out what says nothing. A block stays, even
/// if it becomes empty: that it was sent may be asked for.
fn tidy(name: &str, value: &mut Value, silence: Silence) {
    match value {
        Value::Object(members) => {
            for (name, value) in members.iter_mut() {
                tidy(name, value, silence);
            }
            members.retain(|_, value| !silence.covers(value));
        }
        Value::Array(elements) => {
            for element in elements {
                tidy(name, element, silence);
            }
        }
        Value::String(text) => {
            if let Some(amount) = amount(name, text) {
                *text = amount;
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// An amount as it is answered: yuan with two decimals, a discount with as few
/// as it needs. `None` for what is no amount.
fn amount(name: &str, text: &str) -> Option<String> {
    match name {
        "amount" | "floor_amount" | "ceiling_amount" | "special_amount" | "origin_amount"
        | "sale_amount" => Fen::from_yuan(text).map(|amount| amount.to_string()),
        "discount" => Some(shortest(Fen::from_yuan(text)?)),
        _ => None,
    }
}

/// Yuan without decimals that say nothing: `20` for `20.00`, `0.5` for `0.50`.
pub(crate) fn shortest(amount: Fen) -> String {
    let text = amount.to_string();
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A message of a modification as it is compared: amounts alike, members
/// sorted, and without what says nothing. False says something.
pub(crate) fn canonical(mut message: Value) -> String {
    tidy("", &mut message, Silence::Zero);
    sorted(message).to_string()
}

/// Whether a message says anything, and does not only hold empty blocks.
pub(crate) fn says_something(mut message: Value) -> bool {
    tidy("", &mut message, Silence::Zero);
    sorted(message)
        .as_object()
        .is_none_or(|members| !members.is_empty())
}

fn sorted(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut members: Vec<_> = members
                .into_iter()
                .map(|(name, value)| (name, sorted(value)))
                .collect();
            members.retain(|(_, value)| !value.as_object().is_some_and(serde_json::Map::is_empty));
            members.sort_by(|a, b| a.0.cmp(&b.0));
            Value::Object(members.into_iter().collect())
        }
        Value::Array(elements) => Value::Array(elements.into_iter().map(sorted).collect()),
        other @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => other,
    }
}

fn fill(into: &mut Value, from: Value, path: &str) -> Result<(), Violation> {
    let (Value::Object(into), Value::Object(from)) = (into, from) else {
        return Ok(());
    };
    for (name, theirs) in from {
        let path = if path.is_empty() {
            name.clone()
        } else {
            format!("{path}.{name}")
        };
        match into.get_mut(&name) {
            Some(ours) if ours.is_object() => fill(ours, theirs, &path)?,
            Some(ours) => same(&name, ours, &theirs)
                .then_some(())
                .ok_or_else(|| differ(&path))?,
            None => {
                into.insert(name, theirs);
            }
        }
    }
    Ok(())
}

/// Two places of a request that contradict each other.
pub(crate) fn differ(field: &str) -> Violation {
    let other = legacy::flat_name(field).unwrap_or(field);
    let what = format!("与 {other} 的取值不一致");
    Violation::of("G1 forms_agree", field, &what)
}

/// Whether two values mean the same; lists as sets. The flat form has no words
/// for some ways of use, so the nested one may name more.
fn same(name: &str, ours: &Value, theirs: &Value) -> bool {
    let (Value::Array(ours), Value::Array(theirs)) = (ours, theirs) else {
        return ours == theirs;
    };
    let set = |list: &[Value]| -> HashSet<String> {
        let texts = list.iter().filter_map(Value::as_str);
        texts.map(str::to_owned).collect()
    };
    let (ours, theirs) = (set(ours), set(theirs));
    if name == "use_guide_mode" {
        return theirs.is_subset(&ours);
    }
    ours == theirs
}

/// The shops that a request names. There may be hundreds of thousands, so they
/// are taken out of the blocks before anything else is done with these.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ShopLists {
    /// Of the payment directory.
    pub(crate) shops: Vec<String>,
    /// Of the directory of real shops.
    pub(crate) real_shops: Vec<String>,
    /// Left out of all shops.
    pub(crate) excluded: Vec<String>,
}

pub(crate) const GEOGRAPHY: &str =
    "voucher_available_scope_info.voucher_available_geography_scope_info";

/// The path of a member of the nested block of shops.
pub(crate) fn shops_at(name: &str) -> String {
    format!("{GEOGRAPHY}.available_geography_shop_info.{name}")
}

impl ShopLists {
    /// Takes the lists out of the nested container.
    pub(crate) fn of_scope(scope: Option<&mut VoucherAvailableScopeInfo>) -> ShopLists {
        let Some(info) = scope
            .and_then(|scope| scope.voucher_available_geography_scope_info.as_mut())
            .and_then(|geography| geography.available_geography_shop_info.as_mut())
        else {
            return ShopLists::default();
        };
        let AvailableGeographyShopInfo {
            available_shop_ids,
            available_real_shop_ids,
            available_geography_all_shop,
        } = info;
        let all = available_geography_all_shop.as_mut();
        ShopLists {
            shops: std::mem::take(available_shop_ids),
            real_shops: std::mem::take(available_real_shop_ids),
            excluded: all
                .map(|all| std::mem::take(&mut all.exclude_shop_ids))
                .unwrap_or_default(),
        }
    }

    /// Both forms' lists as one; where both name shops of a kind, the same ones.
    pub(crate) fn merge(nested: ShopLists, legacy: ShopLists) -> Result<ShopLists, Violation> {
        let one = |name: &str, ours: Vec<String>, theirs: Vec<String>| {
            if ours.is_empty() {
                return Ok(theirs);
            }
            if theirs.is_empty() || equal(&ours, &theirs) {
                return Ok(ours);
            }
            Err(differ(&shops_at(name)))
        };
        let excluded = "available_geography_all_shop.exclude_shop_ids";
        Ok(ShopLists {
            shops: one("available_shop_ids", nested.shops, legacy.shops)?,
            real_shops: one(
                "available_real_shop_ids",
                nested.real_shops,
                legacy.real_shops,
            )?,
            excluded: one(excluded, nested.excluded, legacy.excluded)?,
        })
    }
}

fn equal(ours: &[String], theirs: &[String]) -> bool {
    let set: HashSet<&String> = ours.iter().collect();
    ours.len() == theirs.len() && theirs.iter().all(|id| set.contains(id))
}
