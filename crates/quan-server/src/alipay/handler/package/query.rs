//! `….voucherpackage.query`: everything about a package.

use quan_core::time::Period;
use quan_engine::ActivityView;
use quan_engine::registry::Package;
use quan_wire::alipay::message::field::Numeral;
use quan_wire::alipay::message::package::SalePeriod;
use quan_wire::alipay::message::package::query::{
    Answer, Request, VoucherPackageActivityInfo, VoucherPackageSalesInfo, VoucherPackageUseRule,
};
use quan_wire::alipay::message::{Code, project};

use super::{base_info, count};
use crate::alipay::Caller;
use crate::alipay::denial::{Fault, Reason};
use crate::alipay::handler::Handlers;
use crate::alipay::handler::view::Shown;

pub(in crate::alipay::handler) async fn query(
    handlers: &Handlers,
    caller: &Caller,
    request: Request,
) -> Result<Answer, Fault> {
    let id = request.check()?;
    let view = handlers.package(caller, &id)?;
    let view = view.ok_or(Reason::Code(Code::VoucherPackageNotExist))?;
    let activities = handlers.packed(&view).await?;
    let infos = activities
        .iter()
        .map(|activity| activity_info(handlers, activity));
    let package = &view.package;
    let use_rule_desc = package.use_rule.clone();
    Ok(Answer {
        voucher_package_base_info: Some(base_info(&view, &activities)),
        voucher_package_sales_info: Some(sales_info(package)),
        voucher_package_use_rule: use_rule_desc.map(|text| VoucherPackageUseRule {
            use_rule_desc: Some(text),
        }),
        voucher_package_activity_info: infos.collect::<Result<_, Fault>>()?,
    })
}

fn sales_info(package: &Package) -> VoucherPackageSalesInfo {
    let period = match package.limit.map(|cap| cap.period) {
        None => SalePeriod::No,
        Some(Period::Lifetime) => SalePeriod::All,
        Some(Period::Day) => SalePeriod::Day,
        Some(Period::Week) => SalePeriod::Week,
        Some(Period::Month) => SalePeriod::Month,
    };
    VoucherPackageSalesInfo {
        sale_price: Some(Numeral::from(package.price.to_string())),
        budget: Some(count(package.budget)),
        sale_period_limit: Some(period.to_string()),
        sale_count_limit_in_period: package.limit.map(|cap| count(cap.limit)),
        pay_channel: package.pay_channel.clone(),
        purchase_url: package.purchase_url.clone(),
    }
}

fn activity_info(
    handlers: &Handlers,
    activity: &ActivityView,
) -> Result<VoucherPackageActivityInfo, Fault> {
    let shown = Shown::of(handlers, activity)?.with(handlers, project::voucher_query);
    Ok(VoucherPackageActivityInfo {
        activity_base_info: shown.activity_base_info,
        voucher_deduct_info: shown.voucher_deduct_info,
        voucher_send_mode_info: shown.voucher_send_mode_info,
        voucher_available_scope_info: shown.voucher_available_scope_info,
        voucher_use_rule_info: shown.voucher_use_rule_info,
        voucher_display_pattern_info: shown.voucher_display_pattern_info,
    })
}
