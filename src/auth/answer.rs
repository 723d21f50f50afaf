//! What the token endpoint answers, read tolerantly; and its refusals, as sentences.

use std::time::Duration;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use crate::domain::secret::Secret;
use crate::domain::text::Foreign;
use crate::failure::{BankSaid, Failure, Kind};

use super::credentials::{Tokens, later};

/// No token is believed to live longer: 400 days.
const LONGEST: i64 = 400 * 86_400;
/// How much of the bank's own words is shown.
const SHOWN_CHARACTERS: usize = 200;

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
    Exchange,
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
    pub(crate) code: Option<String>,
    pub(crate) failure: Failure,
}

impl Refusal {
    pub(crate) fn is(&self, code: &str) -> bool {
        self.code.as_deref() == Some(code)
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
    error: String,
    error_description: Option<Value>,
}

impl TokenAnswer {
    /// Reads the answer that came at `now`.
    pub(crate) fn read(&self, asked: Asked, now: Timestamp) -> Result<Grant, Failure> {
        if self.status == 200 {
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
        let code = body.as_ref().map(|it| it.error.clone());
        let failure = match (self.status, code.as_deref()) {
            (429, _) => Failure::new(Kind::RateLimited, "the bank asks to try the login later"),
            (500.., _) => Failure::new(Kind::Unavailable, "the bank's login is down")
                .hint("try again in some minutes"),
            (_, Some("invalid_client")) | (401, _) => wrong_client(),
            (400, Some("invalid_grant")) => invalid_grant(asked),
            (400, Some("invalid_request")) => Failure::new(
                Kind::Login,
                "the bank could not use the login request",
            )
            .hint("check that the client id and the redirect URI are exactly those registered with the bank"),
            _ => Failure::new(Kind::Login, "the bank refused the login")
                .hint("run `sb1 login` to log in again"),
        };
        let words = match &body {
            Some(body) => body.words(),
            None => format!("status {} with {} bytes", self.status, self.body.len()),
        };
        let said = self.said(code.clone());
        Refusal {
            code,
            failure: failure
                .because(anyhow::anyhow!("the bank said {words}"))
                .said(said),
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

impl ErrorBody {
    /// The bank's words, cut and neutralised: they are shown and never relied on.
    fn words(&self) -> String {
        let mut words = self.error.clone();
        if let Some(Value::String(text)) = &self.error_description {
            words = format!("{words}: {text}");
        }
        let cut: String = words.chars().take(SHOWN_CHARACTERS).collect();
        Foreign::new(cut).to_string()
    }
}

fn wrong_client() -> Failure {
    Failure::new(Kind::Login, "the bank does not accept the client id and client secret")
        .hint("the secret may be mistyped, expired or of another client; look at it at https://developer.sparebank1.no")
        .hint("then run `sb1 logout --all` and `sb1 login`, which asks for both again")
}

fn invalid_grant(asked: Asked) -> Failure {
    match asked {
        Asked::Exchange => Failure::new(
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
mod tests {
    use super::*;
    use crate::auth::credentials::tests::instant;

    fn answer(status: u16, body: &str) -> TokenAnswer {
        TokenAnswer {
            status,
            body: body.into(),
            date: None,
            retry_after: None,
        }
    }

    fn tokens(body: &str) -> Result<Tokens, Failure> {
        answer(200, body).tokens(instant("2026-11-22T12:00:00Z"))
    }

    #[test]
    fn a_lifetime_is_read_in_every_form_without_a_float() {
        for (written, meant) in [
            ("600", Some(600)),
            ("\"600\"", Some(600)),
            ("600.0", Some(600)),
            ("\"600.9\"", Some(600)),
            ("0", Some(0)),
            ("-5", Some(0)),
            ("99999999999", Some(LONGEST)),
            ("123456789012345678901234567890", Some(LONGEST)),
            ("null", None),
            ("\"soon\"", None),
            ("\"\"", None),
            ("6e2", None),
            ("true", None),
            ("[600]", None),
        ] {
            let value: Value = serde_json::from_str(written).unwrap();
            assert_eq!(seconds(&value), meant, "{written}");
        }
    }

    #[test]
    fn only_the_access_token_is_required() {
        let bare = tokens(r#"{"access_token":"a"}"#).unwrap();
        assert!(bare.access.is("a") && bare.access_expires.is_none() && bare.refresh.is_none());
        let full = tokens(
            r#"{"access_token":"a","token_type":"bearer","expires_in":"600","refresh_token":"r",
            "refresh_token_expires_in":2591999,"refresh_token_absolute_expires_in":31535999.0,
            "scope":null,"userinfo":{"deep":[[[]]]}}"#,
        )
        .unwrap();
        assert_eq!(full.access_expires, Some(instant("2026-11-22T12:10:00Z")));
        assert_eq!(full.login_expires, Some(instant("2027-11-22T11:59:59Z")));
        assert!(full.refresh.unwrap().is("r"));
    }

    #[test]
    fn the_banks_clock_counts() {
        let mut late = answer(200, r#"{"access_token":"a","expires_in":600}"#);
        late.date = Some(instant("2026-11-22T13:00:00Z"));
        let tokens = late.tokens(instant("2026-11-22T12:00:00Z")).unwrap();
        assert_eq!(tokens.skew, 3600);
        assert_eq!(tokens.access_expires, Some(instant("2026-11-22T13:10:00Z")));
        assert!(tokens.is_fresh(instant("2026-11-22T12:09:00Z")));
        assert!(!tokens.is_fresh(instant("2026-11-22T12:09:31Z")));
    }

    #[test]
    fn what_is_no_token_answer_is_told_by_its_size() {
        let deep = format!(
            "{{\"access_token\":\"a\",\"x\":{}{}}}",
            "[".repeat(100_000),
            "]".repeat(100_000)
        );
        for body in [
            "",
            "<html>",
            "[]",
            "{}",
            r#"{"access_token":""}"#,
            r#"{"access_token":null}"#,
            r#"{"access_token":"a b"}"#,
            r#"{"access_token":"a\r\nX: y"}"#,
            r#"{"access_token":7}"#,
            r#"{"access_token":"a","token_type":"mac"}"#,
        ] {
            assert_eq!(
                tokens(body).map(|_| ()).unwrap_err().kind,
                Kind::Unexpected,
                "{body}"
            );
        }
        // Skipped or refused, but never a crash.
        let _ = tokens(&deep);
        assert!(
            tokens("<html>")
                .map(|_| ())
                .unwrap_err()
                .message()
                .contains("6 bytes")
        );
    }

    #[test]
    fn each_refusal_is_a_sentence_with_something_to_do() {
        for (status, body, asked, kind, says) in [
            (
                400,
                r#"{"error":"invalid_grant"}"#,
                Asked::Exchange,
                Kind::Login,
                "code of this login",
            ),
            (
                400,
                r#"{"error":"invalid_grant"}"#,
                Asked::Refresh,
                Kind::Login,
                "ended this login",
            ),
            (
                400,
                r#"{"error":"invalid_client"}"#,
                Asked::Refresh,
                Kind::Login,
                "client secret",
            ),
            (401, "nope", Asked::Exchange, Kind::Login, "client secret"),
            (
                400,
                r#"{"error":"invalid_request"}"#,
                Asked::Exchange,
                Kind::Login,
                "login request",
            ),
            (403, "<html>", Asked::Exchange, Kind::Login, "refused"),
            (302, "", Asked::Exchange, Kind::Login, "refused"),
            (429, "", Asked::Refresh, Kind::RateLimited, "later"),
            (503, "<html>", Asked::Refresh, Kind::Unavailable, "down"),
        ] {
            let refusal = answer(status, body).refusal(asked);
            assert_eq!(refusal.failure.kind, kind, "{body}");
            assert!(
                refusal.failure.message().contains(says),
                "{}",
                refusal.failure
            );
        }
        let hostile = r#"{"error":"x","error_description":"\u001b[2Jlong"}"#;
        let causes: Vec<_> = answer(400, hostile)
            .refusal(Asked::Refresh)
            .failure
            .causes()
            .collect();
        assert_eq!(causes, ["the bank said x: \u{fffd}[2Jlong"]);
    }
}
