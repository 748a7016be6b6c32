//! Voucher packages in memory.

use quan_core::{ActivityId, RequestNo, Timestamp, UserId};

use super::{Memory, Series};
use crate::registry::{Package, PackageFilter, PackageStatus, PackageView, Purchased};
use crate::{Listed, Page};

/// Who bought a package, and when.
#[derive(Clone, Debug)]
pub(super) struct Purchase {
    user: UserId,
    at: Timestamp,
}

impl Memory {
    /// Adds or replaces what is offered; what was sold and what is in it stays.
    pub(super) fn put_package(&mut self, package: &Package) {
        let view = PackageView {
            package: package.clone(),
            sold: 0,
            activities: Vec::new(),
        };
        self.packages
            .entry(package.id.clone())
            .or_insert(view)
            .package = package.clone();
    }

    pub(in crate::registry) fn package(&self, id: &str) -> Option<PackageView> {
        self.packages.get(id).cloned()
    }

    pub(in crate::registry) fn list_packages(
        &self,
        filter: &PackageFilter,
        page: Page,
    ) -> Listed<PackageView> {
        let all = self.packages.values();
        let all: Vec<_> = all.filter(|view| filter.admits(&view.package)).collect();
        let size = usize::try_from(page.size).unwrap_or(usize::MAX);
        let skipped = usize::try_from(page.number.saturating_sub(1)).unwrap_or(usize::MAX);
        let shown = all.iter().skip(skipped.saturating_mul(size)).take(size);
        Listed {
            items: shown.copied().cloned().collect(),
            total: u64::try_from(all.len()).unwrap_or(u64::MAX),
        }
    }

    pub(in crate::registry) fn make_package(
        &mut self,
        package: &Package,
        activities: &[ActivityId],
        name: &dyn Fn(u64) -> String,
    ) -> Option<PackageView> {
        let mut package = package.clone();
        if package.id.is_empty() {
            let mut number = self.peek(Series::Package);
            package.id = name(number);
            while self.packages.contains_key(&package.id) {
                number += 1;
                package.id = name(number);
            }
            self.sequences.insert(Series::Package, number);
        } else if self.packages.contains_key(&package.id) {
            return None;
        }
        self.put_package(&package);
        for activity in activities {
            self.join_package(&package.id, *activity);
        }
        self.package(&package.id)
    }

    pub(in crate::registry) fn set_package_status(
        &mut self,
        id: &str,
        status: PackageStatus,
    ) -> Option<PackageView> {
        let view = self.packages.get_mut(id)?;
        view.package.status = status;
        Some(view.clone())
    }

    pub(in crate::registry) fn join_package(&mut self, id: &str, activity: ActivityId) {
        if let Some(view) = self.packages.get_mut(id)
            && let Err(place) = view.activities.binary_search(&activity)
        {
            view.activities.insert(place, activity);
        }
    }

    pub(in crate::registry) fn bought(&self, id: &str, user: &UserId, since: Timestamp) -> u32 {
        let all = self.purchases.iter();
        let own = all.filter(|((package, _), purchase)| {
            package == id && purchase.user == *user && since <= purchase.at
        });
        u32::try_from(own.count()).unwrap_or(u32::MAX)
    }

    pub(in crate::registry) fn sell_package(
        &mut self,
        id: &str,
        request: &RequestNo,
        user: &UserId,
        now: Timestamp,
    ) -> Option<Purchased> {
        let key = (id.to_owned(), request.to_string());
        if let Some(purchase) = self.purchases.get(&key) {
            let same = purchase.user == *user;
            return Some(if same {
                Purchased::Same { at: purchase.at }
            } else {
                Purchased::Reused
            });
        }
        let PackageView { package, sold, .. } = self.package(id)?;
        let bought = self.bought(id, user, package.counted_since(now));
        if let Some(refusal) = package.refuses(sold, bought, now) {
            return Some(Purchased::Refused(refusal));
        }
        let purchase = Purchase {
            user: user.clone(),
            at: now,
        };
        self.purchases.insert(key, purchase);
        if let Some(view) = self.packages.get_mut(id) {
            view.sold += 1;
        }
        Some(Purchased::New)
    }
}
