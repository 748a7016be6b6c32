//! A whole voucher programme, from beginning to end, over real signed HTTP.

mod coupons;
mod programme;
mod receiver;
mod shops;
mod tally;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use anyhow::Context;
use quan_client::wechatpay::Merchant;
use quan_client::{AlipayClient, Connections, Protocol, QuanClient, WechatPayClient};
use quan_server::clock::WallClock;
use quan_server::config::Config;
use quan_server::instance::Instance;
use tokio::sync::oneshot;

use crate::args::DemoArgs;
use crate::printer::Printer;
use crate::world::{APP, TOKEN, World, wechat};

use programme::Programme;
use receiver::Receiver;
use tally::Tally;

pub(crate) fn run(args: DemoArgs, printer: &Printer) -> anyhow::Result<ExitCode> {
    super::runtime()?.block_on(demo(args, printer))
}

/// A directory that is kept, or one that goes with the demo.
enum Place {
    Kept(PathBuf),
    Passing(tempfile::TempDir),
}

impl Place {
    fn path(&self) -> &Path {
        match self {
            Place::Kept(path) => path,
            Place::Passing(dir) => dir.path(),
        }
    }
}

async fn demo(args: DemoArgs, printer: &Printer) -> anyhow::Result<ExitCode> {
    let place = match args.data {
        Some(path) => {
            std::fs::create_dir_all(&path)
                .with_context(|| format!("could not make {}", path.display()))?;
            Place::Kept(path)
        }
        None => Place::Passing(tempfile::tempdir()?),
    };
    let receiver = Receiver::start().await?;
    let world = World::make(place.path(), Some(receiver.url()))?;
    let data = place.path().join("data");
    let config = Config {
        data: data.clone(),
        listen: "127.0.0.1:0".into(),
        provision: Some(world.provision.clone()),
        ..Config::default()
    };
    let instance = Instance::open(&config, Arc::new(WallClock)).await?;
    let url = format!("http://{}", instance.address());
    let platform_key = instance.platform().public_key().to_pem();
    receiver.expect_from(&platform_key)?;
    let (stop, stopped) = oneshot::channel::<()>();
    let server = tokio::spawn(instance.run(async move {
        // A sender that is gone means that the demo is over.
        let _ = stopped.await;
    }));
    printer.line(format!(
        "Quan serves {url} from {}; messages go to {}.",
        data.display(),
        receiver.url()
    ));

    let client = |protocol| {
        AlipayClient::builder()
            .endpoint(&url)
            .app(APP, &world.app_key_text)
            .alipay_public_key(&platform_key)
            .protocol(protocol)
            .connections(Connections::default().idle(256))
            .build()
    };
    receiver.expect_coupons_from(wechat_client(&url, &world)?)?;
    let begun = Instant::now();
    let programme = Programme {
        rest: client(Protocol::Rest)?,
        gateway: client(Protocol::Gateway)?,
        quan: QuanClient::new(&url, TOKEN)?,
        wechat: wechat_client(&url, &world)?,
        receiver: &receiver,
        printer,
        users: args.users,
    };
    let mut tally = Tally::default();
    programme
        .forgone(&mut tally)
        .await
        .context("the programme without prepayment went wrong")?;
    programme
        .prepaid(&mut tally)
        .await
        .context("the prepaid programme went wrong")?;
    programme
        .merchants(&mut tally)
        .await
        .context("the programme of merchant vouchers went wrong")?;
    programme
        .coupons(&mut tally)
        .await
        .context("the programme of WeChat Pay's coupons went wrong")?;
    programme.messages(&mut tally)?;
    tally.took = begun.elapsed();
    let audit = programme.quan.verify().await?;
    anyhow::ensure!(
        audit.findings.is_empty(),
        "the audit found {:?}",
        audit.findings
    );
    printer.report(tally.words(), &tally.json())?;

    if args.keep_running {
        printer.line(how_to_go_on(&url, place.path()));
        tokio::signal::ctrl_c().await?;
    }
    drop(stop);
    server.await??;
    Ok(ExitCode::SUCCESS)
}

/// A client of the merchant at WeChat Pay, which downloads the platform's
/// certificates by itself.
fn wechat_client(url: &str, world: &World) -> anyhow::Result<WechatPayClient> {
    let merchant = Merchant {
        mchid: wechat::MCHID,
        serial_no: wechat::SERIAL,
        private_key: &world.app_key_text,
    };
    let client = WechatPayClient::builder()
        .endpoint(url)
        .merchant(merchant)
        .apiv3_key(wechat::APIV3_KEY)
        .build()?;
    Ok(client)
}

fn how_to_go_on(url: &str, dir: &Path) -> String {
    format!(
        "\nThe server stays up at {url} until Ctrl-C.\n\
         Quan's own API:  curl -H 'authorization: Bearer {TOKEN}' {url}/api/activities\n\
         Alipay's SDKs:   gateway {url}/gateway.do, REST {url}, app {APP}\n\
         WeChat Pay's:    {url}, merchant {mchid}, certificate {serial}, APIv3 key {apiv3_key}\n\
         The app's key (the merchant's, too) and the provisioning file lie in {}.\n\
         The platform's public key:  quan keys export --data {}",
        dir.display(),
        dir.join("data").display(),
        mchid = wechat::MCHID,
        serial = wechat::SERIAL,
        apiv3_key = wechat::APIV3_KEY,
    )
}
