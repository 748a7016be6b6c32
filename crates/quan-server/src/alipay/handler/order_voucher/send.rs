//! `….ordervoucher.send`: one voucher for one user, under any of the codes that
//! the merchant brought.

use quan_core::operation::Label;
use quan_core::{Action, Denial, HomeId, VoucherId};
use quan_wire::alipay::message::Operation;
use quan_wire::alipay::message::order_voucher::send::{Answer, Request};

use super::super::Handlers;
use super::super::name::recipient;
use super::super::number::numbered;
use super::note::Note;
use super::{named, said};
use crate::alipay::Caller;
use crate::alipay::denial::Fault;

pub(in super::super) async fn send(
    handlers: &Handlers,
    caller: &Caller,
    request: Request,
) -> Result<Answer, Fault> {
    let asked = request.check()?;
    let (activity, sort) = handlers
        .order_activity(&asked.activity_id, caller.merchant)
        .await?;
    let sale = asked.sale.as_ref();
    let contents = [
        &*named(&asked.recipient),
        &said(Some(asked.at)),
        &said(asked.order_url.as_ref()),
        &said(sale.map(|sale| sale.channel)),
        &said(sale.map(|sale| &sale.trade_no)),
        &said(asked.channel.as_ref()),
    ];
    let call = numbered(Operation::OrderVoucherSend, &asked.out_biz_no, &contents)?;
    let home = HomeId::Activity(activity);
    let engine = &handlers.engine;
    let voucher = if let Some(receipt) = engine.replayed(home, Action::Issue, &call).await? {
        VoucherId::new(activity, receipt.sequence())
    } else {
        asked.against(sort.exchange, sort.sold)?;
        let user = handlers.user(&caller.app_id, &asked.recipient)?;
        let note = Note {
            order_url: asked.order_url,
            trade_no: asked.sale.map(|sale| sale.trade_no),
            channel: asked.channel,
            code_url: None,
        };
        let label = Label {
            note: note.to_text(),
            ..Label::default()
        };
        engine
            .issue_labelled(activity, caller.merchant, call, recipient(user), label)
            .await?
            .voucher
    };
    let voucher = engine
        .voucher(voucher)
        .await?
        .ok_or(Denial::NoSuchVoucher)?;
    Ok(Answer {
        voucher_code: voucher.code.map(|code| code.to_string()),
    })
}
