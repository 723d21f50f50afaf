//! Which days a command is about.

use std::fmt::Display;

use clap::Args;

use crate::domain::date::{self, Day};
use crate::failure::Failure;

// Flags of every command that has rows of many days. (A doc comment would become the help of those
// commands.)
#[derive(Args)]
pub(super) struct Period {
    /// From the first day of DATE
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// To the last day of DATE
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
}

impl Period {
    /// The first and the last day, where they were given.
    pub(super) fn days(&self, today: Day) -> Result<(Option<Day>, Option<Day>), Failure> {
        let read = |flag, text: Option<&str>, parse: Parse| {
            text.map(|text| parse(text, today))
                .transpose()
                .map_err(|it| bad(flag, &it))
        };
        let since = read("--since", self.since.as_deref(), date::parse_since)?;
        let until = read("--until", self.until.as_deref(), date::parse_until)?;
        match (since, until) {
            (Some(first), Some(last)) => ordered(first, last).map(|()| (since, until)),
            _ => Ok((since, until)),
        }
    }

    /// As [`Period::days`], of what has come and gone: it cannot begin later than today.
    pub(super) fn begun(&self, today: Day) -> Result<(Option<Day>, Option<Day>), Failure> {
        let (since, until) = self.days(today)?;
        match since.filter(|it| *it > today) {
            Some(first) => Err(Failure::usage(format!("--since {first} is in the future"))),
            None => Ok((since, until)),
        }
    }
}

/// [`date::parse_since`] or [`date::parse_until`].
type Parse = fn(&str, Day) -> Result<Day, date::DateError>;

/// Refuses a period that ends before it begins.
pub(super) fn ordered(first: Day, last: Day) -> Result<(), Failure> {
    if first <= last {
        return Ok(());
    }
    Err(Failure::usage(format!(
        "--until {last} is before --since {first}"
    )))
}

/// The refusal of a flag's value.
pub(super) fn bad(flag: &str, error: &impl Display) -> Failure {
    Failure::usage(format!("{flag}: {error}"))
}
