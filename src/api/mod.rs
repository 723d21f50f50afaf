//! Talks to the bank: one method per endpoint, domain types out.

mod address;
mod answers;
mod client;
mod engine;
mod export;
pub(crate) mod http;
mod network;
mod refusal;
mod reply;
pub(crate) mod transfer;
mod trouble;
mod wire;

use std::cell::RefCell;
use std::collections::HashSet;

use jiff::Timestamp;
use reqwest::header::CONTENT_TYPE;
use serde_json::{Map, Value};

pub(crate) use answers::{Balance, Listing, TransactionDetails};
pub(crate) use network::Network;

use crate::api::address::segment;
use crate::api::client::{Ask, Client, Patience, Reading};
use crate::api::http::Http;
use crate::api::reply::Reply;
use crate::api::trouble::Trouble;
use crate::api::wire::stream::{self, Source};
use crate::api::wire::{accounts, details, document, mend};
use crate::domain::account::Account;
use crate::domain::date::Day;
use crate::domain::secret::Secret;
use crate::domain::text::Foreign;
use crate::domain::transaction::Transaction;
use crate::failure::Failure;

const HELLO: &str = "/common/helloworld";
const ACCOUNTS: &str = "/personal/banking/accounts";
const TRANSACTIONS: &str = "/personal/banking/transactions";

/// Where a call gets its access token from. `auth` implements it; this is why `api` need not know
/// about logins.
pub(crate) trait TokenSource {
    /// A token believed good.
    fn token(&self) -> Result<Secret, Failure>;

    /// Another token than `rejected`, which the bank just answered with 401.
    fn renew(&self, rejected: &Secret) -> Result<Secret, Failure>;
}

/// Takes the rows of one answer as they come.
pub(crate) trait Rows {
    fn row(&mut self, row: Transaction<'_>) -> Result<(), Failure>;

    /// The same with the bytes that the bank wrote, for who keeps them.
    fn row_as_written(&mut self, row: Transaction<'_>, _written: &[u8]) -> Result<(), Failure> {
        self.row(row)
    }

    /// The answer broke off and is asked for again: forget what came. `false`: too late, rows have
    /// been shown.
    fn restart(&mut self) -> bool;
}

/// Which accounts to list besides those in daily use.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Include {
    /// Share savings (ASK) and pension too.
    pub(crate) all: bool,
}

/// Which transactions to list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Query<'q> {
    /// The accounts' keys; all go into one request.
    pub(crate) keys: &'q [String],
    pub(crate) since: Option<Day>,
    pub(crate) until: Option<Day>,
    /// With the bank's categories.
    pub(crate) classified: bool,
}

/// The bank, as a logged-in customer sees it.
pub(crate) struct Bank<'a> {
    client: Client<'a>,
}

impl<'a> Bank<'a> {
    pub(crate) fn new(http: &'a Http, tokens: &'a dyn TokenSource) -> Self {
        Self {
            client: Client {
                http,
                tokens,
                patience: Patience::default(),
                passed: RefCell::default(),
            },
        }
    }
}

impl Bank<'_> {
    /// The smallest call there is; it proves the login, whatever the bank greets with. Returns the
    /// bank's clock.
    pub(crate) fn hello(&self) -> Result<Option<Timestamp>, Failure> {
        self.client.get(&Ask::of(HELLO), &mut Greeting)
    }

    pub(crate) fn accounts(&self, include: Include) -> Result<Listing<Account>, Failure> {
        let mut ask = Ask::of(ACCOUNTS);
        // The defaults of the bank are not documented, so that each is said.
        ask.query = vec![
            ("includeNokAccounts", "true".to_owned()),
            ("includeCurrencyAccounts", "true".to_owned()),
            ("includeBsuAccounts", "true".to_owned()),
            ("includeCreditCardAccounts", "true".to_owned()),
            ("includeAskAccounts", include.all.to_string()),
            ("includePensionAccounts", include.all.to_string()),
        ];
        self.get(&ask, |body| {
            Ok(document::<accounts::Accounts<'_>>(body)?.listing()?)
        })
    }

    pub(crate) fn account(&self, key: &str) -> Result<Account, Failure> {
        let ask = Ask::of(format!("{ACCOUNTS}/{}", segment(key)?));
        self.get(&ask, |body| {
            Ok(document::<accounts::One<'_>>(body)?.account()?)
        })
    }

    /// An account's details. No schema is published, so they stay as the bank wrote them.
    pub(crate) fn account_details(&self, key: &str) -> Result<Map<String, Value>, Failure> {
        self.get(
            &Ask::of(format!("{ACCOUNTS}/{}/details", segment(key)?)),
            |body| document(body),
        )
    }

    /// Who may use an account. No schema is published, so it stays as the bank wrote it.
    pub(crate) fn account_roles(&self, key: &str) -> Result<Map<String, Value>, Failure> {
        self.get(
            &Ask::of(format!("{ACCOUNTS}/{}/roles", segment(key)?)),
            accounts::roles,
        )
    }

    /// The balance of an account that is not in the list, by its number. Asked once.
    pub(crate) fn balance_of(&self, number: &str) -> Result<Balance, Failure> {
        let question = serde_json::json!({ "accountNumber": number }).to_string();
        let path = format!("{ACCOUNTS}/balance");
        self.client
            .post(&path, question, &mut |reply: &mut Reply<'_>| {
                mend::whole(&reply.whole(reply::LARGE)?, |body| {
                    Ok(document::<accounts::BalanceOf<'_>>(body)?.balance()?)
                })
            })
    }

    /// Hands each transaction to `rows` as it comes, and returns what the bank could not list. No
    /// source is asked for: without one the answer has both recent and historic rows.
    pub(crate) fn transactions(
        &self,
        query: &Query<'_>,
        rows: &mut dyn Rows,
    ) -> Result<Vec<Foreign<'static>>, Failure> {
        if query.keys.is_empty() {
            return Ok(Vec::new());
        }
        let tail = if query.classified { "/classified" } else { "" };
        let mut ask = Ask::of(format!("{TRANSACTIONS}{tail}"));
        // A key that is asked for twice could give each row twice.
        let mut keys = HashSet::new();
        let once = query.keys.iter().filter(|key| keys.insert(*key));
        ask.query = once.map(|key| ("accountKey", key.clone())).collect();
        for (name, day) in [("fromDate", query.since), ("toDate", query.until)] {
            ask.query.extend(day.map(|day| (name, day.to_string())));
        }
        let mut listed = Listed {
            classified: query.classified,
            rows,
            begun: false,
        };
        self.client.get(&ask, &mut listed)
    }

    /// A transaction in detail, by the id that the bank just gave it. Logos and other things of a
    /// third party, which would learn of the purchase, are not asked for.
    pub(crate) fn transaction_details(
        &self,
        bank_id: &str,
        classified: bool,
    ) -> Result<TransactionDetails, Failure> {
        let tail = if classified { "/classified" } else { "" };
        let ask = Ask::of(format!(
            "{TRANSACTIONS}/{}/details{tail}",
            segment(bank_id)?
        ));
        self.get(
            &ask,
            if classified {
                details::classified
            } else {
                details::plain
            },
        )
    }

    /// A read whose whole answer is small.
    fn get<T>(
        &self,
        ask: &Ask,
        mut read: impl FnMut(&[u8]) -> Result<T, Trouble>,
    ) -> Result<T, Failure> {
        self.client.get(ask, &mut |reply: &mut Reply<'_>| {
            mend::whole(&reply.whole(reply::LARGE)?, &mut read)
        })
    }
}

/// The reading of an answer whose words do not matter.
struct Greeting;

impl Reading for Greeting {
    type Output = Option<Timestamp>;

    fn takes(&self, reply: &Reply<'_>) -> bool {
        // A page for people is no bank's greeting: a network that wants a login shows one.
        let kind = reply.header(&CONTENT_TYPE).unwrap_or_default();
        !kind
            .trim_start()
            .to_ascii_lowercase()
            .starts_with("text/html")
    }

    fn read(&mut self, reply: &mut Reply<'_>) -> Result<Self::Output, Trouble> {
        let date = reply.date();
        reply.whole(reply::SMALL)?;
        Ok(date)
    }

    fn again(&mut self) -> bool {
        true
    }
}

/// The reading of a list of transactions.
struct Listed<'r> {
    classified: bool,
    rows: &'r mut dyn Rows,
    begun: bool,
}

impl Reading for Listed<'_> {
    type Output = Vec<Foreign<'static>>;

    fn read(&mut self, reply: &mut Reply<'_>) -> Result<Self::Output, Trouble> {
        self.begun = true;
        stream::read(reply, self.classified, self.rows)
    }

    fn again(&mut self) -> bool {
        !self.begun || self.rows.restart()
    }
}

impl Source for Reply<'_> {
    fn more(&mut self, into: &mut Vec<u8>) -> Result<bool, Trouble> {
        Ok(self.read(into)?)
    }
}

#[cfg(test)]
mod tests;
