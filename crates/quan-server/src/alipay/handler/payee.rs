//! `….activity.payeeinfo.create`: an account may receive the money of sold
//! vouchers.

use quan_core::MerchantId;
use quan_engine::registry::{PayeeStatus, SettleMode};
use quan_wire::alipay::message::order_voucher::word::SettleMode as ModeWord;
use quan_wire::alipay::message::payee::{Answer, PayeeStatus as StatusWord, Request};

use super::Handlers;
use crate::alipay::Caller;
use crate::alipay::denial::{Fault, Reason};

pub(super) fn create(
    handlers: &Handlers,
    caller: &Caller,
    request: Request,
) -> Result<Answer, Fault> {
    let asked = request.check()?;
    let pid = MerchantId::parse(&asked.pid);
    let pid = pid.map_err(|_| Reason::Value("payee_pid", "取值不合法"))?;
    let settle_mode = match asked.settles {
        ModeWord::Period => SettleMode::Periodic,
        ModeWord::Capture => SettleMode::OnRequest,
    };
    // Anybody may name an account that is to be paid; how it is settled is its
    // owner's to change.
    let by_owner = caller.merchant == pid;
    let registered = handlers.registry.register_payee(pid, settle_mode, by_owner);
    let payee = registered?;
    if request.payee_settle_mode.is_some() && payee.settle_mode != settle_mode {
        return Err(Reason::Value("payee_settle_mode", "只能由收款账号修改").into());
    }
    let status = match payee.status {
        PayeeStatus::Registered => StatusWord::Success,
        PayeeStatus::Applied => StatusWord::Apply,
    };
    Ok(Answer {
        status: Some(status.to_string()),
    })
}
