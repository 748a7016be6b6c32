//! How coupons are used: when, for what, and by which way.

use super::availability::{AVAILABLE_TIME, CouponAvailableTime};
use super::benefit::Benefit;
use super::changed;
use crate::wechatpay::message::problem::Problem;
use crate::wechatpay::message::read::{Fields, Form, Place, Text, text, word};
use crate::wechatpay::message::refusal::Refusal;
use crate::wechatpay::message::value::message;
use crate::wechatpay::message::word::{StockType, UseMethod};

message! {
    /// The rules of use.
    CouponUseRule {
        coupon_available_time: CouponAvailableTime,
        #[serde(flatten)]
        benefit: Benefit,
        use_method: UseMethod,
        mini_programs_appid: Option<String>,
        mini_programs_path: Option<String>,
    }

    /// What of them can be changed.
    #[derive(Default)]
    UseRuleChange {
        use_method: Option<UseMethod>,
        mini_programs_appid: Option<String>,
        mini_programs_path: Option<String>,
    }
}

const APPID: (&str, &str, Text) = ("mini_programs_appid", "小程序appid", text(1, 32));
const PATH: (&str, &str, Text) = ("mini_programs_path", "小程序path", text(1, 128));

impl CouponUseRule {
    /// Reads the rules of a stock of this type.
    pub(crate) fn read(from: &Fields<'_>, kind: StockType) -> Result<Self, Refusal> {
        nothing_misplaced(from)?;
        let coupon_available_time =
            from.need("coupon_available_time", "券可核销时间", AVAILABLE_TIME)?;
        let benefit = Benefit::read(from, kind)?;
        let use_method = from.need("use_method", "核销方式", word())?;
        let UseRuleChange {
            mini_programs_appid,
            mini_programs_path,
            ..
        } = UseRuleChange::read(from)?;
        let rule = CouponUseRule {
            coupon_available_time,
            benefit,
            use_method,
            mini_programs_appid,
            mini_programs_path,
        };
        rule.complete(|name, title| from.at(name, title))?;
        Ok(rule)
    }

    /// The rules after a change that came at this place.
    pub(crate) fn changed(
        &self,
        change: &UseRuleChange,
        place: &Place<'_>,
    ) -> Result<CouponUseRule, Refusal> {
        let rule = CouponUseRule {
            use_method: change.use_method.unwrap_or(self.use_method),
            mini_programs_appid: changed(&change.mini_programs_appid, &self.mini_programs_appid),
            mini_programs_path: changed(&change.mini_programs_path, &self.mini_programs_path),
            ..self.clone()
        };
        rule.complete(|name, title| place.member(name, title))?;
        Ok(rule)
    }

    /// A mini-program must be named if the coupon leads to one.
    fn complete<'p>(
        &self,
        place: impl Fn(&'static str, &'static str) -> Place<'p>,
    ) -> Result<(), Refusal> {
        match self.use_method {
            UseMethod::SelfConsume => {
                let rule = "W-CREATE-11 no_self_consumption";
                return Err(Refusal::under(rule, Problem::SelfConsume));
            }
            UseMethod::MiniPrograms => {}
            UseMethod::OffLine | UseMethod::PaymentCode => return Ok(()),
        }
        let (name, title) = if self.mini_programs_appid.is_none() {
            (APPID.0, APPID.1)
        } else if self.mini_programs_path.is_none() {
            (PATH.0, PATH.1)
        } else {
            return Ok(());
        };
        let rule = "W-CREATE-11 mini_programs_need_appid_and_path";
        let missing = place(name, title).missing();
        Err(Refusal { rule, ..missing })
    }
}

/// Some documentation draws the windows of use one level too high, where they would
/// be lost.
fn nothing_misplaced(from: &Fields<'_>) -> Result<(), Refusal> {
    for (name, title) in [
        ("available_week", "固定周期有效时间段"),
        ("irregulary_avaliable_time", "无规律的有效时间段"),
    ] {
        if from.says(name) {
            let text = format!("{title}必须在coupon_available_time中设置");
            let rule = "W-CREATE-10 windows_in_their_place";
            let place = from.at(name, title);
            return Err(place.refuse(rule, text.clone(), &text, "".into()));
        }
    }
    Ok(())
}

impl Form for UseRuleChange {
    fn read(from: &Fields<'_>) -> Result<Self, Refusal> {
        Ok(UseRuleChange {
            use_method: from.may("use_method", "核销方式", word())?,
            mini_programs_appid: from.may(APPID.0, APPID.1, APPID.2)?,
            mini_programs_path: from.may(PATH.0, PATH.1, PATH.2)?,
        })
    }
}
