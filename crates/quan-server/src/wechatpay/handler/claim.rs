//! Coupons that users claim by themselves: on the page that a merchant links to, and
//! through the plugin of mini programs. No transport signs these; what asks is signed
//! by the merchant with its `APIv2` key.

use std::collections::{BTreeMap, BTreeSet};

use quan_core::terms::Codes;
use quan_core::{Action, ActivityId, HomeId, MerchantId, VoucherId};
use quan_engine::registry::User;
use quan_wire::wechatpay::message::field::{is_code, is_signed_no};
use quan_wire::wechatpay::message::word::SendChannel;
use quan_wire::wechatpay::message::{Operation, Problem};
use quan_wire::wechatpay::v2::{
    ApiV2Key, H5Fault, H5Link, LinkError, PluginCall, PluginFault, PluginResult, SendCode,
    SendCoupon, SendResult,
};
use serde_json::{Value, json};

use super::Handlers;
use super::coupon::send::Wanted;
use crate::wechatpay::denial::Fault;

/// The fragment of a link, which no browser sends: it counts as said.
const FRAGMENT: &str = "#wechat_pay&wechat_redirect";

/// Who claims: a user by the name that an app has.
struct Claimant<'a> {
    appid: String,
    openid: &'a str,
    user: User,
}

/// What came of a claim.
struct Claimed {
    code: String,
    /// Whether the same number was answered before.
    again: bool,
}

impl Handlers {
    /// What the page of a link shows, for the query of its address.
    pub(crate) async fn page(&self, query: &str) -> String {
        self.page_of_link(&format!("?{query}{FRAGMENT}")).await
    }

    /// What the page of a whole link shows, its fragment included.
    pub(crate) async fn page_of_link(&self, link: &str) -> String {
        match self.by_link(link).await {
            Ok(result) => {
                json!({ "errcode": 0, "msg": "ok", "send_coupon_result": [result] }).to_string()
            }
            Err(fault) => fault.to_json(),
        }
    }

    async fn by_link(&self, link: &str) -> Result<SendResult, H5Fault> {
        let link = H5Link::read(link).map_err(|error| match error {
            LinkError::Missing("sign") => H5Fault::Sign,
            LinkError::Missing(_) | LinkError::Fragment => H5Fault::Fragment,
        })?;
        let (merchant, key) = self
            .sender(&link.send_coupon_merchant)
            .ok_or(H5Fault::Sign)?;
        if !link.verifies(&key) {
            return Err(H5Fault::Sign);
        }
        let apps = self.apps(merchant, [&link.coupon]).await;
        let claimant = self.claimant(apps, &link.open_id).ok().flatten();
        let claimant = claimant.ok_or(H5Fault::OpenId)?;
        let channel = SendChannel::H5;
        Ok(self
            .handed(merchant, &claimant, &link.coupon, channel)
            .await)
    }

    /// What the plugin hands to the mini program, for parameters as JSON or as a
    /// form. Beside those that are signed they name the user: `openid`, and `appid`
    /// where the merchant has several apps.
    pub(crate) async fn plugin(&self, body: &[u8]) -> String {
        let result = self.by_plugin(body).await;
        let result = result.unwrap_or_else(|errcode| PluginResult {
            errcode,
            msg: message(errcode).to_owned(),
            send_coupon_result: Vec::new(),
        });
        serde_json::to_string(&result).unwrap_or_default()
    }

    async fn by_plugin(&self, body: &[u8]) -> Result<PluginResult, PluginFault> {
        let parameters = parameters(body).ok_or(PluginFault::Param)?;
        let call = PluginCall::read(&parameters).map_err(|_| PluginFault::Param)?;
        let said = |name: &str| {
            let value = parameters.get(name).map(String::as_str);
            value.filter(|value| !value.is_empty())
        };
        let sender = self.sender(&call.send_coupon_merchant);
        let (merchant, key) = sender.ok_or(PluginFault::Sign)?;
        if said("sign") != Some(&call.sign(&key)) {
            return Err(PluginFault::Sign);
        }
        let openid = said("openid").ok_or(PluginFault::UserGetFailed)?;
        let mut apps = self.apps(merchant, &call.coupons).await;
        if let Some(appid) = said("appid") {
            apps.retain(|app| app == appid);
        }
        let claimant = self.claimant(apps, openid).map_err(|fault| {
            fault.problem(Operation::CouponSend);
            PluginFault::System
        })?;
        let claimant = claimant.ok_or(PluginFault::UserNotExists)?;
        let mut results = Vec::with_capacity(call.coupons.len());
        for coupon in &call.coupons {
            let channel = SendChannel::Miniapp;
            results.push(self.handed(merchant, &claimant, coupon, channel).await);
        }
        Ok(PluginResult {
            errcode: PluginFault::None,
            msg: String::new(),
            send_coupon_result: results,
        })
    }

    /// The merchant that sends coupons, and what it signs with.
    fn sender(&self, mchid: &str) -> Option<(MerchantId, ApiV2Key)> {
        let merchant = MerchantId::parse(mchid).ok()?;
        let known = self.registry.wechat_merchant(merchant)?;
        let key = ApiV2Key::parse(known.v2_key.as_deref()?).ok()?;
        Some((merchant, key))
    }

    /// The apps of a merchant and of the stocks' owners, in which a user can be
    /// known: a link does not name one.
    async fn apps<'a>(
        &self,
        merchant: MerchantId,
        coupons: impl IntoIterator<Item = &'a SendCoupon>,
    ) -> Vec<String> {
        let mut merchants = vec![merchant];
        for coupon in coupons {
            if let Ok((_, sort)) = self.stock(&coupon.stock_id).await {
                merchants.push(sort.parties.owner);
            }
        }
        let mut met = BTreeSet::new();
        let known = merchants
            .into_iter()
            .filter(|merchant| met.insert(*merchant));
        let known = known.filter_map(|merchant| self.registry.wechat_merchant(merchant));
        known.flat_map(|known| known.appids.clone()).collect()
    }

    /// The user whom one of these apps knows so; where nobody is registered under the
    /// name, whoever the first app may know.
    fn claimant<'a>(
        &self,
        apps: Vec<String>,
        openid: &'a str,
    ) -> Result<Option<Claimant<'a>>, Fault> {
        for appid in &apps {
            if let Some(user) = self.registry.find_user_by_openid(appid, openid)? {
                return Ok(Some(Claimant {
                    appid: appid.clone(),
                    openid,
                    user,
                }));
            }
        }
        let Some(appid) = apps.into_iter().next() else {
            return Ok(None);
        };
        match self.user(&appid, openid) {
            Ok(user) => Ok(Some(Claimant {
                appid,
                openid,
                user,
            })),
            Err(Fault::Refused(_)) => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    /// Issues one coupon, and words what came of it.
    async fn handed(
        &self,
        merchant: MerchantId,
        claimant: &Claimant<'_>,
        coupon: &SendCoupon,
        channel: SendChannel,
    ) -> SendResult {
        let claimed = self.claim(merchant, claimant, coupon, channel).await;
        let (code, coupon_code, message) = match claimed {
            Ok(Claimed { code, again: false }) => (SendCode::Success, code, "发券成功"),
            Ok(Claimed { code, again: true }) => (SendCode::DupRequest, code, "重复发券"),
            Err(fault) => {
                let problem = fault.problem(Operation::CouponSend);
                (send_code(problem), String::new(), problem.message())
            }
        };
        SendResult {
            stock_id: coupon.stock_id.clone(),
            out_request_no: coupon.out_request_no.clone(),
            coupon_code,
            code,
            message: message.to_owned(),
        }
    }

    async fn claim(
        &self,
        merchant: MerchantId,
        claimant: &Claimant<'_>,
        coupon: &SendCoupon,
        channel: SendChannel,
    ) -> Result<Claimed, Fault> {
        let (activity, sort) = self.stock(&coupon.stock_id).await?;
        sort.parties.admits(merchant)?;
        let code = coupon.coupon_code.as_deref();
        if !is_signed_no(&coupon.out_request_no) || code.is_some_and(|code| !is_code(code)) {
            return Err(Problem::Parameter.into());
        }
        let received_at = coupon.sent_at().map_err(|_| Problem::Parameter)?;
        if !coupon.fits(sort.codes == Codes::Named) {
            return Err(Problem::Parameter.into());
        }
        let wanted = Wanted {
            appid: &claimant.appid,
            openid: claimant.openid,
            number: &coupon.out_request_no,
            apart: None,
            code: coupon.coupon_code.as_deref(),
            channel,
            received_at,
        };
        if let Some(before) = self
            .issued_before(activity, &wanted, &claimant.user)
            .await?
        {
            let code = self.code_of_issued(before, sort).await?;
            return Ok(Claimed { code, again: true });
        }
        let code = self.issue(merchant, activity, sort, &wanted).await?;
        Ok(Claimed { code, again: false })
    }

    /// The coupon that a number was answered with before.
    async fn issued_before(
        &self,
        activity: ActivityId,
        wanted: &Wanted<'_>,
        user: &User,
    ) -> Result<Option<VoucherId>, Fault> {
        let (home, call) = (HomeId::Activity(activity), wanted.call(user)?);
        let known = self.engine.replayed(home, Action::Issue, &call).await?;
        Ok(known.map(|receipt| VoucherId::new(activity, receipt.sequence())))
    }
}

/// Parameters as JSON or as a form; `None` for what is neither.
fn parameters(body: &[u8]) -> Option<BTreeMap<String, String>> {
    if body.trim_ascii_start().first() != Some(&b'{') {
        return Some(url::form_urlencoded::parse(body).into_owned().collect());
    }
    let members: BTreeMap<String, Value> = serde_json::from_slice(body).ok()?;
    let texts = members.into_iter().map(|(name, value)| match value {
        Value::String(text) => Some((name, text)),
        Value::Number(number) => Some((name, number.to_string())),
        Value::Null => Some((name, String::new())),
        Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    });
    texts.collect()
}

/// What the plugin calls a problem.
fn send_code(problem: Problem) -> SendCode {
    let named = [
        (Problem::NotRunning, SendCode::NotRunning),
        (Problem::BudgetSpent, SendCode::NotEnough),
        (Problem::DaySpent, SendCode::DayLimit),
        (Problem::UserLimit, SendCode::MaxQuota),
        (Problem::PersonLimit, SendCode::NatureLimit),
    ];
    let found = named.into_iter().find(|(name, _)| *name == problem);
    found.map_or(SendCode::Failed, |(_, code)| code)
}

fn message(fault: PluginFault) -> &'static str {
    match fault {
        PluginFault::None => "",
        PluginFault::Param => "参数错误",
        PluginFault::UserNotExists => "用户不存在",
        PluginFault::UserGetFailed => "获取用户信息失败",
        PluginFault::Sign => "签名错误",
        PluginFault::System => "系统错误",
        PluginFault::Frequency => "频率限制",
    }
}
