//! `alipay.marketing.activity.payeeinfo.create`: an account that may receive the
//! money of sold vouchers. Only the gateway offers it.

use super::call::{Call, Operation};
use super::check;
use super::field::{Text, blocks};
use super::ids::is_user_id;
use super::order_voucher::word::SettleMode;
use super::violation::Violation;
use super::word::words;

blocks! {
    /// Which account, and when money reaches it.
    Request { payee_pid: Text, payee_settle_mode: Text }

    /// Whether it may.
    Answer { status: Text }
}

words! {
    /// Whether an account may receive money, or will be told so.
    PayeeStatus { Success = "SUCCESS", Apply = "APPLY" }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::PayeeinfoCreate;
}

/// An account that is to receive money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payee {
    /// The account.
    pub pid: String,
    /// When money reaches it.
    pub settles: SettleMode,
}

impl Request {
    /// The account, or the first rule that the request breaks.
    pub fn check(&self) -> Result<Payee, Violation> {
        self.judge().map_err(Violation::in_order_words)
    }

    fn judge(&self) -> Result<Payee, Violation> {
        let rule = "PY1 payee_pid_is_an_account";
        let pid = check::need(rule, "payee_pid", &self.payee_pid)?.to_owned();
        if !is_user_id(&pid) {
            return Err(Violation::of(rule, "payee_pid", "必须是2088开头的16位账号"));
        }
        let rule = "PY2 payee_settle_mode_known";
        let word = SettleMode::from_word;
        let settles = check::one_of(rule, "payee_settle_mode", &self.payee_settle_mode, word)?;
        Ok(Payee {
            pid,
            settles: settles.unwrap_or(SettleMode::Capture),
        })
    }
}
