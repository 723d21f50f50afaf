//! A pretend bank that knows the truth, and does to its rows all that the bank is known to do.

use proptest::prelude::*;

use crate::domain::date::Day;
use crate::domain::reconcile::{Answer, Sighting};
use crate::domain::transaction::Minter;

use super::story::{ACCOUNT, Archive};
use super::truth::{FIRST_TEXT, Means, Truth, transaction};

/// A pending row is booked at the latest so many days after the purchase.
const PENDING_DAYS: i64 = 6;

/// What happens. Rows are picked by a number, out of those it can happen to.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// So many alike, of one of a few prices or of a price of their own.
    Buy {
        with: Means,
        price: Option<u8>,
        count: usize,
    },
    /// In other words, up to so many øre more, and listed only so many days later.
    Book {
        pick: usize,
        drift: i64,
        after: i64,
    },
    Cancel {
        pick: usize,
    },
    Retext {
        pick: usize,
        back: bool,
    },
    /// A booked row without an identity of the bank's is given one.
    Identify {
        pick: usize,
    },
    /// The card system's prefix comes or goes.
    Prefix {
        pick: usize,
    },
    /// Left out of the answers for so many days.
    Drop {
        pick: usize,
        days: i64,
    },
    Days(i64),
    /// So many days further back than the overlap; `lacks` picks what a partial answer lacks.
    Sync {
        further: i64,
        lacks: Option<u64>,
    },
}

pub(super) fn some_step() -> impl Strategy<Value = Step> {
    let means = prop_oneof![
        3 => Just(Means::Card),
        1 => Just(Means::OwnTransfer),
        1 => any::<bool>().prop_map(|identity| Means::Direct { identity }),
    ];
    let buy = (means, prop::option::of(0..4_u8), 1..=2_usize);
    let lacks = prop::option::weighted(0.2, any::<u64>());
    let pick = || 0..64_usize;
    prop_oneof![
        4 => buy.prop_map(|(with, price, count)| Step::Buy { with, price, count }),
        4 => (pick(), -110..=110_i64, prop_oneof![3 => Just(0), 1 => 1..=4_i64])
            .prop_map(|(pick, drift, after)| Step::Book { pick, drift, after }),
        1 => pick().prop_map(|pick| Step::Cancel { pick }),
        2 => (pick(), any::<bool>()).prop_map(|(pick, back)| Step::Retext { pick, back }),
        1 => pick().prop_map(|pick| Step::Identify { pick }),
        1 => pick().prop_map(|pick| Step::Prefix { pick }),
        1 => (pick(), 1..=5_i64).prop_map(|(pick, days)| Step::Drop { pick, days }),
        4 => (0..=4_i64).prop_map(Step::Days),
        6 => (prop_oneof![Just(0), Just(10), Just(60)], lacks)
            .prop_map(|(further, lacks)| Step::Sync { further, lacks }),
    ]
}

pub(super) struct Bank {
    pub(super) truth: Vec<Truth>,
    pub(super) archive: Archive,
    /// Whether every purchase has a price of its own and no text comes back, so that all that
    /// happens can be told.
    clear: bool,
    today: Day,
    synced: Day,
    begun: Day,
    count: usize,
}

impl Bank {
    pub(super) fn new(clear: bool) -> Self {
        let begun = Day::new(2026, 3, 1).unwrap();
        Self {
            truth: Vec::new(),
            archive: Archive::default(),
            clear,
            today: begun,
            synced: begun,
            begun,
            count: 0,
        }
    }

    pub(super) fn take(&mut self, step: &Step) {
        let clear = self.clear;
        match *step {
            Step::Buy { with, price, count } => self.buy(with, price, count),
            Step::Book { pick, drift, after } => self.book(pick, drift, after),
            Step::Cancel { pick } => self.pick(pick, |it| it.pending, |it| it.cancelled = true),
            // A pending row that comes back in other words could be any other.
            Step::Retext { pick, back } => self.pick(
                pick,
                |it| !clear || !it.pending || it.listed_from == it.bought,
                |it| {
                    it.text = if back && !clear {
                        it.text - 1
                    } else {
                        it.text + 1
                    }
                },
            ),
            Step::Identify { pick } => {
                let identity = self.number();
                self.pick(
                    pick,
                    |it| !it.pending && it.identity.is_none(),
                    |it| it.identity = Some(identity),
                );
            }
            Step::Prefix { pick } => {
                self.pick(pick, |it| !it.pending, |it| it.prefixed = !it.prefixed);
            }
            Step::Drop { pick, days } => {
                let back = self.today.plus_days(days).unwrap();
                self.pick(
                    pick,
                    |it| !clear || !it.pending || it.text == FIRST_TEXT,
                    |it| it.listed_from = back,
                );
            }
            Step::Days(days) => (0..days).for_each(|_| self.sleep()),
            Step::Sync { further, lacks } => self.sync(further, lacks),
        }
    }

    /// All that was left out is back, and one whole answer tells everything.
    pub(super) fn end(&mut self) {
        (0..6).for_each(|_| self.sleep());
        self.sync(self.begun.days_until(self.synced), None);
    }

    fn number(&mut self) -> usize {
        self.count += 1;
        self.count
    }

    fn pick(&mut self, pick: usize, may: impl Fn(&Truth) -> bool, change: impl FnOnce(&mut Truth)) {
        let mut rows: Vec<&mut Truth> = self
            .truth
            .iter_mut()
            .filter(|it| !it.cancelled && may(it))
            .collect();
        if !rows.is_empty() {
            let place = pick % rows.len();
            change(rows.swap_remove(place));
        }
    }

    fn buy(&mut self, means: Means, price: Option<u8>, count: usize) {
        let few = [4500, 4600, 10_000, 10_100];
        for _ in 0..if self.clear { 1 } else { count } {
            let own = 20_000 + 1_000 * i64::try_from(self.number()).unwrap();
            let identity = self.number();
            let direct = matches!(means, Means::Direct { .. });
            self.truth.push(Truth {
                means,
                pending: !direct,
                cancelled: false,
                ore: -price
                    .filter(|_| !self.clear)
                    .map_or(own, |it| few[usize::from(it)]),
                bought: self.today,
                booked: self.today,
                text: FIRST_TEXT,
                identity: (means == Means::Direct { identity: true }).then_some(identity),
                prefixed: false,
                listed_from: self.today,
                entries: Vec::new(),
            });
        }
    }

    fn book(&mut self, pick: usize, drift: i64, after: i64) {
        let (identity, today) = (self.number(), self.today);
        let listed_from = today.plus_days(after).unwrap();
        self.pick(
            pick,
            |it| it.pending,
            |it| {
                it.pending = false;
                it.listed_from = listed_from.max(it.listed_from);
                if it.means == Means::Card {
                    it.ore += drift;
                    it.text += 1;
                    it.identity = Some(identity);
                } else {
                    it.booked = today;
                }
            },
        );
    }

    fn sleep(&mut self) {
        self.today = self.today.plus_days(1).unwrap();
        let today = self.today;
        let is_due =
            |it: &Truth| it.pending && !it.cancelled && it.bought.days_until(today) > PENDING_DAYS;
        for _ in 0..self.truth.iter().filter(|it| is_due(it)).count() {
            let mut pending = self.truth.iter().filter(|it| it.pending && !it.cancelled);
            let due = pending.position(is_due).unwrap();
            self.book(due, 0, 0);
        }
    }

    fn sync(&mut self, further: i64, lacks: Option<u64>) {
        let since = self.synced.plus_days(-14 - further).unwrap();
        let mut listed: Vec<usize> = (0..self.truth.len())
            .filter(|it| self.is_listed(&self.truth[*it], since))
            .filter(|it| lacks.is_none_or(|mask| mask >> (it % 64) & 1 == 0))
            .collect();
        listed.sort_by_key(|it| std::cmp::Reverse(self.day(&self.truth[*it])));
        let mut minter = Minter::default();
        let sightings: Vec<Sighting> = listed
            .iter()
            .map(|it| self.sighting(&self.truth[*it], &mut minter))
            .collect();
        self.archive.answers += 1;
        let answer = Answer {
            no: self.archive.answers,
            sightings,
            covers: lacks.map_or_else(|| vec![(ACCOUNT, since)], |_| Vec::new()),
        };
        let entries = self.archive.reads(&answer);
        for (row, no) in listed.into_iter().zip(entries) {
            self.truth[row].entries.push(no);
        }
        if lacks.is_none() {
            self.synced = self.today;
        }
    }

    /// An archive that was begun today.
    pub(super) fn rebuilt(&self) -> Archive {
        let mut bank = Self {
            truth: self.truth.clone(),
            archive: Archive::default(),
            ..*self
        };
        bank.synced = bank.begun;
        bank.sync(0, None);
        bank.archive
    }

    /// Pending rows bear the day of the answer, and cards the day of the purchase.
    fn day(&self, truth: &Truth) -> Day {
        if truth.pending {
            self.today
        } else {
            truth.booked
        }
    }

    fn is_listed(&self, truth: &Truth, since: Day) -> bool {
        !truth.cancelled && truth.listed_from <= self.today && self.day(truth) >= since
    }

    fn sighting(&self, truth: &Truth, minter: &mut Minter) -> Sighting {
        let row = transaction(truth, self.day(truth));
        Sighting {
            id: minter.mint(&row),
            account: ACCOUNT,
            booked: row.is_booked(),
            day: row.date,
            amount: row.amount,
            wording: row.wording(),
            reserved: truth.pending && truth.means == Means::Card,
        }
    }
}
