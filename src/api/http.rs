//! One HTTP client for a run, built when the first request is due.
//!
//! The program is synchronous; the small runtime that the client needs lives in here. Nothing else
//! touches TLS, sockets or that runtime.

use std::cell::OnceCell;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use reqwest::header::{
    ACCEPT, AUTHORIZATION, CONTENT_TYPE, DATE, HeaderMap, HeaderName, HeaderValue,
};
use reqwest::{Method, Response, StatusCode};
use tokio::runtime::{Builder, Runtime};
use url::{Url, form_urlencoded};

use crate::api::network::{Asked, Network};
use crate::domain::origin::Origin;
use crate::domain::secret::Secret;
use crate::failure::{Failure, Kind};

/// The most that is read of an answer to a form, and of an error.
pub(super) const SMALL: usize = 64 * 1024;
/// The most that is read of any answer, counted after decompression.
pub(super) const LARGE: usize = 512 * 1024 * 1024;

/// How long to wait for what.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Timeouts {
    /// For a connection, name look-up and TLS included.
    pub(crate) connect: Duration,
    /// For the next byte.
    pub(crate) idle: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            idle: Duration::from_secs(30),
        }
    }
}

/// The way to one origin.
pub(crate) struct Http {
    origin: Origin,
    trace: Box<dyn Fn(&str)>,
    timeouts: Timeouts,
    engine: OnceCell<Engine>,
}

/// An answer, whatever its status.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
    /// The bank's clock, from its `Date` header.
    pub(crate) date: Option<Timestamp>,
}

/// A request to be made.
pub(super) struct Call<'c> {
    pub(super) method: Method,
    /// Path with its ids already escaped.
    pub(super) path: &'c str,
    pub(super) query: &'c [(&'static str, String)],
    pub(super) accept: &'static str,
    pub(super) bearer: Option<&'c Secret>,
    /// Content type and body.
    pub(super) content: Option<(&'static str, String)>,
}

impl Http {
    /// The way to `origin`; nothing is opened yet. `trace` hears a line about each request: method,
    /// path, status and time, never a query, a body or a secret.
    pub(crate) fn new(origin: &Origin, trace: impl Fn(&str) + 'static) -> Self {
        Self {
            origin: origin.clone(),
            trace: Box::new(trace),
            timeouts: Timeouts::default(),
            engine: OnceCell::new(),
        }
    }

    /// The same with other limits, so that a test need not wait.
    #[cfg(test)]
    pub(crate) fn with_timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// Posts a form exactly once and returns the answer whatever its status.
    pub(crate) fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> Result<Answer, Network> {
        let form = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let mut reply = self.send(Call {
            method: Method::POST,
            path,
            query: &[],
            accept: "application/json",
            bearer: None,
            content: Some(("application/x-www-form-urlencoded", form)),
        })?;
        Ok(Answer {
            status: reply.status().as_u16(),
            date: reply.date(),
            body: reply.whole(SMALL)?,
        })
    }

    /// Makes the request exactly once and waits for the head of its answer.
    pub(super) fn send(&self, call: Call<'_>) -> Result<Reply<'_>, Network> {
        let asked = Asked {
            origin: self.origin.clone(),
            what: format!("{} {}", call.method, call.path),
            timeouts: self.timeouts,
        };
        let engine = self.engine().map_err(Network::NotSent)?;
        let request = self.request(engine, call).map_err(Network::NotSent)?;
        let begun = Instant::now();
        let answer = engine.block_on(async { request.send().await })?;
        let took = begun.elapsed().as_millis();
        match answer {
            Ok(response) => {
                self.trace(&format!(
                    "{}: {} in {took} ms",
                    asked.what,
                    response.status()
                ));
                Ok(Reply {
                    engine,
                    response,
                    asked,
                    came: 0,
                    cap: LARGE,
                })
            }
            Err(error) => {
                self.trace(&format!("{}: no answer in {took} ms", asked.what));
                Err(asked.unanswered(&error))
            }
        }
    }

    pub(super) fn trace(&self, line: &str) {
        (self.trace)(line);
    }

    fn request(&self, engine: &Engine, call: Call<'_>) -> Result<reqwest::RequestBuilder, Failure> {
        let wrong =
            |error| Failure::new(Kind::Unexpected, "an address is malformed").because(error);
        let mut url = Url::parse(self.origin.as_str())
            .and_then(|url| url.join(call.path))
            .map_err(|error| wrong(anyhow::Error::from(error)))?;
        if url.origin().ascii_serialization() != self.origin.as_str() {
            return Err(wrong(anyhow::anyhow!(
                "the path leads away from {}",
                self.origin
            )));
        }
        if !call.query.is_empty() {
            url.query_pairs_mut().extend_pairs(call.query);
        }
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static(call.accept));
        if let Some(token) = call.bearer {
            headers.insert(AUTHORIZATION, bearer(token)?);
        }
        let mut request = engine.client.request(call.method, url);
        if let Some((content_type, body)) = call.content {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
            request = request.body(body);
        }
        Ok(request.headers(headers))
    }

    fn engine(&self) -> Result<&Engine, Failure> {
        if let Some(engine) = self.engine.get() {
            return Ok(engine);
        }
        let engine = Engine::build(&self.origin, self.timeouts)?;
        Ok(self.engine.get_or_init(|| engine))
    }
}

/// The value of `Authorization`, marked so that no log of a library shows it.
fn bearer(token: &Secret) -> Result<HeaderValue, Failure> {
    let mut value = HeaderValue::try_from(format!("Bearer {}", token.expose())).map_err(|_| {
        Failure::new(
            Kind::Login,
            "the stored access token has characters that cannot be sent",
        )
        .hint("run `sb1 login`")
    })?;
    value.set_sensitive(true);
    Ok(value)
}

/// Runtime and client.
struct Engine {
    client: reqwest::Client,
    /// There until it is dropped.
    runtime: Option<Runtime>,
}

impl Engine {
    fn build(origin: &Origin, timeouts: Timeouts) -> Result<Self, Failure> {
        let broken = |error| {
            Failure::new(Kind::Unexpected, "the HTTP client cannot be set up").because(error)
        };
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| broken(anyhow::Error::from(error)))?;
        let client = client(origin, timeouts).map_err(broken)?;
        Ok(Self {
            client,
            runtime: Some(runtime),
        })
    }

    fn block_on<F: Future>(&self, future: F) -> Result<F::Output, Network> {
        let Some(runtime) = &self.runtime else {
            let failure = Failure::new(Kind::Unexpected, "the HTTP client is gone");
            return Err(Network::NotSent(failure));
        };
        Ok(runtime.block_on(future))
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

fn client(origin: &Origin, timeouts: Timeouts) -> Result<reqwest::Client, anyhow::Error> {
    let mut builder = reqwest::Client::builder()
        .user_agent(concat!("sb1/", env!("CARGO_PKG_VERSION")))
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .http1_only()
        .gzip(true)
        .connect_timeout(timeouts.connect)
        .read_timeout(timeouts.idle)
        .pool_idle_timeout(Duration::from_secs(10));
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

/// An answer whose body is still to come.
pub(super) struct Reply<'h> {
    engine: &'h Engine,
    response: Response,
    asked: Asked,
    /// Bytes of the body that came, and how many may.
    came: usize,
    cap: usize,
}

impl Reply<'_> {
    pub(super) fn status(&self) -> StatusCode {
        self.response.status()
    }

    pub(super) fn url(&self) -> &Url {
        self.response.url()
    }

    pub(super) fn header(&self, name: &HeaderName) -> Option<&str> {
        self.response.headers().get(name)?.to_str().ok()
    }

    /// The bank's clock.
    pub(super) fn date(&self) -> Option<Timestamp> {
        http_date(self.header(&DATE)?)
    }

    /// Appends what comes next of the body; `false` at its end.
    pub(super) fn read(&mut self, into: &mut Vec<u8>) -> Result<bool, Network> {
        let chunk = self.engine.block_on(self.response.chunk())?;
        let Some(chunk) = chunk.map_err(|error| self.asked.broken_off(&error))? else {
            return Ok(false);
        };
        self.came = self.came.saturating_add(chunk.len());
        if self.came > self.cap {
            return Err(self.asked.oversized(self.cap));
        }
        into.extend_from_slice(&chunk);
        Ok(true)
    }

    /// The beginning of the body, as far as it comes and is small, and whether that is all of it.
    pub(super) fn beginning(&mut self) -> (Vec<u8>, bool) {
        self.cap = SMALL;
        let mut body = Vec::new();
        loop {
            match self.read(&mut body) {
                Ok(true) => {}
                Ok(false) => return (body, true),
                Err(_) => return (body, false),
            }
        }
    }

    /// The whole body, of at most `cap` bytes.
    pub(super) fn whole(&mut self, cap: usize) -> Result<Vec<u8>, Network> {
        self.cap = cap;
        let mut body = Vec::new();
        while self.read(&mut body)? {}
        Ok(body)
    }
}

/// An instant as HTTP writes it: `Sun, 06 Nov 1994 08:49:37 GMT`.
pub(super) fn http_date(text: &str) -> Option<Timestamp> {
    jiff::fmt::rfc2822::DateTimeParser::new()
        .relaxed_weekday(true)
        .parse_timestamp(text)
        .ok()
}
