//! Which account a name means: the accounts that the bank listed last, kept so that a name costs
//! no request, and asked for again when a name is missing.

use std::collections::HashSet;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::api::{Bank, Include, Listing};
use crate::archive::ArchivedAccount;
use crate::config::Config;
use crate::domain::account::{
    Account, AccountNumber, Aliases, Candidate, ResolveError, resolve, resolve_exact,
};
use crate::domain::money::Currency;
use crate::failure::{Failure, Kind};
use crate::files;

/// The directory of one profile at one bank.
pub(crate) struct Directory<'a> {
    aliases: &'a Aliases,
    path: PathBuf,
}

/// What is kept of an account: what names it, and nothing of what is on it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) number: String,
    currency: Option<String>,
}

/// The accounts that were listed last.
#[derive(PartialEq, Eq, Serialize, Deserialize)]
struct Memory {
    /// Whether accounts of every kind are among them.
    whole: bool,
    accounts: Vec<Entry>,
}

impl Memory {
    fn of(accounts: &[Account], whole: bool) -> Self {
        let accounts = accounts.iter().map(Entry::from).collect();
        Self { whole, accounts }
    }

    /// Whether all that `other` has stands here too.
    fn agrees(&self, other: &Self) -> bool {
        other.accounts.iter().all(|it| self.accounts.contains(it))
    }
}

impl Entry {
    /// The currency of the account's amounts.
    pub(crate) fn currency(&self) -> Option<Currency> {
        self.currency.as_deref().and_then(Currency::parse)
    }
}

impl From<&ArchivedAccount> for Entry {
    fn from(account: &ArchivedAccount) -> Self {
        Self {
            key: account.key.clone(),
            name: account.name.clone(),
            number: account.number.clone(),
            currency: account.currency.map(|it| it.to_string()),
        }
    }
}

impl From<&Account> for Entry {
    fn from(account: &Account) -> Self {
        Self {
            key: account.key.raw().to_owned(),
            name: account.name.raw().to_owned(),
            number: account.number.digits().to_owned(),
            currency: account.currency.map(|it| it.to_string()),
        }
    }
}

impl<'a> Directory<'a> {
    pub(crate) fn of(config: &'a Config) -> Self {
        Self::of_home(config, &config.home_name())
    }

    /// The directory of any profile at any bank, by the name of its home.
    pub(crate) fn of_home(config: &'a Config, home: &str) -> Self {
        Self {
            aliases: &config.aliases,
            path: config.places.cache.join(format!("{home}.accounts.json")),
        }
    }

    /// Lists the accounts as they are now, with the user's names for them, and remembers them.
    pub(crate) fn fetch(
        &self,
        bank: &Bank<'_>,
        include: Include,
    ) -> Result<Listing<Account>, Failure> {
        let mut listing = bank.accounts(include)?;
        listing.items = listing.items.into_iter().map(|it| self.named(it)).collect();
        if listing.errors.is_empty() {
            self.remember(&listing.items, include.all);
        }
        Ok(listing)
    }

    /// Those of `listed` that `texts` mean, each once, in that order.
    pub(crate) fn pick(
        &self,
        texts: &[String],
        listed: &[Account],
    ) -> Result<Vec<Account>, Failure> {
        let candidates: Vec<_> = listed.iter().map(Account::candidate).collect();
        let places = self.places(texts, &candidates, resolve)?;
        Ok(places
            .iter()
            .filter_map(|place| listed.get(*place))
            .cloned()
            .collect())
    }

    /// The account that `text` means among those listed, or the good number of one that is not.
    pub(crate) fn pick_or_number(&self, text: &str, listed: &[Account]) -> Result<Picked, Failure> {
        let candidates: Vec<_> = listed.iter().map(Account::candidate).collect();
        match resolve(text, &candidates, self.aliases) {
            Ok(place) => Ok(Picked::Listed(place)),
            Err(ResolveError::NotListed(number)) if !number.is_card() => Ok(Picked::Number(number)),
            Err(error) => Err(unknown(&error, &candidates)),
        }
    }

    /// The one of `listed` that `text` means exactly: alias, number, key or whole name. For what
    /// moves money.
    pub(crate) fn pick_exact<'l>(
        &self,
        text: &str,
        listed: &'l [Account],
    ) -> Result<&'l Account, Failure> {
        let candidates: Vec<_> = listed.iter().map(Account::candidate).collect();
        let found = resolve_exact(text, &candidates, self.aliases);
        let place = found.map_err(|error| unknown(&error, &candidates))?;
        listed
            .get(place)
            .ok_or_else(|| Failure::usage("no account was named"))
    }

    /// Accounts that were listed last and that no sync asked for, such as a pension: what goes there
    /// is an own transfer all the same.
    pub(crate) fn never_archived(&self, archived: &[ArchivedAccount]) -> Vec<Entry> {
        let known: HashSet<&str> = archived.iter().map(|it| it.number.as_str()).collect();
        let mut listed = self.recall().map(|it| it.accounts).unwrap_or_default();
        listed.retain(|it| !known.contains(it.number.as_str()));
        listed
    }

    /// The account that `text` means exactly among those that were listed last.
    pub(crate) fn remembered(&self, text: &str) -> Option<Entry> {
        let memory = Memory {
            // Only whole names count.
            whole: false,
            ..self.recall()?
        };
        let found = self.select(&[text.to_owned()], &memory).ok()?;
        found.into_iter().next()
    }

    /// The accounts meant by `texts`, each once, in that order: from memory where every one is
    /// found there, else from the bank.
    pub(crate) fn find_all(
        &self,
        bank: &Bank<'_>,
        texts: &[String],
    ) -> Result<Vec<Entry>, Failure> {
        if let Some(memory) = self.recall()
            && let Ok(found) = self.select(texts, &memory)
        {
            return Ok(found);
        }
        let listing = self.fetch(bank, Include { all: true })?;
        self.select(texts, &Memory::of(&listing.items, true))
    }

    /// Those of the archived accounts that `texts` mean, each once; all of them where there is no
    /// text.
    pub(crate) fn among(
        &self,
        texts: &[String],
        archived: &[ArchivedAccount],
    ) -> Result<Vec<Entry>, Failure> {
        let accounts: Vec<_> = archived.iter().map(Entry::from).collect();
        if texts.is_empty() {
            return Ok(accounts);
        }
        let whole = true;
        self.select(texts, &Memory { whole, accounts })
    }

    /// As [`Directory::find_all`] for one.
    pub(crate) fn find(&self, bank: &Bank<'_>, text: &str) -> Result<Entry, Failure> {
        let found = self.find_all(bank, &[text.to_owned()])?;
        found
            .into_iter()
            .next()
            .ok_or_else(|| Failure::usage("no account was named"))
    }

    /// Forgets the accounts; the next login may be somebody else's.
    pub(crate) fn forget(&self) -> Result<(), Failure> {
        files::remove(&self.path)
    }

    fn select(&self, texts: &[String], memory: &Memory) -> Result<Vec<Entry>, Failure> {
        let Memory {
            whole,
            accounts: entries,
        } = memory;
        // A part of a name may fit another account too, of a kind that is not remembered.
        let resolve: Resolve = if *whole { resolve } else { resolve_exact };
        let numbers: Vec<_> = entries
            .iter()
            .map(|it| AccountNumber::read(&it.number))
            .collect();
        let candidates: Vec<_> = entries
            .iter()
            .zip(&numbers)
            .map(|(entry, number)| Candidate {
                key: &entry.key,
                number,
                name: &entry.name,
            })
            .collect();
        let places = self.places(texts, &candidates, resolve)?;
        Ok(places
            .iter()
            .filter_map(|place| entries.get(*place))
            .cloned()
            .collect())
    }

    fn places(
        &self,
        texts: &[String],
        candidates: &[Candidate<'_>],
        resolve: Resolve,
    ) -> Result<Vec<usize>, Failure> {
        let mut places = Vec::new();
        for text in texts {
            let place = resolve(text, candidates, self.aliases)
                .map_err(|error| unknown(&error, candidates))?;
            if !places.contains(&place) {
                places.push(place);
            }
        }
        Ok(places)
    }

    /// The account with the user's own name for it.
    pub(crate) fn named(&self, mut account: Account) -> Account {
        account.alias = self.alias(account.candidate()).map(str::to_owned);
        account
    }

    /// The user's own name for an account.
    pub(crate) fn alias(&self, account: Candidate<'_>) -> Option<&str> {
        let means = |target: &str| resolve_exact(target, &[account], &Aliases::new()).is_ok();
        let alias = self.aliases.iter().find(|(_, target)| means(target));
        alias.map(|(alias, _)| alias.as_str())
    }

    /// What was listed last; nothing where it cannot be read, because the bank can be asked.
    fn recall(&self) -> Option<Memory> {
        serde_json::from_slice(&files::read_private(&self.path).ok()??).ok()
    }

    /// A list that cannot be kept costs a request next time, and no more. What tells nothing new is
    /// let be, because to write it is to wait for the disk.
    fn remember(&self, accounts: &[Account], whole: bool) {
        let new = Memory::of(accounts, whole);
        let told = |old: Memory| old == new || (old.whole && !whole && old.agrees(&new));
        if !self.recall().is_some_and(told) {
            let _ = serde_json::to_vec(&new).map(|bytes| files::replace(&self.path, &bytes));
        }
    }

    /// What the bank refuses of a remembered account may be gone: it is asked for next time.
    pub(crate) fn doubt(&self, failure: Failure) -> Failure {
        if failure.kind != Kind::Rejected || self.forget().is_err() {
            return failure;
        }
        failure.hint("the account may have changed; its name is looked up anew the next time")
    }
}

/// [`resolve`] or [`resolve_exact`].
type Resolve = fn(&str, &[Candidate<'_>], &Aliases) -> Result<usize, ResolveError>;

/// What a text came to that may also be somebody else's account number.
pub(crate) enum Picked {
    /// Its place in the list.
    Listed(usize),
    /// A good number that is not in the list.
    Number(AccountNumber),
}

/// The failure to find an account, with those that may have been meant.
fn unknown(error: &ResolveError, candidates: &[Candidate<'_>]) -> Failure {
    let meant: Vec<String> = match error.candidates() {
        [] => candidates.iter().map(Candidate::to_string).collect(),
        places => places
            .iter()
            .filter_map(|place| candidates.get(*place))
            .map(Candidate::to_string)
            .collect(),
    };
    let failure = Failure::usage(error.to_string());
    meant.into_iter().fold(failure, |failure, it| {
        failure.hint(format!("there is {it}"))
    })
}
