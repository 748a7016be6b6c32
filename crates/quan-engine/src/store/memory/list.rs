//! Lists, page by page.

use std::cmp::Reverse;
use std::sync::Arc;

use quan_core::voucher::{CodeRow, CodeState};
use quan_core::{
    Activity, ActivityId, ActivityState, Timestamp, UserId, Validity, Voucher, VoucherState,
    VoucherStatus,
};

use super::Result;
use super::state::State;
use crate::codes::CodeView;
use crate::error::StoreError;
use crate::view::{
    ActivityFilter, ActivityStatus, ActivityView, CodeFilter, Listed, Page, VoucherFilter,
};

/// A page of what was found.
pub(super) fn page_of<T, U>(found: Vec<T>, page: Page, view: impl FnMut(T) -> U) -> Listed<U> {
    let total = u64::try_from(found.len()).unwrap_or(u64::MAX);
    let items = found
        .into_iter()
        .skip(usize::try_from(page.offset()).unwrap_or(usize::MAX))
        .take(usize::try_from(page.size).unwrap_or(usize::MAX))
        .map(view)
        .collect();
    Listed { items, total }
}

/// The page of what may fail to be shown.
fn page_of_views<T>(
    found: Vec<T>,
    page: Page,
    view: impl FnMut(T) -> Result<(Voucher, ActivityView)>,
) -> Result<Listed<(Voucher, ActivityView)>> {
    let Listed { items, total } = page_of(found, page, view);
    Ok(Listed {
        items: items.into_iter().collect::<Result<_>>()?,
        total,
    })
}

pub(super) fn view(state: &State, activity: &Activity) -> Result<ActivityView> {
    let key = (activity.id, activity.version);
    let (_, document) = state.terms.get(&key).ok_or_else(|| {
        StoreError::inconsistent("terms", format!("no version {} of {}", key.1, key.0))
    })?;
    Ok(ActivityView {
        activity: activity.clone(),
        document: Arc::clone(document),
    })
}

pub(super) fn activities(
    state: &State,
    filter: ActivityFilter,
    page: Page,
    now: Timestamp,
) -> Result<Listed<ActivityView>> {
    let wanted = |row: &&Activity| {
        let concerned = filter
            .merchant
            .is_none_or(|merchant| row.owner == merchant || row.operator == merchant);
        let in_state = match filter.status {
            Some(ActivityStatus::Active) => {
                row.state == ActivityState::Active && !row.terms.issue.window.is_over(now)
            }
            Some(ActivityStatus::Paused) => row.state == ActivityState::Paused,
            None => filter.include_created || row.state != ActivityState::Created,
        };
        concerned && in_state
    };
    let found: Vec<&Activity> = state.activities.values().rev().filter(wanted).collect();
    let Listed { items, total } = page_of(found, page, |row| view(state, row));
    Ok(Listed {
        items: items.into_iter().collect::<Result<_>>()?,
        total,
    })
}

/// The last instant of a voucher, as lists narrow by it.
fn closes_at(voucher: &Voucher, activity: &Activity) -> Option<Timestamp> {
    match (voucher.own_window, activity.terms.validity) {
        (Some(window), _) | (None, Validity::Absolute(window)) => Some(window.closes_at),
        (None, Validity::Relative { .. } | Validity::Within { .. }) => None,
    }
}

pub(super) fn vouchers_of(
    state: &State,
    user: &UserId,
    filter: VoucherFilter,
    page: Page,
    now: Timestamp,
) -> Result<Listed<(Voucher, ActivityView)>> {
    let wanted = |(voucher, activity): &(&Voucher, &Activity)| {
        let used_up = matches!(voucher.state, VoucherState::Redeemed { .. });
        let revoked = matches!(voucher.state, VoucherState::Revoked { .. });
        let any = filter.status.is_none() && filter.revoked_too;
        let shown = voucher.hidden == filter.hidden
            && (any || revoked == (filter.status == Some(VoucherStatus::Revoked)));
        let closes_at = closes_at(voucher, activity);
        let reaches = |at: Timestamp| closes_at.is_some_and(|closes_at| closes_at >= at);
        let in_status = match filter.status {
            None | Some(VoucherStatus::Revoked) => true,
            Some(VoucherStatus::Redeemed) => used_up,
            Some(VoucherStatus::Usable) => !used_up && reaches(now),
            Some(VoucherStatus::Expired) => {
                !used_up && closes_at.is_some_and(|closes_at| closes_at < now)
            }
        };
        shown
            && filter.activity.is_none_or(|id| activity.id == id)
            && filter.owner.is_none_or(|owner| activity.owner == owner)
            && filter
                .operator
                .is_none_or(|operator| activity.operator == operator)
            && filter
                .issuer
                .is_none_or(|issuer| voucher.issuer.unwrap_or(activity.operator) == issuer)
            && in_status
            && filter
                .expired_since
                .is_none_or(|since| used_up || reaches(since))
    };
    let ids = state.vouchers_of.get(user).into_iter().flatten();
    let mut found: Vec<(&Voucher, &Activity)> = ids
        .filter_map(|id| Some((state.vouchers.get(id)?, state.activities.get(&id.activity)?)))
        .filter(wanted)
        .collect();
    found.sort_by_key(|(voucher, _)| Reverse((voucher.issued_at, voucher.id)));
    page_of_views(found, page, |(voucher, activity)| {
        Ok((voucher.clone(), view(state, activity)?))
    })
}

pub(super) fn deposited_codes(
    state: &State,
    activity: ActivityId,
    filter: CodeFilter,
    offset: u64,
    limit: u32,
) -> Listed<CodeView> {
    let wanted = |row: &CodeRow| match filter {
        CodeFilter::All => true,
        CodeFilter::Free => matches!(row.state, CodeState::Free { .. }),
        CodeFilter::Issued => matches!(row.state, CodeState::Issued { .. }),
    };
    let of_activity = state.codes.iter().filter(|((of, _), _)| *of == activity);
    let mut found: Vec<(u32, CodeView)> = of_activity
        .filter(|(_, row)| wanted(row))
        .filter_map(|((_, code), row)| {
            let deposit = state.deposits.get(&(activity, row.deposit))?;
            let view = CodeView {
                code: code.clone(),
                row: row.clone(),
                deposited_at: deposit.at,
            };
            Some((row.deposit, view))
        })
        .collect();
    found.sort_by(|(one, a), (other, b)| (one, &a.code).cmp(&(other, &b.code)));
    let total = u64::try_from(found.len()).unwrap_or(u64::MAX);
    let offset = usize::try_from(offset).unwrap_or(usize::MAX);
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let page = found.into_iter().skip(offset).take(limit);
    Listed {
        items: page.map(|(_, view)| view).collect(),
        total,
    }
}
