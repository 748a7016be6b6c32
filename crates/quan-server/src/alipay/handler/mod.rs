//! The operations around payment vouchers (支付券): each reads its message,
//! asks the engine, and words the answer.
//!
//! | file | operations |
//! | --- | --- |
//! | [`create`], [`publish`], [`append`], [`modify`], [`stop`], [`send`], [`query`] | `….voucher.*` |
//! | [`activity`], [`consult`], [`usable`] | activities: one, many, for a user, their scope |
//! | [`user`], [`order`] | a user's vouchers, and what they would take off an order |
//! | [`message`], [`upload`] | receivers of messages; images |
//! | [`shop`], [`function`], [`payee`], [`package`], [`delivery`] | what activities refer to |
//!
//! What they share lies beside them: [`name`] resolves what a call names,
//! [`known`] what a new activity refers to, [`number`] is about request
//! numbers, [`view`] about showing an activity.

mod activity;
mod append;
mod consult;
mod create;
mod delivery;
mod function;
mod known;
mod message;
mod modify;
mod name;
mod number;
mod order;
mod package;
mod payee;
mod publish;
mod query;
mod send;
mod shop;
mod stop;
mod upload;
mod usable;
mod user;
mod view;

use std::pin::Pin;
use std::sync::Arc;

use quan_engine::Engine;
use quan_engine::registry::Registry;
use quan_wire::alipay::message::{self as wire, Operation, Violation};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub(crate) use self::delivery::status_word as delivery_status;
use self::name::Days;
use super::cities::Cities;
use super::denial::Fault;
use super::holidays::Holidays;
use super::{Content, Dispatch, Incoming, Outcome};
use crate::recharge::RechargeLinks;

/// Tables that come with Quan and can be replaced.
#[derive(Clone, Debug)]
pub struct Tables {
    /// Public holidays.
    pub holidays: Holidays,
    /// Cities.
    pub cities: Cities,
}

/// The handlers of Alipay's payment vouchers.
pub struct Handlers {
    engine: Engine,
    registry: Registry,
    links: RechargeLinks,
    /// The address under which users reach this server.
    base: Arc<str>,
    tables: Tables,
    days: Days,
}

impl Handlers {
    /// Handlers over an engine and a registry. `public_url` is the address
    /// under which users reach this server, for addresses in answers.
    pub fn new(
        engine: Engine,
        registry: Registry,
        links: RechargeLinks,
        public_url: &str,
    ) -> Handlers {
        let tables = Tables {
            holidays: Holidays::supplied(),
            cities: Cities::supplied(),
        };
        let base = public_url.trim_end_matches('/').into();
        Handlers {
            engine,
            registry,
            links,
            base,
            tables,
            days: Days::default(),
        }
    }

    /// The same handlers with other tables.
    #[must_use]
    pub fn with_tables(self, tables: Tables) -> Handlers {
        Handlers { tables, ..self }
    }

    async fn run(&self, incoming: Incoming) -> Result<String, Fault> {
        let Incoming {
            caller,
            operation,
            content,
            auth_token,
            file,
        } = incoming;
        let (caller, content) = (&caller, &content);
        // All but the hot one live on the heap, so that a call's future is small.
        match operation {
            Operation::VoucherSend => text(send::send(self, caller, read(content)?).await),
            Operation::VoucherCreate => boxed(create::create(self, caller, read(content)?)).await,
            Operation::VoucherPublish => {
                boxed(publish::publish(self, caller, read(content)?)).await
            }
            Operation::VoucherAppend => boxed(append::append(self, caller, read(content)?)).await,
            Operation::VoucherModify => boxed(modify::modify(self, caller, read(content)?)).await,
            Operation::VoucherQuery => boxed(query::query(self, caller, read(content)?)).await,
            Operation::VoucherStop => boxed(stop::stop(self, caller, read(content)?)).await,
            Operation::ImageUpload => {
                let request = upload::read(content)?;
                boxed(upload::upload(self, caller, request, file)).await
            }
            Operation::ActivityQuery => boxed(activity::one(self, caller, read(content)?)).await,
            Operation::ActivityBatchquery => {
                boxed(activity::list(self, caller, read(content)?)).await
            }
            Operation::ActivityConsult => {
                boxed(consult::consult(self, caller, read(content)?)).await
            }
            Operation::AppBatchquery => boxed(usable::apps(self, caller, read(content)?)).await,
            Operation::GoodsBatchquery => boxed(usable::goods(self, caller, read(content)?)).await,
            Operation::ShopBatchquery => boxed(usable::shops(self, caller, read(content)?)).await,
            Operation::MerchantBatchquery => {
                boxed(usable::merchants(self, caller, read(content)?)).await
            }
            Operation::UserBatchqueryvoucher => {
                boxed(user::list(self, caller, read(content)?)).await
            }
            Operation::UserQueryvoucher => boxed(user::one(self, caller, read(content)?)).await,
            Operation::OrderVoucherConsult => {
                let token = auth_token.or_else(|| order::auth_token(content));
                boxed(order::consult(
                    self,
                    caller,
                    token.as_deref(),
                    read(content)?,
                ))
                .await
            }
            Operation::MessageBind => boxed(message::bind(self, caller, read(content)?)).await,
            Operation::MessageQuery => boxed(message::query(self, caller, read(content)?)).await,
            Operation::OrderVoucherCreate
            | Operation::OrderVoucherModify
            | Operation::OrderVoucherQuery
            | Operation::OrderVoucherAppend
            | Operation::OrderVoucherStop
            | Operation::OrderVoucherCodedeposit
            | Operation::OrderVoucherCodecount
            | Operation::OrderVoucherSend
            | Operation::OrderVoucherBatchsend
            | Operation::OrderVoucherReceive
            | Operation::OrderVoucherUse
            | Operation::OrderVoucherRefund
            | Operation::OrderVoucherAssociate
            | Operation::OrderVoucherDisassociate
            | Operation::OrderVoucherInvalid
            | Operation::OrderVoucherSettle
            | Operation::SettleQuery
            | Operation::OrderCreate
            | Operation::OrderRefund
            | Operation::OrderRefundconfirmcommit => {
                Err(Fault::broken("this operation is not built yet"))
            }
            Operation::PayeeinfoCreate => text(payee::create(self, read(content)?)),
            Operation::VoucherpackageQuery => {
                boxed(package::query::query(self, caller, read(content)?)).await
            }
            Operation::VoucherpackageBatchquery => {
                boxed(package::batchquery::list(self, caller, read(content)?)).await
            }
            Operation::VoucherpackageConsult => {
                let token = auth_token.or_else(|| order::auth_token(content));
                let request = read(content)?;
                text(package::consult::consult(
                    self,
                    caller,
                    token.as_deref(),
                    request,
                ))
            }
            Operation::ShopCreate => text(shop::create::create(self, caller, read(content)?)),
            Operation::ShopQuery => text(shop::query::query(self, caller, read(content)?)),
            Operation::RelationShopCreate => {
                text(shop::relation::create(self, caller, read(content)?))
            }
            Operation::FunctionCreate => text(function::create(self, caller, read(content)?)),
            Operation::DeliveryCreate => {
                boxed(delivery::create::create(self, caller, read(content)?)).await
            }
            Operation::DeliveryQuery => text(delivery::query::query(self, caller, read(content)?)),
            Operation::DeliveryStop => text(delivery::stop::stop(self, caller, read(content)?)),
        }
    }
}

impl Dispatch for Handlers {
    async fn dispatch(&self, incoming: Incoming) -> Outcome {
        let operation = incoming.operation;
        match self.run(incoming).await {
            Ok(answer) => Outcome::Answer(answer),
            Err(fault) => fault.outcome(operation),
        }
    }
}

/// Reads a message.
fn read<T: DeserializeOwned>(content: &Content) -> Result<T, Violation> {
    match content {
        Content::Json(json) => wire::parse(json),
        Content::Pairs(pairs) => {
            wire::from_pairs(pairs.iter().map(|(name, text)| (&**name, &**text)))
        }
    }
}

/// Carries a call out on the heap, and writes its answer.
fn boxed<'a, T: Serialize + 'a>(
    call: impl Future<Output = Result<T, Fault>> + Send + 'a,
) -> Pin<Box<dyn Future<Output = Result<String, Fault>> + Send + 'a>> {
    Box::pin(async move { text(call.await) })
}

/// Writes an answer.
fn text<T: Serialize>(answer: Result<T, Fault>) -> Result<String, Fault> {
    serde_json::to_string(&answer?).map_err(|error| Fault::Failed(Box::new(error)))
}
