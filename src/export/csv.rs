//! CSV for spreadsheets and scripts: a header line, a line a row.
//!
//! By default as scripts want it: comma, decimal dot, `2026-11-02`, and the names that the fields
//! have in JSON. For a Norwegian spreadsheet, which takes the machine's habits for granted: semicolon,
//! decimal comma, `02.11.2026`, a byte order mark without which Excel guesses the encoding, the line
//! ends of Windows, and headers in Norwegian, because it is people who read them. Account numbers
//! have their dots there: a spreadsheet would take the bare digits for a number.

use crate::domain::account::AccountNumber;
use crate::domain::date::Day;
use crate::domain::text::Foreign;
use crate::failure::Failure;

use super::sheet::{Sheet, Value};
use super::{Books, Exporter, Line, Order, OtherLeg, Own};

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// The habits of the spreadsheet that reads the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Locale {
    /// Comma, decimal dot, ISO days
    #[default]
    #[value(name = "C", alias = "c")]
    C,
    /// Norwegian: semicolon, decimal comma, byte order mark
    Nb,
}

/// The names of the columns: as in JSON where they mean the same, and for Norwegians.
const COLUMNS: [(&str, &str); 20] = [
    ("id", "Id"),
    ("date", "Dato"),
    ("interestDate", "Rentedato"),
    ("bookingStatus", "Status"),
    ("amount", "Beløp"),
    ("accountCurrency", "Kontovaluta"),
    ("currencyAmount", "Valutabeløp"),
    ("currencyCode", "Valuta"),
    ("accountName", "Konto"),
    ("accountNumber", "Kontonummer"),
    ("description", "Beskrivelse"),
    ("remoteAccountName", "Motpart"),
    ("remoteAccountNumber", "Motkonto"),
    ("kidOrMessage", "KID/melding"),
    ("typeText", "Type"),
    ("category", "Kategori"),
    ("subcategory", "Underkategori"),
    ("ownTransfer", "Egen overføring"),
    ("ownTransferAccount", "Egen motkonto"),
    ("ownTransferId", "Motpostens id"),
];

/// The format.
pub(crate) struct Csv {
    locale: Locale,
    sheet: Sheet,
}

impl Csv {
    /// With `raw`, text is left alone that a spreadsheet would take for a formula.
    pub(crate) fn new(locale: Locale, raw: bool) -> Self {
        let (delimiter, terminator) = match locale {
            Locale::C => (b',', ::csv::Terminator::Any(b'\n')),
            Locale::Nb => (b';', ::csv::Terminator::CRLF),
        };
        Self {
            locale,
            sheet: Sheet {
                delimiter,
                terminator,
                raw,
            },
        }
    }

    fn number(&self, exact: String) -> Value<'static> {
        match self.locale {
            Locale::C => Value::plain(exact),
            Locale::Nb => Value::plain(exact.replace('.', ",")),
        }
    }

    fn day(&self, day: Option<Day>) -> Value<'static> {
        let shown = day.map(|it| match self.locale {
            Locale::C => it.to_string(),
            Locale::Nb => it.norwegian(),
        });
        Value::plain(shown.unwrap_or_default())
    }

    fn account_number<'v>(&self, digits: &'v str) -> Value<'v> {
        match self.locale {
            Locale::C => Value::text(digits),
            Locale::Nb => Value::text(AccountNumber::read(digits).to_string()),
        }
    }
}

impl Exporter for Csv {
    fn order(&self) -> Order {
        Order::Day
    }

    fn head(&mut self, _: &Books, out: &mut Vec<u8>) -> Result<(), Failure> {
        if self.locale == Locale::Nb {
            out.extend_from_slice(BYTE_ORDER_MARK);
        }
        let names = COLUMNS.map(|(name, norwegian)| match self.locale {
            Locale::C => name,
            Locale::Nb => norwegian,
        });
        self.sheet.line(out, names.map(Value::plain))
    }

    fn line(&mut self, books: &Books, line: &Line<'_>, out: &mut Vec<u8>) -> Result<(), Failure> {
        let row = line.row;
        let account = books.accounts.get(line.account);
        let leg = other_leg(line);
        let other = leg.and_then(|it| books.accounts.get(it.account));
        let foreign = row.currency_amount.map(|it| it.to_string());
        let own = !matches!(line.own, Own::No);
        let values: [Value<'_>; COLUMNS.len()] = [
            Value::plain(row.id.as_str()),
            self.day(Some(line.day)),
            self.day(row.interest_date),
            text(row.booking_status.as_ref()),
            self.number(line.amount.to_string()),
            account.map_or_else(Value::empty, |it| Value::plain(it.currency.code())),
            foreign.map_or_else(Value::empty, |it| self.number(it)),
            text(row.currency_code.as_ref()),
            account.map_or_else(Value::empty, |it| Value::text(it.name.as_str())),
            account.map_or_else(Value::empty, |it| self.account_number(&it.number)),
            text(row.text()),
            text(row.remote_account_name.as_ref()),
            row.remote_account_number
                .as_ref()
                .map_or_else(Value::empty, |it| self.account_number(it.raw())),
            text(row.kid_or_message.as_ref()),
            text(row.type_text.as_ref()),
            text(row.category.as_ref()),
            text(row.subcategory.as_ref()),
            Value::plain(if own { "true" } else { "false" }),
            other.map_or_else(Value::empty, |it| self.account_number(&it.number)),
            leg.map_or_else(Value::empty, |it| Value::plain(it.id.as_str())),
        ];
        self.sheet.line(out, values)
    }

    fn tail(&mut self, _: &Books, _: &mut Vec<u8>) -> Result<(), Failure> {
        Ok(())
    }
}

fn other_leg<'l>(line: &Line<'l>) -> Option<&'l OtherLeg> {
    match line.own {
        Own::First(leg) | Own::Second(leg) => Some(leg),
        Own::No | Own::Alone => None,
    }
}

fn text<'r>(text: Option<&'r Foreign<'_>>) -> Value<'r> {
    text.map_or_else(Value::empty, |it| Value::text(it.raw()))
}
