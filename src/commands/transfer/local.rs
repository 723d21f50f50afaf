//! What is refused on this machine, before the bank is asked for anything or before it is asked to
//! move money.

use crate::app::App;
use crate::directory::Directory;
use crate::domain::account::AccountNumber;
use crate::domain::money::{Amount, Currency};
use crate::domain::text::{fold, neutral};
use crate::domain::transfer::{History, Limits, Record};
use crate::failure::{Failure, Kind};

use super::asked::Asked;
use super::ending;
use super::ends::{Ends, policy};

/// Refuses whatever moves money, or decides whether it may move again, under `--read-only`.
pub(in crate::commands) fn refuse_read_only(app: &App<'_>) -> Result<(), Failure> {
    if !app.config.read_only {
        return Ok(());
    }
    let message = "nothing was sent, because sb1 is read-only here";
    Err(Failure::new(Kind::NotSent, message)
        .hint("--read-only, SB1_READ_ONLY or read_only in config.toml says so"))
}

/// What can be refused without asking the bank for anything. A key that was used decides by itself
/// what comes of it, once the accounts are known.
pub(super) fn before_any_request(app: &App<'_>, asked: &Asked) -> Result<(), Failure> {
    check_words(app, asked)?;
    let history = History::fold(&app.journal().read()?);
    let key = asked.key.as_deref();
    if key.is_some_and(|key| history.of_key(key).is_some()) {
        return Ok(());
    }
    asked.is_to_come(app.clock.today())?;
    if let Some(amount) = asked.fixed() {
        check_amount(app, &history, amount)?;
    }
    if !asked.waits_for_a_yes || app.ui.can_confirm() {
        return Ok(());
    }
    let message = "nothing was sent: it waits for a yes, and there is no terminal to ask at";
    Err(Failure::new(Kind::NotSent, message).hint("`--yes` sends without asking"))
}

/// Holds the amount against the limits, unless the result of an earlier transfer may be told again or
/// is not known: the gates decide that once the accounts are, and hold it against the limits then.
fn check_amount(app: &App<'_>, history: &History, amount: Amount) -> Result<(), Failure> {
    let may_be_told = |it: &Record| {
        it.intent.plan.amount == amount && it.moved() != Some(false) && it.reported.is_none()
    };
    if history.records().iter().any(may_be_told) {
        return Ok(());
    }
    let sent = history.sent_on(app.clock.today(), Currency::NOK);
    let limits = &app.config.limits;
    limits
        .check_amount(amount, sent.unwrap_or(Amount::MOST_TYPED))
        .map_err(|error| ending::limited(&error))
}

/// Refuses what the words alone, and the accounts that were listed last, do not show to be allowed.
fn check_words(app: &App<'_>, asked: &Asked) -> Result<(), Failure> {
    let Some(allowed) = &app.config.limits.allow else {
        return Ok(());
    };
    let directory = app.directory();
    let same = |mine: &str, theirs: &str| same_words(&directory, mine, theirs);
    let is_it = |(from, to): &(String, String)| same(&asked.from, from) && same(&asked.to, to);
    if allowed.iter().any(is_it) {
        return Ok(());
    }
    let failure = refused(allowed);
    let known = |word: &str| policy(word).is_some() || directory.remembered(word).is_some();
    Err(match known(&asked.from) && known(&asked.to) {
        true => failure,
        false => failure.hint(
            "write FROM and TO as they stand there, or run `sb1 accounts --all` once, so that their \
             other names are known",
        ),
    })
}

/// Refuses what is not allowed, now that the accounts are known.
pub(super) fn check_way(limits: &Limits, ends: &Ends<'_>) -> Result<(), Failure> {
    match &limits.allow {
        Some(allowed) if !allowed.iter().any(|(from, to)| ends.are(from, to)) => {
            Err(refused(allowed))
        }
        _ => Ok(()),
    }
}

fn refused(allowed: &[(String, String)]) -> Failure {
    let way = |(from, to): &(String, String)| format!("{} → {}", neutral(from), neutral(to));
    let ways: Vec<String> = allowed.iter().map(way).collect();
    let only = match ways.is_empty() {
        true => "nothing".to_owned(),
        false => format!("only {}", ways.join(", ")),
    };
    let message = format!("nothing was sent: `allow` of [transfer] in config.toml allows {only}");
    Failure::new(Kind::NotSent, message)
}

/// Whether two words are the same account, by what is known without asking.
fn same_words(directory: &Directory<'_>, mine: &str, theirs: &str) -> bool {
    if let Some(policy_of_mine) = policy(mine) {
        return policy(theirs) == Some(policy_of_mine);
    }
    let number = |text: &str| AccountNumber::parse(text).ok();
    if fold(mine) == fold(theirs) || number(mine).is_some_and(|it| number(theirs) == Some(it)) {
        return true;
    }
    match (directory.remembered(mine), directory.remembered(theirs)) {
        (Some(mine), Some(theirs)) => mine.key == theirs.key,
        _ => false,
    }
}
