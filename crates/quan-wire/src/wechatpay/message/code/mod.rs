//! Codes that a merchant uploads to a stock, and what becomes of them.

pub mod delete;
pub mod list;
pub mod query;
pub mod upload;

use super::value::{Heard, Time, message};
use super::word::CodeStatus;

message! {
    /// A code of a stock, and who has it if somebody does.
    CodeInformation {
        code: String,
        code_status: Heard<CodeStatus>,
        upload_time: Time,
        dispatched_time: Option<Time>,
        openid: Option<String>,
        unionid: Option<String>,
        coupon_code: Option<String>,
    }
}

impl CodeInformation {
    /// A code that nobody has.
    pub fn available(code: String, uploaded_at: Time) -> CodeInformation {
        CodeInformation {
            code,
            code_status: CodeStatus::Available.into(),
            upload_time: uploaded_at,
            dispatched_time: None,
            openid: None,
            unionid: None,
            coupon_code: None,
        }
    }

    /// The same code, given to somebody.
    #[must_use]
    pub fn dispatched(
        self,
        at: Time,
        openid: Option<String>,
        unionid: Option<String>,
    ) -> CodeInformation {
        CodeInformation {
            code_status: CodeStatus::Dispatched.into(),
            dispatched_time: Some(at),
            openid,
            unionid,
            coupon_code: Some(self.code.clone()),
            ..self
        }
    }
}
