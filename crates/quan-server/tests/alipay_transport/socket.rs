//! What only a socket shows: header names, absolute targets, keep-alive, the
//! end.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

use crate::world::{SEND, SEND_PATH, World};

struct Running {
    stop: oneshot::Sender<()>,
    serving: tokio::task::JoinHandle<std::io::Result<()>>,
    stream: TcpStream,
}

async fn running(world: &World) -> Running {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = world.server.clone();
    let (stop, stopped) = oneshot::channel();
    let serving =
        tokio::spawn(async move { server.serve(listener, async { drop(stopped.await) }).await });
    let stream = TcpStream::connect(address).await.unwrap();
    Running {
        stop,
        serving,
        stream,
    }
}

/// Reads one answer: its head, and a body of the declared length.
async fn read(stream: &mut TcpStream) -> (String, String) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.unwrap());
    }
    let head = String::from_utf8(head).unwrap();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))
        .unwrap();
    let mut body = vec![0; length.parse().unwrap()];
    stream.read_exact(&mut body).await.unwrap();
    (head, String::from_utf8(body).unwrap())
}

#[tokio::test]
async fn t2_5_header_names_are_lower_case_on_the_wire() {
    let world = World::new();
    let mut running = running(&world).await;
    let request = world.rest_request("POST", SEND_PATH, Some("{}"), "n1");
    let authorization = request.headers()["authorization"].to_str().unwrap();
    let text = format!(
        "POST {SEND_PATH} HTTP/1.1\r\nHost: x\r\nAuthorization: {authorization}\r\n\
         Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{{}}"
    );
    running.stream.write_all(text.as_bytes()).await.unwrap();
    let (head, body) = read(&mut running.stream).await;
    assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
    assert_eq!(body, r#"{"voucher_id":"1"}"#);
    for line in head.lines().skip(1).filter(|line| !line.is_empty()) {
        let (name, _) = line.split_once(':').unwrap();
        assert_eq!(name, name.to_ascii_lowercase(), "{head}");
    }
    for name in [
        "alipay-timestamp",
        "alipay-nonce",
        "alipay-signature",
        "alipay-trace-id",
    ] {
        assert!(head.contains(&format!("\r\n{name}: ")), "{head}");
    }
}

#[tokio::test]
async fn an_absolute_target_is_served_on_a_connection_that_is_kept() {
    let world = World::new();
    let mut running = running(&world).await;
    for target in ["/gateway.do", "http://openapi.example.com/gateway.do"] {
        let call = world
            .gateway_caller()
            .call(SEND, "{}", world.now())
            .unwrap();
        let mut text = format!(
            "POST {target}?{} HTTP/1.1\r\nHost: x\r\nContent-type: {}\r\nContent-Length: {}\r\n\r\n",
            call.query,
            call.content_type,
            call.body.len()
        )
        .into_bytes();
        text.extend_from_slice(&call.body);
        running.stream.write_all(&text).await.unwrap();
        let (head, body) = read(&mut running.stream).await;
        assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
        assert!(body.contains("\"code\":\"10000\""), "{body}");
    }
}

#[tokio::test]
async fn a_client_that_expects_to_continue_is_told_so() {
    let world = World::new();
    let mut running = running(&world).await;
    let call = world
        .gateway_caller()
        .call(SEND, "{}", world.now())
        .unwrap();
    let head = format!(
        "POST /gateway.do?{} HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n\
         Content-Type: {}\r\nContent-Length: {}\r\n\r\n",
        call.query,
        call.content_type,
        call.body.len()
    );
    running.stream.write_all(head.as_bytes()).await.unwrap();
    let mut interim = [0; 25];
    running.stream.read_exact(&mut interim).await.unwrap();
    assert_eq!(&interim, b"HTTP/1.1 100 Continue\r\n\r\n");
    running.stream.write_all(&call.body).await.unwrap();
    let (_, body) = read(&mut running.stream).await;
    assert!(body.contains("\"code\":\"10000\""), "{body}");
}

#[tokio::test]
async fn a_client_that_sends_too_much_still_hears_the_refusal() {
    let world = World::new();
    let mut running = running(&world).await;
    let much = vec![b'a'; 3 << 20];
    let head = format!(
        "POST {SEND_PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: {}\r\n\r\n",
        much.len()
    );
    running.stream.write_all(head.as_bytes()).await.unwrap();
    running.stream.write_all(&much).await.unwrap();
    let (head, body) = read(&mut running.stream).await;
    assert!(head.starts_with("HTTP/1.1 400 "), "{head}");
    assert!(body.contains("invalid-parameter"), "{body}");
}

#[tokio::test]
async fn a_server_that_is_told_to_stop_ends_its_connections() {
    let world = World::new();
    let mut running = running(&world).await;
    running
        .stream
        .write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        .await
        .unwrap();
    let (head, _) = read(&mut running.stream).await;
    assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
    running.stop.send(()).unwrap();
    let mut rest = Vec::new();
    running.stream.read_to_end(&mut rest).await.unwrap();
    assert!(rest.is_empty());
    running.serving.await.unwrap().unwrap();
}
