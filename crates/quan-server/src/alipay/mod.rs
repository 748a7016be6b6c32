//! Alipay's two protocols: the transport verifies and signs, the handlers
//! translate messages into operations.
//!
//! What passes between them is an [`Incoming`] call and its [`Outcome`]; both
//! protocols share it.

pub mod cities;
pub mod denial;
pub mod handler;
pub mod holidays;
pub mod image;
mod order_terms;
mod terms;
pub mod transport;

use quan_core::{AppId, MerchantId};
use quan_wire::alipay::code::{Refusal, TransportError};
use quan_wire::alipay::message::Operation;
use quan_wire::alipay::multipart::FilePart;

/// Who calls: resolved and verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The application that signed.
    pub app_id: AppId,
    /// The merchant for whom the call is made: the application's own, or the
    /// one whose `app_auth_token` was shown.
    pub merchant: MerchantId,
    /// The merchant whose the application is.
    pub app_merchant: MerchantId,
    /// Whether an `app_auth_token` was shown.
    pub agency: bool,
}

/// One verified call, of either protocol.
#[derive(Clone, Debug)]
pub struct Incoming {
    /// Who calls.
    pub caller: Caller,
    /// What is asked.
    pub operation: Operation,
    /// With which words.
    pub content: Content,
    /// The `auth_token` of the user for whom it is asked; only the gateway has
    /// a parameter for it.
    pub auth_token: Option<String>,
    /// The file that came along.
    pub file: Option<FilePart>,
}

/// The words of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// A JSON object, known to be one: `biz_content`, a REST body with the
    /// variables of its path, or the part `data` of a REST upload. `{}` where
    /// nothing came.
    Json(String),
    /// Decoded pairs: a REST query with the variables of its path, or the
    /// parameters of a gateway upload, where a value may be JSON itself.
    Pairs(Vec<(String, String)>),
}

/// What a call is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Success: a compact JSON object without the gateway's `code` and `msg`.
    Answer(String),
    /// The business says no, with a code of the operation's own list.
    Business {
        /// The code, the same in both protocols.
        code: &'static str,
        /// What people read.
        message: String,
    },
    /// The call cannot be understood as one of the transport's own faults.
    Refused(TransportError),
}

impl Outcome {
    /// The refusal in either protocol's words, or the answer.
    pub(crate) fn into_result(self) -> Result<String, Refusal> {
        match self {
            Outcome::Answer(json) => Ok(json),
            Outcome::Business { code, message } => Err(Refusal::business(code, message)),
            Outcome::Refused(error) => Err(error.refusal()),
        }
    }
}

/// Carries verified calls out. The transport knows nothing of vouchers.
pub trait Dispatch: Send + Sync + 'static {
    /// Carries a call out, or says why not.
    fn dispatch(&self, incoming: Incoming) -> impl Future<Output = Outcome> + Send;
}
