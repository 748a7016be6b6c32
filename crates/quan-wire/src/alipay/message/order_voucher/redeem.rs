//! `alipay.marketing.activity.ordervoucher.use`: the merchant tells that a code
//! was used. What it took off is the merchant's own reckoning.

use quan_core::{Fen, Timestamp};

use super::ask;
use super::trade::TradeChannel;
use crate::alipay::message::call::{Call, Operation};
use crate::alipay::message::check;
use crate::alipay::message::field::{Int, Price, Text, blocks};
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::Order;

blocks! {
    /// Which code, in which order, and where.
    Request {
        activity_id: Text,
        voucher_code: Text,
        out_biz_no: Text,
        biz_dt: Text,
        trade_channel: Text,
        total_fee: Price,
        trade_no: Text,
        store_id: Text,
        real_shop_id: Text,
        goods_detail: Vec<GoodsDetail>,
        voucher_use_detail_info: Option<VoucherUseDetailInfo>,
        merchant_access_mode: Text,
    }

    /// One line of the order.
    GoodsDetail { goods_id: Text, goods_name: Text, quantity: Int, price: Price }

    /// How often the voucher is used at once, and what that takes off.
    VoucherUseDetailInfo { voucher_use_times: Int, voucher_use_amount: Price }

    /// What is left of the voucher.
    Answer {
        activity_id: Text,
        voucher_use_detail_result_info: Option<VoucherUseDetailResultInfo>,
    }

    /// How often it can still be used; told also when that is never.
    VoucherUseDetailResultInfo { voucher_max_un_use_times: Int }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::OrderVoucherUse;
}

/// A use of a voucher.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redeem {
    /// Which activity, and the caller's number.
    pub order: Order,
    /// Which voucher.
    pub voucher_code: String,
    /// When it was used, for the record.
    pub at: Timestamp,
    /// Who settled the trade.
    pub channel: TradeChannel,
    /// The trade's number.
    pub trade_no: Option<String>,
    /// What the order cost before anything came off.
    pub total: Fen,
    /// The shop, by the id of the older directory.
    pub store_id: Option<String>,
    /// The shop, by the id of the newer one.
    pub real_shop_id: Option<String>,
    /// The goods, where the caller tells them.
    pub goods: Vec<Goods>,
    /// How often the voucher is used at once.
    pub times: u32,
    /// What it took off, where the caller tells it.
    pub amount: Option<Fen>,
}

/// One line of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goods {
    /// The merchant's code.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// How many.
    pub quantity: u32,
    /// What one costs.
    pub price: Option<Fen>,
}

/// The least total of an order.
const LEAST: Fen = Fen::ONE;
/// The greatest: a hundred million yuan.
const GREATEST: Fen = Fen::new(10_000_000_000);

/// The total of an order, if it is said.
pub(crate) fn total_fee(rule: &'static str, price: &Price) -> Result<Option<Fen>, Violation> {
    ask::yuan_between(rule, "total_fee", price, LEAST, GREATEST)
}

impl Request {
    /// The use, or the first rule that it breaks.
    pub fn check(&self) -> Result<Redeem, Violation> {
        self.judge().map_err(Violation::in_order_words)
    }

    fn judge(&self) -> Result<Redeem, Violation> {
        let order = ask::order(
            "U1 activity_id_required",
            &self.activity_id,
            &self.out_biz_no,
            &self.merchant_access_mode,
        )?;
        let rule = "U2 voucher_code_required";
        let voucher_code = ask::given_code(rule, "voucher_code", &self.voucher_code)?;
        let at = ask::moment("U4 biz_dt_required", "biz_dt", &self.biz_dt)?;
        let rule = "U5 trade_channel_known";
        let word = TradeChannel::from_word;
        let channel = check::need_one_of(rule, "trade_channel", &self.trade_channel, word)?;
        let rule = "U6 total_fee_between_0_01_and_100000000";
        let total = total_fee(rule, &self.total_fee)?;
        let total = total.ok_or_else(|| Violation::of(rule, "total_fee", "不能为空"))?;
        if channel == TradeChannel::Alipay {
            let rule = "U7 alipays_channel_needs_trade_no";
            check::need(rule, "trade_no", &self.trade_no)?;
        }
        let trade_no = ask::short("trade_no", &self.trade_no, 64)?;
        let store_id = ask::short("store_id", &self.store_id, 32)?;
        let real_shop_id = ask::short("real_shop_id", &self.real_shop_id, 32)?;
        let goods = self.goods_detail.iter().enumerate();
        let goods = goods.map(|(at, line)| line.check(at));
        let goods = goods.collect::<Result<_, _>>()?;
        let detail = self.voucher_use_detail_info.clone().unwrap_or_default();
        let times = check::positive(
            "U11 voucher_use_times_not_negative",
            "voucher_use_detail_info.voucher_use_times",
            detail.voucher_use_times,
        )?;
        let amount = ask::yuan(
            "voucher_use_detail_info.voucher_use_amount",
            &detail.voucher_use_amount,
        )?;
        Ok(Redeem {
            order,
            voucher_code,
            at,
            channel,
            trade_no,
            total,
            store_id,
            real_shop_id,
            goods,
            times: times.unwrap_or(1),
            amount,
        })
    }
}

impl GoodsDetail {
    fn check(&self, at: usize) -> Result<Goods, Violation> {
        let field = |name: &str| format!("goods_detail[{at}].{name}");
        let rule = "U10 goods_are_complete";
        let id = ask::text(rule, &field("goods_id"), &self.goods_id, 64)?;
        let name = ask::text(rule, &field("goods_name"), &self.goods_name, 256)?;
        let named = field("quantity");
        let quantity = check::positive(rule, &named, self.quantity)?;
        let quantity = quantity.ok_or_else(|| Violation::of(rule, &named, "必须大于0"))?;
        let price = ask::yuan(&field("price"), &self.price)?;
        Ok(Goods {
            id,
            name,
            quantity,
            price,
        })
    }
}

impl Answer {
    /// The answer for a voucher that can be used so often yet.
    pub fn of(activity_id: &str, left: u32) -> Answer {
        Answer {
            activity_id: Some(activity_id.to_owned()),
            voucher_use_detail_result_info: Some(VoucherUseDetailResultInfo {
                voucher_max_un_use_times: Some(i32::try_from(left).unwrap_or(i32::MAX)),
            }),
        }
    }
}
