//! `POST /coupons/use`: the merchant tells that a coupon is used.

use quan_core::order::Seller;
use quan_core::{Action, Fen, HomeId, MerchantId, Order, OrderNo, Redemption, RedemptionId, Timestamp, Voucher};
use quan_engine::Report;
use quan_wire::wechatpay::id;
use quan_wire::wechatpay::message::Problem;
use quan_wire::wechatpay::message::coupon::redeem::{Answer, Request};

use super::super::Handlers;
use super::super::number::numbered;
use crate::wechatpay::denial::Fault;

pub(in super::super) async fn redeem(
    handlers: &Handlers,
    caller: MerchantId,
    request: Request,
) -> Result<Answer, Fault> {
    let call = numbered(&request.use_request_no, &request)?;
    let stock_id = request.stock_id.as_deref();
    let (name, sort) = handlers.coupon_name(&request.coupon_code, stock_id).await?;
    sort.parties.obeys(caller)?;
    let activity = name.activity();
    let home = HomeId::Activity(activity);
    let known = handlers.engine.replayed(home, Action::Redeem, &call).await?;
    if let Some(receipt) = known {
        let id = RedemptionId::new(activity, receipt.sequence());
        let redemption = handlers.engine.redemption(id).await?;
        let redemption = redemption.ok_or(Fault::broken("an answer without its use"))?;
        return handlers.used(&request.appid, &redemption);
    }
    handlers.knows_app(&request.appid, caller, Some(sort.parties.owner))?;
    if let Some(openid) = &request.openid {
        // A coupon never changes hands, so that this can be asked beforehand.
        let voucher: Voucher = handlers.coupon(&name).await?;
        let user = handlers.user(&request.appid, openid)?;
        if user.id != voucher.user {
            return Err(Problem::NoSuchUser.into());
        }
    }
    let number = request.out_trade_no.as_ref().unwrap_or(&request.use_request_no);
    let report = Report {
        order: order(OrderNo::parse(number).map_err(|_| Problem::Parameter)?),
        times: 1,
        deduction: None,
    };
    let redemption = handlers
        .engine
        .report_use(name, caller, call, report)
        .await?;
    handlers.used(&request.appid, &redemption)
}

impl Handlers {
    fn used(&self, appid: &str, redemption: &Redemption) -> Result<Answer, Fault> {
        let at: Timestamp = redemption.redeemed_at;
        Ok(Answer {
            stock_id: id::stock(redemption.id.activity),
            openid: self.openid(appid, &redemption.user)?,
            wechatpay_use_time: at.into(),
        })
    }
}

/// An order of which nothing but its number is told.
fn order(number: OrderNo) -> Order {
    Order {
        number,
        total: Fen::ZERO,
        discountable: None,
        undiscountable: Fen::ZERO,
        seller: Seller {
            merchant: None,
            submerchant: None,
        },
        app: None,
        shops: Vec::new(),
        goods: Vec::new(),
        placed_at: None,
    }
}
