//! Voucher packages: several activities' vouchers, sold together.

use quan_core::terms::Cap;
use quan_core::{ActivityId, Fen, MerchantId, RequestNo, Timestamp, UserId, Window};

use super::{Registry, RegistryError};
use crate::{Listed, Page};

/// A package as it is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// Names it.
    pub id: String,
    /// Who sells it.
    pub merchant: MerchantId,
    /// What users read.
    pub name: String,
    /// Whether it is on sale.
    pub status: PackageStatus,
    /// When it is on sale.
    pub sale: Window,
    /// What one costs.
    pub price: Fen,
    /// How many can be sold.
    pub budget: u32,
    /// How many one user may buy.
    pub limit: Option<Cap>,
    /// How it must be paid, in the platform's words.
    pub pay_channel: Option<String>,
    /// Where it is sold.
    pub purchase_url: Option<String>,
    /// What users read about its use.
    pub use_rule: Option<String>,
}

/// Whether a package is on sale. One whose time is over stays as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PackageStatus {
    /// Not yet.
    Created,
    /// Within its window.
    Enabled,
    /// Not for now.
    Paused,
    /// Not any more.
    Disabled,
}

/// A package and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackageView {
    /// The package.
    pub package: Package,
    /// How many were sold.
    pub sold: u32,
    /// The activities whose vouchers are in it, in order.
    pub activities: Vec<ActivityId>,
}

/// Why a user cannot buy a package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaleRefusal {
    /// It is not on sale.
    NotEnabled,
    /// It is not the time.
    OutOfTime,
    /// None is left.
    SoldOut,
    /// The user has bought as many as a user may.
    UserLimit,
}

/// Which packages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PackageFilter {
    /// Sold by this merchant.
    pub merchant: Option<MerchantId>,
    /// In this state.
    pub status: Option<PackageStatus>,
    /// On sale from this instant on, or from a later one.
    pub opens_since: Option<Timestamp>,
}

/// What became of a purchase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purchased {
    /// It is made.
    New,
    /// It was made before, under this number.
    Same {
        /// When.
        at: Timestamp,
    },
    /// Another purchase was made under this number.
    Reused,
    /// It cannot be.
    Refused(SaleRefusal),
}

impl Package {
    /// The first reason why another one cannot be sold: to a user, where it is
    /// asked how many that user `bought` since [`Package::counted_since`].
    pub fn refuses(&self, sold: u32, bought: u32, now: Timestamp) -> Option<SaleRefusal> {
        if self.status != PackageStatus::Enabled {
            Some(SaleRefusal::NotEnabled)
        } else if !self.sale.contains(now) {
            Some(SaleRefusal::OutOfTime)
        } else if sold >= self.budget {
            Some(SaleRefusal::SoldOut)
        } else if self.limit.is_some_and(|cap| bought >= cap.limit) {
            Some(SaleRefusal::UserLimit)
        } else {
            None
        }
    }

    /// From when on a user's purchases count; the beginning of time where they
    /// count for ever, or not at all.
    pub fn counted_since(&self, now: Timestamp) -> Timestamp {
        self.limit
            .and_then(|cap| cap.period.start(now))
            .unwrap_or(Timestamp::MIN)
    }
}

impl PackageFilter {
    pub(super) fn admits(&self, package: &Package) -> bool {
        self.merchant.is_none_or(|id| id == package.merchant)
            && self.status.is_none_or(|status| status == package.status)
            && self
                .opens_since
                .is_none_or(|since| since <= package.sale.opens_at)
    }
}

impl Registry {
    /// The package of this id.
    pub fn find_package(&self, id: &str) -> Result<Option<PackageView>, RegistryError> {
        self.ask(|sqlite| sqlite.package(id), |memory| Ok(memory.package(id)))
    }

    /// A page of packages in the order of their ids.
    pub fn list_packages(
        &self,
        filter: &PackageFilter,
        page: Page,
    ) -> Result<Listed<PackageView>, RegistryError> {
        self.ask(
            |sqlite| sqlite.list_packages(filter, page),
            |memory| Ok(memory.list_packages(filter, page)),
        )
    }

    /// Makes a package with what is in it, all or nothing. One without an id is
    /// given the id that `name` makes of a number, under which there is none yet.
    /// `None` where there is one of its id already, which stays as it is.
    pub fn make_package(
        &self,
        package: &Package,
        activities: &[ActivityId],
        name: impl Fn(u64) -> String,
    ) -> Result<Option<PackageView>, RegistryError> {
        self.change(
            |sqlite| sqlite.make_package(package, activities, &name),
            |memory| Ok(memory.make_package(package, activities, &name)),
        )
    }

    /// Puts a package on sale or takes it off, and answers it; `None` where
    /// there is none.
    pub fn set_package_status(
        &self,
        id: &str,
        status: PackageStatus,
    ) -> Result<Option<PackageView>, RegistryError> {
        self.change(
            |sqlite| sqlite.set_package_status(id, status),
            |memory| Ok(memory.set_package_status(id, status)),
        )
    }

    /// Puts an activity's vouchers into a package; nothing changes where they
    /// are in it, or where there is no such package.
    pub fn join_package(&self, id: &str, activity: ActivityId) -> Result<(), RegistryError> {
        self.change(
            |sqlite| sqlite.join_package(id, activity),
            |memory| {
                memory.join_package(id, activity);
                Ok(())
            },
        )
    }

    /// Why a user cannot buy a package now; for somebody unknown, why nobody
    /// can.
    pub fn refuses_sale(
        &self,
        view: &PackageView,
        user: Option<&UserId>,
        now: Timestamp,
    ) -> Result<Option<SaleRefusal>, RegistryError> {
        let package = &view.package;
        let bought = match user {
            Some(user) if package.limit.is_some() => {
                let since = package.counted_since(now);
                self.ask(
                    |sqlite| sqlite.bought(&package.id, user, since),
                    |memory| Ok(memory.bought(&package.id, user, since)),
                )?
            }
            Some(_) | None => 0,
        };
        Ok(package.refuses(view.sold, bought, now))
    }

    /// Sells a package to a user, once for each request number; `None` where
    /// there is no such package.
    pub fn sell_package(
        &self,
        id: &str,
        request: &RequestNo,
        user: &UserId,
        now: Timestamp,
    ) -> Result<Option<Purchased>, RegistryError> {
        self.change(
            |sqlite| sqlite.sell_package(id, request, user, now),
            |memory| Ok(memory.sell_package(id, request, user, now)),
        )
    }
}

#[cfg(test)]
mod tests {
    use quan_core::time::Period;

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn what_keeps_a_package_from_being_sold_is_asked_in_order() {
        let package = Package {
            id: "IP1".into(),
            merchant: MerchantId::parse("2088102111111111").unwrap(),
            name: "咖啡券包".into(),
            status: PackageStatus::Enabled,
            sale: Window {
                opens_at: at("2026-11-01T00:00:00+08:00"),
                closes_at: at("2026-11-30T23:59:59+08:00"),
            },
            price: Fen::new(990),
            budget: 2,
            limit: Some(Cap {
                period: Period::Day,
                limit: 1,
            }),
            pay_channel: None,
            purchase_url: None,
            use_rule: None,
        };
        let now = at("2026-11-25T10:00:00+08:00");
        let late = at("2026-12-01T00:00:00+08:00");
        assert_eq!(package.refuses(1, 0, now), None);
        assert_eq!(package.refuses(1, 1, now), Some(SaleRefusal::UserLimit));
        assert_eq!(package.refuses(2, 1, now), Some(SaleRefusal::SoldOut));
        assert_eq!(package.refuses(2, 1, late), Some(SaleRefusal::OutOfTime));
        let paused = Package {
            status: PackageStatus::Paused,
            ..package
        };
        assert_eq!(paused.refuses(2, 1, late), Some(SaleRefusal::NotEnabled));
        assert_eq!(
            paused.counted_since(now),
            at("2026-11-25T00:00:00+08:00"),
            "a day begins at midnight in Shanghai"
        );
    }
}
