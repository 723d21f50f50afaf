//! What happened in a simulation, in numbers.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

/// How often each thing happened.
#[derive(Debug, Default)]
pub(super) struct Figures {
    /// Processes of `sb1 transfer`.
    pub(super) transfers: u32,
    /// Processes of anything else.
    pub(super) others: u32,
    /// Jobs, each to be done once.
    pub(super) jobs: u32,
    /// Transfers that went over the wire.
    pub(super) posted: usize,
    /// Transfers that the bank made.
    pub(super) made: usize,
    faults: BTreeMap<String, u32>,
    endings: BTreeMap<String, u32>,
}

impl Figures {
    pub(super) fn befell(&mut self, fault: &str) {
        *self.faults.entry(fault.to_owned()).or_default() += 1;
    }

    /// A process of `sb1 transfer` that ended with that code, or was killed.
    pub(super) fn ended(&mut self, code: Option<i32>, state: &str) {
        self.transfers += 1;
        let ending = match code {
            Some(code) => format!("exit {code:>3} {state}"),
            None => "killed".to_owned(),
        };
        *self.endings.entry(ending).or_default() += 1;
    }

    pub(super) fn faults(&self) -> u32 {
        self.faults.values().sum()
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.transfers += other.transfers;
        self.others += other.others;
        self.jobs += other.jobs;
        self.posted += other.posted;
        self.made += other.made;
        for (mine, theirs) in [
            (&mut self.faults, &other.faults),
            (&mut self.endings, &other.endings),
        ] {
            for (name, count) in theirs {
                *mine.entry(name.clone()).or_default() += count;
            }
        }
    }

    /// The wall-clock time for each process.
    pub(super) fn each(&self, all: Duration) -> Duration {
        all / (self.transfers + self.others).max(1)
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} processes of sb1 transfer and {} others, for {} jobs; {} posted, {} made by the bank",
            self.transfers, self.others, self.jobs, self.posted, self.made
        )?;
        writeln!(f, "how they ended:")?;
        for (name, count) in &self.endings {
            writeln!(f, "  {count:>6}  {name}")?;
        }
        writeln!(f, "what went wrong, {} times:", self.faults())?;
        for (name, count) in &self.faults {
            writeln!(f, "  {count:>6}  {name}")?;
        }
        Ok(())
    }
}
