//! Requests over plain sockets: the client must not cost more than the server.

use std::sync::{Arc, Mutex};

use anyhow::Context;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

/// A request, ready for a socket.
pub(super) fn request(
    method: &str,
    authority: &str,
    target: &str,
    headers: &[(&str, String)],
    body: &[u8],
) -> Vec<u8> {
    let mut text = format!(
        "{method} {target} HTTP/1.1\r\nhost: {authority}\r\ncontent-length: {}\r\n",
        body.len()
    );
    for (name, value) in headers {
        text.push_str(name);
        text.push_str(": ");
        text.push_str(value);
        text.push_str("\r\n");
    }
    text.push_str("\r\n");
    let mut bytes = text.into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

/// The answer to a call that is done.
pub(super) async fn ask(stream: &mut TcpStream, request: &[u8]) -> anyhow::Result<Vec<u8>> {
    let (status, body) = exchange(stream, request).await?;
    anyhow::ensure!(
        status == 200,
        "{} was answered {status}: {}",
        String::from_utf8_lossy(request)
            .lines()
            .next()
            .unwrap_or_default(),
        String::from_utf8_lossy(&body)
    );
    Ok(body)
}

/// The same, where the answer is asked for something.
pub(super) async fn ask_json(stream: &mut TcpStream, request: &[u8]) -> anyhow::Result<Value> {
    let body = ask(stream, request).await?;
    Ok(serde_json::from_slice(&body)?)
}

/// Sends every call over so many connections, each waiting for its answer. The
/// answers come in the order of connections.
pub(super) async fn deliver(
    authority: &str,
    calls: Vec<Vec<u8>>,
    connections: u32,
) -> anyhow::Result<Vec<Vec<u8>>> {
    let calls = Arc::new(Mutex::new(calls.into_iter()));
    let mut tasks = JoinSet::new();
    for _ in 0..connections {
        let calls = Arc::clone(&calls);
        let mut stream = TcpStream::connect(authority).await?;
        stream.set_nodelay(true)?;
        tasks.spawn(async move {
            let mut answers = Vec::new();
            loop {
                let next = calls
                    .lock()
                    .map_err(|_| anyhow::anyhow!("another connection failed"))?
                    .next();
                let Some(call) = next else {
                    return anyhow::Ok(answers);
                };
                answers.push(ask(&mut stream, &call).await?);
            }
        });
    }
    let mut answers = Vec::new();
    while let Some(task) = tasks.join_next().await {
        answers.extend(task??);
    }
    Ok(answers)
}

/// One request and its answer: status and body.
async fn exchange(stream: &mut TcpStream, request: &[u8]) -> anyhow::Result<(u16, Vec<u8>)> {
    stream.write_all(request).await?;
    let mut bytes = Vec::with_capacity(2048);
    loop {
        if let Some(head) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            let text = String::from_utf8_lossy(&bytes[..head]).to_lowercase();
            let status = text
                .split(' ')
                .nth(1)
                .and_then(|code| code.parse().ok())
                .context("no status")?;
            let length: usize = text
                .lines()
                .find_map(|line| line.strip_prefix("content-length:"))
                .and_then(|length| length.trim().parse().ok())
                .context("an answer without a length")?;
            let body = head + 4;
            while bytes.len() < body + length {
                anyhow::ensure!(stream.read_buf(&mut bytes).await? > 0, "the server hung up");
            }
            return Ok((status, bytes[body..body + length].to_vec()));
        }
        anyhow::ensure!(stream.read_buf(&mut bytes).await? > 0, "the server hung up");
    }
}
