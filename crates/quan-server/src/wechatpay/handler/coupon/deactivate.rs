//! `POST /coupons/deactivate`: makes a coupon invalid for good.

use quan_core::{Action, HomeId, MerchantId};
use quan_wire::wechatpay::message::coupon::deactivate::{Answer, Request};

use super::super::Handlers;
use super::super::note::{Deactivation, Note};
use super::super::number::numbered;
use crate::wechatpay::denial::Fault;

pub(in super::super) async fn deactivate(
    handlers: &Handlers,
    caller: MerchantId,
    request: Request,
) -> Result<Answer, Fault> {
    let call = numbered(&request.deactivate_request_no, &request)?;
    let named = handlers.coupon_name(&request.coupon_code, Some(&request.stock_id));
    let (name, sort) = named.await?;
    sort.parties.obeys(caller)?;
    let home = HomeId::Activity(name.activity());
    let known = handlers
        .engine
        .replayed(home, Action::Revoke, &call)
        .await?;
    if let Some(receipt) = known {
        return Ok(Answer {
            wechatpay_deactivate_time: receipt.at.into(),
        });
    }
    let voucher = handlers.coupon(&name).await?;
    // Nothing else ever writes the note of a coupon that is not yet invalid, and
    // one that is cannot become so again.
    let note = Note::of(&voucher).ok_or(Fault::broken("a coupon without a note"))?;
    let note = Note {
        deactivation: Some(Deactivation {
            number: request.deactivate_request_no.clone(),
            reason: request.deactivate_reason.clone(),
        }),
        ..note
    };
    let text = Some(note.text()?);
    let at = handlers.engine.revoke(name, caller, call, text).await?;
    Ok(Answer {
        wechatpay_deactivate_time: at.into(),
    })
}
