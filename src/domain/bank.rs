//! The banks of the alliance, as the bank's `finInst` parameter names them.

use std::fmt;

use crate::domain::quoted::Quoted;

/// One bank that has or had an identifier of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bank {
    /// `fid-smn`.
    pub(crate) id: &'static str,
    /// The full name, for a merged bank its last one.
    pub(crate) name: &'static str,
    /// Whether the identifier is on the bank's list of 2026.
    pub(crate) current: bool,
    /// The identifier of the bank that it became, directly or at length.
    pub(crate) successor: Option<&'static str>,
    /// The name of the bank in between that never had a known identifier.
    pub(crate) by_way_of: Option<&'static str>,
}

impl Bank {
    const fn current(id: &'static str, name: &'static str) -> Self {
        Self {
            id,
            name,
            current: true,
            successor: None,
            by_way_of: None,
        }
    }

    const fn merged(
        id: &'static str,
        name: &'static str,
        into: &'static str,
        by_way_of: Option<&'static str>,
    ) -> Self {
        Self {
            id,
            name,
            current: false,
            successor: Some(into),
            by_way_of,
        }
    }

    /// The bank that this one is today: its successor, or itself.
    pub(crate) fn today(&'static self) -> &'static Self {
        self.successor.and_then(find).unwrap_or(self)
    }
}

const SOROST: Option<&str> = Some("SpareBank 1 Sørøst-Norge");

/// The twelve of the bank's list of 2026, then those of the older documentation that have merged.
pub(crate) const BANKS: [Bank; 18] = [
    Bank::current("fid-gudbrandsdal", "SpareBank 1 Gudbrandsdal"),
    Bank::current("fid-hallingdal-valdres", "SpareBank 1 Hallingdal Valdres"),
    Bank::current("fid-helgeland", "SpareBank 1 Helgeland"),
    Bank::current("fid-lom-skjaak", "SpareBank 1 Lom og Skjåk"),
    Bank::current("fid-nord-norge", "SpareBank 1 Nord-Norge"),
    Bank::current("fid-nordmore", "SpareBank 1 Nordmøre"),
    Bank::current("fid-ostfold-akershus", "SpareBank 1 Østfold Akershus"),
    Bank::current("fid-ostlandet", "SpareBank 1 Østlandet"),
    Bank::current("fid-ringerike-hadeland", "SpareBank 1 Ringerike Hadeland"),
    Bank::current("fid-smn", "SpareBank 1 SMN"),
    Bank::current("fid-sogn-fjordane", "SpareBank 1 Sogn og Fjordane"),
    Bank::current("fid-sor-norge", "SpareBank 1 Sør-Norge"),
    Bank::merged("fid-bv", "SpareBank 1 BV", "fid-sor-norge", SOROST),
    Bank::merged("fid-modum", "SpareBank 1 Modum", "fid-sor-norge", SOROST),
    Bank::merged("fid-nordvest", "SpareBank 1 Nordvest", "fid-nordmore", None),
    Bank::merged(
        "fid-sore-sunnmore",
        "SpareBank 1 Søre Sunnmøre",
        "fid-smn",
        None,
    ),
    Bank::merged("fid-sr-bank", "SpareBank 1 SR-Bank", "fid-sor-norge", None),
    Bank::merged(
        "fid-telemark",
        "SpareBank 1 Telemark",
        "fid-sor-norge",
        SOROST,
    ),
];

/// The known bank of that identifier.
pub(crate) fn find(id: &str) -> Option<&'static Bank> {
    static KNOWN: [Bank; 18] = BANKS;
    KNOWN.iter().find(|bank| bank.id == id)
}

/// A bank's identifier: `fid-` and letters, digits or hyphens. Whether it is a known one is another
/// question, because banks merge and the list here cannot know of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct BankId(String);

impl BankId {
    const PREFIX: &'static str = "fid-";

    /// Longer ones are no identifiers; the longest known has 22 characters.
    const LONGEST: usize = 64;

    /// # Errors
    /// [`BankIdError`] unless `text` is `fid-` and at least one of `a-z0-9-`.
    pub(crate) fn parse(text: &str) -> Result<Self, BankIdError> {
        let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        match text.strip_prefix(Self::PREFIX) {
            Some(rest)
                if !rest.is_empty() && rest.bytes().all(allowed) && text.len() <= Self::LONGEST =>
            {
                Ok(Self(text.to_owned()))
            }
            _ => Err(BankIdError {
                text: Quoted::new(text),
                meant: guess(text),
            }),
        }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The bank, if this is the identifier of a known one.
    pub(crate) fn known(&self) -> Option<&'static Bank> {
        find(&self.0)
    }
}

impl fmt::Display for BankId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// The known bank whose identifier or name this comes close to: `smn`, `Østlandet`, `FID-BV`.
fn guess(text: &str) -> Option<&'static str> {
    let words = |text: &str| -> String {
        text.chars()
            .flat_map(char::to_lowercase)
            .map(|c| match c {
                'ø' => 'o',
                'å' => 'a',
                c => c,
            })
            .filter(char::is_ascii_alphanumeric)
            .collect()
    };
    let bare = |text: &str| {
        let text = words(text);
        let text = text.strip_prefix("fid").unwrap_or(&text);
        text.strip_prefix("sparebank1").unwrap_or(text).to_owned()
    };
    let asked = bare(text);
    let near = |bank: &&Bank| asked == bare(bank.id) || asked == bare(bank.name);
    BANKS.iter().find(near).map(|bank| bank.id)
}

/// Why a text is no bank's identifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BankIdError {
    text: Quoted,
    /// The identifier that was probably meant.
    pub(crate) meant: Option<&'static str>,
}

impl fmt::Display for BankIdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.meant {
            Some(id) => write!(f, "{} is not a bank's identifier; write {id}", self.text),
            None => write!(
                f,
                "{} is not a bank's identifier; write one such as fid-smn, as `sb1 banks` lists them",
                self.text
            ),
        }
    }
}

impl std::error::Error for BankIdError {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lists_the_twelve_of_today_and_the_fourteen_of_the_older_page() {
        assert_eq!(BANKS.iter().filter(|bank| bank.current).count(), 12);
        let older = "ostlandet nord-norge smn hallingdal-valdres lom-skjaak gudbrandsdal \
            ringerike-hadeland ostfold-akershus sr-bank telemark bv modum nordvest sore-sunnmore";
        assert!(
            older
                .split_whitespace()
                .all(|id| find(&format!("fid-{id}")).is_some())
        );
        for bank in &BANKS {
            assert_eq!(BankId::parse(bank.id).unwrap().known(), Some(bank));
            assert_eq!(bank.current, bank.successor.is_none());
            assert_eq!(BANKS.iter().filter(|other| other.id == bank.id).count(), 1);
            assert!(
                bank.successor
                    .is_none_or(|id| find(id).is_some_and(|to| to.current))
            );
        }
    }

    #[test]
    fn a_merged_bank_knows_what_it_became() {
        for (old, new) in [
            ("fid-sr-bank", "SpareBank 1 Sør-Norge"),
            ("fid-telemark", "SpareBank 1 Sør-Norge"),
            ("fid-bv", "SpareBank 1 Sør-Norge"),
            ("fid-modum", "SpareBank 1 Sør-Norge"),
            ("fid-nordvest", "SpareBank 1 Nordmøre"),
            ("fid-sore-sunnmore", "SpareBank 1 SMN"),
            ("fid-smn", "SpareBank 1 SMN"),
        ] {
            assert_eq!(find(old).unwrap().today().name, new);
        }
    }

    #[test]
    fn takes_unknown_banks_and_helps_with_near_ones() {
        let id = BankId::parse("fid-new-bank-2").unwrap();
        assert_eq!((id.as_str(), id.known()), ("fid-new-bank-2", None));
        for (text, meant) in [
            ("smn", Some("fid-smn")),
            ("FID-SMN", Some("fid-smn")),
            ("fid-smn ", Some("fid-smn")),
            ("fid_smn", Some("fid-smn")),
            ("Østlandet", Some("fid-ostlandet")),
            ("SpareBank 1 Lom og Skjåk", Some("fid-lom-skjaak")),
            ("sr-bank", Some("fid-sr-bank")),
            ("", None),
            ("fid-", None),
            ("dnb", None),
        ] {
            let error = BankId::parse(text).unwrap_err();
            assert_eq!(error.meant, meant, "{text}");
            assert!(error.to_string().contains("write"), "{error}");
        }
        assert!(BankId::parse(&format!("fid-{}", "a".repeat(61))).is_err());
    }

    proptest! {
        #[test]
        fn only_identifiers_are_taken(any in any::<String>(), near in "(fid-)?[a-zA-Z0-9&=/-]{0,8}") {
            for text in [any, near] {
                let rest = text.strip_prefix("fid-").unwrap_or("");
                let fits = rest.chars().all(|c| "abcdefghijklmnopqrstuvwxyz0123456789-".contains(c));
                prop_assert_eq!(BankId::parse(&text).is_ok(), !rest.is_empty() && fits && text.len() <= 64);
            }
        }
    }
}
