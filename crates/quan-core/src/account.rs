//! A merchant's funds, and the letters that carry money and news between homes.

use std::sync::Arc;

use crate::terms::{ScopeChange, Terms};
use crate::{
    ActivityId, AppId, Completion, Fen, HomeId, MerchantId, Product, RechargeId, RequestNo,
    Timestamp,
};

/// What a merchant paid in, and what is left of it.
///
/// `paid in = balance + letters + held + spent`, over everything that the
/// merchant sponsors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Whose.
    pub merchant: MerchantId,
    /// Everything ever paid in.
    pub paid_in: Fen,
    /// The part of it that a provisioning file asked for.
    pub provisioned: Fen,
    /// What can be spent.
    pub balance: Fen,
    /// Letters sent so far.
    pub letters: u32,
}

impl Account {
    /// An account with nothing in it.
    pub fn empty(merchant: MerchantId) -> Account {
        Account {
            merchant,
            paid_in: Fen::ZERO,
            provisioned: Fen::ZERO,
            balance: Fen::ZERO,
            letters: 0,
        }
    }
}

/// A payment that a prepaid budget waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recharge {
    /// Its activity and number.
    pub id: RechargeId,
    /// Who is to pay.
    pub sponsor: MerchantId,
    /// How much.
    pub amount: Fen,
    /// Since when.
    pub opened_at: Timestamp,
    /// When it is too late.
    pub lapses_at: Timestamp,
    /// How it went.
    pub state: RechargeState,
}

/// How a recharge went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RechargeState {
    /// Nobody paid yet.
    Open,
    /// Paid.
    Paid {
        /// When.
        at: Timestamp,
    },
    /// Not paid in time.
    Lapsed {
        /// When that was noticed.
        at: Timestamp,
    },
}

/// A letter's place: the home that wrote it and its number there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LetterId {
    /// Who wrote it.
    pub from: HomeId,
    /// Its number, from 1.
    pub sequence: u32,
}

/// What concerns two homes: written with the first one's change, carried out
/// once at the second, then deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Its place.
    pub id: LetterId,
    /// Who is to carry it out.
    pub to: HomeId,
    /// What it says.
    pub body: LetterBody,
}

/// What a letter says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LetterBody {
    /// Make an activity.
    Open(Box<Opening>),
    /// A recharge is paid.
    Pay {
        /// Which.
        recharge: RechargeId,
        /// With how much.
        amount: Fen,
        /// By whom.
        sponsor: MerchantId,
    },
    /// Prepaid money goes back.
    Refund {
        /// How much.
        amount: Fen,
    },
}

/// Everything that an activity begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// The number it will have.
    pub activity: ActivityId,
    /// Which platform's product it is.
    pub product: Product,
    /// Whose vouchers these will be.
    pub owner: MerchantId,
    /// Who makes it.
    pub operator: MerchantId,
    /// Whom messages go to.
    pub receiver: AppId,
    /// How many vouchers there can be.
    pub quantity: u32,
    /// What is agreed.
    pub terms: Arc<Terms>,
    /// What the dialect shows and gives back; it means nothing to the engine.
    pub document: Arc<str>,
    /// The members of its scope.
    pub members: Arc<ScopeChange>,
    /// The request whose acceptance also asks for its publication, where the
    /// product has no call for that.
    pub publish: Option<(RequestNo, Completion)>,
}
