//! Codes that merchants upload to a stock.

pub(super) mod delete;
pub(super) mod list;
pub(super) mod query;
pub(super) mod upload;

use quan_core::terms::Codes;
use quan_core::voucher::CodeState;
use quan_core::{ActivityId, MerchantId, UserId, Voucher, VoucherId};
use quan_engine::CodeView;
use quan_wire::wechatpay::message::Problem;
use quan_wire::wechatpay::message::code::CodeInformation;

use super::{Handlers, Note};
use crate::wechatpay::denial::Fault;

impl Handlers {
    /// The stock of this id that takes codes, for the merchant that laid it down,
    /// and the application in which its codes' holders are named.
    async fn stock_of_codes(
        &self,
        stock_id: &str,
        caller: MerchantId,
        appid: Option<&str>,
    ) -> Result<ActivityId, Fault> {
        let (activity, sort) = self.own_stock(stock_id, caller).await?;
        match sort.codes {
            Codes::Deposited => {}
            Codes::None | Codes::Named => return Err(Problem::CodeMode.into()),
        }
        if let Some(appid) = appid {
            self.knows_app(appid, caller, Some(sort.parties.owner))?;
        }
        Ok(activity)
    }

    /// A code, and the coupon that has it.
    async fn code_shown(
        &self,
        activity: ActivityId,
        code: CodeView,
        appid: Option<&str>,
    ) -> Result<(CodeInformation, Option<Voucher>), Fault> {
        let text = code.code.as_str().to_owned();
        let shown = CodeInformation::available(text, code.deposited_at.into());
        let CodeState::Issued { sequence } = code.row.state else {
            return Ok((shown, None));
        };
        let voucher = self
            .engine
            .voucher(VoucherId::new(activity, sequence))
            .await?;
        let voucher = voucher.ok_or(Fault::broken("a code names a coupon that is not there"))?;
        let openid = self.holder(&voucher, appid)?;
        let unionid = self.unionid(&voucher.user)?;
        let shown = shown.dispatched(voucher.issued_at.into(), openid, unionid);
        Ok((shown, Some(voucher)))
    }

    /// The name of a coupon's holder in an application, if it knows them, or else in
    /// the one in which it was received.
    fn holder(&self, voucher: &Voucher, appid: Option<&str>) -> Result<Option<String>, Fault> {
        match appid {
            Some(appid) => Ok(self.registry.openid_of(appid, &voucher.user)?),
            None => Ok(Note::of(voucher).map(|note| note.openid)),
        }
    }

    /// The name of a user in all applications of a group.
    pub(super) fn unionid(&self, user: &UserId) -> Result<Option<String>, Fault> {
        Ok(self.registry.unionid_of(user)?)
    }
}
