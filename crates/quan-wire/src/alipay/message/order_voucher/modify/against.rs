//! What a modification makes of the activity as it stands: every rule, in the
//! order of their numbers.

use quan_core::Fen;

use super::{
    Changes, Modified, OrderModification, Present, ScopeChange, base, display, guide, scope,
    sending, usage, validity, window,
};
use crate::alipay::message::block::{VoucherSendRuleInfo, VoucherUseTimeInfo};
use crate::alipay::message::document::Document;
use crate::alipay::message::order_voucher::create::{
    guide_of, images, read_sending, read_usage, sale_of,
};
use crate::alipay::message::order_voucher::word::Kind;
use crate::alipay::message::violation::Violation;

/// An activity while it is being modified.
pub(super) struct Draft<'a> {
    /// What is asked for.
    pub(super) asked: &'a OrderModification,
    /// The activity beside its document.
    pub(super) present: &'a Present<'a>,
    /// The document as it was.
    pub(super) before: &'a Document,
    /// The document as it will be.
    pub(super) after: Document,
    /// The members of the scope that change.
    pub(super) scope: Vec<ScopeChange>,
    /// Whether every city counts, where that changes.
    pub(super) all_cities: Option<bool>,
    /// The voucher's kind.
    pub(super) kind: Kind,
}

impl OrderModification {
    /// The activity as it will be, given as it stands; or the first rule that
    /// the modification breaks.
    pub fn against(
        &self,
        document: &Document,
        present: &Present<'_>,
    ) -> Result<Modified, Violation> {
        self.judge(document, present)
            .map_err(|violation| self.tell(violation))
    }

    fn judge(&self, document: &Document, present: &Present<'_>) -> Result<Modified, Violation> {
        let deduct = document.voucher_deduct_info.as_ref();
        let kind = deduct.and_then(|info| info.voucher_type.as_deref());
        let mut draft = Draft {
            asked: self,
            present,
            before: document,
            after: document.clone(),
            scope: Vec::new(),
            all_cities: None,
            kind: kind.and_then(Kind::from_word).unwrap_or(Kind::Fix),
        };
        base::check(&mut draft)?;
        let window = window::check(&mut draft)?;
        validity::check(&mut draft, window)?;
        display::check(&mut draft)?;
        scope::check(&mut draft)?;
        sending::check(&mut draft, window)?;
        guide::check(&mut draft)?;
        usage::check(&mut draft)?;
        base::business(&draft)?;
        draft.finish()
    }
}

impl Draft<'_> {
    /// The rule of giving that is asked for.
    pub(super) fn wanted_rule(&self) -> VoucherSendRuleInfo {
        rule_of(&self.asked.wanted)
    }

    /// The rule of giving to be.
    pub(super) fn rule(&mut self) -> &mut VoucherSendRuleInfo {
        let sending = self.after.voucher_send_mode_info.get_or_insert_default();
        sending.voucher_send_rule_info.get_or_insert_default()
    }

    /// The times of use to be.
    pub(super) fn time(&mut self) -> &mut VoucherUseTimeInfo {
        let uses = self.after.voucher_use_rule_info.get_or_insert_default();
        uses.voucher_use_time_info.get_or_insert_default()
    }

    fn finish(self) -> Result<Modified, Violation> {
        let changes = self.changes()?;
        Ok(Modified {
            document: self.after,
            changes,
            scope: self.scope,
        })
    }

    /// The values that differ from before.
    fn changes(&self) -> Result<Changes, Violation> {
        let (before, after) = (self.before, &self.after);
        let total = self.present.quantity;
        let name = |document: &Document| document.activity_base_info.clone()?.activity_name;
        let sale = |document: &Document| {
            let sending = document.voucher_send_mode_info.as_ref();
            let sale = sending.and_then(|info| info.voucher_sale_mode_info.as_ref());
            sale.map(|sale| sale_of(sale, false)).transpose()
        };
        let usage = |document: &Document| {
            read_usage(&document.voucher_use_rule_info.clone().unwrap_or_default())
        };
        let shown = |document: &Document| {
            images(
                &document
                    .voucher_display_pattern_info
                    .clone()
                    .unwrap_or_default(),
            )
        };
        let (led, leads) = (guide_of(before), guide_of(after));
        Ok(Changes {
            name: new(name(before), name(after)),
            sending: new(
                Some(read_sending(&rule_of(before), total, 0)?),
                Some(read_sending(&rule_of(after), total, 0)?),
            ),
            usage: new(Some(usage(before)?), Some(usage(after)?)),
            sale: new(sale(before)?, sale(after)?),
            origin: new(origin(before), origin(after)),
            all_cities: self.all_cities,
            images: added(&shown(before), shown(after)),
            app_ids: added(&led.app_ids, leads.app_ids),
            service_codes: added(&led.service_codes, leads.service_codes),
        })
    }
}

/// The rule of giving that a document has.
pub(super) fn rule_of(document: &Document) -> VoucherSendRuleInfo {
    let sending = document.voucher_send_mode_info.as_ref();
    let rule = sending.and_then(|info| info.voucher_send_rule_info.clone());
    rule.unwrap_or_default()
}

/// The price of the goods without a voucher.
pub(super) fn origin(document: &Document) -> Option<Fen> {
    let scope = document.voucher_available_scope_info.as_ref()?;
    let goods = scope.voucher_available_goods_info.as_ref()?;
    Fen::from_yuan(goods.origin_amount.as_deref()?)
}

fn new<T: PartialEq>(before: Option<T>, after: Option<T>) -> Option<T> {
    after.filter(|after| before.as_ref() != Some(after))
}

fn added<T: PartialEq>(before: &[T], after: Vec<T>) -> Vec<T> {
    let fresh = after.into_iter().filter(|value| !before.contains(value));
    fresh.collect()
}

/// Puts a value in place of another, if one is said.
pub(super) fn set<T: Clone>(place: &mut Option<T>, wanted: Option<&T>) {
    if let Some(wanted) = wanted {
        *place = Some(wanted.clone());
    }
}

/// Puts a list in place of another, if it is not empty.
pub(super) fn set_list<T: Clone>(place: &mut Vec<T>, wanted: &[T]) {
    if !wanted.is_empty() {
        *place = wanted.to_vec();
    }
}
