//! Subsidies (补差): a merchant's money on top of a redeemed coupon, and the way
//! back.

pub(super) mod pay;
pub(super) mod query;
pub(super) mod refund;

use quan_core::activity::Parties;
use quan_core::{
    Action, Benefit, Denial, Fen, HomeId, MerchantId, RequestNo, Subsidy, SubsidyId, SubsidyReturn,
    SubsidyState, Transfer,
};
use quan_engine::Numbered;
use quan_wire::wechatpay::id;
use quan_wire::wechatpay::message::subsidy::{pay as wire_pay, refund as wire_refund};
use quan_wire::wechatpay::message::word::{PayFailure, PayStatus, ReturnFailure, ReturnStatus};
use quan_wire::wechatpay::message::{Call, Problem};
use serde::de::DeserializeOwned;

use super::Handlers;
use super::number::numbered;
use crate::fingerprint::fingerprint;
use crate::wechatpay::denial::Fault;

/// Between whom a subsidy goes, or went.
#[derive(Clone, Copy)]
struct Sides {
    payer: MerchantId,
    payee: MerchantId,
}

impl Sides {
    fn named(from: &str, to: &str) -> Result<Sides, Fault> {
        let merchant = |mchid| MerchantId::parse(mchid).map_err(|_| Problem::SubsidyMerchant);
        Ok(Sides {
            payer: merchant(from)?,
            payee: merchant(to)?,
        })
    }
}

/// The number of a request in the home of who pays. Where that is not who asks, it
/// is written so that the numbers of others who ask there are different ones.
fn numbered_at<C: Call>(
    payer: MerchantId,
    caller: MerchantId,
    number: &str,
    request: &C,
) -> Result<Numbered, Fault> {
    let call = numbered(number, request)?;
    if payer == caller {
        return Ok(call);
    }
    let apart = u128::from_be_bytes(fingerprint(&[&caller.to_string(), number]));
    let number = RequestNo::parse(&format!("{apart:032x}"));
    Ok(Numbered {
        number: number.map_err(|_| Problem::Parameter)?,
        ..call
    })
}

/// What a receipt was asked for with.
fn document<T: DeserializeOwned>(text: &str) -> Result<T, Fault> {
    serde_json::from_str(text).map_err(|error| Fault::broken(format!("a receipt: {error}")))
}

/// The most that a coupon can be subsidised with: what it takes off, as far as its
/// stock says that.
fn limit(benefit: &Benefit) -> Fen {
    match *benefit {
        Benefit::Fixed { amount } => amount,
        // A part of a price that nobody told; the form of the call has a limit.
        Benefit::Discount { .. } | Benefit::Special { .. } | Benefit::Exchange { .. } => Fen::MAX,
    }
}

impl Handlers {
    /// The number of a request of the stock's creator. It is one request whoever of
    /// the stock's merchants pays, though each keeps what it paid itself.
    async fn numbered_for<C: Call>(
        &self,
        action: Action,
        parties: Parties,
        payer: MerchantId,
        number: &str,
        request: &C,
    ) -> Result<Numbered, Fault> {
        let caller = parties.operator;
        for other in [parties.operator, parties.owner] {
            if other != payer {
                let call = numbered_at(other, caller, number, request)?;
                let home = HomeId::Merchant(other);
                self.engine.replayed(home, action, &call).await?;
            }
        }
        numbered_at(payer, caller, number, request)
    }

    /// The subsidy of this number, for the merchants of the stock and those between
    /// whom it goes.
    async fn subsidy_of(&self, receipt_id: &str, caller: MerchantId) -> Result<Subsidy, Fault> {
        let id = id::parse_receipt(receipt_id).ok_or(Problem::NotFound)?;
        let subsidy = self.engine.subsidy(SubsidyId::new(id.0, id.1)).await?;
        let subsidy = subsidy.ok_or(Problem::NotFound)?;
        self.concerns(&subsidy, caller).await?;
        Ok(subsidy)
    }

    async fn concerns(&self, subsidy: &Subsidy, caller: MerchantId) -> Result<(), Fault> {
        if caller == subsidy.id.payer || caller == subsidy.payee {
            return Ok(());
        }
        let view = self.view(subsidy.voucher.activity).await?;
        Ok(view.activity.admits(caller)?)
    }
}

/// A subsidy and what became of it.
fn receipt(subsidy: &Subsidy) -> Result<wire_pay::PayReceipt, Fault> {
    let said: wire_pay::Request = document(&subsidy.document)?;
    let status = match subsidy.state() {
        SubsidyState::Accepted => PayStatus::Accepted,
        SubsidyState::Done => PayStatus::Success,
        SubsidyState::Failed => PayStatus::Fail,
        SubsidyState::Returning => PayStatus::Returning,
        SubsidyState::PartlyReturned => PayStatus::PartialReturn,
        SubsidyState::FullyReturned => PayStatus::FullReturn,
    };
    let failed = matches!(subsidy.transfer, Transfer::Failed { .. });
    let done_at = match subsidy.transfer {
        Transfer::Done { at } => Some(at.into()),
        Transfer::Accepted | Transfer::Failed { .. } => None,
    };
    Ok(wire_pay::PayReceipt {
        subsidy_receipt_id: id::receipt(subsidy.id.payer, subsidy.id.sequence),
        stock_id: said.stock_id,
        coupon_code: said.coupon_code,
        transaction_id: said.transaction_id,
        payer_merchant: said.payer_merchant,
        payee_merchant: said.payee_merchant,
        amount: said.amount,
        description: said.description,
        status: status.into(),
        fail_reason: failed.then(|| PayFailure::InsufficientBalance.into()),
        success_time: done_at,
        out_subsidy_no: said.out_subsidy_no,
        create_time: Some(subsidy.accepted_at.into()),
    })
}

/// A subsidy as the call that pays it is answered, the first time and later: that
/// the money arrived a query tells.
fn accepted_receipt(subsidy: &Subsidy) -> Result<wire_pay::PayReceipt, Fault> {
    let refused = matches!(subsidy.transfer, Transfer::Failed { at } if at == subsidy.accepted_at);
    let transfer = if refused {
        subsidy.transfer
    } else {
        Transfer::Accepted
    };
    receipt(&Subsidy {
        transfer,
        ..subsidy.clone()
    })
}

/// A return as the call that asks for it is answered, the first time and later.
fn accepted_return(back: &SubsidyReturn) -> Result<wire_refund::ReturnReceipt, Fault> {
    return_receipt(&SubsidyReturn {
        transfer: Transfer::Accepted,
        ..back.clone()
    })
}

/// A return and what became of it.
fn return_receipt(back: &SubsidyReturn) -> Result<wire_refund::ReturnReceipt, Fault> {
    let said: wire_refund::Request = document(&back.document)?;
    let (status, done_at) = match back.transfer {
        Transfer::Accepted => (ReturnStatus::Accepted, None),
        Transfer::Done { at } => (ReturnStatus::Success, Some(at.into())),
        Transfer::Failed { .. } => (ReturnStatus::Fail, None),
    };
    let failed = status == ReturnStatus::Fail;
    Ok(wire_refund::ReturnReceipt {
        subsidy_return_receipt_id: id::receipt(back.id.payer, back.id.sequence),
        stock_id: said.stock_id,
        coupon_code: said.coupon_code,
        transaction_id: said.transaction_id,
        refund_id: said.refund_id,
        payer_merchant: said.payer_merchant,
        payee_merchant: said.payee_merchant,
        amount: said.amount,
        description: said.description,
        status: status.into(),
        fail_reason: failed.then(|| ReturnFailure::InsufficientBalance.into()),
        return_done_time: done_at,
        subsidy_receipt_id: id::receipt(back.id.payer, back.subsidy),
        out_subsidy_return_no: said.out_subsidy_return_no,
        return_create_time: Some(back.accepted_at.into()),
    })
}

/// How a call about subsidies names what is not there.
fn named(fault: Fault) -> Fault {
    match fault {
        Fault::Denied(Denial::NoSuchActivity | Denial::NoSuchVoucher) => Problem::NotFound.into(),
        other @ (Fault::Refused(_) | Fault::Denied(_) | Fault::Upload(_) | Fault::Broken(_)) => {
            other
        }
    }
}
