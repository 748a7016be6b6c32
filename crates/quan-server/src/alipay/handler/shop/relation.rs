//! `alipay.business.relation.shop.create`: a shop is registered as a place on
//! the map, for the caller.

use quan_core::time;
use quan_engine::registry::{AddedShop, Registration, Shop, ShopKind};
use quan_wire::alipay::message::ids;
use quan_wire::alipay::message::shop::relation::{Answer, Request};

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
    if !handlers.tables.cities.has(&asked.place.city) {
        let field = "business_address.city_code";
        return Err(Reason::Value(field, "对应的城市不存在").into());
    }
    let details = serde_json::to_string(&request);
    let details = details.map_err(|error| Fault::Failed(Box::new(error)))?;
    let merchant = caller.merchant;
    let certification = handlers.certification(merchant);
    let now = handlers.engine.now();
    let today = time::day_of(now);
    let with = Registration {
        details: &details,
        receiver: None,
        now,
    };
    let added = handlers.registry.add_shop(&with, |number| {
        let id = ids::real_shop_id(today, number);
        let new = Shop {
            certification,
            ..Shop::new(
                &id,
                merchant,
                ShopKind::Real,
                &asked.name,
                &asked.place.city,
            )
        };
        // One place can be several parties' shop: only the number tells.
        Shop {
            address: None,
            ..placed(new, &asked, request.business_address.first())
        }
    })?;
    let (AddedShop::New(shop) | AddedShop::SameNumber(shop) | AddedShop::SamePlace(shop)) = added;
    Ok(Answer {
        real_shop_id: Some(shop.id),
    })
}
