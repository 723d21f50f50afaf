//! The things that can happen, each on its own.
//!
//! Each says what it did, or does nothing where there is nothing to do it to.

use super::super::calendar::{later, not_sunday};
use super::super::household::{CARD, CURRENT, JOINT, SAVINGS};
use super::super::row::{Kind, Remote, Row, Standing};
use super::super::wording::drifted;
use super::{Churn, DRIFT, UNSETTLED};
use jiff::civil::Weekday;

impl Churn<'_> {
    pub(super) fn reserve(&mut self) -> Option<String> {
        let account = *self.life.chance.pick(&[CARD, CARD, CURRENT, JOINT]);
        match self.life.chance.once_in(4) {
            true => self.life.abroad(self.today),
            false => self.life.shopping(account, self.today),
        }
        let mut row = self.life.rows.pop().filter(|row| self.affords(row))?;
        row.day = self.today;
        let row = self.held(row);
        let story = format!("{} reserved: {} øre", self.next(), row.ore);
        self.ledger.post(row)?;
        Some(story)
    }

    /// The same purchase once more, pending or booked at once.
    pub(super) fn twin(&mut self) -> Option<String> {
        let today = self.today;
        let alike = self.any(|row| {
            row.kind == Kind::Reservation
                || row.shop.is_some() && row.pending.is_none() && row.day == today
        })?;
        let mut row = self.ledger.rows().get(alike)?.clone();
        (row.standing, row.reworded) = (Standing::Listed, false);
        if let Some(booking) = row.pending.as_mut().filter(|_| self.life.chance.once_in(2)) {
            booking.ore = row.ore + self.life.chance.between(-DRIFT, DRIFT);
        }
        self.affords(&row).then_some(())?;
        let story = format!("{} is a twin of {alike}", self.next());
        self.ledger.post(row)?;
        Some(story)
    }

    /// Something that is booked without having been pending.
    pub(super) fn spend(&mut self) -> Option<String> {
        let (life, day) = (&mut self.life, self.today);
        match life.chance.below(4) {
            0 => life.two_coffees(day),
            1 => life.vipps(day),
            _ => {
                let account = *life.chance.pick(&[CURRENT, JOINT, CARD]);
                life.shopping(account, day);
            }
        }
        let first = self.next();
        for row in std::mem::take(&mut self.life.rows) {
            if row.day == day && self.affords(&row) {
                self.ledger.post(row)?;
            }
        }
        let rows = self.next() - first;
        (rows > 0).then(|| format!("{rows} booked at once from {first}"))
    }

    /// Money comes in.
    pub(super) fn earn(&mut self) -> String {
        let kind = Kind::Salary;
        let mut row = Row::plain(CURRENT, self.today, 3_825_050, kind, "Lønn");
        row.day = not_sunday(row.day);
        let story = format!("{} is salary", self.next());
        if row.day > self.today {
            self.ledger.expect(row);
        } else {
            let _ = self.ledger.post(row);
        }
        story
    }

    /// Both legs of a transfer between own accounts, pending and without an identity.
    pub(super) fn transfer(&mut self) -> Option<String> {
        const ACCOUNTS: [usize; 3] = [CURRENT, SAVINGS, JOINT];
        let from = *self.life.chance.pick(&ACCOUNTS);
        let to = *self.life.chance.pick(&ACCOUNTS);
        let whole = self.life.chance.between(1, 40) * 10_000;
        let ore = *self.life.chance.pick(&[20_000, 50_000, whole]);
        let kind = *self
            .life
            .chance
            .pick(&[Kind::OwnTransfer, Kind::OwnPayment]);
        let available = self.ledger.accounts.get(from)?.available();
        if from == to || available < ore {
            return None;
        }
        let story = format!("{} and the next: {ore} øre under way", self.next());
        for (account, other, ore) in [(from, to, -ore), (to, from, ore)] {
            let text = "Overføring mellom egne konti";
            let row = Row::plain(account, self.today, ore, kind, text);
            let row = self.under_way(row.with_remote(Remote::Own(other)));
            self.ledger.post(row)?;
        }
        Some(story)
    }

    pub(super) fn book(&mut self) -> Option<String> {
        let at = self.book_one()?;
        let ore = self.ledger.rows().get(at)?.ore;
        Some(format!("{at} booked: {ore} øre"))
    }

    /// Books a pending row today. Only cards know Sundays.
    fn book_one(&mut self) -> Option<usize> {
        let (today, sunday) = (self.today, self.today.weekday() == Weekday::Sunday);
        let at = self.any(|row| row.pending.is_some() && (row.account == CARD || !sunday))?;
        let row = self.ledger.row_mut(at)?;
        if row.account != CARD {
            row.pending.as_mut()?.day = today;
        }
        self.ledger.book_row(at);
        Some(at)
    }

    /// The reservation is gone at once and the booked row comes later.
    pub(super) fn delay(&mut self) -> Option<String> {
        let at = self.book_one()?;
        self.ledger.row_mut(at)?.standing = Standing::Withheld;
        Some(format!("{at} booked, and left out"))
    }

    pub(super) fn cancel(&mut self) -> Option<String> {
        let at = self.any(|row| row.kind == Kind::Reservation)?;
        self.ledger.cancel(at);
        Some(format!("{at} cancelled"))
    }

    pub(super) fn reword(&mut self) -> Option<String> {
        let at = self.any_unsettled(|row| row.text.is_some())?;
        let row = self.ledger.rows().get(at)?;
        let words = drifted(&mut self.life.chance, row);
        let row = self.ledger.row_mut(at)?;
        let story = format!("{at} reworded: {:?} to {:?}", row.text, words.text);
        row.reworded |= row.text != words.text;
        row.name(words);
        Some(story)
    }

    /// A booked transfer gets the identity it lacked.
    pub(super) fn identify(&mut self) -> Option<String> {
        let at = self.any_unsettled(|row| row.nameless)?;
        self.ledger.row_mut(at)?.nameless = false;
        Some(format!("{at} identified"))
    }

    pub(super) fn withhold(&mut self) -> Option<String> {
        let since = later(self.today, -UNSETTLED);
        let recent = |row: &Row| row.pending.is_some() || row.day >= since;
        let at = self.any(|row| row.standing == Standing::Listed && recent(row))?;
        self.ledger.row_mut(at)?.standing = Standing::Withheld;
        Some(format!("{at} left out"))
    }

    pub(super) fn bring_back(&mut self) -> Option<String> {
        let at = self.any(|row| row.standing == Standing::Withheld)?;
        self.ledger.row_mut(at)?.standing = Standing::Listed;
        Some(format!("{at} back"))
    }
}
