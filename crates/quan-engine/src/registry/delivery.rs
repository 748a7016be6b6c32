//! Promotion plans: where an activity is shown to users.

use quan_core::{AppId, MerchantId, RequestNo, Timestamp};

use super::{News, NoticeEvent, Registry, RegistryError};
use crate::Numbered;

/// A plan to show something to users.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Names it.
    pub id: String,
    /// Whose it is.
    pub merchant: MerchantId,
    /// Who made it, for the owner or as the owner.
    pub operator: MerchantId,
    /// The application that is told what becomes of it.
    pub receiver: AppId,
    /// The request that made it.
    pub request: RequestNo,
    /// Whether it is shown.
    pub status: DeliveryStatus,
    /// Why it is not.
    pub fault: Option<String>,
    /// What it says, in the platform's words: a JSON object.
    pub document: String,
    /// When it was made.
    pub created_at: Timestamp,
}

/// Whether a plan is carried out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DeliveryStatus {
    /// It is.
    #[default]
    Active,
    /// Not any more.
    Inactive,
    /// Somebody looks at it first.
    Auditing,
    /// Somebody looked at it, and said no.
    Rejected,
}

impl DeliveryStatus {
    /// Whether only the platform's staff leads out of it.
    fn is_for_staff(self) -> bool {
        match self {
            DeliveryStatus::Active | DeliveryStatus::Inactive => false,
            DeliveryStatus::Auditing | DeliveryStatus::Rejected => true,
        }
    }
}

/// What became of a numbered request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// It is done, now or before, and answered so.
    Done(String),
    /// Another request was done under this number.
    Reused,
}

impl Delivery {
    /// Whether a merchant may ask about it and stop it.
    pub fn admits(&self, merchant: MerchantId) -> bool {
        merchant == self.merchant || merchant == self.operator
    }

    /// This plan in the place of one of its id: what the platform's staff said of
    /// that one, or has not said yet, stays.
    pub(super) fn in_place_of(self, before: Option<&Delivery>) -> Delivery {
        match before {
            Some(before) if before.status.is_for_staff() => Delivery {
                status: before.status,
                fault: before.fault.clone(),
                ..self
            },
            Some(_) | None => self,
        }
    }

    /// What there is to tell of it, where it stands otherwise than `before`, or
    /// was not there.
    pub(super) fn news(&self, before: Option<&Delivery>) -> Option<News> {
        let same = before
            .is_some_and(|before| (before.status, &before.fault) == (self.status, &self.fault));
        (!same).then(|| News {
            subject: self.id.clone(),
            receiver: self.receiver.clone(),
            event: NoticeEvent::Delivery {
                request: self.request.clone(),
                status: self.status,
                fault: self.fault.clone(),
            },
        })
    }
}

impl Registry {
    /// The plan of this id.
    pub fn find_delivery(&self, id: &str) -> Result<Option<Delivery>, RegistryError> {
        self.ask(
            |sqlite| sqlite.delivery(id),
            |memory| Ok(memory.delivery(id)),
        )
    }

    /// At most `limit` plans in the order of their ids, from the one behind
    /// `after`; of one merchant, where one is named.
    pub fn list_deliveries(
        &self,
        merchant: Option<MerchantId>,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Delivery>, RegistryError> {
        self.ask(
            |sqlite| sqlite.list_deliveries(merchant, after, limit),
            |memory| Ok(memory.list_deliveries(merchant, after, limit)),
        )
    }

    /// What the same request was answered before; `None` for a number that is
    /// new at `home`.
    pub fn delivery_answer(
        &self,
        home: &str,
        call: &Numbered,
    ) -> Result<Option<Recorded>, RegistryError> {
        self.ask(
            |sqlite| sqlite.delivery_answer(home, call),
            |memory| Ok(memory.delivery_answer(home, call)),
        )
    }

    /// Makes plans, once for each number at `home`: `make` makes them, and the
    /// answer, from a number that no plan was made from. A plan that is there
    /// already is replaced, but for what the platform's staff said of it.
    pub fn add_deliveries(
        &self,
        home: &str,
        call: &Numbered,
        now: Timestamp,
        make: impl Fn(u64) -> (Vec<Delivery>, String),
    ) -> Result<Recorded, RegistryError> {
        let told = self.apps_with_address();
        self.change(
            |sqlite| sqlite.add_deliveries(home, call, now, &told, &make),
            |memory| Ok(memory.add_deliveries(home, call, now, &told, &make)),
        )
    }

    /// Stops those of the plans that are there, once for each number at `home`.
    pub fn stop_deliveries(
        &self,
        home: &str,
        call: &Numbered,
        now: Timestamp,
        ids: &[&str],
        answer: &str,
    ) -> Result<Recorded, RegistryError> {
        let told = self.apps_with_address();
        self.change(
            |sqlite| sqlite.stop_deliveries(home, call, now, &told, ids, answer),
            |memory| Ok(memory.stop_deliveries(home, call, now, &told, ids, answer)),
        )
    }

    /// Says whether a plan is carried out, and why not, and answers it; `None`
    /// where there is none.
    pub fn set_delivery_status(
        &self,
        id: &str,
        status: DeliveryStatus,
        fault: Option<&str>,
        now: Timestamp,
    ) -> Result<Option<Delivery>, RegistryError> {
        let told = self.apps_with_address();
        self.change(
            |sqlite| sqlite.set_delivery_status(id, status, fault, now, &told),
            |memory| Ok(memory.set_delivery_status(id, status, fault, now, &told)),
        )
    }
}
