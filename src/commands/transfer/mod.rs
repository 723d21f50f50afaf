//! Moves money: one file for what was asked, who is meant, what is refused on this machine, who does
//! it, what is shown, and how it ended.

mod asked;
mod desk;
mod ending;
mod ends;
mod local;
mod shown;

use clap::Args;

use crate::api::{Bank, Include};
use crate::app::App;
use crate::domain::money::Amount;
use crate::domain::transfer::ritual::{self, Careful};
use crate::domain::transfer::{Balances, Decision, Draft, History, Labels, Record, Wanted};
use crate::failure::{Failure, Kind};
use crate::journal::Book;

use super::Online;
use asked::Asked;
pub(super) use asked::id;
use desk::{Consent, Desk};
use ends::Ends;
pub(super) use local::refuse_read_only;

#[derive(Args)]
#[command(after_help = "\
FROM and TO are written exactly: alias, account number, account key or whole name. TO may also be your own \
credit card (also by its K number or creditCardAccountId), or `pension:POLICY` with the number of your policy.

AMOUNT is `250`, `250,50` or `1 234.56` kroner, or a part of what can be spent on FROM now: `all`, `10%`.

The plan is shown, then sent after a yes on the terminal, or at once with --yes. What was sent is remembered \
in a journal on this machine; `sb1 transfers` shows it.

A transfer is sent at most once. Where the bank's answer does not tell whether the money moved, the outcome is \
unknown (exit 9): do not repeat it, run `sb1 transfers check`. It looks in the bank's lists for \
the transfer's tag: its id of seven characters, which sb1 adds to the message (`Ferie #7KQ2FAZ`). A transfer to a card \
or a pension, or with a message over 31 characters, has no tag; only you can find out about that one.

While an outcome is unknown, the same transfer is held back, which means that it is not sent (exit 9). It is \
also held back for 15 minutes after it was made (same accounts, same amount; exit 6). If you mean another one, \
add `--again ID` with the id of the one that was made. Where that one's result was never shown, it is told instead \
and nothing is sent (exit 0).

With --key a job may be run again: the first run sends, and a later one with the same key and the same words \
tells what came of it and sends nothing. A key is free again where nothing reached the bank, \
or where you settled that nothing moved.

Examples:
  sb1 transfer Brukskonto Sparekonto 500 -m 'Ferie'
  sb1 transfer Brukskonto Sparekonto all --keep 5000 --yes --key salary-2026-11
  sb1 transfer Sparekonto Brukskonto --top-up-to 3000 --if-below 1000 --yes
  sb1 transfer Brukskonto Sparekonto 500 --again 7KQ2FAZ
  sb1 transfer Brukskonto pension:1034222 1000 --dry-run")]
pub(crate) struct Transfer {
    /// Your account that pays
    #[arg(value_name = "FROM")]
    from: String,
    /// Your account, your credit card or pension:POLICY that receives
    #[arg(value_name = "TO")]
    to: String,
    /// How much, in kroner: `250`, `all` or a part such as `10%`
    #[arg(
        value_name = "AMOUNT",
        required_unless_present = "top_up_to",
        allow_negative_numbers = true
    )]
    amount: Option<String>,
    /// What it is for, in at most 40 characters; between accounts only
    #[arg(short, long, value_name = "TEXT")]
    message: Option<String>,
    /// The day, if not today: 2026-12-01, 01.12.2026, tomorrow, friday
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// Show the plan and what would be sent, and send nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
    /// Send without asking
    #[arg(short, long)]
    yes: bool,
    /// A name of yours for this one transfer, so that a job may be run again
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
    /// Send although the transfer of that id is the same and was just made
    #[arg(long, value_name = "ID")]
    again: Option<String>,
    /// Leave at least that much on FROM
    #[arg(long, value_name = "AMOUNT", allow_negative_numbers = true)]
    keep: Option<String>,
    /// In place of AMOUNT: bring TO up to that
    #[arg(
        long,
        value_name = "AMOUNT",
        conflicts_with = "amount",
        allow_negative_numbers = true
    )]
    top_up_to: Option<String>,
    /// Only if less than that can be spent on FROM, or with --top-up-to on TO
    #[arg(long, value_name = "AMOUNT", allow_negative_numbers = true)]
    if_below: Option<String>,
    /// Only if more than that can be spent there
    #[arg(long, value_name = "AMOUNT", allow_negative_numbers = true)]
    if_above: Option<String>,
}

impl Online for Transfer {
    fn run(self, app: &App<'_>, bank: &Bank<'_>) -> Result<(), Failure> {
        if !self.dry_run {
            refuse_read_only(app)?;
        }
        let asked = Asked::of(&self, app.clock.today())?;
        local::before_any_request(app, &asked)?;
        // Under the lock, so that no other transfer changes the balances that decide here.
        let book = match self.dry_run {
            true => None,
            false => Some(app.journal().open()?),
        };
        let directory = app.directory();
        let listing = directory.fetch(bank, Include { all: true })?;
        if !listing.errors.is_empty() {
            app.ui
                .warn("the bank told of its accounts in part only, so that one may be missing");
        }
        let ends = Ends::choose(&directory, &asked, &listing.items)?;
        for shadow in ends.shadows(&asked) {
            app.ui.warn(shadow);
        }
        local::check_way(&app.config.limits, &ends)?;
        let draft = ends.draft(&asked)?;
        self.carry_out(app, bank, &asked, draft, ends.balances(), book)
    }
}

impl Transfer {
    /// Works out the amount, and sends it or shows what would be sent.
    fn carry_out(
        &self,
        app: &App<'_>,
        bank: &Bank<'_>,
        asked: &Asked,
        draft: Draft,
        balances: Balances,
        book: Option<Book>,
    ) -> Result<(), Failure> {
        let (amount, working) = match decide(asked, &draft, balances)? {
            Decision::Move { amount, arithmetic } => (Some(amount), arithmetic),
            Decision::Nothing { arithmetic } => (None, arithmetic),
        };
        let plan = match amount {
            Some(amount) => draft.of(amount),
            // An earlier one that is to be told, or that nobody can tell of, is not passed over.
            None => match earlier(app, asked, &draft)? {
                Some(amount) if !self.dry_run => draft.of(amount),
                _ => return shown::skipped(app, &draft, asked.key.as_deref(), &working),
            },
        };
        let plan = plan.map_err(|error| Failure::usage(error.to_string()))?;
        let job = Job {
            wanted: asked.wanted(&app.config, plan),
            draft,
            before: balances,
            working,
        };
        let Some(book) = book else {
            asked.is_to_come(app.clock.today())?;
            return shown::rehearsed(app, &job);
        };
        let consent = match amount {
            None => Consent::NothingToDo,
            Some(_) if self.yes => Consent::Given,
            Some(_) => Consent::Asked,
        };
        let mut desk = Desk::new(app, bank, asked, &job, consent, book);
        let ending = ritual::transfer(&Careful, &mut desk, &job.wanted)?;
        desk.settle(&ending);
        ending::told(&ending, balances)
    }
}

/// How much it is, by balances that were just fetched.
fn decide(asked: &Asked, draft: &Draft, balances: Balances) -> Result<Decision, Failure> {
    let labels = Labels {
        from: &draft.from().name,
        to: &draft.to().name,
    };
    let decision = asked.rule.decide(&labels, balances.from, balances.to);
    decision.map_err(|error| Failure::new(Kind::Unexpected, format!("nothing was sent: {error}")))
}

/// A transfer that could be sent, and what its owner is to know of it.
struct Job {
    wanted: Wanted,
    draft: Draft,
    /// What could be spent when the plan was made.
    before: Balances,
    /// How the amount was computed, a step a line.
    working: Vec<String>,
}

/// The amount of an earlier transfer of the same key, or of the same words that is open or whose result
/// nobody saw: a rule may find nothing to do because that one moved.
fn earlier(app: &App<'_>, asked: &Asked, draft: &Draft) -> Result<Option<Amount>, Failure> {
    let history = History::fold(&app.journal().read()?);
    let of_key = asked.key.as_deref().and_then(|key| history.of_key(key));
    let words = asked.for_journal();
    let waits =
        |it: &&Record| it.is_unseen() && it.intent.asked == words && draft.is_of(&it.intent.plan);
    let record = of_key.or_else(|| history.records().iter().rev().find(waits));
    Ok(record.map(|it| it.intent.plan.amount))
}
