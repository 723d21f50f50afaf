//! Accounts and rows to export: a story that a test writes down.

use crate::domain::date::Day;
use crate::domain::money::{Amount, Currency};
use crate::domain::own::{Leg, Side, pair};
use crate::domain::text::Foreign;
use crate::domain::transaction::Transaction;
use crate::export::{BookAccount, Books, Exporter, Line, OtherLeg, Own};

/// Accounts, and rows in the order of days.
#[derive(Clone, Default)]
pub(super) struct Story {
    pub(super) books: Books,
    rows: Vec<(usize, Option<usize>, Transaction<'static>)>,
}

pub(super) fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

pub(super) fn kroner(text: &str) -> Amount {
    Amount::read(text).unwrap()
}

pub(in crate::export) fn text(text: &'static str) -> Option<Foreign<'static>> {
    Some(Foreign::new(text))
}

pub(in crate::export) fn account(number: &str, name: &str) -> BookAccount {
    BookAccount {
        key: format!("key-of-{number}"),
        number: number.to_owned(),
        name: name.to_owned(),
        alias: None,
        is_card: number.starts_with('K'),
        currency: Currency::NOK,
        opening: None,
        verified: None,
        days: None,
    }
}

/// A row that says nothing but these; pending if its id is a pending one's.
pub(in crate::export) fn row(
    id: &str,
    on: &str,
    amount: &str,
    said: &'static str,
) -> Transaction<'static> {
    let pending = id.starts_with("p-");
    Transaction {
        id: id.to_owned(),
        bank_id: Foreign::new("changes at every fetch"),
        date: Some(day(on)),
        interest_date: None,
        booking_status: text(if pending { "PENDING" } else { "BOOKED" }),
        amount: Some(kroner(amount)),
        account_currency: Some(Currency::NOK),
        currency_code: text("NOK"),
        currency_amount: None,
        description: text(said),
        cleaned_description: None,
        account_key: None,
        account_name: None,
        account_number: None,
        remote_account_number: None,
        remote_account_name: None,
        kid_or_message: None,
        type_code: None,
        type_text: None,
        source: None,
        can_show_details: true,
        non_unique_id: None,
        partition_key: None,
        category: None,
        subcategory: None,
        recurring: None,
        subscription: None,
    }
}

impl Story {
    /// An account with what it has at the beginning of November 2026 and at the end of a day.
    pub(super) fn account(
        mut self,
        account: BookAccount,
        opening: &str,
        verified: Option<(&str, &str)>,
    ) -> Self {
        self.books.accounts.push(BookAccount {
            opening: Some((day("2026-11-01"), kroner(opening))),
            verified: verified.map(|(on, amount)| (day(on), kroner(amount))),
            ..account
        });
        self
    }

    /// A row of an account.
    pub(super) fn row(mut self, account: usize, row: Transaction<'static>) -> Self {
        self.rows.push((account, None, row));
        self
    }

    /// A row of which the bank names an own account as the other side.
    pub(super) fn own(mut self, account: usize, other: usize, row: Transaction<'static>) -> Self {
        self.rows.push((account, Some(other), row));
        self
    }

    /// What a format makes of it.
    pub(super) fn told(&self, mut exporter: impl Exporter) -> String {
        let mut out = Vec::new();
        exporter.head(&self.books, &mut out).unwrap();
        let sides = pair(&self.legs());
        let others: Vec<Option<OtherLeg>> = sides.iter().map(|it| self.other(*it)).collect();
        for (at, (account, _, row)) in self.rows.iter().enumerate() {
            let own = match (sides[at], &others[at]) {
                (Side::With(other), Some(leg)) if other > at => Own::First(leg),
                (Side::With(_), Some(leg)) => Own::Second(leg),
                (Side::Alone, _) => Own::Alone,
                _ => Own::No,
            };
            let line = Line {
                row,
                day: row.date.unwrap(),
                amount: row.amount.unwrap(),
                account: *account,
                own,
            };
            exporter.line(&self.books, &line, &mut out).unwrap();
        }
        exporter.tail(&self.books, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn legs(&self) -> Vec<Leg> {
        let leg = |(account, other, row): &(usize, Option<usize>, Transaction<'_>)| Leg {
            account: *account,
            other: *other,
            day: row.date.unwrap(),
            amount: row.amount.unwrap(),
        };
        self.rows.iter().map(leg).collect()
    }

    fn other(&self, side: Side) -> Option<OtherLeg> {
        let Side::With(at) = side else { return None };
        let (account, _, row) = &self.rows[at];
        Some(OtherLeg {
            id: row.id.clone(),
            account: *account,
            day: row.date.unwrap(),
            booked: row.is_booked(),
        })
    }
}

pub(super) const DAILY: usize = 0;
pub(super) const SAVINGS: usize = 1;
pub(super) const CARD: usize = 2;

/// Every case at once: rows with all and with nothing, transfers on one day and on two, on either
/// side of a checked balance, one whose other leg is missing, and what is pending.
pub(super) fn november() -> Story {
    let groceries = Transaction {
        category: text("Mat og drikke"),
        subcategory: text("Dagligvarer"),
        ..row(
            "00000000000000a1",
            "2026-11-02",
            "-349.90",
            "KIWI 505 BJØLSEN 🥦",
        )
    };
    let salary = Transaction {
        remote_account_name: text("Bedriften AS"),
        remote_account_number: text("12345678911"),
        kid_or_message: text("Lønn, november"),
        category: text("Inntekt"),
        ..row("00000000000000a5", "2026-11-12", "41000", "Lønn")
    };
    let abroad = Transaction {
        currency_code: text("USD"),
        currency_amount: crate::domain::money::ForeignAmount::read("-9.99").ok(),
        category: text("Ukategorisert"),
        ..row("00000000000000c1", "2026-11-03", "-108.45", "Cloud")
    };
    Story::default()
        .account(
            account("12345678903", "Brukskonto"),
            "1000",
            Some(("2026-11-12", "33150.10")),
        )
        .account(
            account("12345678911", "Sparekonto"),
            "20000",
            Some(("2026-11-09", "20500.00")),
        )
        .account(account("K1234567890", "Kredittkort"), "-250.55", None)
        .row(DAILY, groceries)
        .own(
            DAILY,
            SAVINGS,
            row("00000000000000a2", "2026-11-03", "-500", "Til sparing"),
        )
        .own(
            SAVINGS,
            DAILY,
            row("00000000000000b1", "2026-11-03", "500", "Fra bruk"),
        )
        .row(CARD, abroad)
        .own(
            DAILY,
            CARD,
            row("00000000000000a3", "2026-11-04", "-5000", "Kredittkort"),
        )
        .row(
            CARD,
            row("00000000000000c2", "2026-11-06", "5000", "Innbetaling"),
        )
        .own(
            DAILY,
            SAVINGS,
            row("00000000000000a4", "2026-11-09", "-3000", "Til sparing"),
        )
        .own(
            SAVINGS,
            DAILY,
            row("00000000000000b2", "2026-11-10", "3000", "Fra bruk"),
        )
        .row(
            DAILY,
            row("p-0000000000000a6", "2026-11-12", "-45", "Kaffe"),
        )
        .row(DAILY, salary)
        .own(
            SAVINGS,
            DAILY,
            row("00000000000000b3", "2026-11-13", "-77", "Til bruk"),
        )
        .row(DAILY, row("p-0000000000000a7", "2026-11-14", "-12.5", ""))
}

impl Story {
    /// What each account has at the end of a day, with what is pending.
    pub(super) fn balances(&self, on: Day) -> Vec<Amount> {
        let accounts = 0..self.books.accounts.len();
        accounts.map(|at| self.sum(at, on, true)).collect()
    }

    /// What the bank calls an account's balance at the end of a day.
    pub(super) fn booked(&self, account: usize, on: Day) -> Amount {
        self.sum(account, on, false)
    }

    fn sum(&self, account: usize, on: Day, pending: bool) -> Amount {
        let opening = self.books.accounts[account].opening.unwrap().1;
        let rows = self.rows.iter().filter(|it| it.0 == account);
        rows.map(|(_, _, row)| row)
            .filter(|row| row.date <= Some(on) && (pending || row.is_booked()))
            .fold(opening, |sum, row| {
                sum.checked_add(row.amount.unwrap()).unwrap()
            })
    }
}
