//! Subsidies and their returns.

use std::collections::BTreeMap;

use quan_core::{Action, Desk, Fen, Keys, MerchantId, Subsidy, SubsidyId, Transfer, VoucherId};

use super::Result;
use super::state::State;
use crate::letters;
use crate::store::SubsidyBook;

pub(super) fn load(state: &State, keys: &Keys, desk: &mut Desk) {
    for id in &keys.subsidies {
        put(state, *id, desk);
    }
    for id in &keys.subsidy_returns {
        if let Some(back) = state.subsidy_returns.get(id) {
            put(state, back.of(), desk);
            desk.subsidy_returns.put(*id, back.clone());
        }
    }
    for &(payer, voucher) in &keys.subsidies_of_vouchers {
        let mut ids = Vec::new();
        for subsidy in of_voucher(state, voucher).filter(|subsidy| subsidy.id.payer == payer) {
            ids.push(subsidy.id);
            desk.subsidies.put(subsidy.id, subsidy.clone());
        }
        desk.subsidies_of_vouchers.insert((payer, voucher), ids);
    }
}

fn put(state: &State, id: SubsidyId, desk: &mut Desk) {
    if let Some(subsidy) = state.subsidies.get(&id) {
        desk.subsidies.put(id, subsidy.clone());
    }
}

/// What was paid for a voucher, in the order of payers and numbers.
pub(super) fn of_voucher(state: &State, voucher: VoucherId) -> impl Iterator<Item = &Subsidy> {
    state
        .subsidies_of
        .get(&voucher)
        .into_iter()
        .flatten()
        .filter_map(|id| state.subsidies.get(id))
}

pub(super) fn book(state: &State) -> Result<SubsidyBook> {
    let mut given: BTreeMap<MerchantId, Fen> = BTreeMap::new();
    for subsidy in state.subsidies.values() {
        let sum = given.entry(subsidy.id.payer).or_default();
        *sum = plus(*sum, subsidy.given());
    }
    let mut sums: BTreeMap<SubsidyId, (Fen, Fen)> = BTreeMap::new();
    for back in state.subsidy_returns.values() {
        let (returning, returned) = sums.entry(back.of()).or_default();
        match back.transfer {
            Transfer::Accepted => *returning = plus(*returning, back.amount),
            Transfer::Done { .. } => *returned = plus(*returned, back.amount),
            Transfer::Failed { .. } => {}
        }
    }
    let miscounted = state
        .subsidies
        .values()
        .filter(|row| {
            let rows = sums.get(&row.id).copied().unwrap_or_default();
            rows != (row.returning, row.returned)
        })
        .map(|row| row.id)
        .collect();
    let mut in_letters = Fen::ZERO;
    for letter in state.letters.values() {
        let key = (letter.to, Action::Letter, letters::number(letter.id)?);
        if !state.answers.contains_key(&key) {
            in_letters = plus(in_letters, letter.body.carries());
        }
    }
    Ok(SubsidyBook {
        accounts: state.accounts.values().cloned().collect(),
        given,
        miscounted,
        in_letters,
    })
}

fn plus(sum: Fen, amount: Fen) -> Fen {
    sum.checked_add(amount).unwrap_or(Fen::MAX)
}
