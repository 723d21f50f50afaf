//! Runtime and HTTP client in one, set up for one origin.

use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};

use crate::api::network::{Network, Timeouts};
use crate::domain::origin::Origin;
use crate::failure::{Failure, Kind};

/// How often a wait that can be given up looks whether it is.
const GLANCE: Duration = Duration::from_millis(20);

/// Whether to wait no longer; `None` where nobody can say so.
pub(super) type Stop<'s> = Option<&'s dyn Fn() -> bool>;

/// Runtime and client.
pub(super) struct Engine {
    pub(super) client: reqwest::Client,
    /// There until it is dropped.
    runtime: Option<Runtime>,
}

impl Engine {
    /// Keeps connections for the next request where `pooled`; else each request has its own.
    pub(super) fn build(
        origin: &Origin,
        timeouts: Timeouts,
        pooled: bool,
    ) -> Result<Self, Failure> {
        let broken = |error| {
            Failure::new(Kind::Unexpected, "the HTTP client cannot be set up").because(error)
        };
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| broken(anyhow::Error::from(error)))?;
        let client = client(origin, timeouts, pooled).map_err(broken)?;
        Ok(Self {
            client,
            runtime: Some(runtime),
        })
    }

    pub(super) fn block_on<F: Future>(&self, future: F) -> Result<F::Output, Network> {
        let Some(runtime) = &self.runtime else {
            let failure = Failure::new(Kind::Unexpected, "the HTTP client is gone");
            return Err(Network::NotSent(failure));
        };
        Ok(runtime.block_on(future))
    }

    /// The same, except that it is dropped as soon as `stop` says so; then it is `None`.
    pub(super) fn block_on_unless<F: Future>(
        &self,
        stop: Stop<'_>,
        future: F,
    ) -> Result<Option<F::Output>, Network> {
        let Some(stop) = stop else {
            return self.block_on(future).map(Some);
        };
        self.block_on(async {
            let stopped = async {
                while !stop() {
                    tokio::time::sleep(GLANCE).await;
                }
            };
            // What has come is taken before anybody is asked.
            tokio::select! {
                biased;
                output = future => Some(output),
                () = stopped => None,
            }
        })
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        // A look-up of a name that hangs would hold up the end of the program otherwise.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

fn client(
    origin: &Origin,
    timeouts: Timeouts,
    pooled: bool,
) -> Result<reqwest::Client, anyhow::Error> {
    let mut builder = reqwest::Client::builder()
        .user_agent(concat!("sb1/", env!("CARGO_PKG_VERSION")))
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .http1_only()
        .gzip(true)
        .connect_timeout(timeouts.connect)
        .read_timeout(timeouts.idle)
        .pool_idle_timeout(Duration::from_secs(10));
    if !pooled {
        builder = builder.pool_max_idle_per_host(0);
    }
    if origin.is_loopback() {
        builder = builder.no_proxy();
    }
    if origin.is_https() {
        // It fails only where a provider is installed already, and it is this one.
        let _ = rustls::crypto::ring::default_provider().install_default();
        builder = builder.https_only(true);
    } else {
        builder = builder.tls_backend_preconfigured(no_authorities()?);
    }
    Ok(builder.build()?)
}

/// A TLS set-up that trusts nobody, for an origin without TLS: it spares the reading of every
/// certificate authority on the machine.
fn no_authorities() -> Result<rustls::ClientConfig, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    Ok(rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth())
}
