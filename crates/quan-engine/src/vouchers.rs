//! What is done with vouchers: issue, use, take back, link.

use std::sync::Arc;

use quan_core::operation::{
    Hide, Issue, Label, Link, Recipient, Redeem, Redeemer, ReturnOrder, Revoke, Undo, Unlink,
};
use quan_core::{
    Action, ActivityId, Denial, Fen, HomeId, MerchantId, Order, OrderNo, Redemption, RedemptionId,
    Return, ReturnId, Timestamp, UserId, Voucher, VoucherId, VoucherName,
};

use crate::engine::{Engine, Numbered};
use crate::error::Error;

/// A voucher that was issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Issued {
    /// Its number.
    pub voucher: VoucherId,
    /// When.
    pub issued_at: Timestamp,
}

/// An order that was refunded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Returned {
    /// The refund.
    pub returned: Return,
    /// The use that it belongs to, as it stands now.
    pub redemption: Redemption,
}

/// A use that a merchant reports.
#[derive(Clone, Debug)]
pub struct Report {
    /// The order.
    pub order: Order,
    /// How many of the voucher's uses it took; at least 1.
    pub times: u32,
    /// What came off, if that is said.
    pub deduction: Option<Fen>,
}

impl Engine {
    /// Issues a voucher.
    pub async fn issue(
        &self,
        activity: ActivityId,
        caller: MerchantId,
        call: Numbered,
        recipient: Recipient,
    ) -> Result<Issued, Error> {
        self.issue_labelled(activity, caller, call, recipient, Label::default())
            .await
    }

    /// Issues a voucher that its merchant tells by a code, or counts from an
    /// instant of its own.
    pub async fn issue_labelled(
        &self,
        activity: ActivityId,
        caller: MerchantId,
        call: Numbered,
        recipient: Recipient,
        label: Label,
    ) -> Result<Issued, Error> {
        let request = call.request(HomeId::Activity(activity), Action::Issue);
        let operation = Issue {
            activity,
            caller,
            recipient,
            label,
        };
        let receipt = self.run(operation, Some(request)).await?;
        Ok(Issued {
            voucher: VoucherId::new(activity, receipt.sequence()),
            issued_at: receipt.at,
        })
    }

    /// Uses a voucher on an order that its user pays.
    pub async fn redeem(
        &self,
        voucher: VoucherId,
        call: Numbered,
        user: UserId,
        order: Order,
    ) -> Result<Redemption, Error> {
        self.redeemed(Redeem::by_user(voucher, user, order), call)
            .await
    }

    /// Takes down that a voucher was used at a merchant.
    pub async fn report_use(
        &self,
        voucher: VoucherName,
        caller: MerchantId,
        call: Numbered,
        report: Report,
    ) -> Result<Redemption, Error> {
        self.report_noted_use(voucher, caller, call, report, None)
            .await
    }

    /// The same, with what the dialect keeps with the use.
    pub async fn report_noted_use(
        &self,
        voucher: VoucherName,
        caller: MerchantId,
        call: Numbered,
        report: Report,
        note: Option<Arc<str>>,
    ) -> Result<Redemption, Error> {
        let Report {
            order,
            times,
            deduction,
        } = report;
        let operation = Redeem {
            voucher,
            by: Redeemer::Merchant {
                caller,
                request: call.number.clone(),
            },
            order,
            times,
            reported: deduction,
            note,
        };
        self.redeemed(operation, call).await
    }

    async fn redeemed(&self, operation: Redeem, call: Numbered) -> Result<Redemption, Error> {
        let activity = operation.voucher.activity();
        let request = call.request(HomeId::Activity(activity), Action::Redeem);
        let receipt = self.run(operation, Some(request)).await?;
        let id = RedemptionId::new(activity, receipt.sequence());
        Ok(self.redemption(id).await?.ok_or(Denial::NoSuchRedemption)?)
    }

    /// Refunds an order, whole or in part.
    pub async fn return_order(
        &self,
        redemption: RedemptionId,
        call: Numbered,
        amount: Option<Fen>,
    ) -> Result<Returned, Error> {
        let vouchers_return = self.inner.options.vouchers_return;
        let request = call.request(HomeId::Activity(redemption.activity), Action::Return);
        let operation = ReturnOrder {
            redemption,
            amount,
            vouchers_return,
        };
        let receipt = self.run(operation, Some(request)).await?;
        let id = ReturnId::new(redemption.activity, receipt.sequence());
        let returned = self
            .order_return(id)
            .await?
            .ok_or(Denial::NoSuchRedemption)?;
        let redemption = self
            .redemption(returned.redemption)
            .await?
            .ok_or(Denial::NoSuchRedemption)?;
        Ok(Returned {
            returned,
            redemption,
        })
    }

    /// Takes uses of a voucher back, the latest first; all of them, where no
    /// number is said. The last of the returns is answered.
    pub async fn undo(
        &self,
        voucher: VoucherName,
        caller: MerchantId,
        call: Numbered,
        times: Option<u32>,
        amount: Fen,
    ) -> Result<Return, Error> {
        let activity = voucher.activity();
        let number = call.number.clone();
        let request = call.request(HomeId::Activity(activity), Action::Undo);
        let operation = Undo {
            voucher,
            caller,
            times,
            amount,
            request: number,
        };
        let receipt = self.run(operation, Some(request)).await?;
        let id = ReturnId::new(activity, receipt.sequence());
        Ok(self.order_return(id).await?.ok_or(Denial::NotRedeemed)?)
    }

    /// Takes an unused voucher back for good, and answers when that was. The
    /// note replaces the one that the dialect keeps with it.
    pub async fn revoke(
        &self,
        voucher: VoucherName,
        caller: MerchantId,
        call: Numbered,
        note: Option<Arc<str>>,
    ) -> Result<Timestamp, Error> {
        let request = call.request(HomeId::Activity(voucher.activity()), Action::Revoke);
        let operation = Revoke {
            voucher,
            caller,
            note,
        };
        Ok(self.run(operation, Some(request)).await?.at)
    }

    /// The last use of a voucher, and the last return of that.
    pub async fn last_use(
        &self,
        voucher: &Voucher,
    ) -> Result<Option<(Redemption, Option<Return>)>, Error> {
        let Some(sequence) = voucher.last_use else {
            return Ok(None);
        };
        let activity = voucher.id.activity;
        let id = RedemptionId::new(activity, sequence);
        let Some(redemption) = self.redemption(id).await? else {
            return Ok(None);
        };
        let returned = match redemption.last_return {
            None => None,
            Some(sequence) => self.order_return(ReturnId::new(activity, sequence)).await?,
        };
        Ok(Some((redemption, returned)))
    }

    /// Links a voucher to a trade, and answers since when it is.
    pub async fn link(
        &self,
        voucher: VoucherName,
        caller: MerchantId,
        call: Numbered,
        trade: OrderNo,
    ) -> Result<Timestamp, Error> {
        let request = call.request(HomeId::Activity(voucher.activity()), Action::Link);
        let operation = Link {
            voucher,
            caller,
            trade,
        };
        Ok(self.run(operation, Some(request)).await?.at)
    }

    /// Undoes that link, and answers when.
    pub async fn unlink(
        &self,
        voucher: VoucherName,
        caller: MerchantId,
        call: Numbered,
        trade: OrderNo,
    ) -> Result<Timestamp, Error> {
        let request = call.request(HomeId::Activity(voucher.activity()), Action::Unlink);
        let operation = Unlink {
            voucher,
            caller,
            trade,
        };
        Ok(self.run(operation, Some(request)).await?.at)
    }

    /// Hides a voucher from its user's lists, as a user does who throws it out
    /// of the wallet.
    pub async fn hide(&self, voucher: VoucherId) -> Result<(), Error> {
        self.run(Hide { voucher }, None).await.map(drop)
    }
}
