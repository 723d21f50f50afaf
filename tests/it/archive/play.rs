//! One world in which life goes on and syncs come at random moments, and what is known of it.

use std::collections::BTreeMap;
use std::process::Command;
use std::time::Duration;

use jiff::SignedDuration;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use sb1::sandbox::Options;
use sb1::sandbox::fault::{Effect, Fault};
use serde_json::Value;

use super::books::Books;
use super::figures::Figures;
use super::hearing::{Manner, drawn};
use super::witness::{Fact, Witness};
use crate::chance::Chance;
use crate::world::{Run, World};

/// Where the lists of transactions begin.
const LISTS: &str = "/personal/banking/transactions*";

/// Where the bank's days begin and end.
static OSLO: TimeZone = jiff::tz::get!("Europe/Oslo");

pub(super) struct Play {
    pub(super) world: World,
    seed: u64,
    chance: Chance,
    pub(super) witness: Witness,
    pub(super) manner: Manner,
    /// What each id of a booked row has stood for.
    pub(super) ids: BTreeMap<String, Fact>,
    /// What happened, for the message of a failure.
    story: Vec<String>,
    pub(super) figures: Figures,
}

/// How a sync is disturbed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trouble {
    Partial,
    Network,
    Killed,
}

/// Lives through a world of that seed, with so many random things in it, and holds its archive
/// against the bank throughout.
pub(super) fn play(seed: u64, steps: u64) -> Figures {
    let mut play = Play::new(seed);
    // Some begin late.
    let first = play.chance.below(60) as u64;
    for number in 0..steps {
        play.step(number);
        if number >= first && play.chance.once_in(7) {
            play.sync_somehow();
        }
    }
    play.end();
    play.figures
}

impl Play {
    fn new(seed: u64) -> Self {
        let mut chance = Chance::new(seed);
        let (manner, habits) = drawn(&mut chance);
        // A short past, so that the new rows are many among the old.
        let options = Options {
            seed,
            rows: Some(80),
            habits,
            ..Options::default()
        };
        let first = format!("{:?}, {:?}, {manner:?}", habits.non_unique_id, habits.order);
        Self {
            world: World::logged_in_with(options),
            seed,
            chance,
            witness: Witness::default(),
            manner,
            ids: BTreeMap::new(),
            story: vec![first],
            figures: Figures::default(),
        }
    }

    fn step(&mut self, number: u64) {
        let bank = &self.world.bank;
        if self.chance.once_in(45) {
            let most = *self.chance.pick(&[28, 28, 28, 140]);
            let days = u32::try_from(7 + self.chance.below(most)).unwrap();
            bank.live(self.chance.next(), days);
            self.story.push(format!("{days} days of life"));
        } else {
            self.story.push(bank.churn(self.seed << 32 | number).story);
        }
        self.witness.note(&self.world.bank.truth());
        self.figures.steps += 1;
    }

    fn sync_somehow(&mut self) {
        let line = match self.chance.below(14) {
            0 => "sync --full",
            1 => "sync Brukskonto",
            2 => "sync Felleskonto",
            _ => "sync",
        };
        match self.chance.below(12) {
            0 | 1 => self.disturbed(line, Trouble::Partial),
            2 => self.disturbed(line, Trouble::Network),
            3 | 4 => self.disturbed(line, Trouble::Killed),
            5 => self.sync_twice(),
            _ => self.sync(line),
        }
    }

    /// Two at once: one waits for the other.
    fn sync_twice(&mut self) {
        let before = self.before();
        let syncs = [(); 2].map(|()| self.command("sync").spawn().unwrap());
        for run in syncs.map(Run::of) {
            self.right(self.is_done(&run), || run.shown());
            self.figures.ended(run.code);
        }
        self.story.push("sb1 sync, twice at once".to_owned());
        self.after(&before, 2, "");
    }

    pub(super) fn sync(&mut self, line: &str) {
        let run = self.synced(line);
        self.right(self.is_done(&run), || run.shown());
    }

    fn disturbed(&mut self, line: &str, trouble: Trouble) {
        match trouble {
            Trouble::Partial => {
                let parts = ["RECENT_TRANSACTIONS_FAILED", "CREDIT_ACCOUNTS_FAILED"];
                let part = *self.chance.pick(&parts);
                self.manner.failed = Some(part);
                self.world.bank.fail_parts(&[part]);
                let run = self.synced(line);
                self.right(run.code == 3, || run.shown());
                self.world.bank.fail_parts(&[]);
                self.manner.failed = None;
            }
            Trouble::Network => {
                let all = [
                    Effect::Truncate,
                    Effect::Malformed,
                    Effect::Drop,
                    Effect::Reset,
                    Effect::status(503),
                    Effect::too_many(None),
                ];
                let effect = self.chance.pick(&all).clone();
                // What fails three times is not asked for again.
                let times = *self.chance.pick(&[1, 1, 3]);
                self.story.push(format!("{effect:?} {times} times"));
                self.world
                    .bank
                    .fault(Fault::on("GET", LISTS, effect).times(times));
                self.synced(line);
            }
            Trouble::Killed => {
                let drips = Fault::on("GET", LISTS, Effect::Drip).times(0);
                self.world
                    .bank
                    .fault(drips.delayed(Duration::from_millis(60)));
                self.killed(line);
            }
        }
        self.world.bank.clear_faults();
    }

    /// Whether all went well, as far as a bank lets it that cuts its answers.
    fn is_done(&self, run: &Run) -> bool {
        run.code == 0 || run.code == 3 && self.manner.limit.is_some()
    }

    /// Runs a sync to its end.
    fn synced(&mut self, line: &str) -> Run {
        let before = self.before();
        let run = self.run(line);
        self.after(
            &before,
            usize::from(matches!(run.code, 0 | 3)),
            &run.shown(),
        );
        self.figures.ended(run.code);
        run
    }

    fn killed(&mut self, line: &str) {
        let before = self.before();
        let mut child = self.command(line).spawn().unwrap();
        std::thread::sleep(self.chance.moment(200));
        child.kill().unwrap();
        let run = Run::of(child);
        let is_written = Books::of(&self.world).answers.len() > before.answers.len();
        let line = format!("sb1 {line}: killed, written: {is_written}");
        self.story.push(line);
        self.after(&before, usize::from(is_written), &run.shown());
        self.figures.killed(is_written);
    }

    fn before(&self) -> Books {
        self.world.bank.forget_requests();
        Books::of(&self.world)
    }

    /// All is well again, and a last sync has come.
    fn end(&mut self) {
        let bank = &self.world.bank;
        bank.bring_all_back();
        bank.set_habits(|it| it.row_limit = None);
        bank.advance(SignedDuration::from_hours(24));
        self.manner.limit = None;
        self.sync("sync");
        // What was left out for long and is back is older than what a sync asks for.
        self.sync("sync --full");
        let (books, truth) = (Books::of(&self.world), self.world.bank.truth());
        self.check_truth(&books, &truth);
        self.check_heirs(&books, &truth);
        let kept = self.rows("transactions --offline --json");
        let online = self.rows("transactions --classified --json");
        let differs = || "the bank has other rows than the archive".to_owned();
        self.right(kept == online, differs);
        self.check_rebuilt(&kept);
        self.figures.count(&books);
    }

    /// The rows that the program lists, of those that the bank still keeps, without the bank's own
    /// ids.
    pub(super) fn rows(&mut self, line: &str) -> BTreeMap<String, Value> {
        let run = self.run(line);
        let Value::Array(mut rows) = run.json()["transactions"].take() else {
            panic!("no list: {}", run.shown());
        };
        let oldest = self.manner.oldest(self.today()).to_string();
        rows.retain(|row| row["date"].as_str().is_some_and(|day| *day >= *oldest));
        let by_id = rows.into_iter().map(|mut row| {
            row.as_object_mut().unwrap().remove("bankId");
            (row["id"].as_str().unwrap().to_owned(), row)
        });
        by_id.collect()
    }

    pub(super) fn run(&mut self, line: &str) -> Run {
        let run = Run::of(self.command(line).spawn().unwrap());
        self.story.push(format!("sb1 {line}: exit {}", run.code));
        run
    }

    /// At the pretend moment.
    fn command(&self, line: &str) -> Command {
        let mut command = self.world.command(line.split_whitespace());
        command.env("SB1_NOW", self.world.bank.now().to_string());
        command
    }

    pub(super) fn today(&self) -> Date {
        self.world.bank.now().to_zoned(OSLO.clone()).date()
    }

    pub(super) fn right(&self, right: bool, what: impl FnOnce() -> String) {
        if !right {
            let story = self.story.join("\n");
            panic!("seed {}: {}\n{story}", self.seed, what());
        }
    }
}
