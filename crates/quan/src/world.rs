//! A merchant with an application and keys of its own, for the demo and the
//! benches: what a user writes into a provisioning file by hand.

use std::path::{Path, PathBuf};

use anyhow::Context;
use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use quan_wire::alipay::key::PrivateKey;

/// The merchant.
pub(crate) const MERCHANT: &str = "2088102111111111";
/// Its application.
pub(crate) const APP: &str = "2021000000000001";
/// A merchant with nothing but a shop.
const NEIGHBOUR: &str = "2088102111111112";
/// Shops, by what becomes of them where an activity names them.
pub(crate) mod shops {
    /// The merchant's.
    pub(crate) const OWN: &str = "2018051000502000000011111111";
    /// Another one of the merchant's.
    pub(crate) const MORE: &str = "2018051000502000000022222222";
    /// The merchant's, and not yet certified.
    pub(crate) const UNCERTIFIED: &str = "2018051000502000000033333333";
    /// Another merchant's.
    pub(crate) const FOREIGN: &str = "2018051000502000000044444444";
    /// Nobody's.
    pub(crate) const UNKNOWN: &str = "2018051000502000000055555555";
}

/// The merchant at WeChat Pay. It signs with the application's key.
pub(crate) mod wechat {
    /// Its number.
    pub(crate) const MCHID: &str = "1900000001";
    /// The serial number of its certificate.
    pub(crate) const SERIAL: &str = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1";
    /// What contents to it are sealed with.
    pub(crate) const APIV3_KEY: &str = "0123456789abcdef0123456789abcdef";
    /// Its app.
    pub(crate) const APPID: &str = "wx0000000000000001";
}

/// The bearer token of Quan's own API.
pub(crate) const TOKEN: &str = "demo-token";

/// The files that a server is started with, and the key that its client signs
/// with.
pub(crate) struct World {
    /// The provisioning file.
    pub(crate) provision: PathBuf,
    /// The application's private key.
    pub(crate) app_key: PrivateKey,
    /// The same as a line of text, as SDKs are configured with.
    pub(crate) app_key_text: String,
}

impl World {
    /// Makes keys and a provisioning file in a directory. Messages go to
    /// `gateway_url`, where there is one.
    pub(crate) fn make(dir: &Path, gateway_url: Option<&str>) -> anyhow::Result<World> {
        let pair = KeyPair::generate(KeySize::Rsa2048)
            .map_err(|_| anyhow::anyhow!("could not make an RSA key"))?;
        let der: Pkcs8V1Der<'static> =
            AsDer::as_der(&pair).map_err(|_| anyhow::anyhow!("could not write an RSA key down"))?;
        let app_key =
            PrivateKey::from_der(der.as_ref()).context("could not use the new RSA key")?;
        let app_key_text = STANDARD.encode(der.as_ref());
        std::fs::write(dir.join("app_private.txt"), &app_key_text)?;
        std::fs::write(dir.join("app_public.pem"), app_key.public_key().to_pem())?;
        let gateway = gateway_url
            .map(|url| format!("gateway_url = \"{url}\"\n"))
            .unwrap_or_default();
        let notify = gateway_url
            .map(|url| format!("notify_url = \"{url}wechat\"\n"))
            .unwrap_or_default();
        let text = format!(
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
recharge = "auto"

[[merchant]]
id = "{NEIGHBOUR}"
name = "隔壁茶馆"

[[shop]]
id = "{own}"
merchant = "{MERCHANT}"
name = "西湖店"
city = "330100"

[[shop]]
id = "{more}"
merchant = "{MERCHANT}"
name = "外滩店"
city = "310100"

[[shop]]
id = "{uncertified}"
merchant = "{MERCHANT}"
name = "筹备店"
city = "310100"
info_status = "02"

[[shop]]
id = "{foreign}"
merchant = "{NEIGHBOUR}"
name = "茶馆"
city = "310100"

[[alipay_app]]
app_id = "{APP}"
merchant = "{MERCHANT}"
public_key_file = "app_public.pem"
{gateway}
[[wechatpay_merchant]]
mchid = "{mchid}"
name = "演示便利店"
serial = "{serial}"
public_key_file = "app_public.pem"
apiv3_key = "{apiv3_key}"
appids = ["{appid}"]
{notify}"#,
            mchid = wechat::MCHID,
            serial = wechat::SERIAL,
            apiv3_key = wechat::APIV3_KEY,
            appid = wechat::APPID,
            own = shops::OWN,
            more = shops::MORE,
            uncertified = shops::UNCERTIFIED,
            foreign = shops::FOREIGN,
        );
        let provision = dir.join("provision.toml");
        std::fs::write(&provision, text)
            .with_context(|| format!("could not write {}", provision.display()))?;
        Ok(World {
            provision,
            app_key,
            app_key_text,
        })
    }
}
