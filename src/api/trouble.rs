//! Why a call failed, and whether asking again can help.

use crate::api::network::Network;
use crate::failure::{Failure, Kind};

/// A failed call of a read.
#[derive(Debug)]
pub(super) enum Trouble {
    /// It may pass: the bank stumbled, or its answer was lost on the way.
    Passing(Failure),
    /// Asking again gives the same.
    Final(Failure),
    /// The body ended in the middle of its JSON. Whether asking again can help is for the caller,
    /// who knows how the end of the body was marked.
    Cut(Failure),
}

impl Trouble {
    pub(super) fn into_failure(self) -> Failure {
        match self {
            Self::Passing(failure) | Self::Final(failure) | Self::Cut(failure) => failure,
        }
    }

    /// The same with the status of the answer that could not be read.
    pub(super) fn answered(mut self, status: u16) -> Self {
        if let Self::Final(failure) | Self::Cut(failure) = &mut self
            && failure.kind == Kind::Unexpected
        {
            failure.bank.http_status.get_or_insert(status);
        }
        self
    }

    /// The same with the trace id that the unreadable answer carried.
    pub(super) fn traced(mut self, trace_id: impl FnOnce() -> Option<String>) -> Self {
        if let Self::Final(failure) | Self::Cut(failure) = &mut self
            && failure.kind == Kind::Unexpected
            && failure.bank.trace_id.is_none()
        {
            failure.bank.trace_id = trace_id();
        }
        self
    }
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        Self::Final(failure)
    }
}

impl From<Network> for Trouble {
    fn from(network: Network) -> Self {
        match network {
            Network::Lost(failure) if failure.kind == Kind::Unavailable => Self::Passing(failure),
            Network::Lost(failure) | Network::NotSent(failure) => Self::Final(failure),
        }
    }
}

/// A place in the bank's answer that is not as it must be. It never repeats what stands there.
#[derive(Debug)]
pub(super) struct Unreadable {
    path: String,
    why: String,
    cut: bool,
}

impl Unreadable {
    /// `why` goes on from the path: "is missing".
    pub(super) fn at(path: impl Into<String>, why: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            why: why.into(),
            cut: false,
        }
    }

    /// The body ends in the middle of its JSON. A connection that is known to have broken is
    /// [`Network::Lost`].
    pub(super) fn cut_short() -> Self {
        Self {
            cut: true,
            ..Self::at("", "ends in the middle")
        }
    }

    /// The same, seen from one level up.
    pub(super) fn under(mut self, parent: &str) -> Self {
        let dot = if self.path.is_empty() || self.path.starts_with('[') || parent.is_empty() {
            ""
        } else {
            "."
        };
        self.path = format!("{parent}{dot}{}", self.path);
        self
    }

    /// From serde, whose words are used only where they cannot repeat the bank's: its own for a
    /// syntax error, and the names of types.
    pub(super) fn of_json(path: &str, error: &serde_json::Error) -> Self {
        let text = error.to_string();
        let text = text
            .rsplit_once(" at line ")
            .map_or(text.as_str(), |it| it.0);
        if !error.is_data() {
            return Self::at(path, format!("is not valid JSON ({text})"));
        }
        for (start, why) in [
            ("missing field `", "is missing"),
            ("duplicate field `", "comes twice"),
        ] {
            if let Some(field) = text.strip_prefix(start) {
                return Self::at(field.trim_end_matches('`'), why).under(path);
            }
        }
        let found = text
            .strip_prefix("invalid type: ")
            .and_then(|rest| rest.split(['`', '"']).next())
            .and_then(|rest| rest.split(", ").next());
        match (found, text.rsplit_once(", expected ")) {
            (Some(found), Some((_, expected))) => {
                let found = found.trim();
                let article = match found.bytes().next() {
                    _ if found == "null" => "",
                    Some(b'a' | b'e' | b'i' | b'o' | b'u') => "an ",
                    _ => "a ",
                };
                Self::at(path, format!("is {article}{found} and not {expected}"))
            }
            _ => Self::at(path, "is not what was expected"),
        }
    }
}

impl From<Unreadable> for Trouble {
    fn from(unreadable: Unreadable) -> Self {
        let Unreadable { path, why, cut } = unreadable;
        let place = if path.is_empty() {
            "it".to_owned()
        } else {
            format!("`{path}`")
        };
        let failure = Failure::new(
            Kind::Unexpected,
            format!("the bank's answer cannot be read: {place} {why}"),
        )
        .hint("the bank may have changed its answers; look for a newer sb1");
        if cut {
            Self::Cut(failure)
        } else {
            Self::Final(failure)
        }
    }
}
