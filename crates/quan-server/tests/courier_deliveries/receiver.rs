//! A merchant's endpoint, and a courier that delivers to it.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_TYPE, LOCATION};
use http::{HeaderMap, StatusCode};
use quan_engine::Options;
use quan_server::courier::{Courier, Settings};
use quan_wire::alipay::message::push::Message;
use quan_wire::alipay::notify::{self, Notification};
use serde_json::Value;

use crate::own::{PLATFORM, World};

/// What the endpoint got, and what it is going to answer: `success`, once
/// nothing else is laid out.
#[derive(Clone, Default)]
pub(crate) struct Receiver {
    got: Arc<Mutex<Vec<Got>>>,
    answers: Arc<Mutex<VecDeque<(u16, &'static str)>>>,
}

/// A message that arrived.
#[derive(Clone, Debug)]
pub(crate) struct Got {
    pub(crate) content_type: String,
    pub(crate) body: String,
    /// Verified with the platform's public key.
    pub(crate) form: Notification,
}

impl Got {
    pub(crate) fn field(&self, name: &str) -> &str {
        self.form.get(name).unwrap_or_default()
    }

    pub(crate) fn content(&self) -> Value {
        serde_json::from_str(self.field("biz_content")).unwrap()
    }

    /// Read as the SDK reads it.
    pub(crate) fn message(&self) -> Message {
        let event = self.form.event(None).unwrap();
        Message::parse(&event.msg_method, &event.biz_content)
            .unwrap()
            .unwrap()
    }
}

impl Receiver {
    /// A receiver and its address.
    pub(crate) async fn start() -> (Receiver, String) {
        let receiver = Receiver::default();
        let app = Router::new().fallback(take).with_state(receiver.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!(
            "http://{}/gateway?from=quan",
            listener.local_addr().unwrap()
        );
        tokio::spawn(async move { axum::serve(listener, app).await });
        (receiver, address)
    }

    /// Has the next messages answered so.
    pub(crate) fn answer(&self, answers: &[(u16, &'static str)]) {
        self.answers.lock().unwrap().extend(answers);
    }

    /// Everything that arrived since the last call.
    pub(crate) fn take(&self) -> Vec<Got> {
        std::mem::take(&mut *self.got.lock().unwrap())
    }

    /// How many arrived since they were last taken.
    pub(crate) fn count(&self) -> usize {
        self.got.lock().unwrap().len()
    }

    /// The messages of a kind that arrived since the last call, the others
    /// thrown away.
    pub(crate) fn take_only(&self, kind: &str) -> Vec<Got> {
        let method = format!("alipay.marketing.activity.message.{kind}");
        let mut got = self.take();
        got.retain(|got| got.field("msg_method") == method);
        got
    }

    #[track_caller]
    pub(crate) fn take_one(&self, kind: &str) -> Got {
        let mut got = self.take_only(kind);
        assert_eq!(got.len(), 1, "{kind}: {got:?}");
        got.remove(0)
    }
}

async fn take(State(receiver): State<Receiver>, headers: HeaderMap, body: String) -> Response {
    let form = notify::receive(body.as_bytes(), PLATFORM.public_key()).unwrap();
    let content_type = headers[CONTENT_TYPE].to_str().unwrap().to_owned();
    receiver.got.lock().unwrap().push(Got {
        content_type,
        body,
        form,
    });
    let (status, text) = receiver
        .answers
        .lock()
        .unwrap()
        .pop_front()
        .unwrap_or((200, "success"));
    let status = StatusCode::from_u16(status).unwrap();
    if status.is_redirection() {
        return (status, [(LOCATION, text)]).into_response();
    }
    (status, text).into_response()
}

/// A world, its receiver, and the courier between them.
pub(crate) struct Post {
    pub(crate) world: World,
    pub(crate) receiver: Receiver,
    pub(crate) courier: Courier,
}

impl Post {
    pub(crate) async fn new() -> Post {
        Post::with(Settings::default()).await
    }

    pub(crate) async fn with(settings: Settings) -> Post {
        Post::of(settings, Options::default()).await
    }

    pub(crate) async fn of(settings: Settings, options: Options) -> Post {
        let (receiver, address) = Receiver::start().await;
        let world = World::with(options, Some(&address));
        let courier = courier(&world, settings);
        Post {
            world,
            receiver,
            courier,
        }
    }

    /// Delivers everything that is due.
    pub(crate) async fn deliver(&self) {
        while self.courier.step().await > 0 {}
    }
}

pub(crate) fn courier(world: &World, settings: Settings) -> Courier {
    let wall = Arc::new(world.wall.clone());
    Courier::new(
        world.engine.clone(),
        world.registry.clone(),
        &PLATFORM,
        wall,
        settings,
        None,
    )
    .unwrap()
}
