//! `….ordervoucher.receive`: vouchers of several activities for one user. Each
//! element is told its own result, and all are served side by side.

use futures_util::future::join_all;
use quan_core::operation::{Label, Recipient};
use quan_core::terms::Codes;
use quan_core::{Code, Denial, MerchantId, Voucher};
use quan_wire::alipay::message::Operation;
use quan_wire::alipay::message::order_voucher::receive::{
    Answer, OrderVoucherReceiveResult, Receipt, Request,
};
use quan_wire::alipay::message::word::Recipient as Named;

use super::super::Handlers;
use super::super::name::recipient;
use super::super::number::numbered;
use super::super::view::voucher_id;
use super::{named, said, told};
use crate::alipay::Caller;
use crate::alipay::denial::{Fault, Reason};

pub(in super::super) async fn receive(
    handlers: &Handlers,
    caller: &Caller,
    request: Request,
) -> Result<Answer, Fault> {
    let asked = request.check()?;
    let user = recipient(handlers.user(&caller.app_id, &asked.recipient)?);
    let sender = handlers.sender(caller, asked.sender.as_ref())?;
    let who = named(&asked.recipient);
    let results = asked.elements.iter().zip(&request.receive_info_list);
    let results = results.map(|(element, sent)| {
        let (user, who) = (user.clone(), &who);
        async move {
            let given = match element {
                Ok(receipt) => give(handlers, sender, receipt, user, who).await,
                Err(violation) => Err(violation.clone().into()),
            };
            let given = given.and_then(|voucher| Ok((voucher_id(&voucher)?, voucher.code)));
            match given {
                Ok((id, code)) => {
                    let code = code.map(|code| code.to_string());
                    OrderVoucherReceiveResult::given(sent, code, &id)
                }
                Err(fault) => {
                    let (code, _) = told(&fault, Operation::OrderVoucherReceive);
                    OrderVoucherReceiveResult::refused(sent, code)
                }
            }
        }
    });
    Ok(Answer {
        receive_result_list: join_all(results).await,
    })
}

impl Handlers {
    /// The merchant that gives: the one that is named, for whom the caller must
    /// be allowed to act, or the caller.
    fn sender(&self, caller: &Caller, sender: Option<&Named>) -> Result<MerchantId, Fault> {
        let named = match sender {
            None => return Ok(caller.merchant),
            Some(Named::User(id)) => id.clone(),
            Some(named) => self.user(&caller.app_id, named)?.id.to_string(),
        };
        self.acting(caller, Some(&named))
    }
}

async fn give(
    handlers: &Handlers,
    sender: MerchantId,
    receipt: &Receipt,
    user: Recipient,
    who: &str,
) -> Result<Voucher, Fault> {
    let (activity, sort) = handlers
        .order_activity(&receipt.activity_id, sender)
        .await?;
    let contents = [
        who,
        &said(receipt.voucher_code.as_ref()),
        &said(receipt.counts_from),
    ];
    let call = numbered(
        Operation::OrderVoucherReceive,
        &receipt.out_biz_no,
        &contents,
    )?;
    receipt.against(sort.codes == Codes::Named)?;
    let code = receipt.voucher_code.as_deref().map(Code::parse).transpose();
    let label = Label {
        code: code.map_err(|_| Reason::Value("voucher_code", "格式不合法"))?,
        base: receipt.counts_from,
        note: None,
    };
    let issued = handlers
        .engine
        .issue_labelled(activity, sender, call, user, label)
        .await?;
    let voucher = handlers.engine.voucher(issued.voucher).await?;
    Ok(voucher.ok_or(Denial::NoSuchVoucher)?)
}
