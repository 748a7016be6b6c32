//! `….activity.payeeinfo.create`: an account may receive the money of sold
//! vouchers.

use quan_core::MerchantId;
use quan_engine::registry::{PayeeStatus, SettleMode};
use quan_wire::alipay::message::order_voucher::word::SettleMode as ModeWord;
use quan_wire::alipay::message::payee::{Answer, PayeeStatus as StatusWord, Request};

use super::Handlers;
use crate::alipay::denial::{Fault, Reason};

pub(super) fn create(handlers: &Handlers, request: Request) -> Result<Answer, Fault> {
    let asked = request.check()?;
    let pid = MerchantId::parse(&asked.pid);
    let pid = pid.map_err(|_| Reason::Value("payee_pid", "取值不合法"))?;
    let settle_mode = match asked.settles {
        ModeWord::Period => SettleMode::Periodic,
        ModeWord::Capture => SettleMode::OnRequest,
    };
    let payee = handlers.registry.register_payee(pid, settle_mode)?;
    let status = match payee.status {
        PayeeStatus::Registered => StatusWord::Success,
        PayeeStatus::Applied => StatusWord::Apply,
    };
    Ok(Answer {
        status: Some(status.to_string()),
    })
}
