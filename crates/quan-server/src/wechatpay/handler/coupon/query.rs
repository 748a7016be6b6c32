//! `GET /users/{openid}/coupons/{coupon_code}/appids/{appid}`: one coupon of a user.

use quan_core::{Activity, Code, MerchantId, Product, UserId, Voucher};
use quan_engine::{ActivityView, Page, VoucherFilter};
use quan_wire::wechatpay::message::Problem;
use quan_wire::wechatpay::message::coupon::Coupon;
use quan_wire::wechatpay::message::coupon::query::Request;

use super::super::Handlers;
use super::super::note::sender;
use crate::wechatpay::denial::Fault;

/// How many coupons of a user are looked through for a code at once.
const AT_ONCE: u32 = 200;

pub(in super::super) async fn query(
    handlers: &Handlers,
    caller: MerchantId,
    request: Request,
) -> Result<Coupon, Fault> {
    let user = handlers.user(&request.appid, &request.openid);
    let found = match &user {
        Ok(user) => {
            let code = &request.coupon_code;
            handlers.find(caller, &user.id, code).await?
        }
        Err(_) => None,
    };
    let owner = found.as_ref().map(|(_, view)| view.activity.owner);
    handlers.knows_app(&request.appid, caller, owner)?;
    user?;
    let (voucher, view) = found.ok_or(Problem::NotTheirs)?;
    handlers.shown(&voucher, &view).await
}

impl Handlers {
    /// The coupon of a user that has this code, as far as it concerns the caller;
    /// of several the one received last.
    async fn find(
        &self,
        caller: MerchantId,
        user: &UserId,
        code: &str,
    ) -> Result<Option<(Voucher, ActivityView)>, Fault> {
        if let Some(id) = self.codes.voucher_of(code)
            && let Some(voucher) = self.engine.voucher(id).await?
            && voucher.user == *user
            && voucher.code.is_none()
        {
            let view = self.view(id.activity).await?;
            if concerns(caller, &voucher, &view) {
                return Ok(Some((voucher, view)));
            }
        }
        let Ok(code) = Code::parse(code) else {
            return Ok(None);
        };
        for hidden in [false, true] {
            let filter = VoucherFilter {
                revoked_too: true,
                hidden,
                ..VoucherFilter::default()
            };
            let mut page = Page::first(AT_ONCE);
            loop {
                let listed = self.engine.vouchers_of(user.clone(), filter, page).await?;
                let last = listed.items.len() < usize::try_from(AT_ONCE).unwrap_or(usize::MAX);
                let found = listed.items.into_iter().find(|(voucher, view)| {
                    voucher.code.as_ref() == Some(&code) && concerns(caller, voucher, view)
                });
                if found.is_some() {
                    return Ok(found);
                }
                if last {
                    break;
                }
                page.number += 1;
            }
        }
        Ok(None)
    }
}

/// Whether a merchant laid a coupon's stock down, owns it, or issued the coupon.
fn concerns(merchant: MerchantId, voucher: &Voucher, view: &ActivityView) -> bool {
    let Activity {
        product,
        owner,
        operator,
        ..
    } = view.activity;
    let concerned = [owner, operator, sender(voucher, operator)];
    product == Product::WechatCoupon && concerned.contains(&merchant)
}
