//! The words of rows, each kept once.

use std::collections::HashMap;

use crate::domain::date::Day;
use crate::domain::text::{Foreign, fold};
use crate::domain::transaction::{Transaction, normal};

/// Texts by their place, each once.
#[derive(Default)]
pub(super) struct Texts {
    places: HashMap<String, usize>,
}

impl Texts {
    /// The place of a text, which may be new.
    pub(super) fn place(&mut self, text: &str) -> usize {
        if let Some(place) = self.places.get(text) {
            return *place;
        }
        let place = self.places.len();
        self.places.insert(text.to_owned(), place);
        place
    }

    /// All of them, in order of their places.
    pub(super) fn into_list(self) -> Vec<String> {
        let mut list: Vec<_> = self.places.into_iter().collect();
        list.sort_unstable_by_key(|(_, place)| *place);
        list.into_iter().map(|(text, _)| text).collect()
    }
}

/// Counterparties by their place, each in the spelling that it had last.
#[derive(Default)]
pub(super) struct Names {
    known: Texts,
    spellings: Vec<(Day, String)>,
}

impl Names {
    /// The place of the row's counterparty: the other side's name, or else the text that people
    /// know the row by, without what the bank changes about it.
    pub(super) fn place(&mut self, row: &Transaction<'_>, day: Day) -> usize {
        let said = |text: &&Foreign<'_>| !text.raw().trim().is_empty();
        let (shown, known) = match row.remote_account_name.as_ref().filter(said) {
            // A name does not drift, and its last word may be as short as a country's.
            Some(name) => (name.raw(), fold(name.raw())),
            None => {
                let text = row.text().map_or("", Foreign::raw);
                (text, normal(text))
            }
        };
        let place = self.known.place(&known);
        match self.spellings.get_mut(place) {
            None => self.spellings.push((day, shown.to_owned())),
            Some(kept) => {
                // Of those of one day, the first by letters, so that no order of rows matters.
                let newer = kept.0 < day || (kept.0 == day && shown < kept.1.as_str());
                if newer {
                    *kept = (day, shown.to_owned());
                }
            }
        }
        place
    }

    /// The spellings, in order of their places.
    pub(super) fn into_list(self) -> Vec<String> {
        self.spellings.into_iter().map(|(_, text)| text).collect()
    }
}
