//! More transactions than any life has, for those who measure.

use super::calendar::{later, not_sunday};
use super::household::{CARD, CURRENT, EMPLOYER, JOINT};
use super::life::Life;
use super::row::{Kind, Remote, Row};
use super::shops::EVERYDAY;
use jiff::civil::Date;

impl Life {
    /// Adds purchases until there are that many rows, with money coming in where too much went out.
    pub(super) fn fill(&mut self, wanted: usize) {
        let missing = wanted.saturating_sub(self.rows.len());
        let span = 1 + (self.today - self.start).get_days();
        let mut sums = [0_i64; 6];
        for at in 0..missing {
            let days = i64::try_from(at).unwrap_or(0) * i64::from(span)
                / i64::try_from(missing).unwrap_or(1).max(1);
            let day = later(self.start, i32::try_from(days).unwrap_or(0));
            let account = *self.chance.pick(&[CURRENT, CURRENT, JOINT, CARD]);
            let mut row = if sums[account] < -1_000_000 {
                self.refund(account, day)
            } else {
                let shop = self.chance.pick(EVERYDAY);
                self.purchase(account, day, shop)
            };
            if account != CARD {
                row.day = self.weekday(row.day);
            }
            sums[account] = sums[account].saturating_add(row.ore);
            self.rows.push(row);
        }
    }

    fn refund(&mut self, account: usize, day: Date) -> Row {
        let ore = self.chance.between(400_000, 1_200_000);
        if account == CARD {
            return Row::plain(account, day, ore, Kind::CardPaid, "Innbetaling");
        }
        let row = Row::plain(account, day, ore, Kind::Message, "Oppgjør reiseutlegg");
        row.with_remote(Remote::Party(EMPLOYER))
            .with_note("Reiseutlegg")
    }

    /// A day within this life that is not a Sunday.
    fn weekday(&self, day: Date) -> Date {
        let moved = not_sunday(day);
        if moved > self.today {
            later(day, -1)
        } else {
            moved
        }
    }
}
