use clap::{ArgGroup, Args};

use crate::api::{Bank, Include};
use crate::app::App;
use crate::commands::transfer;
use crate::domain::account::Account;
use crate::domain::transfer::{
    Balances, Event, Findings, History, Party, Record, Settled, Unsettled, What, may_settle,
};
use crate::failure::{Failure, Kind};
use crate::inquiry::{self, Inquiry};
use crate::view;

use super::find;

#[derive(Args)]
#[command(
    group = ArgGroup::new("word").required(true).args(["moved", "not_moved"]),
    after_help = "\
Look in the online bank first: what you say here is taken for true. It is kept in the journal with what the \
bank's lists and balances show now, so that `sb1 transfers show ID` tells it later.

--not-moved lets the same transfer be sent again. It is refused (exit 6) while the transfer is less than five \
minutes old, where the bank's lists do not come whole, and where they have the transfer's tag.

Examples:
  sb1 transfers resolve 7KQ2FAZ --moved
  sb1 transfers resolve 7KQ2FAZ --not-moved"
)]
pub(super) struct Resolve {
    /// The transfer's id, as `sb1 transfers` lists it
    #[arg(value_name = "ID")]
    id: String,
    /// The money moved
    #[arg(long)]
    moved: bool,
    /// The money did not move
    #[arg(long)]
    not_moved: bool,
}

impl Resolve {
    pub(super) fn run(self, app: &App<'_>) -> Result<(), Failure> {
        transfer::refuse_read_only(app)?;
        let id = transfer::id(&self.id)?;
        let mut book = app.journal().open()?;
        let history = History::fold(&book.events()?);
        let record = find(&history, &id)?;
        let seen = self.seen(app, record)?;
        let now = app.clock.now();
        may_settle(record, self.moved, seen.findings.as_ref(), now)
            .map_err(|error| refused(record, &error))?;
        let settled = What::Settled(Settled {
            moved: self.moved,
            findings: seen.findings,
            after: seen.balances,
        });
        let event = Event {
            id,
            at: now,
            what: settled,
        };
        book.append(&event)?;
        let item = record.clone().after(&event);
        view::transfers::show_one(app.ui, app.config.format, &item)?;
        let what = What::Noticed;
        book.append(&Event { what, ..event })
    }

    /// What the bank says now. Who says that it moved needs no bank for that.
    fn seen(&self, app: &App<'_>, record: &Record) -> Result<Seen, Failure> {
        if !record.is_open() {
            return Ok(Seen::default());
        }
        let session = app.session()?;
        let seen = Seen::now(app, &app.bank(&session)?, record);
        match seen {
            // Lists that the bank refuses are lists that did not come.
            Err(failure) if self.moved || failure.kind == Kind::Rejected => {
                app.ui.warn(format_args!(
                    "the bank's lists could not be read: {failure}"
                ));
                Ok(Seen::default())
            }
            seen => seen,
        }
    }
}

/// What the bank says of the two accounts now.
#[derive(Default)]
struct Seen {
    findings: Option<Findings>,
    balances: Balances,
}

impl Seen {
    fn now(app: &App<'_>, bank: &Bank<'_>, record: &Record) -> Result<Self, Failure> {
        let Inquiry {
            findings, failure, ..
        } = inquiry::look(bank, &[record]);
        if let Some(failure) = failure {
            return Err(failure);
        }
        let listing = app.directory().fetch(bank, Include { all: true })?;
        let of = |party: &Party| {
            let its = |it: &&Account| party.key.as_deref() == Some(it.key.raw());
            listing.items.iter().find(its).and_then(Account::funds)
        };
        let plan = &record.intent.plan;
        Ok(Self {
            findings: findings.into_iter().next(),
            balances: Balances {
                from: of(&plan.from),
                to: of(&plan.to),
            },
        })
    }
}

fn refused(record: &Record, error: &Unsettled) -> Failure {
    let id = record.id;
    let failure = match error {
        Unsettled::Known => Failure::usage(format!("{id}: {error}")),
        _ => Failure::new(Kind::NotSent, format!("{id} is not settled: {error}")),
    };
    match error {
        Unsettled::Known => {
            failure.hint(format!("`sb1 transfers show {id}` tells what became of it"))
        }
        Unsettled::TagFound => failure.hint(format!("run `sb1 transfers check {id}`")),
        Unsettled::NotDue => failure.hint("try again when that day has passed"),
        Unsettled::TooYoung | Unsettled::Incomplete => failure.hint("try again in a few minutes"),
    }
}
