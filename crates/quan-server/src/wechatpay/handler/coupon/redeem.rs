//! `POST /coupons/use`: the merchant tells that a coupon is used.

use std::sync::Arc;

use quan_core::order::Seller;
use quan_core::{
    Action, Fen, HomeId, MerchantId, Order, OrderNo, Redemption, RedemptionId, VoucherName,
};
use quan_engine::{Numbered, Report};
use quan_wire::wechatpay::id;
use quan_wire::wechatpay::message::Problem;
use quan_wire::wechatpay::message::coupon::redeem::{Answer, Request};
use serde::{Deserialize, Serialize};

use super::super::name::Sort;
use super::super::number::numbered;
use super::super::{Handlers, Note};
use crate::wechatpay::denial::Fault;

pub(in super::super) async fn redeem(
    handlers: &Handlers,
    caller: MerchantId,
    request: Request,
) -> Result<Answer, Fault> {
    let (name, sort) = match handlers.to_use(&request).await {
        Ok(named) => named,
        Err(fault) => {
            // Of the two questions the one about the application comes first.
            let owner = handlers.owner_of(request.stock_id.as_deref()).await;
            handlers.knows_app(&request.appid, caller, owner)?;
            return Err(fault);
        }
    };
    let activity = name.activity();
    // With the stock said or unsaid it is the same request.
    let request = Request {
        stock_id: Some(id::stock(activity)),
        ..request
    };
    let call = numbered(&request.use_request_no, &request)?;
    if let Err(fault) = handlers.may_use(caller, &request, &name, sort).await {
        // What was answered before is answered again, to whom it was answered.
        if sort.parties.obeys(caller).is_ok()
            && let Some(used) = handlers.used_before(&name, &call).await?
        {
            return handlers.used(&request.appid, &used).await;
        }
        return Err(fault);
    }
    let number = request.out_trade_no.as_ref();
    let number = number.unwrap_or(&request.use_request_no);
    let report = Report {
        order: order(OrderNo::parse(number).map_err(|_| Problem::Parameter)?),
        times: 1,
        deduction: None,
    };
    let used = handlers
        .engine
        .report_noted_use(name, caller, call, report, paid(&request)?)
        .await?;
    handlers.used(&request.appid, &used).await
}

impl Handlers {
    /// The coupon that is to be used.
    async fn to_use(&self, request: &Request) -> Result<(VoucherName, Sort), Fault> {
        let stock_id = request.stock_id.as_deref();
        self.coupon_name(&request.coupon_code, stock_id).await
    }

    /// Whose a stock is, where there is one.
    async fn owner_of(&self, stock_id: Option<&str>) -> Option<MerchantId> {
        let (_, sort) = self.stock(stock_id?).await.ok()?;
        Some(sort.parties.owner)
    }

    /// Everything that stands between a request and the coupon, apart from the
    /// coupon's own state.
    async fn may_use(
        &self,
        caller: MerchantId,
        request: &Request,
        name: &VoucherName,
        sort: Sort,
    ) -> Result<(), Fault> {
        self.knows_app(&request.appid, caller, Some(sort.parties.owner))?;
        if let Err(denial) = sort.parties.obeys(caller) {
            // That there is no such coupon is said before whose it is.
            self.coupon(name).await?;
            return Err(denial.into());
        }
        if let Some(openid) = &request.openid {
            // A coupon never changes hands, so that this can be asked beforehand.
            let voucher = self.coupon(name).await?;
            let user = self.user(&request.appid, openid)?;
            if user.id != voucher.user {
                return Err(Problem::NoSuchUser.into());
            }
        }
        Ok(())
    }

    async fn used_before(
        &self,
        name: &VoucherName,
        call: &Numbered,
    ) -> Result<Option<Redemption>, Fault> {
        let activity = name.activity();
        let home = HomeId::Activity(activity);
        let known = self.engine.replayed(home, Action::Redeem, call).await?;
        let Some(receipt) = known else {
            return Ok(None);
        };
        let id = RedemptionId::new(activity, receipt.sequence());
        let used = self.engine.redemption(id).await?;
        let used = used.ok_or(Fault::broken("an answer without its use"))?;
        Ok(Some(used))
    }

    async fn used(&self, appid: &str, used: &Redemption) -> Result<Answer, Fault> {
        let openid = if let Some(openid) = self.registry.openid_of(appid, &used.user)? {
            openid
        } else {
            // The app does not know them: the name under which they received it.
            let voucher = self.coupon(&used.voucher.into()).await?;
            let note = Note::of(&voucher);
            note.ok_or(Fault::broken("a coupon without a note"))?.openid
        };
        Ok(Answer {
            stock_id: id::stock(used.id.activity),
            openid,
            wechatpay_use_time: used.redeemed_at.into(),
        })
    }
}

/// How the order was paid, where that is told.
#[derive(Serialize, Deserialize)]
pub(in super::super) struct Paid {
    /// At whom.
    pub(in super::super) mch_id: Option<String>,
    /// The platform's number of the payment.
    pub(in super::super) transaction_id: Option<String>,
}

fn paid(request: &Request) -> Result<Option<Arc<str>>, Fault> {
    if request.mch_id.is_none() && request.transaction_id.is_none() {
        return Ok(None);
    }
    let paid = Paid {
        mch_id: request.mch_id.clone(),
        transaction_id: request.transaction_id.clone(),
    };
    let text = serde_json::to_string(&paid).map_err(|error| Fault::broken(error.to_string()))?;
    Ok(Some(text.into()))
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
