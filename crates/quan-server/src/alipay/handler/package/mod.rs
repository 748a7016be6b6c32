//! Voucher packages, which the platform's staff makes: shown to who sells
//! them, and asked about before somebody buys.

pub(super) mod batchquery;
pub(super) mod consult;
pub(super) mod query;

use quan_core::{Denial, Fen};
use quan_engine::ActivityView;
use quan_engine::registry::{PackageStatus, PackageView};
use quan_wire::alipay::message::field::Numeral;
use quan_wire::alipay::message::package::{PackageStatus as StatusWord, VoucherPackageBaseInfo};
use quan_wire::alipay::message::times;

use super::Handlers;
use crate::alipay::Caller;
use crate::alipay::denial::Fault;

impl Handlers {
    /// The package of this id, for those who may act for who sells it.
    pub(super) fn package(&self, caller: &Caller, id: &str) -> Result<Option<PackageView>, Fault> {
        let view = self.registry.find_package(id)?;
        Ok(view.filter(|view| self.may_act_for(caller, view.package.merchant).is_ok()))
    }

    /// The activities whose vouchers are in a package.
    async fn packed(&self, view: &PackageView) -> Result<Vec<ActivityView>, Fault> {
        let mut activities = Vec::with_capacity(view.activities.len());
        for id in &view.activities {
            let activity = self.engine.activity(*id).await?;
            activities.push(activity.ok_or(Denial::NoSuchActivity)?);
        }
        Ok(activities)
    }
}

/// What a package is called, when it is sold, and what its vouchers are worth.
fn base_info(view: &PackageView, activities: &[ActivityView]) -> VoucherPackageBaseInfo {
    let package = &view.package;
    let worth = activities
        .iter()
        .map(|view| view.activity.terms.benefit.face())
        .try_fold(Fen::ZERO, Fen::checked_add);
    VoucherPackageBaseInfo {
        voucher_package_id: Some(package.id.clone()),
        voucher_package_name: Some(package.name.clone()),
        voucher_package_status: Some(status_word(package.status).to_string()),
        purchase_start_time: Some(times::format(package.sale.opens_at)),
        purchase_end_time: Some(times::format(package.sale.closes_at)),
        voucher_total_amount: worth.map(|worth| Numeral::from(worth.to_string())),
    }
}

fn status_word(status: PackageStatus) -> StatusWord {
    match status {
        PackageStatus::Created => StatusWord::Created,
        PackageStatus::Enabled => StatusWord::Enable,
        PackageStatus::Paused => StatusWord::Paused,
        PackageStatus::Disabled => StatusWord::Disable,
    }
}

fn status(word: StatusWord) -> PackageStatus {
    match word {
        StatusWord::Created => PackageStatus::Created,
        StatusWord::Enable => PackageStatus::Enabled,
        StatusWord::Paused => PackageStatus::Paused,
        StatusWord::Disable => PackageStatus::Disabled,
    }
}

/// A count as messages write it.
fn count(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}
