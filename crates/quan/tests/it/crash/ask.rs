//! Making a request: an answer, a refusal, or nothing.

use quan_client::api::{RedeemVoucher, ReturnRedemption, Seller};
use quan_client::message::{append, send};
use quan_client::{AlipayClient, ApiError, Error, Protocol, QuanClient};
use serde::Serialize;

use super::ledger::{Answer, Entry, Wish};
use crate::world::{MERCHANT, World};

/// Who talks to one life of the server.
#[derive(Clone)]
pub(super) struct Clients {
    pub(super) alipay: AlipayClient,
    pub(super) own: QuanClient,
}

impl Clients {
    pub(super) fn of(world: &World, url: &str) -> anyhow::Result<Clients> {
        Ok(Clients {
            alipay: world.alipay(url)?,
            own: World::own(url)?,
        })
    }
}

/// Makes a request once. `None` where no answer came; an error where one came
/// that a sound server does not give.
pub(super) async fn ask(
    clients: &Clients,
    protocol: Protocol,
    entry: &Entry,
) -> anyhow::Result<Option<Answer>> {
    let alipay = clients.alipay.over(protocol);
    let number = entry.number.clone();
    match &entry.wish {
        Wish::Issue { activity, user } => {
            let request = send::Request {
                activity_id: Some(activity.clone()),
                out_biz_no: Some(number),
                user_id: Some(user.clone()),
                ..send::Request::default()
            };
            of_alipay(alipay.send_voucher(&request).await)
        }
        Wish::Append { activity, quantity } => {
            let request = append::Request {
                activity_id: Some(activity.clone()),
                out_biz_no: Some(number),
                voucher_quantity: Some(i32::try_from(*quantity)?),
                ..append::Request::default()
            };
            of_alipay(alipay.append_voucher_budget(&request).await)
        }
        Wish::Redeem { voucher, user, .. } => {
            let order = RedeemVoucher {
                order_no: format!("order-{number}"),
                request_no: number,
                user_id: user.clone(),
                total: "30.00".parse()?,
                discountable: None,
                undiscountable: None,
                seller: Seller {
                    pid: Some(MERCHANT.to_owned()),
                    smid: None,
                },
                app_id: None,
                shop_id: None,
                goods: Vec::new(),
                actual_order_time: None,
            };
            of_quan(clients.own.redeem(voucher, &order).await)
        }
        Wish::Return { redemption, .. } => {
            let whole = ReturnRedemption {
                request_no: number,
                amount: None,
            };
            of_quan(clients.own.return_redemption(redemption, &whole).await)
        }
    }
}

fn of_alipay(outcome: Result<impl Serialize, Error>) -> anyhow::Result<Option<Answer>> {
    match outcome {
        Ok(answer) => Ok(Some(Ok(serde_json::to_value(answer)?))),
        Err(Error::Connection(_) | Error::Timeout) => Ok(None),
        Err(error) => match error.business_code() {
            Some(code) => Ok(Some(Err(format!("{code:?}: {error}")))),
            None => Err(error.into()),
        },
    }
}

fn of_quan(outcome: Result<impl Serialize, ApiError>) -> anyhow::Result<Option<Answer>> {
    match outcome {
        Ok(answer) => Ok(Some(Ok(serde_json::to_value(answer)?))),
        Err(ApiError::Connection(_) | ApiError::Timeout) => Ok(None),
        Err(ApiError::Problem(problem)) if problem.status < 500 => {
            Ok(Some(Err(format!("{}: {}", problem.code, problem.detail))))
        }
        Err(error) => Err(error.into()),
    }
}
