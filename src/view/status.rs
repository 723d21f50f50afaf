//! The state of the login.

use jiff::Timestamp;

use crate::config::Format;
use crate::domain::date::instant;
use crate::domain::text::neutral;
use crate::failure::Failure;
use crate::ui::Ui;

use super::cell::{Cell, Record};
use super::fields::Fact;
use super::json::Document;
use super::separated::Separated;
use super::{Cells, Shape, facts, lines, print};

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
        "loggedIn",
        "profile",
        "bank",
        "origin",
        "store",
        "accessTokenExpiresAt",
        "refreshTokenExpiresAt",
        "loginExpiresAt",
        "daysLeft",
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

/// Shows the state of the login.
pub(crate) fn show(ui: &Ui, format: Format, status: &Status<'_>) -> Result<(), Failure> {
    let shape = Shape::new(ui, format, Cells::default());
    print(ui, &rendered(&shape, status)?)
}

pub(super) fn rendered(shape: &Shape, status: &Status<'_>) -> Result<Vec<u8>, Failure> {
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
        Format::Table => lines(facts::list(shape.screen, &facts_of(&written))),
    })
}

fn facts_of(written: &WrittenStatus<'_>) -> Vec<Fact> {
    let status = written.status;
    let days = status.days_left.map(|days| match days {
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    });
    let owned = |text: &str| Some(neutral(text).into_owned());
    [
        (
            "Logged In",
            owned(if status.logged_in { "yes" } else { "no" }),
        ),
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
