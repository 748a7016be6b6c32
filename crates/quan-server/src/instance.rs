//! A whole Quan: store, registry, keys, dialects, API and courier, put together
//! as a configuration says.

use std::net::SocketAddr;
use std::sync::Arc;

use quan_core::{Clock, Completion};
use quan_engine::registry::{Registry, RegistryError};
use quan_engine::{Engine, Options, StoreError};
use quan_wire::alipay::key::CannotSign;
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::alipay::handler::Handlers;
use crate::api::{Api, SandboxClock};
use crate::clock::BusinessClock;
use crate::config::{CompletionDelay, Config};
use crate::courier::{self, CannotPost, Coupons, Courier};
use crate::platform::{Platform, PlatformError, WechatPlatform};
use crate::provision::{Provision, ProvisionError};
use crate::recharge::RechargeLinks;
use crate::server::{Parts, Server, WechatParts};
use crate::wechatpay;

/// The database file within a data directory, which the engine makes.
const DATABASE: &str = "quan.db";

/// Why a Quan cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address cannot be listened on.
    #[error("could not listen on {address}")]
    Listen {
        /// The address.
        address: String,
        /// Why.
        source: std::io::Error,
    },
    /// The store cannot be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The registry cannot be opened.
    #[error(transparent)]
    Registry(#[from] RegistryError),
    /// The platform's keys cannot be used.
    #[error(transparent)]
    Platform(#[from] PlatformError),
    /// The provisioning file cannot be applied.
    #[error(transparent)]
    Provision(#[from] ProvisionError),
    /// The money of the provisioning file cannot be paid in.
    #[error("could not pay in what the provisioning file grants")]
    Balance(#[source] quan_engine::Error),
    /// The links to the recharge page cannot be signed.
    #[error("could not derive the key of the recharge links")]
    Links(#[from] CannotSign),
    /// The courier has no HTTP client.
    #[error(transparent)]
    Courier(#[from] CannotPost),
    /// The completion delay is too long.
    #[error("a completion delay is at most 49 days")]
    Delay,
}

/// A Quan that listens.
pub struct Instance {
    listener: TcpListener,
    address: SocketAddr,
    server: Server<Handlers>,
    courier: Courier,
    engine: Engine,
    registry: Registry,
    platform: Platform,
    business: BusinessClock,
}

impl Instance {
    /// Opens everything that a configuration names, applies its provisioning
    /// file, and listens; connections wait until [`Instance::run`].
    pub async fn open(config: &Config, wall: Arc<dyn Clock>) -> Result<Instance, StartError> {
        Instance::open_with(config, config.courier.into(), wall).await
    }

    /// The same with a courier that is set so, also where a configuration has no
    /// word for it.
    pub async fn open_with(
        config: &Config,
        settings: courier::Settings,
        wall: Arc<dyn Clock>,
    ) -> Result<Instance, StartError> {
        let refused = |source| StartError::Listen {
            address: config.listen.clone(),
            source,
        };
        let listener = TcpListener::bind(&config.listen).await.map_err(refused)?;
        let address = listener.local_addr().map_err(refused)?;
        let provision = config
            .provision
            .as_deref()
            .map(Provision::read)
            .transpose()?;
        let business = BusinessClock::new(Arc::clone(&wall));
        let engine = Engine::open(&config.data, Arc::new(business.clone()), options(config)?)?;
        let registry = Registry::on_sqlite(&config.data.join(DATABASE))?;
        let key_file = provision.as_ref().and_then(Provision::platform_key_file);
        if let Some(provision) = &provision {
            // Before the platform has another key, whatever refuses the file does.
            let key = Platform::public_key_of(&config.data, key_file)?;
            provision.fits(&registry, key.as_ref())?;
        }
        let platform = Platform::open(&config.data, key_file, wall.now())?;
        let brought = provision.as_ref().map(Provision::wechat_keys);
        let brought = brought.cloned().unwrap_or_default();
        let wechat = WechatPlatform::open(&config.data, &brought, wall.now())?;
        if let Some(provision) = &provision {
            provision.apply(&registry, platform.public_key())?;
            for (merchant, total) in provision.balances() {
                engine
                    .provision(*merchant, *total)
                    .await
                    .map_err(StartError::Balance)?;
            }
        }
        let base = config
            .public_url
            .clone()
            .unwrap_or_else(|| format!("http://{address}"));
        let links = RechargeLinks::new(&base, platform.private_key())?;
        let courier = Courier::new(
            engine.clone(),
            registry.clone(),
            &platform,
            Arc::clone(&wall),
            settings.clone(),
            Some(Coupons::new(wechat.clone(), StdRng::from_os_rng())),
        )?;
        let sandbox = config.sandbox.then(|| SandboxClock {
            clock: business.clone(),
            max_offset_days: config.max_clock_offset_days,
        });
        let own = crate::api::router(Api {
            engine: engine.clone(),
            registry: registry.clone(),
            codes: wechat.code_book().clone(),
            links: links.clone(),
            wall: Arc::clone(&wall),
            sandbox,
            limits: config.body,
            courier: settings.clone(),
        });
        let coupons = wechatpay::handler::Handlers::new(
            engine.clone(),
            registry.clone(),
            wechat.code_book().clone(),
            settings,
            &base,
        );
        let server = Server::new(Parts {
            registry: registry.clone(),
            platform: platform.clone(),
            wall,
            limits: config.body,
            sandbox: config.sandbox,
            rng: StdRng::from_os_rng(),
            alipay: Handlers::new(engine.clone(), registry.clone(), links, &base),
            wechat: Some(WechatParts {
                platform: wechat.clone(),
                handlers: coupons
                    .with_reviews(config.review_stocks)
                    .with_claims(config.claims.unwrap_or(config.sandbox)),
                rng: StdRng::from_os_rng(),
            }),
            own,
        });
        Ok(Instance {
            listener,
            address,
            server,
            courier,
            engine,
            registry,
            platform,
            business,
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The engine that it serves.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Who is known to it.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// Its keys.
    pub fn platform(&self) -> &Platform {
        &self.platform
    }

    /// Its business clock.
    pub fn business_clock(&self) -> &BusinessClock {
        &self.business
    }

    /// Serves until `shutdown` is ready, then finishes what was begun and
    /// closes the store.
    pub async fn run(self, shutdown: impl Future<Output = ()>) -> std::io::Result<()> {
        let Instance {
            listener,
            server,
            courier,
            engine,
            ..
        } = self;
        // The courier has told the engine who is to hear of what is due.
        engine.start_scheduler();
        let (stop, mut stopped) = watch::channel(false);
        let errands = tokio::spawn(async move {
            let told = async {
                // An end of the sender is an end as well.
                let _ = stopped.wait_for(|stop| *stop).await;
            };
            courier.run(told).await;
        });
        let served = server.serve(listener, shutdown).await;
        drop(server);
        stop.send_replace(true);
        if errands.await.is_err() {
            tracing::error!("the courier ended in a panic");
        }
        engine.close().await;
        served
    }
}

fn options(config: &Config) -> Result<Options, StartError> {
    let completion = match config.completion_delay {
        CompletionDelay::Manual => Completion::Told,
        CompletionDelay::After(delay) => {
            Completion::AfterMs(u32::try_from(delay.as_millis()).map_err(|_| StartError::Delay)?)
        }
    };
    Ok(Options {
        completion,
        sandbox: config.sandbox,
        ..Options::default()
    })
}
