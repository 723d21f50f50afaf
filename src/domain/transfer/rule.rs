//! What the amount of a transfer is, computed exactly from fresh balances, with the arithmetic as
//! text to show.

use std::fmt;

use crate::domain::money::Amount;

mod word;
mod working;

use working::Working;

pub(crate) use word::{Percent, Word};

/// How much to move, and when to. All amounts are in kroner and not negative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rule {
    pub(crate) what: Quantity,
    /// What must be left available on the paying account.
    pub(crate) keep: Option<Amount>,
    /// Move only while there is less than this on the paying account, or, topping up, on the
    /// receiving one.
    pub(crate) if_below: Option<Amount>,
    /// Move only while there is more than this on the same account.
    pub(crate) if_above: Option<Amount>,
}

/// How much to move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quantity {
    /// Exactly this, or nothing.
    Fixed(Amount),
    /// All that is available on the paying account.
    All,
    /// A part of what is available on the paying account, rounded down to the øre.
    Percent(Percent),
    /// What the receiving account lacks to this.
    TopUpTo(Amount),
}

impl From<Word> for Quantity {
    fn from(word: Word) -> Self {
        match word {
            Word::Fixed(amount) => Self::Fixed(amount),
            Word::All => Self::All,
            Word::Percent(percent) => Self::Percent(percent),
        }
    }
}

/// What sentences call the two accounts. They are neutralised for a terminal here too.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Labels<'a> {
    pub(crate) from: &'a str,
    pub(crate) to: &'a str,
}

/// What a rule comes to. The arithmetic is one short line a step: none for an amount that was given
/// and depends on nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Decision {
    /// Move so much, which is more than zero.
    Move {
        amount: Amount,
        arithmetic: Vec<String>,
    },
    /// There is nothing to do, and why, in at least one line.
    Nothing { arithmetic: Vec<String> },
}

/// Why a rule came to no decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RuleError {
    /// The bank did not tell the balance of the account of this name, and the rule needs it.
    NotTold { account: String },
    /// A balance is so large that its arithmetic cannot be held (about 10^26).
    TooLarge,
}

impl fmt::Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotTold { account } => write!(
                f,
                "the bank did not say what is available on {account}, which decides this transfer; \
                 write the amount itself, without a condition or an amount to keep"
            ),
            Self::TooLarge => f.write_str(
                "a balance is too large to be computed with exactly; write the amount itself",
            ),
        }
    }
}

impl std::error::Error for RuleError {}

impl Rule {
    /// Whether the amount depends on a balance.
    pub(crate) fn computed(&self) -> bool {
        !matches!(self.what, Quantity::Fixed(_))
    }

    /// Whether a balance decides anything: the amount, or whether it is moved at all.
    pub(crate) fn needs_balance(&self) -> bool {
        let bounds = [self.keep, self.if_below, self.if_above];
        self.computed() || bounds.iter().any(Option::is_some)
    }

    /// Whether it is the receiving account that decides.
    pub(crate) fn tops_up(&self) -> bool {
        matches!(self.what, Quantity::TopUpTo(_))
    }

    /// The rule as one text, equal for equal rules and for no others: `250.00`,
    /// `all keep=1000.00 if-above=5000.00`, `10.00%`, `top-up-to=5000.00`.
    pub(crate) fn canonical(&self) -> String {
        let mut text = match self.what {
            Quantity::Fixed(amount) => amount.to_string(),
            Quantity::All => "all".to_owned(),
            Quantity::Percent(percent) => percent.canonical(),
            Quantity::TopUpTo(target) => format!("top-up-to={target}"),
        };
        for (name, amount) in [
            ("keep", self.keep),
            ("if-below", self.if_below),
            ("if-above", self.if_above),
        ] {
            if let Some(amount) = amount {
                text.push_str(&format!(" {name}={amount}"));
            }
        }
        text
    }

    /// What the rule comes to, where `from` is what is available on the paying account and `to` on
    /// the receiving one, each `None` if the bank did not say.
    ///
    /// # Errors
    /// A [`RuleError`] if a balance that decides is not told or too large.
    pub(crate) fn decide(
        &self,
        labels: &Labels<'_>,
        from: Option<Amount>,
        to: Option<Amount>,
    ) -> Result<Decision, RuleError> {
        let mut working = Working::new(self, labels, from, to);
        let amount = if working.conditions_hold()? {
            working.amount()?
        } else {
            None
        };
        let arithmetic = working.into_lines();
        Ok(match amount {
            Some(amount) => Decision::Move { amount, arithmetic },
            None => Decision::Nothing { arithmetic },
        })
    }
}

#[cfg(test)]
mod tests;
