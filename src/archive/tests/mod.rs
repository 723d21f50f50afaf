mod late;
mod rekeyed;

use tempfile::TempDir;

use crate::domain::account::{Account, AccountNumber};
use crate::domain::archived::Tally;
use crate::domain::date::Day;
use crate::domain::money::Amount;
use crate::domain::text::Foreign;
use crate::domain::transaction::{Minter, Transaction};

use super::*;

const NUMBER: &str = "12345678903";
const TODAY: &str = "2026-11-22";

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

/// An archive in a folder that goes with it.
fn archive() -> (TempDir, Archive) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data").join("test.archive.db");
    (folder, Archive { path })
}

fn account(key: &str) -> Account {
    let number = AccountNumber::parse(NUMBER).unwrap();
    Account {
        key: Foreign::new(key.to_owned()),
        ..Account::stranger(number, None, Amount::ZERO)
    }
}

/// A booked row, or a pending one without a day.
fn row(on: Option<&str>, ore: i64, text: &str, identity: &str) -> Transaction<'static> {
    let status = if on.is_some() { "BOOKED" } else { "PENDING" };
    Transaction {
        id: String::new(),
        bank_id: Foreign::new("fleeting"),
        date: Some(day(on.unwrap_or(TODAY))),
        interest_date: None,
        booking_status: Some(Foreign::new(status)),
        amount: Some(Amount::from_ore(ore)),
        account_currency: None,
        currency_code: None,
        currency_amount: None,
        description: Some(Foreign::new(text.to_owned())),
        cleaned_description: None,
        account_key: None,
        account_name: None,
        account_number: None,
        remote_account_number: None,
        remote_account_name: None,
        kid_or_message: None,
        type_code: None,
        type_text: None,
        source: None,
        can_show_details: false,
        non_unique_id: Some(Foreign::new(identity.to_owned())),
        partition_key: None,
        category: None,
        subcategory: None,
        recurring: None,
        subscription: None,
    }
}

/// Takes in an answer to a request for all there is: these rows of the account with that key, with
/// the ids that they have there.
fn take_in(archive: &Archive, key: &str, rows: &[Transaction<'static>]) -> Tally {
    let accounts = [account(key)];
    let keeper = archive.open().unwrap();
    let asked = Asked {
        accounts: &accounts,
        since: None,
        classified: true,
        at: "2026-11-22T11:00:00Z".parse().unwrap(),
    };
    let mut intake = keeper.take_in(asked).unwrap();
    let mut minter = Minter::default();
    for row in rows {
        let mut row = row.clone();
        row.account_key = Some(Foreign::new(key.to_owned()));
        row.id = minter.mint(&row);
        intake.row(&row, b"{}").unwrap();
    }
    intake.next_part().unwrap();
    let tallies = intake.settle(&[], true, day(TODAY)).unwrap();
    tallies[0]
}

/// The ids of the rows that the archive lists, newest first.
fn listed(archive: &Archive) -> Vec<String> {
    let reader = archive.read().unwrap().unwrap();
    let accounts = [NUMBER.to_owned()];
    let wanted = Selection {
        accounts: &accounts,
        since: None,
        until: None,
    };
    let mut ids = Vec::new();
    let mut take = |row: Transaction<'_>| {
        ids.push(row.id);
        Ok(())
    };
    reader.rows(&wanted, &mut take).unwrap();
    ids
}
