//! The entries at hand while an answer is read, and which of them it changed.

use std::collections::HashMap;

use super::{AccountNo, Entry, EntryNo, State};

/// Where an entry stands in a [`Book`].
pub(super) type Row = usize;

/// Known entries by their numbers, then the new ones.
pub(super) struct Book {
    entries: Vec<Entry>,
    changed: Vec<bool>,
}

impl Book {
    pub(super) fn new(mut known: Vec<Entry>) -> Self {
        known.sort_unstable_by_key(|entry| entry.no);
        Self {
            changed: vec![false; known.len()],
            entries: known,
        }
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = (Row, &Entry)> {
        self.entries.iter().enumerate()
    }

    pub(super) fn get(&self, row: Row) -> Option<&Entry> {
        self.entries.get(row)
    }

    /// Where the entry of that number stands, if it is at hand.
    pub(super) fn find(&self, no: EntryNo) -> Option<Row> {
        self.entries.binary_search_by_key(&no, |it| it.no).ok()
    }

    /// The latest entry of each id in its account: a pending id may have had several.
    pub(super) fn latest(&self) -> HashMap<(AccountNo, &str), Row> {
        self.rows()
            .map(|(row, entry)| ((entry.row.account, entry.row.id.as_str()), row))
            .collect()
    }

    /// What each entry that is the successor of another came from.
    pub(super) fn predecessors(&self) -> HashMap<EntryNo, Row> {
        let came = |(row, entry): (Row, &Entry)| match entry.state {
            State::Became(no) => Some((no, row)),
            _ => None,
        };
        self.rows().filter_map(came).collect()
    }

    /// Where it leads to follow what an entry became, as far as that is at hand.
    pub(super) fn end(&self, mut row: Row) -> Row {
        // No chain is longer than there are entries.
        for _ in 0..self.entries.len() {
            match self.get(row).map(|it| &it.state) {
                Some(State::Became(no)) => match self.find(*no) {
                    Some(next) => row = next,
                    None => break,
                },
                _ => break,
            }
        }
        row
    }

    pub(super) fn push(&mut self, entry: Entry) {
        self.entries.push(entry);
        self.changed.push(true);
    }

    pub(super) fn change(&mut self, row: Row) -> Option<&mut Entry> {
        *self.changed.get_mut(row)? = true;
        self.entries.get_mut(row)
    }

    pub(super) fn set_state(&mut self, row: Row, state: State) {
        if self.get(row).is_some_and(|entry| entry.state != state)
            && let Some(entry) = self.change(row)
        {
            entry.state = state;
        }
    }

    pub(super) fn into_changed(self) -> Vec<Entry> {
        self.entries
            .into_iter()
            .zip(self.changed)
            .filter_map(|(entry, changed)| changed.then_some(entry))
            .collect()
    }
}
