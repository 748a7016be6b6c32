//! Puts rows on the desk.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use quan_core::keys::{Buyer, Counts, Periods, Subject};
use quan_core::voucher::CodeState;
use quan_core::{
    ActivityId, Code, Desk, HomeId, Keys, Period, Redemption, SaleId, SaleOrder, Terms, Timestamp,
    UserId, VoucherId,
};

use super::state::State;
use super::{Result, subsidy};
use crate::error::StoreError;

pub(super) fn homes(state: &State, homes: &[HomeId], desk: &mut Desk) {
    for home in homes {
        match home {
            HomeId::Activity(id) => {
                if let Some(activity) = state.activities.get(id) {
                    desk.activities.put(*id, activity.clone());
                }
            }
            HomeId::Merchant(id) => {
                if let Some(account) = state.accounts.get(id) {
                    desk.accounts.put(*id, account.clone());
                }
            }
        }
    }
}

pub(super) fn rows(state: &State, keys: &Keys, now: Timestamp, desk: &mut Desk) -> Result<()> {
    for key in &keys.requests {
        if let Some(answered) = state.answers.get(key) {
            desk.answers.insert(key.clone(), *answered);
        }
    }
    for (activity, user, periods) in &keys.receipts {
        desk.receipts
            .entry((*activity, user.clone()))
            .or_insert_with(|| received(state, *activity, user, *periods, now));
    }
    for key in &keys.tallies {
        if let Some(received) = state.tallies.get(key) {
            desk.tallies.put(key.clone(), *received);
        }
    }
    for id in &keys.vouchers {
        voucher(state, *id, desk);
    }
    for &(activity, first, last) in &keys.voucher_runs {
        if first <= last {
            for voucher in state.vouchers_in(activity, first, last) {
                desk.vouchers.put(voucher.id, voucher.clone());
            }
        }
    }
    codes(state, keys, desk);
    sales(state, keys, now, desk);
    for id in &keys.redemptions {
        if let Some(redemption) = state.redemptions.get(id) {
            voucher(state, redemption.voucher, desk);
            desk.redemptions.put(*id, redemption.clone());
        }
    }
    for id in &keys.recharges {
        if let Some(recharge) = state.recharges.get(id) {
            desk.recharges.put(*id, recharge.clone());
        }
    }
    subsidy::load(state, keys, desk);
    for (activity, user, periods) in &keys.uses {
        desk.uses
            .entry((*activity, user.clone()))
            .or_insert_with(|| used(state, *activity, user, *periods, now));
    }
    uses_of_named(state, keys, now, desk);
    for (activity, generation, kind, member) in &keys.members {
        if state.has_member(*activity, *generation, *kind, member) {
            desk.members
                .insert((*activity, *generation, *kind, member.clone()));
        }
    }
    for key in &keys.drafts {
        desk.drafts.insert(*key, terms(state, key.0, key.1)?);
    }
    Ok(())
}

/// Codes, the vouchers that have them, and as many free ones as are wanted.
fn codes(state: &State, keys: &Keys, desk: &mut Desk) {
    for key in &keys.codes {
        if let Some(row) = state.codes.get(key) {
            if let CodeState::Issued { sequence } = row.state {
                voucher(state, VoucherId::new(key.0, sequence), desk);
            }
            desk.codes.put(key.clone(), row.clone());
        }
    }
    let mut wanted: BTreeMap<ActivityId, usize> = BTreeMap::new();
    for activity in &keys.free_codes {
        *wanted.entry(*activity).or_default() += 1;
    }
    for (activity, count) in wanted {
        let ranks = state.free_codes.get(&activity);
        let free: VecDeque<Code> = ranks
            .into_iter()
            .flat_map(BTreeMap::values)
            .flatten()
            .take(count)
            .cloned()
            .collect();
        for code in &free {
            let key = (activity, code.clone());
            if let Some(row) = state.codes.get(&key) {
                desk.codes.put(key, row.clone());
            }
        }
        desk.free_codes.insert(activity, free);
    }
}

/// Orders, their vouchers and tallies; and what is set aside for users.
fn sales(state: &State, keys: &Keys, now: Timestamp, desk: &mut Desk) {
    for id in &keys.sales {
        let Some(sale) = state.sales.get(id) else {
            continue;
        };
        if let Some(sequence) = sale.voucher {
            voucher(state, VoucherId::new(id.activity, sequence), desk);
        }
        let tallies = match desk.activity(id.activity) {
            Ok(activity) => sale.tallies(activity, now),
            Err(_) => Vec::new(),
        };
        for key in tallies {
            if let Some(received) = state.tallies.get(&key) {
                desk.tallies.put(key, *received);
            }
        }
        desk.sales.put(*id, sale.clone());
    }
    for (activity, buyer) in &keys.reservations {
        let (first, last) = (SaleId::new(*activity, 0), SaleId::new(*activity, u32::MAX));
        let reserved = state
            .sales
            .range(first..=last)
            .filter(|(_, sale)| sale.reserves() && is_of(sale, buyer))
            .count();
        desk.reservations.insert(
            (*activity, buyer.clone()),
            u32::try_from(reserved).unwrap_or(u32::MAX),
        );
    }
}

fn is_of(sale: &SaleOrder, buyer: &Buyer) -> bool {
    match buyer {
        Buyer::User(user) => sale.buyer.user == *user,
        Buyer::Subject(Subject::Person(person)) => sale.buyer.person.as_ref() == Some(person),
        Buyer::Subject(Subject::Phone(phone)) => sale.buyer.phone.as_ref() == Some(phone),
    }
}

/// What is asked of vouchers by name: their uses, and those of their users.
fn uses_of_named(state: &State, keys: &Keys, now: Timestamp, desk: &mut Desk) {
    for (name, periods) in &keys.uses_of_holders {
        if let Ok(voucher) = desk.named_voucher(name) {
            let (activity, user) = (name.activity(), voucher.user.clone());
            let counts = used(state, activity, &user, *periods, now);
            desk.uses.entry((activity, user)).or_insert(counts);
        }
    }
    for name in &keys.uses_of_vouchers {
        let Ok(voucher) = desk.named_voucher(name) else {
            continue;
        };
        let (id, user) = (voucher.id, voucher.user.clone());
        let found: Vec<Redemption> = state
            .redemptions_of
            .get(&(id.activity, user))
            .into_iter()
            .flatten()
            .filter_map(|id| state.redemptions.get(id))
            .filter(|redemption| redemption.voucher == id && redemption.returned_at.is_none())
            .cloned()
            .collect();
        let made = found.iter().map(|redemption| redemption.id).collect();
        desk.uses_of_vouchers.insert(id, made);
        for redemption in found {
            desk.redemptions.put(redemption.id, redemption);
        }
    }
}

/// The terms of a version.
pub(super) fn terms(state: &State, activity: ActivityId, version: u32) -> Result<Arc<Terms>> {
    let (terms, _) = state.terms.get(&(activity, version)).ok_or_else(|| {
        StoreError::inconsistent("terms", format!("no version {version} of {activity}"))
    })?;
    Ok(Arc::clone(terms))
}

fn voucher(state: &State, id: VoucherId, desk: &mut Desk) {
    if let Some(voucher) = state.vouchers.get(&id) {
        desk.vouchers.put(id, voucher.clone());
    }
}

fn received(
    state: &State,
    activity: ActivityId,
    user: &UserId,
    periods: Periods,
    now: Timestamp,
) -> Counts {
    let (first, last) = (
        VoucherId::new(activity, 0),
        VoucherId::new(activity, u32::MAX),
    );
    let of_user = state.vouchers_of.get(user);
    let instants: Vec<Timestamp> = of_user
        .into_iter()
        .flat_map(|ids| ids.range(first..=last))
        .filter_map(|id| state.vouchers.get(id).map(|voucher| voucher.issued_at))
        .collect();
    counts(&instants, periods, now)
}

fn used(
    state: &State,
    activity: ActivityId,
    user: &UserId,
    periods: Periods,
    now: Timestamp,
) -> Counts {
    let mut instants: Vec<Timestamp> = Vec::new();
    let redemptions = state.redemptions_of.get(&(activity, user.clone()));
    for id in redemptions.into_iter().flatten() {
        if let Some(redemption) = state.redemptions.get(id) {
            let times = usize::try_from(redemption.open_times()).unwrap_or(usize::MAX);
            instants.extend(std::iter::repeat_n(redemption.redeemed_at, times));
        }
    }
    counts(&instants, periods, now)
}

/// How many of the instants lie in each of the present periods.
fn counts(instants: &[Timestamp], periods: Periods, now: Timestamp) -> Counts {
    let mut counts = Counts::default();
    for period in [Period::Day, Period::Week, Period::Month, Period::Lifetime] {
        if periods.has(period) {
            let start = period.start(now);
            let within = instants
                .iter()
                .filter(|at| start.is_none_or(|start| start <= **at))
                .count();
            counts.set(period, u32::try_from(within).unwrap_or(u32::MAX));
        }
    }
    counts
}
