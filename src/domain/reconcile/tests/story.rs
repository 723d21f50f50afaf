use std::collections::{BTreeSet, HashSet};

use crate::domain::date::Day;
use crate::domain::money::Amount;
use crate::domain::reconcile::{
    Answer, AnswerNo, Entry, EntryNo, REACH, Reconciled, Sighting, State, reconcile,
};

pub(super) const ACCOUNT: i64 = 1;

/// A day of November 2026.
pub(super) fn day(day: i8) -> Day {
    Day::new(2026, 11, day).unwrap()
}

/// A row of the account, told by id, day and amount in øre.
pub(super) fn row(id: &str, on: i8, ore: i64) -> Sighting {
    Sighting {
        id: id.to_owned(),
        account: ACCOUNT,
        booked: !id.starts_with("p-"),
        day: Some(day(on)),
        amount: Some(Amount::from_ore(ore)),
        wording: 7,
        reserved: false,
    }
}

/// Reserved by a card.
pub(super) fn reserved(id: &str, on: i8, ore: i64) -> Sighting {
    Sighting {
        reserved: true,
        ..row(id, on, ore)
    }
}

/// The row in other words.
pub(super) fn worded(wording: i64, row: Sighting) -> Sighting {
    Sighting { wording, ..row }
}

/// All that a series of answers told.
#[derive(Clone, Debug, Default)]
pub(super) struct Archive {
    pub(super) entries: Vec<Entry>,
    pub(super) answers: AnswerNo,
}

impl Archive {
    /// An answer that has all rows since the first of November.
    pub(super) fn hears(&mut self, rows: &[Sighting]) {
        self.told(rows, Some(day(1)));
    }

    /// An answer that may lack anything.
    pub(super) fn hears_a_part(&mut self, rows: &[Sighting]) {
        self.told(rows, None);
    }

    pub(super) fn told(&mut self, rows: &[Sighting], covered: Option<Day>) {
        self.answers += 1;
        let answer = Answer {
            no: self.answers,
            sightings: rows.to_vec(),
            covers: covered.map(|from| (ACCOUNT, from)).into_iter().collect(),
        };
        self.reads(&answer);
    }

    /// Takes over what an answer changes, after it was decided the same from all in another order.
    /// Gives the entry that each row of the answer is.
    pub(super) fn reads(&mut self, answer: &Answer) -> Vec<EntryNo> {
        let next = self.entries.iter().map(|it| it.no).max().unwrap_or(0) + 1;
        let known = self.at_hand(answer);
        let backwards = known.iter().rev().cloned().collect();
        let turned = Answer {
            sightings: answer.sightings.iter().rev().cloned().collect(),
            ..answer.clone()
        };
        let done = reconcile(known.clone(), answer, next);
        let other = reconcile(known.clone(), &turned, next);
        assert_eq!(fates(&known, &done), fates(&known, &other));
        let again = reconcile(backwards, answer, next);
        assert_eq!(done.changed, again.changed);
        assert_eq!(done.entries, again.entries);
        assert_eq!(done.entries.len(), answer.sightings.len());
        for entry in done.changed {
            match self.entries.iter_mut().find(|it| it.no == entry.no) {
                Some(known) => {
                    assert_ne!(*known, entry, "told as a change");
                    *known = entry;
                }
                None => self.entries.push(entry),
            }
        }
        for (no, row) in done.entries.iter().zip(&answer.sightings) {
            let entry = self.no(*no);
            assert_eq!((&entry.row, &entry.state), (row, &State::Listed));
        }
        self.assert_sound();
        done.entries
    }

    /// What must be loaded for an answer, and no more.
    fn at_hand(&self, answer: &Answer) -> Vec<Entry> {
        let sighted: HashSet<(i64, &str)> = answer
            .sightings
            .iter()
            .map(|it| (it.account, it.id.as_str()))
            .collect();
        let is_near = |entry: &Entry| {
            answer.covers.iter().any(|(account, from)| {
                let is_old = entry
                    .row
                    .day
                    .is_some_and(|day| day.days_until(*from) > REACH);
                let is_pending = !entry.row.booked && entry.state == State::Listed;
                *account == entry.row.account && (is_pending || !is_old)
            })
        };
        let entries = self.entries.iter();
        entries
            .filter(|it| is_near(it) || sighted.contains(&(it.row.account, it.row.id.as_str())))
            .cloned()
            .collect()
    }

    pub(super) fn no(&self, no: EntryNo) -> &Entry {
        self.entries.iter().find(|it| it.no == no).unwrap()
    }

    /// No two became the same, nothing becomes itself, and a booked id has one entry.
    fn assert_sound(&self) {
        let mut targets: Vec<EntryNo> = self.entries.iter().filter_map(became).collect();
        targets.sort_unstable();
        let all = targets.len();
        targets.dedup();
        assert_eq!(targets.len(), all, "two became the same: {self:#?}");
        for entry in &self.entries {
            let mut end = entry;
            for _ in 0..self.entries.len() {
                end = became(end).map_or(end, |no| self.no(no));
            }
            assert_eq!(became(end), None, "a circle: {self:#?}");
        }
        let mut booked: Vec<_> = self.entries.iter().filter(|it| it.row.booked).collect();
        booked.sort_by_key(|it| (it.row.account, it.row.id.clone()));
        // Unless the bank uses a number again, long after.
        let month = |it: &Entry| it.row.day.map(|day| day.date().month());
        assert!(booked.windows(2).all(|it| {
            let name = |it: &Entry| (it.row.account, it.row.id.clone(), month(it));
            name(it[0]) != name(it[1])
        }));
    }

    /// The ids that count as the bank's rows, in their order.
    pub(super) fn listed(&self) -> Vec<&str> {
        let listed = self.entries.iter().filter(|it| it.state == State::Listed);
        let mut ids: Vec<&str> = listed.map(|it| it.row.id.as_str()).collect();
        ids.sort_unstable();
        ids
    }

    /// What became of the latest row of that id, in a word: `listed`, `gone`, the id that it lives
    /// on as, or `? ID ID` of all that it may have become.
    pub(super) fn fate(&self, id: &str) -> String {
        let of_id = self.entries.iter().filter(|it| it.row.id == id);
        self.fate_of(of_id.max_by_key(|it| it.no).unwrap())
    }

    pub(super) fn fate_of(&self, entry: &Entry) -> String {
        match &entry.state {
            State::Listed => "listed".to_owned(),
            State::Gone => "gone".to_owned(),
            State::Became(no) => self.no(*no).row.id.clone(),
            State::Unclear(numbers) => {
                let mut ids: Vec<&str> = numbers
                    .iter()
                    .map(|no| self.no(*no).row.id.as_str())
                    .collect();
                ids.sort_unstable();
                format!("? {}", ids.join(" "))
            }
        }
    }

    /// Where it leads to follow what an entry became.
    pub(super) fn end(&self, no: EntryNo) -> &Entry {
        let entry = self.no(no);
        became(entry).map_or(entry, |next| self.end(next))
    }

    /// What became of every row of that id, in the order they were first seen.
    pub(super) fn fates(&self, id: &str) -> Vec<String> {
        let of_id = self.entries.iter().filter(|it| it.row.id == id);
        of_id.map(|it| self.fate_of(it)).collect()
    }
}

/// What an answer tells of each entry, without the numbers, which new ones have by their order.
fn fates(known: &[Entry], done: &Reconciled) -> BTreeSet<String> {
    let all = || known.iter().chain(&done.changed);
    let name = |no: EntryNo| {
        let entry = all().find(|it| it.no == no).unwrap();
        format!("{} of {}", entry.row.id, entry.first)
    };
    let fate = |entry: &Entry| match &entry.state {
        State::Became(no) => format!("{} became {}", name(entry.no), name(*no)),
        State::Unclear(numbers) => {
            let names: BTreeSet<String> = numbers.iter().map(|no| name(*no)).collect();
            format!("{} became one of {names:?}", name(entry.no))
        }
        state => format!("{} {state:?}", name(entry.no)),
    };
    done.changed.iter().map(fate).collect()
}

fn became(entry: &Entry) -> Option<EntryNo> {
    match entry.state {
        State::Became(no) => Some(no),
        _ => None,
    }
}
