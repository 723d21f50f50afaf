//! The bank's answers as it writes them, read into what the program is about.
//!
//! Unknown fields are let be, absent is the same as `null`, and what the bank's specification
//! requires must be there. A number is kept as its text until it is money or a day, so that no
//! float ever stands in between.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;

use jiff::{Timestamp, civil};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Unexpected, Visitor};
use serde_json::Number;
use serde_json::value::RawValue;

use crate::api::trouble::{Trouble, Unreadable};
use crate::domain::date::Day;
use crate::domain::money::{Amount, AmountError, Currency, ForeignAmount};
use crate::domain::text::Foreign;

pub(super) mod accounts;
pub(super) mod details;
pub(super) mod errors;
pub(super) mod mend;
pub(super) mod stream;
pub(super) mod transactions;
pub(super) mod transfer;

/// Reads one whole document, which is an object.
pub(super) fn document<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, Trouble> {
    json::<Object<T>>(body).map(|it| it.0)
}

fn json<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, Trouble> {
    serde_json::from_slice(body).map_err(|error| {
        if is_cut(body, &error) {
            return Unreadable::cut_short().into();
        }
        why::<T>(body, &error).into()
    })
}

/// Whether `error` only says that `json` is not all there yet. Of a number that ends after its dot
/// serde_json says that it is invalid, and not that it ends.
fn is_cut(json: &[u8], error: &serde_json::Error) -> bool {
    if !error.to_string().starts_with("invalid number") {
        return error.is_eof();
    }
    let lines = json.split_inclusive(|byte| *byte == b'\n');
    let before: usize = lines
        .take(error.line().saturating_sub(1))
        .map(<[u8]>::len)
        .sum();
    before.saturating_add(error.column()) >= json.len()
}

/// Looks up where in `body` a `T` could not be read.
fn why<'a, T: Deserialize<'a>>(body: &'a [u8], error: &serde_json::Error) -> Unreadable {
    let mut json = serde_json::Deserializer::from_slice(body);
    match serde_path_to_error::deserialize::<_, T>(&mut json) {
        Err(found) => {
            // A `?` stands for a place that has no name yet, a `.` for the whole.
            let path = found.path().to_string();
            Unreadable::of_json(path.trim_end_matches(['.', '?']), found.inner())
        }
        // Only trailing characters are left.
        Ok(_) => Unreadable::of_json("", error),
    }
}

/// A `T` that is written as an object. A derived reader would take an array as well, by position.
pub(super) struct Object<T>(pub(super) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Fields<T> {
            type Value = Object<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(Object)
            }
        }

        deserializer.deserialize_map(Fields(PhantomData))
    }
}

/// A text, borrowed from the answer where it has no escapes in it. A number is one as well, by its
/// digits: which ids and codes are numbers is a habit of a bank's.
pub(super) struct Text<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Characters;

        impl<'de> Visitor<'de> for Characters {
            type Value = Text<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Borrowed(text)))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(number.to_string())))
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(number.to_string())))
            }

            // Any other number comes as a map that only `Number` reads, its digits as written. Of
            // another map the path names the first field already.
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                let part = Unexpected::Other("part of a map");
                let number = Number::deserialize(MapAccessDeserializer::new(map))
                    .map_err(|_| A::Error::invalid_type(part, &self))?;
                Ok(Text(Cow::Owned(number.to_string())))
            }
        }

        deserializer.deserialize_any(Characters)
    }
}

impl<'a> Text<'a> {
    pub(super) fn foreign(self) -> Foreign<'a> {
        Foreign::new(self.0)
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// A text that is not required; an empty one says nothing.
pub(super) fn text(field: Option<Text<'_>>) -> Option<Foreign<'_>> {
    field.filter(|it| !it.0.is_empty()).map(Text::foreign)
}

/// The same, with bytes of its own.
pub(super) fn owned(field: Option<Text<'_>>) -> Option<Foreign<'static>> {
    text(field).map(Foreign::into_owned)
}

/// A yes or a no that is not required; what is neither says nothing.
pub(super) fn flag(field: Option<&RawValue>) -> Option<bool> {
    match field?.get() {
        "true" => Some(true),
        "false" => Some(false),
        quoted => quoted.trim_matches('"').to_ascii_lowercase().parse().ok(),
    }
}

/// The bank's "-1" in the place of another's account number means that there is none.
pub(super) fn remote_number(field: Option<Text<'_>>) -> Option<Foreign<'_>> {
    text(field).filter(|it| it.raw() != "-1")
}

pub(super) fn currency(field: Option<Text<'_>>) -> Option<Currency> {
    Currency::parse(field?.as_str())
}

/// A string or a number, by what is written there; `None` for nothing and for an empty string.
pub(super) fn loose<'a>(
    name: &'static str,
    raw: Option<&'a RawValue>,
) -> Result<Option<Cow<'a, str>>, Unreadable> {
    let Some(raw) = raw.map(RawValue::get) else {
        return Ok(None);
    };
    match raw.bytes().next() {
        Some(b'"') => {
            let text: Text<'a> =
                serde_json::from_str(raw).map_err(|error| Unreadable::of_json(name, &error))?;
            Ok((!text.0.is_empty()).then_some(text.0))
        }
        Some(b'-' | b'0'..=b'9') => Ok(Some(Cow::Borrowed(raw))),
        _ if raw == "null" => Ok(None),
        _ => Err(Unreadable::at(name, "is neither a number nor a string")),
    }
}

pub(super) fn amount(
    name: &'static str,
    raw: Option<&RawValue>,
) -> Result<Option<Amount>, Unreadable> {
    loose(name, raw)?
        .map(|text| Amount::read(&text))
        .transpose()
        .map_err(|error| {
            // Never rounded, not even where it looks like the noise of a float.
            Unreadable::at(
                name,
                match error {
                    AmountError::TooManyDecimals(_) => "has more than two decimals",
                    _ => "is no amount with at most two decimals",
                },
            )
        })
}

pub(super) fn foreign_amount(
    name: &'static str,
    raw: Option<&RawValue>,
) -> Result<Option<ForeignAmount>, Unreadable> {
    loose(name, raw)?
        .map(|text| ForeignAmount::read(&text))
        .transpose()
        .map_err(|_| Unreadable::at(name, "is no amount that can be kept exactly"))
}

/// A day: milliseconds since 1970, an ISO date, or an ISO instant.
pub(super) fn day(name: &'static str, raw: Option<&RawValue>) -> Result<Option<Day>, Unreadable> {
    loose(name, raw)?
        .map(|text| read_day(&text).ok_or_else(|| Unreadable::at(name, "is no date")))
        .transpose()
}

/// Milliseconds of 1990-01-01 and of 2200-01-01. No bank's day is outside; a date written as a
/// number, such as 20261101, is before and must not pass for a day of 1970.
const MILLISECONDS: Range<i64> = 631_152_000_000..7_258_118_400_000;

pub(super) fn read_day(text: &str) -> Option<Day> {
    if let Ok(milliseconds) = text.parse() {
        return of_milliseconds(milliseconds);
    }
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Some(Day::of(instant));
    }
    if let Some(day) = Day::parse_iso(text) {
        return Some(day);
    }
    if let Ok(time) = text.parse::<civil::DateTime>() {
        return Day::parse_iso(&time.date().to_string());
    }
    // `1.7E12`, read as money is: exactly, to the hundredth.
    let hundredths = Amount::read(text).ok()?.ore();
    of_milliseconds((hundredths % 100 == 0).then_some(i64::try_from(hundredths / 100).ok()?)?)
}

fn of_milliseconds(milliseconds: i64) -> Option<Day> {
    MILLISECONDS
        .contains(&milliseconds)
        .then(|| Day::from_epoch_ms(milliseconds))
        .flatten()
}

pub(super) fn required<T>(name: &'static str, value: Option<T>) -> Result<T, Unreadable> {
    value.ok_or_else(|| Unreadable::at(name, "is missing"))
}

/// The account number of a transaction: an object of three spellings, or just the number.
pub(super) fn account_number<'a>(
    name: &'static str,
    raw: Option<&'a RawValue>,
) -> Result<Option<Foreign<'a>>, Unreadable> {
    #[derive(serde::Deserialize)]
    struct Spellings<'a> {
        #[serde(borrow)]
        value: Option<Text<'a>>,
        unformatted: Option<Text<'a>>,
        formatted: Option<Text<'a>>,
    }
    if raw.is_none_or(|it| !it.get().starts_with('{')) {
        return Ok(loose(name, raw)?.map(Foreign::new));
    }
    let json = raw.map(RawValue::get).unwrap_or_default().as_bytes();
    let Spellings {
        value,
        unformatted,
        formatted,
    } = serde_json::from_slice(json)
        .map_err(|error| why::<Spellings<'_>>(json, &error).under(name))?;
    let plain = text(value).or_else(|| text(unformatted));
    Ok(plain.or_else(|| {
        // Groups are set apart by dots, spaces or no-break spaces.
        let digits: String = text(formatted)?
            .raw()
            .chars()
            .filter(|it| it.is_alphanumeric())
            .collect();
        Some(Foreign::new(digits))
    }))
}
