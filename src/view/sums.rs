//! Sums of what a listing shows, per currency and never across.

use crate::domain::money::{Amount, Currency, Totals};
use crate::domain::transaction::Transaction;

use super::Screen;
use super::grid::{Column, Grid, Line, Piece, Tail, Tone};

/// What one row adds to the sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Worth {
    Of(Currency, Amount),
    /// The bank gave no amount.
    Unknown,
    /// The bank gave an amount, but not in which currency.
    Unnamed,
}

impl Worth {
    pub(crate) fn of(row: &Transaction<'_>) -> Self {
        match (row.account_currency, row.amount) {
            (_, None) => Self::Unknown,
            (None, Some(_)) => Self::Unnamed,
            (Some(currency), Some(amount)) => Self::Of(currency, amount),
        }
    }
}

/// In, out and net of the rows that were shown.
#[derive(Default)]
pub(crate) struct Sums {
    income: Totals,
    outgo: Totals,
    net: Totals,
    unknown: usize,
    unnamed: usize,
    too_large: bool,
}

impl Sums {
    pub(crate) fn add(&mut self, worth: Worth) {
        match worth {
            Worth::Unknown => self.unknown = self.unknown.saturating_add(1),
            Worth::Unnamed => self.unnamed = self.unnamed.saturating_add(1),
            Worth::Of(currency, amount) => {
                let side = if amount.is_negative() { &mut self.outgo } else { &mut self.income };
                let held = side.add(currency, amount).and_then(|()| self.net.add(currency, amount));
                self.too_large |= held.is_err();
            }
        }
    }

    /// The lines below the table; none if there is nothing to say.
    pub(crate) fn lines(&self, screen: Screen, complete: bool) -> Vec<String> {
        let mut shown = Vec::new();
        if self.too_large {
            shown.push("the amounts add up to more than can be held exactly, so no sums are shown".into());
        } else if !self.net.is_empty() {
            shown.extend(self.table(screen, complete));
        }
        let left_out = [(self.unknown, "without an amount"), (self.unnamed, "in a currency that is not known")];
        for (count, what) in left_out {
            match count {
                0 => {}
                1 => shown.push(format!("1 row {what} is not in the sums")),
                n => shown.push(format!("{n} rows {what} are not in the sums")),
            }
        }
        if !complete {
            shown.push(INCOMPLETE.into());
        }
        shown
    }

    fn table(&self, screen: Screen, complete: bool) -> Vec<String> {
        let lines: Vec<_> = self.net.iter().map(|(currency, net)| self.line(currency, net)).collect();
        let columns = [
            Column::whole(sum_title(complete)),
            Column::number("In"),
            Column::number("Out"),
            Column::number("Net"),
        ];
        let grid = Grid::new(screen, columns, None).fit_to(&lines, &[]);
        let mut shown = vec![grid.header()];
        shown.extend(grid.lines(lines));
        shown
    }

    fn line(&self, currency: Currency, net: Amount) -> Line<4> {
        let side = |totals: &Totals| totals.get(currency).unwrap_or(Amount::ZERO);
        let toned = |amount: Amount| Piece { text: amount.norwegian(), tone: tone(amount) };
        Line {
            cells: [
                currency.code().into(),
                toned(side(&self.income)),
                toned(side(&self.outgo)),
                toned(net),
            ],
            tail: Tail::default(),
        }
    }
}

/// Below a table that lacks something.
pub(crate) const INCOMPLETE: &str = "incomplete: the bank did not deliver everything";

/// The title of a table of sums.
pub(crate) fn sum_title(complete: bool) -> &'static str {
    if complete { "Sum" } else { "Sum (incomplete)" }
}

/// The colour of money that came or went.
pub(crate) fn tone(amount: Amount) -> Tone {
    match (amount.is_zero(), amount.is_negative()) {
        (true, _) => Tone::Plain,
        (false, true) => Tone::Out,
        (false, false) => Tone::In,
    }
}
