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
mod order_voucher;
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
use std::sync::{Arc, Mutex, PoisonError};

use quan_engine::Engine;
use quan_engine::registry::Registry;
use quan_wire::alipay::message::{self as wire, Operation, Violation};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub(crate) use self::delivery::status_word as delivery_status;
use self::name::Sort;
pub(crate) use self::order_voucher::Note;
use super::cities::Cities;
use super::denial::Fault;
use super::holidays::Holidays;
use super::{Content, Dispatch, Incoming, Outcome};
use crate::known::Known;
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
    sorts: Known<Sort>,
    /// Draws the places of codes among the free ones.
    rng: Mutex<StdRng>,
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
            sorts: Known::default(),
            rng: Mutex::new(StdRng::from_os_rng()),
        }
    }

    /// The same handlers with another source of chance.
    #[must_use]
    pub fn with_rng(self, rng: StdRng) -> Handlers {
        Handlers {
            rng: Mutex::new(rng),
            ..self
        }
    }

    /// A place among free codes: any below 2⁶³.
    fn rank(&self) -> u64 {
        let mut rng = self.rng.lock().unwrap_or_else(PoisonError::into_inner);
        rng.random_range(0..1 << 63)
    }

    /// The same handlers with other tables.
    #[must_use]
    pub fn with_tables(self, tables: Tables) -> Handlers {
        Handlers { tables, ..self }
    }

    #[expect(clippy::too_many_lines, reason = "a table: a line an operation")]
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
            Operation::OrderVoucherCreate => {
                boxed(order_voucher::create::create(self, caller, read(content)?)).await
            }
            Operation::OrderVoucherModify => {
                boxed(order_voucher::modify::modify(self, caller, read(content)?)).await
            }
            Operation::OrderVoucherQuery => {
                boxed(order_voucher::query::query(self, caller, read(content)?)).await
            }
            Operation::OrderVoucherSend => {
                text(order_voucher::send::send(self, caller, read(content)?).await)
            }
            Operation::OrderVoucherAppend => {
                boxed(order_voucher::append::append(self, caller, read(content)?)).await
            }
            Operation::OrderVoucherStop => {
                boxed(order_voucher::stop::stop(self, caller, read(content)?)).await
            }
            Operation::OrderVoucherCodedeposit => {
                boxed(order_voucher::codedeposit::deposit(
                    self,
                    caller,
                    read(content)?,
                ))
                .await
            }
            Operation::OrderVoucherCodecount => {
                boxed(order_voucher::codecount::count(
                    self,
                    caller,
                    read(content)?,
                ))
                .await
            }
            Operation::OrderVoucherBatchsend => {
                boxed(order_voucher::batchsend::send(self, caller, read(content)?)).await
            }
            Operation::OrderVoucherReceive => {
                boxed(order_voucher::receive::receive(
                    self,
                    caller,
                    read(content)?,
                ))
                .await
            }
            Operation::OrderVoucherUse => {
                boxed(order_voucher::redeem::redeem(self, caller, read(content)?)).await
            }
            Operation::OrderVoucherRefund => {
                boxed(order_voucher::undo::undo(self, caller, read(content)?)).await
            }
            Operation::OrderVoucherAssociate => {
                boxed(order_voucher::link::associate(self, caller, read(content)?)).await
            }
            Operation::OrderVoucherDisassociate => {
                boxed(order_voucher::link::disassociate(
                    self,
                    caller,
                    read(content)?,
                ))
                .await
            }
            Operation::OrderVoucherInvalid => {
                boxed(order_voucher::invalid::invalidate(
                    self,
                    caller,
                    read(content)?,
                ))
                .await
            }
            Operation::OrderVoucherSettle => {
                boxed(order_voucher::settle::settle(self, caller, read(content)?)).await
            }
            Operation::SettleQuery => {
                boxed(order_voucher::settle::query(self, caller, read(content)?)).await
            }
            Operation::OrderCreate => {
                boxed(order_voucher::order::create(self, caller, read(content)?)).await
            }
            Operation::OrderRefund => {
                boxed(order_voucher::order::refund(self, caller, read(content)?)).await
            }
            Operation::OrderRefundconfirmcommit => {
                boxed(order_voucher::order::confirm(self, caller, read(content)?)).await
            }
            Operation::PayeeinfoCreate => text(payee::create(self, caller, read(content)?)),
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
