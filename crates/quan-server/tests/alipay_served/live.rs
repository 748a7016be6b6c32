//! A whole Quan that listens, and its callers.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use aws_lc_rs::digest;
use jiff::SignedDuration;
use quan_core::{Clock as _, Timestamp};
use quan_engine::registry::{AlipayApp, ApiToken, AppKey, Entry, Role};
use quan_server::clock::FixedClock;
use quan_server::config::{CompletionDelay, Config};
use quan_server::courier::Settings;
use quan_server::instance::Instance;
use quan_wire::alipay::charset::Charset;
use quan_wire::alipay::gateway::{self, Envelope};
use quan_wire::alipay::key::{PublicKey, SignType};
use quan_wire::alipay::message::Operation;
use quan_wire::alipay::rest;
use reqwest::{Client, Method};
use serde_json::Value;
use tokio::sync::{Barrier, oneshot};
use tokio::task::JoinHandle;

use crate::http::{Refused, app_key, target};
use crate::world::{self, BEGIN, OWNER_APP, World, at};

/// How often a condition is asked for before it counts as never coming.
const PATIENCE: u32 = 10_000;

/// A Quan that listens. What only makes ready, and what looks behind the answers,
/// goes through `world`, which has the same engine.
pub(crate) struct Live {
    pub(crate) world: World,
    address: SocketAddr,
    pub(crate) key: PublicKey,
    client: Client,
    nonces: AtomicU32,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<std::io::Result<()>>,
}

/// What is asked of a Quan.
#[derive(Clone, Debug)]
pub(crate) enum Ask {
    /// By the owner's application, over Alipay's gateway.
    Alipay(Operation, Value),
    /// By an operator: a path to post to.
    Own(String),
}

pub(crate) type Answer = Result<Value, Refused>;

impl Live {
    /// Begins on a new data directory.
    pub(crate) async fn begin(data: &Path) -> Live {
        Live::begin_with(data, CompletionDelay::default(), Settings::default()).await
    }

    pub(crate) async fn begin_with(
        data: &Path,
        completion_delay: CompletionDelay,
        settings: Settings,
    ) -> Live {
        let live = Live::start(data, BEGIN, completion_delay, settings).await;
        let key = AppKey::PublicKey(app_key().public_key().to_pem());
        let mut entries = world::entries();
        entries.extend(crate::orders::entries());
        let entries = entries.into_iter().map(|entry| match entry {
            Entry::App(app) => Entry::App(AlipayApp {
                key: key.clone(),
                ..app
            }),
            other => other,
        });
        let mut entries: Vec<_> = entries.collect();
        let token = digest::digest(&digest::SHA256, b"operator");
        entries.push(Entry::Token(ApiToken {
            sha256: token.as_ref().try_into().unwrap(),
            role: Role::Operator,
            merchant: None,
        }));
        live.world.registry.put(&entries).unwrap();
        live
    }

    /// Goes on with a data directory that is there.
    pub(crate) async fn again(data: &Path, now: &str) -> Live {
        Live::start(data, now, CompletionDelay::default(), Settings::default()).await
    }

    async fn start(
        data: &Path,
        now: &str,
        completion_delay: CompletionDelay,
        settings: Settings,
    ) -> Live {
        let clock = FixedClock::at(at(now));
        let config = Config {
            data: data.to_owned(),
            listen: "127.0.0.1:0".to_owned(),
            completion_delay,
            ..Config::default()
        };
        let instance = Instance::open_with(&config, settings, Arc::new(clock.clone())).await;
        let instance = instance.unwrap();
        let (engine, registry) = (instance.engine().clone(), instance.registry().clone());
        let (address, key) = (instance.address(), instance.platform().public_key().clone());
        let (stop, stopped) = oneshot::channel();
        let serving = tokio::spawn(instance.run(async { drop(stopped.await) }));
        Live {
            world: World::around(engine, registry, clock),
            address,
            key,
            client: Client::builder().no_proxy().build().unwrap(),
            nonces: AtomicU32::new(0),
            stop,
            serving,
        }
    }

    /// Stops it as a signal does, so that its data directory can be served again.
    pub(crate) async fn end(self) {
        let Live {
            world,
            client,
            stop,
            serving,
            ..
        } = self;
        drop((world, client));
        stop.send(()).unwrap();
        serving.await.unwrap().unwrap();
    }

    pub(crate) async fn ask(&self, ask: Ask) -> Answer {
        match ask {
            Ask::Alipay(operation, body) => self.gateway(OWNER_APP, operation, &body).await,
            Ask::Own(path) => self.own(Method::POST, &path).await,
        }
    }

    /// The answer to the owner, over the gateway.
    pub(crate) async fn ok(&self, operation: Operation, body: Value) -> Value {
        let answer = self.gateway(OWNER_APP, operation, &body).await;
        answer.unwrap_or_else(|refused| panic!("{operation:?} {body}: {refused:?}"))
    }

    fn now(&self) -> Timestamp {
        self.world.clock.now()
    }

    /// What the gateway answers, verified.
    pub(crate) async fn gateway(&self, app: &str, operation: Operation, body: &Value) -> Answer {
        let caller = gateway::Caller::new(app, app_key());
        let call = caller.call(operation.method(), &body.to_string(), self.now());
        let call = call.unwrap();
        let url = format!("http://{}/gateway.do?{}", self.address, call.query);
        let sent = self.client.post(url).body(call.body);
        let sent = sent.header("content-type", call.content_type).send().await;
        let text = sent.unwrap().bytes().await.unwrap();
        let envelope = Envelope::read(&text, operation.method(), &Charset::default()).unwrap();
        let opened = envelope.open(&self.key, SignType::Rsa2, None).unwrap();
        let mut node: Value = serde_json::from_str(&opened.json).unwrap();
        let members = node.as_object_mut().unwrap();
        let mut taken = |name: &str| {
            let text = members.remove(name);
            text.and_then(|text| text.as_str().map(str::to_owned))
                .unwrap_or_default()
        };
        let (code, _) = (taken("code"), taken("msg"));
        let (sub_code, message) = (taken("sub_code"), taken("sub_msg"));
        if code == "10000" {
            return Ok(node);
        }
        Err(Refused {
            code: sub_code,
            message,
        })
    }

    /// What REST v3 answers the owner, verified.
    pub(crate) async fn rest(&self, operation: Operation, body: Value) -> Answer {
        let route = operation.route().unwrap();
        let (target, json) = target(route.verb, route.path, body);
        let nonce = self.nonces.fetch_add(1, Ordering::Relaxed);
        let (caller, verb) = (rest::Caller::new(OWNER_APP, app_key()), route.verb.as_str());
        let nonce = format!("nonce-{nonce}");
        let call = caller.call(verb, &target, json.as_deref(), &nonce, self.now());
        let call = call.unwrap();
        let verb = Method::from_bytes(verb.as_bytes()).unwrap();
        let url = format!("http://{}{target}", self.address);
        let mut request = self.client.request(verb, url).body(call.body);
        for (name, value) in call.headers {
            request = request.header(name, value);
        }
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = response.bytes().await.unwrap();
        let header = |name: &str| headers.get(name).map(|value| value.to_str().unwrap());
        let received = rest::Received {
            timestamp: header("alipay-timestamp"),
            nonce: header("alipay-nonce"),
            signature: header("alipay-signature"),
            sn: header("alipay-sn"),
            body: &body,
        };
        received.verify(&self.key, None).unwrap();
        let body: Value = serde_json::from_slice(&body).unwrap();
        let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
        if status == 200 {
            return Ok(body);
        }
        Err(Refused {
            code: text("code"),
            message: text("message"),
        })
    }

    /// What Quan's own API answers an operator.
    pub(crate) async fn own(&self, method: Method, path: &str) -> Answer {
        let url = format!("http://{}{path}", self.address);
        let request = self.client.request(method, url).bearer_auth("operator");
        let response = request.send().await.unwrap();
        let status = response.status();
        let bytes = response.bytes().await.unwrap();
        let body: Value = serde_json::from_slice(&bytes).unwrap_or_default();
        if status.is_success() {
            return Ok(body);
        }
        let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
        Err(Refused {
            code: text("code"),
            message: text("detail"),
        })
    }

    pub(crate) async fn look(&self, path: &str) -> Value {
        self.own(Method::GET, path).await.unwrap()
    }

    /// The activity as its owner sees it.
    pub(crate) async fn read(&self, id: &str) -> Value {
        let question = serde_json::json!({ "activity_id": id });
        self.ok(Operation::OrderVoucherQuery, question).await
    }

    /// Waits until nothing is under way in an activity, and answers it.
    pub(crate) async fn idle(&self, id: &str) -> Value {
        for _ in 0..PATIENCE {
            let read = self.read(id).await;
            if read["activity_operation_status"].is_null() {
                return read;
            }
        }
        panic!("{id} is never done");
    }

    /// An activity of the owner's that is done.
    pub(crate) async fn made(&self, body: Value) -> String {
        let body = self.world.numbered(body);
        let made = self.ok(Operation::OrderVoucherCreate, body).await;
        let id = made["activity_id"].as_str().unwrap().to_owned();
        self.idle(&id).await;
        id
    }

    /// Moves the clock, and has everybody look at it.
    pub(crate) fn wait(&self, seconds: i64) {
        let then = self.now().checked_add(SignedDuration::from_secs(seconds));
        self.world.clock.set(then.unwrap());
        self.world.engine.clock_moved();
    }

    /// Waits until something is so, which others bring about.
    pub(crate) async fn until(&self, what: &str, is_so: impl Fn() -> bool) {
        for _ in 0..PATIENCE {
            if is_so() {
                return;
            }
            // A round over the socket, in which others get their turn.
            self.look("/api/openapi.json").await;
        }
        panic!("never: {what}");
    }

    /// Brings one more code, and has it count.
    pub(crate) async fn restock(&self, id: &str, code: &str, quantity: usize) {
        let deposit = self.world.to_deposit(id, &[code]);
        self.ok(Operation::OrderVoucherCodedeposit, deposit).await;
        let growth = self.world.to_raise(id, quantity);
        self.ok(Operation::OrderVoucherAppend, growth).await;
        self.idle(id).await;
    }

    /// Everything adds up, as its operator is told.
    pub(crate) async fn is_sound(&self) {
        let audit = self.look("/api/verify").await;
        assert_eq!(audit["findings"], serde_json::json!([]), "{audit}");
    }
}

/// Asks everything at the same instant, each from a task of its own.
pub(crate) async fn at_once(live: &Arc<Live>, asks: Vec<Ask>) -> Vec<Answer> {
    let barrier = Arc::new(Barrier::new(asks.len()));
    let tasks = asks.into_iter().map(|ask| {
        let (live, barrier) = (Arc::clone(live), Arc::clone(&barrier));
        tokio::spawn(async move {
            barrier.wait().await;
            live.ask(ask).await
        })
    });
    let mut answers = Vec::new();
    for task in tasks.collect::<Vec<_>>() {
        answers.push(task.await.unwrap());
    }
    answers
}
