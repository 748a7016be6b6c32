//! Shops and indirect merchants.

use quan_core::{AppId, MerchantId, Timestamp};

use super::{News, NoticeEvent, Registry, RegistryError};

/// A shop that vouchers can be confined to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shop {
    /// Its number.
    pub id: String,
    /// Whose it is: for an indirect merchant's, the direct one's.
    pub merchant: MerchantId,
    /// The indirect merchant whose it is.
    pub submerchant: Option<String>,
    /// What sort of place it is.
    pub kind: ShopKind,
    /// The owner's own number for it, which no other shop of the sort has.
    pub store_id: Option<String>,
    /// What buyers read above the door.
    pub name: String,
    /// Six digits of the national code.
    pub city: String,
    /// Where it is, as one text: two shops of a name and an address are one.
    pub address: Option<String>,
    /// Decimal degrees, as they were written.
    pub latitude: Option<String>,
    /// Decimal degrees, as they were written.
    pub longitude: Option<String>,
    /// What became of checking what is known of it.
    pub certification: Certification,
    /// Whether it has not closed for good.
    pub open: bool,
}

impl Shop {
    /// An open, certified shop of whose place only the city is known.
    pub fn new(id: &str, merchant: MerchantId, kind: ShopKind, name: &str, city: &str) -> Shop {
        Shop {
            id: id.to_owned(),
            merchant,
            submerchant: None,
            kind,
            store_id: None,
            name: name.to_owned(),
            city: city.to_owned(),
            address: None,
            latitude: None,
            longitude: None,
            certification: Certification::Certified,
            open: true,
        }
    }

    /// Who numbers it: the indirect merchant, or else the direct one.
    pub fn role(&self) -> String {
        self.submerchant
            .clone()
            .unwrap_or_else(|| self.merchant.to_string())
    }

    /// Whether two shops may not both be there for their name and address:
    /// direct ones anywhere, indirect ones under one roof.
    pub(super) fn rivals(&self, other: &Shop) -> bool {
        let under_one_roof = match (&self.submerchant, &other.submerchant) {
            (None, None) => true,
            (Some(_), Some(_)) => self.merchant == other.merchant,
            (None, Some(_)) | (Some(_), None) => false,
        };
        under_one_roof
            && self.address.is_some()
            && (self.kind, &self.name, &self.address) == (other.kind, &other.name, &other.address)
    }

    /// What there is to tell of it, where it was looked at with another outcome
    /// than `before`, or for the first time.
    pub(super) fn news(&self, before: Option<&Shop>, receiver: Option<&AppId>) -> Option<News> {
        if before.is_some_and(|before| before.certification == self.certification) {
            return None;
        }
        let event = match self.certification {
            Certification::Certified => NoticeEvent::ShopPassed,
            Certification::Incomplete => NoticeEvent::ShopRejected,
            Certification::InAudit | Certification::Unknown => return None,
        };
        Some(News {
            subject: self.id.clone(),
            receiver: receiver?.clone(),
            event,
        })
    }

    /// What speaks against it where shops of a sort and an owner are wanted.
    /// `bound` is the merchant that its indirect merchant is bound to now.
    pub(super) fn faults(
        &self,
        wanted: ShopKind,
        owner: MerchantId,
        bound: Option<MerchantId>,
    ) -> Vec<ShopFault> {
        if !self.open || self.kind != wanted {
            return vec![ShopFault::Unknown];
        }
        let mut faults = Vec::new();
        if self.certification != Certification::Certified {
            faults.push(ShopFault::Uncertified);
        }
        if bound.unwrap_or(self.merchant) != owner {
            faults.push(ShopFault::Foreign);
        }
        faults
    }
}

/// What sort of place a shop is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ShopKind {
    /// One that takes payments.
    #[default]
    Payment,
    /// One that was registered as a place on the map.
    Real,
}

/// What became of checking what is known of a shop.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Certification {
    /// It was found right.
    #[default]
    Certified,
    /// Something is missing.
    Incomplete,
    /// It is being looked at.
    InAudit,
    /// Nobody knows.
    Unknown,
}

/// What speaks against a shop where an activity names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ShopFault {
    /// It is not certified.
    Uncertified,
    /// There is none of this number and sort, or it closed.
    Unknown,
    /// It belongs neither to the owner nor to an indirect merchant of theirs.
    Foreign,
}

/// What a shop is registered with that nothing reads.
#[derive(Clone, Copy, Debug)]
pub struct Registration<'a> {
    /// Everything that was said: a JSON object.
    pub details: &'a str,
    /// Who is told what becomes of it.
    pub receiver: Option<&'a AppId>,
    /// When.
    pub now: Timestamp,
}

/// What became of registering a shop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AddedShop {
    /// It is there now.
    New(Shop),
    /// The owner has one under this number already: this one.
    SameNumber(Shop),
    /// There is one of this name at this address already: this one.
    SamePlace(Shop),
}

/// Which shops.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ShopFilter {
    /// This merchant's, those of its indirect merchants among them.
    pub merchant: Option<MerchantId>,
    /// Of this sort.
    pub kind: Option<ShopKind>,
}

impl ShopFilter {
    pub(super) fn admits(&self, shop: &Shop) -> bool {
        self.merchant.is_none_or(|id| id == shop.merchant)
            && self.kind.is_none_or(|kind| kind == shop.kind)
    }
}

/// An indirect merchant, which sells under the roof of a direct one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Smid {
    /// Its number.
    pub id: String,
    /// The direct merchant that it is bound to.
    pub merchant: MerchantId,
}

impl Registry {
    /// The shop of this number.
    pub fn find_shop(&self, id: &str) -> Result<Option<Shop>, RegistryError> {
        Ok(self.find_shops(&[id])?.pop().flatten())
    }

    /// The shops of these numbers, one place for each.
    pub fn find_shops(&self, ids: &[&str]) -> Result<Vec<Option<Shop>>, RegistryError> {
        self.ask(|sqlite| sqlite.shops(ids), |memory| Ok(memory.shops(ids)))
    }

    /// The shop to which its owner (an indirect merchant, or else a direct
    /// one) gave this number.
    pub fn find_shop_by_store_id(
        &self,
        kind: ShopKind,
        role: &str,
        store_id: &str,
    ) -> Result<Option<Shop>, RegistryError> {
        self.ask(
            |sqlite| sqlite.shop_by_store_id(kind, role, store_id),
            |memory| Ok(memory.shop_by_store_id(kind, role, store_id)),
        )
    }

    /// What speaks against each of these shops where an owner's shops of a
    /// sort are wanted, in the order of [`ShopFault`]; nothing where a shop may
    /// be named. Asks the store a few times, however many they are.
    pub fn check_shops(
        &self,
        owner: MerchantId,
        kind: ShopKind,
        ids: &[&str],
    ) -> Result<Vec<Vec<ShopFault>>, RegistryError> {
        self.ask(
            |sqlite| sqlite.check_shops(owner, kind, ids),
            |memory| Ok(memory.check_shops(owner, kind, ids)),
        )
    }

    /// At most `limit` shops of a merchant in the order of their numbers, from
    /// the one behind `after`.
    pub fn shops_of(
        &self,
        merchant: MerchantId,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Shop>, RegistryError> {
        let filter = ShopFilter {
            merchant: Some(merchant),
            kind: None,
        };
        self.list_shops(&filter, after, limit)
    }

    /// At most `limit` shops in the order of their numbers, from the one
    /// behind `after`.
    pub fn list_shops(
        &self,
        filter: &ShopFilter,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Shop>, RegistryError> {
        self.ask(
            |sqlite| sqlite.list_shops(filter, after, limit),
            |memory| Ok(memory.list_shops(filter, after, limit)),
        )
    }

    /// Registers a shop once: `make` makes it from a number that no shop was
    /// made from. Beside it is kept what it was registered with.
    pub fn add_shop(
        &self,
        with: &Registration<'_>,
        make: impl Fn(u64) -> Shop,
    ) -> Result<AddedShop, RegistryError> {
        let told = self.apps_with_address();
        self.change(
            |sqlite| sqlite.add_shop(with, &told, &make),
            |memory| Ok(memory.add_shop(with, &told, &make)),
        )
    }

    /// What a shop was registered with that nothing reads: a JSON object.
    pub fn shop_details(&self, id: &str) -> Result<Option<String>, RegistryError> {
        self.ask(
            |sqlite| sqlite.shop_details(id),
            |memory| Ok(memory.shop_details(id)),
        )
    }

    /// Changes what became of checking a shop, or whether it is open, and
    /// answers the shop; `None` where there is none.
    pub fn set_shop(
        &self,
        id: &str,
        certification: Option<Certification>,
        open: Option<bool>,
        now: Timestamp,
    ) -> Result<Option<Shop>, RegistryError> {
        let told = self.apps_with_address();
        self.change(
            |sqlite| sqlite.set_shop(id, certification, open, now, &told),
            |memory| Ok(memory.set_shop(id, certification, open, now, &told)),
        )
    }

    /// The merchant that an indirect merchant is bound to.
    pub fn find_smid(&self, id: &str) -> Result<Option<Smid>, RegistryError> {
        self.ask(|sqlite| sqlite.smid(id), |memory| Ok(memory.smid(id)))
    }
}
