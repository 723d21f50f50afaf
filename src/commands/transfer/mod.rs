//! Moves money: one file for what was asked, who is meant, who does it, and how it ended.

mod allow;
mod asked;
mod desk;
mod ending;
mod ends;

use clap::Args;

use crate::api::{Bank, Include};
use crate::app::App;
use crate::domain::money::{Amount, Currency};
use crate::domain::transfer::ritual::{self, Careful};
use crate::domain::transfer::{Balances, Decision, Draft, History, Labels, Wanted};
use crate::failure::{Failure, Kind};

use super::Online;
use asked::Asked;
pub(super) use asked::id;
use desk::{Consent, Desk};
use ends::Ends;

#[derive(Args)]
#[command(after_help = "\
FROM and TO are written exactly: alias, number, key or whole name. TO may also be a credit card of yours
(alias, masked name, K number or creditCardAccountId) or `pension:POLICY`.
AMOUNT is `250`, `250,50`, `1 234.56`, or comes from what is available on FROM: `all`, `10%`.

A transfer is sent at most once. What the bank did not clearly answer is unknown (exit 9): do not repeat it,
run `sb1 transfers check`. It finds the transfer by a tag in its message; a card, a pension or a long message
has none. A transfer like one that was just made is held back (exit 6) until `--again ID`.
With --key a job can be run again: the same key gives the recorded result, and nothing is sent.

Examples:
  sb1 transfer Brukskonto Sparekonto 500 -m 'Ferie'
  sb1 transfer Brukskonto Sparekonto all --keep 5000 --yes --key salary-2026-11
  sb1 transfer Sparekonto Brukskonto --top-up-to 3000 --if-below 1000 --yes
  sb1 transfer Brukskonto pension:1034222 1000 --dry-run")]
pub(crate) struct Transfer {
    /// The account that pays
    #[arg(value_name = "FROM")]
    from: String,
    /// The account, card or pension:POLICY that receives
    #[arg(value_name = "TO")]
    to: String,
    /// How much: an amount, `all` or a part such as `10%`
    #[arg(
        value_name = "AMOUNT",
        required_unless_present = "top_up_to",
        allow_hyphen_values = true
    )]
    amount: Option<String>,
    /// Words of at most 40 characters for a transfer between accounts
    #[arg(short, long, value_name = "TEXT", allow_hyphen_values = true)]
    message: Option<String>,
    /// On that day instead of today: 2026-12-01, 01.12.2026, tomorrow, friday
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// Show the plan and what would be sent, and send nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
    /// Send without asking
    #[arg(short, long)]
    yes: bool,
    /// A name for this one transfer: used again, its result is told again and nothing is sent
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
    /// Send although the transfer of that id is alike and was just made
    #[arg(long, value_name = "ID")]
    again: Option<String>,
    /// Leave at least that on FROM
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    keep: Option<String>,
    /// Instead of AMOUNT: what TO lacks to that
    #[arg(
        long,
        value_name = "AMOUNT",
        conflicts_with = "amount",
        allow_hyphen_values = true
    )]
    top_up_to: Option<String>,
    /// Only while less is available on FROM, or with --top-up-to on TO
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    if_below: Option<String>,
    /// Only while more is available there
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    if_above: Option<String>,
}

impl Online for Transfer {
    fn run(self, app: &App<'_>, bank: &Bank<'_>) -> Result<(), Failure> {
        if !self.dry_run {
            refuse_read_only(app)?;
        }
        let asked = Asked::of(&self, app.clock.today())?;
        before_any_request(app, &asked, self.yes || self.dry_run)?;
        let directory = app.directory();
        let listing = directory.fetch(bank, Include { all: true })?;
        if !listing.errors.is_empty() {
            app.ui
                .warn("the bank told of its accounts in part only, so that one may be missing");
        }
        let ends = Ends::choose(&directory, &asked, &listing.items)?;
        allow::check(&app.config.limits, &ends)?;
        let draft = ends.draft(&asked)?;
        let balances = ends.balances();
        let (amount, working) = match decide(&asked, &draft, balances)? {
            Decision::Move { amount, arithmetic } => (Some(amount), arithmetic),
            Decision::Nothing { arithmetic } => (None, arithmetic),
        };
        let plan = match amount {
            Some(amount) => draft.of(amount),
            // What was recorded under the key is told all the same.
            None => match recorded(app, &asked)? {
                Some(amount) if !self.dry_run => draft.of(amount),
                _ => return desk::skipped(app, &draft, asked.key.as_deref(), &working),
            },
        };
        let plan = plan.map_err(|error| Failure::usage(error.to_string()))?;
        let job = Job {
            wanted: asked.wanted(&app.config, plan),
            draft,
            before: balances,
            working,
        };
        if self.dry_run {
            return desk::rehearse(app, &job);
        }
        let consent = match amount {
            None => Consent::NothingToDo,
            Some(_) if self.yes => Consent::Given,
            Some(_) => Consent::Asked,
        };
        let mut desk = Desk::open(app, bank, &job, consent)?;
        ending::told(
            ritual::transfer(&Careful, &mut desk, &job.wanted)?,
            balances,
        )
    }
}

/// How much it is, by balances that were just fetched.
fn decide(asked: &Asked, draft: &Draft, balances: Balances) -> Result<Decision, Failure> {
    let labels = Labels {
        from: &draft.from().name,
        to: &draft.to().name,
    };
    let decision = asked.rule.decide(&labels, balances.from, balances.to);
    decision.map_err(|error| Failure::new(Kind::Unexpected, error.to_string()))
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

/// The amount that was recorded under the key, if it was used.
fn recorded(app: &App<'_>, asked: &Asked) -> Result<Option<Amount>, Failure> {
    let Some(key) = &asked.key else {
        return Ok(None);
    };
    let history = History::fold(&app.journal().read()?);
    Ok(history.of_key(key).map(|it| it.intent.plan.amount))
}

/// Refuses whatever moves money, or decides whether it may move again, under `--read-only`.
pub(super) fn refuse_read_only(app: &App<'_>) -> Result<(), Failure> {
    if !app.config.read_only {
        return Ok(());
    }
    let message = "nothing was sent, because sb1 is read-only here";
    Err(Failure::new(Kind::NotSent, message)
        .hint("--read-only, SB1_READ_ONLY or read_only in config.toml says so"))
}

/// What can be refused without asking the bank for anything.
fn before_any_request(app: &App<'_>, asked: &Asked, seen: bool) -> Result<(), Failure> {
    allow::check_words(app, asked)?;
    if let Some(amount) = asked.fixed() {
        let history = History::fold(&app.journal().read()?);
        let sent = history.sent_on(app.clock.today(), Currency::NOK);
        let limits = &app.config.limits;
        limits
            .check_amount(amount, sent.unwrap_or(Amount::MOST_TYPED))
            .map_err(|error| ending::limited(&error))?;
    }
    if seen || app.ui.can_confirm() {
        return Ok(());
    }
    Err(Failure::new(
        Kind::NotSent,
        "nothing was sent: this waits for a yes, and there is no terminal to ask at",
    )
    .hint("`--yes` sends without asking"))
}
