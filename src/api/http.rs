//! One HTTP client for a run, built when the first request is due.
//!
//! The program is synchronous; the small runtime that the client needs lives in here. Nothing else
//! touches TLS, sockets or that runtime.

use std::cell::OnceCell;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use reqwest::Method;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use url::{Url, form_urlencoded};

use crate::api::engine::{Engine, Stop};
use crate::api::network::{Asked, Network, Timeouts};
use crate::api::refusal;
use crate::api::reply::{Reply, SMALL};
use crate::domain::origin::Origin;
use crate::domain::secret::Secret;
use crate::failure::{Failure, Kind};

/// The way to one origin.
pub(crate) struct Http {
    origin: Origin,
    trace: Box<dyn Fn(&str)>,
    timeouts: Timeouts,
    engine: OnceCell<Engine>,
    /// For what must not be sent twice: each request goes on a connection of its own.
    once: OnceCell<Engine>,
}

/// An answer, whatever its status.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
    /// The bank's clock, from its `Date` header.
    pub(crate) date: Option<Timestamp>,
    /// How long the bank asks to wait.
    pub(crate) retry_after: Option<Duration>,
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
            once: OnceCell::new(),
        }
    }

    /// The same with another time to wait for an answer, where there is one: for its next byte, and
    /// for the whole of what is posted once.
    pub(crate) fn waiting(mut self, patience: Option<Duration>) -> Self {
        if let Some(patience) = patience {
            self.timeouts.idle = patience;
            self.timeouts.whole = patience;
        }
        self
    }

    /// The same with other limits, so that a test need not wait.
    #[cfg(test)]
    pub(crate) fn with_timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// Posts a form exactly once, on a connection of its own and within one time for the whole
    /// answer, and returns the answer whatever its status, unless it is a redirect.
    pub(crate) fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> Result<Answer, Network> {
        let form = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let call = Call {
            method: Method::POST,
            path,
            query: &[],
            accept: "application/json",
            bearer: None,
            content: Some(("application/x-www-form-urlencoded", form)),
        };
        let mut reply = self.post_once(call, None)?;
        if reply.status().is_redirection() {
            return Err(Network::Lost(refusal::redirected(&reply)));
        }
        Ok(Answer {
            status: reply.status().as_u16(),
            date: reply.date(),
            retry_after: reply.retry_after(),
            body: reply.whole(SMALL)?,
        })
    }

    /// Makes the request exactly once, on a connection of its own and within one time for the whole
    /// answer, and waits for its head, or until `stop` says to wait no longer.
    ///
    /// Nothing below sends it again: redirects and reqwest's retries are off, and hyper-util's own
    /// one (`retry_canceled_requests`) is for a connection that was used before, which there is none
    /// of without a pool. What fails before there is a connection, TLS and a proxy's `CONNECT`
    /// included, is hyper-util's `Connect` error and nothing else is, so that
    /// [`Network::NotSent`] is true of it.
    pub(super) fn post_once<'h>(
        &'h self,
        call: Call<'_>,
        stop: Stop<'h>,
    ) -> Result<Reply<'h>, Network> {
        let engine = self.engine(&self.once, false).map_err(Network::NotSent)?;
        self.send_by(engine, call, Some(self.timeouts.whole), stop)
    }

    /// Asks for nothing but a sign of life, without a login; returns the bank's clock. Any answer
    /// is one.
    pub(crate) fn knock(&self) -> Result<Option<Timestamp>, Network> {
        let call = Call {
            method: Method::GET,
            path: "/common/helloworld",
            query: &[],
            accept: "*/*",
            bearer: None,
            content: None,
        };
        Ok(self.send(call)?.date())
    }

    /// Makes the request exactly once and waits for the head of its answer.
    pub(super) fn send(&self, call: Call<'_>) -> Result<Reply<'_>, Network> {
        let engine = self.engine(&self.engine, true).map_err(Network::NotSent)?;
        self.send_by(engine, call, None, None)
    }

    /// The same by `engine`, with the whole answer within `limit`, unless `stop` ends the wait.
    fn send_by<'h>(
        &self,
        engine: &'h Engine,
        call: Call<'_>,
        limit: Option<Duration>,
        stop: Stop<'h>,
    ) -> Result<Reply<'h>, Network> {
        let mut asked = Asked {
            origin: self.origin.clone(),
            what: format!("{} {}", call.method, call.path),
            bearer: call.bearer.cloned(),
            timeouts: self.timeouts,
        };
        let mut request = self.request(engine, call).map_err(Network::NotSent)?;
        if let Some(limit) = limit {
            asked.timeouts.idle = limit.min(asked.timeouts.idle);
            request = request.timeout(limit);
        }
        // Built before it is sent, so that what is wrong with it is known to be that: reqwest has the
        // same kind of error for an odd `Location`, which comes after.
        let request = request.build().map_err(|error| Asked::unbuilt(&error))?;
        let begun = Instant::now();
        let sent = async { engine.client.execute(request).await };
        let answer = engine.block_on_unless(stop, sent)?;
        let took = begun.elapsed().as_millis();
        match answer {
            Some(Ok(response)) => {
                self.trace(&format!(
                    "{}: {} in {took} ms",
                    asked.what,
                    response.status()
                ));
                Ok(Reply::new(engine, response, asked, stop))
            }
            failed => {
                self.trace(&format!("{}: no answer in {took} ms", asked.what));
                Err(match failed {
                    Some(Err(error)) => asked.unanswered(&error),
                    _ => asked.given_up(),
                })
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

    fn engine<'h>(&self, cell: &'h OnceCell<Engine>, pooled: bool) -> Result<&'h Engine, Failure> {
        if let Some(engine) = cell.get() {
            return Ok(engine);
        }
        let engine = Engine::build(&self.origin, self.timeouts, pooled)?;
        Ok(cell.get_or_init(|| engine))
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
