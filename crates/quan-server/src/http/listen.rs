//! The listener: HTTP/1.1 connections, served until told to stop, then ended
//! between requests.
//!
//! SDKs look header names up letter by letter: two of Alipay's in lower case, one of
//! WeChat Pay's in capitals. A connection speaks one dialect, which its first request
//! tells.

use std::convert::Infallible;
use std::io;
use std::pin::pin;
use std::time::Duration;

use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};

use super::first::first_path;
use super::route::{Dialect, route};

/// How long a client may be silent before or within the head of a request.
const IDLE: Duration = Duration::from_secs(75);

/// How long requests that are being served may take after the server was told
/// to stop.
const GRACE: Duration = Duration::from_secs(20);

/// Waits after the system refused a connection (too many open files), so that
/// it is not asked in a tight loop.
const PAUSE: Duration = Duration::from_millis(50);

/// Answers one request.
pub(crate) trait Answer: Clone + Send + Sync + 'static {
    /// The answer to a request as it came in.
    fn answer(
        &self,
        request: http::Request<Incoming>,
    ) -> impl Future<Output = http::Response<axum::body::Body>> + Send;
}

/// Serves connections until `shutdown` is ready and what was begun is done.
pub(crate) async fn serve(
    listener: TcpListener,
    answer: impl Answer,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    let (stop, stopped) = watch::channel(false);
    // Every connection holds a sender: when all are dropped, all are done.
    let (open, mut all_done) = mpsc::channel::<Infallible>(1);
    let mut shutdown = pin!(shutdown);
    loop {
        let accepted = tokio::select! {
            () = shutdown.as_mut() => break,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, _)) => {
                let connection = connection(stream, answer.clone(), stopped.clone());
                let open = open.clone();
                tokio::spawn(async move {
                    connection.await;
                    drop(open);
                });
            }
            Err(error) => {
                tracing::warn!(%error, "could not accept a connection");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
    drop(listener);
    stop.send_replace(true);
    drop(open);
    if tokio::time::timeout(GRACE, all_done.recv()).await.is_err() {
        tracing::warn!("some requests took too long and were given up");
    }
    Ok(())
}

async fn connection(stream: TcpStream, answer: impl Answer, stopped: watch::Receiver<bool>) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "could not turn delays off");
    }
    talk(stream, answer, stopped).await;
}

async fn talk<S>(stream: S, answer: impl Answer, mut stopped: watch::Receiver<bool>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let service = service_fn(move |request| {
        let answer = answer.clone();
        async move { Ok::<_, Infallible>(answer.answer(request).await) }
    });
    let begun = tokio::select! {
        begun = tokio::time::timeout(IDLE, first_path(stream)) => begun,
        () = async { drop(stopped.wait_for(|stopped| *stopped).await) } => return,
    };
    let Ok(Ok((path, stream))) = begun else {
        return;
    };
    let capitals = path.is_some_and(|path| route(&path) == Dialect::WeChatPay);
    let mut served = pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(IDLE)
            .title_case_headers(capitals)
            .serve_connection(TokioIo::new(stream), service)
    );
    let ended = tokio::select! {
        ended = served.as_mut() => ended,
        () = async { drop(stopped.wait_for(|stopped| *stopped).await) } => {
            served.as_mut().graceful_shutdown();
            served.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection broke");
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream};

    use super::*;

    /// Answers everything with nothing.
    #[derive(Clone)]
    struct Empty;

    impl Answer for Empty {
        async fn answer(&self, _: http::Request<Incoming>) -> http::Response<axum::body::Body> {
            http::Response::new(axum::body::Body::empty())
        }
    }

    async fn ask(client: &mut DuplexStream) -> String {
        client
            .write_all(b"GET /v3/certificates HTTP/1.1\r\nHost: x\r\n\r\n")
            .await
            .unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(client.read_u8().await.unwrap());
        }
        String::from_utf8(head).unwrap()
    }

    #[tokio::test]
    async fn w_conn_2_connections_are_kept_longer_than_clients_keep_them() {
        let (mut client, server) = tokio::io::duplex(4096);
        let (stop, stopped) = watch::channel(false);
        let talking = tokio::spawn(talk(server, Empty, stopped));
        for _ in 0..3 {
            let head = ask(&mut client).await;
            assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
            let closing = head.to_ascii_lowercase().contains("connection: close");
            assert!(!closing, "{head}");
        }
        // Java keeps a connection that is not used for seven seconds, and the live
        // service for eight.
        assert!(IDLE > Duration::from_secs(8));
        stop.send_replace(true);
        talking.await.unwrap();
        let mut rest = Vec::new();
        client.read_to_end(&mut rest).await.unwrap();
        assert!(rest.is_empty());
    }
}
