//! Plans that bring an activity before users: on the page after a payment, or
//! where merchants meet. `alipay.marketing.activity.delivery.*`.

pub mod block;
pub mod create;
pub mod play;
pub mod query;
pub mod stop;
pub mod target;

pub use play::{Content, Play};
pub use target::Cities;

use super::block::BelongMerchantInfo;
use super::check;
use super::order_voucher::ask;
use super::violation::Violation;
use super::word::{MerchantKind, MerchantRef, words};

words! {
    /// Where users see a plan.
    Booth {
        PaymentResult = "PAYMENT_RESULT",
        PublicUnion = "PUBLIC_UNION",
        ServiceMessage = "SERVICE_MESSAGE",
    }

    /// How far a plan is.
    DeliveryStatus {
        Active = "ACTIVE",
        Inactive = "INACTIVE",
        Auditing = "AUDITING",
        AuditNoPass = "AUDIT_NO_PASS",
    }

    /// Why one element of the older form did not come about.
    ElementError {
        Unknown = "UNKNOWN_EXCEPTION",
        ActivityNotActive = "ACTIVITY_STATUS_NOT_ACTIVE",
        ActivityOverdue = "ACTIVITY_OVERDUE",
        Validate = "DELIVERY_VALIDATE_ERROR",
        Operate = "DELIVERY_OPERATE_ERROR",
        NoSuchBooth = "BOOTH_CHANNEL_NOT_EXIST",
    }
}

/// The merchant for whom a service provider acts, if the call names one.
fn owner(block: Option<&BelongMerchantInfo>) -> Result<Option<MerchantRef>, Violation> {
    let Some(block) = block else { return Ok(None) };
    let rule = "DL0 merchant_id_required";
    let field = "belong_merchant_info.merchant_id";
    let id = ask::text(rule, field, &block.merchant_id, 32)?;
    let kind = check::one_of(
        "DL0 merchant_id_type_known",
        "belong_merchant_info.merchant_id_type",
        &block.merchant_id_type,
        MerchantKind::from_word,
    )?;
    let kind = kind.unwrap_or(MerchantKind::Pid);
    Ok(Some(MerchantRef { id, kind }))
}
