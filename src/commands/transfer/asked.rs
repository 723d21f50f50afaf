//! What was asked for on the command line, read once.

use crate::config::Config;
use crate::domain::date::Day;
use crate::domain::money::Amount;
use crate::domain::transfer::{Asked as Recorded, Due, Id, Plan, Quantity, Rule, Wanted, Word};
use crate::failure::Failure;

use super::Transfer;

/// The most characters of a key.
const LONGEST_KEY: usize = 100;

/// A transfer in the user's own words.
pub(super) struct Asked {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) rule: Rule,
    pub(super) message: Option<String>,
    pub(super) due: Option<Due>,
    pub(super) key: Option<String>,
    pub(super) again: Option<Id>,
    /// Neither agreed to beforehand nor only rehearsed.
    pub(super) waits_for_a_yes: bool,
}

impl Asked {
    /// # Errors
    /// Usage, before anything is asked of anybody.
    pub(super) fn of(typed: &Transfer, today: Day) -> Result<Self, Failure> {
        let due = typed.date.as_deref().map(|text| Due::parse(text, today));
        Ok(Self {
            from: typed.from.clone(),
            to: typed.to.clone(),
            rule: rule(typed)?,
            message: typed.message.clone(),
            due: due.transpose().map_err(usage)?,
            key: typed.key.as_deref().map(key).transpose()?,
            again: typed.again.as_deref().map(id).transpose()?,
            waits_for_a_yes: !typed.yes && !typed.dry_run,
        })
    }

    /// That the day that was asked for is still to come.
    pub(super) fn is_to_come(&self, today: Day) -> Result<(), Failure> {
        let due = self.due.as_ref();
        due.map_or(Ok(()), |due| due.is_to_come(today).map_err(usage))
    }

    /// The amount, where it depends on nothing.
    pub(super) fn fixed(&self) -> Option<Amount> {
        match self.rule.what {
            Quantity::Fixed(amount) => Some(amount),
            _ => None,
        }
    }

    /// What the plan does not tell any more.
    pub(super) fn for_journal(&self) -> Recorded {
        Recorded {
            amount: self.rule.canonical(),
            date: self.due.as_ref().map(|due| due.typed.clone()),
        }
    }

    /// The same with the plan that came of it.
    pub(super) fn wanted(&self, config: &Config, plan: Plan) -> Wanted {
        Wanted {
            plan,
            asked: self.for_journal(),
            key: self.key.clone(),
            again: self.again,
            computed: self.rule.computed(),
            tag: config.tag,
            limits: config.limits.clone(),
        }
    }
}

fn rule(typed: &Transfer) -> Result<Rule, Failure> {
    let what = match (&typed.amount, &typed.top_up_to) {
        (Some(word), None) => Word::parse(word).map_err(usage)?.into(),
        (None, Some(target)) => Quantity::TopUpTo(amount(target)?),
        _ => return Err(Failure::usage("either AMOUNT or --top-up-to is needed")),
    };
    let bound = |text: &Option<String>| text.as_deref().map(amount).transpose();
    Ok(Rule {
        what,
        keep: bound(&typed.keep)?,
        if_below: bound(&typed.if_below)?,
        if_above: bound(&typed.if_above)?,
    })
}

fn amount(text: &str) -> Result<Amount, Failure> {
    Amount::typed(text).map_err(usage)
}

fn key(text: &str) -> Result<String, Failure> {
    let key = text.trim();
    if key.is_empty() || key.chars().count() > LONGEST_KEY {
        let message = format!("a key has 1 to {LONGEST_KEY} characters");
        return Err(Failure::usage(message));
    }
    Ok(key.to_owned())
}

/// The id of a transfer, as somebody typed it.
pub(crate) fn id(text: &str) -> Result<Id, Failure> {
    Id::parse(text).ok_or_else(|| {
        Failure::usage("an id of a transfer is seven letters A to Z and digits 2 to 7")
            .hint("`sb1 transfers` lists them")
    })
}

fn usage(error: impl std::fmt::Display) -> Failure {
    Failure::usage(error.to_string())
}
