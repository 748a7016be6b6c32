//! What a modification must be by itself.

use super::{Modification, Request};
use crate::alipay::message::activity::Shape;
use crate::alipay::message::check::{self, at_most, not_negative};
use crate::alipay::message::create::{accounts_fit, apps, goods_listed, places};
use crate::alipay::message::document::Document;
use crate::alipay::message::shape;
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::Order;

const VALIDITY: &str = "voucher_use_rule_info.voucher_use_time_info";

impl Request {
    /// The modification, or the first rule that it breaks by itself.
    pub fn check(&self) -> Result<Modification, Violation> {
        let activity_id = self.named()?;
        let out_biz_no = check::out_biz_no(&self.out_biz_no)?;
        let access_mode = check::access_mode(&self.merchant_access_mode)?;
        let order = Order {
            activity_id,
            out_biz_no,
            access_mode,
        };
        let nested = Document {
            activity_base_info: self.activity_base_info.clone(),
            voucher_send_mode_info: self.voucher_send_mode_info.clone(),
            voucher_available_scope_info: self.voucher_available_scope_info.clone(),
            voucher_use_rule_info: self.voucher_use_rule_info.clone(),
            ..Document::default()
        };
        let flat = shape::of_modify(self);
        if nested == Document::default() {
            formed(&flat).map_err(shape::to_flat)?;
            return Ok(Modification {
                order,
                shape: Shape::Flat,
                wanted: flat,
            });
        }
        let mut whole = nested;
        if flat.voucher_send_mode_info.is_some() {
            whole.voucher_send_mode_info.get_or_insert_default();
        }
        if flat.voucher_available_scope_info.is_some() {
            whole.voucher_available_scope_info.get_or_insert_default();
        }
        if flat.voucher_use_rule_info.is_some() {
            whole.voucher_use_rule_info.get_or_insert_default();
        }
        let (wanted, agreed) = shape::reconcile(&whole, &flat);
        formed(&wanted)?;
        agreed?;
        Ok(Modification {
            order,
            shape: Shape::Nested,
            wanted,
        })
    }

    /// The activity, which each shape names in its own place.
    fn named(&self) -> Result<String, Violation> {
        let nested = self
            .activity_base_info
            .as_ref()
            .and_then(|base| base.activity_id.as_ref());
        if let (Some(nested), Some(flat)) = (nested, &self.activity_id)
            && nested != flat
        {
            let what = "与 activity_base_info.activity_id 不一致";
            return Err(Violation::of("V5 activity_ids_agree", "activity_id", what));
        }
        match nested {
            Some(_) => check::activity_id_at("activity_base_info.activity_id", &nested.cloned()),
            None => check::activity_id(&self.activity_id),
        }
    }
}

/// Lengths, formats and ranges, in the order of the published table.
fn formed(wanted: &Document) -> Result<(), Violation> {
    if let Some(base) = &wanted.activity_base_info {
        let rule = "V5 activity_name_at_most_20_chars";
        at_most(
            rule,
            "activity_base_info.activity_name",
            &base.activity_name,
            20,
        )?;
    }
    let sending = wanted.voucher_send_mode_info.as_ref();
    if let Some(sending) = sending.and_then(|info| info.voucher_send_rule_info.as_ref()) {
        let field = "voucher_send_mode_info.voucher_send_rule_info.publish_end_time";
        check::instant(
            "V5 publish_end_time_format",
            field,
            &sending.publish_end_time,
        )?;
    }
    let scope = wanted.voucher_available_scope_info.as_ref();
    if let Some(info) = scope {
        info.voucher_available_account_info
            .as_ref()
            .map_or(Ok(()), accounts_fit)?;
        apps(info.voucher_available_app_info.as_ref())?;
        places(scope)?;
        if let Some(goods) = &info.voucher_available_goods_info {
            goods_listed(goods)?;
        }
    }
    let uses = wanted.voucher_use_rule_info.as_ref();
    let Some(time) = uses.and_then(|info| info.voucher_use_time_info.as_ref()) else {
        return Ok(());
    };
    if let Some(absolute) = &time.absolute_period_info {
        let field = format!("{VALIDITY}.absolute_period_info.valid_end_time");
        check::instant("V5 valid_end_time_format", &field, &absolute.valid_end_time)?;
    }
    if let Some(relative) = &time.relative_period_info {
        let field = format!("{VALIDITY}.relative_period_info.valid_days_after_receive");
        not_negative(
            "V5 valid_days_above_0",
            &field,
            relative.valid_days_after_receive,
        )?;
    }
    Ok(())
}
