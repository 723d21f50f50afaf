//! From what somebody typed to one account, or to none: never to a guess.

use std::collections::BTreeMap;
use std::fmt;

use crate::domain::quoted::Quoted;
use crate::domain::text::{Foreign, fold};

use super::number::{AccountNumber, NumberError, compact};

/// The customer's own words for accounts: alias to number, key or name.
pub(crate) type Aliases = BTreeMap<String, String>;

/// What an account is found by; from a fresh list or a remembered one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate<'a> {
    pub(crate) key: &'a str,
    pub(crate) number: &'a AccountNumber,
    pub(crate) name: &'a str,
}

impl fmt::Display for Candidate<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", Foreign::new(self.name), self.number)
    }
}

/// Finds the account that `text` means and returns its place among the candidates. In this order:
/// alias, number, key, exact name, unique beginning of a name, unique part of a name. Names are
/// compared without regard to case or to how an `å` is encoded.
///
/// A text in the form of a full account or card number is only ever a number (or a key), and an
/// alias stands for a text that is looked up the same way, but is not an alias again.
///
/// # Errors
/// A [`ResolveError`]; it has the places of the accounts that may have been meant.
pub(crate) fn resolve(
    text: &str,
    candidates: &[Candidate<'_>],
    aliases: &Aliases,
) -> Result<usize, ResolveError> {
    look_up(text, candidates, aliases, Reach::PartsOfNames)
}

/// As [`resolve`], for moving money: only an alias, a number, a key or an exact name, also behind
/// an alias.
///
/// # Errors
/// As [`resolve`]; the accounts of which `text` is a part of the name are in the error.
pub(crate) fn resolve_exact(
    text: &str,
    candidates: &[Candidate<'_>],
    aliases: &Aliases,
) -> Result<usize, ResolveError> {
    look_up(text, candidates, aliases, Reach::WholeNames)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    WholeNames,
    PartsOfNames,
}

fn look_up(
    text: &str,
    candidates: &[Candidate<'_>],
    aliases: &Aliases,
    reach: Reach,
) -> Result<usize, ResolveError> {
    let typed = text.trim();
    let target = behind_alias(typed, aliases);
    let asked = Asked {
        text: Quoted::new(target.unwrap_or(typed)),
        alias: target.map(|_| Quoted::new(typed)),
    };
    let search = Search {
        candidates,
        asked,
        reach,
    };
    search.run(target.unwrap_or(typed))
}

/// What the alias stands for: the one written exactly so, or else the only one but for case.
fn behind_alias<'a>(typed: &str, aliases: &'a Aliases) -> Option<&'a str> {
    if let Some(target) = aliases.get(typed) {
        return Some(target.trim());
    }
    let folded = fold(typed);
    let mut alike = aliases.iter().filter(|(alias, _)| fold(alias) == folded);
    match (alike.next(), alike.next()) {
        (Some((_, target)), None) => Some(target.trim()),
        _ => None,
    }
}

struct Search<'a> {
    candidates: &'a [Candidate<'a>],
    asked: Asked,
    reach: Reach,
}

impl Search<'_> {
    fn run(self, text: &str) -> Result<usize, ResolveError> {
        if text.is_empty() {
            return Err(self.unknown(Vec::new()));
        }
        let plain = compact(text);
        let numbered = self.places(|candidate| {
            let digits = candidate.number.digits();
            digits == text || plain.as_deref() == Some(digits)
        });
        let found = if numbered.is_empty() {
            self.places(|c| c.key == text)
        } else {
            numbered
        };
        if !found.is_empty() {
            return self.only(found);
        }
        // Whoever types a full number means that account, and no other that is called so.
        if plain.as_ref().is_some_and(|plain| plain.len() == FULL) {
            return Err(match AccountNumber::parse(text) {
                Ok(number) => ResolveError::NotListed(number),
                Err(error) => ResolveError::Mistyped(error),
            });
        }
        self.by_name(&fold(text), plain.as_deref())
    }

    /// `text` is folded; `plain` is the text again if it has nothing but digits, dots and spaces.
    fn by_name(self, text: &str, plain: Option<&str>) -> Result<usize, ResolveError> {
        let names: Vec<String> = self.candidates.iter().map(|c| fold(c.name)).collect();
        let named = |fits: &dyn Fn(&str) -> bool| -> Vec<usize> {
            names
                .iter()
                .enumerate()
                .filter(|(_, name)| fits(name))
                .map(|(at, _)| at)
                .collect()
        };
        let exact = named(&|name| name == text);
        if !exact.is_empty() {
            return self.only(exact);
        }
        let mut parts = named(&|name| name.starts_with(text));
        if parts.is_empty() {
            parts = named(&|name| name.contains(text));
        }
        if self.reach == Reach::PartsOfNames && !parts.is_empty() {
            return self.only(parts);
        }
        Err(match nearly_a_number(plain) {
            Some(error) => ResolveError::Mistyped(error),
            None => self.unknown(parts),
        })
    }

    /// No account fits; without any `near` ones, every account may have been meant.
    fn unknown(self, near: Vec<usize>) -> ResolveError {
        let all = || (0..self.candidates.len()).collect();
        let candidates = if near.is_empty() { all() } else { near };
        ResolveError::Unknown {
            asked: self.asked,
            candidates,
        }
    }

    fn places(&self, fits: impl Fn(&Candidate<'_>) -> bool) -> Vec<usize> {
        let fitting = self
            .candidates
            .iter()
            .enumerate()
            .filter(|(_, candidate)| fits(candidate));
        fitting.map(|(place, _)| place).collect()
    }

    /// The one account in `found`; a list may have the same one twice, by its key.
    fn only(self, found: Vec<usize>) -> Result<usize, ResolveError> {
        let key = |place: usize| self.candidates.get(place).map(|candidate| candidate.key);
        match found.as_slice() {
            [first, rest @ ..] if rest.iter().all(|other| key(*other) == key(*first)) => Ok(*first),
            _ => Err(ResolveError::Ambiguous {
                asked: self.asked,
                candidates: found,
            }),
        }
    }
}

/// The length of a full number without dots and spaces, a card's `K` included.
const FULL: usize = 11;

/// What is wrong with a text of nearly as many digits as an account number has.
fn nearly_a_number(plain: Option<&str>) -> Option<NumberError> {
    let plain = plain.filter(|plain| (FULL - 2..=FULL + 2).contains(&plain.len()))?;
    AccountNumber::parse(plain).err()
}

/// The text that was looked up, and the alias that led there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Asked {
    text: Quoted,
    alias: Option<Quoted>,
}

impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.alias {
            None => self.text.fmt(f),
            Some(alias) => write!(f, "{} (the alias {alias})", self.text),
        }
    }
}

/// Why a text is not one account. The places are those of the candidates, in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ResolveError {
    /// No account fits. The candidates are those with the text in their name, or else all.
    Unknown {
        asked: Asked,
        candidates: Vec<usize>,
    },
    /// Several accounts fit equally well.
    Ambiguous {
        asked: Asked,
        candidates: Vec<usize>,
    },
    /// A good number of no account in the list; the bank may know more of it.
    NotListed(AccountNumber),
    /// Meant as a number, and not one.
    Mistyped(NumberError),
}

impl ResolveError {
    /// The accounts that may have been meant.
    pub(crate) fn candidates(&self) -> &[usize] {
        match self {
            Self::Unknown { candidates, .. } | Self::Ambiguous { candidates, .. } => candidates,
            Self::NotListed(_) | Self::Mistyped(_) => &[],
        }
    }
}

impl fmt::Display for ResolveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { asked, .. } => write!(
                f,
                "no account is called {asked}; write its number, or its name as `sb1 accounts` shows it"
            ),
            Self::Ambiguous { asked, .. } => {
                write!(
                    f,
                    "{asked} fits more than one account; write the number of one of them"
                )
            }
            Self::NotListed(number) => write!(
                f,
                "{number} is none of your accounts; write one that `sb1 accounts` shows"
            ),
            Self::Mistyped(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ResolveError {}

#[cfg(test)]
mod tests;
