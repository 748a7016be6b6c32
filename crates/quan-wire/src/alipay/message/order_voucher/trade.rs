//! The trade that a voucher was sold or used in.

use super::ask;
use crate::alipay::message::check;
use crate::alipay::message::field::Text;
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::words;

words! {
    /// Who settled a trade.
    TradeChannel {
        Alipay = "ZHIFUBAO_TRADE_CHANNEL",
        WeChat = "WX_TRADE_CHANNEL",
        Other = "OTHER_TRADE_CHANNEL",
    }
}

/// The trade in which a voucher was sold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sale {
    /// Who settled it.
    pub channel: TradeChannel,
    /// Its number.
    pub trade_no: String,
}

/// Where a voucher was sold, if the call says so. `known` says which channels the
/// call takes, `with_number` is the rule that the number comes with the channel.
pub(crate) fn sale(
    known: &'static str,
    channels: &[TradeChannel],
    with_number: &'static str,
    channel: &Text,
    trade_no: &Text,
) -> Result<Option<Sale>, Violation> {
    let channel = check::one_of(known, "trade_channel", channel, |word| {
        TradeChannel::from_word(word).filter(|channel| channels.contains(channel))
    })?;
    ask::short("trade_no", trade_no, 64)?;
    let Some(channel) = channel else {
        return Ok(None);
    };
    let trade_no = check::need(with_number, "trade_no", trade_no)?.to_owned();
    Ok(Some(Sale { channel, trade_no }))
}

/// Where the wallet leads to the order: an address inside the app.
pub(crate) fn order_url(rule: &'static str, field: &str, url: &Text) -> Result<Text, Violation> {
    ask::short(field, url, 255)?;
    match url {
        Some(url) if !url.starts_with("alipays") => {
            Err(Violation::of(rule, field, "必须以alipays开头"))
        }
        Some(_) | None => Ok(url.clone()),
    }
}
