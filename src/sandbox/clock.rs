//! The pretend clock: every lifetime, header and date of the pretend bank is read from it.

use jiff::{SignedDuration, Timestamp};

/// A clock that can be moved on, and that stands still between moves when it was given a start.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock {
    start: Option<Timestamp>,
    ahead: SignedDuration,
}

impl Clock {
    /// A clock that stands at `start`, or the computer's own when there is none.
    pub(crate) fn new(start: Option<Timestamp>) -> Self {
        Self {
            start,
            ahead: SignedDuration::ZERO,
        }
    }

    /// The pretend instant; held at the ends of the calendar rather than overflowing.
    pub(crate) fn now(&self) -> Timestamp {
        let base = self.start.unwrap_or_else(Timestamp::now);
        later(base, self.ahead)
    }

    /// Moves the clock on by that much, or back by a negative amount.
    pub(crate) fn advance(&mut self, by: SignedDuration) {
        self.ahead = self.ahead.saturating_add(by);
    }
}

/// That instant moved by that much, held at the ends of the calendar.
pub(crate) fn later(instant: Timestamp, by: SignedDuration) -> Timestamp {
    let end = if by.is_negative() {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    };
    instant.checked_add(by).unwrap_or(end)
}

/// That instant moved on by whole seconds.
pub(crate) fn seconds_later(instant: Timestamp, seconds: u32) -> Timestamp {
    later(instant, SignedDuration::from_secs(i64::from(seconds)))
}

/// The form that `Date` and `Retry-After` take in a header.
pub(crate) fn http_date(instant: Timestamp) -> String {
    jiff::fmt::rfc2822::DateTimePrinter::new()
        .timestamp_to_rfc9110_string(&instant)
        // Years before 0 or after 9999 have no such form; a clock set there gets the epoch.
        .unwrap_or_else(|_| "Thu, 01 Jan 1970 00:00:00 GMT".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_given_start_stands_still_until_it_is_moved() {
        let start: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        let mut clock = Clock::new(Some(start));
        assert_eq!(clock.now(), start);
        clock.advance(SignedDuration::from_hours(25));
        clock.advance(SignedDuration::from_secs(-1));
        assert_eq!(clock.now().to_string(), "2026-11-23T12:59:59Z");
        assert_eq!(http_date(clock.now()), "Mon, 23 Nov 2026 12:59:59 GMT");
    }

    #[test]
    fn the_calendar_has_ends() {
        let mut clock = Clock::new(None);
        assert!(clock.now() >= later(Timestamp::now(), SignedDuration::from_secs(-60)));
        clock.advance(SignedDuration::MAX);
        clock.advance(SignedDuration::MAX);
        assert_eq!(clock.now(), Timestamp::MAX);
        clock.advance(SignedDuration::MIN);
        clock.advance(SignedDuration::MIN);
        assert_eq!(clock.now(), Timestamp::MIN);
        assert!(!http_date(clock.now()).is_empty());
    }
}
