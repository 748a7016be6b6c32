//! `ant.merchant.expand.shop.query`: a shop, with what it was registered with.

use quan_engine::registry::{Certification, Shop, ShopKind};
use quan_wire::alipay::message::shop::block::AddressInfo;
use quan_wire::alipay::message::shop::query::{Answer, Named, Request, ShopInfoStatus};
use quan_wire::alipay::message::{Code, parse};

use crate::alipay::Caller;
use crate::alipay::denial::{Fault, Reason};
use crate::alipay::handler::Handlers;

pub(in crate::alipay::handler) fn query(
    handlers: &Handlers,
    caller: &Caller,
    request: Request,
) -> Result<Answer, Fault> {
    let registry = &handlers.registry;
    let found = match request.check()? {
        Named::Id(id) => registry.find_shop(&id)?,
        Named::Number {
            merchant_id,
            store_id,
        } => {
            handlers.shopkeeper(caller, &merchant_id)?;
            registry.find_shop_by_store_id(ShopKind::Payment, &merchant_id, &store_id)?
        }
    };
    let shop = found.filter(|shop| shop.kind == ShopKind::Payment && shop.open);
    let shop = shop.ok_or(Reason::Code(Code::ShopNotExist))?;
    if handlers.may_act_for(caller, shop.merchant).is_err() {
        return Err(Reason::Code(Code::RelationNotExist).into());
    }
    let answer = match registry.shop_details(&shop.id)? {
        Some(details) => Answer::of(&parse(&details)?),
        None => provisioned(&shop),
    };
    Ok(Answer {
        shop_info_status: Some(status(shop.certification).to_string()),
        shop_id: Some(shop.id),
        ..answer
    })
}

/// What is known of a shop that nobody applied for.
fn provisioned(shop: &Shop) -> Answer {
    Answer {
        ip_role_id: Some(shop.role()),
        store_id: shop.store_id.clone(),
        shop_name: Some(shop.name.clone()),
        business_address: Some(AddressInfo {
            city_code: Some(shop.city.clone()),
            latitude: shop.latitude.clone(),
            longitude: shop.longitude.clone(),
            ..AddressInfo::default()
        }),
        ..Answer::default()
    }
}

fn status(certification: Certification) -> ShopInfoStatus {
    match certification {
        Certification::Certified => ShopInfoStatus::Certified,
        Certification::Incomplete => ShopInfoStatus::ToImprove,
        Certification::InAudit => ShopInfoStatus::InAudit,
        Certification::Unknown => ShopInfoStatus::Unknown,
    }
}
