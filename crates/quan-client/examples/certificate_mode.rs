//! Certificate mode: the app and the platform name the certificates that they
//! sign with, and the client believes only the one it was given.
//!
//! Against a Quan server whose app has a `certificate_file`; `quan keys export`
//! writes the other two:
//!
//! ```text
//! QUAN_ENDPOINT=http://127.0.0.1:8600 QUAN_APP_ID=2021000000000003 \
//! QUAN_APP_KEY=app_private.pem QUAN_APP_CERT=appCertPublicKey.crt \
//! QUAN_ALIPAY_CERT=alipay_cert_public_key.crt QUAN_ROOT_CERT=alipay_root.crt \
//! cargo run -p quan-client --example certificate_mode
//! ```
#![expect(clippy::print_stdout, reason = "an example tells what it does")]

mod common;

use common::{Outcome, file, five_off_twenty, run_number, setting};
use quan_client::message::query;
use quan_client::{AlipayClient, Certificates, Error, Protocol, SignatureError};

#[tokio::main]
async fn main() -> Outcome {
    let client = AlipayClient::builder()
        .endpoint(setting("QUAN_ENDPOINT", "http://127.0.0.1:8600"))
        .app(
            setting("QUAN_APP_ID", "2021000000000003"),
            file("QUAN_APP_KEY")?,
        )
        .certificates(Certificates {
            app: &file("QUAN_APP_CERT")?,
            alipay: &file("QUAN_ALIPAY_CERT")?,
            root: &file("QUAN_ROOT_CERT")?,
        })
        .build()?;
    let merchant = setting("QUAN_MERCHANT", "2088102111111111");
    let request = five_off_twenty(format!("create-{}", run_number()), &merchant);

    // The same number on both protocols is the same activity.
    for protocol in [Protocol::Rest, Protocol::Gateway] {
        let created = match client
            .over(protocol)
            .create_voucher_activity(&request)
            .await
        {
            Ok(created) => created,
            Err(Error::Signature(SignatureError::UnknownCertificate(sn))) => {
                return Err(
                    format!("the platform signs with another certificate now: {sn}").into(),
                );
            }
            Err(error) => return Err(error.into()),
        };
        let question = query::Request {
            activity_id: created.activity_id,
            ..query::Request::default()
        };
        let answered = client.over(protocol).call_detailed(&question).await?;
        println!("{protocol:?}, verified: {}", answered.json);
    }
    Ok(())
}
