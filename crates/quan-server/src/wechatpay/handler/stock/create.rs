//! `POST /stocks`: lays down a stock, which issues at once unless it is reviewed
//! first.

use quan_core::{Action, AppId, HomeId, MerchantId, Product, Timestamp};
use quan_engine::NewActivity;
use quan_wire::wechatpay::id;
use quan_wire::wechatpay::message::asked::Asked;
use quan_wire::wechatpay::message::stock::Stock;
use quan_wire::wechatpay::message::stock::create::{Answer, Request};
use quan_wire::wechatpay::message::{Call as _, Problem};

use super::super::Handlers;
use super::super::number::numbered;
use crate::wechatpay::denial::Fault;
use crate::wechatpay::terms::terms;

pub(in super::super) async fn create(
    handlers: &Handlers,
    caller: MerchantId,
    asked: &Asked,
) -> Result<Answer, Fault> {
    let (request, late) = match Request::read(asked) {
        Ok(request) => (request, None),
        // What is over by now may have been laid down in time.
        Err(refusal) => match Request::read(&asked.at(Timestamp::MIN)) {
            Ok(request) => (request, Some(refusal)),
            Err(_) => return Err(refusal.into()),
        },
    };
    let call = numbered(&request.out_request_no, &request)?;
    let home = HomeId::Merchant(caller);
    let known = handlers.engine.replayed(home, Action::Create, &call);
    let stock = &request.stock;
    if known.await?.is_none() {
        if let Some(refusal) = late {
            return Err(refusal.into());
        }
        admit(handlers, caller, stock)?;
    }
    let owner = owner_of(stock)?;
    let document =
        serde_json::to_string(stock).map_err(|error| Fault::broken(error.to_string()))?;
    let receiver = AppId::parse(&caller.to_string())
        .map_err(|_| Fault::broken("a merchant's number is no receiver"))?;
    let new = NewActivity {
        product: Product::WechatCoupon,
        owner,
        operator: caller,
        receiver,
        quantity: stock.stock_send_rule.max_coupons,
        terms: terms(stock, handlers.engine.now()),
        document,
        members: Vec::new(),
        publishes: !handlers.reviews,
    };
    let created = handlers.engine.create(caller, call, new).await?;
    Ok(Answer {
        stock_id: id::stock(created.activity),
        create_time: created.created_at.into(),
    })
}

/// Whose the stock will be.
fn owner_of(stock: &Stock) -> Result<MerchantId, Fault> {
    let owner = MerchantId::parse(&stock.belong_merchant);
    owner.map_err(|_| Problem::NoSuchMerchant.into())
}

/// Refuses a stock for somebody whom the caller does not act for (`W-CREATE-3`), or
/// with an application of neither's (`W-CREATE-14`).
fn admit(handlers: &Handlers, caller: MerchantId, stock: &Stock) -> Result<(), Fault> {
    let owner = owner_of(stock)?;
    if handlers.registry.wechat_merchant(owner).is_none() {
        return Err(Problem::NoSuchMerchant.into());
    }
    if owner != caller && !handlers.registry.is_partner_of(caller, owner) {
        return Err(Problem::NotPermitted.into());
    }
    for appid in stock.appids() {
        handlers.knows_app(appid, caller, Some(owner))?;
    }
    Ok(())
}
