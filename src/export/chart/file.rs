//! The map as it is written.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::failure::Failure;

use super::Chart;
use super::name::AccountName;
use super::rule::Rule;

/// An unknown key is refused: a misspelt one would silently map nothing.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MapFile {
    #[serde(default)]
    accounts: BTreeMap<String, AccountName>,
    #[serde(default)]
    names: NameTable,
    #[serde(default)]
    rule: Vec<Rule>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct NameTable {
    opening: Option<AccountName>,
    transit: Option<AccountName>,
    income: Option<AccountName>,
    expenses: Option<AccountName>,
}

/// Names of what is no own account and has no rule.
#[derive(Clone, Debug)]
pub(super) struct Names {
    pub(super) opening: AccountName,
    pub(super) transit: AccountName,
    pub(super) income: AccountName,
    pub(super) expenses: AccountName,
}

impl Default for Names {
    fn default() -> Self {
        NameTable::default().into()
    }
}

impl From<NameTable> for Names {
    fn from(table: NameTable) -> Self {
        let or = |name: Option<AccountName>, usual| name.unwrap_or(AccountName::usual(usual));
        Self {
            opening: or(table.opening, "equity:opening"),
            transit: or(table.transit, "assets:transit"),
            income: or(table.income, "income:unknown"),
            expenses: or(table.expenses, "expenses:unknown"),
        }
    }
}

impl Chart {
    /// Reads the text of a map.
    ///
    /// # Errors
    /// [`Failure::usage`] with the line, what is wrong in it and what to write.
    pub(crate) fn parse(text: &str) -> Result<Self, Failure> {
        let file: MapFile = toml::from_str(text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start));
            let line = before.map_or(1, |it| it.matches('\n').count().saturating_add(1));
            Failure::usage(format!("the map cannot be understood in line {line}"))
                .because(anyhow::anyhow!("{}", error.message().trim_end()))
        })?;
        Ok(Self {
            accounts: file.accounts,
            names: file.names.into(),
            rules: file.rule,
        })
    }
}
