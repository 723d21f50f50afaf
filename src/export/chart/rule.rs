//! The user's rules: what a row must be, and the account that it then goes to.

use serde::Deserialize;

use crate::domain::account::AccountNumber;
use crate::domain::text::{Foreign, fold};
use crate::export::Line;

use super::name::AccountName;

/// A rule: everything that it asks must hold. It asks something at least.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "RuleTable")]
pub(super) struct Rule(RuleTable);

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleTable {
    category: Option<Asked>,
    subcategory: Option<Asked>,
    counterparty: Option<Asked>,
    text: Option<Asked>,
    only: Option<Direction>,
    account: AccountName,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Direction {
    In,
    Out,
}

/// What a text of the row is compared with.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "String")]
struct Asked {
    folded: String,
    number: AccountNumber,
}

impl TryFrom<String> for Asked {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let folded = fold(&text);
        if folded.is_empty() {
            return Err("an empty text is in every row; write what to look for, or leave it out");
        }
        let number = AccountNumber::read(&text);
        Ok(Self { folded, number })
    }
}

impl TryFrom<RuleTable> for Rule {
    type Error = &'static str;

    fn try_from(table: RuleTable) -> Result<Self, Self::Error> {
        let texts = [
            &table.category,
            &table.subcategory,
            &table.counterparty,
            &table.text,
        ];
        if texts.into_iter().all(Option::is_none) && table.only.is_none() {
            return Err(
                "this rule holds for every row; give it a category, subcategory, counterparty, \
                 text or only",
            );
        }
        Ok(Self(table))
    }
}

impl Rule {
    pub(super) fn account(&self) -> &AccountName {
        &self.0.account
    }

    fn holds(&self, said: &Said) -> bool {
        let rule = &self.0;
        let same = |asked: &Option<Asked>, text: &Option<String>| {
            asked
                .as_ref()
                .is_none_or(|asked| text.as_ref() == Some(&asked.folded))
        };
        let party = |asked: &Asked| {
            said.names.contains(&asked.folded) || said.number.as_ref() == Some(&asked.number)
        };
        let text = |asked: &Asked| said.texts.iter().any(|it| it.contains(&asked.folded));
        rule.only
            .is_none_or(|only| said.direction.is_none_or(|it| it == only))
            && same(&rule.category, &said.category)
            && same(&rule.subcategory, &said.subcategory)
            && rule.counterparty.as_ref().is_none_or(party)
            && rule.text.as_ref().is_none_or(text)
    }
}

/// The account of the first rule that holds for the row.
pub(super) fn first<'a>(rules: &'a [Rule], line: &Line<'_>) -> Option<&'a AccountName> {
    if rules.is_empty() {
        return None;
    }
    let said = Said::by(line);
    rules.iter().find(|it| it.holds(&said)).map(Rule::account)
}

/// What a row says, folded once for all rules.
struct Said {
    /// `None` of a zero, which goes both ways.
    direction: Option<Direction>,
    category: Option<String>,
    subcategory: Option<String>,
    /// The counterparty's name, and its number as it is written.
    names: Vec<String>,
    number: Option<AccountNumber>,
    texts: Vec<String>,
}

impl Said {
    fn by(line: &Line<'_>) -> Self {
        let row = line.row;
        let folded = |field: &Option<Foreign<'_>>| field.as_ref().map(|it| fold(it.raw()));
        let all =
            |fields: &[&Option<Foreign<'_>>]| fields.iter().filter_map(|it| folded(it)).collect();
        let remote = row.remote_account_number.as_ref();
        Self {
            direction: (!line.amount.is_zero()).then_some(if line.amount.is_negative() {
                Direction::Out
            } else {
                Direction::In
            }),
            category: folded(&row.category),
            subcategory: folded(&row.subcategory),
            names: all(&[&row.remote_account_name, &row.remote_account_number]),
            number: remote.map(|it| AccountNumber::read(it.raw())),
            texts: all(&[
                &row.description,
                &row.cleaned_description,
                &row.remote_account_name,
                &row.kid_or_message,
                &row.type_text,
            ]),
        }
    }
}
