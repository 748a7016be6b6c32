//! Answers made from a stored [`Document`] and the present state.

mod activity;
mod flat;
mod name;
mod query;
mod user;

use quan_core::Timestamp;

use super::document::Document;
use super::word::{ActivityStatus, MerchantRef, OperationStatus, VoucherStatus};

pub use activity::{activity_lite_info, activity_query};
pub use name::{DEFAULT_BRAND, voucher_name};
pub use query::voucher_query;
pub use user::{user_query_voucher, user_voucher_info};

/// The present state of an activity, as far as answers show it.
#[derive(Clone, Copy)]
pub struct Snapshot<'a> {
    /// The activity.
    pub activity_id: &'a str,
    /// What it was created with, and modified to.
    pub document: &'a Document,
    /// Its state.
    pub status: ActivityStatus,
    /// What is being done to it.
    pub operation: Option<OperationStatus>,
    /// Whose it is.
    pub owner: &'a MerchantRef,
    /// The name that stands in for a missing brand; `None` for the platform's own.
    pub owner_alias: Option<&'a str>,
    /// When it was created.
    pub created_at: Timestamp,
    /// The present total.
    pub quantity: u32,
    /// How many vouchers were given.
    pub send_count: u32,
    /// How many were used.
    pub use_count: u32,
    /// The address of an uploaded image.
    pub image_url: &'a dyn Fn(&str) -> Option<String>,
}

/// The present state of a voucher.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VoucherSnapshot<'a> {
    /// The voucher.
    pub voucher_id: &'a str,
    /// Its state.
    pub status: VoucherStatus,
    /// When it was given.
    pub created_at: Timestamp,
    /// The first instant of its validity.
    pub valid_begin: Timestamp,
    /// The last.
    pub valid_end: Timestamp,
    /// How often it can be used.
    pub max_uses: u32,
    /// How often it was.
    pub used: u32,
}
