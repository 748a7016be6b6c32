//! `….ordervoucher.batchsend`: vouchers under codes of the merchant's own. Each
//! element is told its own result, and all are served side by side.

use futures_util::future::join_all;
use quan_core::Code;
use quan_core::operation::{Label, Recipient};
use quan_core::terms::Codes;
use quan_wire::alipay::message::Operation;
use quan_wire::alipay::message::order_voucher::batchsend::{
    ActivitySendVoucherResultInfo, Answer, BatchSend, Piece, Request,
};

use super::super::Handlers;
use super::super::name::recipient;
use super::super::number::numbered;
use super::note::Note;
use super::{named, said, told};
use crate::alipay::Caller;
use crate::alipay::denial::{Fault, Reason};

pub(in super::super) async fn send(
    handlers: &Handlers,
    caller: &Caller,
    request: Request,
) -> Result<Answer, Fault> {
    let asked = request.check()?;
    let user = recipient(handlers.user(&caller.app_id, &asked.recipient)?);
    let results = asked
        .elements
        .iter()
        .zip(&request.activity_send_voucher_info_list);
    let results = results.map(|(element, sent)| {
        let user = user.clone();
        let asked = &asked;
        async move {
            let given = match element {
                Ok(piece) => give(handlers, caller, asked, piece, user).await,
                Err(violation) => Err(violation.clone().into()),
            };
            match given {
                Ok(code) => ActivitySendVoucherResultInfo::given(code.as_str()),
                Err(fault) => {
                    let (code, message) = told(&fault, Operation::OrderVoucherBatchsend);
                    ActivitySendVoucherResultInfo::refused(&sent.voucher_code, code, &message)
                }
            }
        }
    });
    Ok(Answer {
        activity_send_voucher_result_info_list: join_all(results).await,
    })
}

async fn give(
    handlers: &Handlers,
    caller: &Caller,
    asked: &BatchSend,
    piece: &Piece,
    user: Recipient,
) -> Result<Code, Fault> {
    let (activity, sort) = handlers
        .order_activity(&piece.activity_id, caller.merchant)
        .await?;
    let sale = asked.sale.as_ref();
    let contents = [
        &*named(&asked.recipient),
        &piece.voucher_code,
        &said(piece.order_url.as_ref()),
        &said(piece.code_url.as_ref()),
        &said(asked.at),
        &said(sale.map(|sale| sale.channel)),
        &said(sale.map(|sale| &sale.trade_no)),
        &said(asked.trace.as_ref()),
    ];
    let call = numbered(
        Operation::OrderVoucherBatchsend,
        &piece.out_biz_no,
        &contents,
    )?;
    if !sort.exchange {
        return Err(Reason::Business("只支持兑换券活动").into());
    }
    if sort.codes != Codes::Named {
        return Err(quan_core::Denial::CodeNotWanted.into());
    }
    asked.against(sort.sold)?;
    piece.against(sort.exchange)?;
    let code = Code::parse(&piece.voucher_code)
        .map_err(|_| Reason::Value("voucher_code", "格式不合法"))?;
    let note = Note {
        order_url: piece.order_url.clone(),
        code_url: piece.code_url.clone(),
        trade_no: sale.map(|sale| sale.trade_no.clone()),
        channel: asked.trace.clone(),
    };
    let label = Label {
        code: Some(code.clone()),
        base: None,
        note: note.to_text(),
    };
    handlers
        .engine
        .issue_labelled(activity, caller.merchant, call, user, label)
        .await?;
    Ok(code)
}
