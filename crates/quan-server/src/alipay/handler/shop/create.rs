//! `ant.merchant.expand.shop.create`: a shop is registered. Nobody looks at the
//! application: it is granted at once, and the shop is found under its number.

use quan_core::time;
use quan_engine::registry::{AddedShop, Registration, Shop, ShopKind};
use quan_wire::alipay::message::shop::create::{Answer, Request};
use quan_wire::alipay::message::{Code, ids};

use super::placed;
use crate::alipay::Caller;
use crate::alipay::denial::{Fault, Reason};
use crate::alipay::handler::Handlers;

pub(in crate::alipay::handler) fn create(
    handlers: &Handlers,
    caller: &Caller,
    request: Request,
) -> Result<Answer, Fault> {
    let asked = request.check()?;
    let (merchant, submerchant) = handlers.shopkeeper(caller, &asked.merchant_id)?;
    let shop = &asked.shop;
    if !handlers.tables.cities.has(&shop.place.city) {
        return Err(Reason::Code(Code::AddressCityCodeIllegal).into());
    }
    let details = serde_json::to_string(&request);
    let details = details.map_err(|error| Fault::Failed(Box::new(error)))?;
    let certification = handlers.certification(merchant);
    let now = handlers.engine.now();
    let today = time::day_of(now);
    let with = Registration {
        details: &details,
        receiver: Some(&caller.app_id),
        now,
    };
    let added = handlers.registry.add_shop(&with, |number| {
        let id = ids::shop_id(today, number);
        let kind = ShopKind::Payment;
        let new = Shop {
            submerchant: submerchant.clone(),
            certification,
            ..Shop::new(&id, merchant, kind, &shop.name, &shop.place.city)
        };
        placed(new, shop, request.business_address.as_ref())
    })?;
    match added {
        AddedShop::New(shop) => Ok(Answer {
            order_id: ids::shop_application(&shop.id),
            exist_shop_id: None,
        }),
        AddedShop::SameNumber(shop) => Ok(Answer {
            order_id: ids::shop_application(&shop.id),
            exist_shop_id: Some(shop.id),
        }),
        AddedShop::SamePlace(_) => Err(Reason::Code(Code::ShopAlreadyExist).into()),
    }
}
