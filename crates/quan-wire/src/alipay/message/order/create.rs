//! `alipay.marketing.activity.order.create`: a user wants to buy a voucher. The
//! answer names the trade that is then paid.

use quan_core::Fen;

use crate::alipay::message::call::{Call, Operation};
use crate::alipay::message::check;
use crate::alipay::message::field::{Int, Price, Text, blocks};
use crate::alipay::message::order_voucher::ask;
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::Recipient;

blocks! {
    /// Who buys what, and for how much.
    Request {
        out_order_no: Text,
        buyer_id: Text,
        buyer_open_id: Text,
        total_amount: Price,
        sale_activity_info_list: Vec<SaleActivityInfo>,
        promo_trace_info: Text,
        ch_info: Text,
        mini_trace_info: Text,
    }

    /// Vouchers of one activity.
    SaleActivityInfo { activity_id: Text, amount: Price, quantity: Int }

    /// The order, and the trade to pay.
    Answer { order_no: Text, out_order_no: Text, trade_no: Text }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::OrderCreate;
}

/// An order of one voucher.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewOrder {
    /// The caller's number for the order.
    pub out_order_no: String,
    /// Who buys.
    pub buyer: Recipient,
    /// The activity whose voucher is sold.
    pub activity_id: String,
    /// What it costs.
    pub amount: Fen,
    /// Where the user came from; kept as it is.
    pub traces: Traces,
}

/// Where a user came from, as the caller tells it; kept as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Traces {
    /// The promotion.
    pub promotion: Option<String>,
    /// The channel, which is no longer sent.
    pub channel: Option<String>,
    /// The mini-program's own.
    pub mini: Option<String>,
}

const LIST: &str = "sale_activity_info_list";

impl Request {
    /// The order, or the first rule that it breaks.
    pub fn check(&self) -> Result<NewOrder, Violation> {
        self.judge().map_err(Violation::in_order_words)
    }

    fn judge(&self) -> Result<NewOrder, Violation> {
        let rule = "O1 out_order_no_required";
        let out_order_no = ask::text(rule, "out_order_no", &self.out_order_no, 64)?;
        let buyer = ask::person(
            "O2 buyer_id_xor_buyer_open_id",
            ("buyer_id", &self.buyer_id),
            ("buyer_open_id", &self.buyer_open_id),
        )?;
        let rule = "O3 total_amount_is_the_sum";
        let total = ask::yuan("total_amount", &self.total_amount)?;
        let total = total.ok_or_else(|| Violation::of(rule, "total_amount", "不能为空"))?;
        let [sold] = self.sale_activity_info_list.as_slice() else {
            let rule = "O4 exactly_one_activity";
            return Err(Violation::of(rule, LIST, "必须且只能包含一个活动"));
        };
        let field = |name: &str| format!("{LIST}[0].{name}");
        let activity = field("activity_id");
        let activity_id =
            ask::activity_id("O5 activity_id_required", &activity, &sold.activity_id)?;
        let amount = ask::yuan(&field("amount"), &sold.amount)?;
        let amount = amount
            .filter(|amount| *amount > Fen::ZERO)
            .ok_or_else(|| Violation::of("O6 amount_required", &field("amount"), "必须大于0"))?;
        let rule = "O7 quantity_is_1";
        if check::positive(rule, &field("quantity"), sold.quantity)? != Some(1) {
            return Err(Violation::of(rule, &field("quantity"), "必须为1"));
        }
        if total != amount {
            let rule = "O3 total_amount_is_the_sum";
            let what = "必须等于各活动金额与数量乘积之和";
            return Err(Violation::of(rule, "total_amount", what));
        }
        let trace = |field: &str, text: &Text| ask::short(field, text, 1024);
        let traces = Traces {
            promotion: trace("promo_trace_info", &self.promo_trace_info)?,
            channel: trace("ch_info", &self.ch_info)?,
            mini: trace("mini_trace_info", &self.mini_trace_info)?,
        };
        Ok(NewOrder {
            out_order_no,
            buyer,
            activity_id,
            amount,
            traces,
        })
    }
}

impl NewOrder {
    /// The price that the activity names is the one that is paid.
    pub fn against(&self, sale_amount: Fen) -> Result<(), Violation> {
        if self.amount == sale_amount {
            return Ok(());
        }
        let rule = "O6 amount_is_the_activitys";
        let field = format!("{LIST}[0].amount");
        Err(Violation::of(rule, &field, "必须等于活动的售卖金额").in_order_words())
    }
}
