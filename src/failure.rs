//! How a command fails: what went wrong, why, and what to do next.

use std::fmt;
use std::time::Duration;

/// What kind of failure it is. The kind decides the exit code, and nothing else does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A bug here, or an answer of the bank that could not be read.
    Unexpected,
    /// A bad flag, an unknown or ambiguous account, a bad amount or date.
    Usage,
    /// The bank answered in part; what came was printed.
    Partial,
    /// A login is needed, expired, refused or failed.
    Login,
    /// Keyring, lock or a file on this machine.
    Storage,
    /// A transfer that was not sent: declined, nobody to ask, read-only, a limit, or just made.
    NotSent,
    /// The bank understood and said no.
    Rejected,
    /// The bank asked to come back later.
    RateLimited,
    /// The bank or the network is down; safe to repeat later.
    Unavailable,
    /// Whether a transfer was made is not known, or an earlier one stands in the way for that reason.
    Unknown,
    /// What `sb1 check` asks about is so: an answer in the exit code, and no failure.
    Holds,
    /// The reader of stdout went away: no error, the work just ends.
    ReaderGone,
}

impl Kind {
    /// The process's exit code, as the README's table promises.
    pub(crate) fn exit_code(self) -> u8 {
        match self {
            Self::ReaderGone => 0,
            Self::Unexpected => 1,
            Self::Usage => 2,
            Self::Partial => 3,
            Self::Login => 4,
            Self::Storage => 5,
            Self::NotSent => 6,
            Self::Rejected => 7,
            Self::RateLimited | Self::Unavailable => 8,
            Self::Unknown => 9,
            Self::Holds => 20,
        }
    }

    /// The word for it in `sb1.error/1`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::ReaderGone => "reader_gone",
            Self::Unexpected => "unexpected",
            Self::Usage => "usage",
            Self::Partial => "partial",
            Self::Login => "login",
            Self::Storage => "storage",
            Self::NotSent => "not_sent",
            Self::Rejected => "rejected",
            Self::RateLimited => "rate_limited",
            Self::Unavailable => "unavailable",
            Self::Unknown => "unknown",
            Self::Holds => "holds",
        }
    }

    /// Whether only the exit code tells of it: nothing went wrong that somebody could read about.
    pub(crate) fn is_silent(self) -> bool {
        matches!(self, Self::ReaderGone | Self::Holds)
    }
}

/// What the bank itself said, kept for support calls and scripts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct BankSaid {
    /// The bank's error code.
    pub(crate) code: Option<String>,
    /// The HTTP status of the answer.
    pub(crate) http_status: Option<u16>,
    /// The bank's trace id.
    pub(crate) trace_id: Option<String>,
    /// How long to wait, where the bank said so.
    pub(crate) retry_after: Option<Duration>,
}

/// A failure on its way to the user. Hints stay data until it is rendered.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) kind: Kind,
    message: String,
    source: Option<anyhow::Error>,
    hints: Vec<String>,
    pub(crate) bank: Box<BankSaid>,
}

impl Failure {
    /// A failure in one sentence without a full stop.
    pub(crate) fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            source: None,
            hints: Vec::new(),
            bank: Box::default(),
        }
    }

    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(Kind::Usage, message)
    }

    pub(crate) fn storage(message: impl Into<String>) -> Self {
        Self::new(Kind::Storage, message)
    }

    /// The same failure with its cause.
    pub(crate) fn because(mut self, source: impl Into<anyhow::Error>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// The same failure with one more thing to do.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// The same failure with what the bank said.
    pub(crate) fn said(mut self, bank: BankSaid) -> Self {
        self.bank = Box::new(bank);
        self
    }

    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    /// Each cause below the message, outermost first.
    pub(crate) fn causes(&self) -> impl Iterator<Item = String> {
        self.source
            .iter()
            .flat_map(anyhow::Error::chain)
            .map(ToString::to_string)
    }

    pub(crate) fn hints(&self) -> &[String] {
        &self.hints
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}

/// A closed pipe is no failure; anything else on stdout is a storage failure.
impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::BrokenPipe => Self::new(Kind::ReaderGone, "the reader went away"),
            _ => Self::storage("the answer could not be written to stdout").because(error),
        }
    }
}
