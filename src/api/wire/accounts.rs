//! Accounts, their roles and a balance.
//!
//! The bank publishes no schema for these; the fields are those that clients have met with.

use std::collections::HashSet;

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::{
    Object, Text, amount, currency, document, errors, flag, json, loose, owned, required, text, why,
};
use crate::api::trouble::{Trouble, Unreadable};
use crate::api::{Balance, Listing};
use crate::domain::account::{Abilities, Account, AccountNumber};
use crate::domain::text::Foreign;

/// The answer to `GET /accounts`.
#[derive(Deserialize)]
pub(in crate::api) struct Accounts<'a> {
    #[serde(borrow)]
    accounts: Option<Vec<Object<One<'a>>>>,
    errors: Option<&'a RawValue>,
}

impl Accounts<'_> {
    pub(in crate::api) fn listing(self) -> Result<Listing<Account>, Unreadable> {
        let errors = errors::partial(self.errors);
        // Of nothing but errors the list is what is missing.
        let accounts = match self.accounts {
            None if !errors.is_empty() => Vec::new(),
            accounts => required("accounts", accounts)?,
        };
        let mut keys = HashSet::with_capacity(accounts.len());
        let mut items: Vec<Account> = Vec::with_capacity(accounts.len());
        for (index, one) in accounts.into_iter().enumerate() {
            let account = one.0.account();
            let account = account.map_err(|error| error.under(&format!("accounts[{index}]")))?;
            // An account that comes twice is one.
            if keys.insert(account.key.clone()) {
                items.push(account);
            }
        }
        Ok(Listing { items, errors })
    }
}

/// One account.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::api) struct One<'a> {
    #[serde(borrow)]
    key: &'a RawValue,
    account_number: Option<&'a RawValue>,
    iban: Option<Text<'a>>,
    name: Option<Text<'a>>,
    description: Option<Text<'a>>,
    balance: Option<&'a RawValue>,
    available_balance: Option<&'a RawValue>,
    currency_code: Option<Text<'a>>,
    owner: Option<&'a RawValue>,
    product_type: Option<Text<'a>>,
    #[serde(rename = "type")]
    kind: Option<Text<'a>>,
    credit_card_credit_limit: Option<&'a RawValue>,
    account_properties: Option<&'a RawValue>,
    /// As live answers write it, and as the documentation of the transfer does.
    #[serde(rename = "creditCardAccountID")]
    card_id: Option<&'a RawValue>,
    #[serde(rename = "creditCardAccountId")]
    card_id_too: Option<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Owner<'a> {
    #[serde(borrow)]
    name: Option<Text<'a>>,
    first_name: Option<Text<'a>>,
    last_name: Option<Text<'a>>,
}

/// The owner's name, from an object that has it or from the name alone.
fn owner(raw: Option<&RawValue>) -> Result<Option<Foreign<'static>>, Unreadable> {
    let json = raw.map(RawValue::get).unwrap_or_default();
    match json.as_bytes().first() {
        Some(b'"') => loose("owner", raw).map(|name| name.map(|it| Foreign::new(it.into_owned()))),
        Some(b'{') => {
            let json = json.as_bytes();
            let owner: Owner<'_> = serde_json::from_slice(json)
                .map_err(|error| why::<Owner<'_>>(json, &error).under("owner"))?;
            Ok(owner.whole_name())
        }
        _ => Ok(None),
    }
}

impl Owner<'_> {
    fn whole_name(self) -> Option<Foreign<'static>> {
        owned(self.name).or_else(|| {
            let parts = [text(self.first_name), text(self.last_name)];
            let parts: Vec<_> = parts.iter().flatten().map(Foreign::raw).collect();
            (!parts.is_empty()).then(|| Foreign::new(parts.join(" ")))
        })
    }
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Properties<'a> {
    #[serde(borrow)]
    is_transfer_from_enabled: Option<&'a RawValue>,
    is_transfer_to_enabled: Option<&'a RawValue>,
    is_payment_from_enabled: Option<&'a RawValue>,
    is_blocked: Option<&'a RawValue>,
}

/// What may be done with the account. Whatever cannot be read says nothing: the bank decides anyway,
/// and an account must not be hidden by a flag.
fn abilities(raw: Option<&RawValue>) -> Abilities {
    let object = raw.and_then(|it| serde_json::from_str::<Object<Properties<'_>>>(it.get()).ok());
    let properties = object.map(|it| it.0).unwrap_or_default();
    Abilities {
        transfer_from: flag(properties.is_transfer_from_enabled),
        transfer_to: flag(properties.is_transfer_to_enabled),
        payment_from: flag(properties.is_payment_from_enabled),
        blocked: flag(properties.is_blocked),
    }
}

impl One<'_> {
    pub(in crate::api) fn account(self) -> Result<Account, Unreadable> {
        let id = |name, raw| loose(name, raw).map(|it| it.map(|it| Foreign::new(it.into_owned())));
        let number = loose("accountNumber", self.account_number)?.unwrap_or_default();
        let card_id = match id("creditCardAccountID", self.card_id)? {
            None => id("creditCardAccountId", self.card_id_too)?,
            some => some,
        };
        Ok(Account {
            key: required("key", id("key", Some(self.key))?)?,
            name: owned(self.name).unwrap_or_else(|| Foreign::new("")),
            number: AccountNumber::read(&number),
            iban: owned(self.iban),
            description: owned(self.description),
            kind: owned(self.kind),
            product_type: owned(self.product_type),
            balance: amount("balance", self.balance)?,
            available: amount("availableBalance", self.available_balance)?,
            currency: currency(self.currency_code),
            owner: owner(self.owner)?,
            credit_card_account_id: card_id,
            credit_limit: amount("creditCardCreditLimit", self.credit_card_credit_limit)?,
            alias: None,
            may: abilities(self.account_properties),
        })
    }
}

/// Reads the answer to `GET /accounts/KEY/roles`; a list alone goes by the name it has elsewhere.
pub(in crate::api) fn roles(body: &[u8]) -> Result<Map<String, Value>, Trouble> {
    if body.trim_ascii_start().starts_with(b"[") {
        let list: Value = json(body)?;
        return Ok(Map::from_iter([("roles".to_owned(), list)]));
    }
    document(body)
}

/// The answer to `POST /accounts/balance`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::api) struct BalanceOf<'a> {
    #[serde(borrow)]
    account_balance: Option<&'a RawValue>,
    name: Option<Text<'a>>,
}

impl BalanceOf<'_> {
    pub(in crate::api) fn balance(self) -> Result<Balance, Unreadable> {
        let balance = amount("accountBalance", self.account_balance)?;
        Ok(Balance {
            name: owned(self.name),
            balance: required("accountBalance", balance)?,
        })
    }
}
