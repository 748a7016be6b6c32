//! `….delivery.create`: a plan is made, or elements of the older form.

use quan_core::{ActivityState, Denial, MerchantId, Timestamp, time};
use quan_engine::registry::{AppKind, Delivery, DeliveryStatus};
use quan_wire::alipay::message::delivery::block::{
    DeliveryConfig, ErrorDeliveryConfig, SuccessDeliveryConfig,
};
use quan_wire::alipay::message::delivery::create::{Answer, Element, Named, Plan, Request};
use quan_wire::alipay::message::delivery::{Booth, Cities, Content, ElementError};
use quan_wire::alipay::message::field::Numeral;
use quan_wire::alipay::message::order_voucher::word::CodeMode;
use quan_wire::alipay::message::word::FileKey;
use quan_wire::alipay::message::{Operation, Violation, ids};

use super::{answer, element_id};
use crate::alipay::Caller;
use crate::alipay::denial::{Fault, Reason};
use crate::alipay::handler::Handlers;
use crate::alipay::handler::number::numbered;
use crate::alipay::handler::view::Shown;

pub(in crate::alipay::handler) async fn create(
    handlers: &Handlers,
    caller: &Caller,
    mut request: Request,
) -> Result<Answer, Fault> {
    let asked = request.check()?;
    canonize(&mut request, &asked.plan);
    let said = text(&request)?;
    let contents = [asked.access_mode.as_str(), &said];
    let call = numbered(Operation::DeliveryCreate, &asked.out_biz_no, &contents)?;
    let home = caller.merchant.to_string();
    if let Some(before) = handlers.planned_before(&home, &call)? {
        return Ok(before);
    }
    let merchant = handlers.planner(caller, asked.owner.as_ref())?;
    let now = handlers.engine.now();
    let of = |id: String, document: &str| Delivery {
        id,
        merchant,
        operator: caller.app_merchant,
        receiver: caller.app_id.clone(),
        request: call.number.clone(),
        status: DeliveryStatus::Active,
        fault: None,
        document: document.to_owned(),
        created_at: now,
    };
    let out_biz_no = Some(asked.out_biz_no.clone());
    let recorded = match asked.plan {
        Plan::Named(plan) => {
            handlers.can_plan(caller, merchant, &plan, now).await?;
            let today = time::day_of(now);
            handlers
                .registry
                .add_deliveries(&home, &call, now, |number| {
                    let id = ids::delivery_id(today, number);
                    let answer = Answer {
                        delivery_id: Some(id.clone()),
                        out_biz_no: out_biz_no.clone(),
                        ..Answer::default()
                    };
                    (vec![of(id, &said)], written(&answer))
                })?
        }
        Plan::Elements(elements) => {
            let mut answer = Answer {
                out_biz_no,
                ..Answer::default()
            };
            let mut plans = Vec::new();
            for (config, element) in request.delivery_config_list.iter().zip(elements) {
                match handlers.can_show(merchant, element, now).await? {
                    Ok(id) => {
                        plans.push(of(id, &text(config)?));
                        answer.success_delivery_config_list.push(success(config));
                    }
                    Err((error, why)) => {
                        let failed = ErrorDeliveryConfig::of(config, error, &why);
                        answer.error_delivery_config_list.push(failed);
                    }
                }
            }
            let answer = written(&answer);
            let make = |_| (plans.clone(), answer.clone());
            handlers.registry.add_deliveries(&home, &call, now, make)?
        }
    };
    answer(recorded)
}

/// Writes everything that can be written in more than one way in one way.
fn canonize(request: &mut Request, plan: &Plan) {
    request.merchant_access_mode = None;
    let Plan::Named(plan) = plan else { return };
    let full = request
        .delivery_play_config
        .as_mut()
        .and_then(|play| play.delivery_full_send_config.as_mut());
    if let Some(full) = full {
        let floor = plan.play.floor;
        full.delivery_floor_amount = floor.map(|floor| Numeral::from(floor.to_string()));
    }
}

fn text<T: serde::Serialize>(value: &T) -> Result<String, Fault> {
    serde_json::to_string(value).map_err(|error| Fault::Failed(Box::new(error)))
}

/// An answer as it is kept. Blocks of texts can always be written.
fn written(answer: &Answer) -> String {
    serde_json::to_string(answer).unwrap_or_default()
}

pub(super) fn success(config: &DeliveryConfig) -> SuccessDeliveryConfig {
    SuccessDeliveryConfig {
        delivery_config: Some(config.clone()),
    }
}

impl Handlers {
    /// Refuses plans for what is not there, or cannot be given away.
    async fn can_plan(
        &self,
        caller: &Caller,
        merchant: MerchantId,
        plan: &Named,
        now: Timestamp,
    ) -> Result<(), Fault> {
        if let Some(image) = &plan.image {
            let uploaders = [merchant, caller.merchant, caller.app_merchant];
            let key = match plan.booth {
                Booth::PaymentResult | Booth::ServiceMessage => FileKey::DeliveryChannel,
                Booth::PublicUnion => FileKey::PublicUnionChannel,
            };
            self.knows_image(&uploaders, key, image)?;
        }
        match &plan.play.content {
            Content::Activity(id) => self.can_give(merchant, id, now).await?,
            Content::MiniApp {
                app_id,
                service_code,
            } => self.knows_service(app_id, service_code.as_deref())?,
        }
        if let Some(Cities::Some(codes)) = &plan.cities
            && !codes.iter().all(|code| self.tables.cities.has(code))
        {
            return Err(Reason::Value("city_codes", "包含不存在的城市编码").into());
        }
        Ok(())
    }

    /// Refuses activities whose vouchers the platform cannot give away now: all
    /// but those that are active and need no code from the merchant.
    async fn can_give(
        &self,
        merchant: MerchantId,
        activity_id: &str,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let view = self.activity(activity_id, merchant).await?;
        let activity = &view.activity;
        if activity.state != ActivityState::Active {
            return Err(Denial::NotActive.into());
        }
        if activity.terms.issue.window.is_over(now) {
            return Err(Denial::Ended.into());
        }
        let shown = Shown::of(self, &view)?;
        let base = shown.document().activity_base_info.as_ref();
        let codes = base.and_then(|base| base.code_mode.as_deref());
        if codes == Some(CodeMode::Api.as_str()) {
            let why = "商家实时发码的活动不支持投放";
            return Err(Reason::Business(why).into());
        }
        Ok(())
    }

    /// A mini-program that is registered must be one, and a service must be its.
    fn knows_service(&self, app_id: &str, code: Option<&str>) -> Result<(), Fault> {
        let app = self.registry.find_app(app_id);
        if app.is_some_and(|app| app.kind != AppKind::MiniProgram) {
            return Err(Reason::Value("mini_app_id", "必须是支付宝小程序").into());
        }
        let Some(code) = code else { return Ok(()) };
        let service = self.registry.find_service_code(code)?;
        if service.is_some_and(|service| service.app.as_str() == app_id) {
            return Ok(());
        }
        Err(Reason::Value("service_code_list", "服务编码不存在或不属于该小程序").into())
    }

    /// The id of the plan that an element is kept as; or what is wrong with it.
    async fn can_show(
        &self,
        merchant: MerchantId,
        element: Result<Element, Violation>,
        now: Timestamp,
    ) -> Result<Result<String, (ElementError, String)>, Fault> {
        let refused = |error, why: &str| Ok(Err((error, why.to_owned())));
        let element = match element {
            Ok(element) => element,
            Err(violation) => return refused(ElementError::Validate, &violation.text),
        };
        if Booth::from_word(&element.booth).is_none() {
            return refused(ElementError::NoSuchBooth, "展位或渠道不存在");
        }
        match self.can_give(merchant, &element.activity_id, now).await {
            Ok(()) => {
                let id = element_id(&element);
                // Of an activity's two merchants the one that placed it has it.
                match self.registry.find_delivery(&id)? {
                    Some(plan) if plan.merchant != merchant => {
                        refused(ElementError::Operate, "投放计划属于其他商户")
                    }
                    Some(plan) if plan.status == DeliveryStatus::Rejected => {
                        refused(ElementError::Operate, "投放计划审核不通过")
                    }
                    Some(_) | None => Ok(Ok(id)),
                }
            }
            Err(Fault::Denied(Denial::NotActive)) => {
                refused(ElementError::ActivityNotActive, "活动未激活")
            }
            Err(Fault::Denied(Denial::Ended)) => {
                refused(ElementError::ActivityOverdue, "活动已过期")
            }
            Err(Fault::Denied(_)) => refused(ElementError::Validate, "活动不存在"),
            Err(Fault::Refused(_)) => refused(ElementError::Operate, "活动不支持投放"),
            Err(fault @ (Fault::Violated(_) | Fault::Transport(_) | Fault::Failed(_))) => {
                Err(fault)
            }
        }
    }
}
