//! What happened in an interleaving, in numbers.

use std::collections::BTreeMap;
use std::fmt;

use super::books::Books;

/// How often each thing happened.
#[derive(Debug, Default)]
pub(super) struct Figures {
    /// Random things at the bank.
    pub(super) steps: u32,
    /// Pending rows of which it was certain what they became.
    pub(super) clear: u32,
    /// Answers that were archived: whole ones, and others.
    whole: u32,
    partial: u32,
    /// How syncs ended.
    endings: BTreeMap<String, u32>,
    /// What became of rows, by the end.
    states: BTreeMap<String, u32>,
}

impl Figures {
    pub(super) fn ended(&mut self, code: i32) {
        *self.endings.entry(format!("exit {code}")).or_default() += 1;
    }

    pub(super) fn killed(&mut self, is_written: bool) {
        let when = if is_written { "after" } else { "before" };
        let ending = format!("killed {when} all was written");
        *self.endings.entry(ending).or_default() += 1;
    }

    pub(super) fn heard(&mut self, complete: bool) {
        let answers = if complete {
            &mut self.whole
        } else {
            &mut self.partial
        };
        *answers += 1;
    }

    pub(super) fn count(&mut self, books: &Books) {
        for entry in books.entries.values() {
            *self.states.entry(entry.state.clone()).or_default() += 1;
        }
    }

    /// How many syncs were ended by something else than themselves.
    pub(super) fn failures(&self) -> u32 {
        let failed = self.endings.iter().filter(|(name, _)| *name != "exit 0");
        failed.map(|(_, count)| count).sum()
    }

    /// How many rows ended like that.
    pub(super) fn rows(&self, state: &str) -> u32 {
        self.states.get(state).copied().unwrap_or_default()
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.steps += other.steps;
        self.clear += other.clear;
        self.whole += other.whole;
        self.partial += other.partial;
        for (mine, theirs) in [
            (&mut self.endings, &other.endings),
            (&mut self.states, &other.states),
        ] {
            for (name, count) in theirs {
                *mine.entry(name.clone()).or_default() += count;
            }
        }
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            steps,
            clear,
            whole,
            partial,
            ..
        } = self;
        writeln!(
            f,
            "{steps} things happened at the bank; {whole} whole answers and {partial} others; \
             {clear} pending rows whose end was certain"
        )?;
        writeln!(f, "how syncs ended:")?;
        for (name, count) in &self.endings {
            writeln!(f, "  {count:>6}  {name}")?;
        }
        writeln!(f, "what became of rows:")?;
        for (name, count) in &self.states {
            writeln!(f, "  {count:>6}  {name}")?;
        }
        Ok(())
    }
}
