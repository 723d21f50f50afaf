//! One transaction as the bank writes it, quirks included.

use super::calendar::midnight;
use super::chance::mix;
use super::json::{Json, digits};
use super::ledger::{Ledger, Role};
use super::naming::{Naming, card_number, identity, naming, partition};
use super::number::formatted;
use super::row::{Remote, Row};
use super::row_id;
use super::shops::Shop;
use crate::sandbox::habits::Habits;
use jiff::civil::Date;
use std::io::Write;

const ZEROS: &str = "000000000000000000";

/// Which of the bank's two systems a row comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    Recent,
    Historic,
    All,
}

impl Source {
    fn text(self) -> &'static str {
        match self {
            Self::Recent => "RECENT",
            Self::Historic => "HISTORIC",
            Self::All => "ALL",
        }
    }
}

/// The day a row shows: a pending one is always of today.
pub(super) fn shown_day(row: &Row, today: Date) -> Date {
    match row.pending {
        Some(_) => today,
        None => row.day,
    }
}

/// Only recent rows stand in the recent system, rows of the last week in both.
pub(super) fn source(row: &Row, today: Date) -> Source {
    match (today - shown_day(row, today)).get_days() {
        _ if row.pending.is_some() => Source::Recent,
        ..=2 => Source::Recent,
        3..=7 => Source::All,
        _ => Source::Historic,
    }
}

/// Writes the rows of one answer.
pub(super) struct Printer<'a> {
    pub(super) ledger: &'a Ledger,
    pub(super) habits: &'a Habits,
    pub(super) today: Date,
    pub(super) salt: u64,
    /// Number of this fetch, so that no id comes twice.
    pub(super) fetch: u64,
    numbers: Vec<String>,
    /// The last day asked for and its midnight; neighbours mostly share it.
    midnight: (Date, i64),
}

impl<'a> Printer<'a> {
    pub(super) fn new(
        ledger: &'a Ledger,
        habits: &'a Habits,
        today: Date,
        salt: u64,
        fetch: u64,
    ) -> Self {
        let accounts = ledger.accounts.iter();
        Self {
            ledger,
            habits,
            today,
            salt,
            fetch,
            numbers: accounts.map(|account| formatted(&account.number)).collect(),
            midnight: (today, midnight(today)),
        }
    }

    fn epoch(&mut self, day: Date) -> i64 {
        if self.midnight.0 != day {
            self.midnight = (day, midnight(day));
        }
        self.midnight.1
    }

    /// The members of a `TransactionDTO`, without its brackets.
    pub(super) fn row(&mut self, json: &mut Json, at: usize) {
        let ledger = self.ledger;
        let Some(row) = ledger.rows().get(at) else {
            return;
        };
        let source = source(row, self.today);
        let date = self.epoch(shown_day(row, self.today));
        let (code, text) = row.kind.code_and_text();
        json.plain("id", |out| row_id::append(out, self.salt, self.fetch, at));
        self.non_unique_id(json, row);
        json.maybe("description", row.text.as_deref());
        json.maybe("cleanedDescription", row.cleaned());
        self.account_number(json, row);
        json.amount("amount", row.ore);
        json.number("date", date);
        match source {
            Source::Historic => json.absent("interestDate"),
            _ => json.number("interestDate", date),
        }
        json.text("typeCode", code);
        json.text("typeText", text);
        self.currencies(json, row);
        json.text("source", source.text());
        let booked = row.pending.is_none();
        json.flag("isConfidential", false);
        json.text("bookingStatus", if booked { "BOOKED" } else { "PENDING" });
        json.flag("canShowDetails", booked);
        self.other_end(json, row);
        json.maybe("kidOrMessage", row.note.as_deref());
        match source {
            Source::Historic => json.absent("paymentReference"),
            _ => self.payment_reference(json, row),
        }
        json.maybe("mcc", row.shop.map(|shop| shop.mcc));
        merchant(json, row.shop);
        self.classification(json, row, date);
        self.card_identifiers(json, row, source);
    }

    pub(super) fn account_number(&self, json: &mut Json, row: &Row) {
        let (Some(account), Some(formatted)) = (
            self.ledger.accounts.get(row.account),
            self.numbers.get(row.account),
        ) else {
            return;
        };
        json.object("accountNumber");
        json.text("value", &account.number);
        json.text("formatted", formatted);
        json.text("unformatted", &account.number);
        json.end();
    }

    fn currencies(&self, json: &mut Json, row: &Row) {
        let Some(account) = self.ledger.accounts.get(row.account) else {
            return;
        };
        let (currency, told) = row.foreign.unwrap_or((account.currency, None));
        json.text("currencyCode", currency);
        match told {
            Some(amount) => json.amount("currencyAmount", amount),
            None => json.absent("currencyAmount"),
        }
        json.text("accountCurrency", account.currency);
        json.text("accountName", &account.name);
        json.text("accountKey", &account.key);
        json.flag("isFromCurrencyAccount", account.role == Role::Euro);
    }

    pub(super) fn other_end(&self, json: &mut Json, row: &Row) {
        let (number, name) = self.other(row);
        json.maybe("remoteAccountNumber", number);
        json.maybe("remoteAccountName", name);
    }

    /// Number and name of the other end.
    pub(super) fn other(&self, row: &Row) -> (Option<&'a str>, Option<&'a str>) {
        match row.remote {
            Remote::Nobody => (None, None),
            Remote::NotApplicable => (Some("-1"), None),
            Remote::Own(at) => match self.ledger.accounts.get(at) {
                Some(own) => (Some(&own.number), Some(&own.name)),
                None => (None, None),
            },
            Remote::Party(at) => match self.ledger.parties.get(at) {
                Some(party) => (Some(&party.number), Some(&party.name)),
                None => (None, None),
            },
        }
    }

    fn payment_reference(&self, json: &mut Json, row: &Row) {
        match row.remote {
            Remote::Own(_) | Remote::Party(_) => json.plain("paymentReference", |out| {
                let number = mix(self.salt ^ u64::from(row.serial)) % 1_000_000_000;
                write!(out, "{number:09}").unwrap_or_default();
            }),
            _ => json.absent("paymentReference"),
        }
    }

    fn is_card(&self, row: &Row) -> bool {
        let account = self.ledger.accounts.get(row.account);
        account.is_some_and(|account| account.role == Role::Card)
    }

    pub(super) fn non_unique_id(&self, json: &mut Json, row: &Row) {
        const NAME: &str = "nonUniqueId";
        match naming(row, self.habits.non_unique_id) {
            Naming::Absent => json.absent(NAME),
            Naming::Zeros => json.text(NAME, ZEROS),
            // Bears no relation to the id of the same purchase once booked.
            Naming::Passing => json.plain(NAME, |out| {
                let number = mix(self.salt ^ !u64::from(row.serial));
                write!(out, "{:018}", number % 1_000_000_000_000_000_000).unwrap_or_default();
            }),
            Naming::Lasting => json.plain(NAME, |out| {
                let card = self.is_card(row);
                if card {
                    partition(out, row);
                    out.push(b'-');
                }
                identity(out, row, card);
            }),
        }
    }

    fn card_identifiers(&self, json: &mut Json, row: &Row, source: Source) {
        if !self.is_card(row) || row.pending.is_some() {
            return json.absent("creditCardIdentifiers");
        }
        json.object("creditCardIdentifiers");
        json.plain("nonUniqueId", |out| {
            if source == Source::Historic {
                partition(out, row);
                out.push(b'-');
            }
            digits(out, card_number(row));
        });
        json.plain("partitionKey", |out| partition(out, row));
        json.end();
    }

    pub(super) fn classification(&self, json: &mut Json, row: &Row, date: i64) {
        json.object("classificationInput");
        json.plain("id", |out| {
            let high = mix(self.salt ^ u64::from(row.serial).rotate_left(20));
            let low = mix(high);
            let (first, second, third) = (high >> 32, high >> 16 & 0xffff, high & 0xfff);
            let (fourth, fifth) = (low >> 48 & 0x3fff | 0x8000, low & 0xffff_ffff_ffff);
            write!(
                out,
                "{first:08x}-{second:04x}-4{third:03x}-{fourth:04x}-{fifth:012x}"
            )
            .unwrap_or_default();
        });
        json.maybe("mcc", row.shop.map(|shop| shop.mcc));
        json.number("date", date);
        json.maybe("text", row.text.as_deref());
        json.text("type", row.kind.code_and_text().0);
        json.amount("amount", row.ore);
        json.end();
    }
}

fn merchant(json: &mut Json, shop: Option<&Shop>) {
    match shop.filter(|shop| shop.enriched) {
        None => json.absent("merchant"),
        Some(shop) => {
            json.object("merchant");
            merchant_members(json, shop);
            json.end();
        }
    }
}

/// What the two merchant objects of the API have in common.
pub(super) fn merchant_members(json: &mut Json, shop: &Shop) {
    json.plain("id", |out| {
        let id = shop
            .name
            .bytes()
            .fold(0, |id, byte| mix(id ^ u64::from(byte)));
        write!(out, "{id:016x}").unwrap_or_default();
    });
    json.text("name", shop.name);
    json.text("address", shop.town);
    json.text("country", shop.country);
    json.absent("logoImg");
}
