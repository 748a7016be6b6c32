//! Puts rows on the desk.

use std::sync::Arc;

use quan_core::keys::{Counts, Periods};
use quan_core::{ActivityId, Desk, HomeId, Keys, Period, Terms, Timestamp, UserId, VoucherId};

use super::Result;
use super::state::State;
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
    for (activity, user, periods) in &keys.uses {
        desk.uses
            .entry((*activity, user.clone()))
            .or_insert_with(|| used(state, *activity, user, *periods, now));
    }
    for (activity, generation, kind, member) in &keys.members {
        let set = state.members.get(&(*activity, *generation, *kind));
        if set.is_some_and(|set| set.contains(member)) {
            desk.members
                .insert((*activity, *generation, *kind, member.clone()));
        }
    }
    for key in &keys.drafts {
        desk.drafts.insert(*key, terms(state, key.0, key.1)?);
    }
    Ok(())
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
    let instants: Vec<Timestamp> = state
        .redemptions_of
        .get(&(activity, user.clone()))
        .into_iter()
        .flatten()
        .filter_map(|id| state.redemptions.get(id))
        .filter(|redemption| redemption.returned_at.is_none())
        .map(|redemption| redemption.redeemed_at)
        .collect();
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
