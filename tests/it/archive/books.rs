//! What stands in the archive's file.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rusqlite::{Connection, OpenFlags, Row};

use super::witness::Fact;
use crate::world::World;

/// A booked card purchase is at most so many øre from what was reserved.
const DRIFT: u64 = 120;

/// All of it that follows from what the bank said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Books {
    pub(super) entries: BTreeMap<i64, Entry>,
    /// The bank's answers, oldest first.
    pub(super) answers: Vec<Answer>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) id: String,
    pub(super) account: String,
    booked: bool,
    pub(super) state: String,
    became: Option<i64>,
    day: Option<Date>,
    ore: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) since: Option<Date>,
    pub(super) complete: bool,
}

impl Books {
    /// Nothing where nothing was archived yet.
    pub(super) fn of(world: &World) -> Self {
        let files = world.files().into_iter();
        let is_archive = |name: &str| name.ends_with(".archive.db");
        let mut files = files.filter(|it| is_archive(&it.to_string_lossy()));
        let Some(file) = files.next() else {
            return Self::default();
        };
        let database = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_WRITE);
        Self::read(&database.unwrap()).unwrap_or_default()
    }

    /// Fails where a sync was ended before there was a table.
    fn read(database: &Connection) -> rusqlite::Result<Self> {
        let sql = "SELECT no, id, account, booked, state, became, day, ore FROM entry";
        let entries = database
            .prepare(sql)?
            .query_map([], entry)?
            .collect::<Result<_, _>>()?;
        let sql = "SELECT since, complete FROM answer ORDER BY no";
        let answers = database
            .prepare(sql)?
            .query_map([], answer)?
            .collect::<Result<_, _>>()?;
        Ok(Self { entries, answers })
    }

    pub(super) fn listed(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values().filter(|it| it.state == "listed")
    }

    /// What is listed of these accounts, booked or pending, sorted.
    pub(super) fn facts(&self, accounts: &BTreeSet<String>, booked: bool) -> Vec<Fact> {
        let listed = self
            .listed()
            .filter(|it| it.booked == booked && accounts.contains(&it.account));
        let mut facts: Vec<Fact> = listed.map(Entry::fact).collect();
        facts.sort();
        facts
    }

    /// Where it leads to follow what an entry became.
    pub(super) fn end<'b>(&'b self, mut entry: &'b Entry) -> &'b Entry {
        for _ in &self.entries {
            match entry.became {
                Some(next) => entry = &self.entries[&next],
                None => break,
            }
        }
        entry
    }

    /// The pending rows of that account and amount.
    pub(super) fn reserved(&self, account: &str, ore: i64) -> Vec<&Entry> {
        let entries = self.entries.values();
        entries
            .filter(|it| !it.booked && it.account == account && it.ore == ore)
            .collect()
    }

    /// Says what is wrong in itself.
    pub(super) fn contradictions(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        let (mut heirs, mut ids) = (BTreeSet::new(), BTreeSet::new());
        for entry in self.listed() {
            if !ids.insert((&entry.account, &entry.id)) {
                wrong.push(format!("two rows are listed as {}", entry.id));
            }
        }
        for entry in self.entries.values() {
            let Some(no) = entry.became else { continue };
            let heir = &self.entries[&no];
            if !heirs.insert(no) {
                wrong.push(format!("two rows became {heir:?}"));
            }
            if !entry.may_become(heir) {
                wrong.push(format!("{entry:?} became {heir:?}"));
            }
            if self.end(entry).became.is_some() {
                wrong.push(format!("{entry:?} became itself in the end"));
            }
        }
        wrong
    }
}

impl Entry {
    pub(super) fn fact(&self) -> Fact {
        let day = self.day.filter(|_| self.booked);
        (self.account.clone(), day, self.ore)
    }

    fn may_become(&self, heir: &Self) -> bool {
        let drift = self.ore.abs_diff(heir.ore);
        let of_a_card = !self.booked && heir.booked;
        self.account == heir.account
            && (drift == 0 || of_a_card && drift <= DRIFT)
            && (heir.booked || !self.booked)
    }
}

fn entry(row: &Row<'_>) -> rusqlite::Result<(i64, Entry)> {
    let entry = Entry {
        id: row.get(1)?,
        account: row.get(2)?,
        booked: row.get(3)?,
        state: row.get(4)?,
        became: row.get(5)?,
        day: day(row, 6)?,
        ore: row.get(7)?,
    };
    Ok((row.get(0)?, entry))
}

fn answer(row: &Row<'_>) -> rusqlite::Result<Answer> {
    Ok(Answer {
        since: day(row, 0)?,
        complete: row.get(1)?,
    })
}

fn day(row: &Row<'_>, place: usize) -> rusqlite::Result<Option<Date>> {
    let text: Option<String> = row.get(place)?;
    Ok(text.map(|it| it.parse().unwrap()))
}
