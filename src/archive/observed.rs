//! A transaction as a line of the table `observation`, both ways.

use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Row, Statement};

use crate::domain::date::Day;
use crate::domain::hash::ShortHash;
use crate::domain::money::{Amount, Currency, ForeignAmount};
use crate::domain::text::Foreign;
use crate::domain::transaction::Transaction;
use crate::failure::Failure;

/// The columns of what the bank said, in the order of [`Observed::of`] and [`transaction`].
pub(super) const COLUMNS: &str = "id, bank_id, date, interest_date, booking_status, ore, \
    account_currency, currency_code, currency_amount, description, cleaned_description, \
    account_key, account_name, account_number, remote_account_number, remote_account_name, \
    kid_or_message, type_code, type_text, source, can_show_details, non_unique_id, partition_key, \
    category, subcategory, recurring, subscription";

const WIDTH: usize = 27;
/// The first of the columns in which a row can differ from one answer to the next and be another.
const TELLING: usize = 2;

/// A value on its way into the database.
enum Field<'a> {
    Null,
    Text(&'a str),
    Made(String),
    Number(i64),
}

impl ToSql for Field<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Made(text) => ValueRef::Text(text.as_bytes()),
            Self::Number(number) => ValueRef::Integer(*number),
        }))
    }
}

/// A row ready to be written down.
pub(super) struct Observed<'a>([Field<'a>; WIDTH]);

impl<'a> Observed<'a> {
    /// # Errors
    /// Storage, if the amount is beyond 92 quadrillion.
    pub(super) fn of(row: &'a Transaction<'_>) -> Result<Self, Failure> {
        Ok(Self([
            Field::Text(&row.id),
            Field::Text(row.bank_id.raw()),
            made(row.date.as_ref()),
            made(row.interest_date.as_ref()),
            text(&row.booking_status),
            ore(row.amount)?.map_or(Field::Null, Field::Number),
            made(row.account_currency.as_ref()),
            text(&row.currency_code),
            made(row.currency_amount.as_ref()),
            text(&row.description),
            text(&row.cleaned_description),
            text(&row.account_key),
            text(&row.account_name),
            text(&row.account_number),
            text(&row.remote_account_number),
            text(&row.remote_account_name),
            text(&row.kid_or_message),
            text(&row.type_code),
            text(&row.type_text),
            text(&row.source),
            Field::Number(row.can_show_details.into()),
            text(&row.non_unique_id),
            text(&row.partition_key),
            text(&row.category),
            text(&row.subcategory),
            flag(row.recurring),
            flag(row.subscription),
        ]))
    }

    /// Alike for rows that say the same; the bank's own id, new in every answer, says nothing.
    pub(super) fn digest(&self) -> i64 {
        let mut hash = ShortHash::new();
        for field in self.0.iter().skip(TELLING) {
            let (kind, bytes): (u8, &[u8]) = match field {
                Field::Null => (0, &[]),
                Field::Text(text) => (1, text.as_bytes()),
                Field::Made(text) => (1, text.as_bytes()),
                Field::Number(number) => (2, &number.to_be_bytes()),
            };
            hash.kind(kind);
            hash.part(bytes);
        }
        i64::from_be_bytes(hash.finish())
    }

    /// Binds the values to the places from `first` on.
    pub(super) fn bind(&self, statement: &mut Statement<'_>, first: usize) -> rusqlite::Result<()> {
        for (place, field) in (first..).zip(&self.0) {
            statement.raw_bind_parameter(place, field)?;
        }
        Ok(())
    }
}

/// An amount as a whole number of hundredths.
pub(super) fn ore(amount: Option<Amount>) -> Result<Option<i64>, Failure> {
    let Some(amount) = amount else {
        return Ok(None);
    };
    let ore = i64::try_from(amount.ore()).map_err(|_| {
        Failure::storage(format!("the amount {amount} is too large to be archived"))
    })?;
    Ok(Some(ore))
}

fn text<'a>(text: &'a Option<Foreign<'_>>) -> Field<'a> {
    text.as_ref()
        .map_or(Field::Null, |text| Field::Text(text.raw()))
}

fn made<'a>(value: Option<&impl ToString>) -> Field<'a> {
    value.map_or(Field::Null, |value| Field::Made(value.to_string()))
}

fn flag<'a>(flag: Option<bool>) -> Field<'a> {
    flag.map_or(Field::Null, |flag| Field::Number(flag.into()))
}

/// The transaction in the columns from `first` on, borrowing its texts.
pub(super) fn transaction<'a>(row: &'a Row<'_>, first: usize) -> rusqlite::Result<Transaction<'a>> {
    let mut columns = Columns { row, next: first };
    Ok(Transaction {
        id: columns.said()?.unwrap_or_default().to_owned(),
        bank_id: Foreign::new(columns.said()?.unwrap_or_default()),
        date: columns.read(Day::parse_iso)?,
        interest_date: columns.read(Day::parse_iso)?,
        booking_status: columns.text()?,
        amount: columns.number()?.map(Amount::from_ore),
        account_currency: columns.read(Currency::parse)?,
        currency_code: columns.text()?,
        currency_amount: columns.read(|text| ForeignAmount::read(text).ok())?,
        description: columns.text()?,
        cleaned_description: columns.text()?,
        account_key: columns.text()?,
        account_name: columns.text()?,
        account_number: columns.text()?,
        remote_account_number: columns.text()?,
        remote_account_name: columns.text()?,
        kid_or_message: columns.text()?,
        type_code: columns.text()?,
        type_text: columns.text()?,
        source: columns.text()?,
        can_show_details: columns.flag()?.unwrap_or_default(),
        non_unique_id: columns.text()?,
        partition_key: columns.text()?,
        category: columns.text()?,
        subcategory: columns.text()?,
        recurring: columns.flag()?,
        subscription: columns.flag()?,
    })
}

/// Takes one column after the other.
struct Columns<'a, 'r> {
    row: &'a Row<'r>,
    next: usize,
}

impl<'a> Columns<'a, '_> {
    fn value(&mut self) -> rusqlite::Result<ValueRef<'a>> {
        let place = self.next;
        self.next = place.saturating_add(1);
        self.row.get_ref(place)
    }

    fn said(&mut self) -> rusqlite::Result<Option<&'a str>> {
        Ok(self.value()?.as_str_or_null()?)
    }

    fn text(&mut self) -> rusqlite::Result<Option<Foreign<'a>>> {
        Ok(self.said()?.map(Foreign::new))
    }

    fn read<T>(&mut self, read: impl FnOnce(&str) -> Option<T>) -> rusqlite::Result<Option<T>> {
        Ok(self.said()?.and_then(read))
    }

    fn number(&mut self) -> rusqlite::Result<Option<i64>> {
        Ok(self.value()?.as_i64_or_null()?)
    }

    fn flag(&mut self) -> rusqlite::Result<Option<bool>> {
        Ok(self.number()?.map(|it| it != 0))
    }
}
