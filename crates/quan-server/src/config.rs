//! What `quan serve` can be told. The command line merges flags, environment
//! and a TOML file into one [`Config`].

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Deserializer};

/// Everything that a server is told at its start.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Where the database and the platform's keys are.
    pub data: PathBuf,
    /// The address to listen on; port 0 takes a free one.
    pub listen: String,
    /// The provisioning file, applied at every start.
    pub provision: Option<PathBuf>,
    /// Whether the clock can be moved, and every answer says so.
    pub sandbox: bool,
    /// Where users reach this server, for the addresses in its answers;
    /// without it, the address that it listens on.
    pub public_url: Option<String>,
    /// When accepted operations are completed.
    pub completion_delay: CompletionDelay,
    /// Whether a new stock at WeChat Pay waits until somebody approves it.
    pub review_stocks: bool,
    /// Whether users' claims of coupons are answered, which nothing but their
    /// merchant's signature guards; in a sandbox, where not said.
    pub claims: Option<bool>,
    /// How far the business clock may be moved, in days, either way.
    pub max_clock_offset_days: u32,
    /// How large the body of a request may be.
    pub body: BodyLimits,
    /// Where messages may be delivered to.
    pub courier: CourierConfig,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            data: PathBuf::from("quan-data"),
            listen: "127.0.0.1:8600".to_owned(),
            provision: None,
            sandbox: false,
            public_url: None,
            completion_delay: CompletionDelay::default(),
            review_stocks: false,
            claims: None,
            max_clock_offset_days: 3660,
            body: BodyLimits::default(),
            courier: CourierConfig::default(),
        }
    }
}

/// How large the body of a request may be, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BodyLimits {
    /// For ordinary calls.
    pub ordinary: usize,
    /// For uploads, and for calls that carry long lists.
    pub large: usize,
    /// For all requests that are being served, together.
    pub together: usize,
}

impl Default for BodyLimits {
    fn default() -> BodyLimits {
        BodyLimits {
            ordinary: 1 << 20,
            large: 64 << 20,
            together: 512 << 20,
        }
    }
}

/// Where messages may be delivered to, beyond public addresses over TLS. The
/// addresses of the provisioning file are always allowed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "settings, each for itself")]
pub struct CourierConfig {
    /// To private addresses.
    pub allow_private: bool,
    /// Without TLS.
    pub allow_http: bool,
    /// Whether `sign_type` is part of what is signed in a message: the other
    /// of the platform's two layouts, for receivers that ask for it.
    pub sign_type_signed: bool,
    /// Whether a receiver of coupons' messages is first sent one with a wrong
    /// signature, which it must refuse.
    pub probes: bool,
}

/// When accepted operations (publish, modify, append, stop) are completed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompletionDelay {
    /// So long after they were accepted; none: with the next batch.
    After(Duration),
    /// When somebody says so: for sandboxes.
    Manual,
}

impl Default for CompletionDelay {
    fn default() -> CompletionDelay {
        CompletionDelay::After(Duration::ZERO)
    }
}

/// A text that is no completion delay.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a completion delay is a number of milliseconds or \"manual\", not {0:?}")]
pub struct NotADelay(String);

impl FromStr for CompletionDelay {
    type Err = NotADelay;

    fn from_str(text: &str) -> Result<CompletionDelay, NotADelay> {
        if text == "manual" {
            return Ok(CompletionDelay::Manual);
        }
        let millis = text.parse().map_err(|_| NotADelay(text.to_owned()))?;
        Ok(CompletionDelay::After(Duration::from_millis(millis)))
    }
}

impl fmt::Display for CompletionDelay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CompletionDelay::After(delay) => write!(f, "{}", delay.as_millis()),
            CompletionDelay::Manual => f.write_str("manual"),
        }
    }
}

impl<'de> Deserialize<'de> for CompletionDelay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<CompletionDelay, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged, expecting = "a number of milliseconds or \"manual\"")]
        enum Written {
            Millis(u64),
            Word(String),
        }
        match Written::deserialize(deserializer)? {
            Written::Millis(millis) => Ok(CompletionDelay::After(Duration::from_millis(millis))),
            Written::Word(word) => word.parse().map_err(serde::de::Error::custom),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_file_is_the_default() {
        assert_eq!(toml::from_str::<Config>("").unwrap(), Config::default());
    }

    #[test]
    fn a_delay_is_milliseconds_or_manual() {
        let delay = |text: &str| {
            let config = toml::from_str::<Config>(&format!("completion_delay = {text}"));
            config.map(|config| config.completion_delay)
        };
        assert_eq!(delay("0").unwrap(), CompletionDelay::After(Duration::ZERO));
        assert_eq!(delay("1500").unwrap().to_string(), "1500");
        assert_eq!(delay("\"1500\"").unwrap(), delay("1500").unwrap());
        assert_eq!(delay("\"manual\"").unwrap(), CompletionDelay::Manual);
        assert!(
            delay("\"soon\"")
                .unwrap_err()
                .to_string()
                .contains("milliseconds")
        );
        assert!(delay("-1").is_err());
    }

    #[test]
    fn a_misspelt_setting_is_refused() {
        let error = toml::from_str::<Config>("listn = \"127.0.0.1:0\"").unwrap_err();
        assert!(error.to_string().contains("listn"), "{error}");
    }
}
