//! What happens to orders for vouchers.

use crate::desk::Desk;
use crate::notice::Event;
use crate::sale::{Refund, RefundCause, SaleOrder, SaleState};
use crate::{RequestNo, SaleId, Timestamp};

impl Desk {
    pub(super) fn order(&mut self, sale: SaleOrder) {
        self.activity_mut(sale.id.activity, |row| {
            row.counters.sales = sale.id.sequence;
            row.reserved = row.reserved.saturating_add(1);
        });
        self.reserve(&sale, |reserved| reserved.saturating_add(1));
        self.sales.add(sale.id, sale);
    }

    pub(super) fn paid(&mut self, sale: SaleId, at: Timestamp, asks: bool) {
        self.sale_mut(sale, |row| {
            row.state = SaleState::Paid;
            row.paid_at = Some(at);
        });
        if asks {
            let sequence = sale.sequence;
            self.tell(sale.activity, Event::CodeWanted { sale: sequence }, at);
        }
    }

    pub(super) fn delivered(&mut self, sale: SaleId, voucher: u32, at: Timestamp) {
        self.unreserve(sale);
        self.sale_mut(sale, |row| {
            row.state = SaleState::Delivered;
            row.voucher = Some(voucher);
        });
        let sequence = sale.sequence;
        self.tell(sale.activity, Event::SaleDelivered { sale: sequence }, at);
    }

    pub(super) fn refund_asked(
        &mut self,
        sale: SaleId,
        (cause, request): (RefundCause, Option<RequestNo>),
        at: Timestamp,
        asks: bool,
    ) {
        let refund = Refund {
            cause,
            request,
            asked_at: at,
            done_at: None,
        };
        self.sale_mut(sale, |row| {
            row.refund = Some(refund);
            if asks {
                row.state = SaleState::Refunding;
            }
        });
        if asks {
            let sequence = sale.sequence;
            self.tell(sale.activity, Event::RefundWanted { sale: sequence }, at);
        }
    }

    pub(super) fn refund_done(&mut self, sale: SaleId, at: Timestamp) {
        let reserved = self.sales.get(&sale).is_some_and(SaleOrder::reserves);
        if reserved {
            self.unreserve(sale);
        }
        self.sale_mut(sale, |row| {
            row.state = SaleState::Refunded;
            if let Some(refund) = &mut row.refund {
                refund.done_at = Some(at);
            }
        });
        let sequence = sale.sequence;
        self.tell(sale.activity, Event::SaleRefunded { sale: sequence }, at);
    }

    /// A voucher is no longer set aside for an order.
    pub(super) fn unreserve(&mut self, sale: SaleId) {
        self.activity_mut(sale.activity, |row| {
            row.reserved = row.reserved.saturating_sub(1);
        });
        if let Some(row) = self.sales.get(&sale).cloned() {
            self.reserve(&row, |reserved| reserved.saturating_sub(1));
        }
    }

    fn reserve(&mut self, sale: &SaleOrder, change: impl Fn(u32) -> u32) {
        let Some(activity) = self.activities.get(&sale.id.activity) else {
            return;
        };
        for buyer in sale.buyer.buyers(&activity.terms) {
            let reserved = self
                .reservations
                .entry((sale.id.activity, buyer))
                .or_default();
            *reserved = change(*reserved);
        }
    }

    pub(super) fn sale_mut(&mut self, id: SaleId, change: impl FnOnce(&mut SaleOrder)) {
        if let Some(row) = self.sales.change(&id) {
            change(row);
        }
    }
}
