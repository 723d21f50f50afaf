//! Transactions: the fields of a row, and its line in a table.

use std::fmt::Write as _;

use crate::domain::money::Currency;
use crate::domain::text::Foreign;
use crate::domain::transaction::Transaction;

use super::Screen;
use super::cell::{Cell, Record};
use super::grid::{Column, Grid, Line, Piece, Tail, Tone};
use super::sums;

pub(super) const FIELDS: usize = 23;
/// Characters of an id that are shown; enough to name a row among thousands.
const SHORT_ID: usize = 8;
const DATE: usize = 10;
/// `-999 999,99`, and what more currencies than one add.
const AMOUNT: usize = 11;
const CODE: usize = 4;
/// An account's name takes no more than this of a terminal.
const WIDEST_ACCOUNT: usize = 24;

impl Record<FIELDS> for Transaction<'_> {
    const KEYS: [&'static str; FIELDS] = [
        "id",
        "bankId",
        "date",
        "interestDate",
        "bookingStatus",
        "amount",
        "currencyCode",
        "currencyAmount",
        "description",
        "cleanedDescription",
        "accountKey",
        "accountName",
        "accountNumber",
        "remoteAccountNumber",
        "remoteAccountName",
        "kidOrMessage",
        "typeCode",
        "typeText",
        "source",
        "category",
        "subcategory",
        "recurring",
        "subscription",
    ];

    fn cells(&self) -> [Cell<'_>; FIELDS] {
        [
            (&self.id).into(),
            (&self.bank_id).into(),
            (&self.date).into(),
            (&self.interest_date).into(),
            (&self.booking_status).into(),
            (&self.amount).into(),
            (&self.currency_code).into(),
            (&self.currency_amount).into(),
            (&self.description).into(),
            (&self.cleaned_description).into(),
            (&self.account_key).into(),
            (&self.account_name).into(),
            (&self.account_number).into(),
            (&self.remote_account_number).into(),
            (&self.remote_account_name).into(),
            (&self.kid_or_message).into(),
            (&self.type_code).into(),
            (&self.type_text).into(),
            (&self.source).into(),
            (&self.category).into(),
            (&self.subcategory).into(),
            (&self.recurring).into(),
            (&self.subscription).into(),
        ]
    }
}

/// A transaction without what the bank tells otherwise each time it is asked.
pub(super) struct Lasting<'a>(pub(super) &'a Transaction<'a>);

impl Lasting<'_> {
    /// The bank's own id lives until the next answer; the system a row comes from goes by its age.
    const FLEETING: [&'static str; 2] = ["bankId", "source"];
}

impl Record<FIELDS> for Lasting<'_> {
    const KEYS: [&'static str; FIELDS] = Transaction::KEYS;

    fn cells(&self) -> [Cell<'_>; FIELDS] {
        let mut cells = self.0.cells();
        for (key, cell) in Self::KEYS.iter().zip(&mut cells) {
            if Self::FLEETING.contains(key) {
                *cell = Cell::Absent;
            }
        }
        cells
    }
}

/// What is known of a listing before its first row comes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Outlook {
    /// Rows of more than one account come: say which.
    pub(super) several_accounts: bool,
    /// Columns that the longest name among these accounts takes.
    pub(super) account_width: usize,
    /// Not all of these accounts are in kroner.
    pub(super) several_currencies: bool,
}

/// The table's columns, laid out before the first row from what is known of all of them.
pub(super) fn grid(screen: Screen, outlook: &Outlook) -> Grid<4> {
    let account = match screen.width {
        Some(_) => outlook.account_width.min(WIDEST_ACCOUNT),
        None => outlook.account_width,
    };
    let amount = if outlook.several_currencies {
        AMOUNT.saturating_add(CODE)
    } else {
        AMOUNT
    };
    let columns = [
        Column::whole("ID").at_least(SHORT_ID),
        Column::whole("Date").at_least(DATE),
        Column::text("Account")
            .at_least(account)
            .shown_if(outlook.several_accounts),
        Column::number("Amount").at_least(amount),
    ];
    Grid::new(screen, columns, Some("Text")).fit(&["ID"])
}

/// One row of the table.
pub(super) fn line(row: &Transaction<'_>, outlook: &Outlook) -> Line<4> {
    let pending = !row.is_booked();
    let quiet = |text: String| Piece {
        text,
        tone: if pending { Tone::Dim } else { Tone::Plain },
    };
    let account = row.account_name.as_ref().or(row.account_number.as_ref());
    Line {
        cells: [
            quiet(row.id.chars().take(SHORT_ID).collect()),
            quiet(row.date.map(|day| day.to_string()).unwrap_or_default()),
            quiet(
                account
                    .filter(|_| outlook.several_accounts)
                    .map(Foreign::to_string)
                    .unwrap_or_default(),
            ),
            amount(row, outlook, pending),
        ],
        tail: Tail {
            text: text(row),
            mark: if pending { "(pending)" } else { "" },
            tone: if pending { Tone::Dim } else { Tone::Plain },
        },
    }
}

/// The amount in the account's currency, which is named unless it is kroner. Where currencies are
/// mixed, kroner leave the room of a name free, so that all decimals stand in one column.
fn amount(row: &Transaction<'_>, outlook: &Outlook, pending: bool) -> Piece {
    let Some(amount) = row.amount else {
        return Piece::default();
    };
    let mut text = amount.norwegian();
    match row.account_currency {
        Some(currency) if currency != Currency::NOK => {
            text.push(' ');
            text.push_str(currency.code());
        }
        _ if outlook.several_currencies => text.push_str("    "),
        _ => {}
    }
    let tone = if pending {
        Tone::Dim
    } else {
        sums::tone(amount)
    };
    Piece { text, tone }
}

/// What people know the row by: its text, the other side where that adds something, the amount in
/// the currency it was made in, and its category.
fn text(row: &Transaction<'_>) -> String {
    let mut shown = row.text().map(Foreign::to_string).unwrap_or_default();
    let mut add = |part: &dyn std::fmt::Display| {
        let gap = if shown.is_empty() { "" } else { " · " };
        // A string takes everything.
        let _ = write!(shown, "{gap}{part}");
    };
    if let Some(other) = row
        .remote_account_name
        .as_ref()
        .filter(|it| adds_something(it, row))
    {
        add(other);
    }
    if let Some((code, amount)) = row.currency_code.as_ref().zip(row.currency_amount) {
        add(&format_args!("{code} {}", amount.norwegian()));
    }
    // There is a category only where it was asked for.
    if let Some(category) = &row.category {
        add(category);
    }
    shown
}

/// Whether the other side's name says more than the text does.
fn adds_something(other: &Foreign<'_>, row: &Transaction<'_>) -> bool {
    let name = other.raw().trim();
    let Some(text) = row.text().map(Foreign::raw) else {
        return !name.is_empty();
    };
    if name.is_empty() || text.contains(name) {
        return false;
    }
    !text.to_lowercase().contains(&name.to_lowercase())
}
