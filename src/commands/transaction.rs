use clap::Args;

use crate::api::{Bank, Include, Query, Rows};
use crate::app::App;
use crate::archive::{Fate, Found, Reader};
use crate::domain::date::Day;
use crate::domain::quoted::Quoted;
use crate::domain::text::Foreign;
use crate::domain::transaction::{IdRef, Transaction as Row};
use crate::failure::{Failure, Kind};
use crate::view;

use super::{Reading, partial};

/// Most ids that are asked for are of rows seen lately; that many days are looked through first.
const LATELY: i64 = 92;

/// The bank's own ids are long: a shorter text that is no id of ours is a slip.
const SHORTEST_OF_BANK: usize = 20;

#[derive(Args)]
#[command(after_help = "\
ID is what `sb1 transactions` shows, or its beginning; the bank's own id serves right after it was listed.
Finding an id costs a look through the last three months, or through all the bank keeps.

Examples:
  sb1 transaction 3f9a01bc
  sb1 transaction p-77e0c1aa --json")]
pub(crate) struct Transaction {
    /// The transaction's id
    #[arg(value_name = "ID")]
    id: String,
    /// With the bank's category and the merchant
    #[arg(long)]
    classified: bool,
    /// From the archive that `sb1 sync` keeps, without asking the bank
    #[arg(long)]
    offline: bool,
}

impl Reading for Transaction {
    fn is_offline(&self) -> bool {
        self.offline
    }

    fn online(self, app: &App<'_>, bank: &Bank<'_>) -> Result<(), Failure> {
        let start = match self.asked()? {
            IdRef::OfBank(id) => return self.show_of_bank(app, bank, id),
            IdRef::Minted(start) => start,
        };
        let mut search = Search {
            bank,
            classified: self.classified,
            errors: Vec::new(),
        };
        let mut found = search.find(app, start)?;
        if found.is_none()
            && let Some(heir) = heir_of(app, start)?
        {
            found = search.find(app, &heir)?;
        }
        let Some(row) = found else {
            // The list that lacks it may be the part that the bank left out.
            partial(&search.errors)?;
            return Err(unknown(start));
        };
        let details = row
            .can_show_details
            .then(|| bank.transaction_details(row.bank_id.raw(), self.classified))
            .transpose()?;
        let fields = details.map(|it| it.fields);
        view::transaction::show(app.ui, app.config.format, &row, fields.as_ref())
    }

    fn offline(self, app: &App<'_>, archive: &Reader) -> Result<(), Failure> {
        let start = match self.asked()? {
            IdRef::OfBank(id) if id.len() < SHORTEST_OF_BANK => return Err(not_ours(id)),
            IdRef::OfBank(_) => {
                return Err(Failure::usage(
                    "the bank's own ids change at every fetch, so the archive has none",
                )
                .hint("take an id from `sb1 transactions --offline`"));
            }
            IdRef::Minted(start) => start,
        };
        let found = only(archive.find(start)?, start)?;
        let row = told(app, found.ok_or_else(|| unknown(start))?);
        view::transaction::show(app.ui, app.config.format, &row, None)
    }
}

/// The one that was found; more than one is not what was meant.
fn only(found: Vec<Found>, start: &str) -> Result<Option<Found>, Failure> {
    if found.len() > 1 {
        let ids: Vec<_> = found.iter().map(|it| it.row.id.clone()).collect();
        return Err(ambiguous(start, &ids));
    }
    Ok(found.into_iter().next())
}

/// The row that lives on, and on stderr what became of the one that was asked for.
fn told(app: &App<'_>, found: Found) -> Row<'static> {
    let Found { row, fate } = found;
    match fate {
        Fate::Listed => row,
        Fate::Became(heir) => {
            let heir = told(app, *heir);
            app.ui.note(format_args!("{} became {}", row.id, heir.id));
            heir
        }
        Fate::Gone => {
            app.ui.note("the bank lists it no longer");
            row
        }
        Fate::Unclear(candidates) => {
            let ids: Vec<_> = candidates.into_iter().map(|it| it.id).collect();
            app.ui.note(format_args!(
                "the bank lists it no longer; it may have become {}",
                ids.join(" or ")
            ));
            row
        }
    }
}

/// The id that a row with a provisional one was booked with, where the archive saw it happen.
fn heir_of(app: &App<'_>, start: &str) -> Result<Option<String>, Failure> {
    let Some(archive) = app.archive().read()? else {
        return Ok(None);
    };
    let mut found = only(archive.find(start)?, start)?;
    while let Some(Found {
        fate: Fate::Became(heir),
        ..
    }) = found
    {
        if matches!(heir.fate, Fate::Listed) {
            return Ok(Some(heir.row.id));
        }
        found = Some(*heir);
    }
    Ok(None)
}

fn unknown(start: &str) -> Failure {
    Failure::usage(format!("there is no transaction with the id {start}")).hint(
        "take an id from `sb1 transactions`; that of a pending row changes when it is booked, \
         and `sb1 sync` remembers which it became",
    )
}

fn not_ours(id: &str) -> Failure {
    Failure::usage(format!("{} is no id that sb1 gives", Quoted::new(id))).hint(
        "take an id from `sb1 transactions --offline`, or at least the first four of its digits, \
         which are 0-9 and a-f; those of a pending row come after p-",
    )
}

fn ambiguous(start: &str, ids: &[String]) -> Failure {
    Failure::usage(format!("more than one id begins with {start}"))
        .hint(format!("write more of it: {}", ids.join(", ")))
}

impl Transaction {
    fn asked(&self) -> Result<IdRef<'_>, Failure> {
        IdRef::parse(self.id.trim()).map_err(|error| Failure::usage(error.to_string()))
    }

    /// What the bank says of its own id.
    fn show_of_bank(&self, app: &App<'_>, bank: &Bank<'_>, id: &str) -> Result<(), Failure> {
        let found = bank.transaction_details(id, self.classified).map_err(|failure| match failure.kind {
            Kind::Rejected => failure.hint(
                "the bank's own ids serve only right after they were listed; better take the one that `sb1 transactions` shows",
            ),
            _ => failure,
        })?;
        view::transaction::show(app.ui, app.config.format, &found.row, Some(&found.fields))
    }
}

/// A look through the bank's lists.
struct Search<'a> {
    bank: &'a Bank<'a>,
    classified: bool,
    /// What the bank left out of them.
    errors: Vec<Foreign<'static>>,
}

impl Search<'_> {
    /// The one row whose id begins with `start`: among the latest, else among all.
    fn find(&mut self, app: &App<'_>, start: &str) -> Result<Option<Row<'static>>, Failure> {
        let listing = app.directory().fetch(self.bank, Include { all: false })?;
        self.errors.extend(listing.errors);
        let accounts = listing.items.iter();
        let keys: Vec<String> = accounts.map(|it| it.key.raw().to_owned()).collect();
        for since in [app.clock.today().plus_days(-LATELY), None] {
            if let Some(row) = self.look(&keys, start, since)? {
                return Ok(Some(row));
            }
        }
        Ok(None)
    }

    fn look(
        &mut self,
        keys: &[String],
        start: &str,
        since: Option<Day>,
    ) -> Result<Option<Row<'static>>, Failure> {
        let query = Query {
            keys,
            since,
            until: None,
            classified: self.classified,
        };
        let mut matches = Matches {
            start,
            rows: Vec::new(),
        };
        self.errors
            .extend(self.bank.transactions(&query, &mut matches)?);
        let ids: Vec<_> = matches.rows.iter().map(|it| it.id.clone()).collect();
        let mut rows = matches.rows.into_iter();
        match (rows.next(), rows.next()) {
            (Some(_), Some(_)) => Err(ambiguous(start, &ids)),
            (row, _) => Ok(row),
        }
    }
}

/// Keeps the rows whose id begins as asked for.
struct Matches<'a> {
    start: &'a str,
    rows: Vec<Row<'static>>,
}

impl Rows for Matches<'_> {
    fn row(&mut self, row: Row<'_>) -> Result<(), Failure> {
        if row.id.starts_with(self.start) {
            self.rows.push(row.into_owned());
        }
        Ok(())
    }

    fn restart(&mut self) -> bool {
        self.rows.clear();
        true
    }
}
