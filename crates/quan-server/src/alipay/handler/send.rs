//! `….voucher.send`: one voucher for one user. This is the call that runs hot.

use quan_core::{Action, Denial, HomeId, VoucherId, time};
use quan_wire::alipay::message::send::{Answer, Request};
use quan_wire::alipay::message::word::Recipient as Named;
use quan_wire::alipay::message::{Operation, ids};

use super::Handlers;
use super::name::recipient;
use super::number::numbered;
use crate::alipay::Caller;
use crate::alipay::denial::Fault;

pub(super) async fn send(
    handlers: &Handlers,
    caller: &Caller,
    request: Request,
) -> Result<Answer, Fault> {
    let asked = request.check()?;
    let activity = handlers
        .payment_activity(&asked.order.activity_id, caller.merchant)
        .await?;
    let (user_id, open_id) = match &asked.recipient {
        Named::User(user_id) => (user_id.as_str(), ""),
        Named::Open(open_id) => ("", open_id.as_str()),
        Named::Both { user_id, open_id } => (user_id.as_str(), open_id.as_str()),
    };
    let contents = [asked.order.access_mode.as_str(), user_id, open_id];
    let call = numbered(Operation::VoucherSend, &asked.order.out_biz_no, &contents)?;
    let user = match handlers.user(&caller.app_id, &asked.recipient) {
        Ok(user) => user,
        Err(fault) => {
            // A voucher that was issued before is answered again, even if its
            // user has become unknown since.
            let home = HomeId::Activity(activity);
            let receipt = handlers.engine.replayed(home, Action::Issue, &call).await?;
            let Some(receipt) = receipt else {
                return Err(fault);
            };
            return answer(VoucherId::new(activity, receipt.sequence()), receipt.at);
        }
    };
    let issued = handlers
        .engine
        .issue(activity, caller.merchant, call, recipient(user))
        .await?;
    answer(issued.voucher, issued.issued_at)
}

fn answer(voucher: VoucherId, issued_at: time::Timestamp) -> Result<Answer, Fault> {
    let id = ids::voucher_id(
        time::day_of(issued_at),
        voucher.activity.number(),
        voucher.sequence,
    );
    let id = id.ok_or(Denial::QuantityTooLarge)?;
    Ok(Answer {
        voucher_id: Some(id),
    })
}
