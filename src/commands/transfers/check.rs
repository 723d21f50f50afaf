use clap::Args;
use jiff::Timestamp;

use crate::app::App;
use crate::commands::transfer;
use crate::domain::transfer::ritual::{self, Careful, Eyes, Found};
use crate::domain::transfer::{Event, Findings, History, Id, Record};
use crate::failure::{Failure, Kind};
use crate::inquiry;
use crate::journal::Book;
use crate::view;
use crate::view::transfers::Item;

use super::find;

#[derive(Args)]
#[command(after_help = "\
A transfer is proven by its tag in the list of either account, and by nothing else: that it is not there,
or that a row looks alike, settles nothing. A card, a pension, or a message without a tag cannot be proven.
Exits with 0 when nothing is left open and with 9 otherwise, whatever the reason.")]
pub(super) struct Check {
    /// Only this transfer
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
        let shown = show(app, self.cells, &after, &ids, only, &found);
        // What is open outweighs a reader that went away.
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

    /// Success when nothing of what was looked for is open any more.
    fn told(self, after: &History, looked: &[Id]) -> Result<(), Failure> {
        let left: Vec<String> = looked
            .iter()
            .filter(|id| after.find(id).is_some_and(Record::is_open))
            .map(Id::to_string)
            .collect();
        if left.is_empty() {
            return Ok(());
        }
        let message = format!(
            "nobody can tell yet whether {} moved money",
            left.join(", ")
        );
        let failure = Failure::new(Kind::Unknown, message);
        Err(match self.failure {
            Some(why) => why.hints().iter().fold(
                failure.because(anyhow::anyhow!("the bank's lists could not be read: {why}")),
                |failure, hint| failure.hint(hint.clone()),
            ),
            None => failure.hint(
                "check again later, for the bank may book late; what never shows \
                 is yours to settle with `sb1 transfers resolve`",
            ),
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
