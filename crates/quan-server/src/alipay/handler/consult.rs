//! `….activity.consult`: could this user get these vouchers now? Nothing is
//! issued.

use quan_core::MerchantId;
use quan_core::operation::Recipient;
use quan_wire::alipay::message::consult::{Answer, Request};
use quan_wire::alipay::message::word::ConsultResult;

use super::Handlers;
use super::name::recipient;
use crate::alipay::Caller;
use crate::alipay::denial::{Fault, consulted};

pub(super) async fn consult(
    handlers: &Handlers,
    caller: &Caller,
    request: Request,
) -> Result<Answer, Fault> {
    let asked = request.check()?;
    let merchant = handlers.acting(caller, asked.merchant_id.as_deref())?;
    let user = recipient(handlers.user(&caller.app_id, &asked.recipient)?);
    let mut verdicts = Vec::with_capacity(asked.activity_ids.len());
    for id in &asked.activity_ids {
        verdicts.push(handlers.verdict(id, merchant, user.clone()).await?);
    }
    Ok(asked.answer(verdicts))
}

impl Handlers {
    async fn verdict(
        &self,
        activity_id: &str,
        merchant: MerchantId,
        user: Recipient,
    ) -> Result<ConsultResult, Fault> {
        let activity = match self.activity_number(activity_id).await {
            Ok(activity) => activity,
            Err(Fault::Denied(denial)) => return Ok(consulted(&denial)),
            Err(fault) => return Err(fault),
        };
        Ok(
            match self.engine.may_receive(activity, merchant, user).await? {
                Ok(()) => ConsultResult::Success,
                Err(denial) => consulted(&denial),
            },
        )
    }
}
