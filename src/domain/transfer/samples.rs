//! What the tests of a transfer are made of: two accounts, a card, and wishes between them.

use crate::domain::account::{Account, AccountNumber};
use crate::domain::money::{Amount, Currency};
use crate::domain::text::Foreign;
use crate::domain::transaction::Transaction;

use super::{
    Accepted, Asked, Balances, Draft, Event, Id, Intent, Limits, Plan, Receiver, Wanted, What,
    ritual,
};

/// The keys of the two accounts.
pub(crate) const FROM: &str = "from-key";
pub(crate) const TO: &str = "to-key";

pub(crate) fn kroner(kroner: i64) -> Amount {
    Amount::from_ore(kroner * 100)
}

pub(crate) fn id(number: u8) -> Id {
    Id::of_random([0, 0, 0, 0, number])
}

pub(crate) fn account(name: &'static str, number: &str, key: &'static str) -> Account {
    let number = AccountNumber::read(number);
    Account {
        key: Foreign::new(key),
        currency: Some(Currency::NOK),
        ..Account::stranger(number, Some(Foreign::new(name)), kroner(1_000))
    }
}

pub(crate) fn current() -> Account {
    account("Brukskonto", "12345678903", FROM)
}

pub(crate) fn savings() -> Account {
    account("Sparekonto", "12345678911", TO)
}

pub(crate) fn credit_card() -> Account {
    Account {
        credit_card_account_id: Some(Foreign::new("card-account-id")),
        ..account("Mastercard", "K1234567890", "card-key")
    }
}

/// From the current account to `to`.
pub(crate) fn plan(to: &Account, amount: Amount, message: Option<&str>) -> Plan {
    let draft = Draft::new(&current(), Receiver::Account(to), message, None);
    draft.unwrap().of(amount).unwrap()
}

/// 100 kroner from the current account to the savings.
pub(crate) fn hundred(message: Option<&str>) -> Plan {
    plan(&savings(), kroner(100), message)
}

pub(crate) fn wanted(plan: Plan) -> Wanted {
    Wanted {
        asked: Asked {
            amount: plan.amount.to_string(),
            date: None,
        },
        plan,
        key: None,
        again: None,
        computed: false,
        tag: true,
        limits: Limits::default(),
    }
}

/// What the journal says before that one is sent.
pub(crate) fn intent(wanted: &Wanted, id: Id) -> Intent {
    ritual::intent(wanted, &id, Balances::default())
}

pub(crate) fn event(seconds: i64, id: Id, what: What) -> Event {
    let at = jiff::Timestamp::from_second(seconds).unwrap();
    Event { id, at, what }
}

/// The bank's plain yes.
pub(crate) fn accepted() -> Accepted {
    Accepted {
        payment_id: "p".to_owned(),
        warnings: Vec::new(),
    }
}

/// A booked row of the bank's list.
pub(crate) fn row<'a>(account: &'a str, amount: Amount, text: Option<&'a str>) -> Transaction<'a> {
    let booked = Some(Foreign::new("BOOKED"));
    Transaction {
        id: "row".to_owned(),
        bank_id: Foreign::new(""),
        date: None,
        interest_date: None,
        booking_status: booked,
        amount: Some(amount),
        account_currency: Some(Currency::NOK),
        currency_code: None,
        currency_amount: None,
        description: None,
        cleaned_description: None,
        account_key: Some(Foreign::new(account)),
        account_name: None,
        account_number: None,
        remote_account_number: None,
        remote_account_name: None,
        kid_or_message: text.map(Foreign::new),
        type_code: None,
        type_text: None,
        source: None,
        can_show_details: false,
        non_unique_id: None,
        partition_key: None,
        category: None,
        subcategory: None,
        recurring: None,
        subscription: None,
    }
}
