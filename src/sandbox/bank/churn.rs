//! Life going on: what happens to the rows after the past was written, one chance at a time.
//!
//! Everything that makes a bank's rows hard to keep track of comes about here (`facts` 5.4):
//! reservations that are booked for other amounts and under other texts, twins, transfers without
//! an identity, rows that answers leave out for a while.

mod deeds;

use super::calendar::{later, not_sunday};
use super::chance::Chance;
use super::household::CARD;
use super::ledger::Ledger;
use super::life::Life;
use super::row::{Booking, Kind, Row, Standing};
use super::wording::drifted;
use jiff::SignedDuration;
use jiff::civil::Date;

/// The most by which a booked card purchase differs from what was reserved, in øre.
const DRIFT: i64 = 110;
/// Booked rows change for that many days after they were booked.
const UNSETTLED: i32 = 10;

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What, in a few words, with the serial of the row: for the message of a failing test.
    pub story: String,
    /// How far the pretend clock moved.
    pub time: SignedDuration,
}

pub(super) struct Churn<'a> {
    ledger: &'a mut Ledger,
    /// Makes the new rows; its chance is the only one.
    life: Life,
    today: Date,
}

/// What can happen besides that time passes.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Reserve,
    Twin,
    Spend,
    Transfer,
    Book,
    Delay,
    Cancel,
    Reword,
    Identify,
    Withhold,
    BringBack,
}

/// The frequent ones more than once.
#[rustfmt::skip]
const DEEDS: &[Deed] = &[
    Deed::Reserve, Deed::Reserve, Deed::Reserve, Deed::Twin, Deed::Twin,
    Deed::Spend, Deed::Spend, Deed::Transfer, Deed::Transfer,
    Deed::Book, Deed::Book, Deed::Book, Deed::Book, Deed::Delay, Deed::Cancel,
    Deed::Reword, Deed::Reword, Deed::Identify,
    Deed::Withhold, Deed::BringBack, Deed::BringBack,
];

impl<'a> Churn<'a> {
    pub(super) fn new(ledger: &'a mut Ledger, seed: u64, today: Date) -> Self {
        // Some rows come on the next day on which the bank is open.
        let life = Life::new(Chance::new(seed), today, later(today, 14));
        Self {
            ledger,
            life,
            today,
        }
    }

    /// One random thing.
    pub(super) fn step(&mut self) -> Step {
        if self.life.chance.once_in(5) {
            return self.pass_time();
        }
        let deed = *self.life.chance.pick(DEEDS);
        let story = self
            .attempt(deed)
            .or_else(|| self.reserve())
            .unwrap_or_else(|| self.earn());
        Step {
            story,
            time: SignedDuration::ZERO,
        }
    }

    /// Says what was done; `None`, and nothing was, where there is nothing to do it to.
    fn attempt(&mut self, deed: Deed) -> Option<String> {
        match deed {
            Deed::Reserve => self.reserve(),
            Deed::Twin => self.twin(),
            Deed::Spend => self.spend(),
            Deed::Transfer => self.transfer(),
            Deed::Book => self.book(),
            Deed::Delay => self.delay(),
            Deed::Cancel => self.cancel(),
            Deed::Reword => self.reword(),
            Deed::Identify => self.identify(),
            Deed::Withhold => self.withhold(),
            Deed::BringBack => self.bring_back(),
        }
    }

    /// Hours, or seldom days.
    fn pass_time(&mut self) -> Step {
        let hours = match self.life.chance.below(4) {
            0 => 24 * self.life.chance.between(1, 4),
            _ => self.life.chance.between(1, 20),
        };
        Step {
            story: format!("{hours} hours pass"),
            time: SignedDuration::from_hours(hours),
        }
    }

    /// Everything that an ordinary day brings; some of it pending at first.
    pub(super) fn day(&mut self) {
        let card = self.ledger.accounts.get(CARD);
        self.life.owed = card.map_or(0, |card| card.balance().saturating_neg());
        self.life.day(self.today);
        for row in std::mem::take(&mut self.life.rows) {
            if row.day > self.today {
                self.ledger.expect(row);
            } else if self.affords(&row) {
                let row = match row.kind {
                    Kind::BankAxept | Kind::Visa if self.life.chance.once_in(2) => self.held(row),
                    Kind::OwnTransfer | Kind::OwnPayment => self.under_way(row),
                    _ => row,
                };
                let _ = self.ledger.post(row);
            }
        }
    }

    fn affords(&self, row: &Row) -> bool {
        let account = self.ledger.accounts.get(row.account);
        account.is_some_and(|account| account.available().saturating_add(row.ore) >= 0)
    }

    /// The place that the next row will have, which is its serial.
    fn next(&self) -> usize {
        self.ledger.rows().len()
    }

    /// A place in the ledger of a row like that.
    fn any(&mut self, like: impl Fn(&Row) -> bool) -> Option<usize> {
        let rows = self.ledger.rows().iter().enumerate();
        let found: Vec<usize> = rows
            .filter(|(_, row)| !row.is_cancelled() && like(row))
            .map(|(at, _)| at)
            .collect();
        (!found.is_empty()).then(|| *self.life.chance.pick(&found))
    }

    /// A booked row that may still change.
    fn any_unsettled(&mut self, like: impl Fn(&Row) -> bool) -> Option<usize> {
        let since = later(self.today, -UNSETTLED);
        self.any(|row| row.pending.is_none() && row.day >= since && like(row))
    }

    /// A purchase as a reservation: whole kroner now, booked a little off and in other words.
    fn held(&mut self, mut row: Row) -> Row {
        let from = not_sunday(later(self.today, self.days()));
        row.ore = row.ore / 100 * 100;
        let exact = self.life.chance.once_in(3);
        let drift = self.life.chance.between(-DRIFT, DRIFT);
        row.pending = Some(Booking {
            from,
            day: if row.account == CARD { row.day } else { from },
            ore: row.ore + if exact { 0 } else { drift },
            kind: row.kind,
            words: Some(drifted(&mut self.life.chance, &row)),
        });
        row.kind = Kind::Reservation;
        row
    }

    /// One leg of an own transfer before it is booked.
    fn under_way(&mut self, mut row: Row) -> Row {
        let from = not_sunday(later(self.today, self.days()));
        row.pending = Some(Booking {
            from,
            day: from,
            ore: row.ore,
            kind: row.kind,
            words: Some(drifted(&mut self.life.chance, &row)),
        });
        row.kind = Kind::PendingTransfer;
        row.nameless = self.life.chance.once_in(3);
        row
    }

    /// How long a row stays pending when nothing books it earlier.
    fn days(&mut self) -> i32 {
        i32::try_from(self.life.chance.between(1, 6)).unwrap_or(1)
    }
}

/// Leaves no row out of answers any longer.
pub(super) fn bring_all_back(ledger: &mut Ledger) {
    for at in 0..ledger.rows().len() {
        if let Some(row) = ledger.row_mut(at)
            && row.standing == Standing::Withheld
        {
            row.standing = Standing::Listed;
        }
    }
}
