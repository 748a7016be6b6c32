//! How the platform treats a merchant.

use quan_client::api::Switches;

use super::remote::Session;
use crate::args::{Switch, SwitchCommand};
use crate::table::Sheet;

pub(crate) async fn run(command: SwitchCommand, session: &Session<'_>) -> anyhow::Result<()> {
    let (merchant, switches) = match command {
        SwitchCommand::Show { merchant_id } => {
            let switches = session.quan.switches(&merchant_id).await?;
            (merchant_id, switches)
        }
        SwitchCommand::On {
            merchant_id,
            switches,
        } => turn(session, merchant_id, &switches, true).await?,
        SwitchCommand::Off {
            merchant_id,
            switches,
        } => turn(session, merchant_id, &switches, false).await?,
    };
    let Switches {
        small_discount,
        risk,
        expired_is_error,
        uncertified_shops,
    } = switches;
    let words = Sheet::new()
        .row("merchant", &merchant)
        .row("small_discount", on(small_discount))
        .row("risk", on(risk))
        .row("expired_is_error", on(expired_is_error))
        .row("uncertified_shops", on(uncertified_shops))
        .words();
    session.report(words, &switches)
}

/// The API takes all switches at once, so the others are looked at first.
async fn turn(
    session: &Session<'_>,
    merchant: String,
    which: &[Switch],
    to: bool,
) -> anyhow::Result<(String, Switches)> {
    let mut switches = session.quan.switches(&merchant).await?;
    for switch in which {
        match switch {
            Switch::SmallDiscount => switches.small_discount = to,
            Switch::Risk => switches.risk = to,
            Switch::ExpiredIsError => switches.expired_is_error = to,
            Switch::UncertifiedShops => switches.uncertified_shops = to,
        }
    }
    let switches = session.quan.put_switches(&merchant, &switches).await?;
    Ok((merchant, switches))
}

fn on(is: bool) -> &'static str {
    if is { "on" } else { "off" }
}
