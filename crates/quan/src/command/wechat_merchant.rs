//! Merchants of `WeChat` Pay: what is known of them, and what the platform's staff says
//! of them.

use quan_client::api::{SetCertificateState, SetNotifyUrl, WechatCertificate, WechatMerchant};

use super::remote::Session;
use crate::args::WechatMerchantCommand;
use crate::table::{Sheet, dash, part, word, yes};

pub(crate) async fn run(
    command: WechatMerchantCommand,
    session: &Session<'_>,
) -> anyhow::Result<()> {
    let quan = &session.quan;
    let merchant = match command {
        WechatMerchantCommand::List { part: stretch } => {
            let after = stretch.after.as_deref();
            let merchants = quan.wechat_merchants(after, stretch.limit).await?;
            let head = ["merchant", "name", "signs answers", "messages go to"];
            let words = part(&merchants, head, |merchant| {
                [
                    merchant.mchid.clone(),
                    merchant.name.clone(),
                    word(&merchant.response_key),
                    dash(merchant.notify_url.as_ref()),
                ]
            });
            return session.report(words, &merchants);
        }
        WechatMerchantCommand::Show { mchid } => quan.wechat_merchant(&mchid).await?,
        WechatMerchantCommand::Certificate {
            mchid,
            serial_no,
            state,
        } => {
            let asked = SetCertificateState { serial_no, state };
            quan.set_certificate_state(&mchid, &asked).await?
        }
        WechatMerchantCommand::NotifyUrl { mchid, notify_url } => {
            let asked = SetNotifyUrl { notify_url };
            quan.set_notify_url(&mchid, &asked).await?
        }
    };
    session.report(sheet(&merchant), &merchant)
}

fn sheet(merchant: &WechatMerchant) -> String {
    let certificates = merchant.certificates.iter().map(certificate);
    let mut sheet = Sheet::new()
        .row("merchant", &merchant.mchid)
        .row("name", &merchant.name);
    for (serial, state) in certificates {
        sheet = sheet.row(&format!("certificate {serial}"), state);
    }
    sheet = sheet
        .row("APIv3 key", yes(merchant.has_apiv3_key))
        .row("APIv2 key", yes(merchant.has_v2_key))
        .row("signs answers", word(&merchant.response_key));
    if !merchant.appids.is_empty() {
        sheet = sheet.row("apps", merchant.appids.join("\n"));
    }
    if !merchant.sub_merchants.is_empty() {
        sheet = sheet.row("acts for", merchant.sub_merchants.join("\n"));
    }
    if let Some(address) = &merchant.notify_url {
        sheet = sheet
            .row("messages go to", address)
            .row("of the provisioning file", yes(merchant.trusted));
    }
    sheet.words()
}

fn certificate(certificate: &WechatCertificate) -> (&str, String) {
    let state = word(&certificate.state);
    let state = match certificate.expires_at {
        Some(at) => format!("{state}, until {at}"),
        None => state,
    };
    (&certificate.serial_no, state)
}
