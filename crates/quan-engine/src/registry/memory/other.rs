//! Service codes, payees and central venues in memory.

use quan_core::{ActivityId, MerchantId};

use super::{Memory, Series, behind};
use crate::registry::{Payee, ServiceCode};

impl Memory {
    pub(in crate::registry) fn service_code(&self, code: &str) -> Option<ServiceCode> {
        self.service_codes.get(code).cloned()
    }

    pub(in crate::registry) fn list_service_codes(
        &self,
        app_id: Option<&str>,
        after: Option<&str>,
        limit: usize,
    ) -> Vec<ServiceCode> {
        let later = self.service_codes.range::<str, _>(behind(after));
        later
            .map(|(_, service)| service)
            .filter(|service| app_id.is_none_or(|id| id == service.app.as_str()))
            .take(limit)
            .cloned()
            .collect()
    }

    pub(in crate::registry) fn add_service_code(
        &mut self,
        make: &dyn Fn(u64) -> ServiceCode,
    ) -> ServiceCode {
        let mut number = self.peek(Series::Service);
        let mut service = make(number);
        while self.service_codes.contains_key(&service.code) {
            number += 1;
            service = make(number);
        }
        self.sequences.insert(Series::Service, number);
        self.service_codes
            .insert(service.code.clone(), service.clone());
        service
    }

    pub(in crate::registry) fn payee(&self, pid: MerchantId) -> Option<Payee> {
        self.payees.get(&pid).copied()
    }

    pub(in crate::registry) fn list_payees(
        &self,
        after: Option<MerchantId>,
        limit: usize,
    ) -> Vec<Payee> {
        let later = self.payees.values();
        later
            .filter(|payee| after.is_none_or(|after| after < payee.pid))
            .take(limit)
            .copied()
            .collect()
    }

    pub(in crate::registry) fn register_payee(
        &mut self,
        pid: MerchantId,
        make: &dyn Fn(Option<Payee>) -> Payee,
    ) -> Payee {
        let payee = make(self.payee(pid));
        self.payees.insert(pid, payee);
        payee
    }

    pub(in crate::registry) fn is_in_venue(&self, activity: ActivityId) -> bool {
        self.venue.contains(&activity)
    }

    pub(in crate::registry) fn set_in_venue(&mut self, activity: ActivityId, enrolled: bool) {
        if enrolled {
            self.venue.insert(activity);
        } else {
            self.venue.remove(&activity);
        }
    }
}
