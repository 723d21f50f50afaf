//! Which path leads where, and which methods and media types each takes.

use super::json::Json;
use super::ledger::{Account, Role};
use super::payments::Way;
use super::refusal::Refusal;
use super::{Bank, Call, accounts, calendar, details, export, media, transactions, transfer};
use crate::sandbox::habits::Habits;
use crate::sandbox::message::{Request, Response};
use jiff::Timestamp;

/// A path that exists.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Route {
    Hello(&'static str),
    Accounts,
    Keys,
    Balance,
    DefaultAccount,
    Child(String),
    Account(String),
    AccountDetails(String),
    AccountRoles(String),
    Transactions { classified: bool },
    Details { id: String, classified: bool },
    Export,
    Transfer(Way),
}

/// The route of a path as sent, still percent-encoded.
pub(super) fn route(path: &str) -> Option<Route> {
    let parts: Vec<String> = path
        .strip_prefix('/')?
        .split('/')
        .map(decoded)
        .collect::<Option<_>>()?;
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    match parts.as_slice() {
        ["common", "helloworld"] => Some(Route::Hello("Hello, World!")),
        ["common", "helloworld", "ping"] => Some(Route::Hello("pong")),
        ["common", "helloworld", "pong"] => Some(Route::Hello("ping")),
        ["personal", "banking", "accounts", rest @ ..] => account_route(rest),
        ["personal", "banking", "transactions", rest @ ..] => transaction_route(rest),
        ["personal", "banking", "transfer", "debit"] => Some(Route::Transfer(Way::Debit)),
        ["personal", "banking", "transfer", "pension"] => Some(Route::Transfer(Way::Pension)),
        [
            "personal",
            "banking",
            "transfer",
            "creditcard",
            "transferTo",
        ] => Some(Route::Transfer(Way::Card)),
        _ => None,
    }
}

fn account_route(rest: &[&str]) -> Option<Route> {
    match *rest {
        [] => Some(Route::Accounts),
        ["keys"] => Some(Route::Keys),
        ["balance"] => Some(Route::Balance),
        ["default"] => Some(Route::DefaultAccount),
        ["child", id] => Some(Route::Child(id.to_owned())),
        [""] | ["", _] => None,
        [key] => Some(Route::Account(key.to_owned())),
        [key, "details"] => Some(Route::AccountDetails(key.to_owned())),
        [key, "roles"] => Some(Route::AccountRoles(key.to_owned())),
        _ => None,
    }
}

fn transaction_route(rest: &[&str]) -> Option<Route> {
    let (id, classified) = match *rest {
        [] => return Some(Route::Transactions { classified: false }),
        ["classified"] => return Some(Route::Transactions { classified: true }),
        ["export"] => return Some(Route::Export),
        [id, "details"] => (id, false),
        [id, "details", "classified"] => (id, true),
        _ => return None,
    };
    let id = id.to_owned();
    Some(Route::Details { id, classified })
}

/// One part of a path without its percent-encoding; `None` when that is broken.
fn decoded(part: &str) -> Option<String> {
    let mut bytes = part.bytes();
    let mut out = Vec::with_capacity(part.len());
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            out.push(byte);
            continue;
        }
        let high = char::from(bytes.next()?).to_digit(16)?;
        let low = char::from(bytes.next()?).to_digit(16)?;
        out.push(u8::try_from(high * 16 + low).ok()?);
    }
    String::from_utf8(out).ok()
}

impl Route {
    fn method(&self) -> &'static str {
        match self {
            Self::Balance | Self::Transfer(_) => "POST",
            _ => "GET",
        }
    }

    /// The content type to answer with.
    fn media(&self, request: &Request) -> Result<String, Refusal> {
        match self {
            Self::Child(_) => media::negotiate(request, &[5]),
            Self::Accounts
            | Self::Keys
            | Self::Balance
            | Self::DefaultAccount
            | Self::Account(_)
            | Self::AccountDetails(_)
            | Self::AccountRoles(_) => media::negotiate(request, media::ACCOUNTS),
            Self::Export => {
                media::csv(request).map(|()| "application/csv;charset=UTF-8".to_owned())
            }
            _ => media::negotiate(request, media::ONE),
        }
    }
}

impl Bank {
    pub(super) fn serve(
        &mut self,
        route: &Route,
        request: &Request,
        now: Timestamp,
        habits: &Habits,
        trace: &str,
    ) -> Result<Response, Refusal> {
        if request.method != route.method() {
            return Err(Refusal::method(&request.method));
        }
        let media = route.media(request)?;
        let parts = self.parts.clone();
        let call = Call {
            request,
            now,
            today: calendar::oslo_day(now),
            habits,
            salt: self.salt,
            parts: &parts,
        };
        let body = match route {
            Route::Hello(message) => hello(&call, message),
            Route::Transfer(way) => self.transfer(&call, *way)?,
            Route::Balance => {
                media::body(request, media::ACCOUNTS, false)?;
                accounts::balance(&call, &self.ledger)?
            }
            Route::Transactions { classified } => {
                transactions::answer(&call, &self.ledger, *classified, self.answers)?
            }
            Route::Details { id, classified } => {
                details::answer(&call, &self.ledger, id, *classified)?
            }
            Route::Export => export::answer(&call, &self.ledger)?,
            _ => self.accounts(&call, route, trace)?,
        };
        Ok(Response::new(200, &media, body))
    }

    fn accounts(&self, call: &Call<'_>, route: &Route, trace: &str) -> Result<Vec<u8>, Refusal> {
        let (ledger, person) = (&self.ledger, &self.person);
        match route {
            Route::Accounts => accounts::list(call, ledger, person, trace),
            Route::Keys => Ok(accounts::keys(call, ledger)),
            Route::Child(id) => accounts::child(call, ledger, person, id),
            Route::Account(key) => Ok(accounts::one(call, self.account(key)?, person)),
            Route::AccountDetails(key) => Ok(accounts::details(call, self.account(key)?)),
            Route::AccountRoles(key) => Ok(accounts::roles(call, self.account(key)?)),
            _ => {
                let default = ledger.find(Role::Current).ok_or_else(Refusal::not_found)?;
                Ok(accounts::one(call, default.1, person))
            }
        }
    }

    fn account(&self, key: &str) -> Result<&Account, Refusal> {
        let found = self.ledger.by_key(key).map(|(_, account)| account);
        found.ok_or_else(Refusal::not_found)
    }

    fn transfer(&mut self, call: &Call<'_>, way: Way) -> Result<Vec<u8>, Refusal> {
        let (order, warnings) =
            transfer::order(call, way, &self.ledger, &self.person, &self.payments)?;
        let id = order.id.clone();
        let taken = self.payments.take(&mut self.ledger, order, call.today);
        taken.ok_or_else(|| {
            let message = "Something went wrong; the transfer is not completed.";
            Refusal::new(500, "general.error.transfer.not.completed", message)
        })?;
        let mut json = Json::new(call.habits.missing);
        json.begin();
        json.text("paymentId", &id);
        json.list("warnings");
        for warning in warnings {
            json.item(warning);
        }
        json.end_list();
        json.end();
        Ok(json.into_bytes())
    }
}

fn hello(call: &Call<'_>, message: &str) -> Vec<u8> {
    let mut json = Json::new(call.habits.missing);
    json.begin();
    json.text("message", message);
    json.end();
    json.into_bytes()
}
