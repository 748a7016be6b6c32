//! Packages from and to the API's words.

use quan_core::terms::Cap;
use quan_core::time::Period;
use quan_core::{MerchantId, Window};
use quan_engine::registry::{Package, PackageStatus, PackageView};
use quan_wire::api::{self as wire, Moment, NewPackage, PurchasePeriod, Span, Yuan};

use crate::api::refusal::Refusal;

/// The longest id.
const LONGEST_ID: usize = 64;
/// How a package may have to be paid.
const PAY_CHANNELS: [&str; 3] = ["pcredit", "creditCard", "credit_group"];

/// A new package; its id is empty where one is to be chosen.
pub(super) fn package(asked: NewPackage, merchant: MerchantId) -> Result<Package, Refusal> {
    let id = asked.package_id.unwrap_or_default();
    if id.chars().count() > LONGEST_ID {
        let what = format!("longer than {LONGEST_ID} characters");
        return Err(Refusal::field("package_id", what));
    }
    if asked.name.trim().is_empty() {
        return Err(Refusal::field("name", "must not be empty"));
    }
    let sale = Window {
        opens_at: asked.purchase_window.from.0,
        closes_at: asked.purchase_window.until.0,
    };
    if sale.closes_at < sale.opens_at {
        let what = "until lies before from";
        return Err(Refusal::field("purchase_window", what));
    }
    let limit = asked.limit.map(|limit| Cap {
        period: match limit.period {
            PurchasePeriod::Day => Period::Day,
            PurchasePeriod::Week => Period::Week,
            PurchasePeriod::Month => Period::Month,
            PurchasePeriod::Lifetime => Period::Lifetime,
        },
        limit: limit.count,
    });
    if limit.is_some_and(|cap| cap.limit == 0) {
        let what = "must be 1 or more; leave the limit out for none";
        return Err(Refusal::field("limit.count", what));
    }
    let channel = asked.pay_channel.as_deref();
    if channel.is_some_and(|channel| !PAY_CHANNELS.contains(&channel)) {
        let what = format!("not one of {}", PAY_CHANNELS.join(", "));
        return Err(Refusal::field("pay_channel", what));
    }
    Ok(Package {
        id,
        merchant,
        name: asked.name,
        status: status(asked.status),
        sale,
        price: asked.price.0,
        budget: asked.budget,
        limit,
        pay_channel: asked.pay_channel,
        purchase_url: asked.purchase_url,
        use_rule: asked.use_rule,
    })
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
