//! Shops: what became of checking them, and whether they are open.

use quan_client::ShopFilter;
use quan_client::api::{SetShop, Shop};

use super::remote::Session;
use crate::args::ShopCommand;
use crate::table::{Sheet, part, word, yes};

pub(crate) async fn run(command: ShopCommand, session: &Session<'_>) -> anyhow::Result<()> {
    let quan = &session.quan;
    let shop = match command {
        ShopCommand::List {
            merchant,
            kind,
            part: stretch,
        } => {
            let filter = ShopFilter {
                merchant,
                kind,
                after: stretch.after,
                limit: stretch.limit,
            };
            let shops = quan.shops(&filter).await?;
            let head = [
                "shop", "merchant", "kind", "name", "city", "checked", "open",
            ];
            let words = part(&shops, head, |shop| {
                [
                    shop.shop_id.clone(),
                    shop.merchant.clone(),
                    word(&shop.kind),
                    shop.name.clone(),
                    shop.city.clone(),
                    word(&shop.info_status),
                    yes(shop.open).to_owned(),
                ]
            });
            return session.report(words, &shops);
        }
        ShopCommand::Show { shop_id } => quan.shop(&shop_id).await?,
        ShopCommand::Certify { shop_id, status } => {
            let asked = SetShop {
                info_status: Some(status),
                ..SetShop::default()
            };
            quan.set_shop(&shop_id, &asked).await?
        }
        ShopCommand::Open { shop_id } => quan.set_shop(&shop_id, &opened(true)).await?,
        ShopCommand::Close { shop_id } => quan.set_shop(&shop_id, &opened(false)).await?,
    };
    session.report(sheet(&shop), &shop)
}

fn opened(open: bool) -> SetShop {
    SetShop {
        open: Some(open),
        ..SetShop::default()
    }
}

fn sheet(shop: &Shop) -> String {
    Sheet::new()
        .row("shop", &shop.shop_id)
        .row("merchant", &shop.merchant)
        .maybe("indirect merchant", shop.smid.as_ref())
        .row("kind", word(&shop.kind))
        .maybe("owner's number", shop.store_id.as_ref())
        .row("name", &shop.name)
        .row("city", &shop.city)
        .maybe("address", shop.address.as_ref())
        .maybe("latitude", shop.latitude.as_ref())
        .maybe("longitude", shop.longitude.as_ref())
        .row("checked", word(&shop.info_status))
        .row("open", yes(shop.open))
        .words()
}
