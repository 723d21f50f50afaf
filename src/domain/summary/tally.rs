//! From rows to a summary.

use std::collections::{BTreeMap, HashMap};

use crate::domain::account::AccountNumber;
use crate::domain::date::{Day, DayRange};
use crate::domain::money::{Currency, Overflow};
use crate::domain::own::{self, Leg, Side};
use crate::domain::text::Foreign;
use crate::domain::transaction::Transaction;

use super::book::{Book, Heads, Words};
use super::words::{Names, Texts};
use super::{InCurrency, Summary};

/// Days around the period in which the other leg of an own transfer is looked for: a payment of a
/// card's bill takes some bank days, and Easter has few of them.
const REACH: i64 = 7;

/// One of the customer's own accounts, asked for or not.
#[derive(Clone, Debug)]
pub(crate) struct OwnAccount {
    pub(crate) key: String,
    /// What rows name it by as their other side: its number, and a card's account id.
    pub(crate) numbers: Vec<String>,
    /// The currency of its amounts, for rows that do not say it themselves.
    pub(crate) currency: Option<Currency>,
    /// Whether its rows count. Those of the others only tell which rows are own transfers.
    pub(crate) counts: bool,
}

/// A summary under way. It takes rows in any order and keeps no more of each than it must: whether
/// one is a leg of an own transfer is known only after the last.
pub(crate) struct Tally {
    accounts: Vec<OwnAccount>,
    by_key: HashMap<String, usize>,
    by_number: HashMap<String, usize>,
    period: DayRange,
    seen: Seen,
}

/// What the rows told so far.
#[derive(Default)]
struct Seen {
    legs: Vec<Leg>,
    /// For each leg its currency and heads, if it counts.
    counted: Vec<Option<(Currency, Heads)>>,
    names: Names,
    categories: Texts,
    pending: u64,
    unclear: u64,
}

impl Tally {
    /// Over the days of `period`, of the accounts that count.
    pub(crate) fn new(accounts: Vec<OwnAccount>, period: DayRange) -> Self {
        let (mut by_key, mut by_number) = (HashMap::new(), HashMap::new());
        for (place, account) in accounts.iter().enumerate() {
            by_key.insert(account.key.clone(), place);
            let numbers = account.numbers.iter().filter(|it| !it.is_empty());
            by_number.extend(numbers.map(|number| (plain(number), place)));
        }
        Self {
            accounts,
            by_key,
            by_number,
            period,
            seen: Seen::default(),
        }
    }

    /// The days whose rows to add: those of the period, and some around it for the other legs of
    /// own transfers. Not beyond today, unless the period is.
    pub(crate) fn reach(period: DayRange, today: Day) -> DayRange {
        let DayRange { first, last } = period;
        let later = last.plus_days(REACH).unwrap_or(last).min(today);
        DayRange {
            first: first.plus_days(-REACH).unwrap_or(first),
            last: later.max(last),
        }
    }

    /// Takes the next row.
    pub(crate) fn add(&mut self, row: &Transaction<'_>) {
        let account = self.account_of(row);
        let counts = account
            .and_then(|place| self.accounts.get(place))
            .is_none_or(|it| it.counts);
        let in_period = row
            .date
            .is_none_or(|day| self.period.first <= day && day <= self.period.last);
        let counts = counts && in_period;
        if !row.is_booked() {
            self.seen.pending += u64::from(counts);
            return;
        }
        let currency = row.account_currency.or_else(|| {
            let account = self.accounts.get(account?)?;
            account.currency
        });
        let (Some(account), Some(day), Some(amount), Some(currency)) =
            (account, row.date, row.amount, currency)
        else {
            self.seen.unclear += u64::from(counts);
            return;
        };
        self.seen.legs.push(Leg {
            account,
            other: self.other_side(row),
            day,
            amount,
        });
        let heads = counts.then(|| (currency, self.seen.heads(row, day)));
        self.seen.counted.push(heads);
    }

    /// Forgets the rows that came.
    pub(crate) fn restart(&mut self) {
        self.seen = Seen::default();
    }

    /// The summary of what came.
    ///
    /// # Errors
    /// [`Overflow`] if a sum cannot be held.
    pub(crate) fn finish(self) -> Result<Summary, Overflow> {
        let Seen {
            legs,
            counted,
            names,
            categories,
            pending,
            unclear,
        } = self.seen;
        let sides = own::pair(&legs);
        let mut books = BTreeMap::new();
        let mut own = 0;
        for ((leg, side), counted) in legs.iter().zip(sides).zip(counted) {
            let Some((currency, heads)) = counted else {
                continue;
            };
            if side == Side::Stranger {
                let book = books.entry(currency).or_insert_with(Book::new);
                book.add(leg.day, leg.amount, &heads)
                    .ok_or(Overflow(currency))?;
            } else {
                own += 1;
            }
        }
        let words = Words {
            names: names.into_list(),
            categories: categories.into_list(),
        };
        Ok(Summary {
            since: self.period.first,
            until: self.period.last,
            currencies: in_order(books, &words),
            pending,
            own,
            unclear,
        })
    }

    fn account_of(&self, row: &Transaction<'_>) -> Option<usize> {
        let by_key = row
            .account_key
            .as_ref()
            .and_then(|key| self.by_key.get(key.raw()));
        let by_number = || {
            self.by_number
                .get(&plain(row.account_number.as_ref()?.raw()))
        };
        by_key.or_else(by_number).copied()
    }

    /// The own account that the row names as its other side.
    fn other_side(&self, row: &Transaction<'_>) -> Option<usize> {
        let number = row.remote_account_number.as_ref()?.raw();
        self.by_number.get(&plain(number)).copied()
    }
}

impl Seen {
    fn heads(&mut self, row: &Transaction<'_>, day: Day) -> Heads {
        let mut category = |text: &Option<Foreign<'_>>| {
            let text = text.as_ref()?.raw();
            Some(self.categories.place(text))
        };
        Heads {
            category: category(&row.category),
            subcategory: category(&row.subcategory),
            name: self.names.place(row, day),
            recurring: row.recurring == Some(true),
            subscription: row.subscription == Some(true),
        }
    }
}

/// A number as numbers are compared, however the bank writes it.
fn plain(number: &str) -> String {
    AccountNumber::read(number).digits().to_owned()
}

/// Kroner first.
fn in_order(books: BTreeMap<Currency, Book>, words: &Words) -> Vec<InCurrency> {
    let finished = books
        .into_iter()
        .map(|(currency, book)| book.finish(currency, words));
    let mut currencies: Vec<_> = finished.collect();
    currencies.sort_by_key(|it| it.currency != Currency::NOK);
    currencies
}
