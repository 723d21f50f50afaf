//! The names of the accounts that are exported.

use std::collections::BTreeMap;

use crate::domain::account::{AccountNumber, Candidate};
use crate::domain::quoted::Quoted;
use crate::domain::text::fold;
use crate::export::wording::one_line;
use crate::export::{BookAccount, Books};
use crate::failure::Failure;

use super::Chart;
use super::name::{AccountName, Style, component};

/// The ways in which a name under `[accounts]` can mean an account, the surest first: alias, number,
/// key, the bank's name.
const WAYS: [fn(&str, &BookAccount) -> bool; 4] = [
    |called, it| {
        let alias = it.alias.as_deref();
        alias.is_some_and(|alias| fold(alias) == fold(called))
    },
    |called, it| AccountNumber::read(called) == AccountNumber::read(&it.number),
    |called, it| called == it.key,
    |called, it| fold(called) == fold(&it.name),
];

impl Chart {
    /// The names of the accounts of `books`, in their order: the user's own, or else one made of
    /// the alias or the bank's name. Where two of the archive would be alike the number is added, so
    /// that no two accounts become one.
    ///
    /// # Errors
    /// [`Failure::usage`] where the user's map makes one account of two, or lets money from
    /// elsewhere into one of these: its balance would be wrong.
    pub(crate) fn own_accounts(&self, books: &Books, style: Style) -> Result<Vec<String>, Failure> {
        let all = books.accounts.iter().chain(&books.others);
        let mut names: Vec<Name<'_>> = all
            .enumerate()
            .map(|(place, account)| Name::new(account, self.own_account(account), place))
            .collect();
        // Each time round a name that is not alone gets longer, up to its last form.
        for _ in 0..=Name::LONGEST {
            let count = count(&names, style);
            for name in &mut names {
                if count.get(&name.written(style)) != Some(&1) {
                    name.lengthen();
                }
            }
        }
        names.truncate(books.accounts.len());
        let names: Vec<String> = names.iter().map(|it| it.written(style)).collect();
        self.refuse_overlap(&names, style)?;
        Ok(names)
    }

    /// The user's name for an account of the bank's.
    fn own_account(&self, account: &BookAccount) -> Option<&AccountName> {
        WAYS.iter().find_map(|means| {
            let mut accounts = self.accounts.iter();
            accounts
                .find(|(called, _)| means(called.trim(), account))
                .map(|(_, name)| name)
        })
    }

    /// Refuses names under `[accounts]` that mean none of these accounts: a misspelt one would
    /// silently name nothing.
    ///
    /// # Errors
    /// [`Failure::usage`] with the name, and the accounts that there are.
    pub(crate) fn refuse_strangers(&self, accounts: &[&BookAccount]) -> Result<(), Failure> {
        let is_known = |called: &str| {
            let mut pairs = accounts.iter().flat_map(|it| WAYS.map(|means| (means, it)));
            pairs.any(|(means, account)| means(called, account))
        };
        let Some(stranger) = self.accounts.keys().find(|it| !is_known(it.trim())) else {
            return Ok(());
        };
        let failure = Failure::usage(format!(
            "the map has {} under [accounts], which is no account of yours",
            Quoted::new(stranger)
        ));
        Err(accounts.iter().fold(failure, |failure, it| {
            let number = AccountNumber::read(&it.number);
            let candidate = Candidate {
                key: &it.key,
                number: &number,
                name: &it.name,
            };
            failure.hint(format!("there is {candidate}"))
        }))
    }

    /// Names within or beside each other that a program would add up.
    fn refuse_overlap(&self, own: &[String], style: Style) -> Result<(), Failure> {
        let others: Vec<String> = self
            .other_names()
            .map(|it| style.account(it.as_str()))
            .collect();
        for (place, name) in own.iter().enumerate() {
            // Beancount counts what is below an account as part of its balance.
            let within = |it: &&String| match style {
                Style::Plain => *it == name,
                Style::Beancount => it
                    .strip_prefix(name.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with(':')),
            };
            let siblings = own.iter().enumerate().filter(|(at, _)| *at != place);
            let mut all = siblings.map(|(_, it)| it).chain(&others);
            if let Some(other) = all.find(within) {
                return Err(overlap(name, other));
            }
        }
        Ok(())
    }
}

fn overlap(name: &str, other: &str) -> Failure {
    Failure::usage(format!(
        "the map gives {}, a name of one of your accounts, to something else too: {}",
        Quoted::new(name),
        Quoted::new(other)
    ))
    .hint(
        "give each account of yours a name that is its own; where two have the same name at the \
         bank, write their numbers in [accounts]",
    )
}

fn count(names: &[Name<'_>], style: Style) -> BTreeMap<String, u32> {
    let mut count = BTreeMap::new();
    for name in names {
        count
            .entry(name.written(style))
            .and_modify(|it: &mut u32| *it = it.saturating_add(1))
            .or_insert(1);
    }
    count
}

/// The name of an account, and how much of its number is added to it.
struct Name<'a> {
    account: &'a BookAccount,
    mapped: Option<&'a AccountName>,
    place: usize,
    length: u8,
}

impl<'a> Name<'a> {
    const LONGEST: u8 = 3;

    /// The most characters of the alias or the bank's name, so that the number has room behind it.
    const WIDEST: usize = 40;

    fn new(account: &'a BookAccount, mapped: Option<&'a AccountName>, place: usize) -> Self {
        Self {
            account,
            mapped,
            place,
            length: 0,
        }
    }

    fn lengthen(&mut self) {
        self.length = self.length.saturating_add(1).min(Self::LONGEST);
    }

    fn written(&self, style: Style) -> String {
        if let Some(mapped) = self.mapped {
            return style.account(mapped.as_str());
        }
        let BookAccount { number, name, .. } = self.account;
        let called = self.account.alias.as_ref().unwrap_or(name);
        let called = if called.trim().is_empty() {
            number
        } else {
            called
        };
        let skipped = number.chars().count().saturating_sub(4);
        let last_four: String = number.chars().skip(skipped).collect();
        let more = match self.length {
            0 => String::new(),
            1 => last_four,
            2 => number.clone(),
            // Only if the bank gives two accounts one number.
            _ => format!("{number} {}", self.place.saturating_add(1)),
        };
        let top = if self.account.is_card {
            "liabilities:card"
        } else {
            "assets:bank"
        };
        let called = one_line(called, Self::WIDEST);
        style.account(&format!("{top}:{}", component(&format!("{called} {more}"))))
    }
}

#[cfg(test)]
mod tests;
