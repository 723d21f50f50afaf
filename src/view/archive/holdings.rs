use crate::config::Format;
use crate::domain::archived::{Holding, Holdings, Lost, UnclearRow, VanishedRow};
use crate::domain::date::instant;
use crate::domain::text::neutral;
use crate::failure::Failure;

use super::super::cell::{Cell, Record};
use super::super::grid::{Column, Grid, Line, Tail};
use super::super::json::{self, Document, member};
use super::super::separated::Separated;
use super::super::{Screen, Shape, lines};
use super::{moment, money};

/// An account with its instant written out.
struct Written<'a> {
    holding: &'a Holding,
    last_sync: Option<String>,
}

impl<'a> Written<'a> {
    fn of(holding: &'a Holding) -> Self {
        Self {
            holding,
            last_sync: holding.last_sync.map(instant),
        }
    }
}

impl Record<10> for Written<'_> {
    const KEYS: [&'static str; 10] = [
        "accountKey",
        "accountName",
        "accountNumber",
        "currencyCode",
        "booked",
        "pending",
        "vanished",
        "first",
        "last",
        "lastSyncAt",
    ];

    fn cells(&self) -> [Cell<'_>; 10] {
        let holding = self.holding;
        let account = &holding.account;
        [
            (&account.key).into(),
            (&account.name).into(),
            account.number.digits().into(),
            (&account.currency).into(),
            (&holding.booked).into(),
            (&holding.pending).into(),
            (&holding.vanished).into(),
            (&holding.first).into(),
            (&holding.last).into(),
            (&self.last_sync).into(),
        ]
    }
}

impl Record<6> for Lost {
    const KEYS: [&'static str; 6] = [
        "id",
        "accountName",
        "date",
        "amount",
        "currencyCode",
        "description",
    ];

    fn cells(&self) -> [Cell<'_>; 6] {
        [
            (&self.id).into(),
            (&self.account_name).into(),
            (&self.day).into(),
            (&self.amount).into(),
            (&self.currency).into(),
            (&self.description).into(),
        ]
    }
}

pub(in crate::view) fn rendered(shape: &Shape, holdings: &Holdings) -> Result<Vec<u8>, Failure> {
    let written: Vec<_> = holdings.accounts.iter().map(Written::of).collect();
    Ok(match shape.format {
        Format::Json => document(holdings, &written),
        Format::Jsonl => lines(written.iter().map(json::object)),
        Format::Csv | Format::Tsv => Separated::new(shape).listing::<10, _>(&written)?,
        Format::Table => lines(table(shape.screen, holdings)),
    })
}

fn document(holdings: &Holdings, accounts: &[Written<'_>]) -> Vec<u8> {
    let path = holdings.path.display().to_string();
    let created = holdings.created.map(instant);
    let last_sync = holdings.last_sync.map(instant);
    let mut document = Document::new("sb1.archive/1");
    document
        .field("path", &path)
        .field("sizeBytes", &holdings.size)
        .field("createdAt", &created)
        .field("lastSyncAt", &last_sync)
        .field("answers", &holdings.answers)
        .objects("accounts", accounts.iter().map(json::object))
        .objects("unclear", holdings.unclear.iter().map(unclear))
        .objects("vanished", holdings.vanished.iter().map(vanished));
    document.end()
}

fn unclear(of: &UnclearRow) -> Vec<u8> {
    let mut out = Vec::new();
    json::open_record(&mut out, &of.row);
    member(&mut out, "candidates");
    json::texts(&mut out, of.candidates.iter().map(String::as_str));
    out.push(b'}');
    out
}

fn vanished(of: &VanishedRow) -> Vec<u8> {
    let mut out = Vec::new();
    json::open_record(&mut out, &of.row);
    member(&mut out, "bookingStatus");
    json::cell(&mut out, &(&of.booking_status).into());
    member(&mut out, "lastSeenAt");
    json::text(&mut out, &instant(of.last_seen));
    out.push(b'}');
    out
}

fn table(screen: Screen, holdings: &Holdings) -> Vec<String> {
    let mut shown = Vec::new();
    if !holdings.accounts.is_empty() {
        let rows: Vec<_> = holdings.accounts.iter().map(line).collect();
        let columns = [
            Column::text("Account"),
            Column::whole("Number"),
            Column::number("Booked"),
            Column::number("Pending"),
            Column::number("Vanished").shown_if(holdings.accounts.iter().any(|it| it.vanished > 0)),
            Column::whole("First"),
            Column::whole("Last"),
            Column::whole("Synced"),
        ];
        let sheddable = ["First", "Synced", "Number", "Vanished", "Pending"];
        let grid = Grid::new(screen, columns, None).fit_to(&rows, &sheddable);
        shown.push(grid.header());
        shown.extend(grid.lines(rows));
        shown.push(String::new());
    }
    shown.push(place(holdings));
    shown.extend(unclear_lines(&holdings.unclear));
    shown.extend(vanished_line(holdings.vanished.len()));
    shown
}

fn line(of: &Holding) -> Line<8> {
    let day = |day: Option<_>| day.map_or_else(String::new, |day| format!("{day}"));
    Line {
        cells: [
            of.account.name.to_string().into(),
            of.account.number.to_string().into(),
            of.booked.to_string().into(),
            of.pending.to_string().into(),
            of.vanished.to_string().into(),
            day(of.first).into(),
            day(of.last).into(),
            of.last_sync.map(moment).unwrap_or_default().into(),
        ],
        tail: Tail::default(),
    }
}

/// Where it is, how large, and how it came about.
fn place(holdings: &Holdings) -> String {
    let path = holdings.path.display().to_string();
    let kib = holdings.size.saturating_add(1023) / 1024;
    let answers = match holdings.answers {
        1 => "1 answer".to_owned(),
        answers => format!("{answers} answers"),
    };
    let last = match holdings.last_sync {
        Some(at) => format!("last synced {}", moment(at)),
        None => "never synced".to_owned(),
    };
    let path = neutral(&path);
    let Some(begun) = holdings.created.map(moment) else {
        return format!("{path}: nothing yet");
    };
    format!("{path}: {kib} KiB, {answers} of the bank since {begun}, {last}")
}

fn unclear_lines(rows: &[UnclearRow]) -> Vec<String> {
    if rows.is_empty() {
        return Vec::new();
    }
    let title = "Unclear: the bank lists these no longer, and each may have become one of several, \
                 so all are kept:";
    let mut shown = vec![String::new(), title.to_owned()];
    shown.extend(rows.iter().map(|of| {
        let candidates: Vec<_> = of.candidates.iter().map(|id| neutral(id)).collect();
        let (row, candidates) = (sketch(&of.row), candidates.join(" or "));
        format!("  {row}; perhaps {candidates}")
    }));
    shown
}

/// `-45,00 NOK on Brukskonto 2026-11-02 (id p-6f84): Kaffe`
fn sketch(row: &Lost) -> String {
    let amount = row.amount.map(|it| money(it, row.currency));
    let amount = amount.unwrap_or_else(|| "no amount".to_owned());
    let day = row.day.map_or_else(String::new, |day| format!(" {day}"));
    let text = row.description.as_ref();
    let text = text.map_or_else(String::new, |text| format!(": {text}"));
    let (name, id) = (&row.account_name, neutral(&row.id));
    format!("{amount} on {name}{day} (id {id}){text}")
}

fn vanished_line(count: usize) -> Vec<String> {
    let rows = match count {
        0 => return Vec::new(),
        1 => "1 row vanished: the bank lists it no longer, and it is kept".to_owned(),
        n => format!("{n} rows vanished: the bank lists them no longer, and they are kept"),
    };
    vec![
        String::new(),
        format!("{rows}; `sb1 archive status --json` shows more"),
    ]
}
