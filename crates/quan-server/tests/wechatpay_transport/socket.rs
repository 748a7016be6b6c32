//! What only a socket shows: the letters of header names, chunks, continuation,
//! versions, and connections that are kept.

use quan_core::Clock as _;
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

use crate::recorded::{Recorded, SDKS};
use crate::world::{CALLBACKS, CERTIFICATES, COUPONS, CREATOR, STOCKS, UPLOAD, World, stock};

/// A connection to a world's server; who drops it stops the server.
struct Connection {
    stream: TcpStream,
    address: std::net::SocketAddr,
    _stop: oneshot::Sender<()>,
}

/// One answer as it stood on the wire.
struct Read {
    head: String,
    body: Vec<u8>,
}

impl Read {
    fn status(&self) -> u16 {
        self.head.split(' ').nth(1).unwrap().parse().unwrap()
    }

    /// Names of headers, spelt as they came.
    fn names(&self) -> Vec<&str> {
        let lines = self.head.lines().skip(1).filter(|line| !line.is_empty());
        lines.map(|line| line.split_once(':').unwrap().0).collect()
    }

    fn value(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines();
        lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

impl Connection {
    async fn to(world: &World) -> Connection {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = world.server.clone();
        let (stop, stopped) = oneshot::channel();
        tokio::spawn(async move { server.serve(listener, async { drop(stopped.await) }).await });
        Connection {
            stream: TcpStream::connect(address).await.unwrap(),
            address,
            _stop: stop,
        }
    }

    /// Another connection to the same server.
    async fn again(&mut self) {
        self.stream = TcpStream::connect(self.address).await.unwrap();
    }

    async fn write(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).await.unwrap();
    }

    async fn head(&mut self) -> String {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(self.stream.read_u8().await.unwrap());
        }
        String::from_utf8(head).unwrap()
    }

    async fn read(&mut self) -> Read {
        let head = self.head().await;
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(": ")?;
            let length = name.eq_ignore_ascii_case("content-length");
            length.then(|| value.parse().unwrap())
        });
        let mut body = vec![0; length.unwrap_or(0)];
        self.stream.read_exact(&mut body).await.unwrap();
        Read { head, body }
    }
}

/// A signed request as it stands on the wire, up to its body.
fn text(world: &World, method: &str, target: &str, body: &Value) -> String {
    let request = world.request(CREATOR, method, target, body);
    let mut text = format!("{method} {target} HTTP/1.1\r\nHost: x\r\n");
    for (name, value) in request.headers() {
        let value = value.to_str().unwrap();
        text.extend([name.as_str(), ": ", value, "\r\n"]);
    }
    text
}

/// A signed request without a body.
fn get(world: &World, target: &str) -> String {
    text(world, "GET", target, &Value::Null) + "\r\n"
}

/// A body as a client writes it that does not know its length.
fn chunks(body: &[u8], size: usize) -> Vec<u8> {
    let mut all = Vec::new();
    for piece in body.chunks(size) {
        all.extend_from_slice(format!("{:x}\r\n", piece.len()).as_bytes());
        all.extend_from_slice(piece);
        all.extend_from_slice(b"\r\n");
    }
    all.extend_from_slice(b"0\r\n\r\n");
    all
}

/// A recorded request, which left the host out.
fn recorded_head(one: &Recorded) -> String {
    let mut head = format!("{} {} HTTP/1.1\r\n", one.method, one.target);
    head.push_str("Host: api.mch.weixin.qq.com\r\n");
    for (name, value) in &one.headers {
        head.extend([name, ": ", value, "\r\n"]);
    }
    head + "\r\n"
}

#[tokio::test]
async fn w_resp_5_header_names_keep_their_case_on_the_wire() {
    let world = World::new();
    let mut connection = Connection::to(&world).await;
    connection.write(get(&world, CERTIFICATES).as_bytes()).await;
    let answer = connection.read().await;
    assert_eq!(answer.status(), 200, "{}", answer.head);
    for name in [
        "Wechatpay-Timestamp",
        "Wechatpay-Nonce",
        "Wechatpay-Serial",
        "Wechatpay-Signature",
        "Wechatpay-Signature-Type",
        "Content-Type",
        "Content-Length",
    ] {
        assert!(answer.names().contains(&name), "{name}: {}", answer.head);
    }
    // Java reads its id from either spelling.
    let id = answer.names().into_iter();
    assert_eq!(
        id.filter(|name| name.eq_ignore_ascii_case("request-id"))
            .count(),
        1
    );
    // Refusals of the same connection too, signed or not.
    for (sent, status) in [
        (get(&world, CALLBACKS), 404),
        (format!("GET {CALLBACKS} HTTP/1.1\r\nHost: x\r\n\r\n"), 400),
        (
            "GET /v3/nothing HTTP/1.1\r\nHost: x\r\n\r\n".to_owned(),
            404,
        ),
    ] {
        connection.write(sent.as_bytes()).await;
        let answer = connection.read().await;
        assert_eq!(answer.status(), status);
        for name in answer.names() {
            assert!(name.starts_with(|c: char| c.is_ascii_uppercase()), "{name}");
        }
        let signed = answer.value("Wechatpay-Signature").is_some();
        assert_eq!(signed, status == 404 && !answer.body.is_empty());
    }
}

#[tokio::test]
async fn d2_a_connection_keeps_the_spelling_of_its_first_request() {
    let world = World::new();
    let mut connection = Connection::to(&world).await;
    let alipay = "POST /gateway.do HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n";
    let rest = "GET /v3/alipay/nothing HTTP/1.1\r\nHost: x\r\n\r\n";
    for first in [alipay, rest] {
        connection.write(first.as_bytes()).await;
        let answer = connection.read().await;
        for name in answer.names() {
            assert_eq!(name, name.to_ascii_lowercase(), "{}", answer.head);
        }
        connection.again().await;
    }
    // A whole address, as through a proxy, and an empty line before the request.
    let target = format!("http://api.mch.weixin.qq.com{CALLBACKS}");
    let absolute = get(&world, CALLBACKS).replacen(CALLBACKS, &target, 1);
    let late = format!("\r\n{}", get(&world, CALLBACKS));
    for first in [absolute, late] {
        connection.write(first.as_bytes()).await;
        let answer = connection.read().await;
        assert_eq!(answer.status(), 404, "{}", answer.head);
        let signature = answer.value("Wechatpay-Signature");
        assert!(signature.is_some(), "{}", answer.head);
        connection.again().await;
    }
}

#[tokio::test]
async fn w_resp_1_a_204_has_no_length_and_no_body() {
    let world = World::new();
    let id = world.stock(stock()).await;
    let mut connection = Connection::to(&world).await;
    let body = serde_json::json!({ "goods_name": "热饮", "out_request_no": "M" });
    let target = format!("{STOCKS}/{id}");
    let json = body.to_string();
    let head = text(&world, "PATCH", &target, &body);
    let sent = format!("{head}Content-Length: {}\r\n\r\n{json}", json.len());
    // The next answer on the connection is found where it must begin.
    connection.write(sent.as_bytes()).await;
    connection.write(get(&world, CALLBACKS).as_bytes()).await;
    let answer = connection.read().await;
    assert_eq!(answer.status(), 204, "{}", answer.head);
    assert!(answer.value("Wechatpay-Signature").is_some());
    assert_eq!(answer.value("Content-Length"), None);
    assert_eq!(connection.read().await.status(), 404);
}

#[tokio::test]
async fn w_conn_3_http_2_is_not_offered() {
    let world = World::new();
    let mut connection = Connection::to(&world).await;
    connection
        .write(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0")
        .await;
    let mut answer = Vec::new();
    // The end may come as an error: not all was read of what was sent.
    drop(connection.stream.read_to_end(&mut answer).await);
    let text = String::from_utf8_lossy(&answer);
    assert!(
        answer.is_empty() || text.starts_with("HTTP/1.1 4"),
        "{text}"
    );
    // An upgrade that is asked for is passed over.
    connection.again().await;
    let asked = get(&world, CALLBACKS);
    let asked = asked.replacen(
        "Host: x\r\n",
        "Host: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n",
        1,
    );
    connection.write(asked.as_bytes()).await;
    let answer = connection.read().await;
    assert!(answer.head.starts_with("HTTP/1.1 404 "), "{}", answer.head);
}

#[tokio::test]
async fn w_conn_4_chunked_bodies_are_taken() {
    let world = World::new();
    let mut connection = Connection::to(&world).await;
    let body = serde_json::json!({ "notify_url": "https://1.1.1.1/told" });
    for size in [1, 7, 1000] {
        let head = text(&world, "POST", CALLBACKS, &body) + "Transfer-Encoding: chunked\r\n\r\n";
        connection.write(head.as_bytes()).await;
        connection
            .write(&chunks(body.to_string().as_bytes(), size))
            .await;
        let answer = connection.read().await;
        assert_eq!(answer.status(), 200, "{}", answer.head);
        assert!(answer.value("Wechatpay-Signature").is_some());
    }
}

#[tokio::test]
async fn w_conn_4_expect_is_answered_with_100() {
    let world = World::new();
    let mut connection = Connection::to(&world).await;
    let body = serde_json::json!({ "notify_url": "https://1.1.1.1/told" });
    let json = body.to_string();
    for spelling in ["100-Continue", "100-continue"] {
        let head = text(&world, "POST", CALLBACKS, &body);
        let more = format!(
            "Content-Length: {}\r\nExpect: {spelling}\r\n\r\n",
            json.len()
        );
        connection.write((head + &more).as_bytes()).await;
        assert_eq!(connection.head().await, "HTTP/1.1 100 Continue\r\n\r\n");
        connection.write(json.as_bytes()).await;
        assert_eq!(connection.read().await.status(), 200, "{spelling}");
    }
}

#[tokio::test]
async fn w_conn_7_a_repeat_on_another_connection_is_served() {
    let world = World::new();
    let mut connection = Connection::to(&world).await;
    let sent = get(&world, CERTIFICATES);
    for _ in 0..2 {
        connection.write(sent.as_bytes()).await;
        assert_eq!(connection.read().await.status(), 200);
        connection.again().await;
    }
}

#[tokio::test]
async fn what_every_sdk_put_on_the_wire_is_understood() {
    let (mut chunked, mut expecting) = (0, 0);
    for sdk in SDKS {
        let all = Recorded::of(sdk);
        let (world, twin) = (all[0].world(), all[0].world());
        let mut connection = Connection::to(&world).await;
        for one in &all {
            world.wall.set(one.at);
            twin.wall.set(one.at);
            let name = format!("{sdk} {}", one.name);
            connection.write(recorded_head(one).as_bytes()).await;
            if one.header("expect").is_some() {
                expecting += 1;
                let interim = connection.head().await;
                assert_eq!(interim, "HTTP/1.1 100 Continue\r\n\r\n", "{name}");
            }
            if one.header("transfer-encoding").is_some() {
                chunked += 1;
                connection.write(&chunks(&one.body, 100)).await;
            } else {
                connection.write(&one.body).await;
            }
            let answer = connection.read().await;
            // As without a socket.
            let expected = twin.server.call(one.request()).await;
            assert_eq!(answer.status(), expected.status().as_u16(), "{name}");
            let signed = expected.headers().contains_key("wechatpay-signature");
            let signature = answer.value("Wechatpay-Signature");
            assert_eq!(signature.is_some(), signed, "{name}");
            let seconds = world.wall.now().as_second().to_string();
            let stamp = answer.value("Wechatpay-Timestamp");
            assert_eq!(stamp, signed.then_some(seconds.as_str()), "{name}");
        }
    }
    assert_eq!((chunked, expecting), (2, 1), "axios and PHP");
}

#[tokio::test]
async fn who_sends_too_much_still_hears_the_refusal() {
    let world = World::new();
    let mut connection = Connection::to(&world).await;
    let much = vec![b'a'; 9 << 20];
    for (target, expected) in [
        (format!("{COUPONS}/use"), 400),
        (UPLOAD.to_owned(), 400),
        ("/v3/nothing".to_owned(), 404),
    ] {
        let head = format!(
            "POST {target} HTTP/1.1\r\nHost: x\r\nAccept: */*\r\nUser-Agent: x\r\nContent-Length: {}\r\n\r\n",
            much.len()
        );
        connection.write(head.as_bytes()).await;
        connection.write(&much).await;
        let answer = connection.read().await;
        assert_eq!(answer.status(), expected, "{}", answer.head);
        assert!(answer.head.contains("Request-I"), "{}", answer.head);
    }
}
