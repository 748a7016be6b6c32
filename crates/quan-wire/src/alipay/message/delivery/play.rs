//! `delivery_play_config`: what a plan gives, and for what.

use quan_core::Fen;

use super::Booth;
use super::block::{DeliveryContentInfo, DeliveryPlayConfig};
use crate::alipay::message::check;
use crate::alipay::message::order_voucher::ask;
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::words;

words! {
    /// What a plan can give.
    ContentType { Activity = "ACTIVITY", MiniApp = "MINI_APP" }
}

/// What a plan gives, and for what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Play {
    /// What users get.
    pub content: Content,
    /// What they must pay before; `None` where it is given for nothing.
    pub floor: Option<Fen>,
}

/// What users get.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Vouchers of an activity.
    Activity(String),
    /// A mini-program, or one service of it.
    MiniApp {
        /// The mini-program.
        app_id: String,
        /// The service.
        service_code: Option<String>,
    },
}

const LARGEST_FLOOR: Fen = Fen::new(9_999_900);

impl DeliveryPlayConfig {
    pub(super) fn check(&self, booth: Booth) -> Result<Play, Violation> {
        let field = "delivery_play_config";
        let single = &self.delivery_single_send_config;
        let full = &self.delivery_full_send_config;
        match (single, full) {
            (Some(single), None) => {
                let field = format!("{field}.delivery_single_send_config.delivery_content_info");
                let content = content(&field, single.delivery_content_info.as_ref())?;
                let floor = None;
                Ok(Play { content, floor })
            }
            (None, Some(full)) => {
                let field = format!("{field}.delivery_full_send_config");
                if booth != Booth::PaymentResult {
                    let rule = "DL0 full_send_is_for_payment_results";
                    return Err(Violation::of(rule, &field, "仅支持PAYMENT_RESULT展位"));
                }
                let rule = "DL0 floor_amount_between_0_01_and_99999";
                let amount = format!("{field}.delivery_floor_amount");
                let floor = &full.delivery_floor_amount;
                let floor = ask::yuan_between(rule, &amount, floor, Fen::ONE, LARGEST_FLOOR)?;
                if floor.is_none() {
                    return Err(Violation::of(rule, &amount, "不能为空"));
                }
                let field = format!("{field}.delivery_content_info");
                let content = content(&field, full.delivery_content_info.as_ref())?;
                Ok(Play { content, floor })
            }
            (Some(_), Some(_)) | (None, None) => {
                let rule = "DL0 exactly_one_way_to_send";
                let what = "必须且只能配置一种玩法";
                Err(Violation::of(rule, field, what))
            }
        }
    }
}

fn content(field: &str, block: Option<&DeliveryContentInfo>) -> Result<Content, Violation> {
    let block = check::present("DL0 content_required", field, block)?;
    let kind = check::need_one_of(
        "DL0 content_type_known",
        &format!("{field}.delivery_content_type"),
        &block.delivery_content_type,
        ContentType::from_word,
    )?;
    match kind {
        ContentType::Activity => {
            let rule = "DL0 activity_content_needs_activity_id";
            let field = format!("{field}.delivery_activity_content.activity_id");
            let named = block.delivery_activity_content.clone().unwrap_or_default();
            let id = ask::activity_id(rule, &field, &named.activity_id)?;
            Ok(Content::Activity(id))
        }
        ContentType::MiniApp => {
            let field = format!("{field}.delivery_app_content");
            let named = block.delivery_app_content.clone().unwrap_or_default();
            let rule = "DL0 app_content_needs_mini_app_id";
            let app_id = ask::text(
                rule,
                &format!("{field}.mini_app_id"),
                &named.mini_app_id,
                32,
            )?;
            if named.service_code_list.len() > 1 {
                let rule = "DL0 at_most_one_service_code";
                let field = format!("{field}.service_code_list");
                return Err(Violation::of(rule, &field, "最多一个"));
            }
            let service_code = named.service_code_list.into_iter().next();
            Ok(Content::MiniApp {
                app_id,
                service_code,
            })
        }
    }
}
