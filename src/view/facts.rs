//! Short answers: the state of the login, the banks, and what the doctor found.

use jiff::Timestamp;

use crate::config::Format;
use crate::domain::bank::Bank;
use crate::domain::date::instant;
use crate::domain::text::neutral;
use crate::failure::Failure;

use super::cell::{Cell, Record};
use super::grid::{Column, Grid, Line, Piece, Tail, Tone};
use super::json::{self, Document};
use super::separated::Separated;
use super::{Screen, Shape, lines};

/// Names and values below each other. Values are never cut: who asks for one thing wants all of it.
pub(crate) fn list(screen: Screen, facts: &[(String, String)]) -> Vec<String> {
    let whole = Screen { width: None, ..screen };
    let line = |(name, value): &(String, String)| Line {
        cells: [Piece { text: name.clone(), tone: Tone::Dim }],
        tail: Tail { text: value.clone(), ..Tail::default() },
    };
    let rows: Vec<_> = facts.iter().map(line).collect();
    Grid::new(whole, [Column::whole("")], Some("")).lines(rows)
}

/// Who is logged in where, and for how long.
pub(crate) struct Status<'a> {
    pub(crate) logged_in: bool,
    pub(crate) profile: &'a str,
    pub(crate) bank: Option<&'a str>,
    pub(crate) origin: &'a str,
    pub(crate) store: &'a str,
    pub(crate) access_token_expires: Option<Timestamp>,
    pub(crate) refresh_token_expires: Option<Timestamp>,
    pub(crate) login_expires: Option<Timestamp>,
    pub(crate) days_left: Option<i64>,
}

/// A status with its instants written out.
struct WrittenStatus<'a> {
    status: &'a Status<'a>,
    access: Option<String>,
    refresh: Option<String>,
    login: Option<String>,
}

impl Record<9> for WrittenStatus<'_> {
    const KEYS: [&'static str; 9] = [
        "loggedIn", "profile", "bank", "origin", "store", "accessTokenExpiresAt", "refreshTokenExpiresAt",
        "loginExpiresAt", "daysLeft",
    ];

    fn cells(&self) -> [Cell<'_>; 9] {
        let status = self.status;
        [
            Cell::Flag(status.logged_in),
            status.profile.into(),
            status.bank.map_or(Cell::Absent, Cell::Text),
            status.origin.into(),
            status.store.into(),
            (&self.access).into(),
            (&self.refresh).into(),
            (&self.login).into(),
            (&status.days_left).into(),
        ]
    }
}

/// The state of the login.
pub(crate) fn status(shape: &Shape, status: &Status<'_>) -> Result<Vec<u8>, Failure> {
    let written = WrittenStatus {
        status,
        access: status.access_token_expires.map(instant),
        refresh: status.refresh_token_expires.map(instant),
        login: status.login_expires.map(instant),
    };
    Ok(match shape.format {
        Format::Json | Format::Jsonl => {
            let mut document = Document::new("sb1.status/1");
            document.fields(&written);
            document.end()
        }
        Format::Csv | Format::Tsv => Separated::new(shape).listing::<9, _>([&written])?,
        Format::Table => lines(list(shape.screen, &status_facts(&written))),
    })
}

fn status_facts(written: &WrittenStatus<'_>) -> Vec<(String, String)> {
    let status = written.status;
    let days = status.days_left.map(|days| match days {
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    });
    let owned = |text: &str| Some(neutral(text).into_owned());
    [
        ("Logged In", owned(if status.logged_in { "yes" } else { "no" })),
        ("Profile", owned(status.profile)),
        ("Bank", status.bank.and_then(owned)),
        ("Origin", owned(status.origin)),
        ("Secret In", owned(status.store)),
        ("Access Token Until", written.access.clone()),
        ("Refresh Token Until", written.refresh.clone()),
        ("Login Until", written.login.clone()),
        ("Left", days),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name.to_owned(), value?)))
    .collect()
}

impl Record<4> for Bank {
    const KEYS: [&'static str; 4] = ["id", "name", "current", "successor"];

    fn cells(&self) -> [Cell<'_>; 4] {
        [
            self.id.into(),
            self.name.into(),
            Cell::Flag(self.current),
            self.successor.map_or(Cell::Absent, Cell::Text),
        ]
    }
}

/// The banks that `--bank` knows.
pub(crate) fn banks(shape: &Shape, banks: &[Bank]) -> Result<Vec<u8>, Failure> {
    let line = |bank: &Bank| Line {
        cells: [bank.id.into(), bank.name.into()],
        tail: Tail { text: merged(bank), ..Tail::default() },
    };
    let columns = [Column::whole("ID"), Column::text("Name")];
    table_or(shape, "sb1.banks/1", "banks", banks, || {
        (columns, "Merged Into", banks.iter().map(line).collect())
    })
}

fn merged(bank: &Bank) -> String {
    let Some(id) = bank.successor else { return String::new() };
    let name = crate::domain::bank::find(id).map_or("", |bank| bank.name);
    match bank.by_way_of {
        Some(between) => format!("{id} ({name}, by way of {between})"),
        None => format!("{id} ({name})"),
    }
}

/// What the doctor says of one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Good,
    /// It works, and could be better.
    Doubtful,
    Bad,
    /// It could not be looked at.
    Skipped,
}

impl Verdict {
    fn word(self) -> &'static str {
        match self {
            Self::Good => "ok",
            Self::Doubtful => "warning",
            Self::Bad => "error",
            Self::Skipped => "skipped",
        }
    }

    fn tone(self) -> Tone {
        match self {
            Self::Good => Tone::In,
            Self::Bad => Tone::Out,
            Self::Doubtful => Tone::Plain,
            Self::Skipped => Tone::Dim,
        }
    }
}

/// One thing that the doctor looked at.
#[derive(Clone, Debug)]
pub(crate) struct Check {
    pub(crate) name: &'static str,
    pub(crate) verdict: Verdict,
    pub(crate) finding: String,
    /// What to do about it.
    pub(crate) hint: Option<String>,
}

impl Record<4> for Check {
    const KEYS: [&'static str; 4] = ["name", "verdict", "finding", "hint"];

    fn cells(&self) -> [Cell<'_>; 4] {
        [
            self.name.into(),
            self.verdict.word().into(),
            (&self.finding).into(),
            (&self.hint).into(),
        ]
    }
}

/// What the doctor found. Findings and hints are not cut.
pub(crate) fn checks(shape: &Shape, checks: &[Check]) -> Result<Vec<u8>, Failure> {
    let whole = Shape { screen: Screen { width: None, ..shape.screen }, ..*shape };
    let shape = if shape.format == Format::Table { &whole } else { shape };
    let columns = [Column::whole("Check"), Column::whole("Verdict")];
    table_or(shape, "sb1.doctor/1", "checks", checks, || {
        (columns, "Finding", checks.iter().flat_map(check_lines).collect())
    })
}

fn check_lines(check: &Check) -> Vec<Line<2>> {
    let verdict = Piece { text: check.verdict.word().to_owned(), tone: check.verdict.tone() };
    let tail = |text: String| Tail { text, ..Tail::default() };
    let finding = tail(neutral(&check.finding).into_owned());
    let mut lines = vec![Line { cells: [check.name.into(), verdict], tail: finding }];
    if let Some(hint) = &check.hint {
        let hint = tail(format!("hint: {}", neutral(hint)));
        lines.push(Line { cells: [Piece::default(), Piece::default()], tail: hint });
    }
    lines
}

type TableOf<const C: usize> = ([Column; C], &'static str, Vec<Line<C>>);

/// A short listing in any format: the records, or the table that `table` describes.
fn table_or<const N: usize, const C: usize, R: Record<N>>(
    shape: &Shape,
    schema: &str,
    name: &str,
    records: &[R],
    table: impl FnOnce() -> TableOf<C>,
) -> Result<Vec<u8>, Failure> {
    let object = |record: &R| {
        let mut object = Vec::new();
        json::record(&mut object, record);
        object
    };
    Ok(match shape.format {
        Format::Json => {
            let mut document = Document::new(schema);
            document.objects(name, records.iter().map(object));
            document.end()
        }
        Format::Jsonl => lines(records.iter().map(object)),
        Format::Csv | Format::Tsv => Separated::new(shape).listing::<N, _>(records)?,
        Format::Table => {
            let (columns, tail, rows) = table();
            let grid = Grid::new(shape.screen, columns, Some(tail)).fit_to(&rows, &[]);
            let mut shown = vec![grid.header()];
            shown.extend(grid.lines(rows));
            lines(shown)
        }
    })
}
