//! `….ordervoucher.use`: a merchant reports that a voucher was used.

use quan_core::order::{Goods, OrderShop, Seller};
use quan_core::{Fen, Member, Order, OrderNo};
use quan_engine::Report;
use quan_engine::registry::ShopKind;
use quan_wire::alipay::message::Operation;
use quan_wire::alipay::message::order_voucher::redeem::{Answer, Redeem, Request};

use super::super::Handlers;
use super::super::number::numbered;
use super::{named_voucher, said};
use crate::alipay::Caller;
use crate::alipay::denial::{Fault, Reason};

pub(in super::super) async fn redeem(
    handlers: &Handlers,
    caller: &Caller,
    request: Request,
) -> Result<Answer, Fault> {
    let asked = request.check()?;
    let (activity, _) = handlers
        .order_activity(&asked.order.activity_id, caller.merchant)
        .await?;
    let (times, lines) = (asked.times.to_string(), lines(&asked));
    let contents = [
        asked.order.access_mode.as_str(),
        &asked.voucher_code,
        &said(Some(asked.at)),
        asked.channel.as_str(),
        &said(Some(asked.total)),
        &said(asked.trade_no.as_ref()),
        &said(asked.store_id.as_ref()),
        &said(asked.real_shop_id.as_ref()),
        &lines,
        &times,
        &said(asked.amount),
    ];
    let number = &asked.order.out_biz_no;
    let call = numbered(Operation::OrderVoucherUse, number, &contents)?;
    let report = Report {
        order: handlers.reported(&asked)?,
        times: asked.times,
        deduction: asked.amount,
    };
    let voucher = named_voucher(activity, &asked.voucher_code)?;
    let used = handlers
        .engine
        .report_use(voucher, caller.merchant, call, report)
        .await?;
    Ok(Answer::of(&asked.order.activity_id, used.left))
}

impl Handlers {
    /// The order as a merchant reports it. Without a trade it goes by the number
    /// of the report.
    fn reported(&self, asked: &Redeem) -> Result<Order, Fault> {
        let number = asked.trade_no.as_ref().unwrap_or(&asked.order.out_biz_no);
        let goods = asked.goods.iter().map(|line| {
            Ok(Goods {
                id: member("goods_id", &line.id)?,
                price: line.price.unwrap_or(Fen::ZERO),
                quantity: line.quantity,
            })
        });
        let mut shops = Vec::new();
        for (field, id, kind) in [
            ("store_id", &asked.store_id, ShopKind::Payment),
            ("real_shop_id", &asked.real_shop_id, ShopKind::Real),
        ] {
            if let Some(id) = id {
                shops.push(self.reported_shop(field, id, kind)?);
            }
        }
        Ok(Order {
            number: OrderNo::parse(number).map_err(|_| Reason::Value("trade_no", "取值不合法"))?,
            total: asked.total,
            discountable: None,
            undiscountable: Fen::ZERO,
            seller: Seller {
                merchant: None,
                submerchant: None,
            },
            app: None,
            shops,
            goods: goods.collect::<Result<_, Fault>>()?,
            placed_at: None,
        })
    }

    fn reported_shop(
        &self,
        field: &'static str,
        id: &str,
        kind: ShopKind,
    ) -> Result<OrderShop, Fault> {
        let known = self
            .registry
            .find_shop(id)?
            .filter(|shop| shop.kind == kind);
        let city = known
            .as_ref()
            .and_then(|shop| Member::parse(&shop.city).ok());
        Ok(OrderShop {
            id: member(field, id)?,
            merchant: known.map(|shop| shop.merchant),
            city,
            real: kind == ShopKind::Real,
        })
    }
}

fn member(field: &'static str, id: &str) -> Result<Member, Fault> {
    Ok(Member::parse(id).map_err(|_| Reason::Value(field, "取值不合法"))?)
}

/// The lines of the order as one text.
fn lines(asked: &Redeem) -> String {
    let mut text = String::new();
    for line in &asked.goods {
        for part in [
            line.id.as_str(),
            &line.name,
            &line.quantity.to_string(),
            &said(line.price),
        ] {
            text.push_str(&part.len().to_string());
            text.push(':');
            text.push_str(part);
        }
    }
    text
}
