//! What the token endpoint answers, read tolerantly; and its refusals, as sentences.

use std::time::Duration;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use crate::domain::secret::Secret;
use crate::failure::{BankSaid, Failure, Kind};

use super::credentials::{Tokens, later};

/// No token is believed to live longer: 400 days.
const LONGEST: i64 = 400 * 86_400;
/// The error codes of OAuth that a bank may answer with. Of a refusal nothing else is shown: other
/// words, deliberately vague anyway, might repeat what we sent, and that is all secrets.
const CODES: &[&str] = &[
    "access_denied",
    "expired_token",
    "invalid_client",
    "invalid_grant",
    "invalid_request",
    "invalid_scope",
    "invalid_token",
    "server_error",
    "slow_down",
    "temporarily_unavailable",
    "unauthorized_client",
    "unsupported_grant_type",
    "unsupported_response_type",
];

/// An answer of the token endpoint, whatever its status.
pub(crate) struct TokenAnswer {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
    /// The bank's clock.
    pub(crate) date: Option<Timestamp>,
    pub(crate) retry_after: Option<Duration>,
}

/// No answer came.
pub(crate) struct Lost {
    /// Whether the bank may have seen the request.
    pub(crate) sent: bool,
    pub(crate) failure: Failure,
}

/// Posts a form to the bank's token endpoint, once.
pub(crate) trait TokenEndpoint {
    fn post(&self, form: &[(&str, &str)]) -> Result<TokenAnswer, Lost>;
}

/// What the form was for; a refusal means something else for each.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    Exchange {
        /// Whether nothing was stored before: id and secret were given just now.
        first: bool,
    },
    Refresh,
}

/// The bank's answer, understood.
pub(crate) enum Grant {
    Tokens(Tokens),
    Refused(Refusal),
}

/// Why there are no tokens.
pub(crate) struct Refusal {
    /// The OAuth error code, where it is one.
    code: Option<&'static str>,
    pub(crate) failure: Failure,
}

impl Refusal {
    pub(crate) fn is(&self, code: &str) -> bool {
        self.code == Some(code)
    }
}

#[derive(Deserialize)]
struct TokenBody {
    access_token: Option<String>,
    token_type: Option<Value>,
    expires_in: Option<Value>,
    refresh_token: Option<String>,
    refresh_token_expires_in: Option<Value>,
    refresh_token_absolute_expires_in: Option<Value>,
}

#[derive(Deserialize)]
struct ErrorBody {
    error: Option<Value>,
}

impl TokenAnswer {
    /// Reads the answer that came at `now`.
    pub(crate) fn read(&self, asked: Asked, now: Timestamp) -> Result<Grant, Failure> {
        // Whatever success it is, a refresh token may have been replaced.
        if (200..300).contains(&self.status) {
            return self.tokens(now).map(Grant::Tokens);
        }
        Ok(Grant::Refused(self.refusal(asked)))
    }

    fn tokens(&self, now: Timestamp) -> Result<Tokens, Failure> {
        let unread = |why: &str| {
            Failure::new(Kind::Unexpected, format!("the bank's token answer {why}"))
                .said(self.said(None))
                .hint("try `sb1 login` again; if it stays, the bank may have changed its login")
        };
        let body: TokenBody = serde_json::from_slice(&self.body)
            .map_err(|_| unread(&format!("could not be read ({} bytes)", self.body.len())))?;
        let access = body
            .access_token
            .filter(|it| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_graphic()))
            .ok_or_else(|| unread("holds no usable access_token"))?;
        let bearer = |kind: &Value| {
            kind.as_str()
                .is_some_and(|it| it.eq_ignore_ascii_case("bearer"))
        };
        if body.token_type.as_ref().is_some_and(|kind| !bearer(kind)) {
            return Err(unread("holds another kind of token than Bearer"));
        }
        let skew = self
            .date
            .map_or(0, |date| date.duration_since(now).as_secs());
        let issued = later(now, skew);
        let end = |value: &Option<Value>| {
            value
                .as_ref()
                .and_then(seconds)
                .map(|lifetime| later(issued, lifetime))
        };
        Ok(Tokens {
            access: Secret::new(access),
            issued,
            access_expires: end(&body.expires_in),
            refresh: body
                .refresh_token
                .filter(|it| !it.is_empty())
                .map(Secret::new),
            refresh_expires: end(&body.refresh_token_expires_in),
            login_expires: end(&body.refresh_token_absolute_expires_in),
            skew,
        })
    }

    fn refusal(&self, asked: Asked) -> Refusal {
        let body: Option<ErrorBody> = serde_json::from_slice(&self.body).ok();
        let error = body.as_ref().and_then(|it| it.error.as_ref()?.as_str());
        let code = error.and_then(|error| CODES.iter().copied().find(|it| *it == error));
        let words = match (code, error) {
            (Some(code), _) => format!("the bank said {code}"),
            (None, Some(_)) => format!(
                "the bank said status {} with an error code that OAuth does not know",
                self.status
            ),
            (None, None) => format!(
                "the bank said status {} with {} bytes",
                self.status,
                self.body.len()
            ),
        };
        let failure = match (self.status, code) {
            (429, _) => Failure::new(Kind::RateLimited, "the bank asks to try the login later"),
            (500.., _) | (_, Some("server_error" | "temporarily_unavailable")) => down(),
            (_, Some("slow_down")) => {
                Failure::new(Kind::RateLimited, "the bank asks to try the login later")
            }
            (_, Some("invalid_client")) => wrong_client(asked),
            (_, Some("invalid_grant")) => invalid_grant(asked),
            (_, Some("invalid_request")) => unusable(),
            (_, Some(_)) => refused(),
            (401, None) => wrong_client(asked),
            (404, None) => unreadable(),
            _ if body.is_none() => unreadable(),
            _ => refused(),
        };
        Refusal {
            code,
            failure: failure
                .because(anyhow::Error::msg(words))
                .said(self.said(code.map(str::to_owned))),
        }
    }

    fn said(&self, code: Option<String>) -> BankSaid {
        BankSaid {
            code,
            http_status: Some(self.status),
            retry_after: self.retry_after,
            ..BankSaid::default()
        }
    }
}

fn down() -> Failure {
    Failure::new(Kind::Unavailable, "the bank's login is down").hint("try again in some minutes")
}

fn unusable() -> Failure {
    Failure::new(Kind::Login, "the bank could not use the login request").hint(
        "check that the client id and the redirect URI are exactly those registered with the bank",
    )
}

fn refused() -> Failure {
    Failure::new(Kind::Login, "the bank refused the login").hint("run `sb1 login` to log in again")
}

/// A page, or an address that is none: it says nothing of the login.
fn unreadable() -> Failure {
    Failure::new(
        Kind::Unexpected,
        "the bank's answer cannot be read: it is none of a login",
    )
    .hint("look whether SB1_API_URL is the bank's own address, and whether a network page wants a login")
}

fn wrong_client(asked: Asked) -> Failure {
    let failure = Failure::new(
        Kind::Login,
        "the bank does not accept the client id and client secret",
    );
    match asked {
        Asked::Exchange { first: true } => failure
            .hint("check SB1_CLIENT_ID and SB1_CLIENT_SECRET, or what was typed")
            .hint("both stand at https://developer.sparebank1.no; then run `sb1 login` again"),
        _ => failure
            .hint("the secret may be mistyped, expired or of another client; look at it at https://developer.sparebank1.no")
            .hint("`sb1 login --client-id ID` asks for it again"),
    }
}

fn invalid_grant(asked: Asked) -> Failure {
    match asked {
        Asked::Exchange { .. } => Failure::new(
            Kind::Login,
            "the bank did not accept the code of this login",
        )
        .hint("a code lives about two minutes and works once; run `sb1 login` again")
        .hint("if it stays: the redirect URI must be exactly the one registered with the bank"),
        Asked::Refresh => Failure::new(Kind::Login, "the bank has ended this login")
            .hint("run `sb1 login` to log in again with BankID"),
    }
}

/// A lifetime in whole seconds from `600`, `"600"` or `600.0`; digits only, so no float is met.
fn seconds(value: &Value) -> Option<i64> {
    let text = match value {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.trim().to_owned(),
        _ => return None,
    };
    let (whole, fraction) = text.split_once('.').unwrap_or((text.as_str(), "0"));
    let (negative, whole) = whole
        .strip_prefix('-')
        .map_or((false, whole), |rest| (true, rest));
    let digits = |it: &str| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) {
        return None;
    }
    if negative {
        return Some(0);
    }
    Some(whole.parse::<i64>().unwrap_or(LONGEST).min(LONGEST))
}

#[cfg(test)]
mod tests;
