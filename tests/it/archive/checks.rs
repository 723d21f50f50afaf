//! The archive held against what the bank told.

use std::collections::{BTreeMap, BTreeSet};

use sb1::sandbox::TruthRow;
use serde_json::Value;

use super::books::{Books, Entry};
use super::hearing::Hearing;
use super::play::Play;
use super::witness::{facts, surplus};

/// So many ids of pending rows are looked up by the program itself.
const SHOWN: u32 = 3;

impl Play {
    /// Holds the archive against what the bank told in so many answers.
    pub(super) fn after(&mut self, before: &Books, answers: usize, said: &str) {
        let books = Books::of(&self.world);
        if answers == 0 {
            let what = || format!("a sync that failed left a trace: {said}");
            return self.right(books == *before, what);
        }
        let new = &books.answers[before.answers.len()..];
        self.right(new.len() == answers, || format!("{new:?}: {said}"));
        let (asked, truth) = (self.world.requests(), self.world.bank.truth());
        for answer in new {
            let heard = self.witness.hear(&Hearing {
                asked: &asked,
                truth: &truth,
                today: self.today(),
                manner: self.manner,
                since: answer.since,
                complete: answer.complete,
            });
            let kept_back = heard.kept_back;
            let what = || format!("{kept_back} rows are missing from {answer:?}");
            self.right(kept_back == 0 || !answer.complete, what);
            self.figures.heard(answer.complete);
            if answer.complete {
                self.check_told(&books, &heard.accounts);
            } else {
                self.check_nothing_lost(before, &books);
            }
        }
        let wrong = books.contradictions();
        self.right(wrong.is_empty(), || wrong.join("\n"));
        self.check_ids(&books);
    }

    /// The archive lists what was told and nothing else.
    fn check_told(&self, books: &Books, accounts: &BTreeSet<String>) {
        for booked in [true, false] {
            let told = self.witness.facts(accounts, booked);
            let kept = books.facts(accounts, booked);
            let what = || {
                let (more, less) = (surplus(&kept, &told), surplus(&told, &kept));
                format!("booked {booked}: not told {more:?}, not kept {less:?}")
            };
            self.right(kept == told, what);
        }
    }

    /// What an answer that is not whole lacks is there as before.
    fn check_nothing_lost(&self, before: &Books, books: &Books) {
        for (no, entry) in &before.entries {
            let now = &books.entries[no].state;
            let is_there = entry.state != "listed" || now == "listed" || now == "became";
            // Another purchase that is pending now may have the id of one long ago.
            let is_there = is_there || books.listed().any(|it| it.id == entry.id);
            let what = || format!("an answer that is not whole took {entry:?} away: {now}");
            self.right(is_there, what);
        }
        let everywhere = books.listed().map(|it| it.account.clone()).collect();
        for booked in [true, false] {
            let told = self.witness.told(booked);
            let less = surplus(&told, &books.facts(&everywhere, booked));
            self.right(less.is_empty(), || format!("told and not kept: {less:?}"));
        }
    }

    /// An id once given to a booked row means that row for ever.
    fn check_ids(&mut self, books: &Books) {
        for entry in books.entries.values().filter(|it| !it.id.starts_with("p-")) {
            let fact = entry.fact();
            let before = self
                .ids
                .entry(entry.id.clone())
                .or_insert_with(|| fact.clone());
            let (is_same, was) = (*before == fact, before.clone());
            self.right(is_same, || {
                format!("{} was {was:?} and is {fact:?}", entry.id)
            });
        }
    }

    /// The archive lists what the bank holds.
    pub(super) fn check_truth(&self, books: &Books, truth: &[TruthRow]) {
        let accounts = books.listed().map(|it| it.account.clone()).collect();
        let oldest = self.manner.oldest(self.today());
        for booked in [true, false] {
            let is_told = |row: &&TruthRow| row.booked == booked && row.day >= oldest;
            let held = facts(truth.iter().filter(is_told));
            let mut kept = books.facts(&accounts, booked);
            // The archive remembers what the bank has forgotten.
            kept.retain(|(_, day, _)| day.is_none_or(|day| day >= oldest));
            let what = || {
                let (more, less) = (surplus(&kept, &held), surplus(&held, &kept));
                format!("booked {booked}: not true {more:?}, not kept {less:?}")
            };
            self.right(held == kept, what);
        }
    }

    /// What was pending leads to what was booked, where there can be no doubt.
    pub(super) fn check_heirs(&mut self, books: &Books, truth: &[TruthRow]) {
        let oldest = self.manner.oldest(self.today());
        let mut shown = 0;
        for clear in self.witness.clear(truth) {
            for entry in books.reserved(&clear.account, clear.reserved) {
                let end = books.end(entry);
                // What was left out until the bank forgot it was never seen to come back.
                let is_kept = end.state == "listed" || clear.booked.1 < Some(oldest);
                let right = is_kept && end.fact() == clear.booked;
                self.right(right, || format!("{clear:?}: {entry:?} led to {end:?}"));
                self.figures.clear += 1;
                if shown < SHOWN {
                    self.check_shown(entry, end);
                    shown += 1;
                }
            }
        }
    }

    /// The program finds it by the id that it had while it was pending.
    fn check_shown(&mut self, entry: &Entry, end: &Entry) {
        let run = self.run(&format!("transaction {} --offline --json", entry.id));
        let is_found = run.json()["transaction"]["id"] == end.id.as_str();
        self.right(is_found, || run.shown());
    }

    /// A new archive, made from what the bank still tells, has the same rows under the same ids.
    pub(super) fn check_rebuilt(&mut self, kept: &BTreeMap<String, Value>) {
        for file in self.world.files() {
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            if name.contains(".archive.db") {
                std::fs::remove_file(file).unwrap();
            }
        }
        self.witness.forget();
        self.sync("sync");
        let rebuilt = self.rows("transactions --offline --json");
        self.right(rebuilt == *kept, || {
            "the rebuilt archive has other rows".to_owned()
        });
    }
}
