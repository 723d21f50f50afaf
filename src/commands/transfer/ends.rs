//! Which accounts are meant: by exact references only.

use crate::directory::Directory;
use crate::domain::account::Account;
use crate::domain::text::{fold, neutral};
use crate::domain::transfer::{Balances, Draft, Receiver, Route};
use crate::failure::Failure;

use super::asked::Asked;

/// What stands before the number of a pension policy.
const PENSION: &str = "pension:";

/// The two ends of a transfer among the customer's accounts.
pub(super) struct Ends<'a> {
    directory: &'a Directory<'a>,
    accounts: &'a [Account],
    from: &'a Account,
    to: Receiver<'a>,
}

impl<'a> Ends<'a> {
    /// # Errors
    /// Usage, with the accounts that may have been meant.
    pub(super) fn choose(
        directory: &'a Directory<'a>,
        asked: &'a Asked,
        accounts: &'a [Account],
    ) -> Result<Self, Failure> {
        Ok(Self {
            directory,
            accounts,
            from: directory.pick_exact(&asked.from, accounts)?,
            to: receiver(directory, &asked.to, accounts)?,
        })
    }

    /// Says where a word is the whole name of another account than the one it leads to: an alias goes
    /// before a name.
    pub(super) fn shadows(&self, asked: &Asked) -> Vec<String> {
        let to = match self.to {
            Receiver::Account(account) => Some(account),
            Receiver::Policy(_) => None,
        };
        let chosen = [(&asked.from, Some(self.from)), (&asked.to, to)];
        let shadow = |(word, chosen): (&String, Option<&Account>)| {
            let chosen = chosen?;
            let named = |it: &&Account| fold(it.name.raw()) == fold(word) && it.key != chosen.key;
            let other = self.accounts.iter().find(named)?;
            Some(format!(
                "{} is an alias for {} here, and also the name of {}",
                neutral(word),
                chosen.number,
                other.number
            ))
        };
        chosen.into_iter().filter_map(shadow).collect()
    }

    /// The two as a transfer without an amount.
    ///
    /// # Errors
    /// Usage, where the bank's rules or the accounts' own flags forbid it; with the accounts that
    /// could be named instead.
    pub(super) fn draft(&self, asked: &Asked) -> Result<Draft, Failure> {
        let due = asked.due.as_ref().map(|due| due.day);
        let draft = Draft::new(self.from, self.to, asked.message.as_deref(), due);
        let draft = draft.map_err(|error| {
            let failure = Failure::usage(format!("{error}; nothing was sent"));
            match error.is_about_accounts() {
                true => self.others().into_iter().fold(failure, Failure::hint),
                false => failure,
            }
        })?;
        self.refuse_topping_up(asked, &draft)?;
        Ok(draft)
    }

    /// What can be spent on either side, where the bank says; of a card, what is owed.
    pub(super) fn balances(&self) -> Balances {
        let to = match self.to {
            Receiver::Account(card) if card.is_card() => card.balance,
            Receiver::Account(account) => account.funds(),
            Receiver::Policy(_) => None,
        };
        Balances {
            from: self.from.funds(),
            to,
        }
    }

    /// Whether these two words mean the same two ends.
    pub(super) fn are(&self, from: &str, to: &str) -> bool {
        let from = self.directory.pick_exact(from, self.accounts);
        let to = receiver(self.directory, to, self.accounts);
        let same = match (self.to, to) {
            (Receiver::Account(mine), Ok(Receiver::Account(theirs))) => mine.key == theirs.key,
            (Receiver::Policy(mine), Ok(Receiver::Policy(theirs))) => mine == theirs,
            _ => false,
        };
        same && from.is_ok_and(|from| from.key == self.from.key)
    }

    /// The accounts that could stand at one end while the other stays, in words; where that would
    /// not be enough, those that can pay.
    fn others(&self) -> Vec<String> {
        let fits = |it: &Account| way(it, self.to) || way(self.from, Receiver::Account(it));
        let pays = |it: &Account| way(it, Receiver::Policy("0"));
        let named = |fits: &dyn Fn(&Account) -> bool| -> Vec<String> {
            let fitting = self.accounts.iter().filter(|it| fits(it));
            fitting
                .map(|it| format!("there is {} ({})", it.name, it.number))
                .collect()
        };
        match named(&fits) {
            none if none.is_empty() => named(&pays),
            some => some,
        }
    }

    /// A debt or a policy has no balance that could be brought up to an amount.
    fn refuse_topping_up(&self, asked: &Asked, draft: &Draft) -> Result<(), Failure> {
        if asked.rule.tops_up() && draft.route() != Route::Debit {
            let message = "only an account can be topped up, not a card or a pension policy";
            return Err(Failure::usage(message).hint("write the amount itself"));
        }
        Ok(())
    }
}

/// Whether money can go that way at all.
fn way(from: &Account, to: Receiver<'_>) -> bool {
    Draft::new(from, to, None, None).is_ok()
}

fn receiver<'a>(
    directory: &Directory<'_>,
    text: &'a str,
    accounts: &'a [Account],
) -> Result<Receiver<'a>, Failure> {
    if let Some(policy) = policy(text) {
        return Ok(Receiver::Policy(policy));
    }
    let by_card_id = || {
        let id = text.trim();
        accounts.iter().find(|it| {
            let card_id = it.credit_card_account_id.as_ref();
            !id.is_empty() && card_id.is_some_and(|it| it.raw() == id)
        })
    };
    match directory.pick_exact(text, accounts) {
        Ok(account) => Ok(Receiver::Account(account)),
        Err(failure) => by_card_id().map(Receiver::Account).ok_or_else(|| {
            let word = fold(text);
            match word.starts_with("pension") || word.starts_with("pensjon") {
                true => failure.hint("a pension policy is written pension:NUMBER"),
                false => failure,
            }
        }),
    }
}

/// The number in `pension:NUMBER`.
pub(super) fn policy(text: &str) -> Option<&str> {
    let (scheme, number) = text.trim().split_at_checked(PENSION.len())?;
    scheme.eq_ignore_ascii_case(PENSION).then(|| number.trim())
}
