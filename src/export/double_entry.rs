//! What the plain-text formats have in common: which entries and postings the rows become. How they
//! are written is each [`Dialect`]'s.
//!
//! Balances are right on every day: a leg of an own transfer counts from its own day. Where a format
//! cannot say that in one entry, each leg becomes an entry of its own, with the transit account
//! between them.

mod names;
mod points;
mod tags;

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use crate::domain::date::Day;
use crate::domain::money::{Amount, Currency};
use crate::domain::text::Foreign;
use crate::failure::Failure;

use super::chart::{Chart, Style};
use super::{BookAccount, Books, Exporter, Line, Order, OtherLeg, Own};

use self::names::{Names, known};
use self::points::Points;

pub(super) use self::tags::Tag;

/// Money that moves from one account to another.
pub(super) struct Entry<'a> {
    pub(super) day: Day,
    /// Otherwise it is pending, in a part at least.
    pub(super) booked: bool,
    /// Who is on the other side, as far as it is not in `text`: bank text.
    pub(super) payee: &'a str,
    /// What the row says: bank text.
    pub(super) text: &'a str,
    pub(super) tags: Vec<Tag<'a>>,
    pub(super) postings: [Posting<'a>; 2],
}

/// One side of an entry.
#[derive(Clone, Copy)]
pub(super) struct Posting<'a> {
    pub(super) account: &'a str,
    pub(super) day: Day,
    pub(super) amount: Amount,
    pub(super) currency: Currency,
    /// The id of the row it is, where it is one; never empty.
    pub(super) id: Option<&'a str>,
}

/// A balance that must be so at the end of a day.
pub(super) struct Balance<'a> {
    pub(super) account: &'a str,
    pub(super) day: Day,
    /// Of everything that was written up to then.
    pub(super) amount: Amount,
    /// As much of it is not booked yet.
    pub(super) pending: Amount,
    pub(super) currency: Currency,
}

/// An account that was used, and since when.
pub(super) struct Used<'a> {
    pub(super) account: &'a str,
    pub(super) since: Day,
    /// Where it is one that is exported.
    pub(super) own: Option<&'a BookAccount>,
}

/// What an entry can carry of two legs with two days.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum TwoDays {
    /// Both, and the program checks balances by them.
    Checked,
    /// Both, but the program checks balances in the order of the file.
    Shown,
    /// One.
    Never,
}

/// How a format writes what the books consist of.
pub(super) trait Dialect {
    const STYLE: Style;
    const TWO_DAYS: TwoDays;

    fn head(&self, currencies: &BTreeSet<Currency>, out: &mut Vec<u8>) -> io::Result<()>;

    fn entry(&self, entry: &Entry<'_>, out: &mut Vec<u8>) -> io::Result<()>;

    fn balance(&self, balance: &Balance<'_>, out: &mut Vec<u8>) -> io::Result<()>;

    fn used(&self, account: &Used<'_>, out: &mut Vec<u8>) -> io::Result<()>;
}

/// The books in one dialect.
pub(super) struct DoubleEntry<D> {
    names: Names,
    points: Points,
    writer: Writer<D>,
}

/// Writes entries, and knows the accounts in them with the first day of each.
struct Writer<D> {
    dialect: D,
    used: BTreeMap<String, Day>,
}

impl<D: Dialect> Exporter for DoubleEntry<D> {
    fn order(&self) -> Order {
        Order::Day
    }

    fn head(&mut self, books: &Books, out: &mut Vec<u8>) -> Result<(), Failure> {
        self.names.learn(books)?;
        self.points = Points::of(books);
        let currencies: BTreeSet<Currency> = books.accounts.iter().map(|it| it.currency).collect();
        self.writer.dialect.head(&currencies, out)?;
        self.openings(books, out)
    }

    fn line(&mut self, books: &Books, line: &Line<'_>, out: &mut Vec<u8>) -> Result<(), Failure> {
        self.balances(books, Some(line.day), out)?;
        let joined = match line.own {
            Own::First(other) if self.joins(books, line.place(), other.place()) => Some(other),
            // Its entry was written with the first leg.
            Own::Second(other) if self.joins(books, other.place(), line.place()) => return Ok(()),
            _ => None,
        };
        self.count_pending(line, joined);
        let leg = self.names.leg(books, line)?;
        let account = self.names.counterpart(line, joined)?;
        let counterpart = Posting {
            account: &account,
            day: joined.map_or(line.day, |it| it.day),
            amount: opposite(line.amount),
            id: joined.and_then(|it| known(&it.id)),
            ..leg
        };
        let payee = line.row.remote_account_name.as_ref();
        let entry = Entry {
            day: line.day,
            booked: line.row.is_booked() && joined.is_none_or(|it| it.booked),
            payee: payee.map_or("", Foreign::raw),
            text: line.row.text().map_or("", Foreign::raw),
            tags: tags::of(line.row),
            postings: [leg, counterpart],
        };
        self.writer.write(&entry, out)
    }

    fn tail(&mut self, books: &Books, out: &mut Vec<u8>) -> Result<(), Failure> {
        self.balances(books, None, out)?;
        for (account, since) in &self.writer.used {
            let used = Used {
                account,
                since: *since,
                own: self.names.meaning(books, account),
            };
            self.writer.dialect.used(&used, out)?;
        }
        Ok(())
    }
}

impl<D: Dialect> DoubleEntry<D> {
    pub(super) fn new(chart: Chart, dialect: D) -> Self {
        Self {
            names: Names::new(chart, D::STYLE),
            points: Points::default(),
            writer: Writer {
                dialect,
                used: BTreeMap::new(),
            },
        }
    }

    /// Whether two legs, each of an account on a day, can be told in one entry.
    fn joins(&self, books: &Books, first: (usize, Day), second: (usize, Day)) -> bool {
        let currency = |at: usize| books.accounts.get(at).map(|it| it.currency);
        let days_fit = match D::TWO_DAYS {
            TwoDays::Checked => first.1 <= second.1,
            TwoDays::Shown => first.1 <= second.1 && !self.is_between(first.1, second),
            TwoDays::Never => first.1 == second.1,
        };
        days_fit && currency(first.0).is_some() && currency(first.0) == currency(second.0)
    }

    /// Whether the balance of `second` is checked after `first` is written, but before its day.
    fn is_between(&self, first: Day, second: (usize, Day)) -> bool {
        self.points
            .day(second.0)
            .is_some_and(|day| first <= day && day < second.1)
    }

    /// The balances that the accounts begin with.
    fn openings(&mut self, books: &Books, out: &mut Vec<u8>) -> Result<(), Failure> {
        let equity = self.names.equity();
        for (account, name) in self.names.own(books) {
            let Some((day, amount)) = account.opening else {
                continue;
            };
            let posting = |name, amount| Posting {
                account: name,
                day,
                amount,
                currency: account.currency,
                id: None,
            };
            let entry = Entry {
                day,
                booked: true,
                payee: "",
                text: "opening balance",
                tags: Vec::new(),
                postings: [posting(name, amount), posting(&equity, opposite(amount))],
            };
            self.writer.write(&entry, out)?;
        }
        Ok(())
    }

    /// The balances of the days before that one, or all that are left.
    fn balances(
        &mut self,
        books: &Books,
        before: Option<Day>,
        out: &mut Vec<u8>,
    ) -> Result<(), Failure> {
        while let Some(point) = self.points.due(before) {
            let balance = Balance {
                account: self.names.own_name(point.account)?,
                day: point.day,
                amount: point.amount,
                pending: point.pending,
                currency: names::currency(books, point.account)?,
            };
            self.writer.dialect.balance(&balance, out)?;
        }
        Ok(())
    }

    /// The verified balance does not have what is pending; what was written has.
    fn count_pending(&mut self, line: &Line<'_>, joined: Option<&OtherLeg>) {
        if !line.row.is_booked() {
            self.points.add_pending(line.account, line.day, line.amount);
        }
        if let Some(other) = joined.filter(|it| !it.booked) {
            let amount = opposite(line.amount);
            self.points.add_pending(other.account, other.day, amount);
        }
    }
}

impl<D: Dialect> Writer<D> {
    fn write(&mut self, entry: &Entry<'_>, out: &mut Vec<u8>) -> Result<(), Failure> {
        for posting in &entry.postings {
            if let Some(since) = self.used.get_mut(posting.account) {
                *since = posting.day.min(*since);
            } else {
                self.used.insert(posting.account.to_owned(), posting.day);
            }
        }
        Ok(self.dialect.entry(entry, out)?)
    }
}

impl Line<'_> {
    fn place(&self) -> (usize, Day) {
        (self.account, self.day)
    }
}

impl OtherLeg {
    fn place(&self) -> (usize, Day) {
        (self.account, self.day)
    }
}

/// The amount with the other sign. Amounts reach as far below zero as above.
fn opposite(amount: Amount) -> Amount {
    Amount::ZERO.checked_sub(amount).unwrap_or(amount)
}
