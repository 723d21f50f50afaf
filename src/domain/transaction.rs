//! One transaction, and the id by which this program knows it.

use std::collections::HashMap;
use std::fmt;

use crate::domain::date::Day;
use crate::domain::hash::ShortHash;
use crate::domain::money::{Amount, Currency, ForeignAmount};
use crate::domain::text::{Foreign, is_unprintable};

mod wording;

pub(in crate::domain) use wording::normal;

/// A transaction as the bank lists it. Absent is `None`, never an empty text or a zero.
#[derive(Clone, Debug)]
pub(crate) struct Transaction<'a> {
    /// Minted by [`Minter`]; alike at every fetch and on every machine once booked. Empty where a
    /// lone answer tells too little for it.
    pub(crate) id: String,
    /// The bank's own id, which changes between fetches and serves only right away.
    pub(crate) bank_id: Foreign<'a>,
    pub(crate) date: Option<Day>,
    pub(crate) interest_date: Option<Day>,
    /// `BOOKED` or `PENDING`.
    pub(crate) booking_status: Option<Foreign<'a>>,
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
    pub(crate) source: Option<Foreign<'a>>,
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
        self.booking_status
            .as_ref()
            .is_some_and(|it| it.raw().eq_ignore_ascii_case("BOOKED"))
    }

    /// The text people know the transaction by.
    pub(crate) fn text(&self) -> Option<&Foreign<'_>> {
        self.cleaned_description
            .as_ref()
            .or(self.description.as_ref())
            .or(self.type_text.as_ref())
    }

    /// The same row, owning its texts.
    pub(crate) fn into_owned(self) -> Transaction<'static> {
        let own = |text: Option<Foreign<'_>>| text.map(Foreign::into_owned);
        Transaction {
            id: self.id,
            bank_id: self.bank_id.into_owned(),
            date: self.date,
            interest_date: self.interest_date,
            booking_status: own(self.booking_status),
            amount: self.amount,
            account_currency: self.account_currency,
            currency_code: own(self.currency_code),
            currency_amount: self.currency_amount,
            description: own(self.description),
            cleaned_description: own(self.cleaned_description),
            account_key: own(self.account_key),
            account_name: own(self.account_name),
            account_number: own(self.account_number),
            remote_account_number: own(self.remote_account_number),
            remote_account_name: own(self.remote_account_name),
            kid_or_message: own(self.kid_or_message),
            type_code: own(self.type_code),
            type_text: own(self.type_text),
            source: own(self.source),
            can_show_details: self.can_show_details,
            non_unique_id: own(self.non_unique_id),
            partition_key: own(self.partition_key),
            category: own(self.category),
            subcategory: own(self.subcategory),
            recurring: self.recurring,
            subscription: self.subscription,
        }
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

impl Transaction<'_> {
    /// A booked row of a card keeps the day of the purchase for ever (facts 3.4).
    fn is_of_card(&self) -> bool {
        let number = self.account_number.as_ref().map_or("", Foreign::raw);
        number.starts_with('K')
    }
}

/// Mints ids for the rows of one answer, in the order they come and before any is left out.
#[derive(Default)]
pub(crate) struct Minter {
    seen: HashMap<[u8; 8], u32>,
}

impl Minter {
    /// The id of a row. A booked row with an identity of the bank's is known by account, identity
    /// and amount, of a card also by its day. Any other is known by what it says, and by its place among rows that say the
    /// same, so that two identical coffees stay two; a pending row's day is left out because it
    /// floats to today at every fetch.
    pub(crate) fn mint(&mut self, row: &Transaction<'_>) -> String {
        let booked = row.is_booked();
        let key = row.account_key.as_ref().map_or("", Foreign::raw);
        let digest = match row.stable_id().filter(|_| booked) {
            // The amount tells apart what the bank, in its own words, cannot tell by the id alone;
            // the day, on a card, what only the prefix told apart.
            Some(id) => match row.date.filter(|_| row.is_of_card()) {
                Some(day) => short_hash(&["booked", key, id, &row.amount_text(), &day.to_string()]),
                None => short_hash(&["booked", key, id, &row.amount_text()]),
            },
            None => row.content_hash(booked),
        };
        let ordinal = self
            .seen
            .entry(digest)
            .and_modify(|it| *it += 1)
            .or_insert(0);
        let digest = match *ordinal {
            0 => digest,
            n => short_hash(&["again", &hex(digest), &n.to_string()]),
        };
        if booked {
            hex(digest)
        } else {
            format!("p-{}", hex(digest))
        }
    }
}

impl Transaction<'_> {
    /// What the row says, as a number that stays the same while the bank writes it in another way.
    pub(crate) fn wording(&self) -> i64 {
        let said = self
            .description
            .as_ref()
            .or(self.cleaned_description.as_ref());
        let normal = wording::normal(said.map_or("", Foreign::raw));
        i64::from_be_bytes(short_hash(&["wording", &normal]))
    }

    fn amount_text(&self) -> String {
        self.amount.map(|it| it.to_string()).unwrap_or_default()
    }

    fn content_hash(&self, booked: bool) -> [u8; 8] {
        let text =
            |field: &Option<Foreign<'_>>| wording::normal(field.as_ref().map_or("", Foreign::raw));
        let day = self.date.filter(|_| booked).map(|day| day.to_string());
        short_hash(&[
            if booked { "content" } else { "pending" },
            self.account_key.as_ref().map_or("", Foreign::raw),
            &day.unwrap_or_default(),
            &self.amount_text(),
            &text(&self.currency_code),
            &text(&self.description),
            &text(&self.remote_account_number),
        ])
    }
}

fn short_hash(parts: &[&str]) -> [u8; 8] {
    let mut hash = ShortHash::new();
    for part in parts {
        hash.part(part.as_bytes());
    }
    hash.finish()
}

fn hex(bytes: [u8; 8]) -> String {
    format!("{:016x}", u64::from_be_bytes(bytes))
}

/// A transaction as somebody refers to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum IdRef<'a> {
    /// The beginning of an id that [`Minter`] mints.
    Minted(&'a str),
    /// The bank's own id.
    OfBank(&'a str),
}

/// The text is the form of neither kind of id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NoId;

impl fmt::Display for NoId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "this is no transaction's id; write one that `sb1 transactions` shows, or at least \
             four letters of its beginning",
        )
    }
}

impl std::error::Error for NoId {}

impl<'a> IdRef<'a> {
    /// Tells the two kinds apart by form: whatever cannot be ours is taken for the bank's.
    pub(crate) fn parse(text: &'a str) -> Result<Self, NoId> {
        let digits = text.strip_prefix("p-").unwrap_or(text);
        let lower_hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
        match digits.len() {
            4..=16 if digits.bytes().all(lower_hex) => Ok(Self::Minted(text)),
            _ if text.is_empty() || text.contains(|c| is_unprintable(c) || c.is_whitespace()) => {
                Err(NoId)
            }
            _ => Ok(Self::OfBank(text)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(
        status: &'static str,
        day: &str,
        amount: &str,
        text: &'static str,
    ) -> Transaction<'static> {
        let none = || None;
        Transaction {
            id: String::new(),
            bank_id: Foreign::new("changes at every fetch"),
            date: Day::parse_iso(day),
            interest_date: None,
            booking_status: Some(Foreign::new(status)),
            amount: Amount::read(amount).ok(),
            account_currency: Some(Currency::NOK),
            currency_code: Some(Foreign::new("NOK")),
            currency_amount: None,
            description: Some(Foreign::new(text)),
            cleaned_description: none(),
            account_key: Some(Foreign::new("QeDJBRXWQaY8BkaSjgXT")),
            account_name: none(),
            account_number: none(),
            remote_account_number: none(),
            remote_account_name: none(),
            kid_or_message: none(),
            type_code: none(),
            type_text: none(),
            source: Some(Foreign::new("HISTORIC")),
            can_show_details: true,
            non_unique_id: none(),
            partition_key: none(),
            category: none(),
            subcategory: none(),
            recurring: None,
            subscription: None,
        }
    }

    fn known(id: &'static str, partition: Option<&'static str>) -> Transaction<'static> {
        Transaction {
            non_unique_id: Some(Foreign::new(id)),
            partition_key: partition.map(Foreign::new),
            ..row("BOOKED", "2026-11-02", "-349", "KIWI")
        }
    }

    fn mint(rows: &[Transaction<'_>]) -> Vec<String> {
        let mut minter = Minter::default();
        rows.iter().map(|row| minter.mint(row)).collect()
    }

    /// The ids go into ledgers: they may never change.
    #[test]
    fn ids_are_the_same_for_ever() {
        let coffee = row("BOOKED", "2026-11-02", "-45.00", "Kaffe");
        let pending = row("PENDING", "2026-11-02", "-45.00", "Kaffe");
        assert_eq!(
            mint(&[known("8821", None), coffee.clone(), coffee, pending]),
            [
                "40a5bcb889669db1",
                "a3d7a49d53ba1689",
                "2bb7974607c4a576",
                "p-6f84a59b8d5a893b"
            ]
        );
    }

    #[test]
    fn a_booked_row_is_known_by_account_and_identity_alone() {
        let retexted = Transaction {
            description: Some(Foreign::new("USD KIWI 02.11")),
            source: Some(Foreign::new("RECENT")),
            ..known("8821", None)
        };
        assert_eq!(mint(&[known("8821", None)]), mint(&[retexted]));
        assert_ne!(mint(&[known("8821", None)]), mint(&[known("8822", None)]));
    }

    #[test]
    fn the_card_systems_prefix_comes_and_goes_without_a_new_id() {
        let plain = mint(&[known("42", Some("2026P1"))]);
        assert_eq!(plain, mint(&[known("2026P1-42", Some("2026P1"))]));
        assert_eq!(plain, mint(&[known("42", None)]));
        assert_ne!(plain, mint(&[known("2026P142", Some("2026P1"))]));
    }

    #[test]
    fn the_same_number_behind_another_prefix_is_another_purchase() {
        let of_card = |partition, day: &str| Transaction {
            account_number: Some(Foreign::new("K0001100695")),
            date: Day::parse_iso(day),
            ..known("17", Some(partition))
        };
        let (june, july) = (of_card("P1", "2026-06-05"), of_card("P2", "2026-07-05"));
        let both = mint(&[july.clone(), june.clone()]);
        assert_ne!(both[0], both[1]);
        assert_eq!(both[1..], mint(&[june]), "whatever else is in the answer");
        assert_eq!(both[..1], mint(&[july]));
    }

    #[test]
    fn zeros_are_no_identity_and_twins_stay_two() {
        let zeros = || known("000000000000000000", None);
        let ids = mint(&[zeros(), zeros()]);
        assert_ne!(ids[0], ids[1]);
        assert_eq!(
            ids[0],
            mint(&[row("BOOKED", "2026-11-02", "-349.00", "  kiwi ")])[0]
        );
        assert_eq!(
            ids,
            mint(&[
                zeros(),
                zeros(),
                row("BOOKED", "2026-11-01", "-349", "KIWI")
            ])[..2]
        );
    }

    #[test]
    fn a_pending_rows_day_floats_and_its_id_does_not() {
        let today = mint(&[row("PENDING", "2026-11-02", "-45", "Kaffe")]);
        let tomorrow = mint(&[row("PENDING", "2026-11-03", "-45", "Kaffe")]);
        assert_eq!(today, tomorrow);
        assert!(today[0].starts_with("p-"));
    }

    #[test]
    fn references_are_told_apart_by_form() {
        let of_bank = "a".repeat(130);
        assert_eq!(IdRef::parse("3f9a01bc"), Ok(IdRef::Minted("3f9a01bc")));
        assert_eq!(IdRef::parse("p-3f9a"), Ok(IdRef::Minted("p-3f9a")));
        assert_eq!(IdRef::parse(&of_bank), Ok(IdRef::OfBank(&of_bank)));
        for text in ["3f9", "TX-1", "p-", "3F9A01BC", "3f9a01bc3f9a01bc3"] {
            assert_eq!(IdRef::parse(text), Ok(IdRef::OfBank(text)), "{text}");
        }
        for text in ["", " ", "a b", "a\u{202e}b", "a\nb"] {
            assert_eq!(IdRef::parse(text), Err(NoId), "{text:?}");
        }
    }
}
