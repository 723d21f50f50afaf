//! The rate limit: a fixed window of one hour that opens with its first call.

use jiff::{SignedDuration, Timestamp};

use super::clock::later;
use super::habits::RateLimit;
use super::message::Response;
use super::refusal;

const WINDOW: SignedDuration = SignedDuration::from_hours(1);

/// Counts authorised calls; the whole pretend bank has one, as it has one client.
#[derive(Default)]
pub(crate) struct Meter {
    opened: Option<Timestamp>,
    calls: u32,
}

/// What the meter made of one call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reading {
    /// Calls left in this window.
    remaining: u32,
    /// For a call too many: seconds until the window ends.
    refused: Option<i64>,
}

impl Meter {
    /// Counts one call under that limit.
    pub(crate) fn count(&mut self, limit: RateLimit, now: Timestamp) -> Reading {
        let opened = match self.opened {
            Some(opened) if now < later(opened, WINDOW) => opened,
            _ => {
                self.calls = 0;
                now
            }
        };
        self.opened = Some(opened);
        self.calls = self.calls.saturating_add(1);
        let left = later(opened, WINDOW).duration_since(now).as_secs();
        Reading {
            remaining: limit.calls.saturating_sub(self.calls),
            refused: (self.calls > limit.calls).then_some(left),
        }
    }
}

impl Reading {
    /// The 429 for a call too many, `None` for a call that may pass.
    pub(crate) fn refusal(self, limit: RateLimit, now: Timestamp) -> Option<Response> {
        let seconds = self.refused?;
        let response = refusal::plain_error(429, now);
        Some(if limit.retry_after {
            response.with("Retry-After", seconds.to_string())
        } else {
            response
        })
    }

    /// That answer with the headers the limit asks for.
    pub(crate) fn mark(self, limit: RateLimit, response: Response) -> Response {
        if limit.headers {
            response.with("X-RateLimit-Remaining", self.remaining.to_string())
        } else {
            response
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_fills_and_opens_again() {
        let limit = RateLimit {
            calls: 2,
            headers: true,
            retry_after: true,
        };
        let start: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        let after = |minutes| later(start, SignedDuration::from_mins(minutes));
        let mut meter = Meter::default();
        assert_eq!(meter.count(limit, start).remaining, 1);
        assert_eq!(meter.count(limit, after(1)).refused, None);
        let third = meter.count(limit, after(20));
        assert_eq!(third.refused, Some(40 * 60));
        let response = third.mark(limit, third.refusal(limit, after(20)).unwrap());
        assert_eq!(response.status, 429);
        assert!(
            response
                .headers
                .contains(&("Retry-After".into(), "2400".into()))
        );
        assert!(
            response
                .headers
                .contains(&("X-RateLimit-Remaining".into(), "0".into()))
        );
        assert_eq!(meter.count(limit, after(60)).refused, None);
    }
}
