//! Calls that carry the login: media types, renewal, and when a read is asked for again.

use std::cell::RefCell;
use std::time::Duration;

use reqwest::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use reqwest::{Method, StatusCode};

use crate::api::TokenSource;
use crate::api::http::{Call, Http};
use crate::api::refusal;
use crate::api::reply::Reply;
use crate::api::trouble::Trouble;
use crate::domain::secret::Secret;
use crate::failure::{BankSaid, Failure, Kind};

/// The media type of every endpoint but the export. The accounts API has a v4 and a v5 as well, with
/// the same fields as far as anybody published; v1 is what all four APIs share and most clients use.
pub(super) const MEDIA_TYPE: &str = "application/vnd.sparebank1.v1+json; charset=utf-8";

/// How long to wait before a read is asked for a second and a third time.
#[derive(Clone, Copy)]
pub(super) struct Patience(pub(super) [Duration; 2]);

impl Default for Patience {
    fn default() -> Self {
        Self([Duration::from_millis(300), Duration::from_secs(1)])
    }
}

impl Patience {
    fn longest(self) -> Duration {
        let Self([first, second]) = self;
        first.max(second)
    }
}

/// The bank with a login.
pub(super) struct Client<'a> {
    pub(super) http: &'a Http,
    pub(super) tokens: &'a dyn TokenSource,
    pub(super) patience: Patience,
    /// The token with which a read last succeeded.
    pub(super) passed: RefCell<Option<Secret>>,
}

/// What is asked for.
pub(super) struct Ask {
    /// With its ids escaped.
    pub(super) path: String,
    pub(super) query: Vec<(&'static str, String)>,
    /// The media type that is wanted.
    pub(super) accept: &'static str,
}

impl Ask {
    pub(super) fn of(path: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            query: Vec::new(),
            accept: MEDIA_TYPE,
        }
    }
}

/// Reads an answer, more than once where it breaks off.
pub(super) trait Reading {
    type Output;

    /// What a successful answer must be, as a word for people.
    const WANTED: &'static str = "JSON";

    /// Whether a successful answer is of a type that can be read.
    fn takes(&self, reply: &Reply<'_>) -> bool {
        refusal::claims_json(reply)
    }

    /// Reads a successful answer.
    fn read(&mut self, reply: &mut Reply<'_>) -> Result<Self::Output, Trouble>;

    /// Forgets what came of an answer that broke off; `false` if it is too late for that.
    fn again(&mut self) -> bool;
}

impl<T, F: FnMut(&mut Reply<'_>) -> Result<T, Trouble>> Reading for F {
    type Output = T;

    fn read(&mut self, reply: &mut Reply<'_>) -> Result<T, Trouble> {
        self(reply)
    }

    fn again(&mut self) -> bool {
        true
    }
}

impl Client<'_> {
    /// A read. It is repeated once with a new token after 401, and at most twice after what may
    /// pass: a 5xx, a lost connection, silence, an answer cut short. Where the bank itself asks for
    /// a longer wait than is worth it, that is left to the caller.
    pub(super) fn get<R: Reading>(&self, ask: &Ask, reading: &mut R) -> Result<R::Output, Failure> {
        let mut token = self.tokens.token()?;
        let mut renewed = false;
        let mut waits = self.patience.0.iter();
        loop {
            let failure = match self.try_get(ask, &token, reading) {
                Ok(output) => {
                    self.passed.replace(Some(token));
                    return Ok(output);
                }
                Err(Refused::Token(failure)) if renewed => return Err(failure),
                Err(Refused::Token(refused)) => {
                    let kept = |failure| keep_words(failure, *refused.bank);
                    token = self.tokens.renew(&token).map_err(kept)?;
                    renewed = true;
                    continue;
                }
                Err(Refused::Call(Trouble::Final(failure) | Trouble::Cut(failure))) => {
                    return Err(failure);
                }
                Err(Refused::Call(Trouble::Passing(failure))) => failure,
            };
            let Some(wait) = waits.next() else {
                return Err(failure);
            };
            let asked = failure.bank.retry_after.unwrap_or_default();
            if asked > self.patience.longest() {
                return Err(failure);
            }
            let wait = asked.max(*wait);
            if !reading.again() {
                return Err(failure.hint("what was printed before it is not complete"));
            }
            self.http
                .trace(&format!("asking again in {} ms", wait.as_millis()));
            std::thread::sleep(wait);
        }
    }

    /// Whether it is with this token that a read last succeeded.
    pub(super) fn has_passed(&self, token: &Secret) -> bool {
        let passed = self.passed.borrow();
        passed.as_ref().is_some_and(|it| it.is(token.expose()))
    }

    /// A question that the bank wants posted; sent once.
    pub(super) fn post<R: Reading>(
        &self,
        path: &str,
        body: String,
        reading: &mut R,
    ) -> Result<R::Output, Failure> {
        let token = self.tokens.token()?;
        let call = Call {
            method: Method::POST,
            path,
            query: &[],
            accept: MEDIA_TYPE,
            bearer: Some(&token),
            content: Some((MEDIA_TYPE, body)),
        };
        self.attempt(call, reading)
            .map_err(|refused| match refused {
                Refused::Token(failure) => failure,
                Refused::Call(trouble) => trouble.into_failure(),
            })
    }

    fn try_get<R: Reading>(
        &self,
        ask: &Ask,
        token: &Secret,
        reading: &mut R,
    ) -> Result<R::Output, Refused> {
        let call = Call {
            method: Method::GET,
            path: &ask.path,
            query: &ask.query,
            accept: ask.accept,
            bearer: Some(token),
            content: None,
        };
        self.attempt(call, reading)
    }

    fn attempt<R: Reading>(&self, call: Call<'_>, reading: &mut R) -> Result<R::Output, Refused> {
        let what = format!("{} {}", call.method, call.path);
        let mut reply = self
            .http
            .send(call)
            .map_err(|network| Refused::Call(network.into()))?;
        let status = reply.status();
        if status == StatusCode::UNAUTHORIZED {
            return Err(Refused::Token(refusal::unauthorized(&mut reply)));
        }
        if !status.is_success() {
            return Err(Refused::Call(refusal::of(&mut reply)));
        }
        if !reading.takes(&reply) {
            let failure = refusal::of_another_type(&mut reply, R::WANTED);
            return Err(Refused::Call(Trouble::Final(failure)));
        }
        reading.read(&mut reply).map_err(|trouble| {
            Refused::Call(match trouble {
                Trouble::Cut(_) if ends_where_it_ends(&reply) => Trouble::Passing(lost(&what)),
                trouble => trouble.answered(status.as_u16()),
            })
        })
    }
}

/// Whether nothing but the end of the connection told where the body ends, so that a broken one
/// cannot be told from a whole one. The length of a compressed body is not known here either.
pub(super) fn ends_where_it_ends(reply: &Reply<'_>) -> bool {
    reply.header(&CONTENT_LENGTH).is_none() && reply.header(&TRANSFER_ENCODING).is_none()
}

fn lost(what: &str) -> Failure {
    let why = format!("the connection was closed in the middle of the answer ({what})");
    Failure::new(Kind::Unavailable, "the bank's answer broke off")
        .because(anyhow::Error::msg(why))
        .hint("try again")
}

/// What the bank said when it refused the token, in the failure to get another. Where the bank
/// answered to that as well its words are the nearer ones, and only a trace id is added.
fn keep_words(mut failure: Failure, refused: BankSaid) -> Failure {
    if failure.kind == Kind::Login {
        if failure.bank.http_status.is_none() {
            *failure.bank = refused;
        } else if failure.bank.trace_id.is_none() {
            failure.bank.trace_id = refused.trace_id;
        }
    }
    failure
}

/// Why an attempt gave nothing.
enum Refused {
    /// 401: with another token it may work.
    Token(Failure),
    Call(Trouble),
}
