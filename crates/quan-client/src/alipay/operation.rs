//! The operations around payment vouchers by name, and those that both kinds of
//! vouchers share.

use quan_wire::alipay::message::{
    activity_query, append, batchquery, bind, consult, create, modify, order_consult, publish,
    query, send, stop, upload, usable, user,
};

use super::ask::Ask;
use super::client::{AlipayClient, Image};
use super::error::Error;

/// Payment voucher activities (支付券).
impl AlipayClient {
    /// Makes an activity (`alipay.marketing.activity.voucher.create`). It
    /// gives no vouchers until it is published.
    pub async fn create_voucher_activity(
        &self,
        request: &create::Request,
    ) -> Result<create::Answer, Error> {
        self.call(request).await
    }

    /// Opens an activity (`….voucher.publish`). It is accepted at once and
    /// done when the message `created` comes. Where its budget is to be paid in
    /// advance, the answer says where.
    pub async fn publish_voucher_activity(
        &self,
        request: &publish::Request,
    ) -> Result<publish::Answer, Error> {
        self.call(request).await
    }

    /// Raises the number of vouchers (`….voucher.append`): the request names the
    /// new total. Done when the message `appended` comes.
    pub async fn append_voucher_budget(
        &self,
        request: &append::Request,
    ) -> Result<append::Answer, Error> {
        self.call(request).await
    }

    /// Changes an activity (`….voucher.modify`): windows and scopes only grow.
    /// Done when the message `modified` comes.
    pub async fn modify_voucher_activity(
        &self,
        request: &modify::Request,
    ) -> Result<modify::Answer, Error> {
        self.call(request).await
    }

    /// Asks everything about an activity (`….voucher.query`).
    pub async fn query_voucher_activity(
        &self,
        request: &query::Request,
    ) -> Result<query::Answer, Error> {
        self.call(request).await
    }

    /// Gives a user one voucher (`….voucher.send`). The same `out_biz_no` gives
    /// the same voucher.
    pub async fn send_voucher(&self, request: &send::Request) -> Result<send::Answer, Error> {
        self.call(request).await
    }

    /// Ends an activity (`….voucher.stop`). Vouchers that were given stay
    /// good. Done when the message `stopped` comes.
    pub async fn stop_voucher_activity(
        &self,
        request: &stop::Request,
    ) -> Result<stop::Answer, Error> {
        self.call(request).await
    }

    /// Uploads an image (`alipay.marketing.material.image.upload`), which
    /// activities then name. It has no number of its own, so it is repeated only
    /// where it surely was not carried out.
    pub async fn upload_image(
        &self,
        request: &upload::Request,
        image: &Image<'_>,
    ) -> Result<upload::Answer, Error> {
        let parts = &self.parts;
        let ask = Ask::of(request, parts.protocol, &parts.endpoint, Some(*image), None)?;
        Ok(self.ask(&ask).await?.answer)
    }
}

/// Questions about activities of every kind.
impl AlipayClient {
    /// Asks about one activity (`alipay.marketing.activity.query`).
    pub async fn query_activity(
        &self,
        request: &activity_query::Request,
    ) -> Result<activity_query::Answer, Error> {
        self.call(request).await
    }

    /// Lists a merchant's activities (`….activity.batchquery`).
    pub async fn list_activities(
        &self,
        request: &batchquery::Request,
    ) -> Result<batchquery::Answer, Error> {
        self.call(request).await
    }

    /// Asks whether a user could have vouchers now (`….activity.consult`).
    pub async fn consult_activities(
        &self,
        request: &consult::Request,
    ) -> Result<consult::Answer, Error> {
        self.call(request).await
    }

    /// Lists the mini-programs in which vouchers count (`….activity.app.batchquery`).
    pub async fn list_usable_apps(
        &self,
        request: &usable::app::Request,
    ) -> Result<usable::app::Answer, Error> {
        self.call(request).await
    }

    /// Lists the goods that vouchers are for, or not (`….activity.goods.batchquery`).
    pub async fn list_usable_goods(
        &self,
        request: &usable::goods::Request,
    ) -> Result<usable::goods::Answer, Error> {
        self.call(request).await
    }

    /// Lists the shops in which vouchers count (`….activity.shop.batchquery`).
    pub async fn list_usable_shops(
        &self,
        request: &usable::shop::Request,
    ) -> Result<usable::shop::Answer, Error> {
        self.call(request).await
    }

    /// Lists the merchants who take vouchers (`….activity.merchant.batchquery`).
    pub async fn list_usable_merchants(
        &self,
        request: &usable::merchant::Request,
    ) -> Result<usable::merchant::Answer, Error> {
        self.call(request).await
    }
}

/// Questions about users' vouchers.
impl AlipayClient {
    /// Lists a user's vouchers (`….activity.user.batchqueryvoucher`).
    pub async fn list_user_vouchers(
        &self,
        request: &user::list::Request,
    ) -> Result<user::list::Answer, Error> {
        self.call(request).await
    }

    /// Asks about one voucher (`….activity.user.queryvoucher`).
    pub async fn query_user_voucher(
        &self,
        request: &user::one::Request,
    ) -> Result<user::one::Answer, Error> {
        self.call(request).await
    }

    /// Asks which vouchers would lower the price of an order
    /// (`alipay.marketing.campaign.order.voucher.consult`). `auth_token` is the
    /// buyer's, who is asked about.
    pub async fn consult_order(
        &self,
        request: &order_consult::Request,
        auth_token: &str,
    ) -> Result<order_consult::Answer, Error> {
        let parts = &self.parts;
        let token = Some(auth_token).filter(|token| !token.is_empty());
        let ask = Ask::of(request, parts.protocol, &parts.endpoint, None, token)?;
        Ok(self.ask(&ask).await?.answer)
    }
}

/// Who is told about an activity. Only the gateway offers these two.
impl AlipayClient {
    /// Binds an app to an activity's messages (`….activity.message.bind`).
    pub async fn bind_messages(&self, request: &bind::Request) -> Result<bind::Answer, Error> {
        self.call(request).await
    }

    /// Asks which app is bound (`….activity.message.query`).
    pub async fn query_message_binding(
        &self,
        request: &bind::Query,
    ) -> Result<bind::Answer, Error> {
        self.call(request).await
    }
}
