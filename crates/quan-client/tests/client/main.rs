//! The client against a stand-in for the platform that runs in this process,
//! checks what arrives and signs as the platform does.
#![expect(clippy::unwrap_used, reason = "a test fails where it cannot go on")]

mod build;
mod calls;
mod certificates;
mod gateway;
mod order_voucher;
mod own_api;
mod own_states;
mod own_wechat;
mod retries;
mod stand_in;
mod trust;
mod webhook;
mod wechatpay;
