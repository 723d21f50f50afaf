//! What was seen of a world, and what is wrong with it.

use std::ops::Range;

use serde_json::Value;

use super::jobs::{Job, Trace};

/// A transfer in the bank's own books.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) payment_id: String,
    pub(super) message: Option<String>,
    pub(super) trace: Trace,
}

/// A transfer in the journal.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) id: String,
    pub(super) state: String,
    pub(super) payment_id: Option<String>,
    pub(super) trace: Trace,
}

/// A transfer on the wire.
#[derive(Clone, Debug)]
pub(super) struct Sent {
    pub(super) message: Option<String>,
    pub(super) trace: Trace,
}

/// What one process said.
#[derive(Clone, Debug)]
pub(super) struct Told {
    /// Which of the round's jobs it was to do.
    pub(super) job: usize,
    /// `None`: it was killed.
    pub(super) code: Option<i32>,
    /// Whether somebody read its answer.
    pub(super) heard: bool,
    pub(super) answer: Option<Answer>,
}

/// `sb1.transfer/1`
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) id: Option<String>,
    pub(super) state: String,
    pub(super) replayed: bool,
}

/// Some jobs, done at once and again until they succeeded or somebody gave up.
pub(super) struct Round {
    pub(super) jobs: Vec<Job>,
    pub(super) told: Vec<Told>,
    /// What came into the bank's books meanwhile.
    pub(super) ledger: Range<usize>,
    /// What went over the wire.
    pub(super) sent: Range<usize>,
    /// The ids that came into the journal.
    pub(super) begun: Vec<String>,
    /// What happened, for whoever looks for a fault.
    pub(super) log: Vec<String>,
}

/// All that is known of a world in the end.
#[derive(Default)]
pub(super) struct Evidence {
    pub(super) rounds: Vec<Round>,
    pub(super) ledger: Vec<Entry>,
    pub(super) rows: Vec<Row>,
    pub(super) sent: Vec<Sent>,
}

/// What is wrong, a sentence each.
#[derive(Debug, Default)]
pub(super) struct Verdict {
    /// Moved twice.
    pub(super) doubles: Vec<String>,
    /// Reported done, and not in the books.
    pub(super) phantoms: Vec<String>,
    /// Reported not moved, and in the books.
    pub(super) denied: Vec<String>,
    /// Anything else.
    pub(super) others: Vec<String>,
}

impl Verdict {
    pub(super) fn all(&self) -> impl Iterator<Item = (&'static str, &String)> {
        let kinds = [
            ("moved twice", &self.doubles),
            ("reported done and not there", &self.phantoms),
            ("reported not moved and there", &self.denied),
            ("else", &self.others),
        ];
        kinds
            .into_iter()
            .flat_map(|(name, list)| list.iter().map(move |it| (name, it)))
    }

    pub(super) fn add(&mut self, other: Self) {
        self.doubles.extend(other.doubles);
        self.phantoms.extend(other.phantoms);
        self.denied.extend(other.denied);
        self.others.extend(other.others);
    }
}

impl Answer {
    pub(super) fn of(out: &str) -> Option<Self> {
        let document: Value = serde_json::from_str(out).ok()?;
        Some(Self {
            id: document["id"].as_str().map(str::to_owned),
            state: document["state"].as_str()?.to_owned(),
            replayed: document["replayed"].as_bool()?,
        })
    }

    /// The id that this process itself gave to a transfer and sent it, or tried to.
    pub(super) fn own_id(&self) -> Option<&str> {
        let own = !self.replayed && self.state != "held" && self.state != "skipped";
        self.id.as_deref().filter(|_| own)
    }
}

impl Row {
    pub(super) fn denies(&self) -> bool {
        matches!(self.state.as_str(), "rejected" | "not_sent")
    }
}
