//! `POST /coupons/send`: issues a coupon to a user.

use quan_core::operation::Label;
use quan_core::terms::Codes;
use quan_core::{Action, ActivityId, Code, Denial, HomeId, MerchantId, Timestamp, VoucherId};
use quan_engine::Numbered;
use quan_engine::registry::User;
use quan_wire::wechatpay::message::Problem;
use quan_wire::wechatpay::message::coupon::send::{Answer, Request};
use quan_wire::wechatpay::message::word::{CodeMode, SendChannel};

use super::super::name::{Sort, recipient};
use super::super::number::named;
use super::super::view::stock_of;
use super::super::{Handlers, Note};
use crate::fingerprint::fingerprint;
use crate::wechatpay::denial::Fault;

/// A coupon that somebody asks for, whatever the way.
pub(in super::super) struct Wanted<'a> {
    pub(in super::super) appid: &'a str,
    pub(in super::super) openid: &'a str,
    /// The sender's number for it.
    pub(in super::super) number: &'a str,
    /// What else tells it from others.
    pub(in super::super) apart: Option<&'a str>,
    /// The code that the merchant names.
    pub(in super::super) code: Option<&'a str>,
    pub(in super::super) channel: SendChannel,
    /// When it counts as received, where the sender says so.
    pub(in super::super) received_at: Option<Timestamp>,
}

pub(in super::super) async fn send(
    handlers: &Handlers,
    caller: MerchantId,
    request: Request,
) -> Result<Answer, Fault> {
    let (activity, sort) = handlers.stock(&request.stock_id).await?;
    sort.parties.admits(caller)?;
    request.suits(match sort.codes {
        Codes::None => CodeMode::WechatPay,
        Codes::Named => CodeMode::MerchantApi,
        Codes::Deposited => CodeMode::MerchantUpload,
    })?;
    let wanted = Wanted {
        appid: &request.appid,
        openid: &request.openid,
        number: &request.out_request_no,
        apart: None,
        code: request.coupon_code.as_deref(),
        channel: SendChannel::Api,
        received_at: None,
    };
    let code = handlers.issue(caller, activity, sort, &wanted).await?;
    Ok(request.answer(&code))
}

impl Handlers {
    /// Issues a coupon and answers its code. A number belongs to a stock and a
    /// user: whoever asks again is answered the same coupon, whatever else the
    /// request says.
    pub(in super::super) async fn issue(
        &self,
        caller: MerchantId,
        activity: ActivityId,
        sort: Sort,
        wanted: &Wanted<'_>,
    ) -> Result<String, Fault> {
        self.knows_app(wanted.appid, caller, Some(sort.parties.owner))?;
        let user = self.user(wanted.appid, wanted.openid)?;
        let call = wanted.call(&user)?;
        if user.suspicious {
            self.prevents_abuse(caller, activity, &call, &user).await?;
        }
        let code = wanted.code.map(Code::parse).transpose();
        let note = Note::new(
            wanted.number,
            wanted.appid,
            wanted.openid,
            wanted.channel,
            wanted.received_at,
        );
        let label = Label {
            code: code.map_err(|_| Problem::Parameter)?,
            base: wanted.received_at,
            note: Some(note.text()?),
        };
        let issued = self
            .engine
            .issue_labelled(activity, caller, call, recipient(user), label)
            .await?;
        self.code_of_issued(issued.voucher, sort).await
    }

    /// Refuses a suspicious user whom the stock would give a coupon otherwise, where
    /// it prevents abuse. What was answered before is answered again.
    async fn prevents_abuse(
        &self,
        caller: MerchantId,
        activity: ActivityId,
        call: &Numbered,
        user: &User,
    ) -> Result<(), Fault> {
        let home = HomeId::Activity(activity);
        let known = self.engine.replayed(home, Action::Issue, call).await?;
        let rule = stock_of(&self.view(activity).await?)?.stock_send_rule;
        if known.is_some() || rule.prevent_api_abuse != Some(true) {
            return Ok(());
        }
        let asked = recipient(user.clone());
        self.engine.may_receive(activity, caller, asked).await??;
        Err(Problem::Suspicious.into())
    }

    /// The code of a coupon that was just issued, or long ago.
    pub(in super::super) async fn code_of_issued(
        &self,
        id: VoucherId,
        sort: Sort,
    ) -> Result<String, Fault> {
        match sort.codes {
            Codes::None => Ok(self.generated_code(id)),
            // Which one it is, or was the first time, only the coupon says.
            Codes::Named | Codes::Deposited => {
                let voucher = self.engine.voucher(id).await?;
                let voucher = voucher.ok_or(Denial::NoSuchVoucher)?;
                Ok(self.code_of(&voucher))
            }
        }
    }
}

impl Wanted<'_> {
    /// What makes it the same request when it is asked for again.
    pub(in super::super) fn call(&self, user: &User) -> Result<Numbered, Fault> {
        let apart = self.apart.unwrap_or_default();
        named(
            &hex(&fingerprint(&[user.id.as_str(), self.number, apart])),
            &[],
        )
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}
