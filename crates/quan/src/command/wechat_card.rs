//! Consumption cards, as which coupons of `WeChat` Pay are sent.

use quan_client::api::{PutWechatCard, WechatCard};

use super::remote::Session;
use crate::args::WechatCardCommand;
use crate::table::{Sheet, part};

pub(crate) async fn run(command: WechatCardCommand, session: &Session<'_>) -> anyhow::Result<()> {
    let quan = &session.quan;
    let card = match command {
        WechatCardCommand::List { part: stretch } => {
            let after = stretch.after.as_deref();
            let cards = quan.wechat_cards(after, stretch.limit).await?;
            let words = part(&cards, ["card", "merchant", "stock"], |card| {
                [
                    card.card_id.clone(),
                    card.merchant.clone(),
                    card.stock.clone(),
                ]
            });
            return session.report(words, &cards);
        }
        WechatCardCommand::Show { card_id } => quan.wechat_card(&card_id).await?,
        WechatCardCommand::Put {
            card_id,
            merchant,
            stock,
        } => {
            let asked = PutWechatCard { merchant, stock };
            quan.put_wechat_card(&card_id, &asked).await?
        }
    };
    session.report(sheet(&card), &card)
}

fn sheet(card: &WechatCard) -> String {
    Sheet::new()
        .row("card", &card.card_id)
        .row("merchant", &card.merchant)
        .row("stock", &card.stock)
        .words()
}
