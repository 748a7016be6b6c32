//! `….voucherpackage.batchquery`: the caller's packages, a page at a time.

use quan_engine::Page;
use quan_engine::registry::PackageFilter;
use quan_wire::alipay::message::field::Numeral;
use quan_wire::alipay::message::package::batchquery::{
    Answer, Request, VoucherPackageInfo, VoucherPackageSalesLiteInfo,
};

use super::{base_info, count, status};
use crate::alipay::Caller;
use crate::alipay::denial::Fault;
use crate::alipay::handler::Handlers;

pub(in crate::alipay::handler) async fn list(
    handlers: &Handlers,
    caller: &Caller,
    request: Request,
) -> Result<Answer, Fault> {
    let asked = request.check()?;
    let filter = PackageFilter {
        merchant: Some(caller.merchant),
        status: asked.status.map(status),
        opens_since: asked.sold_since,
    };
    let page = Page {
        number: asked.page.num,
        size: asked.page.size,
    };
    let listed = handlers.registry.list_packages(&filter, page)?;
    let mut infos = Vec::with_capacity(listed.items.len());
    for view in &listed.items {
        let activities = handlers.packed(view).await?;
        infos.push(VoucherPackageInfo {
            voucher_package_base_info: Some(base_info(view, &activities)),
            voucher_package_sales_lite_info: Some(VoucherPackageSalesLiteInfo {
                budget: Some(count(view.package.budget)),
                sale_price: Some(Numeral::from(view.package.price.to_string())),
            }),
        });
    }
    Ok(Answer {
        page_num: Some(count(page.number)),
        page_size: Some(count(page.size)),
        total_size: Some(i32::try_from(listed.total).unwrap_or(i32::MAX)),
        voucher_package_info: infos,
    })
}
