//! Vouchers in users' hands.

use quan_client::api::{RedeemVoucher, Redeemed, Seller, Voucher};

use super::remote::Session;
use crate::args::{Redeem, VoucherCommand};
use crate::table::{Sheet, word, yes};

pub(crate) async fn run(command: VoucherCommand, session: &Session<'_>) -> anyhow::Result<()> {
    let quan = &session.quan;
    let voucher = match command {
        VoucherCommand::Show { voucher_id } => quan.voucher(&voucher_id).await?,
        VoucherCommand::Hide { voucher_id } => quan.hide_voucher(&voucher_id).await?,
        VoucherCommand::Redeem(redeem) => {
            let (voucher_id, order) = order(*redeem);
            let redeemed = quan.redeem(&voucher_id, &order).await?;
            return session.report(receipt(&redeemed), &redeemed);
        }
    };
    session.report(sheet(&voucher), &voucher)
}

fn order(redeem: Redeem) -> (String, RedeemVoucher) {
    let order = RedeemVoucher {
        request_no: redeem.request_no,
        user_id: redeem.user,
        order_no: redeem.order,
        total: redeem.total,
        discountable: redeem.discountable,
        undiscountable: redeem.undiscountable,
        seller: Seller {
            pid: redeem.seller,
            smid: redeem.smid,
        },
        app_id: redeem.app,
        shop_id: redeem.shop,
        goods: redeem.goods,
        actual_order_time: redeem.made_at,
    };
    (redeem.voucher_id, order)
}

fn sheet(voucher: &Voucher) -> String {
    Sheet::new()
        .row("voucher", &voucher.voucher_id)
        .row("activity", &voucher.activity_id)
        .row("user", &voucher.user_id)
        .row("status", word(&voucher.status))
        .maybe("code", voucher.code.as_ref())
        .row("thrown out", yes(voucher.hidden))
        .row("issued at", voucher.issued_at)
        .row("usable from", voucher.usable_from)
        .row("usable until", voucher.usable_until)
        .row("uses", format!("{} of {}", voucher.uses, voucher.max_uses))
        .row("took off so far", voucher.deducted)
        .words()
}

fn receipt(redeemed: &Redeemed) -> String {
    Sheet::new()
        .row("redemption", &redeemed.redemption_id)
        .row("voucher", &redeemed.voucher_id)
        .row("user", &redeemed.user_id)
        .row("order", &redeemed.order_no)
        .row("total", redeemed.total)
        .row("comes off", redeemed.deduction)
        .row("buyer pays", redeemed.buyer_pays)
        .row("seller receives", redeemed.seller_receives)
        .row("at", redeemed.redeemed_at)
        .words()
}
