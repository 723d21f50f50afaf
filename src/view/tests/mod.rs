//! Every format of every view, from the rows to the bytes.

mod archive;
mod feed;
mod hostile;
mod plans;
mod schemas;
mod summary;
mod tables;
mod transfer;
mod transfers;

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use jiff::Timestamp;
use serde_json::Value;

use crate::config::Format;
use crate::domain::account::{Account, AccountNumber};
use crate::domain::date::Day;
use crate::domain::money::{Amount, Currency};
use crate::domain::text::Foreign;
use crate::domain::transaction::Transaction;
use crate::domain::transfer::{
    Accepted, Asked, Balances, Event, Id, Intent, Message, Party, Plan, Record, Route, What,
};
use crate::ui::{Manner, Ui};

use super::feed::{Feed, FeedOptions};
use super::{Cells, Screen, Shape};

pub(super) fn shape(format: Format, width: Option<usize>) -> Shape {
    Shape {
        format,
        screen: Screen {
            width,
            color: false,
        },
        cells: Cells::default(),
    }
}

pub(super) fn text(text: &str) -> Option<Foreign<'static>> {
    Some(Foreign::new(text.to_owned()))
}

pub(super) fn account(name: &str, number: &str, balance: &str, currency: &str) -> Account {
    Account {
        key: Foreign::new(format!("key-{name}")),
        name: Foreign::new(name.to_owned()),
        number: AccountNumber::read(number),
        iban: None,
        description: text("BRUKSKONTO"),
        kind: text("USER"),
        product_type: None,
        balance: Amount::read(balance).ok(),
        available: Amount::read(balance).ok(),
        currency: Currency::parse(currency),
        owner: text("Kari Nordmann"),
        credit_card_account_id: None,
        credit_limit: None,
        alias: None,
        may: crate::domain::account::Abilities::default(),
    }
}

pub(super) fn row(day: &str, amount: &str, description: &str) -> Transaction<'static> {
    Transaction {
        id: format!("{day}{amount}"),
        bank_id: Foreign::new("bank-id"),
        date: Day::parse_iso(day),
        interest_date: None,
        booking_status: text("BOOKED"),
        amount: Amount::read(amount).ok(),
        account_currency: Some(Currency::NOK),
        currency_code: text("NOK"),
        currency_amount: None,
        description: text(description),
        cleaned_description: None,
        account_key: text("key-1"),
        account_name: text("Brukskonto"),
        account_number: text("12345678903"),
        remote_account_number: None,
        remote_account_name: None,
        kid_or_message: None,
        type_code: None,
        type_text: None,
        source: text("RECENT"),
        can_show_details: true,
        non_unique_id: None,
        partition_key: None,
        category: None,
        subcategory: None,
        recurring: None,
        subscription: None,
    }
}

/// A writer whose bytes can be looked at while they come.
#[derive(Clone, Default)]
pub(super) struct Seen(Rc<RefCell<Vec<u8>>>);

impl Seen {
    pub(super) fn text(&self) -> String {
        String::from_utf8(self.0.borrow().clone()).unwrap()
    }
}

impl Write for Seen {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

pub(super) fn quiet() -> Ui {
    Ui::new(Manner {
        quiet: true,
        ..Manner::default()
    })
}

/// The whole of a listing.
pub(super) fn listed(
    shape: Shape,
    options: FeedOptions,
    rows: &[Transaction<'_>],
    errors: &[Foreign<'_>],
) -> String {
    let ui = quiet();
    let seen = Seen::default();
    let mut feed = Feed::into_writer(&ui, shape, options, Box::new(seen.clone()));
    for row in rows {
        feed.push(row).unwrap();
    }
    feed.finish(errors).unwrap();
    seen.text()
}

pub(super) fn party(name: &str, number: &str) -> Party {
    Party {
        name: name.to_owned(),
        number: number.to_owned(),
        key: Some(format!("key-{name}")),
    }
}

/// A transfer of the journal, begun at noon in Oslo, of which nobody knows more.
pub(super) fn made(route: Route, name: &str, words: Option<&str>) -> Record {
    let id = Id::parse("7KQ2FAZ").unwrap();
    let message = Message::compose(route, words, &id, true);
    let plan = Plan {
        route,
        from: party("Brukskonto", "12345678903"),
        to: party(name, "12345678911"),
        target: "12345678911".to_owned(),
        amount: Amount::from_ore(10_000),
        currency: Currency::NOK,
        message: words.map(str::to_owned),
        due: None,
    };
    let intent = Intent {
        plan,
        sent_message: message.text,
        tagged: message.tagged,
        key: None,
        asked: Asked {
            amount: "100".to_owned(),
            date: None,
        },
        before: Balances {
            from: Some(Amount::from_ore(8_920_931)),
            to: None,
        },
    };
    Record::begun(id, at(0), intent)
}

/// So many seconds after noon in Oslo.
pub(super) fn at(seconds: i64) -> Timestamp {
    let noon: Timestamp = "2026-11-22T11:00:00Z".parse().unwrap();
    Timestamp::from_second(noon.as_second() + seconds).unwrap()
}

/// The transfer after what happened next, half a minute after it was begun.
pub(super) fn then(record: Record, what: What) -> Record {
    let event = Event {
        id: record.id,
        at: at(30),
        what,
    };
    record.after(&event)
}

pub(super) fn accepted(payment: &str, warnings: &[&str]) -> What {
    What::Done(Accepted {
        payment_id: payment.to_owned(),
        warnings: warnings.iter().copied().map(str::to_owned).collect(),
    })
}

pub(super) fn parsed(json: &str) -> Value {
    serde_json::from_str(json).unwrap()
}
