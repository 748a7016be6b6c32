//! Shops: registered, looked up, and registered as places on the map.

pub(super) mod create;
pub(super) mod query;
pub(super) mod relation;

use quan_core::MerchantId;
use quan_engine::registry::{Certification, Shop};
use quan_wire::alipay::message::Code;
use quan_wire::alipay::message::shop::block::AddressInfo;
use quan_wire::alipay::message::shop::{Place, Shop as Asked};

use super::Handlers;
use crate::alipay::Caller;
use crate::alipay::denial::{Fault, Reason};

impl Handlers {
    /// Whose a shop is: a direct merchant, and the indirect one where it is
    /// one's. The caller must be allowed to act for the direct one.
    fn shopkeeper(
        &self,
        caller: &Caller,
        role: &str,
    ) -> Result<(MerchantId, Option<String>), Fault> {
        let direct = MerchantId::parse(role).ok();
        let direct = direct.filter(|id| self.registry.find_merchant(*id).is_some());
        let (merchant, submerchant) = if let Some(merchant) = direct {
            (merchant, None)
        } else {
            let smid = self.registry.find_smid(role)?;
            let smid = smid.ok_or(Reason::Code(Code::MerchantNotExist))?;
            (smid.merchant, Some(smid.id))
        };
        match self.may_act_for(caller, merchant) {
            Ok(()) => Ok((merchant, submerchant)),
            Err(_) => Err(Reason::Code(Code::NotAllowedSettle).into()),
        }
    }

    /// What is found out about a new shop of a merchant's: it is certified at
    /// once, unless somebody switched that off.
    fn certification(&self, merchant: MerchantId) -> Certification {
        if self.registry.switches(merchant).uncertified_shops {
            Certification::Incomplete
        } else {
            Certification::Certified
        }
    }
}

/// A shop as it was asked for.
fn placed(shop: Shop, asked: &Asked, address: Option<&AddressInfo>) -> Shop {
    Shop {
        store_id: asked.number.clone(),
        address: Some(address_text(&asked.place)),
        latitude: address.and_then(|address| address.latitude.clone()),
        longitude: address.and_then(|address| address.longitude.clone()),
        ..shop
    }
}

/// An address as one text that can be compared.
fn address_text(place: &Place) -> String {
    let Place {
        province,
        city,
        district,
        address,
    } = place;
    format!("{province} {city} {district} {address}")
}
