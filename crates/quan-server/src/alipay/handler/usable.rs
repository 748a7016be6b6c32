//! `….activity.{app,goods,shop,merchant}.batchquery`: the scope of an activity,
//! a page at a time.

use std::collections::BTreeSet;

use quan_core::terms::Places;
use quan_core::{Member, MerchantId, ScopeKind};
use quan_engine::registry::{Shop, ShopKind};
use quan_engine::{ActivityView, Listed, Page};
use quan_wire::alipay::message::usable::{ScopePage, app, goods, merchant, shop};
use quan_wire::alipay::message::word::{GoodsUse, MerchantKind, Page as Asked, ShopType};

use super::Handlers;
use super::view::Shown;
use crate::alipay::Caller;
use crate::alipay::denial::Fault;

/// How many shops are read from the registry at once.
const BATCH: usize = 1000;

pub(super) async fn apps(
    handlers: &Handlers,
    caller: &Caller,
    request: app::Request,
) -> Result<app::Answer, Fault> {
    let asked = request.check()?;
    let view = handlers.asked_about(caller, &asked).await?;
    let listed = handlers.members(&view, ScopeKind::App, asked.page).await?;
    let (page_num, page_size, total_size) = counted(asked.page, listed.total);
    let infos = listed.items.iter();
    let infos = infos.map(|id| app::AppInfo {
        mini_app_id: Some(id.to_string()),
    });
    let app_infos = infos.collect();
    Ok(app::Answer {
        activity_id: Some(asked.activity_id),
        app_infos,
        page_num,
        page_size,
        total_size,
    })
}

pub(super) async fn goods(
    handlers: &Handlers,
    caller: &Caller,
    request: goods::Request,
) -> Result<goods::Answer, Fault> {
    let asked = request.check()?;
    let view = handlers.asked_about(caller, &asked).await?;
    // An activity has goods of one side only.
    let mut answer = goods::Answer::default();
    let mut total = 0;
    for (side, kind) in [
        (GoodsUse::Available, ScopeKind::Goods),
        (GoodsUse::Unavailable, ScopeKind::ExcludedGoods),
    ] {
        if asked.goods_use.is_none_or(|wanted| wanted == side) {
            let listed = handlers.members(&view, kind, asked.page).await?;
            total += listed.total;
            answer
                .goods_infos
                .extend(listed.items.iter().map(|id| goods::GoodsInfo {
                    goods_id: Some(id.to_string()),
                    goods_use_type: Some(side.to_string()),
                }));
        }
    }
    if asked.page.num == 1 && asked.goods_use != Some(GoodsUse::Unavailable) {
        answer.app_item_infos = items(&Shown::of(handlers, &view)?);
    }
    let (page_num, page_size, total_size) = counted(asked.page, total);
    let activity_id = Some(asked.activity_id);
    Ok(goods::Answer {
        activity_id,
        page_num,
        page_size,
        total_size,
        ..answer
    })
}

fn items(shown: &Shown<'_>) -> Vec<goods::AppItemInfo> {
    let scope = shown.document().voucher_available_scope_info.as_ref();
    let Some(item) = scope.and_then(|scope| scope.voucher_available_item_info.as_ref()) else {
        return Vec::new();
    };
    let row = |out_item_id: Option<String>, mini_app_id: Option<String>| goods::AppItemInfo {
        item_id: item.item_id.clone(),
        out_item_id,
        mini_app_id,
        item_use_type: Some(GoodsUse::Available.to_string()),
    };
    if item.out_item_info.is_empty() {
        return item.item_id.iter().map(|_| row(None, None)).collect();
    }
    let rows = item.out_item_info.iter();
    rows.map(|out| row(out.out_item_id.clone(), out.item_app_id.clone()))
        .collect()
}

pub(super) async fn shops(
    handlers: &Handlers,
    caller: &Caller,
    request: shop::Request,
) -> Result<shop::Answer, Fault> {
    let asked = request.check()?;
    let view = handlers.asked_about(caller, &asked).await?;
    let (shop_infos, total) = match view.activity.terms.scope.places {
        places @ (Places::Shops | Places::RealShops) => {
            let kind = if places == Places::RealShops {
                ScopeKind::RealShop
            } else {
                ScopeKind::Shop
            };
            let listed = handlers.members(&view, kind, asked.page).await?;
            let ids: Vec<&str> = listed.items.iter().map(Member::as_str).collect();
            let shops = handlers.registry.find_shops(&ids)?;
            let real =
                places == Places::RealShops || lists_real_shops(&Shown::of(handlers, &view)?);
            let infos = ids.iter().zip(shops).map(|(id, shop)| match shop {
                Some(shop) => known_shop(shop),
                None => unknown_shop(id, real),
            });
            (infos.collect(), listed.total)
        }
        Places::ShopsOf(owner) => {
            let mut excluded = excluded_shops(&Shown::of(handlers, &view)?);
            // Those of order vouchers are in the scope alone.
            excluded.extend(handlers.shops_of(&view.activity).await?);
            handlers.all_shops(owner, &excluded, asked.page)?
        }
        Places::Everywhere | Places::Cities | Places::AnyCity => (Vec::new(), 0),
    };
    let (page_num, page_size, total_size) = counted(asked.page, total);
    let activity_id = Some(asked.activity_id);
    Ok(shop::Answer {
        activity_id,
        shop_infos,
        page_num,
        page_size,
        total_size,
    })
}

fn known_shop(shop: Shop) -> shop::ShopInfo {
    let kind = match shop.kind {
        ShopKind::Payment => ShopType::PaymentShop,
        ShopKind::Real => ShopType::RealShop,
    };
    shop::ShopInfo {
        shop_id: Some(shop.id),
        shop_name: Some(shop.name),
        shop_type: Some(kind.to_string()),
        latitude: shop.latitude,
        longitude: shop.longitude,
    }
}

fn unknown_shop(id: &str, real: bool) -> shop::ShopInfo {
    let kind = if real {
        ShopType::RealShop
    } else {
        ShopType::PaymentShop
    };
    let (shop_id, shop_type) = (Some(id.to_owned()), Some(kind.to_string()));
    shop::ShopInfo {
        shop_id,
        shop_type,
        ..Default::default()
    }
}

fn lists_real_shops(shown: &Shown<'_>) -> bool {
    let scope = shown.document().voucher_available_scope_info.as_ref();
    let places = scope.and_then(|scope| scope.voucher_available_geography_scope_info.as_ref());
    let shops = places.and_then(|places| places.available_geography_shop_info.as_ref());
    shops.is_some_and(|shops| !shops.available_real_shop_ids.is_empty())
}

fn excluded_shops(shown: &Shown<'_>) -> BTreeSet<String> {
    let scope = shown.document().voucher_available_scope_info.as_ref();
    let places = scope.and_then(|scope| scope.voucher_available_geography_scope_info.as_ref());
    let shops = places.and_then(|places| places.available_geography_shop_info.as_ref());
    let all = shops.and_then(|shops| shops.available_geography_all_shop.as_ref());
    all.map(|all| all.exclude_shop_ids.iter().cloned().collect())
        .unwrap_or_default()
}

pub(super) async fn merchants(
    handlers: &Handlers,
    caller: &Caller,
    request: merchant::Request,
) -> Result<merchant::Answer, Fault> {
    let asked = request.check()?;
    let view = handlers.asked_about(caller, &asked).await?;
    let shown = Shown::of(handlers, &view)?;
    let scope = shown.document().voucher_available_scope_info.as_ref();
    let accounts = scope.and_then(|scope| scope.voucher_available_account_info.as_ref());
    let (pids, smids) = match accounts {
        None => (&[][..], &[][..]),
        Some(accounts) => (&accounts.available_pids[..], &accounts.available_smids[..]),
    };
    let pids = pids.iter().map(|id| (id, MerchantKind::Pid));
    let smids = smids.iter().map(|id| (id, MerchantKind::Smid));
    let all: Vec<_> = pids.chain(smids).collect();
    let rows = all.iter().skip(before(asked.page)).take(size(asked.page));
    let rows = rows.map(|(id, kind)| merchant::MerchantInfo {
        merchant_id: Some((*id).clone()),
        merchant_id_type: Some(kind.to_string()),
    });
    let total = u64::try_from(all.len()).unwrap_or(u64::MAX);
    let (page_num, page_size, total_size) = counted(asked.page, total);
    Ok(merchant::Answer {
        activity_id: Some(asked.activity_id),
        merchant_infos: rows.collect(),
        page_num,
        page_size,
        total_size,
    })
}

impl Handlers {
    async fn asked_about(&self, caller: &Caller, asked: &ScopePage) -> Result<ActivityView, Fault> {
        let merchant = self.acting(caller, asked.merchant_id.as_deref())?;
        self.activity(&asked.activity_id, merchant).await
    }

    async fn members(
        &self,
        view: &ActivityView,
        kind: ScopeKind,
        page: Asked,
    ) -> Result<Listed<Member>, Fault> {
        let page = Page {
            number: page.num,
            size: page.size,
        };
        let generation = view.activity.terms.scope.generation;
        Ok(self
            .engine
            .members(view.activity.id, generation, kind, page)
            .await?)
    }

    /// A page of all shops of a merchant but some.
    fn all_shops(
        &self,
        owner: MerchantId,
        excluded: &BTreeSet<String>,
        page: Asked,
    ) -> Result<(Vec<shop::ShopInfo>, u64), Fault> {
        let (first, size) = (before(page), size(page));
        let mut infos = Vec::with_capacity(size);
        let mut count = 0_usize;
        let mut after: Option<String> = None;
        loop {
            let shops = self.registry.shops_of(owner, after.as_deref(), BATCH)?;
            let full = shops.len() == BATCH;
            after = shops.last().map(|shop| shop.id.clone());
            for shop in shops
                .into_iter()
                .filter(|shop| !excluded.contains(&shop.id))
            {
                if count >= first && infos.len() < size {
                    infos.push(known_shop(shop));
                }
                count += 1;
            }
            if !full {
                return Ok((infos, u64::try_from(count).unwrap_or(u64::MAX)));
            }
        }
    }
}

fn before(page: Asked) -> usize {
    usize::try_from(page.skip()).unwrap_or(usize::MAX)
}

fn size(page: Asked) -> usize {
    usize::try_from(page.size).unwrap_or(usize::MAX)
}

fn counted(page: Asked, total: u64) -> (Option<i32>, Option<i32>, Option<i32>) {
    let total = i32::try_from(total).unwrap_or(i32::MAX);
    (
        i32::try_from(page.num).ok(),
        i32::try_from(page.size).ok(),
        Some(total),
    )
}
