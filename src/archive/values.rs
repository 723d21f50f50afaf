//! What stands in a column, read as what it means.

use jiff::Timestamp;
use rusqlite::Row;

use crate::domain::date::Day;
use crate::domain::money::Amount;
use crate::domain::text::Foreign;

pub(super) fn amount(row: &Row<'_>, place: usize) -> rusqlite::Result<Option<Amount>> {
    Ok(row.get::<_, Option<i64>>(place)?.map(Amount::from_ore))
}

pub(super) fn day(row: &Row<'_>, place: usize) -> rusqlite::Result<Option<Day>> {
    let text = row.get_ref(place)?.as_str_or_null()?;
    Ok(text.and_then(Day::parse_iso))
}

pub(super) fn instant(row: &Row<'_>, place: usize) -> rusqlite::Result<Option<Timestamp>> {
    let text = row.get_ref(place)?.as_str_or_null()?;
    Ok(text.and_then(|text| text.parse().ok()))
}

pub(super) fn foreign(row: &Row<'_>, place: usize) -> rusqlite::Result<Option<Foreign<'static>>> {
    Ok(row.get::<_, Option<String>>(place)?.map(Foreign::new))
}
