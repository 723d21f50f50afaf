//! Answers other than 2xx, as failures.

use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, LOCATION};
use reqwest::{StatusCode, Url};

use crate::api::reply::Reply;
use crate::api::trouble::Trouble;
use crate::api::wire::errors::{self, Said, shown};
use crate::failure::{BankSaid, Failure, Kind};

/// What an answer that is not a success means for a read. 401 is for the caller, who can renew.
pub(super) fn of(reply: &mut Reply<'_>) -> Trouble {
    let status = reply.status();
    if status.is_redirection() {
        return Trouble::Final(redirected(reply));
    }
    let (body, all) = reply.beginning();
    let said = heard(reply, &body);
    let bank = bank_said(reply, &said);
    match status {
        StatusCode::TOO_MANY_REQUESTS => Trouble::Final(rate_limited(bank)),
        _ if status.is_server_error() => {
            let what = format!("the bank has a problem of its own ({status})");
            let failure = Failure::new(Kind::Unavailable, what).hint("try again in a few minutes");
            Trouble::Passing(because(failure, &said).said(bank))
        }
        _ if status.is_client_error() => {
            let size = size_and_type(body.len(), all, content_type(reply));
            let words = words(&said).unwrap_or_else(|| format!("{status}, {size}"));
            Trouble::Final(
                Failure::new(Kind::Rejected, format!("the bank said no: {words}")).said(bank),
            )
        }
        _ => {
            let what = format!("the bank answered with {status}, which means nothing here");
            Trouble::Final(Failure::new(Kind::Unexpected, what).said(bank))
        }
    }
}

/// The bank does not take the token, and a new one does not help.
pub(super) fn unauthorized(reply: &mut Reply<'_>) -> Failure {
    let (body, _) = reply.beginning();
    let said = heard(reply, &body);
    let bank = bank_said(reply, &said);
    let failure = Failure::new(Kind::Login, "the bank does not accept the login any more")
        .hint("run `sb1 login`");
    because(failure, &said).said(bank)
}

/// The bank's words, in which our access token does not stand: a server may repeat what it was sent.
/// Before they are read, because that cuts them; and after, because JSON may write it otherwise.
pub(super) fn heard(reply: &Reply<'_>, body: &[u8]) -> Said {
    let body = reply.without_bearer(&String::from_utf8_lossy(body));
    let said = errors::said(body.as_bytes());
    let clean = |text: Option<String>| text.map(|it| reply.without_bearer(&it));
    Said {
        code: clean(said.code),
        message: clean(said.message),
        trace_id: clean(said.trace_id),
    }
}

/// A success that is not of the type that was `wanted`, such as a page of a proxy or of a hotel's
/// network.
pub(super) fn of_another_type(reply: &mut Reply<'_>, wanted: &str) -> Failure {
    let (body, all) = reply.beginning();
    let what = size_and_type(body.len(), all, content_type(reply));
    Failure::new(
        Kind::Unexpected,
        format!("the bank's answer is not {wanted} ({what})"),
    )
    .hint("a proxy or the network may have answered in the bank's place")
    .said(BankSaid {
        http_status: Some(reply.status().as_u16()),
        ..BankSaid::default()
    })
}

/// Whether the answer says that it is JSON, in any dialect. One that says nothing may be.
pub(super) fn claims_json(reply: &Reply<'_>) -> bool {
    essence(reply).is_none_or(|it| {
        it == "application/json" || (it.starts_with("application/") && it.ends_with("+json"))
    })
}

/// Whether the answer says that it is CSV, in any of the names that servers have for it. One that
/// says nothing may be.
pub(super) fn claims_csv(reply: &Reply<'_>) -> bool {
    essence(reply).is_none_or(|it| {
        it.contains("csv") || matches!(it.as_str(), "text/plain" | "application/octet-stream")
    })
}

/// The type of the answer without its parameters, if it states one.
fn essence(reply: &Reply<'_>) -> Option<String> {
    let kind = reply.header(&CONTENT_TYPE)?;
    let essence = kind.split(';').next().unwrap_or_default();
    Some(essence.trim().to_ascii_lowercase())
}

/// An answer that points elsewhere; only the host is named.
pub(super) fn redirected(reply: &Reply<'_>) -> Failure {
    let host = reply
        .header(&LOCATION)
        .and_then(|to| reply.url().join(to).ok())
        .and_then(|to: Url| to.host_str().and_then(shown))
        .unwrap_or_else(|| "another address".to_owned());
    Failure::new(
        Kind::Unexpected,
        format!("the bank redirected to {host}, which is not followed"),
    )
    .hint("look whether SB1_API_URL is the bank's own address, and whether a network page wants a login")
    .said(BankSaid {
        http_status: Some(reply.status().as_u16()),
        ..BankSaid::default()
    })
}

fn rate_limited(bank: BankSaid) -> Failure {
    let message = "the bank takes no more requests for now";
    let failure = match bank.retry_after {
        Some(wait) => {
            Failure::new(Kind::RateLimited, message).hint(format!("try again in {}", span(wait)))
        }
        None => Failure::new(Kind::RateLimited, message)
            .hint("the bank does not say how long; an hour is usually enough"),
    };
    failure.said(bank)
}

fn bank_said(reply: &Reply<'_>, said: &Said) -> BankSaid {
    BankSaid {
        code: said.code.clone(),
        http_status: Some(reply.status().as_u16()),
        trace_id: said.trace_id.clone(),
        retry_after: reply.retry_after(),
    }
}

fn span(wait: Duration) -> String {
    match wait.as_secs() {
        seconds @ 0..=119 => format!("{seconds} s"),
        seconds => format!("{} minutes", seconds.div_ceil(60)),
    }
}

/// The bank's own words: message and code.
fn words(said: &Said) -> Option<String> {
    match (&said.message, &said.code) {
        (Some(message), Some(code)) => Some(format!("{message} ({code})")),
        (Some(words), None) | (None, Some(words)) => Some(words.clone()),
        (None, None) => None,
    }
}

fn because(failure: Failure, said: &Said) -> Failure {
    match words(said) {
        Some(words) => failure.because(anyhow::Error::msg(words)),
        None => failure,
    }
}

fn content_type<'r>(reply: &'r Reply<'_>) -> &'r str {
    reply.header(&CONTENT_TYPE).unwrap_or_default()
}

/// `512 bytes of text/html`.
fn size_and_type(size: usize, all: bool, kind: &str) -> String {
    let essence = kind.split(';').next().and_then(shown);
    let essence = essence.unwrap_or_else(|| "no stated type".to_owned());
    let more = if all { "" } else { " or more" };
    format!("{size} bytes{more} of {essence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_told_in_seconds_or_minutes() {
        assert_eq!(span(Duration::from_secs(61)), "61 s");
        assert_eq!(span(Duration::from_secs(3541)), "60 minutes");
    }
}
