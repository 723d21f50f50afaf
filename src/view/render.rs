//! Rows of transactions as bytes, in each of the formats.

use crate::config::Format;
use crate::domain::text::Foreign;
use crate::domain::transaction::Transaction;
use crate::failure::Failure;

use super::cell::Cell;
use super::feed::Head;
use super::grid::{Grid, Line};
use super::json::{self, Document};
use super::separated::Separated;
use super::sums::Sums;
use super::transactions::{self, Outlook};
use super::{Screen, Shape, lines};

/// Rendered rows, end to end.
#[derive(Default)]
pub(crate) struct Rows {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Rows {
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let row = self.bytes.get(start..*end).unwrap_or_default();
            start = *end;
            row
        })
    }

    fn close(&mut self) {
        self.ends.push(self.bytes.len());
    }

    fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
    }
}

/// Renders rows that it is given one by one.
pub(crate) struct Renderer {
    shape: Body,
    done: Rows,
}

enum Body {
    Json,
    Jsonl,
    Separated(Separated),
    Table(Table),
}

/// Lines of a table that are laid out together.
struct Table {
    screen: Screen,
    outlook: Outlook,
    grid: Grid<4>,
    waiting: Vec<Line<4>>,
}

impl Renderer {
    pub(crate) fn new(shape: &Shape, outlook: Outlook) -> Self {
        let body = match shape.format {
            Format::Json => Body::Json,
            Format::Jsonl => Body::Jsonl,
            Format::Csv | Format::Tsv => Body::Separated(Separated::new(shape)),
            Format::Table => Body::Table(Table {
                screen: shape.screen,
                outlook,
                grid: transactions::grid(shape.screen, &outlook),
                waiting: Vec::new(),
            }),
        };
        Self { shape: body, done: Rows::default() }
    }

    /// Whether rows gain from being taken many at a time.
    pub(crate) fn lays_out_together(&self) -> bool {
        matches!(self.shape, Body::Table(_))
    }

    pub(crate) fn add(&mut self, row: &Transaction<'_>) -> Result<(), Failure> {
        match &mut self.shape {
            Body::Json | Body::Jsonl => json::record(&mut self.done.bytes, row),
            Body::Separated(writer) => writer.record(&mut self.done.bytes, row)?,
            Body::Table(table) => {
                table.waiting.push(transactions::line(row, &table.outlook));
                return Ok(());
            }
        }
        self.done.close();
        Ok(())
    }

    /// The rows that were added since the last time, in the order in which they came.
    pub(crate) fn take(&mut self) -> Rows {
        if let Body::Table(table) = &mut self.shape {
            for line in table.grid.lines(std::mem::take(&mut table.waiting)) {
                self.done.bytes.extend_from_slice(line.as_bytes());
                self.done.close();
            }
        }
        std::mem::take(&mut self.done)
    }

    /// Takes the memory of rows back that are no longer needed.
    pub(crate) fn give_back(&mut self, mut rows: Rows) {
        rows.clear();
        self.done = rows;
    }

    /// Forgets the rows that were not taken.
    pub(crate) fn clear(&mut self) {
        self.done.clear();
        if let Body::Table(table) = &mut self.shape {
            table.waiting.clear();
        }
    }

    /// What stands before the first row.
    pub(crate) fn head(&mut self, head: &Head) -> Result<Vec<u8>, Failure> {
        Ok(match &mut self.shape {
            Body::Json => {
                let mut document = Document::new("sb1.transactions/1");
                document.field("since", &head.since).field("until", &head.until);
                let mut open = document.unfinished();
                open.push(b',');
                json::key(&mut open, "transactions");
                open.push(b'[');
                open
            }
            Body::Jsonl => Vec::new(),
            Body::Separated(writer) => writer.header::<{ transactions::FIELDS }, Transaction<'_>>()?,
            Body::Table(table) => lines([table.grid.header()]),
        })
    }

    /// What stands right before and right after a row, after `written` others.
    pub(crate) fn between(&self, written: usize) -> (&'static [u8], &'static [u8]) {
        match &self.shape {
            Body::Json if written == 0 => (b"\n", b""),
            Body::Json => (b",\n", b""),
            Body::Separated(_) => (b"", b""),
            Body::Jsonl | Body::Table(_) => (b"", b"\n"),
        }
    }

    /// What stands after the last of `written` rows.
    pub(crate) fn tail(&self, written: usize, sums: &Sums, errors: &[Foreign<'_>]) -> Vec<u8> {
        let complete = errors.is_empty();
        match &self.shape {
            Body::Json => {
                let mut tail = if written == 0 { b"],".to_vec() } else { b"\n],".to_vec() };
                json::key(&mut tail, "complete");
                json::cell(&mut tail, &Cell::Flag(complete));
                tail.push(b',');
                json::key(&mut tail, "errors");
                json::texts(&mut tail, errors.iter().map(Foreign::raw));
                tail.extend_from_slice(b"}\n");
                tail
            }
            Body::Jsonl | Body::Separated(_) => Vec::new(),
            Body::Table(table) => match sums.lines(table.screen, complete) {
                below if below.is_empty() => Vec::new(),
                below => lines(std::iter::once(String::new()).chain(below)),
            },
        }
    }
}
