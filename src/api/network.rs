//! What can become of a request on its way, said in sentences.

use std::error::Error;
use std::io;
use std::time::Duration;

use crate::domain::origin::Origin;
use crate::domain::secret::Secret;
use crate::failure::{Failure, Kind};

/// The network's part in a failure: could the bank have seen the request?
#[derive(Debug)]
pub(crate) enum Network {
    /// It cannot have: nothing was sent.
    NotSent(Failure),
    /// It may have: no answer came, or not all of it.
    Lost(Failure),
}

impl From<Network> for Failure {
    fn from(network: Network) -> Self {
        match network {
            Network::NotSent(failure) | Network::Lost(failure) => failure,
        }
    }
}

/// How long to wait for what.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Timeouts {
    /// For a connection, name look-up and TLS included.
    pub(crate) connect: Duration,
    /// For the next byte.
    pub(crate) idle: Duration,
    /// For a form or a transfer, from the connection to the end of the answer. Two forms must stay
    /// well below the time that other processes wait for the lock of the login.
    pub(crate) whole: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            idle: Duration::from_secs(30),
            whole: Duration::from_secs(30),
        }
    }
}

/// What was asked of whom, for the sentences.
#[derive(Clone)]
pub(super) struct Asked {
    pub(super) origin: Origin,
    /// `GET /path`, without a query: that may tell more than a log should know.
    pub(super) what: String,
    /// The access token that went along, which must not come back in the bank's words.
    pub(super) bearer: Option<Secret>,
    pub(super) timeouts: Timeouts,
}

impl Asked {
    /// Why there is nothing to send.
    pub(super) fn unbuilt(error: &reqwest::Error) -> Network {
        let failure = Failure::new(Kind::Unexpected, "the request could not be built");
        Network::NotSent(failure.because(cause(error)))
    }

    /// Why no answer came to what was sent, or was about to be.
    pub(super) fn unanswered(&self, error: &reqwest::Error) -> Network {
        if error.is_dns() || error.is_connect() {
            return Network::NotSent(self.unreachable(error));
        }
        if error.is_timeout() {
            return Network::Lost(self.silent());
        }
        let why = format!(
            "the connection was closed before an answer came ({})",
            self.what
        );
        Network::Lost(self.unavailable("the bank did not answer", why))
    }

    /// Why the answer stopped.
    pub(super) fn broken_off(&self, error: &reqwest::Error) -> Network {
        if error.is_timeout() {
            return Network::Lost(self.silent());
        }
        if chain(error).any(is_garbled) {
            let failure = Failure::new(Kind::Unexpected, "the bank's answer is garbled");
            return Network::Lost(failure.because(cause(error)));
        }
        let why = format!(
            "the connection was closed in the middle of the answer ({})",
            self.what
        );
        Network::Lost(self.unavailable("the bank's answer broke off", why))
    }

    /// Whoever asked waits no longer for the answer.
    pub(super) fn given_up(&self) -> Network {
        let failure = Failure::new(Kind::Unexpected, "interrupted while waiting for the answer");
        Network::Lost(failure)
    }

    /// The answer is longer than anything the bank would send.
    pub(super) fn oversized(&self, cap: usize) -> Network {
        let why = anyhow::anyhow!("more than {} KiB came ({})", cap / 1024, self.what);
        Network::Lost(Failure::new(Kind::Unexpected, "the bank's answer is too large").because(why))
    }

    fn silent(&self) -> Failure {
        let limit = seconds(self.timeouts.idle);
        let why = format!("no response within {limit} s ({})", self.what);
        self.unavailable("the bank did not answer", why)
    }

    fn unreachable(&self, error: &reqwest::Error) -> Failure {
        let message = format!("the bank cannot be reached at {}", self.origin);
        if error.is_dns() {
            let why = format!("the name could not be resolved: {}", innermost(error));
            return self.unavailable(message, why);
        }
        if error.is_timeout() {
            let limit = seconds(self.timeouts.connect);
            return self.unavailable(message, format!("no connection within {limit} s"));
        }
        if let Some(tls) = chain(error).find_map(tls_reason) {
            return Failure::new(Kind::Unavailable, "no secure connection to the bank could be made")
                .because(anyhow::anyhow!("TLS: {tls}"))
                .hint("check this machine's clock and certificates; a proxy or a firewall may be in between");
        }
        if chain(error).any(is_refused) {
            return self.unavailable(message, "the connection was refused".to_owned());
        }
        self.unavailable(message, innermost(error))
    }

    fn unavailable(&self, message: impl Into<String>, why: String) -> Failure {
        let hint = if self.origin.is_loopback() {
            "look whether the server at SB1_API_URL is running"
        } else {
            "check the network connection and try again"
        };
        Failure::new(Kind::Unavailable, message)
            .because(anyhow::Error::msg(why))
            .hint(hint)
    }
}

/// Seconds as people say them: `30`, `0.2`.
fn seconds(duration: std::time::Duration) -> String {
    let text = format!("{}.{}", duration.as_secs(), duration.subsec_millis() / 100);
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// Everything below `error`. An I/O error leaves what it carries out of `source`, so it is opened.
fn chain<'e>(error: &'e reqwest::Error) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
    std::iter::successors(error.source(), |it| below(*it))
}

fn below<'e>(error: &'e (dyn Error + 'static)) -> Option<&'e (dyn Error + 'static)> {
    match error
        .downcast_ref::<io::Error>()
        .and_then(io::Error::get_ref)
    {
        Some(carried) => Some(carried),
        None => error.source(),
    }
}

/// The words at the bottom, where the reason stands; reqwest's own name only the address.
fn innermost(error: &reqwest::Error) -> String {
    chain(error)
        .last()
        .map_or_else(|| "the reason is not known".to_owned(), ToString::to_string)
}

fn cause(error: &reqwest::Error) -> anyhow::Error {
    anyhow::Error::msg(innermost(error))
}

fn tls_reason(error: &(dyn Error + 'static)) -> Option<String> {
    error
        .downcast_ref::<rustls::Error>()
        .map(ToString::to_string)
}

fn is_refused(error: &(dyn Error + 'static)) -> bool {
    error
        .downcast_ref::<io::Error>()
        .is_some_and(|it| it.kind() == io::ErrorKind::ConnectionRefused)
}

/// Whether bytes came that mean nothing: a broken compression, a broken chunk. What only carries a
/// lost connection upwards does not count.
fn is_garbled(error: &(dyn Error + 'static)) -> bool {
    use io::ErrorKind::{InvalidData, InvalidInput, Other};
    error.downcast_ref::<io::Error>().is_some_and(|it| {
        let carries = it.get_ref();
        matches!(it.kind(), InvalidData | InvalidInput | Other)
            && !carries.is_some_and(|it| it.is::<reqwest::Error>() || it.is::<rustls::Error>())
    })
}
