//! Voucher packages: what is offered, and selling it.

use quan_client::PackageFilter;
use quan_client::api::{BuyPackage, NewPackage, Package, Span};

use super::remote::Session;
use crate::args::{Make, PackageCommand};
use crate::table::{Sheet, page, word};

pub(crate) async fn run(command: PackageCommand, session: &Session<'_>) -> anyhow::Result<()> {
    let quan = &session.quan;
    let package = match command {
        PackageCommand::List {
            merchant,
            status,
            paged,
        } => {
            let filter = PackageFilter {
                merchant,
                status,
                page: paged.page,
                page_size: paged.page_size,
            };
            let listed = quan.packages(&filter).await?;
            let head = [
                "package", "merchant", "name", "status", "price", "sold", "of",
            ];
            let words = page(&listed, head, |package| {
                [
                    package.package_id.clone(),
                    package.merchant.clone(),
                    package.name.clone(),
                    word(&package.status),
                    package.price.to_string(),
                    package.sold.to_string(),
                    package.budget.to_string(),
                ]
            });
            return session.report(words, &listed);
        }
        PackageCommand::Sell {
            package_id,
            user,
            request_no,
        } => {
            let asked = BuyPackage {
                request_no,
                user_id: user,
            };
            let sold = quan.buy_package(&package_id, &asked).await?;
            let words = Sheet::new()
                .row("package", &sold.package_id)
                .row("sold to", &sold.user_id)
                .row("request", &sold.request_no)
                .row("at", sold.at)
                .words();
            return session.report(words, &sold);
        }
        PackageCommand::Show { package_id } => quan.package(&package_id).await?,
        PackageCommand::Make(make) => quan.make_package(&wanted(make)).await?,
        PackageCommand::Status { package_id, status } => {
            quan.set_package_status(&package_id, status).await?
        }
    };
    session.report(sheet(&package), &package)
}

fn wanted(make: Make) -> NewPackage {
    NewPackage {
        package_id: make.id,
        merchant: make.merchant,
        name: make.name,
        status: make.status,
        purchase_window: Span {
            from: make.from,
            until: make.until,
        },
        price: make.price,
        budget: make.budget,
        limit: make.limit,
        pay_channel: make.pay_channel,
        purchase_url: make.purchase_url,
        use_rule: make.use_rule,
        activities: make.activities,
    }
}

fn sheet(package: &Package) -> String {
    let limit = package
        .limit
        .map(|limit| format!("{} in a {}", limit.count, word(&limit.period)));
    let mut sheet = Sheet::new()
        .row("package", &package.package_id)
        .row("merchant", &package.merchant)
        .row("name", &package.name)
        .row("status", word(&package.status))
        .row("on sale from", package.purchase_window.from)
        .row("on sale until", package.purchase_window.until)
        .row("price", package.price)
        .row("sold", format!("{} of {}", package.sold, package.budget))
        .maybe("a user may buy", limit)
        .maybe("paid by", package.pay_channel.as_ref())
        .maybe("sold at", package.purchase_url.as_ref())
        .maybe("use", package.use_rule.as_ref());
    if !package.activities.is_empty() {
        sheet = sheet.row("activities", package.activities.join("\n"));
    }
    sheet.words()
}
