//! `POST /coupons/associate` and `/coupons/disassociate`: a coupon belongs to an
//! order, and no longer does. Nothing follows from it.

use quan_core::{MerchantId, OrderNo, VoucherName};
use quan_wire::wechatpay::message::Problem;
use quan_wire::wechatpay::message::coupon::{associate, disassociate};

use super::super::Handlers;
use super::super::number::numbered;
use crate::wechatpay::denial::Fault;

pub(in super::super) async fn associate(
    handlers: &Handlers,
    caller: MerchantId,
    request: associate::Request,
) -> Result<associate::Answer, Fault> {
    let call = numbered(&request.out_request_no, &request)?;
    let name = handlers
        .own_coupon(caller, &request.coupon_code, &request.stock_id)
        .await?;
    let trade = trade(&request.out_trade_no)?;
    let at = handlers.engine.link(name, caller, call, trade).await?;
    Ok(associate::Answer {
        wechatpay_associate_time: at.into(),
    })
}

pub(in super::super) async fn disassociate(
    handlers: &Handlers,
    caller: MerchantId,
    request: disassociate::Request,
) -> Result<disassociate::Answer, Fault> {
    let call = numbered(&request.out_request_no, &request)?;
    let name = handlers
        .own_coupon(caller, &request.coupon_code, &request.stock_id)
        .await?;
    let trade = trade(&request.out_trade_no)?;
    let at = handlers.engine.unlink(name, caller, call, trade).await?;
    Ok(disassociate::Answer {
        wechatpay_disassociate_time: at.into(),
    })
}

fn trade(number: &str) -> Result<OrderNo, Fault> {
    OrderNo::parse(number).map_err(|_| Problem::Parameter.into())
}

impl Handlers {
    async fn own_coupon(
        &self,
        caller: MerchantId,
        code: &str,
        stock_id: &str,
    ) -> Result<VoucherName, Fault> {
        let (name, sort) = self.coupon_name(code, Some(stock_id)).await?;
        sort.parties.obeys(caller)?;
        Ok(name)
    }
}
