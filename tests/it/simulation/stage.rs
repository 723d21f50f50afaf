//! A world in which things go wrong: the bank, the relay before it, the clock, and one process.

use std::process::Command;

use jiff::{SignedDuration, Timestamp};
use sb1::sandbox::Options;
use sb1::sandbox::habits::{Habits, Rotation, Tokens};
use serde_json::Value;

use super::evidence::{Entry, Evidence, Row, Sent};
use super::faults::PATIENCE;
use super::figures::Figures;
use super::jobs::{Household, Job, Kind, Trace, ore};
use super::oracle::owners;
use super::relay::Relay;
use super::runner::{self, Ended, Fate, Moment};
use crate::chance::Chance;
use crate::world::{NOW, World};

/// So that a world's pretend clock stays within one day: bookings of another would blur the sums.
const MOST_ADVANCES: u32 = 30;

/// A bank with a customer, and all that was seen of it.
pub(super) struct Stage {
    pub(super) world: World,
    pub(super) relay: Relay,
    pub(super) household: Household,
    pub(super) chance: Chance,
    pub(super) evidence: Evidence,
    pub(super) figures: Figures,
    /// What is wrong and can be told at once.
    pub(super) wrong: Vec<String>,
    /// How often the clocks were moved on.
    pub(super) advances: u32,
    now: Timestamp,
    balances: Value,
    total: i64,
}

impl Stage {
    pub(super) fn set(seed: u64) -> Self {
        let mut chance = Chance::new(seed);
        let tokens = *chance.pick(&[Tokens::SixMonths, Tokens::Short(600)]);
        let world = World::with(Options {
            rows: Some(60),
            habits: Habits {
                tokens,
                // A process that is killed in a renewal shall not end the game.
                rotation: Rotation::Never,
                ..Habits::default()
            },
            ..Options::default()
        });
        let relay = Relay::before(&world.bank.origin());
        let world = world
            .set("SB1_API_URL", &relay.origin())
            .set("SB1_TIMEOUT", PATIENCE);
        let login = world.log_in(&[]);
        assert_eq!(login.code, 0, "{}", login.shown());
        let untagged = world.home().join("untagged/sb1");
        std::fs::create_dir_all(&untagged).unwrap();
        std::fs::write(untagged.join("config.toml"), "[transfer]\ntag = false\n").unwrap();
        let balances = world.run("accounts --all --json").json();
        Self {
            household: Household::of(&balances),
            total: world.bank.total(),
            now: NOW.parse().unwrap(),
            world,
            relay,
            chance,
            balances,
            evidence: Evidence::default(),
            figures: Figures::default(),
            wrong: Vec::new(),
            advances: 0,
        }
    }

    /// Moves all clocks on by more than a quarter of an hour.
    pub(super) fn advance(&mut self) -> bool {
        if self.advances == MOST_ADVANCES {
            return false;
        }
        let minutes = 16 + i64::try_from(self.chance.below(4)).unwrap();
        let by = SignedDuration::from_mins(minutes);
        self.now = self.now.checked_add(by).unwrap();
        self.world.bank.advance(by);
        self.advances += 1;
        true
    }

    /// The program as this world's clock stands.
    fn command(&self, words: &[String], tagged: bool) -> Command {
        let mut command = self.world.command(words);
        command.env("SB1_NOW", self.now.to_string());
        if !tagged {
            command.env("XDG_CONFIG_HOME", self.world.home().join("untagged"));
        }
        command
    }

    /// Does a job once; `first` is the place of the wave's first post.
    pub(super) fn transfer(&self, job: &Job, fate: &Fate, first: usize) -> Ended {
        let has_come = |moment| {
            let answered = moment == Moment::Answered;
            self.relay
                .has_posted(first, answered, |post| job.is(&Trace::of_post(post)))
        };
        let command = self.command(&job.words(), job.tagged);
        runner::run(command, fate, has_come)
    }

    /// Runs anything else.
    pub(super) fn run(&self, line: &str, fate: &Fate) -> Ended {
        let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        runner::run(self.command(&words, true), fate, |_| true)
    }

    /// Runs what must succeed, and reads what it says.
    fn read(&mut self, line: &str) -> Value {
        self.figures.others += 1;
        let ended = self.run(line, &Fate::PLAIN);
        assert_eq!(ended.code, Some(0), "{line}: {ended:?}");
        serde_json::from_str(&ended.out.unwrap()).unwrap()
    }

    /// Reads the journal, the bank's books and what went over the wire.
    pub(super) fn look(&mut self) {
        let listing = self.read("transfers --json");
        let items = listing["transfers"].as_array().unwrap();
        self.evidence.rows = items.iter().rev().map(Row::of).collect();
        let ledger = self.world.bank.transfers();
        let entry = |it: &sb1::sandbox::Transfer| Entry {
            payment_id: it.payment_id.clone(),
            message: it.message.clone(),
            trace: Trace::of_ledger(it, &self.household),
        };
        self.evidence.ledger = ledger.iter().map(entry).collect();
        let posts = self.relay.posts();
        let sent = posts.iter().map(|it| Sent {
            message: it.body["message"].as_str().map(str::to_owned),
            trace: Trace::of_post(it),
        });
        self.evidence.sent = sent.collect();
    }

    /// The owner, who looked in the online bank, says of one transfer what became of it.
    pub(super) fn resolve_one(&mut self) {
        let rows = &self.evidence.rows;
        let Some(at) = rows.iter().position(|row| row.state == "unknown") else {
            return;
        };
        let moved = owners(&self.evidence.ledger, rows).contains(&Some(at));
        let word = if moved { "--moved" } else { "--not-moved" };
        let line = format!("transfers resolve {} {word} --json", rows[at].id);
        self.read(&line);
        self.figures.befell(if moved {
            "owner: moved"
        } else {
            "owner: not moved"
        });
    }

    /// Looks one last time, with nothing going wrong.
    pub(super) fn end(&mut self) {
        self.figures.others += 1;
        let check = self.run("transfers check --json", &Fate::PLAIN);
        self.look();
        let open = self.evidence.rows.iter().any(|row| row.state == "unknown");
        if check.code != Some(if open { 9 } else { 0 }) {
            self.wrong.push(format!("open: {open}, {check:?}"));
        }
        self.figures.posted = self.evidence.sent.len();
        self.figures.made = self.evidence.ledger.len();
        if self.world.bank.total() != self.total {
            self.wrong.push("money was made or lost".to_owned());
        }
        self.add_up();
    }

    /// Each balance is what it was, with what the books say came and went.
    fn add_up(&mut self) {
        let after = self.read("accounts --all --json");
        let before = self.balances["accounts"].as_array().unwrap();
        for (before, after) in before.iter().zip(after["accounts"].as_array().unwrap()) {
            let number = after["accountNumber"].as_str().unwrap();
            let came = |it: &&Entry| {
                let pension = it.trace.kind == Kind::Pension;
                it.trace.to == number || (pension && after["name"] == "Egen pensjonskonto")
            };
            let books = self.evidence.ledger.iter();
            let sum =
                |them: &mut dyn Iterator<Item = &Entry>| them.map(|it| it.trace.ore).sum::<u64>();
            let gone = sum(&mut books.clone().filter(|it| it.trace.from == number));
            let came = sum(&mut books.filter(came));
            let [before, now] = [before, after].map(|it| ore(&it["availableBalance"]));
            if before + came != now + gone {
                self.wrong
                    .push(format!("{number}: {before} + {came} - {gone} is not {now}"));
            }
        }
    }
}

impl Row {
    /// From an item of `sb1.transfers/1`.
    fn of(item: &Value) -> Self {
        let text = |name: &str| item[name].as_str().map(str::to_owned);
        Self {
            id: text("id").unwrap(),
            state: text("state").unwrap(),
            payment_id: text("paymentId"),
            trace: Trace::of_journal(item),
        }
    }
}
