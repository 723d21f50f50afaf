//! The one call that moves money: posted once, by a token that is known to be good.

use reqwest::Method;

use crate::api::client::MEDIA_TYPE;
use crate::api::http::Call;
use crate::api::network::Network;
use crate::api::refusal::{claims_json, heard};
use crate::api::reply::{Reply, SMALL};
use crate::api::wire::transfer::{Outcome, read};
use crate::api::{Bank, Failure};
use crate::domain::secret::Secret;
use crate::domain::transfer::{Accepted, Answer, Body, Intent, Said};
use crate::failure::Kind;

pub(crate) use crate::api::wire::transfer::{Request, request};

/// The type of what is posted. The bank's specification takes any (`*/*`); this is what live clients
/// have sent to both the debit and the credit card endpoint, the bank's own v1 type only to one.
const CONTENT_TYPE: &str = "application/json";

/// The most characters that are kept of the bank's id of a payment; it has eleven.
const LONGEST_ID: usize = 200;

/// How often a token may turn out to be another one than the one that was tried.
const TRIES: usize = 3;

/// An access token with which a read just succeeded: a transfer must not be the first to find out
/// that the bank no longer takes it.
pub(crate) struct Ready(Secret);

#[cfg(test)]
impl Ready {
    pub(super) fn of(token: Secret) -> Self {
        Self(token)
    }

    pub(super) fn token(&self) -> &Secret {
        &self.0
    }
}

impl Bank<'_> {
    /// A token for one transfer. Where a read of this run passed with it already, nothing is asked.
    ///
    /// # Errors
    /// Those of the login and of the smallest read; nothing was sent that moves money.
    pub(crate) fn ready(&self) -> Result<Ready, Failure> {
        for _ in 0..TRIES {
            // One that is near its end is renewed here, and is then not the one that passed.
            let token = self.client.tokens.token()?;
            if self.client.has_passed(&token) {
                return Ok(Ready(token));
            }
            self.hello()?;
        }
        let what = "the login is renewed faster than it can be tried";
        Err(Failure::new(Kind::Login, what)
            .hint("try again; if that does not help, run `sb1 login`"))
    }

    /// Posts the transfer exactly once, and waits for the answer until `stop` says to wait no
    /// longer, which is looked at some fifty times a second. The token is not renewed, whatever the
    /// bank says to it.
    pub(crate) fn transfer(
        &self,
        ready: &Ready,
        intent: &Intent,
        stop: &dyn Fn() -> bool,
    ) -> Answer {
        if stop() {
            let why = "interrupted before it was sent".to_owned();
            return Answer::NeverSent { why };
        }
        let Request { path, body } = request(intent);
        let call = Call {
            method: Method::POST,
            path,
            query: &[],
            accept: MEDIA_TYPE,
            bearer: Some(&ready.0),
            content: Some((CONTENT_TYPE, body)),
        };
        match self.client.http.post_once(call, Some(stop)) {
            Ok(mut reply) => answered(&mut reply),
            Err(Network::NotSent(failure)) => Answer::NeverSent { why: why(&failure) },
            Err(Network::Lost(failure)) => Answer::Lost {
                why: why(&failure),
                status: None,
            },
        }
    }
}

/// The answer whose head is here. Whatever becomes of its body, the request was sent.
fn answered(reply: &mut Reply<'_>) -> Answer {
    let status = reply.status().as_u16();
    match reply.whole(SMALL) {
        Ok(bytes) => Answer::Came {
            status,
            body: body(reply, &bytes),
        },
        Err(network) => Answer::Lost {
            why: why(&network.into()),
            status: Some(status),
        },
    }
}

fn body(reply: &Reply<'_>, bytes: &[u8]) -> Body {
    if !claims_json(reply) {
        return Body::Other;
    }
    // What decides is read from the bytes as they came, words without our token.
    match read(bytes) {
        Outcome::Created(accepted) => {
            let warnings = accepted.warnings.iter();
            let id = reply.without_bearer(&accepted.payment_id);
            Body::Created(Accepted {
                payment_id: id.chars().take(LONGEST_ID).collect(),
                warnings: warnings.map(|it| reply.without_bearer(it)).collect(),
            })
        }
        Outcome::Errors(codes) => {
            let words = heard(reply, bytes);
            let said = Said {
                status: Some(reply.status().as_u16()),
                code: words.code,
                message: words.message,
                trace_id: words.trace_id,
            };
            Body::Errors { codes, said }
        }
        Outcome::Other => Body::Other,
    }
}

/// In a few words: the reason, where the failure has one.
fn why(failure: &Failure) -> String {
    let reason = failure.causes().next();
    reason.unwrap_or_else(|| failure.message().to_owned())
}
