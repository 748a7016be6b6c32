//! The whole check of a creation: both forms become one document, which is
//! then judged rule after rule in the order of their numbers.

use quan_core::Timestamp;

use super::{NewOrderActivity, Request, base, benefit, display, guide, scope, sending, usage};
use crate::alipay::message::document::{Document, value};
use crate::alipay::message::field::Priced;
use crate::alipay::message::order_voucher::form::{self, Forms, ShopLists, Silence};
use crate::alipay::message::order_voucher::legacy;
use crate::alipay::message::order_voucher::word::Kind;
use crate::alipay::message::order_voucher::{ask, check, lengths};
use crate::alipay::message::violation::Violation;

impl Request {
    /// The activity that is asked for, or the first rule that is broken.
    ///
    /// `now` is an instant of the business clock: a window must not be over.
    pub fn check(&self, now: Timestamp) -> Result<NewOrderActivity, Violation> {
        let judged = self.judge(now).map_err(Violation::in_order_words);
        if self.forms().nested {
            return judged;
        }
        judged.map_err(|violation| legacy::to_flat(violation, self.kind()))
    }

    fn judge(&self, now: Timestamp) -> Result<NewOrderActivity, Violation> {
        let out_biz_no = check::out_biz_no(
            "C1 out_biz_no_required",
            "C1 out_biz_no_at_most_64_chars",
            &self.out_biz_no,
        )?;
        let access_mode = ask::access_mode(&self.merchant_access_mode)?;
        let (forms, kind) = (self.forms(), self.kind());

        let mut slim = self.clone();
        let old_shops = legacy::shops_of_create(&mut slim)?;
        let scope = slim.voucher_available_scope_info.as_mut();
        let shops = ShopLists::of_scope(scope.map(|scope| &mut scope.0));
        lengths::check(&value(&slim), &[])?;
        lengths::shops(&old_shops, &shops)?;
        let flat = legacy::of_create(&slim, &old_shops, kind)?;
        let mut document = form::merge(&slim.nested(), &flat, Silence::ZeroAndFalse)?;
        let shops = ShopLists::merge(shops, old_shops)?;

        if forms.nested {
            base::containers(&document)?;
        } else {
            base::flat_blocks(&slim)?;
        }
        let base = base::check(&mut document, access_mode)?;
        let sending = sending::check(&mut document, base.codes, now)?;
        let usage = usage::check(&mut document, &sending)?;
        let benefit = benefit::check(&mut document, &slim, forms)?;
        let scope = scope::check(&mut document, shops, self)?;
        let display = display::check(&mut document, forms, base.business)?;
        let guide = guide::check(&mut document, &slim, forms)?;
        let offer = sending::offer(&mut document, forms)?;
        guide::old_positions(self)?;
        Ok(NewOrderActivity {
            out_biz_no,
            access_mode,
            forms,
            name: base.name,
            out_activity_id: base.out_activity_id,
            owner: base.owner,
            business: base.business,
            codes: base.codes,
            offer,
            sending,
            benefit,
            scope,
            usage,
            guide,
            display,
            document,
        })
    }

    /// Which forms are used: the nested one as soon as one container is there,
    /// the flat one as soon as one of its fields is, or where there is nothing.
    pub fn forms(&self) -> Forms {
        let nested = self.activity_base_info.is_some()
            || self.voucher_send_mode_info.is_some()
            || self.voucher_deduct_info.is_some()
            || self.voucher_available_scope_info.is_some()
            || self.voucher_use_rule_info.is_some()
            || self.voucher_customer_guide_info.is_some()
            || self.voucher_display_pattern_info.is_some();
        let legacy = self.activity_name.is_some()
            || self.code_mode.is_some()
            || self.voucher_type.is_some()
            || self.biz_tag.is_some()
            || self.belong_merchant_info.is_some()
            || self.publish_start_time.is_some()
            || self.publish_end_time.is_some()
            || self.voucher_send_rule.is_some()
            || self.voucher_use_rule.is_some()
            || self.voucher_display_info.is_some()
            || self.customer_guide.is_some();
        Forms {
            legacy: legacy || !nested,
            nested,
        }
    }

    /// The voucher's kind, if it is a known one.
    fn kind(&self) -> Option<Kind> {
        let nested = self.voucher_deduct_info.as_ref();
        let word = nested.and_then(|info| info.voucher_type.as_deref());
        word.or(self.voucher_type.as_deref())
            .and_then(Kind::from_word)
    }

    /// The containers as a document.
    fn nested(&self) -> Document {
        fn plain<T>(priced: Option<Priced<T>>) -> Option<T> {
            priced.map(|priced| priced.0)
        }
        Document {
            activity_base_info: self.activity_base_info.clone(),
            voucher_send_mode_info: plain(self.voucher_send_mode_info.clone()),
            voucher_deduct_info: plain(self.voucher_deduct_info.clone()),
            voucher_available_scope_info: plain(self.voucher_available_scope_info.clone()),
            voucher_use_rule_info: self.voucher_use_rule_info.clone(),
            voucher_customer_guide_info: self.voucher_customer_guide_info.clone(),
            voucher_display_pattern_info: self.voucher_display_pattern_info.clone(),
            ..Document::default()
        }
    }
}
