//! What the bank holds, told from behind the counter: what a client's own books are held against.

use super::ledger::{Ledger, Role};
use super::naming::{Naming, identity, naming};
use super::row::{Row, Standing};
use super::wire::shown_day;
use crate::sandbox::habits::NonUniqueId;
use jiff::civil::Date;

/// A row that the bank holds, booked or pending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TruthRow {
    /// Identifies the event for ever: a pending row keeps it when it is booked, whatever else
    /// changes. The two legs of a transfer are two events.
    pub serial: u32,
    /// As `accountKey` in answers.
    pub account_key: String,
    /// As `accountNumber.value`; a card's begins with `K`.
    pub account_number: String,
    /// The day that answers show, in Oslo: today as long as the row is pending.
    pub day: Date,
    /// The amount in hundredths of the account's currency; negative when money goes out.
    pub ore: i64,
    /// Whether it is booked; pending if not.
    pub booked: bool,
    /// The `nonUniqueId` of a booked row without the card's partition; `None` while answers show
    /// zeros or nothing there, and on pending rows, whose ids mean nothing.
    pub identity: Option<String>,
    /// As `description` now; absent on a few own transfers.
    pub text: Option<String>,
    /// Whether the text changed after the row was booked.
    pub reworded: bool,
    /// Whether answers leave the row out for now. Its money counts all the same.
    pub withheld: bool,
}

/// What stands on an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountBalance {
    /// As `accountKey` in answers.
    pub account_key: String,
    /// As `accountNumber`; a card's begins with `K`.
    pub account_number: String,
    /// `balance`: what is booked, in hundredths of the account's currency.
    pub booked: i64,
    /// `availableBalance`: less what is reserved, and with a card's credit.
    pub available: i64,
}

/// Every row that is booked or pending, oldest event first.
pub(super) fn rows(ledger: &Ledger, today: Date, habit: NonUniqueId) -> Vec<TruthRow> {
    let held = ledger.rows().iter().filter(|row| !row.is_cancelled());
    held.filter_map(|row| truth(ledger, row, today, habit))
        .collect()
}

fn truth(ledger: &Ledger, row: &Row, today: Date, habit: NonUniqueId) -> Option<TruthRow> {
    let account = ledger.accounts.get(row.account)?;
    let lasting = naming(row, habit) == Naming::Lasting;
    let identity = || {
        let mut out = Vec::new();
        identity(&mut out, row, account.role == Role::Card);
        String::from_utf8(out).unwrap_or_default()
    };
    Some(TruthRow {
        serial: row.serial,
        account_key: account.key.clone(),
        account_number: account.number.clone(),
        day: shown_day(row, today),
        ore: row.ore,
        booked: row.pending.is_none(),
        identity: lasting.then(identity),
        text: row.text.as_deref().map(str::to_owned),
        reworded: row.reworded,
        withheld: row.standing == Standing::Withheld,
    })
}

/// Every account, in the order in which the bank lists them.
pub(super) fn balances(ledger: &Ledger) -> Vec<AccountBalance> {
    let accounts = ledger.accounts.iter();
    let told = accounts.map(|account| AccountBalance {
        account_key: account.key.clone(),
        account_number: account.number.clone(),
        booked: account.balance(),
        available: account.available(),
    });
    told.collect()
}
