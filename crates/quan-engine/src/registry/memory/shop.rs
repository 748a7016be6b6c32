//! Shops in memory.

use std::collections::HashMap;

use quan_core::{AppId, MerchantId, Timestamp};

use super::{Memory, Series, behind};
use crate::registry::{
    AddedShop, Certification, Registration, RegistryError, Shop, ShopFault, ShopFilter, ShopKind,
    Smid,
};

impl Memory {
    /// Refuses shops with a number that another one of their owner's has.
    pub(super) fn check_store_ids<'a>(
        &self,
        new: impl Iterator<Item = &'a Shop> + Clone,
    ) -> Result<(), RegistryError> {
        if new.clone().all(|shop| shop.store_id.is_none()) {
            return Ok(());
        }
        let numbers = self.shops.values().filter_map(numbered);
        let mut holders: HashMap<_, _> = numbers.collect();
        for shop in new {
            // What the shop had before, it has no more.
            let before = self.shops.get(&shop.id).and_then(numbered);
            if let Some((number, id)) = before
                && holders.get(&number) == Some(&id)
            {
                holders.remove(&number);
            }
            let Some((number, id)) = numbered(shop) else {
                continue;
            };
            if let Some(by) = holders.insert(number, id)
                && by != id
            {
                return Err(RegistryError::StoreIdTaken {
                    shop: id.to_owned(),
                    by: by.to_owned(),
                });
            }
        }
        Ok(())
    }

    pub(in crate::registry) fn shops(&self, ids: &[&str]) -> Vec<Option<Shop>> {
        ids.iter().map(|id| self.shops.get(*id).cloned()).collect()
    }

    pub(in crate::registry) fn check_shops(
        &self,
        owner: MerchantId,
        kind: ShopKind,
        ids: &[&str],
    ) -> Vec<Vec<ShopFault>> {
        let faults = |id: &&str| match self.shops.get(*id) {
            None => vec![ShopFault::Unknown],
            Some(shop) => {
                let smid = shop.submerchant.as_deref();
                let bound = smid.and_then(|smid| self.smids.get(smid));
                shop.faults(kind, owner, bound.map(|smid| smid.merchant))
            }
        };
        ids.iter().map(faults).collect()
    }

    pub(in crate::registry) fn shop_by_store_id(
        &self,
        kind: ShopKind,
        role: &str,
        store_id: &str,
    ) -> Option<Shop> {
        let mut shops = self.shops.values();
        let found = shops.find(|shop| {
            shop.kind == kind && shop.role() == role && shop.store_id.as_deref() == Some(store_id)
        });
        found.cloned()
    }

    pub(in crate::registry) fn list_shops(
        &self,
        filter: &ShopFilter,
        after: Option<&str>,
        limit: usize,
    ) -> Vec<Shop> {
        let later = self.shops.range::<str, _>(behind(after));
        later
            .map(|(_, shop)| shop)
            .filter(|shop| filter.admits(shop))
            .take(limit)
            .cloned()
            .collect()
    }

    pub(in crate::registry) fn add_shop(
        &mut self,
        with: &Registration<'_>,
        told: &[AppId],
        make: &dyn Fn(u64) -> Shop,
    ) -> AddedShop {
        let mut number = self.peek(Series::Shop);
        let mut shop = make(number);
        if let Some(store_id) = &shop.store_id
            && let Some(known) = self.shop_by_store_id(shop.kind, &shop.role(), store_id)
        {
            return AddedShop::SameNumber(known);
        }
        if let Some(known) = self.shops.values().find(|other| shop.rivals(other)) {
            return AddedShop::SamePlace(known.clone());
        }
        while self.shops.contains_key(&shop.id) {
            number += 1;
            shop = make(number);
        }
        self.sequences.insert(Series::Shop, number);
        self.shops.insert(shop.id.clone(), shop.clone());
        let details = (with.details.to_owned(), with.receiver.cloned());
        self.shop_details.insert(shop.id.clone(), details);
        self.tell(shop.news(None, with.receiver), with.now, told);
        AddedShop::New(shop)
    }

    pub(in crate::registry) fn shop_details(&self, id: &str) -> Option<String> {
        self.shop_details
            .get(id)
            .map(|(details, _)| details.clone())
    }

    pub(in crate::registry) fn set_shop(
        &mut self,
        id: &str,
        certification: Option<Certification>,
        open: Option<bool>,
        now: Timestamp,
        told: &[AppId],
    ) -> Option<Shop> {
        let before = self.shops.get(id)?;
        let after = Shop {
            certification: certification.unwrap_or(before.certification),
            open: open.unwrap_or(before.open),
            ..before.clone()
        };
        let details = self.shop_details.get(id);
        let receiver = details.and_then(|(_, receiver)| receiver.as_ref());
        let news = after.news(Some(before), receiver);
        self.tell(news, now, told);
        self.shops.insert(id.to_owned(), after.clone());
        Some(after)
    }

    pub(in crate::registry) fn smid(&self, id: &str) -> Option<Smid> {
        self.smids.get(id).cloned()
    }
}

/// A shop's number with everything that it is a number of, and the shop's id.
fn numbered(shop: &Shop) -> Option<((ShopKind, String, &str), &str)> {
    let number = shop.store_id.as_deref()?;
    Some(((shop.kind, shop.role(), number), &shop.id))
}
