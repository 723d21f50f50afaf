//! From the bank into the archive: what is asked for, and what an answer is worth.

mod parts;

use crate::api::{Bank, Query};
use crate::archive::{Asked, Intake, Keeper};
use crate::clock::Clock;
use crate::domain::account::Account;
use crate::domain::archived::Tally;
use crate::domain::date::Day;
use crate::domain::text::Foreign;
use crate::failure::{Failure, Kind};
use crate::ui::Progress;

use parts::{News, Part, Parts};

/// Each sync asks again for so many days before the last one: a row may be booked late.
const OVERLAP: i64 = 14;

/// A row that has been pending for so many days is waited for no longer.
const STALE: i64 = 60;

/// The bank cut its answer at a number of rows, and did not say so.
pub(crate) const CUT: &str = "ANSWER_CUT";
/// Some rows name no account, and several were asked for.
const STRAYS: &str = "ROWS_WITHOUT_ACCOUNT";

/// What a sync brought.
pub(crate) struct Synced {
    /// To each of the accounts, in the order asked.
    pub(crate) tallies: Vec<Tally>,
    /// What is missing, in the bank's words or in ours; empty if all that was asked for came.
    pub(crate) errors: Vec<Foreign<'static>>,
    /// From which day on was asked; `None` for all that there is.
    pub(crate) since: Option<Day>,
}

/// A sync under way.
pub(crate) struct Sync<'a> {
    pub(crate) bank: &'a Bank<'a>,
    pub(crate) clock: Clock,
    pub(crate) progress: Progress,
    /// What the bank could not say about the accounts.
    pub(crate) left_out: Vec<Foreign<'static>>,
}

impl Sync<'_> {
    /// Brings the archive of these accounts, as they were listed right before, up to date; `all`
    /// asks for everything again.
    ///
    /// # Errors
    /// As the bank's lists fail, and storage. The archive then is as it was.
    pub(crate) fn run(
        mut self,
        keeper: &Keeper,
        accounts: &[Account],
        all: bool,
    ) -> Result<Synced, Failure> {
        let since = if all {
            None
        } else {
            self.since(keeper, accounts)?
        };
        self.ask(keeper, accounts, since)
    }

    /// From which day on to ask: the earliest that any of the accounts needs.
    fn since(&self, keeper: &Keeper, accounts: &[Account]) -> Result<Option<Day>, Failure> {
        let today = self.clock.today();
        let mut since = today;
        for account in accounts {
            let Some(reached) = keeper.reached(account.key.raw())? else {
                return Ok(None);
            };
            let overlap = reached.whole.min(today).plus_days(-OVERLAP);
            let Some(overlap) = overlap else {
                return Ok(None);
            };
            let stale = today.plus_days(-STALE);
            let pending = reached.pending.filter(|day| Some(*day) > stale);
            since = since.min(overlap).min(pending.unwrap_or(overlap));
        }
        Ok(Some(since))
    }

    /// Asks in the richest way that the bank answers: with categories, and for everything by a day
    /// long ago, since without one a bank may keep back what is older than two years. A bank may
    /// refuse a day that old, also one that was within its reach at the last sync.
    fn ask(
        &mut self,
        keeper: &Keeper,
        accounts: &[Account],
        since: Option<Day>,
    ) -> Result<Synced, Failure> {
        let first = since.or_else(beginning);
        let ways = [(first, true), (first, false), (None, true), (None, false)];
        let mut refused = None;
        let mut nothing = None;
        for (since, classified) in ways {
            match self.read(keeper, accounts, since, classified) {
                // The first refusal tells most.
                Err(failure) if is_refusal(&failure) => {
                    refused.get_or_insert(failure);
                }
                // A bank may have nothing to say of so long ago, and more when no day is asked for.
                Ok((0, synced)) if since.is_some() && since == beginning() => {
                    nothing = Some(synced)
                }
                answered => return answered.map(|(_, synced)| synced),
            }
        }
        match (nothing, refused) {
            (Some(synced), _) => Ok(synced),
            (None, Some(failure)) => Err(failure),
            (None, None) => Err(Failure::usage("nothing was asked for")),
        }
    }

    /// One way of asking; with how many rows came.
    fn read(
        &mut self,
        keeper: &Keeper,
        accounts: &[Account],
        since: Option<Day>,
        classified: bool,
    ) -> Result<(usize, Synced), Failure> {
        let keys: Vec<String> = accounts.iter().map(|it| it.key.raw().to_owned()).collect();
        let mut intake = keeper.take_in(Asked {
            accounts,
            since,
            classified,
            at: self.clock.now(),
        })?;
        let query = Query {
            keys: &keys,
            since,
            until: None,
            classified,
        };
        let mut errors = self.read_parts(&mut intake, query)?;
        let whole = errors.is_empty();
        // Of the balances, which the list of accounts tells, nothing here is concluded.
        let others = self.left_out.iter().filter(|it| !errors.contains(it));
        let others: Vec<_> = others.cloned().collect();
        errors.extend(others);
        let rows = intake.sightings().len();
        let tallies = intake.settle(&errors, whole, self.clock.today())?;
        let synced = Synced {
            tallies,
            errors,
            since: recent(since),
        };
        Ok((rows, synced))
    }

    /// Reads an answer, in as many parts as it takes; returns what is missing.
    fn read_parts(
        &mut self,
        intake: &mut Intake<'_>,
        mut query: Query<'_>,
    ) -> Result<Vec<Foreign<'static>>, Failure> {
        let since = recent(query.since);
        let mut parts = Parts::of(since);
        let mut errors = Vec::new();
        while parts.goes_on() {
            query.until = parts.until;
            let known = intake.sightings().len();
            let mut part = Part::new(intake, &mut self.progress);
            let left_out = self.bank.transactions(&query, &mut part)?;
            let extent = part.extent();
            intake.next_part()?;
            let news = News {
                grew: intake.sightings().len() > known,
                misses: since.map_or(Ok(false), |since| intake.misses(since))?,
                adrift: since.is_some() && intake.is_adrift(),
            };
            parts.read(extent, news);
            if !left_out.is_empty() {
                parts.stop();
            }
            errors.extend(left_out);
        }
        let ours = [(!parts.all_came(), CUT), (intake.has_strays(), STRAYS)];
        let ours = ours.into_iter().filter(|(is_so, _)| *is_so);
        errors.extend(ours.map(|(_, name)| Foreign::new(name)));
        Ok(errors)
    }
}

/// The day asked from, unless that stands for everything.
fn recent(since: Option<Day>) -> Option<Day> {
    since.filter(|it| Some(*it) != beginning())
}

/// Whether the bank may answer to another question: it said no, or fell over this one.
fn is_refusal(failure: &Failure) -> bool {
    failure.kind == Kind::Rejected || failure.bank.http_status == Some(500)
}

/// Before everything that a bank tells of.
fn beginning() -> Option<Day> {
    Day::new(2000, 1, 1)
}
