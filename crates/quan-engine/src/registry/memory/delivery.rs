//! Promotion plans in memory.

use quan_core::{AppId, MerchantId, Timestamp};

use super::{Memory, Series, behind};
use crate::Numbered;
use crate::registry::{Delivery, DeliveryStatus, Recorded};

impl Memory {
    pub(in crate::registry) fn delivery(&self, id: &str) -> Option<Delivery> {
        self.deliveries.get(id).cloned()
    }

    pub(in crate::registry) fn list_deliveries(
        &self,
        merchant: Option<MerchantId>,
        after: Option<&str>,
        limit: usize,
    ) -> Vec<Delivery> {
        let later = self.deliveries.range::<str, _>(behind(after));
        later
            .map(|(_, delivery)| delivery)
            .filter(|delivery| merchant.is_none_or(|id| id == delivery.merchant))
            .take(limit)
            .cloned()
            .collect()
    }

    pub(in crate::registry) fn delivery_answer(
        &self,
        home: &str,
        call: &Numbered,
    ) -> Option<Recorded> {
        let key = (home.to_owned(), call.number.to_string());
        let (fingerprint, answer) = self.delivery_requests.get(&key)?;
        Some(if *fingerprint == call.fingerprint {
            Recorded::Done(answer.clone())
        } else {
            Recorded::Reused
        })
    }

    pub(in crate::registry) fn add_deliveries(
        &mut self,
        home: &str,
        call: &Numbered,
        now: Timestamp,
        told: &[AppId],
        make: &dyn Fn(u64) -> (Vec<Delivery>, String),
    ) -> Recorded {
        if let Some(recorded) = self.delivery_answer(home, call) {
            return recorded;
        }
        let number = self.peek(Series::Delivery);
        self.sequences.insert(Series::Delivery, number);
        let (deliveries, answer) = make(number);
        for delivery in deliveries {
            let before = self.deliveries.get(&delivery.id);
            let delivery = delivery.in_place_of(before);
            self.put_delivery(delivery, now, told);
        }
        self.record(home, call, &answer)
    }

    pub(in crate::registry) fn stop_deliveries(
        &mut self,
        home: &str,
        call: &Numbered,
        now: Timestamp,
        told: &[AppId],
        ids: &[&str],
        answer: &str,
    ) -> Recorded {
        if let Some(recorded) = self.delivery_answer(home, call) {
            return recorded;
        }
        for id in ids {
            self.set_delivery_status(id, DeliveryStatus::Inactive, None, now, told);
        }
        self.record(home, call, answer)
    }

    pub(in crate::registry) fn set_delivery_status(
        &mut self,
        id: &str,
        status: DeliveryStatus,
        fault: Option<&str>,
        now: Timestamp,
        told: &[AppId],
    ) -> Option<Delivery> {
        let delivery = Delivery {
            status,
            fault: fault.map(str::to_owned),
            ..self.delivery(id)?
        };
        self.put_delivery(delivery.clone(), now, told);
        Some(delivery)
    }

    fn put_delivery(&mut self, delivery: Delivery, now: Timestamp, told: &[AppId]) {
        let before = self.deliveries.get(&delivery.id);
        let news = delivery.news(before);
        self.tell(news, now, told);
        self.deliveries.insert(delivery.id.clone(), delivery);
    }

    fn record(&mut self, home: &str, call: &Numbered, answer: &str) -> Recorded {
        let key = (home.to_owned(), call.number.to_string());
        self.delivery_requests
            .insert(key, (call.fingerprint, answer.to_owned()));
        Recorded::Done(answer.to_owned())
    }
}
