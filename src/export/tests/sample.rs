//! Some weeks of a household whose bank, friends and shops write what they like.

use crate::domain::date::{Day, DayRange};
use crate::domain::money::{Amount, Currency, ForeignAmount};
use crate::domain::text::Foreign;
use crate::domain::transaction::Transaction;
use crate::export::{BookAccount, Books, Exporter, Line, Order, OtherLeg, Own};

pub(super) const DAILY: usize = 0;
const SAVINGS: usize = 1;
const EMPTY: usize = 2;
const CARD: usize = 3;

/// What an export is made of.
pub(super) struct Sample {
    pub(super) books: Books,
    pub(super) rows: Vec<Row>,
}

pub(super) struct Row {
    pub(super) account: usize,
    pub(super) row: Transaction<'static>,
    other: Option<OtherLeg>,
    is_own: bool,
}

impl Sample {
    pub(super) fn new() -> Self {
        let mut books = Books {
            accounts: vec![
                account("12345678903", "Brukskonto", "1000.00"),
                account("12345678911", "Spar [å] & <b>\n^", "0.00"),
                account("97100000008", "Tom", "7.00"),
                account("K1234567890", "Kort", "0.00"),
            ],
            others: Vec::new(),
        };
        books.accounts[SAVINGS].alias = Some("spare".to_owned());
        books.accounts[EMPTY].opening = None;
        books.accounts[CARD].is_card = true;
        books.accounts[DAILY].verified = Some((day("2026-11-20"), amount("1740.06")));
        let rows = rows();
        for (place, account) in books.accounts.iter_mut().enumerate() {
            let booked = |it: &&Row| it.account == place && it.row.is_booked();
            let days = || rows.iter().filter(booked).filter_map(|it| it.row.date);
            let ends = days().min().zip(days().max());
            account.days = ends.map(|(first, last)| DayRange { first, last });
        }
        Self { books, rows }
    }

    /// Only one account and its rows.
    pub(super) fn only(mut self, place: usize) -> Self {
        self.books.accounts = vec![self.books.accounts.remove(place)];
        self.rows.retain(|it| it.account == place);
        for row in &mut self.rows {
            row.account = 0;
            row.other = None;
        }
        self
    }

    /// The whole file of a format.
    pub(super) fn told(&self, mut format: impl Exporter) -> String {
        let mut rows: Vec<&Row> = self.rows.iter().collect();
        rows.sort_by_key(|it| (it.row.date, it.account, it.row.id.clone()));
        if format.order() == Order::Account {
            rows.sort_by_key(|it| it.account);
        }
        let mut out = Vec::new();
        format.head(&self.books, &mut out).unwrap();
        for row in rows {
            format.line(&self.books, &row.line(), &mut out).unwrap();
        }
        format.tail(&self.books, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }
}

impl Row {
    pub(super) fn line(&self) -> Line<'_> {
        let amount = self.row.amount.unwrap();
        Line {
            row: &self.row,
            day: self.row.date.unwrap(),
            amount,
            account: self.account,
            own: match &self.other {
                Some(leg) if amount.is_negative() => Own::First(leg),
                Some(leg) => Own::Second(leg),
                None if self.is_own => Own::Alone,
                None => Own::No,
            },
        }
    }
}

fn rows() -> Vec<Row> {
    let mut rows = vec![
        row(DAILY, "a1", "2026-11-02", "-349.00", "KIWI <A> & ]]>\r\n^"),
        row(DAILY, "a2", "2026-11-03", "-500.00", "Til spare"),
        row(SAVINGS, "b1", "2026-11-03", "500.00", "Fra bruk"),
        row(
            DAILY,
            "a3",
            "2026-11-04",
            "-105.50",
            "USD 10 \u{202e}SHOP\u{1b}[2J",
        ),
        row(
            DAILY,
            "a4",
            "2026-11-20",
            "1894.56",
            "=HYPERLINK(\"http://x\")",
        ),
        row(DAILY, "a5", "2026-11-05", "0.00", "  "),
        row(DAILY, "a6", "2026-11-06", "-200.00", "Til BSU"),
        row(DAILY, "p-a7", "2026-11-21", "-45.00", "Kaffe"),
        row(CARD, "c1", "2026-11-07", "-12.00", "Kaffe"),
        row(CARD, "c2", "2026-11-07", "-12.00", "Kaffe"),
    ];
    rows[0].row.kid_or_message = Some(Foreign::new("\n^\n!Type:Bank\n\"a\";b,c"));
    rows[0].row.category = Some(Foreign::new("Mat/drikke: [x]"));
    rows[0].row.subcategory = Some(Foreign::new("Daglig"));
    for (mine, theirs) in [(1, 2), (2, 1)] {
        let leg = &rows[theirs];
        let leg = OtherLeg {
            id: leg.row.id.clone(),
            account: leg.account,
            day: leg.row.date.unwrap(),
            booked: leg.row.is_booked(),
        };
        rows[mine].other = Some(leg);
        rows[mine].is_own = true;
    }
    rows[3].row.currency_code = Some(Foreign::new("USD"));
    rows[3].row.currency_amount = ForeignAmount::read("-10").ok();
    rows[4].row.remote_account_name =
        Some(Foreign::new("+Ola Nordmann Murer- og Flisleggerforretning"));
    rows[4].row.remote_account_number = Some(Foreign::new("05390012340"));
    rows[6].is_own = true;
    rows[7].row.booking_status = Some(Foreign::new("PENDING"));
    rows[8].row.category = Some(Foreign::new("Servering"));
    rows
}

fn account(number: &str, name: &str, opening: &str) -> BookAccount {
    BookAccount {
        key: format!("key-{number}"),
        number: number.to_owned(),
        name: name.to_owned(),
        alias: None,
        is_card: false,
        currency: Currency::NOK,
        opening: Some((day("2026-11-01"), amount(opening))),
        verified: None,
        days: None,
    }
}

fn row(account: usize, id: &str, date: &str, ore: &str, text: &'static str) -> Row {
    let none = || None;
    let row = Transaction {
        id: id.to_owned(),
        bank_id: Foreign::new("changes at every fetch"),
        date: Some(day(date)),
        interest_date: None,
        booking_status: Some(Foreign::new("BOOKED")),
        amount: Some(amount(ore)),
        account_currency: Some(Currency::NOK),
        currency_code: Some(Foreign::new("NOK")),
        currency_amount: None,
        description: Some(Foreign::new(text)),
        cleaned_description: none(),
        account_key: none(),
        account_name: none(),
        account_number: none(),
        remote_account_number: none(),
        remote_account_name: none(),
        kid_or_message: none(),
        type_code: none(),
        type_text: none(),
        source: Some(Foreign::new("RECENT")),
        can_show_details: true,
        non_unique_id: none(),
        partition_key: none(),
        category: none(),
        subcategory: none(),
        recurring: None,
        subscription: None,
    };
    Row {
        account,
        row,
        other: None,
        is_own: false,
    }
}

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

fn amount(text: &str) -> Amount {
    Amount::read(text).unwrap()
}
