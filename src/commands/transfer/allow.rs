//! The customer's own list of ways that money may go.

use crate::app::App;
use crate::directory::Directory;
use crate::domain::account::AccountNumber;
use crate::domain::text::fold;
use crate::domain::transfer::Limits;
use crate::failure::{Failure, Kind};

use super::asked::Asked;
use super::ends::{Ends, policy};

/// Refuses before any request what the words alone, and the accounts that were listed last, do not
/// show to be allowed.
pub(super) fn check_words(app: &App<'_>, asked: &Asked) -> Result<(), Failure> {
    let Some(allowed) = &app.config.limits.allow else {
        return Ok(());
    };
    let directory = app.directory();
    let same = |mine: &str, theirs: &str| same_words(&directory, mine, theirs);
    let is_it = |(from, to): &(String, String)| same(&asked.from, from) && same(&asked.to, to);
    if allowed.iter().any(is_it) {
        return Ok(());
    }
    Err(refused().hint("write FROM and TO as they stand there, or run `sb1 accounts` once, so that all their names are known"))
}

/// Refuses what is not allowed, now that the accounts are known.
pub(super) fn check(limits: &Limits, ends: &Ends<'_>) -> Result<(), Failure> {
    match &limits.allow {
        Some(allowed) if !allowed.iter().any(|(from, to)| ends.are(from, to)) => Err(refused()),
        _ => Ok(()),
    }
}

fn refused() -> Failure {
    let message = "nothing was sent: `allow` of [transfer] in config.toml does not have this way";
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
