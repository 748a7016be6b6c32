//! What the rows of an activity add up to.

use std::collections::{BTreeMap, BTreeSet};

use quan_core::voucher::CodeState;
use quan_core::{Action, ActivityId, HomeId, Period, ReturnId, Timestamp, VoucherId, VoucherState};

use super::state::State;
use crate::store::Sums;

pub(super) fn of(state: &State, activity: ActivityId) -> Sums {
    let mut sums = Sums::default();
    if let Some(row) = state.activities.get(&activity) {
        for voucher in state.vouchers_in(activity, 0, u32::MAX) {
            let used_up = matches!(voucher.state, VoucherState::Redeemed { .. });
            let unused = voucher.state == VoucherState::Issued;
            sums.revoked += u64::from(!used_up && !unused);
            sums.coded_vouchers += u64::from(voucher.code.is_some());
            sums.last_uses += u64::from(voucher.last_use.is_some());
            sums.vouchers += 1;
            sums.last_sequence = u64::from(voucher.id.sequence);
            sums.redeemed += u64::from(used_up);
            sums.swept_unused += u64::from(unused && voucher.id.sequence <= row.swept);
            sums.uses += u64::from(voucher.uses);
            sums.deducted = sums.deducted.saturating_add(voucher.deducted.get());
        }
    }
    for redemption in state.redemptions_in(activity) {
        if redemption.returned_at.is_none() {
            sums.redemptions += u64::from(redemption.open_times());
            sums.redeemed_amount = sums
                .redeemed_amount
                .saturating_add(redemption.deduction.get());
        }
    }
    latest(state, activity, &mut sums);
    let of_activity = state.codes.iter().filter(|((of, _), _)| *of == activity);
    for ((_, code), row) in of_activity {
        let known = state.deposits.contains_key(&(activity, row.deposit));
        sums.deposited_codes += u64::from(row.deposit > 0);
        sums.stray_codes += u64::from(row.deposit > 0 && !known);
        if let CodeState::Issued { sequence } = row.state {
            sums.given_codes += 1;
            let voucher = state.vouchers.get(&VoucherId::new(activity, sequence));
            let same = voucher.is_some_and(|voucher| voucher.code.as_ref() == Some(code));
            sums.codes_on_their_vouchers += u64::from(same);
        }
    }
    let orders = state.sales.values();
    sums.reserved = size(
        orders
            .filter(|sale| sale.id.activity == activity && sale.reserves())
            .count(),
    );
    let made: Vec<u64> = state
        .answers
        .iter()
        .filter(|((home, action, _), _)| {
            *home == HomeId::Activity(activity) && *action == Action::Issue
        })
        .map(|(_, answered)| answered.receipt.number)
        .collect();
    sums.issue_requests = size(made.len());
    sums.issue_answers = size(made.into_iter().collect::<BTreeSet<_>>().len());
    sums
}

/// What vouchers say of their last use, and uses of their last return.
fn latest(state: &State, activity: ActivityId, sums: &mut Sums) {
    let mut uses = BTreeMap::new();
    for redemption in state.redemptions_in(activity) {
        uses.insert(redemption.voucher, redemption.id.sequence);
        sums.last_returns += u64::from(redemption.last_return.is_some());
    }
    sums.used_vouchers = size(uses.len());
    for (voucher, latest) in uses {
        let named = state.vouchers.get(&voucher).and_then(|row| row.last_use);
        sums.latest_uses += u64::from(named == Some(latest));
    }
    let (first, last) = (
        ReturnId::new(activity, 0),
        ReturnId::new(activity, u32::MAX),
    );
    let mut returns = BTreeMap::new();
    for (id, returned) in state.returns.range(first..=last) {
        returns.insert(returned.redemption, id.sequence);
    }
    sums.returned_uses = size(returns.len());
    for (redemption, latest) in returns {
        let row = state.redemptions.get(&redemption);
        let named = row.and_then(|row| row.last_return);
        sums.latest_returns += u64::from(named == Some(latest));
    }
}

fn size(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

pub(super) fn most_received(state: &State, activity: ActivityId, period: Period) -> u32 {
    most(
        state
            .vouchers_in(activity, 0, u32::MAX)
            .map(|voucher| (Some(&voucher.user), period.start(voucher.issued_at))),
    )
}

pub(super) fn most_issued_on_a_day(state: &State, activity: ActivityId) -> u32 {
    most(
        state
            .vouchers_in(activity, 0, u32::MAX)
            .map(|voucher| (None::<()>, Period::Day.start(voucher.issued_at))),
    )
}

/// How often the most frequent key comes.
fn most<K: Ord>(keys: impl Iterator<Item = (Option<K>, Option<Timestamp>)>) -> u32 {
    let mut counts: BTreeMap<_, u32> = BTreeMap::new();
    for key in keys {
        let count = counts.entry(key).or_default();
        *count = count.saturating_add(1);
    }
    counts.into_values().max().unwrap_or(0)
}
