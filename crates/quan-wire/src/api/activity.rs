//! An activity: its state, its budget, and what is under way.

use serde::{Deserialize, Serialize};

use super::value::{Moment, Yuan};

/// An activity that issues vouchers from a budget.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Activity {
    /// Names it.
    pub activity_id: String,
    /// Whose vouchers these are.
    pub owner: String,
    /// Who made it, for the owner or as the owner.
    pub operator: String,
    /// The application that is told what happens.
    pub receiver: String,
    /// How it stands.
    pub state: ActivityState,
    /// When it was made.
    pub created_at: Moment,
    /// Since when it is stopped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopped_at: Option<Moment>,
    /// When vouchers are issued.
    pub issue_window: Span,
    /// Which version of its terms is in force, from 1.
    pub version: u32,
    /// What was accepted and is not yet done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pending: Option<Pending>,
    /// How many vouchers there are, by what became of them.
    pub budget: Budget,
    /// The money behind it, where it was paid in advance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prepaid: Option<Prepaid>,
    /// The numbers it has given.
    pub counters: Counters,
    /// What the platform shows of its terms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub document: Option<serde_json::Value>,
}

/// How an activity stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ActivityState {
    /// Made, and not yet published.
    Created,
    /// Issues vouchers within its window.
    Active,
    /// Issues none until it is resumed.
    Paused,
    /// Issues none any more: its window is over.
    Ended,
    /// Issues none any more: its merchant stopped it.
    Stopped,
}

/// From one instant to another, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Span {
    /// The first instant.
    pub from: Moment,
    /// The last.
    pub until: Moment,
}

/// Something that was accepted and is not yet done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Pending {
    /// What.
    pub change: Change,
    /// The new total, for an append.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<u32>,
    /// The request that asked for it.
    pub request_no: String,
    /// When it was accepted.
    pub accepted_at: Moment,
    /// What it waits for.
    pub waits_for: Due,
    /// When it is done, where it waits for a time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Moment>,
    /// The payment, where it waits for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recharge_id: Option<String>,
    /// When it is given up, where it waits for a payment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lapses_at: Option<Moment>,
}

/// A change that is accepted first and done later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Change {
    /// Open for issue.
    Publish,
    /// Put new terms in force.
    Modify,
    /// Raise the budget.
    Append,
    /// Close for good.
    Stop,
}

/// What an accepted change waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Due {
    /// A time.
    Time,
    /// Somebody who says so: `POST /api/activities/{activity_id}/complete`.
    Word,
    /// A payment.
    Payment,
}

/// How many vouchers there are: `quantity = unissued + issued` and
/// `issued = usable + redeemed + expired`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Budget {
    /// How many there can be.
    pub quantity: u32,
    /// Not issued.
    pub unissued: u32,
    /// Issued.
    pub issued: u32,
    /// Issued on the present day.
    pub issued_today: u32,
    /// Issued and not used up; vouchers past their end are counted as expired
    /// at the next sweep.
    pub usable: u32,
    /// Used up.
    pub redeemed: u32,
    /// Past their end unused.
    pub expired: u32,
    /// Taken back unused.
    #[serde(default)]
    pub revoked: u32,
    /// Set aside for orders that are not yet delivered; not issued.
    #[serde(default)]
    pub reserved: u32,
    /// Whether both sums hold.
    pub balanced: bool,
}

/// Who bears deductions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Funding {
    /// The seller forgoes the money.
    Forgone,
    /// A sponsor paid in advance.
    Prepaid,
}

/// Money that was paid in advance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Prepaid {
    /// Who paid.
    pub sponsor: String,
    /// What is set aside.
    pub held: Yuan,
    /// What went into deductions.
    pub spent: Yuan,
    /// Vouchers that will not be issued and whose money went back.
    pub released: u32,
}

/// The numbers that an activity has given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Counters {
    /// Uses of vouchers that were not returned.
    pub uses: u32,
    /// Uses of vouchers, the returned ones too.
    pub redemptions: u32,
    /// Returns.
    pub returns: u32,
    /// Recharges.
    pub recharges: u32,
    /// Notices.
    pub notices: u32,
}
