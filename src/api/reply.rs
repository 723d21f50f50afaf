//! An answer whose body is still to come.

use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::{DATE, HeaderName, RETRY_AFTER};
use reqwest::{Response, StatusCode};
use url::Url;

use crate::api::engine::{Engine, Stop};
use crate::api::network::{Asked, Network};

/// The most that is read of an answer to a form or a transfer, and of an error.
pub(super) const SMALL: usize = 64 * 1024;
/// The most that is read of any answer, counted after decompression.
pub(super) const LARGE: usize = 512 * 1024 * 1024;

/// An answer whose body is still to come.
pub(super) struct Reply<'h> {
    engine: &'h Engine,
    response: Response,
    asked: Asked,
    stop: Stop<'h>,
    /// Bytes of the body that came, and how many may.
    came: usize,
    cap: usize,
}

impl<'h> Reply<'h> {
    pub(super) fn new(
        engine: &'h Engine,
        response: Response,
        asked: Asked,
        stop: Stop<'h>,
    ) -> Self {
        Self {
            engine,
            response,
            asked,
            stop,
            came: 0,
            cap: LARGE,
        }
    }

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

    /// How long the answer asks to wait.
    pub(super) fn retry_after(&self) -> Option<Duration> {
        let now = self.date().unwrap_or_else(Timestamp::now);
        wait(self.header(&RETRY_AFTER)?, now)
    }

    /// The bank's words without the access token that was sent along.
    pub(super) fn without_bearer(&self, text: &str) -> String {
        match &self.asked.bearer {
            Some(token) if !token.expose().is_empty() => text.replace(token.expose(), "…"),
            _ => text.to_owned(),
        }
    }

    /// Appends what comes next of the body; `false` at its end.
    pub(super) fn read(&mut self, into: &mut Vec<u8>) -> Result<bool, Network> {
        let next = self.response.chunk();
        let Some(chunk) = self.engine.block_on_unless(self.stop, next)? else {
            return Err(self.asked.given_up());
        };
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

/// How long to wait: seconds, or until a date by the bank's own clock.
fn wait(text: &str, now: Timestamp) -> Option<Duration> {
    let text = text.trim();
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok().map(Duration::from_secs);
    }
    let until = http_date(text)?;
    Some(Duration::try_from(until.duration_since(now)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_seconds_or_a_date() {
        let now = http_date("Sun, 06 Nov 1994 08:49:37 GMT").unwrap();
        for (text, seconds) in [
            ("30", Some(30)),
            (" 0 ", Some(0)),
            ("Sun, 06 Nov 1994 08:50:37 GMT", Some(60)),
            ("Sun, 06 Nov 1994 08:00:00 GMT", Some(0)),
            ("soon", None),
            ("-5", None),
            ("99999999999999999999999", None),
        ] {
            assert_eq!(wait(text, now), seconds.map(Duration::from_secs), "{text}");
        }
    }
}
