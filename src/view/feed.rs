//! Between the bank's rows and stdout: a listing of transactions, written while it is read.
//!
//! Rows are rendered as they come and held back, so that an answer that breaks off prints nothing
//! and a whole one stands newest first. Beyond [`CEILING`] a listing that came in order so far is
//! written through, and memory stays flat however long it is.

use std::cmp::Reverse;
use std::io::Write;

use crate::config::Format;
use crate::domain::date::Day;
use crate::domain::text::{Foreign, neutral};
use crate::domain::transaction::Transaction;
use crate::failure::Failure;
use crate::ui::Ui;

use super::fit::width;
use super::held::{Held, Place};
use super::render::Renderer;
use super::sums::{Sums, Worth};
use super::transactions::Outlook;
use super::{Cells, Shape};

/// How much is held back before the first byte is written.
const CEILING: usize = 6 * 1024 * 1024;
/// Rows of a table that are laid out together.
const BATCH: usize = 500;

const DISORDER: &str = "the bank's answer is not in date order, so neither is this list; \
     ask for fewer days at a time to have it sorted";

/// How a listing is to be shown.
#[derive(Clone, Debug, Default)]
pub(crate) struct FeedOptions {
    pub(crate) cells: Cells,
    /// Show no more than that many, the newest.
    pub(crate) limit: Option<usize>,
    /// Oldest first.
    pub(crate) reverse: bool,
    /// The names of the accounts that rows come of, as the bank wrote them.
    pub(crate) account_names: Vec<String>,
    /// Not all of these accounts are in kroner.
    pub(crate) mixed_currencies: bool,
    /// The days that were asked for.
    pub(crate) since: Option<Day>,
    pub(crate) until: Option<Day>,
}

impl FeedOptions {
    fn outlook(&self) -> Outlook {
        let widths = self.account_names.iter().map(|name| width(&neutral(name)));
        Outlook {
            several_accounts: self.account_names.len() > 1,
            account_width: widths.max().unwrap_or(0),
            several_currencies: self.mixed_currencies,
        }
    }
}

/// A listing on its way to stdout.
pub(crate) struct Feed<'u> {
    ui: &'u Ui,
    out: Box<dyn Write + 'u>,
    renderer: Renderer,
    options: FeedOptions,
    ceiling: usize,
    held: Held,
    /// Places and worth of the rows that the renderer lays out.
    batch: Vec<(Place, Worth)>,
    /// Where the last row stands that came.
    last: Place,
    ordered: bool,
    /// Rows go straight to stdout.
    flowing: bool,
    written: usize,
    sums: Sums,
}

impl<'u> Feed<'u> {
    pub(crate) fn new(ui: &'u Ui, format: Format, options: FeedOptions) -> Self {
        let shape = Shape::new(ui, format, options.cells);
        Self::into_writer(ui, shape, options, Box::new(ui.stdout()))
    }

    pub(super) fn into_writer(
        ui: &'u Ui,
        shape: Shape,
        options: FeedOptions,
        out: Box<dyn Write + 'u>,
    ) -> Self {
        Self {
            ui,
            out,
            renderer: Renderer::new(&shape, options.outlook()),
            options,
            ceiling: CEILING,
            held: Held::default(),
            batch: Vec::new(),
            last: None,
            ordered: true,
            flowing: false,
            written: 0,
            sums: Sums::default(),
        }
    }

    #[cfg(test)]
    pub(super) fn set_ceiling(&mut self, ceiling: usize) {
        self.ceiling = ceiling;
    }

    #[cfg(test)]
    pub(super) fn held_rows(&self) -> usize {
        self.held.len()
    }

    /// Takes the next row.
    pub(crate) fn push(&mut self, row: &Transaction<'_>) -> Result<(), Failure> {
        let place = match row.date {
            Some(day) => Some(Reverse(day)),
            None => self.last,
        };
        let in_order = place >= self.last;
        self.last = place;
        if !in_order && self.ordered {
            self.ordered = false;
            if self.flowing {
                self.ui.note(DISORDER);
            }
        }
        if self.is_beyond_limit(place) {
            return Ok(());
        }
        self.batch.push((place, Worth::of(row)));
        self.renderer.add(row)?;
        match self.batch.len() < BATCH && self.renderer.is_for_people() {
            true => Ok(()),
            false => self.settle_batch(),
        }
    }

    /// Forgets what came, before the answer is read once more. `false` once something was written.
    pub(crate) fn restart(&mut self) -> bool {
        if self.flowing {
            return false;
        }
        self.held = Held::default();
        self.batch.clear();
        self.renderer.clear();
        self.last = None;
        self.ordered = true;
        true
    }

    /// Writes what is left and the end; returns how many rows were shown.
    pub(crate) fn finish(mut self, errors: &[Foreign<'_>]) -> Result<usize, Failure> {
        self.settle_batch()?;
        if !self.flowing {
            self.held.sort();
            if let Some(limit) = self.options.limit {
                self.held.truncate(limit);
            }
            if self.options.reverse {
                self.held.reverse();
            }
            self.flow()?;
        }
        if self.written == 0 && errors.is_empty() && self.renderer.is_for_people() {
            self.ui.note("no transactions");
        }
        let tail = self.renderer.tail(self.written, &self.sums, errors);
        self.out.write_all(&tail)?;
        self.out.flush()?;
        Ok(self.written)
    }

    /// Whether a row at `place` cannot be among the newest that were asked for, so that it need not
    /// be rendered: as many came already, in order, and it is no newer than the last of them.
    fn is_beyond_limit(&self, place: Place) -> bool {
        let Some(limit) = self.options.limit else {
            return false;
        };
        if self.flowing {
            return self.written >= limit;
        }
        let full = self.held.len() >= limit && self.held.is_sorted();
        full && self.held.last().is_none_or(|last| place >= last)
    }

    /// Sends rendered rows where they belong.
    fn settle_batch(&mut self) -> Result<(), Failure> {
        let mut batch = std::mem::take(&mut self.batch);
        let rows = self.renderer.take();
        for ((place, worth), row) in batch.drain(..).zip(rows.iter()) {
            if self.flowing {
                self.write(worth, row)?;
            } else {
                self.hold(place, worth, row)?;
            }
        }
        self.renderer.give_back(rows);
        self.batch = batch;
        Ok(())
    }

    fn hold(&mut self, place: Place, worth: Worth, row: &[u8]) -> Result<(), Failure> {
        self.held.push(place, worth, row);
        if let Some(limit) = self.options.limit
            && self.held.len() >= limit.saturating_mul(2).max(BATCH)
        {
            self.held.sort();
            self.held.shrink(limit);
        }
        let may_flow = self.ordered && !self.options.reverse;
        if may_flow && self.held.bytes() > self.ceiling {
            self.flow()?;
        }
        Ok(())
    }

    /// Writes the head and all that is held, in the order in which it is held.
    fn flow(&mut self) -> Result<(), Failure> {
        self.flowing = true;
        if self.held.len() > 0 || !self.renderer.is_for_people() {
            let head = self.renderer.head(self.options.since, self.options.until)?;
            self.out.write_all(&head)?;
        }
        for (_, worth, row) in std::mem::take(&mut self.held).iter() {
            self.write(worth, row)?;
        }
        Ok(())
    }

    fn write(&mut self, worth: Worth, row: &[u8]) -> Result<(), Failure> {
        if self
            .options
            .limit
            .is_some_and(|limit| self.written >= limit)
        {
            return Ok(());
        }
        let (before, after) = self.renderer.between(self.written);
        self.out.write_all(before)?;
        self.out.write_all(row)?;
        self.out.write_all(after)?;
        self.written = self.written.saturating_add(1);
        self.sums.add(worth);
        Ok(())
    }
}
