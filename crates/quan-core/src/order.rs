//! The order that a voucher is to be used on.

use crate::terms::{GoodsScope, Places, ScopeKind, Terms};
use crate::time::Timestamp;
use crate::{ActivityId, Denial, Desk, Fen, Keys, Member, MerchantId, OrderNo};

/// What was bought, where and from whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// The merchant's number for it.
    pub number: OrderNo,
    /// The whole sum.
    pub total: Fen,
    /// The part that discounts may touch, where the merchant says so.
    pub discountable: Option<Fen>,
    /// The part that they may not.
    pub undiscountable: Fen,
    /// Who sells.
    pub seller: Seller,
    /// In which application.
    pub app: Option<Member>,
    /// In which shop; a shop that is registered in two ways may be named in both.
    pub shops: Vec<OrderShop>,
    /// What.
    pub goods: Vec<Goods>,
    /// When it really took place, where payment came later.
    pub placed_at: Option<Timestamp>,
}

/// Who sells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seller {
    /// The merchant.
    pub merchant: Option<Member>,
    /// The indirect merchant under it.
    pub submerchant: Option<Member>,
}

/// The shop of an order, with what the registry knows of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderShop {
    /// The shop.
    pub id: Member,
    /// Whose it is.
    pub merchant: Option<MerchantId>,
    /// Where it is.
    pub city: Option<Member>,
    /// Whether it is one of the registry of real shops.
    pub real: bool,
}

/// A line of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goods {
    /// What.
    pub id: Member,
    /// The price of one.
    pub price: Fen,
    /// How many.
    pub quantity: u32,
}

impl Order {
    /// Asks for the members of the activity's scope that this order names.
    pub fn reads(&self, activity: ActivityId, terms: &Terms, keys: &mut Keys) {
        let mut ask = |kind, member: &Member| {
            keys.member(activity, terms.scope.generation, kind, member);
        };
        if let Some(merchant) = &self.seller.merchant {
            ask(ScopeKind::Merchant, merchant);
        }
        if let Some(submerchant) = &self.seller.submerchant {
            ask(ScopeKind::Submerchant, submerchant);
        }
        if let (true, Some(app)) = (terms.scope.apps, &self.app) {
            ask(ScopeKind::App, app);
        }
        for shop in &self.shops {
            match terms.scope.places {
                Places::Everywhere | Places::AnyCity => {}
                Places::Shops => ask(ScopeKind::Shop, &shop.id),
                Places::RealShops => ask(ScopeKind::RealShop, &shop.id),
                Places::ShopsOf(_) => ask(ScopeKind::ExcludedShop, &shop.id),
                Places::Cities => {
                    if let Some(city) = &shop.city {
                        ask(ScopeKind::City, city);
                    }
                }
            }
        }
        let goods = match terms.scope.goods {
            GoodsScope::Any => return,
            GoodsScope::Only => ScopeKind::Goods,
            GoodsScope::Except => ScopeKind::ExcludedGoods,
        };
        for line in &self.goods {
            ask(goods, &line.id);
        }
    }

    /// Checks the scope, in the order in which the platforms check it, and
    /// answers the sum that the voucher may be taken off.
    pub fn eligible(
        &self,
        activity: ActivityId,
        terms: &Terms,
        desk: &Desk,
    ) -> Result<Fen, Denial> {
        let has =
            |kind, member: &Member| desk.has_member(activity, terms.scope.generation, kind, member);
        let merchant = self
            .seller
            .merchant
            .as_ref()
            .is_some_and(|id| has(ScopeKind::Merchant, id));
        let submerchant = self
            .seller
            .submerchant
            .as_ref()
            .is_some_and(|id| has(ScopeKind::Submerchant, id));
        if !merchant && !submerchant {
            return Err(Denial::SellerExcluded);
        }
        if terms.scope.apps
            && !self
                .app
                .as_ref()
                .is_some_and(|app| has(ScopeKind::App, app))
        {
            return Err(Denial::AppExcluded);
        }
        self.place_is_within(terms, &has)?;
        let base = self.base(terms, &has)?;
        match terms.floor {
            Some(floor) if base < floor => Err(Denial::BelowFloor { floor }),
            Some(_) | None => Ok(base),
        }
    }

    /// Checks what a merchant reports of an order: a shop, if it names one, and
    /// goods, if it lists them.
    pub fn is_placed_within(
        &self,
        activity: ActivityId,
        terms: &Terms,
        desk: &Desk,
    ) -> Result<(), Denial> {
        let has =
            |kind, member: &Member| desk.has_member(activity, terms.scope.generation, kind, member);
        if !self.shops.is_empty() {
            self.place_is_within(terms, &has)?;
        }
        if !self.goods.is_empty() {
            self.base(terms, &has)?;
        }
        Ok(())
    }

    fn place_is_within(
        &self,
        terms: &Terms,
        has: &impl Fn(ScopeKind, &Member) -> bool,
    ) -> Result<(), Denial> {
        let places = terms.scope.places;
        let has_shop = |shop: &OrderShop| match places {
            Places::Everywhere => true,
            Places::Shops => has(ScopeKind::Shop, &shop.id),
            Places::RealShops => has(ScopeKind::RealShop, &shop.id),
            Places::ShopsOf(owner) => {
                shop.merchant == Some(owner) && !has(ScopeKind::ExcludedShop, &shop.id)
            }
            Places::Cities => shop
                .city
                .as_ref()
                .is_some_and(|city| has(ScopeKind::City, city)),
            Places::AnyCity => shop.city.is_some(),
        };
        // A scope of one directory says nothing of shops of the other.
        let asked_about = |shop: &&OrderShop| match places {
            Places::Shops => !shop.real,
            Places::RealShops => shop.real,
            Places::Everywhere | Places::ShopsOf(_) | Places::Cities | Places::AnyCity => true,
        };
        let mut named = places == Places::Everywhere;
        for shop in self.shops.iter().filter(asked_about) {
            if !has_shop(shop) {
                return Err(Denial::ShopExcluded);
            }
            named = true;
        }
        if named {
            Ok(())
        } else {
            Err(Denial::ShopExcluded)
        }
    }

    fn base(
        &self,
        terms: &Terms,
        has: &impl Fn(ScopeKind, &Member) -> bool,
    ) -> Result<Fen, Denial> {
        let whole = self
            .discountable
            .unwrap_or_else(|| self.total.saturating_sub(self.undiscountable));
        match terms.scope.goods {
            GoodsScope::Any => Ok(whole.min(self.total)),
            GoodsScope::Except => {
                let barred = self
                    .goods
                    .iter()
                    .any(|line| has(ScopeKind::ExcludedGoods, &line.id));
                if barred {
                    Err(Denial::GoodsExcluded)
                } else {
                    Ok(whole.min(self.total))
                }
            }
            GoodsScope::Only => {
                let mut sum = None;
                for line in self
                    .goods
                    .iter()
                    .filter(|line| has(ScopeKind::Goods, &line.id))
                {
                    let cost = line
                        .price
                        .checked_mul(u64::from(line.quantity))
                        .unwrap_or(Fen::MAX);
                    sum = Some(
                        sum.unwrap_or(Fen::ZERO)
                            .checked_add(cost)
                            .unwrap_or(Fen::MAX),
                    );
                }
                sum.map(|sum| sum.min(self.total))
                    .ok_or(Denial::GoodsExcluded)
            }
        }
    }
}
