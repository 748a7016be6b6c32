//! What trades and refunds report about a voucher.
//!
//! Interfaces write these lists in JSON with underscores; asynchronous trade
//! notices write them as JSON texts in form fields, in camel case.

use serde_json::{Map, Value, json};

use super::document::Document;
use super::field::{Text, blocks};

blocks! {
    /// The members of a trade's answer that a voucher bears upon.
    TradeReport {
        trade_no: Text,
        out_trade_no: Text,
        trade_status: Text,
        total_amount: Text,
        buyer_pay_amount: Text,
        receipt_amount: Text,
        invoice_amount: Text,
        point_amount: Text,
        mdiscount_amount: Text,
        discount_amount: Text,
        fund_bill_list: Vec<FundBill>,
        voucher_detail_list: Vec<VoucherDetail>,
    }

    /// The members of a refund's answer that a voucher bears upon.
    RefundReport {
        fund_change: Text,
        refund_fee: Text,
        send_back_fee: Text,
        present_refund_buyer_amount: Text,
        present_refund_mdiscount_amount: Text,
        present_refund_discount_amount: Text,
        refund_detail_item_list: Vec<FundBill>,
        refund_voucher_detail_list: Vec<VoucherDetail>,
    }

    /// Money from one source.
    FundBill { fund_channel: Text, amount: Text }

    /// A voucher that a trade used.
    VoucherDetail {
        id: Text,
        template_id: Text,
        name: Text,
        #[serde(rename = "type")]
        kind: Text,
        amount: Text,
        merchant_contribute: Text,
        other_contribute: Text,
        other_contribute_detail: Vec<ContributeDetail>,
        memo: Text,
    }

    /// Who else bears a part of the voucher.
    ContributeDetail { contribute_type: Text, contribute_amount: Text }
}

/// What trades call the kind of an activity's vouchers.
pub fn voucher_kind(document: &Document) -> &'static str {
    let scope = document.voucher_available_scope_info.as_ref();
    let goods = scope.and_then(|scope| scope.voucher_available_goods_info.as_ref());
    let deduct = document.voucher_deduct_info.as_ref();
    if goods.is_some_and(|goods| !goods.available_goods_sku_ids.is_empty()) {
        "ALIPAY_ITEM_VOUCHER"
    } else if deduct.is_some_and(|deduct| deduct.discount_voucher_info.is_some()) {
        "ALIPAY_DISCOUNT_VOUCHER"
    } else {
        "ALIPAY_FIX_VOUCHER"
    }
}

/// `fund_bill_list` of an asynchronous notice.
pub fn notify_fund_bills(bills: &[FundBill]) -> String {
    let rows = bills.iter().map(|bill| {
        row([
            ("fundChannel", &bill.fund_channel),
            ("amount", &bill.amount),
        ])
    });
    Value::Array(rows.collect()).to_string()
}

/// `voucher_detail_list` of an asynchronous notice.
pub fn notify_voucher_details(vouchers: &[VoucherDetail]) -> String {
    let rows = vouchers.iter().map(|voucher| {
        row([
            ("amount", &voucher.amount),
            ("memo", &voucher.memo),
            ("merchantContribute", &voucher.merchant_contribute),
            ("name", &voucher.name),
            ("otherContribute", &voucher.other_contribute),
            ("templateId", &voucher.template_id),
            ("type", &voucher.kind),
            ("voucherId", &voucher.id),
        ])
    });
    Value::Array(rows.collect()).to_string()
}

fn row<const N: usize>(members: [(&str, &Text); N]) -> Value {
    let said = members.into_iter().filter(|(_, text)| text.is_some());
    Value::Object(
        said.map(|(name, text)| (name.to_owned(), json!(text)))
            .collect::<Map<_, _>>(),
    )
}
