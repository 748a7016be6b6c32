//! Packages from and to the API's words.

use quan_core::terms::Cap;
use quan_core::time::Period;
use quan_core::{MerchantId, Window};
use quan_engine::registry::{Package, PackageStatus, PackageView};
use quan_wire::api::{self as wire, Moment, NewPackage, PurchasePeriod, Span, Yuan};

use crate::api::refusal::Refusal;
use crate::package::{PackageFault, check};

/// A new package; its id is empty where one is to be chosen.
pub(super) fn package(asked: NewPackage, merchant: MerchantId) -> Result<Package, Refusal> {
    let package = Package {
        id: asked.package_id.unwrap_or_default(),
        merchant,
        name: asked.name,
        status: status(asked.status),
        sale: Window {
            opens_at: asked.purchase_window.from.0,
            closes_at: asked.purchase_window.until.0,
        },
        price: asked.price.0,
        budget: asked.budget,
        limit: asked.limit.map(|limit| Cap {
            period: match limit.period {
                PurchasePeriod::Day => Period::Day,
                PurchasePeriod::Week => Period::Week,
                PurchasePeriod::Month => Period::Month,
                PurchasePeriod::Lifetime => Period::Lifetime,
            },
            limit: limit.count,
        }),
        pay_channel: asked.pay_channel,
        purchase_url: asked.purchase_url,
        use_rule: asked.use_rule,
    };
    check(&package).map_err(|fault| {
        let field = match fault {
            PackageFault::LongId => "package_id",
            PackageFault::NoName => "name",
            PackageFault::EndsEarly => "purchase_window",
            PackageFault::NoneAllowed => "limit.count",
            PackageFault::PayChannel => "pay_channel",
        };
        Refusal::field(field, fault.to_string())
    })?;
    Ok(package)
}

pub(super) fn status(status: wire::PackageStatus) -> PackageStatus {
    match status {
        wire::PackageStatus::Created => PackageStatus::Created,
        wire::PackageStatus::Enabled => PackageStatus::Enabled,
        wire::PackageStatus::Paused => PackageStatus::Paused,
        wire::PackageStatus::Disabled => PackageStatus::Disabled,
    }
}

/// A package, with its activities as merchants know them.
pub(super) fn answer(view: PackageView, activities: Vec<String>) -> wire::Package {
    let PackageView { package, sold, .. } = view;
    wire::Package {
        package_id: package.id,
        merchant: package.merchant.to_string(),
        name: package.name,
        status: match package.status {
            PackageStatus::Created => wire::PackageStatus::Created,
            PackageStatus::Enabled => wire::PackageStatus::Enabled,
            PackageStatus::Paused => wire::PackageStatus::Paused,
            PackageStatus::Disabled => wire::PackageStatus::Disabled,
        },
        purchase_window: Span {
            from: Moment(package.sale.opens_at),
            until: Moment(package.sale.closes_at),
        },
        price: Yuan(package.price),
        budget: package.budget,
        sold,
        limit: package.limit.map(|cap| wire::PurchaseLimit {
            period: match cap.period {
                Period::Day => PurchasePeriod::Day,
                Period::Week => PurchasePeriod::Week,
                Period::Month => PurchasePeriod::Month,
                Period::Lifetime => PurchasePeriod::Lifetime,
            },
            count: cap.limit,
        }),
        pay_channel: package.pay_channel,
        purchase_url: package.purchase_url,
        use_rule: package.use_rule,
        activities,
    }
}
