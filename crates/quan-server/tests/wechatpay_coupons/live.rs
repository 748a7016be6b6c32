//! The world on a store of its own, listening on a socket, and many callers at once.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use http::{Request, Response};
use hyper::body::Bytes;
use quan_engine::registry::Registry;
use quan_engine::{Engine, Options};
use quan_server::clock::FixedClock;
use reqwest::Client;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::{Barrier, oneshot};
use tokio::task::JoinHandle;

use crate::world::{Answer, BEGIN, COUPONS, CREATOR, Wish, World, at, entries};

pub(crate) struct Live {
    /// What only makes ready, and what looks behind the answers, goes through it.
    pub(crate) world: World,
    address: SocketAddr,
    client: Client,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<std::io::Result<()>>,
}

impl Live {
    pub(crate) async fn begin(data: &Path) -> Arc<Live> {
        // Fails only where the process has chosen one already, which is as good.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let clock = FixedClock::at(at(BEGIN));
        let engine = Engine::open(data, Arc::new(clock.clone()), Options::default()).unwrap();
        let registry = Registry::in_memory();
        registry.put(&entries()).unwrap();
        let world = World::around(engine, registry, clock, &Wish::default());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let server = world.server.clone();
        let serving = tokio::spawn(async move {
            let told = async { drop(stopped.await) };
            server.serve(listener, told).await
        });
        Arc::new(Live {
            world,
            address,
            client: Client::builder().no_proxy().build().unwrap(),
            stop,
            serving,
        })
    }

    /// Looks at its books once more, and stops it.
    pub(crate) async fn end(self: Arc<Live>) {
        self.world.is_sound().await;
        let Live {
            stop,
            serving,
            client,
            ..
        } = Arc::into_inner(self).unwrap();
        drop(client);
        stop.send(()).unwrap();
        serving.await.unwrap().unwrap();
    }

    /// Sends a request over the socket; the signature of the answer is verified.
    async fn send(&self, request: Request<Bytes>) -> Answer {
        let (parts, body) = request.into_parts();
        let url = format!("http://{}{}", self.address, parts.uri);
        let sent = self.client.request(parts.method, url);
        let sent = sent.headers(parts.headers).body(body).send().await.unwrap();
        let mut response = Response::builder().status(sent.status());
        *response.headers_mut().unwrap() = sent.headers().clone();
        let response = response.body(sent.bytes().await.unwrap()).unwrap();
        self.world.opened(&response)
    }

    /// Makes every call of the creator's at the same instant, each from a task and
    /// with a connection of its own. All are signed beforehand.
    pub(crate) async fn at_once(self: &Arc<Live>, calls: &[(&str, Value)]) -> Vec<Answer> {
        let barrier = Arc::new(Barrier::new(calls.len()));
        let mut tasks = Vec::new();
        for (word, body) in calls {
            let target = format!("{COUPONS}/{word}");
            let request = self.world.request(CREATOR, "POST", &target, body);
            let (live, barrier) = (Arc::clone(self), Arc::clone(&barrier));
            tasks.push(tokio::spawn(async move {
                barrier.wait().await;
                live.send(request).await
            }));
        }
        let mut answers = Vec::new();
        for task in tasks {
            answers.push(task.await.unwrap());
        }
        answers
    }
}
