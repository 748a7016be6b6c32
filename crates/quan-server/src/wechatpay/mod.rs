//! WeChat Pay: the transport verifies and signs, the handlers translate messages
//! into operations.
//!
//! What passes between them is an [`Incoming`] call and what it is answered:
//! JSON, nothing, or an error of the platform's.

pub(crate) mod credential;
mod denial;
mod limit;
mod terms;

pub mod handler;
pub mod transport;

use hyper::body::Bytes;
use quan_core::MerchantId;
use quan_wire::wechatpay::error::ErrorBody;
use quan_wire::wechatpay::message::call::{Operation, Parameters};

/// One verified call.
#[derive(Clone, Debug)]
pub struct Incoming {
    /// Who signed it.
    pub caller: MerchantId,
    /// What is asked.
    pub operation: Operation,
    /// The variables of the path.
    pub parameters: Parameters,
    /// What follows the question mark.
    pub query: Option<String>,
    /// The `Content-Type`, which tells where the parts of an upload end.
    pub content_type: Option<String>,
    /// The body as it came.
    pub body: Bytes,
}

/// What a call is answered: a JSON text or nothing, or why not.
pub type Outcome = Result<Option<String>, ErrorBody>;

/// Carries verified calls out. The transport knows nothing of coupons.
pub trait Dispatch: Send + Sync + 'static {
    /// Carries a call out, or says why not.
    fn dispatch(&self, incoming: Incoming) -> impl Future<Output = Outcome> + Send;
}
