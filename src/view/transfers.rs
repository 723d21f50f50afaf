//! The transfers of the journal: a listing, the whole story of one, and what a look found.

mod check;
mod evidence;
mod flat;
mod story;

use jiff::Timestamp;

use crate::config::Format;
use crate::domain::date::{instant, on_the_clock};
use crate::domain::text::neutral;
use crate::domain::transfer::{Findings, Id, Record as Made, State};
use crate::failure::Failure;
use crate::ui::Ui;

use super::cell::{Cell, Record};
use super::grid::{Column, Grid, Line, Piece, Tail, Tone};
use super::json::{self, Document, member};
use super::separated::Separated;
use super::transfer::{Fate, amount, called, to_the_minute};
use super::{Cells, Screen, Shape, lines, print};

pub(super) use check::rendered as checked;
use evidence::Evidence;
use flat::Flat;
pub(super) use story::rendered as told_whole;

/// One transfer of the journal.
#[derive(Clone, Copy)]
pub(crate) struct Item<'a> {
    pub(crate) record: &'a Made,
    /// What a look found just now, and when; shown of a transfer that is still open.
    pub(crate) look: Option<(Timestamp, &'a Findings)>,
}

impl<'a> Item<'a> {
    /// One for which nobody looked.
    pub(crate) fn of(record: &'a Made) -> Self {
        Self { record, look: None }
    }
}

/// Shows transfers, given oldest first, from the newest to the oldest.
pub(crate) fn show(
    ui: &Ui,
    format: Format,
    cells: Cells,
    items: &[Item<'_>],
) -> Result<(), Failure> {
    if items.is_empty() && format == Format::Table {
        ui.note("no transfers");
    }
    print(ui, &rendered(&Shape::new(ui, format, cells), items)?)
}

/// Shows all that is known of one transfer; as JSON it is a listing of one, whose item has its
/// `story` too.
pub(crate) fn show_one(ui: &Ui, format: Format, record: &Made) -> Result<(), Failure> {
    let shape = Shape::new(ui, format, Cells::default());
    print(ui, &told_whole(&shape, record)?)
}

/// Shows what a look found of transfers, given oldest first. Only its table differs from
/// [`show`]'s.
pub(crate) fn show_check(
    ui: &Ui,
    format: Format,
    cells: Cells,
    items: &[Item<'_>],
) -> Result<(), Failure> {
    if items.is_empty() && format == Format::Table {
        ui.note("no transfer is open");
    }
    print(ui, &checked(&Shape::new(ui, format, cells), items)?)
}

pub(super) fn rendered(shape: &Shape, items: &[Item<'_>]) -> Result<Vec<u8>, Failure> {
    let objects = items.iter().rev().map(|item| object(item, None));
    Ok(match shape.format {
        Format::Json => document(objects),
        Format::Jsonl => lines(objects),
        Format::Csv | Format::Tsv => {
            let rows: Vec<_> = items.iter().rev().map(Flat::of).collect();
            Separated::new(shape).listing::<22, _>(&rows)?
        }
        Format::Table => lines(table(shape.screen, items)),
    })
}

/// `sb1.transfers/1` around its items.
fn document(objects: impl IntoIterator<Item = Vec<u8>>) -> Vec<u8> {
    let mut document = Document::new("sb1.transfers/1");
    document.objects("transfers", objects);
    document.end()
}

/// An item, with its story where that is given.
fn object(item: &Item<'_>, story: Option<&[u8]>) -> Vec<u8> {
    let intent = &item.record.intent;
    let mut out = Vec::new();
    json::open_record(&mut out, &Head::of(item.record));
    for (name, party) in [("from", &intent.plan.from), ("to", &intent.plan.to)] {
        member(&mut out, name);
        json::record(&mut out, party);
    }
    for (name, text) in [("message", &intent.plan.message), ("key", &intent.key)] {
        member(&mut out, name);
        json::cell(&mut out, &text.into());
    }
    member(&mut out, "evidence");
    match Evidence::of(item) {
        Some(evidence) => evidence.write(&mut out),
        None => json::cell(&mut out, &Cell::Absent),
    }
    if let Some(story) = story {
        member(&mut out, "story");
        out.extend_from_slice(story);
    }
    out.push(b'}');
    out
}

/// What an item begins with.
struct Head<'a> {
    record: &'a Made,
    created: String,
}

impl<'a> Head<'a> {
    fn of(record: &'a Made) -> Self {
        Self {
            record,
            created: instant(record.at),
        }
    }
}

impl Record<8> for Head<'_> {
    const KEYS: [&'static str; 8] = [
        "id",
        "createdAt",
        "state",
        "settledBy",
        "kind",
        "paymentId",
        "amount",
        "currencyCode",
    ];

    fn cells(&self) -> [Cell<'_>; 8] {
        let record = self.record;
        let plan = &record.intent.plan;
        [
            record.id.as_str().into(),
            (&self.created).into(),
            Fate::of(record).name().into(),
            settled_by(record).into(),
            plan.route.name().into(),
            record.payment_id().into(),
            (&plan.amount).into(),
            (&plan.currency).into(),
        ]
    }
}

/// Who said what became of it; `None`: the bank's answer, or nobody yet.
fn settled_by(record: &Made) -> Option<&'static str> {
    match record.state {
        State::Proven(_) => Some("proof"),
        State::Settled(_) => Some("owner"),
        State::Open | State::Unknown(_) | State::Done(_) | State::NotMoved(_) => None,
    }
}

fn table(screen: Screen, items: &[Item<'_>]) -> Vec<String> {
    if items.is_empty() {
        return Vec::new();
    }
    let rows: Vec<_> = items.iter().rev().map(|item| line(item.record)).collect();
    let columns = [
        Column::whole("ID").at_least(Id::LENGTH),
        Column::whole("When"),
        Column::number("Amount"),
        Column::text("From"),
        Column::text("To"),
        Column::whole("State"),
        Column::text("Message"),
    ];
    let grid = Grid::new(screen, columns, None).fit_to(&rows, &["Message", "From", "When"]);
    let mut shown = vec![grid.header()];
    shown.extend(grid.lines(rows));
    shown
}

fn line(record: &Made) -> Line<7> {
    let plan = &record.intent.plan;
    let fate = Fate::of(record);
    let state = Piece {
        text: words(fate).to_owned(),
        tone: match fate {
            Fate::Unknown => Tone::Out,
            Fate::Accepted => Tone::Plain,
            _ => Tone::Dim,
        },
    };
    let message = plan.message.as_deref().map(neutral).unwrap_or_default();
    Line {
        cells: [
            record.id.to_string().into(),
            when(record).into(),
            amount(plan.amount, plan.currency).into(),
            called(&plan.from).into(),
            called(&plan.to).into(),
            state,
            message.into_owned().into(),
        ],
        tail: Tail::default(),
    }
}

/// When it was begun, by the clocks of Oslo: `2026-11-22 12:00`.
fn when(record: &Made) -> String {
    to_the_minute(&on_the_clock(record.at)).to_owned()
}

/// The state as people say it.
fn words(fate: Fate) -> &'static str {
    match fate {
        Fate::NotSent => "not sent",
        other => other.name(),
    }
}
