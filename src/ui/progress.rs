//! A line on stderr that is rewritten in place.

use std::fmt::Display;
use std::io::{self, Write};

/// A progress line; gone when dropped.
pub(crate) struct Progress {
    shown: bool,
    drawn: bool,
}

impl Progress {
    pub(super) fn new(shown: bool) -> Self {
        Self {
            shown,
            drawn: false,
        }
    }

    pub(crate) fn set(&mut self, text: impl Display) {
        if self.shown {
            let _ = write!(io::stderr().lock(), "\r\x1b[2K{text}");
            let _ = io::stderr().flush();
            self.drawn = true;
        }
    }

    pub(crate) fn clear(&mut self) {
        if self.drawn {
            let _ = write!(io::stderr().lock(), "\r\x1b[2K");
            self.drawn = false;
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.clear();
    }
}
