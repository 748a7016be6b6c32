//! What a new activity refers to: its owner, its sponsor, and the images,
//! applications, shops and cities of the registry.
//!
//! Merchants at whom a voucher counts need not be registered: only their names
//! are compared when an order comes. Neither need applications, and neither
//! shops as long as their owner has registered none at all. What is registered
//! must be what the request takes it for.

use quan_core::MerchantId;
use quan_engine::registry::{AppKind, ShopKind, UserName};
use quan_wire::alipay::message::activity::{NewActivity, Places, Shape, Sponsor};
use quan_wire::alipay::message::word::{FileKey, MerchantKind, MerchantRef};

use super::Handlers;
use crate::alipay::Caller;
use crate::alipay::denial::{Fault, Reason};

impl Handlers {
    /// Whose a new activity will be.
    pub(super) fn owner(&self, caller: &Caller, new: &NewActivity) -> Result<MerchantId, Fault> {
        let Some(owner) = &new.owner else {
            return Ok(caller.merchant);
        };
        if owner.kind == MerchantKind::Smid && new.shape == Shape::Flat {
            self.bound_merchant(&owner.id)?;
            return Ok(caller.merchant);
        }
        self.belongs_to(caller, owner)
    }

    /// The merchant that a request is made for, who must have authorised the
    /// caller.
    pub(super) fn belongs_to(
        &self,
        caller: &Caller,
        owner: &MerchantRef,
    ) -> Result<MerchantId, Fault> {
        let merchant = match owner.kind {
            MerchantKind::Pid => MerchantId::parse(&owner.id).map_err(|_| Reason::NoAgency)?,
            MerchantKind::Smid => self.bound_merchant(&owner.id)?,
        };
        self.may_act_for(caller, merchant)?;
        Ok(merchant)
    }

    fn bound_merchant(&self, smid: &str) -> Result<MerchantId, Fault> {
        Ok(self
            .registry
            .find_smid(smid)?
            .ok_or(Reason::NoMerchant)?
            .merchant)
    }

    /// Whose balance pays: a merchant's, or any other account's. Like every
    /// user, an account need not be registered where users are open.
    pub(super) fn sponsor(&self, sponsor: &Sponsor) -> Result<MerchantId, Fault> {
        let (field, found) = match sponsor {
            Sponsor::Account(id) => {
                let merchant = MerchantId::parse(id).ok();
                let merchant = merchant.filter(|id| self.registry.find_merchant(*id).is_some());
                let found = match merchant {
                    Some(merchant) => Some(merchant),
                    None => self.account(&UserName::Id(id))?,
                };
                ("partner_id", found)
            }
            Sponsor::Login(name) => {
                let found = match self.registry.find_merchant_by_logon_id(name)? {
                    Some(merchant) => Some(merchant.id),
                    None => self.account(&UserName::LogonId(name))?,
                };
                ("logon_id", found)
            }
        };
        Ok(found.ok_or(Reason::Value(field, "对应的出资账户不存在"))?)
    }

    fn account(&self, name: &UserName<'_>) -> Result<Option<MerchantId>, Fault> {
        let user = self.registry.resolve_user(name)?;
        Ok(user.and_then(|user| MerchantId::parse(user.id.as_str()).ok()))
    }

    /// Refuses what the registry knows to be otherwise.
    pub(super) fn knows(
        &self,
        caller: &Caller,
        owner: MerchantId,
        new: &NewActivity,
    ) -> Result<(), Fault> {
        self.knows_apps(&new.scope.app_ids)?;
        self.knows_places(owner, &new.scope.places)?;
        let uploaders = [owner, caller.merchant, caller.app_merchant];
        for (key, id) in &new.display.images {
            self.knows_image(&uploaders, *key, id)?;
        }
        Ok(())
    }

    pub(super) fn knows_image(
        &self,
        uploaders: &[MerchantId],
        key: FileKey,
        id: &str,
    ) -> Result<(), Fault> {
        let field = match key {
            FileKey::BrandLogo => "brand_logo",
            FileKey::VoucherImage => "voucher_image",
            FileKey::VoucherDetailImage => "voucher_detail_images",
            FileKey::PublicUnionChannel | FileKey::DeliveryChannel => "delivery_image",
        };
        let image = self.registry.find_image(id)?;
        let Some(image) = image.filter(|image| uploaders.contains(&image.merchant)) else {
            return Err(Reason::Value(field, "对应的素材不存在").into());
        };
        if image.file_key == key.as_str() {
            Ok(())
        } else {
            Err(Reason::Value(field, "对应的素材不是该用途的图片").into())
        }
    }

    /// Applications that are registered must be mini-programs.
    pub(super) fn knows_apps(&self, app_ids: &[String]) -> Result<(), Fault> {
        let snapshot = self.registry.snapshot();
        for id in app_ids {
            if snapshot
                .app(id)
                .is_some_and(|app| app.kind != AppKind::MiniProgram)
            {
                return Err(Reason::Value("available_app_ids", "必须是支付宝小程序").into());
            }
        }
        Ok(())
    }

    /// Shops must be the owner's, of the directory that the field names, and
    /// cities must be in the table.
    pub(super) fn knows_places(&self, owner: MerchantId, places: &Places) -> Result<(), Fault> {
        match places {
            Places::Anywhere | Places::AllCities => Ok(()),
            Places::Cities(codes) => {
                if codes.iter().all(|code| self.tables.cities.has(code)) {
                    Ok(())
                } else {
                    Err(Reason::Value("available_city_codes", "包含不存在的城市编码").into())
                }
            }
            Places::Shops(ids) => {
                self.knows_shops(owner, "available_shop_ids", Some(ShopKind::Payment), ids)
            }
            Places::RealShops(ids) => {
                self.knows_shops(owner, "available_real_shop_ids", Some(ShopKind::Real), ids)
            }
            Places::AllShops {
                merchant_id,
                brand_id: _,
                exclude,
            } => {
                if merchant_id
                    .as_ref()
                    .is_some_and(|id| *id != owner.to_string())
                {
                    return Err(Reason::Value("merchant_ids", "必须是活动归属商户").into());
                }
                self.knows_shops(owner, "exclude_shop_ids", None, exclude)
            }
        }
    }

    fn knows_shops(
        &self,
        owner: MerchantId,
        field: &'static str,
        kind: Option<ShopKind>,
        ids: &[String],
    ) -> Result<(), Fault> {
        if ids.is_empty() {
            return Ok(());
        }
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let shops = self.registry.find_shops(&ids)?;
        let strange = shops
            .iter()
            .flatten()
            .any(|shop| shop.merchant != owner || kind.is_some_and(|kind| shop.kind != kind));
        let unknown = shops.iter().any(Option::is_none)
            && !self.registry.shops_of(owner, None, 1)?.is_empty();
        if strange || unknown {
            return Err(Reason::Value(field, "包含不存在或不属于活动归属商户的门店").into());
        }
        Ok(())
    }
}
