//! One transaction, and the id by which this program knows it.

use std::collections::HashMap;

use ring::digest::{Context, SHA256};

use crate::domain::date::Day;
use crate::domain::money::{Amount, Currency, ForeignAmount};
use crate::domain::text::Foreign;

/// A transaction as the bank lists it. Absent is `None`, never an empty text or a zero.
#[derive(Clone, Debug)]
pub(crate) struct Transaction<'a> {
    /// Minted by [`Minter`]; alike at every fetch and on every machine once booked.
    pub(crate) id: String,
    /// The bank's own id, which changes between fetches and serves only right away.
    pub(crate) bank_id: Foreign<'a>,
    pub(crate) date: Option<Day>,
    pub(crate) interest_date: Option<Day>,
    /// `BOOKED` or `PENDING`.
    pub(crate) booking_status: Foreign<'a>,
    /// In the account's currency; negative is out.
    pub(crate) amount: Option<Amount>,
    /// The currency of the account, in which `amount` is.
    pub(crate) account_currency: Option<Currency>,
    /// The currency the transaction was made in.
    pub(crate) currency_code: Option<Foreign<'a>>,
    /// The amount in `currency_code`, where it was another than the account's.
    pub(crate) currency_amount: Option<ForeignAmount>,
    pub(crate) description: Option<Foreign<'a>>,
    pub(crate) cleaned_description: Option<Foreign<'a>>,
    pub(crate) account_key: Option<Foreign<'a>>,
    pub(crate) account_name: Option<Foreign<'a>>,
    pub(crate) account_number: Option<Foreign<'a>>,
    pub(crate) remote_account_number: Option<Foreign<'a>>,
    pub(crate) remote_account_name: Option<Foreign<'a>>,
    pub(crate) kid_or_message: Option<Foreign<'a>>,
    pub(crate) type_code: Option<Foreign<'a>>,
    pub(crate) type_text: Option<Foreign<'a>>,
    /// `RECENT`, `HISTORIC` or `ALL`: the bank's system that the row came from.
    pub(crate) source: Foreign<'a>,
    pub(crate) can_show_details: bool,
    /// The bank's identity of the row, unique only within its account and not always there.
    pub(crate) non_unique_id: Option<Foreign<'a>>,
    /// The prefix that the card system lays before `non_unique_id`.
    pub(crate) partition_key: Option<Foreign<'a>>,
    pub(crate) category: Option<Foreign<'a>>,
    pub(crate) subcategory: Option<Foreign<'a>>,
    pub(crate) recurring: Option<bool>,
    pub(crate) subscription: Option<bool>,
}

impl Transaction<'_> {
    pub(crate) fn is_booked(&self) -> bool {
        self.booking_status.raw() == "BOOKED"
    }

    /// The text people know the transaction by.
    pub(crate) fn text(&self) -> Option<&Foreign<'_>> {
        self.cleaned_description
            .as_ref()
            .or(self.description.as_ref())
            .or(self.type_text.as_ref())
    }

    /// The bank's identity without the card system's prefix, or `None` where it says nothing:
    /// the prefix comes and goes as a card row ages, and all zeros stand for "no id".
    fn stable_id(&self) -> Option<&str> {
        let id = self.non_unique_id.as_ref()?.raw();
        let id = self
            .partition_key
            .as_ref()
            .and_then(|key| id.strip_prefix(key.raw()))
            .and_then(|rest| rest.strip_prefix('-'))
            .unwrap_or(id);
        (!id.bytes().all(|digit| digit == b'0')).then_some(id)
    }
}

/// Mints ids for the rows of one answer, in the order they come and before any is left out.
#[derive(Default)]
pub(crate) struct Minter {
    seen: HashMap<[u8; 8], u32>,
}

impl Minter {
    /// The id of a row. A booked row with an identity of the bank's is known by account and
    /// identity. Any other is known by what it says, and by its place among rows that say the
    /// same, so that two identical coffees stay two; a pending row's day is left out because it
    /// floats to today at every fetch.
    pub(crate) fn mint(&mut self, row: &Transaction<'_>) -> String {
        let booked = row.is_booked();
        let key = row.account_key.as_ref().map_or("", Foreign::raw);
        let digest = match row.stable_id().filter(|_| booked) {
            Some(id) => short_hash(&["booked", key, id]),
            None => row.content_hash(booked),
        };
        let ordinal = self.seen.entry(digest).and_modify(|it| *it += 1).or_insert(0);
        let digest = match *ordinal {
            0 => digest,
            n => short_hash(&["again", &hex(digest), &n.to_string()]),
        };
        if booked { hex(digest) } else { format!("p-{}", hex(digest)) }
    }
}

impl Transaction<'_> {
    fn content_hash(&self, booked: bool) -> [u8; 8] {
        let text = |field: &Option<Foreign<'_>>| {
            let raw = field.as_ref().map_or("", Foreign::raw);
            raw.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
        };
        let day = self.date.filter(|_| booked).map(|day| day.to_string());
        short_hash(&[
            if booked { "content" } else { "pending" },
            self.account_key.as_ref().map_or("", Foreign::raw),
            &day.unwrap_or_default(),
            &self.amount.map(|it| it.to_string()).unwrap_or_default(),
            &text(&self.currency_code),
            &text(&self.description),
            &text(&self.remote_account_number),
        ])
    }
}

/// Eight bytes of a SHA-256 over the parts, each with its length so that none can lean on the next.
fn short_hash(parts: &[&str]) -> [u8; 8] {
    let mut context = Context::new(&SHA256);
    for part in parts {
        context.update(&(part.len() as u64).to_be_bytes());
        context.update(part.as_bytes());
    }
    let mut short = [0; 8];
    for (to, from) in short.iter_mut().zip(context.finish().as_ref()) {
        *to = *from;
    }
    short
}

fn hex(bytes: [u8; 8]) -> String {
    format!("{:016x}", u64::from_be_bytes(bytes))
}
