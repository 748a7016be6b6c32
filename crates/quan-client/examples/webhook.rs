//! A service that receives the platform's messages: verifies each, deals with
//! it once, and says `success`.
//!
//! Give its address to the platform (`gateway_url` of the app in Quan's
//! provisioning file, the app's gateway in Alipay's console):
//!
//! ```text
//! QUAN_ALIPAY_PUBLIC_KEY=alipay_public_key.pem QUAN_LISTEN=127.0.0.1:9999 \
//! cargo run -p quan-client --example webhook
//! ```
#![expect(clippy::print_stdout, reason = "an example tells what it does")]

#[expect(dead_code, reason = "each example uses its part of it")]
mod common;

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::routing::post;
use common::{Outcome, file, setting};
use quan_client::message::Message;
use quan_client::webhook::{FAIL, Pushed, SUCCESS, Webhook};

struct Shop {
    webhook: Webhook,
    /// What was dealt with. A service keeps this where its other state is, in
    /// one transaction with it.
    done: Mutex<HashSet<String>>,
}

#[tokio::main]
async fn main() -> Outcome {
    let mut webhook = Webhook::new(&file("QUAN_ALIPAY_PUBLIC_KEY")?)?;
    if let Ok(key) = std::env::var("QUAN_ENCRYPT_KEY") {
        webhook = webhook.encrypt_key(&key)?;
    }
    let shop = Arc::new(Shop {
        webhook,
        done: Mutex::default(),
    });
    let router = Router::new().route("/", post(receive)).with_state(shop);
    let listener = tokio::net::TcpListener::bind(setting("QUAN_LISTEN", "127.0.0.1:9999")).await?;
    println!("listening at http://{}/", listener.local_addr()?);
    axum::serve(listener, router).await?;
    Ok(())
}

/// The body must be taken as it came: the signature is over its parameters.
async fn receive(State(shop): State<Arc<Shop>>, body: Bytes) -> &'static str {
    let pushed = match shop.webhook.receive(&body) {
        Ok(pushed) => pushed,
        Err(error) => {
            println!("not taken in: {error}");
            return FAIL;
        }
    };
    let is_new = {
        let mut done = shop.done.lock().unwrap_or_else(PoisonError::into_inner);
        done.insert(pushed.notify_id.clone())
    };
    // A repetition means that the last answer was lost: say so again, do nothing.
    if is_new {
        deal_with(&pushed);
    }
    SUCCESS
}

fn deal_with(pushed: &Pushed) {
    let said = |text: &Option<String>| text.clone().unwrap_or_default();
    match &pushed.message {
        Some(Message::Created(done)) => println!("{} is active", said(&done.activity_id)),
        Some(Message::Modified(done)) => println!("{} was changed", said(&done.activity_id)),
        Some(Message::Appended(done)) => println!("{} has more", said(&done.activity_id)),
        Some(Message::Stopped(done)) => println!("{} was stopped", said(&done.activity_id)),
        Some(Message::Received(received)) => {
            println!(
                "{} has {}",
                said(&received.receive_user_id),
                said(&received.voucher_id)
            );
        }
        Some(Message::Used(used)) => println!("{} was used", said(&used.voucher_id)),
        Some(Message::Expired(gone)) => println!("{} went unused", said(&gone.voucher_id)),
        Some(Message::OrderReceived(order)) => println!("{} was sold", said(&order.order_no)),
        Some(Message::OrderRefunded(order)) => println!("{} was refunded", said(&order.order_no)),
        Some(Message::Delivery(plan)) => println!("{} is further", said(&plan.delivery_id)),
        Some(Message::ShopPassed(shop)) => println!("{} may open", said(&shop.shop_id)),
        Some(Message::ShopRejected(shop)) => println!("{} may not open", said(&shop.store_id)),
        None => println!("{}: {}", pushed.msg_method, pushed.biz_content),
    }
}
