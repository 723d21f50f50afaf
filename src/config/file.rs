//! `config.toml`.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::Path;

use serde::Deserialize;
use serde::de::value::SeqAccessDeserializer;
use serde::de::{Deserializer, Error, SeqAccess, Visitor};

use crate::domain::money::Amount;
use crate::domain::transfer::Limits;
use crate::failure::Failure;

use super::{Format, StoreKind};

/// `config.toml` as it is written. An unknown key is refused: a misspelt setting would be a silent one.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ConfigFile {
    pub(super) profile: Option<String>,
    pub(super) bank: Option<String>,
    pub(super) format: Option<Format>,
    pub(super) store: Option<StoreKind>,
    pub(super) read_only: Option<bool>,
    #[serde(default)]
    pub(super) alias: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) transfer: TransferTable,
}

/// `[transfer]`: what moving money is bound to.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TransferTable {
    max_amount: Option<Kroner>,
    max_per_day: Option<Kroner>,
    allow: Option<Vec<Way>>,
    pub(super) tag: Option<bool>,
}

impl TransferTable {
    pub(super) fn limits(&self) -> Limits {
        let pair = |Way([from, to]): &Way| (from.clone(), to.clone());
        let ways = |ways: &Vec<Way>| ways.iter().map(pair).collect();
        Limits {
            max_amount: self.max_amount.map(|it| it.0),
            max_per_day: self.max_per_day.map(|it| it.0),
            allow: self.allow.as_ref().map(ways),
        }
    }
}

impl ConfigFile {
    pub(super) fn read(path: &Path) -> Result<Self, Failure> {
        match std::fs::read_to_string(path) {
            Ok(text) => Self::parse(&text, path),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => {
                let what = format!("could not read {}", path.display());
                Err(Failure::storage(what).because(error))
            }
        }
    }

    fn parse(text: &str, path: &Path) -> Result<Self, Failure> {
        toml::from_str(text).map_err(|error| {
            // Only the message: the error's own form repeats the line, and a secret may stand there.
            let before = error.span().and_then(|span| text.get(..span.start));
            let line = before.map_or(1, |it| it.matches('\n').count().saturating_add(1));
            let place = format!("{} cannot be understood in line {line}", path.display());
            Failure::usage(place).because(anyhow::anyhow!("{}", error.message().trim_end()))
        })
    }
}

/// An amount in the grammar of the command line, or a whole number of kroner. A number with a
/// decimal point is refused: TOML makes a float of it.
#[derive(Clone, Copy)]
struct Kroner(Amount);

impl<'de> Deserialize<'de> for Kroner {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct AsWritten;

        impl Visitor<'_> for AsWritten {
            type Value = Kroner;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a whole number of kroner, or the amount between quotes: \"1000,50\"")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Kroner, E> {
                Amount::typed(text).map(Kroner).map_err(E::custom)
            }

            fn visit_i64<E: Error>(self, kroner: i64) -> Result<Kroner, E> {
                self.visit_str(&kroner.to_string())
            }

            fn visit_u64<E: Error>(self, kroner: u64) -> Result<Kroner, E> {
                self.visit_str(&kroner.to_string())
            }
        }

        from.deserialize_any(AsWritten)
    }
}

/// A way that money may go: `["Brukskonto", "Sparekonto"]`.
struct Way([String; 2]);

const WAY: &str = "two accounts, from and to: [\"Brukskonto\", \"Sparekonto\"]";

impl<'de> Deserialize<'de> for Way {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Pair;

        // A visitor of its own, so that the error has the line of this pair and not of the list.
        impl<'de> Visitor<'de> for Pair {
            type Value = Way;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(WAY)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, accounts: A) -> Result<Way, A::Error> {
                let accounts = Vec::deserialize(SeqAccessDeserializer::new(accounts))?;
                let named = |text: &String| !text.trim().is_empty();
                match <[String; 2]>::try_from(accounts) {
                    Ok(pair) if pair.iter().all(named) => Ok(Way(pair)),
                    _ => Err(A::Error::custom(format!("expected {WAY}"))),
                }
            }
        }

        from.deserialize_any(Pair)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<ConfigFile, String> {
        ConfigFile::parse(text, Path::new("config.toml")).map_err(|failure| {
            let causes: Vec<_> = failure.causes().collect();
            format!("{failure}: {}", causes.join(": "))
        })
    }

    fn limits(text: &str) -> Limits {
        read(text).unwrap().transfer.limits()
    }

    fn refused(text: &str) -> String {
        read(text)
            .err()
            .unwrap_or_else(|| text.to_owned() + " was taken")
    }

    #[test]
    fn nothing_is_limited_where_nothing_is_set() {
        for text in ["", "[transfer]\n", "bank = \"fid-smn\"\n"] {
            assert_eq!(limits(text), Limits::default());
            assert_eq!(read(text).unwrap().transfer.tag, None);
        }
    }

    #[test]
    fn amounts_are_texts_or_whole_kroner() {
        for (written, ore) in [
            ("1000", 100_000),
            ("1_000", 100_000),
            ("1000000000", 100_000_000_000),
            ("\"1000\"", 100_000),
            ("\"1 000,50\"", 100_050),
            ("'0.01'", 1),
        ] {
            let read = limits(&format!("[transfer]\nmax_amount = {written}"));
            assert_eq!(read.max_amount, Some(Amount::from_ore(ore)), "{written}");
            assert_eq!(read.max_per_day, None);
        }
        let both = limits("transfer = { max_amount = 1, max_per_day = '2,5' }");
        assert_eq!(both.max_per_day, Some(Amount::from_ore(250)));
    }

    #[test]
    fn a_float_and_every_other_amount_is_refused_with_its_line() {
        for written in ["1000.50", "1e3", "1000.0", "inf", "nan", "true", "[1]"] {
            let said = refused(&format!("[transfer]\ntag = true\nmax_per_day = {written}"));
            assert!(said.contains("line 3"), "{written}: {said}");
            assert!(
                said.contains("between quotes: \"1000,50\""),
                "{written}: {said}"
            );
        }
        for written in [
            "0",
            "-1",
            "1000000001",
            "'1,234'",
            "''",
            "'-5'",
            "'1e3'",
            "'NaN'",
        ] {
            let said = refused(&format!("[transfer]\n\nmax_amount = {written}"));
            assert!(said.contains("line 3"), "{written}: {said}");
        }
    }

    #[test]
    fn ways_are_pairs_and_an_empty_list_is_no_way_at_all() {
        let pair = |from: &str, to: &str| (from.to_owned(), to.to_owned());
        assert_eq!(
            limits("[transfer]\nallow = [[\"a\", \"b\"], ['b', 'c']]").allow,
            Some(vec![pair("a", "b"), pair("b", "c")])
        );
        assert_eq!(limits("[transfer]\nallow = []").allow, Some(Vec::new()));
        for written in [
            "[['a']]",
            "[['a','b','c']]",
            "[['a','']]",
            "[[' ','b']]",
            "[[]]",
        ] {
            let said = refused(&format!("[transfer]\nallow = {written}"));
            assert!(
                said.contains("line 2") && said.contains("from and to"),
                "{said}"
            );
        }
        for written in ["['a','b']", "'a'", "[[1,2]]", "[{from='a',to='b'}]", "true"] {
            assert!(refused(&format!("[transfer]\nallow = {written}")).contains("line 2"));
        }
        let said = refused("[transfer]\nallow = [\n  ['a', 'b'],\n  ['c'],\n]");
        assert!(said.contains("line 4"), "{said}");
    }

    #[test]
    fn switches_are_true_or_false_and_unknown_keys_are_refused() {
        let file = read("read_only = true\n[transfer]\ntag = false").unwrap();
        assert_eq!(
            (file.read_only, file.transfer.tag),
            (Some(true), Some(false))
        );
        for text in [
            "read_only = 1",
            "read_only = 'yes'",
            "[transfer]\ntag = 0",
            "[transfer]\nmax_amuont = 1",
            "[transfer]\nread_only = true",
            "max_amount = 1",
            "transfer = 1",
        ] {
            assert!(refused(text).contains("cannot be understood"), "{text}");
        }
    }
}
