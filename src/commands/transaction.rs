use clap::Args;

use crate::api::{Bank, Include, Query, Rows};
use crate::app::App;
use crate::domain::date::Day;
use crate::domain::transaction::{IdRef, Transaction as Row};
use crate::failure::Failure;
use crate::view;

use super::Online;

/// Most ids that are asked for are of rows seen lately; that many days are looked through first.
const LATELY: i64 = 92;

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
}

impl Online for Transaction {
    fn run(self, app: &App<'_>, bank: &Bank<'_>) -> Result<(), Failure> {
        let row = match IdRef::parse(&self.id).map_err(|error| Failure::usage(error.to_string()))? {
            IdRef::OfBank(id) => {
                let found = bank.transaction_details(id, self.classified)?;
                return view::transaction::show(
                    app.ui,
                    app.config.format,
                    &found.row,
                    Some(&found.fields),
                );
            }
            IdRef::Minted(start) => self.find(app, bank, start)?,
        };
        let details = row
            .can_show_details
            .then(|| bank.transaction_details(row.bank_id.raw(), self.classified))
            .transpose()?;
        let fields = details.map(|it| it.fields);
        view::transaction::show(app.ui, app.config.format, &row, fields.as_ref())
    }
}

impl Transaction {
    /// The one row whose id begins with `start`: among the latest, else among all.
    fn find(&self, app: &App<'_>, bank: &Bank<'_>, start: &str) -> Result<Row<'static>, Failure> {
        let accounts = app.directory().fetch(bank, Include { all: false })?.items;
        let keys: Vec<String> = accounts.iter().map(|it| it.key.raw().to_owned()).collect();
        for since in [app.clock.today().plus_days(-LATELY), None] {
            if let Some(row) = self.look(bank, &keys, start, since)? {
                return Ok(row);
            }
        }
        Err(Failure::usage(format!("there is no transaction with the id {start}"))
            .hint("take an id from `sb1 transactions`; that of a pending row changes when it is booked"))
    }

    fn look(
        &self,
        bank: &Bank<'_>,
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
        bank.transactions(&query, &mut matches)?;
        let ids: Vec<_> = matches.rows.iter().map(|it| it.id.clone()).collect();
        let mut rows = matches.rows.into_iter();
        match (rows.next(), rows.next()) {
            (Some(_), Some(_)) => Err(Failure::usage(format!(
                "more than one id begins with {start}"
            ))
            .hint(format!("write more of it: {}", ids.join(", ")))),
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
