//! A directory with keys and a provisioning file, and clients that fit.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use quan_client::wechatpay::Merchant;
use quan_client::{
    AlipayClient, AlipayClientBuilder, Connections, Protocol, QuanClient, Retry, WechatPayClient,
};
use quan_wire::alipay::key::PrivateKey;

use crate::process::{quan, run};

pub(crate) const MERCHANT: &str = "2088102111111111";
pub(crate) const APP: &str = "2021000000000001";
pub(crate) const TOKEN: &str = "test-token";

/// What a server is started with. Its directory goes with it.
pub(crate) struct World {
    dir: tempfile::TempDir,
    app_key: String,
    platform_key: String,
}

impl World {
    /// A merchant, its app and a token; the platform's keys are made.
    pub(crate) fn make() -> anyhow::Result<World> {
        let dir = tempfile::tempdir()?;
        let pair = KeyPair::generate(KeySize::Rsa2048).context("no RSA key could be made")?;
        let der: Pkcs8V1Der<'static> = pair.as_der().context("the key has no text")?;
        let key = PrivateKey::from_der(der.as_ref())?;
        std::fs::write(dir.path().join("app_public.pem"), key.public_key().to_pem())?;
        std::fs::write(dir.path().join("provision.toml"), provisioning())?;
        let mut world = World {
            dir,
            app_key: STANDARD.encode(der.as_ref()),
            platform_key: String::new(),
        };
        let exported = run(quan()
            .args(["keys", "export", "--data"])
            .arg(world.data())
            .arg("--out")
            .arg(world.dir()))?;
        ensure!(exported.code == Some(0), "{exported:?}");
        world.platform_key = std::fs::read_to_string(world.dir().join("alipay_public_key.pem"))?;
        Ok(world)
    }

    pub(crate) fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// The data directory.
    pub(crate) fn data(&self) -> PathBuf {
        self.dir().join("data")
    }

    pub(crate) fn provision(&self) -> PathBuf {
        self.dir().join("provision.toml")
    }

    /// A client that asks once: what was not answered is the test's to repeat.
    pub(crate) fn alipay(&self, url: &str) -> anyhow::Result<AlipayClient> {
        Ok(self.builder(url).protocol(Protocol::Rest).build()?)
    }

    /// The same before it is built.
    pub(crate) fn builder(&self, url: &str) -> AlipayClientBuilder {
        AlipayClient::builder()
            .endpoint(url)
            .app(APP, &self.app_key)
            .alipay_public_key(&self.platform_key)
            .connections(Connections::default())
            .retry(Retry::never())
    }

    /// The same for a merchant at WeChat Pay that signs with the app's key.
    pub(crate) fn wechat(
        &self,
        url: &str,
        mchid: &str,
        serial_no: &str,
        apiv3_key: &str,
    ) -> anyhow::Result<WechatPayClient> {
        Ok(WechatPayClient::builder()
            .endpoint(url)
            .merchant(Merchant {
                mchid,
                serial_no,
                private_key: &self.app_key,
            })
            .apiv3_key(apiv3_key)
            .retry(Retry::never())
            .build()?)
    }

    /// The same for Quan's own API.
    pub(crate) fn own(url: &str) -> anyhow::Result<QuanClient> {
        Ok(QuanClient::builder(url, TOKEN)
            .retry(Retry::never())
            .build()?)
    }
}

/// The provisioning file of a world.
pub(crate) fn provisioning() -> String {
    format!(
        r#"[registry]
users = "open"

[[api_token]]
token = "{TOKEN}"
role = "admin"

[[merchant]]
id = "{MERCHANT}"
name = "演示咖啡"
alias = "演示咖啡"
balance = "100000.00"

[[alipay_app]]
app_id = "{APP}"
merchant = "{MERCHANT}"
public_key_file = "app_public.pem"
"#
    )
}
