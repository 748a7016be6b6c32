//! The operations around order vouchers (商家券), and the sale of vouchers.
//!
//! | file | operations |
//! | --- | --- |
//! | [`create`], [`modify`], [`append`], [`stop`], [`codedeposit`] | what becomes of an activity |
//! | [`query`], [`codecount`] | how it stands |
//! | [`send`], [`batchsend`], [`receive`] | vouchers for users |
//! | [`redeem`], [`undo`], [`link`], [`invalid`] | what merchants report of a voucher |
//! | [`order`], [`settle`] | vouchers that are sold |
//!
//! What they share: [`shops`] tells which shops can be taken, [`refers`] what an
//! activity refers to, [`note`] what is kept with a voucher for the wallet.

pub(super) mod append;
pub(super) mod batchsend;
pub(super) mod codecount;
pub(super) mod codedeposit;
pub(super) mod create;
pub(super) mod invalid;
pub(super) mod link;
pub(super) mod modify;
mod note;
pub(super) mod order;
pub(super) mod query;
pub(super) mod receive;
pub(super) mod redeem;
mod refers;
pub(super) mod send;
pub(super) mod settle;
mod shops;
pub(super) mod stop;
pub(super) mod undo;

pub(crate) use self::note::Note;

use std::fmt::Display;

use quan_core::{ActivityId, Code, Denial, SaleId, SaleOrder, VoucherName, time};
use quan_wire::alipay::message::word::Recipient;
use quan_wire::alipay::message::{Operation, ids};

use super::Handlers;
use crate::alipay::Outcome;
use crate::alipay::denial::Fault;

/// A value as part of what a request says; nothing for one that is not said.
fn said(value: Option<impl Display>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// A person as part of what a request says.
fn named(who: &Recipient) -> String {
    match who {
        Recipient::User(id) => format!("user {id}"),
        Recipient::Open(id) => format!("open {id}"),
        Recipient::Both { user_id, open_id } => format!("both {user_id} {open_id}"),
    }
}

/// The voucher that a code names; there is none under what is no code.
fn named_voucher(activity: ActivityId, code: &str) -> Result<VoucherName, Fault> {
    let code = Code::parse(code).map_err(|_| Denial::NoSuchVoucher)?;
    Ok(VoucherName::Code(activity, code))
}

/// What one element of a call is told that fails by itself.
fn told(fault: &Fault, call: Operation) -> (&'static str, String) {
    match fault.outcome(call) {
        Outcome::Business { message, .. } if matches!(fault, Fault::Denied(Denial::CodeTaken)) => {
            (codedeposit::DUPLICATE, message)
        }
        Outcome::Business { code, message } => (code, message),
        Outcome::Answer(_) | Outcome::Refused(_) => ("SYSTEM_ERROR", String::new()),
    }
}

/// The number under which merchants know an order.
fn sale_no(sale: &SaleOrder) -> Result<String, Fault> {
    let day = time::day_of(sale.ordered_at);
    let number = ids::sale_no(day, sale.id.activity.number(), sale.id.sequence);
    number.ok_or(Fault::broken("the number of an order is too large"))
}

impl Handlers {
    /// The order of this number.
    async fn sale(&self, order_no: &str) -> Result<SaleOrder, Fault> {
        let named = ids::parse_sale_no(order_no);
        let (day, activity, sequence) = named.ok_or(Denial::NoSuchOrder)?;
        let activity = ActivityId::new(activity).ok_or(Denial::NoSuchOrder)?;
        let sale = self.engine.sale(SaleId::new(activity, sequence)).await?;
        let sale = sale.filter(|sale| time::day_of(sale.ordered_at) == day);
        Ok(sale.ok_or(Denial::NoSuchOrder)?)
    }

    /// The order of a settlement.
    async fn settled_sale(&self, settle_no: &str) -> Result<SaleOrder, Fault> {
        let named = ids::parse_settle_no(settle_no);
        let (day, activity, sequence) = named.ok_or(Denial::NoSuchOrder)?;
        let activity = ActivityId::new(activity).ok_or(Denial::NoSuchOrder)?;
        let sale = self.engine.sale(SaleId::new(activity, sequence)).await?;
        let settled = |sale: &SaleOrder| sale.settled_at.map(time::day_of) == Some(day);
        Ok(sale.filter(settled).ok_or(Denial::NoSuchOrder)?)
    }
}
