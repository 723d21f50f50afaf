use clap::Args;
use jiff::Timestamp;

use crate::app::App;
use crate::commands::transfer;
use crate::domain::transfer::ritual::{self, Careful, Eyes, Found};
use crate::domain::transfer::{Event, Findings, History, Id, Record, What};
use crate::failure::{Failure, Kind};
use crate::inquiry;
use crate::journal::Book;
use crate::view;
use crate::view::transfers::Item;

use super::find;

#[derive(Args)]
#[command(after_help = "\
A transfer counts as made when its tag, the id that sb1 put into its message, is in the list of either account, \
and the journal then has it so. Nothing else settles it: that the tag is not there proves nothing, for the bank may \
book late, and a row of the same amount is shown and may be another transfer. A transfer to a card or a pension, \
or one sent without a tag, can never be found this way; `sb1 transfers resolve` settles it.

Exits with 0 when nothing is unknown any more and with 9 otherwise, whatever the reason.

Examples:
  sb1 transfers check
  sb1 transfers check 7KQ2FAZ --json")]
pub(super) struct Check {
    /// Only the transfer of this id
    #[arg(value_name = "ID")]
    id: Option<String>,
    #[command(flatten)]
    cells: view::Cells,
}

impl Check {
    pub(super) fn run(self, app: &App<'_>) -> Result<(), Failure> {
        let only = self.id.as_deref().map(transfer::id).transpose()?;
        let book = app.journal().open()?;
        let mut lens = Lens::new(app, book);
        let history = History::fold(&lens.book.events()?);
        let open = open(&history, only.as_ref())?;
        let found = match open.is_empty() {
            true => Vec::new(),
            false => ritual::look(&Careful, &mut lens, &open)?,
        };
        let ids: Vec<Id> = open.iter().map(|it| it.id).collect();
        let after = History::fold(&lens.book.events()?);
        // What is left open is in the exit code, whether or not somebody read about it.
        let looked = lens.failure.is_none();
        let found = if looked { &found[..] } else { &[] };
        let shown = show(app, self.cells, &after, &ids, only, found);
        if shown.is_ok() {
            lens.notice(&after, &ids)?;
        }
        lens.told(&after, &ids).and(shown)
    }
}

/// The transfers of which nobody can tell; one that is named must be in the journal.
fn open<'h>(history: &'h History, only: Option<&Id>) -> Result<Vec<&'h Record>, Failure> {
    let Some(id) = only else {
        return Ok(history.open().collect());
    };
    let record = find(history, id)?;
    Ok(Some(record).filter(|it| it.is_open()).into_iter().collect())
}

fn show(
    app: &App<'_>,
    cells: view::Cells,
    after: &History,
    looked: &[Id],
    only: Option<Id>,
    found: &[Found],
) -> Result<(), Failure> {
    let now = app.clock.now();
    let item = |id: &Id| {
        let look = found.iter().find(|(found, _)| found == id);
        Some(Item {
            record: after.find(id)?,
            look: look.map(|(_, findings)| (now, findings)),
        })
    };
    // One that is settled already is shown when it was asked for.
    let named = only.filter(|id| !looked.contains(id));
    let items: Vec<_> = looked.iter().chain(named.iter()).filter_map(item).collect();
    view::transfers::show_check(app.ui, app.config.format, cells, &items)
}

/// What its owner can do about a transfer that stays open.
fn next_step(record: &Record) -> String {
    let id = record.id;
    let word = format!("`sb1 transfers resolve {id} --moved` or `--not-moved`");
    match record.intent.tagged {
        true => format!(
            "{id}: check again later, for the bank may book late; if it never shows, look in the \
             online bank and say so: {word}"
        ),
        false => {
            format!("{id} has no tag to find it by: look in the online bank and say so: {word}")
        }
    }
}

/// Looks, under the lock of the journal.
struct Lens<'a> {
    app: &'a App<'a>,
    book: Book,
    /// Why the lists could not be read.
    failure: Option<Failure>,
}

impl<'a> Lens<'a> {
    fn new(app: &'a App<'a>, book: Book) -> Self {
        Self {
            app,
            book,
            failure: None,
        }
    }

    /// Writes down that the owner has seen of these what was proven.
    fn notice(&mut self, after: &History, looked: &[Id]) -> Result<(), Failure> {
        let proven = |id: &&Id| after.find(id).is_some_and(|it| it.moved() == Some(true));
        for id in looked.iter().filter(proven) {
            self.book.append(&Event {
                id: *id,
                at: self.now(),
                what: What::Noticed,
            })?;
        }
        Ok(())
    }

    /// Success when nothing of what was looked for is open any more.
    fn told(self, after: &History, looked: &[Id]) -> Result<(), Failure> {
        let left = looked.iter().filter_map(|id| after.find(id));
        let left: Vec<&Record> = left.filter(|it| it.is_open()).collect();
        if left.is_empty() {
            return Ok(());
        }
        let ids: Vec<String> = left.iter().map(|it| it.id.to_string()).collect();
        let message = format!("nobody can tell yet whether {} moved money", ids.join(", "));
        let failure = Failure::new(Kind::Unknown, message);
        Err(match self.failure {
            Some(why) => why.hints().iter().fold(
                failure.because(anyhow::anyhow!("the bank's lists could not be read: {why}")),
                |failure, hint| failure.hint(hint.clone()),
            ),
            None => left
                .iter()
                .fold(failure, |failure, it| failure.hint(next_step(it))),
        })
    }
}

impl Eyes for Lens<'_> {
    type Stop = Failure;

    fn now(&self) -> Timestamp {
        self.app.clock.now()
    }

    fn look(&mut self, records: &[&Record]) -> Result<Vec<Findings>, Failure> {
        let session = self.app.session()?;
        let found = inquiry::look(&self.app.bank(&session)?, records);
        self.failure = found.failure;
        Ok(found.findings)
    }

    fn append(&mut self, event: &Event) -> Result<(), Failure> {
        self.book.append(event)
    }
}
