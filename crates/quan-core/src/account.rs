//! A merchant's funds, and the letters that carry money and news between homes.

use std::sync::Arc;

use crate::subsidy::TransferId;
use crate::terms::{ScopeChange, Terms};
use crate::{
    ActivityId, AppId, Completion, Fen, HomeId, MerchantId, Product, RechargeId, RequestNo,
    Timestamp,
};

/// What a merchant paid in, and what is left of it.
///
/// `paid in + received = balance + letters + held + spent + given`, over
/// everything that the merchant sponsors. Money on its way between two
/// merchants is given already and not yet received.
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
    /// What other merchants gave, without what went back to them.
    pub received: Fen,
    /// What other merchants were given, without what came back.
    pub given: Fen,
    /// Letters sent so far.
    pub letters: u32,
    /// Subsidies paid so far.
    pub subsidies: u32,
    /// How often one was asked back so far.
    pub subsidy_returns: u32,
}

impl Account {
    /// An account with nothing in it.
    pub fn empty(merchant: MerchantId) -> Account {
        Account {
            merchant,
            paid_in: Fen::ZERO,
            provisioned: Fen::ZERO,
            balance: Fen::ZERO,
            received: Fen::ZERO,
            given: Fen::ZERO,
            letters: 0,
            subsidies: 0,
            subsidy_returns: 0,
        }
    }

    /// Whether so much more can be booked. All that ever came in is one amount,
    /// so that no part of it can be too large to go back.
    pub fn has_room_for(&self, amount: Fen) -> bool {
        self.paid_in
            .checked_add(self.received)
            .and_then(|all| all.checked_add(amount))
            .is_some()
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
    /// To a payee: take a subsidy, or give one back.
    Transfer {
        /// Which.
        transfer: TransferId,
        /// How much.
        amount: Fen,
    },
    /// To the payer: what became of it.
    Transferred {
        /// Which.
        transfer: TransferId,
        /// How much.
        amount: Fen,
        /// Whether the payee could.
        done: bool,
    },
}

impl LetterBody {
    /// The money between two merchants that travels with the letter.
    pub fn carries(&self) -> Fen {
        match *self {
            LetterBody::Transfer {
                transfer: TransferId::Subsidy(_),
                amount,
            }
            | LetterBody::Transferred {
                transfer: TransferId::Subsidy(_),
                amount,
                done: false,
            }
            | LetterBody::Transferred {
                transfer: TransferId::Return(_),
                amount,
                done: true,
            } => amount,
            LetterBody::Open(_)
            | LetterBody::Pay { .. }
            | LetterBody::Refund { .. }
            | LetterBody::Transfer { .. }
            | LetterBody::Transferred { .. } => Fen::ZERO,
        }
    }
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
