//! What follows from an answer, put on disk with it.

use std::collections::{HashMap, HashSet};

use rusqlite::params;

use crate::domain::archived::Tally;
use crate::domain::date::Day;
use crate::domain::reconcile::{self, AccountNo, Answer, Entry, EntryNo, REACH};
use crate::domain::text::Foreign;
use crate::failure::Failure;

use super::super::entries::{self, Unwritten};
use super::Intake;

impl Intake<'_> {
    /// Reconciles what came with what was known and puts all of it on disk. `errors` is what the
    /// bank left out; `whole` whether all rows came, so that the absence of one says something. Returns
    /// what it brought to each account, in the order asked.
    ///
    /// # Errors
    /// Storage; the archive is then as it was.
    pub(crate) fn settle(
        self,
        errors: &[Foreign<'_>],
        whole: bool,
        today: Day,
    ) -> Result<Vec<Tally>, Failure> {
        let database = self.database;
        self.settled(errors, whole, today)
            .map_err(|error| match error {
                Unwritten::Database(error) => database.failed(error),
                Unwritten::Value(failure) => failure,
            })
    }

    fn settled(
        mut self,
        errors: &[Foreign<'_>],
        complete: bool,
        today: Day,
    ) -> Result<Vec<Tally>, Unwritten> {
        // No part is read again. While one may be, every page that is changed is copied first.
        self.changes.execute_batch("RELEASE part")?;
        let covers = if complete {
            self.covers(today)
        } else {
            Vec::new()
        };
        let known = self.known(&covers)?;
        let before: HashMap<EntryNo, Entry> = known.iter().map(|it| (it.no, it.clone())).collect();
        let next = entries::next(&self.changes)?;
        let answer = Answer {
            no: self.answer,
            sightings: std::mem::take(&mut self.sightings),
            covers,
        };
        let done = reconcile::reconcile(known, &answer, next);
        let observations = done
            .entries
            .iter()
            .copied()
            .zip(self.observations.iter().copied());
        let numbers: Vec<&str> = self.accounts.iter().map(|it| it.number.as_str()).collect();
        entries::write(
            &self.changes,
            &done.changed,
            next,
            &numbers,
            &observations.collect(),
        )?;
        self.write_sightings()?;
        self.write_answer(errors, complete)?;
        self.write_snapshots(&done, &before)?;
        let tallies = self.tallies(&done, &before)?;
        self.changes.commit()?;
        Ok(tallies)
    }

    /// From which day on the absence of a row says something.
    fn covers(&self, today: Day) -> Vec<(AccountNo, Day)> {
        let mut oldest: HashMap<AccountNo, Day> = HashMap::new();
        for sighting in &self.sightings {
            if let Some(day) = sighting.day {
                let first = oldest.entry(sighting.account).or_insert(day);
                *first = day.min(*first);
            }
        }
        (0..)
            .zip(&self.accounts)
            .filter_map(|(no, _)| {
                let oldest = oldest.get(&no).copied();
                Some((
                    no,
                    reconcile::covered_from(self.asked.since, oldest, today)?,
                ))
            })
            .collect()
    }

    /// Every entry that the answer may concern.
    fn known(&self, covers: &[(AccountNo, Day)]) -> rusqlite::Result<Vec<Entry>> {
        if self.blank {
            return Ok(Vec::new());
        }
        let mut known: HashMap<EntryNo, Entry> = HashMap::new();
        for (account, from) in covers {
            let since = from.plus_days(-REACH).unwrap_or(*from);
            let account = (*account, self.number(*account));
            let found = entries::since(&self.changes, account, since)?;
            known.extend(found.into_iter().map(|it| (it.no, it)));
        }
        let seen: HashSet<(AccountNo, String)> = known
            .values()
            .map(|it| (it.row.account, it.row.id.clone()))
            .collect();
        for id in self.ids.difference(&seen) {
            let account = (id.0, self.number(id.0));
            let found = entries::with_id(&self.changes, account, &id.1)?;
            known.extend(found.into_iter().map(|it| (it.no, it)));
        }
        Ok(known.into_values().collect())
    }

    fn write_sightings(&self) -> rusqlite::Result<()> {
        let mut seen = self.observations.clone();
        seen.sort_unstable();
        let sql = "INSERT INTO sighting (answer, first, last) VALUES (?1, ?2, ?3)";
        let mut statement = self.changes.prepare_cached(sql)?;
        for run in seen.chunk_by(|one, next| *next == one.saturating_add(1)) {
            if let (Some(first), Some(last)) = (run.first(), run.last()) {
                statement.execute([self.answer, *first, *last])?;
            }
        }
        Ok(())
    }

    fn write_answer(&self, errors: &[Foreign<'_>], complete: bool) -> rusqlite::Result<()> {
        let errors: Vec<&str> = errors.iter().map(Foreign::raw).collect();
        let errors = serde_json::Value::from(errors).to_string();
        self.changes
            .prepare_cached("UPDATE answer SET complete = ?2, errors = ?3 WHERE no = ?1")?
            .execute(params![self.answer, complete, errors])
            .map(drop)
    }
}
