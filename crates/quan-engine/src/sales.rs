//! The sale of vouchers.

use quan_core::operation::{
    CloseOrder, Deliver, FailDelivery, PayOrder, PlaceOrder, Recipient, RefundOrder, RefundReply,
    Settle,
};
use quan_core::sale::{Delivery, RefundCause};
use quan_core::{
    Action, ActivityId, Code, Fen, HomeId, MerchantId, OrderNo, Receipt, SaleId, Timestamp, UserId,
};

use crate::engine::{Engine, Numbered};
use crate::error::Error;

/// An order that was placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ordered {
    /// Its number.
    pub sale: SaleId,
    /// When.
    pub ordered_at: Timestamp,
}

/// What a refund of an order must match.
#[derive(Clone, Debug)]
pub struct RefundCall {
    /// Whose order it must be, if that is said.
    pub buyer: Option<UserId>,
    /// Why the money is wanted back.
    pub cause: RefundCause,
    /// The code that the voucher must have.
    pub code: Option<Code>,
}

impl Engine {
    /// Sets a voucher aside for a buyer. The merchant's own number for the order
    /// is the request's.
    pub async fn place_order(
        &self,
        activity: ActivityId,
        caller: MerchantId,
        call: Numbered,
        number: OrderNo,
        buyer: Recipient,
        price: Fen,
    ) -> Result<Ordered, Error> {
        let request = call.request(HomeId::Activity(activity), Action::Order);
        let operation = PlaceOrder {
            activity,
            caller,
            number,
            buyer,
            price,
        };
        let receipt = self.run(operation, Some(request)).await?;
        Ok(Ordered {
            sale: SaleId::new(activity, receipt.sequence()),
            ordered_at: receipt.at,
        })
    }

    /// Pays an order, as its buyer would.
    pub async fn pay_order(&self, sale: SaleId) -> Result<(), Error> {
        self.run(PayOrder { sale }, None).await.map(drop)
    }

    /// Closes an order that nobody paid.
    pub async fn close_order(&self, sale: SaleId) -> Result<(), Error> {
        self.run(CloseOrder { sale }, None).await.map(drop)
    }

    /// Delivers what the merchant named for a paid order.
    pub async fn deliver(&self, sale: SaleId, delivery: Delivery) -> Result<(), Error> {
        self.run(Deliver { sale, delivery }, None).await.map(drop)
    }

    /// Gives the money of a paid order back, since no code came for it.
    pub async fn fail_delivery(&self, sale: SaleId) -> Result<(), Error> {
        self.run(FailDelivery { sale }, None).await.map(drop)
    }

    /// Asks for the money of a delivered order.
    pub async fn refund_order(
        &self,
        sale: SaleId,
        caller: MerchantId,
        call: Numbered,
        refund: RefundCall,
    ) -> Result<(), Error> {
        let RefundCall { buyer, cause, code } = refund;
        let operation = RefundOrder {
            sale,
            caller,
            buyer,
            cause,
            code,
            request: call.number.clone(),
        };
        let request = call.request(HomeId::Activity(sale.activity), Action::RefundOrder);
        self.run(operation, Some(request)).await.map(drop)
    }

    /// Takes the merchant's word on a refund that it was asked about.
    pub async fn reply_to_refund(
        &self,
        sale: SaleId,
        caller: Option<MerchantId>,
        agreed: bool,
    ) -> Result<(), Error> {
        let operation = RefundReply {
            sale,
            caller,
            agreed,
        };
        self.run(operation, None).await.map(drop)
    }

    /// Asks for the money of an order whose voucher is redeemed, once.
    pub async fn settle(
        &self,
        sale: SaleId,
        caller: MerchantId,
        call: Numbered,
    ) -> Result<Receipt, Error> {
        let request = call.request(HomeId::Activity(sale.activity), Action::Settle);
        self.run(Settle { sale, caller }, Some(request)).await
    }
}
