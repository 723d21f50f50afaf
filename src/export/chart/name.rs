//! Names of accounts in books, and what bank text may become in one.

use serde::Deserialize;

use crate::domain::quoted::Quoted;
use crate::domain::text::packed;
use crate::export::wording::one_line;
use crate::failure::Failure;

/// How names of accounts are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// As hledger and ledger take them: `expenses:mat og drikke`.
    Plain,
    /// As beancount takes them: `Expenses:Mat-og-drikke`.
    Beancount,
}

/// What a name may begin with in beancount.
const ROOTS: [&str; 5] = ["Assets", "Liabilities", "Equity", "Income", "Expenses"];

/// A name that the user wrote: parts between colons, each of letters, digits, single spaces and
/// what [`is_plain`] takes, so that no format reads anything else into it.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct AccountName(String);

impl AccountName {
    /// One of this program's own.
    pub(super) fn usual(name: &str) -> Self {
        Self(name.to_owned())
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for AccountName {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let well_formed =
            |part: &str| part == kept(part) && !part.is_empty() && part.len() <= MOST_BYTES;
        if text.split(':').all(well_formed) {
            return Ok(Self(text));
        }
        Err(format!(
            "{} is no name of an account; write one like `expenses:food`: parts between colons, \
             of letters, digits, single spaces and - _ . & /",
            Quoted::new(&text)
        ))
    }
}

/// The most bytes in one part of a name: at more, ledger fails.
const MOST_BYTES: usize = 255;

/// The most characters of bank text in one part of a name; each has at most four bytes.
const LONGEST: usize = 60;

/// Bank text as one part of a plain name: lower case, and a dash for all that a format could read
/// as something else. Never empty, and never longer than [`LONGEST`].
pub(super) fn component(text: &str) -> String {
    let kept = kept(&one_line(&text.to_lowercase(), LONGEST));
    if kept.is_empty() {
        "unknown".to_owned()
    } else {
        kept
    }
}

/// The text with dashes for what is not [`is_plain`]; no spaces or dashes at the ends.
fn kept(text: &str) -> String {
    let dashed: String = packed(text)
        .chars()
        .map(|c| if is_plain(c) { c } else { '-' })
        .collect();
    // A space beside a dash that went would be at an end.
    dashed.trim_matches([' ', '-']).to_owned()
}

/// What every plain-text format takes in a name and reads nothing into: other scripts and emoji
/// too.
fn is_plain(c: char) -> bool {
    !c.is_ascii() || c.is_ascii_alphanumeric() || " -_.&/".contains(c)
}

impl Style {
    /// A plain name in this style.
    pub(super) fn account(self, plain: &str) -> String {
        match self {
            Self::Plain => plain.to_owned(),
            Self::Beancount => {
                let parts: Vec<_> = plain.split(':').map(beancount_component).collect();
                parts.join(":")
            }
        }
    }

    /// Whether a plain name can be written in this style.
    pub(super) fn check(self, plain: &str) -> Result<(), Failure> {
        let written = self.account(plain);
        let has_root = written
            .split_once(':')
            .is_some_and(|(root, _)| ROOTS.contains(&root));
        if self == Self::Plain || has_root {
            return Ok(());
        }
        Err(Failure::usage(format!(
            "beancount takes no account called {}",
            Quoted::new(plain)
        ))
        .hint(
            "in the map, begin it with assets:, liabilities:, equity:, income: or expenses:, \
             and a name behind the colon",
        ))
    }
}

/// Letters, digits and dashes, beginning with a capital or a digit.
fn beancount_component(plain: &str) -> String {
    let mut name = String::with_capacity(plain.len());
    for c in plain.chars() {
        if is_latin(c) {
            name.push(c);
        } else if !name.ends_with('-') {
            name.push('-');
        }
    }
    let name = name.trim_matches('-');
    let mut rest = name.chars();
    let Some(first) = rest.next() else {
        return "Unknown".to_owned();
    };
    let mut capital: String = first.to_uppercase().collect();
    let begins_well = |c: char| c.is_ascii_digit() || (c.is_uppercase() && is_latin(c));
    if !capital.chars().next().is_some_and(begins_well) {
        // A letter that has no capital.
        capital = format!("X{first}");
    }
    capital + rest.as_str()
}

/// Digits, and the letters of languages written like Norwegian. Beancount takes those of every
/// script, but only if Python calls them letters, which is not for this program to know.
fn is_latin(c: char) -> bool {
    c.is_ascii_alphanumeric() || (matches!(c, 'À'..='ſ') && !matches!(c, '×' | '÷'))
}
