//! The operations around order vouchers by name.

use quan_wire::alipay::message::order_voucher::{
    append, associate, batchsend, codecount, codedeposit, create, disassociate, invalid, modify,
    query, receive, redeem, send, settle, settle_query, stop, undo,
};
use quan_wire::alipay::message::{delivery, function, order, package, payee, shop};

use super::ask::Ask;
use super::client::AlipayClient;
use super::error::Error;

/// Order voucher activities (商家券).
impl AlipayClient {
    /// Makes an activity (`alipay.marketing.activity.ordervoucher.create`). It is
    /// accepted at once and done when the message `created` comes.
    pub async fn create_order_voucher_activity(
        &self,
        request: &create::Request,
    ) -> Result<create::Answer, Error> {
        self.call(request).await
    }

    /// Changes an activity (`….ordervoucher.modify`). Done when the message
    /// `modified` comes.
    pub async fn modify_order_voucher_activity(
        &self,
        request: &modify::Request,
    ) -> Result<modify::Answer, Error> {
        self.call(request).await
    }

    /// Asks everything about an activity (`….ordervoucher.query`).
    pub async fn query_order_voucher_activity(
        &self,
        request: &query::Request,
    ) -> Result<query::Answer, Error> {
        self.call(request).await
    }

    /// Raises the number of vouchers (`….ordervoucher.append`): the request names
    /// the new total, which is the number of codes where codes are imported. Done
    /// when the message `appended` comes.
    pub async fn append_order_voucher_budget(
        &self,
        request: &append::Request,
    ) -> Result<append::Answer, Error> {
        self.call(request).await
    }

    /// Ends an activity (`….ordervoucher.stop`). Vouchers that were given stay
    /// good. Done when the message `stopped` comes.
    pub async fn stop_order_voucher_activity(
        &self,
        request: &stop::Request,
    ) -> Result<stop::Answer, Error> {
        self.call(request).await
    }

    /// Imports codes (`….ordervoucher.codedeposit`). The answer tells code by code
    /// what was not taken.
    pub async fn deposit_voucher_codes(
        &self,
        request: &codedeposit::Request,
    ) -> Result<codedeposit::Answer, Error> {
        self.call(request).await
    }

    /// Asks how many codes were imported (`….ordervoucher.codecount`).
    pub async fn count_voucher_codes(
        &self,
        request: &codecount::Request,
    ) -> Result<codecount::Answer, Error> {
        self.call(request).await
    }
}

/// Order vouchers that are given, used and given back.
impl AlipayClient {
    /// Gives a user one voucher under an imported code (`….ordervoucher.send`). The
    /// same `out_biz_no` gives the same code.
    pub async fn send_order_voucher(&self, request: &send::Request) -> Result<send::Answer, Error> {
        self.call(request).await
    }

    /// Gives a user vouchers under codes of the merchant's own
    /// (`….ordervoucher.batchsend`). The answer tells each its own result.
    pub async fn batch_send_order_vouchers(
        &self,
        request: &batchsend::Request,
    ) -> Result<batchsend::Answer, Error> {
        self.call(request).await
    }

    /// Gives a user vouchers of several activities (`….ordervoucher.receive`). The
    /// answer tells each its own result.
    pub async fn receive_order_vouchers(
        &self,
        request: &receive::Request,
    ) -> Result<receive::Answer, Error> {
        self.call(request).await
    }

    /// Tells that a voucher was used (`….ordervoucher.use`). The same `out_biz_no`
    /// is the same use.
    pub async fn use_order_voucher(
        &self,
        request: &redeem::Request,
    ) -> Result<redeem::Answer, Error> {
        self.call(request).await
    }

    /// Undoes a use (`….ordervoucher.refund`). No money moves.
    pub async fn refund_order_voucher(
        &self,
        request: &undo::Request,
    ) -> Result<undo::Answer, Error> {
        self.call(request).await
    }

    /// Links a voucher to a trade (`….ordervoucher.associate`).
    pub async fn associate_order_voucher(
        &self,
        request: &associate::Request,
    ) -> Result<associate::Answer, Error> {
        self.call(request).await
    }

    /// Takes such a link away (`….ordervoucher.disassociate`).
    pub async fn disassociate_order_voucher(
        &self,
        request: &disassociate::Request,
    ) -> Result<disassociate::Answer, Error> {
        self.call(request).await
    }

    /// Makes a voucher unusable for ever (`….ordervoucher.invalid`).
    pub async fn invalidate_order_voucher(
        &self,
        request: &invalid::Request,
    ) -> Result<invalid::Answer, Error> {
        self.call(request).await
    }
}

/// Vouchers that are sold. Only the gateway offers most of these.
impl AlipayClient {
    /// Makes an order of a voucher (`alipay.marketing.activity.order.create`). The
    /// answer names the trade that is then paid.
    pub async fn create_order(
        &self,
        request: &order::create::Request,
    ) -> Result<order::create::Answer, Error> {
        self.call(request).await
    }

    /// Gives an order's money back and makes its code unusable
    /// (`….order.refund`). Done when the message `refunded` comes.
    pub async fn refund_order(
        &self,
        request: &order::refund::Request,
    ) -> Result<order::refund::Answer, Error> {
        self.call(request).await
    }

    /// Answers late whether an order's money may go back
    /// (`….order.refundconfirmcommit`).
    pub async fn confirm_refund(
        &self,
        request: &order::confirm::Request,
    ) -> Result<order::confirm::Answer, Error> {
        self.call(request).await
    }

    /// Registers an account that may receive the money of sold vouchers
    /// (`….activity.payeeinfo.create`).
    pub async fn create_payee(&self, request: &payee::Request) -> Result<payee::Answer, Error> {
        self.call(request).await
    }

    /// Asks for an order's money to reach its payee (`….ordervoucher.settle`). The
    /// same `out_biz_no` moves it once.
    pub async fn settle_order(&self, request: &settle::Request) -> Result<settle::Answer, Error> {
        self.call(request).await
    }

    /// Asks what became of it (`….activity.settle.query`).
    pub async fn query_settlement(
        &self,
        request: &settle_query::Request,
    ) -> Result<settle_query::Answer, Error> {
        self.call(request).await
    }
}

/// Packages of vouchers.
impl AlipayClient {
    /// Asks everything about a package (`….activity.voucherpackage.query`).
    pub async fn query_voucher_package(
        &self,
        request: &package::query::Request,
    ) -> Result<package::query::Answer, Error> {
        self.call(request).await
    }

    /// Lists packages (`….activity.voucherpackage.batchquery`).
    pub async fn list_voucher_packages(
        &self,
        request: &package::batchquery::Request,
    ) -> Result<package::batchquery::Answer, Error> {
        self.call(request).await
    }

    /// Asks whether a user could buy packages now
    /// (`….activity.voucherpackage.consult`). `auth_token` is the user's, who is
    /// asked about.
    pub async fn consult_voucher_packages(
        &self,
        request: &package::consult::Request,
        auth_token: &str,
    ) -> Result<package::consult::Answer, Error> {
        let parts = &self.parts;
        let token = Some(auth_token).filter(|token| !token.is_empty());
        let ask = Ask::of(request, parts.protocol, &parts.endpoint, None, token)?;
        Ok(self.ask(&ask).await?.answer)
    }
}

/// What activities name: shops, and services of mini-programs.
impl AlipayClient {
    /// Applies for a shop (`ant.merchant.expand.shop.create`). Its id comes with
    /// the message that it was approved.
    pub async fn create_shop(
        &self,
        request: &shop::create::Request,
    ) -> Result<shop::create::Answer, Error> {
        self.call(request).await
    }

    /// Asks about a shop (`ant.merchant.expand.shop.query`).
    pub async fn query_shop(
        &self,
        request: &shop::query::Request,
    ) -> Result<shop::query::Answer, Error> {
        self.call(request).await
    }

    /// Makes a shop of a service provider's own directory
    /// (`alipay.business.relation.shop.create`). It has no number of its own, so
    /// it is repeated only where it surely was not carried out.
    pub async fn create_related_shop(
        &self,
        request: &shop::relation::Request,
    ) -> Result<shop::relation::Answer, Error> {
        self.call(request).await
    }

    /// Makes a service of the caller's mini-program
    /// (`alipay.open.app.appcontent.function.create`). It has no number of its own,
    /// so it is repeated only where it surely was not carried out.
    pub async fn create_service(
        &self,
        request: &function::Request,
    ) -> Result<function::Answer, Error> {
        self.call(request).await
    }
}

/// Plans that bring activities before users.
impl AlipayClient {
    /// Makes a plan (`alipay.marketing.activity.delivery.create`).
    pub async fn create_delivery(
        &self,
        request: &delivery::create::Request,
    ) -> Result<delivery::create::Answer, Error> {
        self.call(request).await
    }

    /// Asks about a plan (`….activity.delivery.query`).
    pub async fn query_delivery(
        &self,
        request: &delivery::query::Request,
    ) -> Result<delivery::query::Answer, Error> {
        self.call(request).await
    }

    /// Stops a plan (`….activity.delivery.stop`).
    pub async fn stop_delivery(
        &self,
        request: &delivery::stop::Request,
    ) -> Result<delivery::stop::Answer, Error> {
        self.call(request).await
    }
}
