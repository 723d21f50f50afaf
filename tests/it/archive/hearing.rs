//! How the bank answers, and what one sync can have heard.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;
use sb1::sandbox::TruthRow;
use sb1::sandbox::habits::{Habits, NonUniqueId, OlderDays, Order, Tokens};
use sb1::sandbox::message::Request;

use crate::chance::Chance;

/// Further back than that, in days, a bank may have forgotten rows (facts 5.2).
const SURELY_KEPT: i64 = 92;
/// In seconds; longer than any world lasts.
const FOR_EVER: u32 = 3_000_000_000;

/// How the bank answers for now.
#[derive(Clone, Copy, Debug)]
pub(super) struct Manner {
    /// The most rows in one answer.
    pub(super) limit: Option<usize>,
    /// What it reports to be missing.
    pub(super) failed: Option<&'static str>,
    /// How many months back it tells of rows, and what it does when asked for older ones.
    pub(super) history: u16,
    pub(super) older: OlderDays,
}

/// What one sync asked, and what stands at the bank meanwhile.
pub(super) struct Hearing<'a> {
    pub(super) asked: &'a [Request],
    pub(super) truth: &'a [TruthRow],
    pub(super) today: Date,
    pub(super) manner: Manner,
    /// As the archive has it; `None` for everything.
    pub(super) since: Option<Date>,
    /// Whether the archive takes the answer for whole.
    pub(super) complete: bool,
}

/// A bank's manner, with all that it is accustomed to.
pub(super) fn drawn(chance: &mut Chance) -> (Manner, Habits) {
    let ids = [
        NonUniqueId::Stable,
        NonUniqueId::ZeroTransfers,
        NonUniqueId::AllZero,
        NonUniqueId::Absent,
    ];
    let orders = [Order::NewestFirst, Order::ByAccount, Order::OldestFirst];
    let older = [OlderDays::Given, OlderDays::Clipped, OlderDays::Refused];
    let manner = Manner {
        limit: *chance.pick(&[None, None, None, Some(50), Some(64), Some(100)]),
        failed: None,
        history: *chance.pick(&[24, 24, 24, 4]),
        older: *chance.pick(&older),
    };
    let habits = Habits {
        // No sync waits for a login.
        tokens: Tokens::Short(FOR_EVER),
        refresh_idle: FOR_EVER,
        refresh_absolute: FOR_EVER,
        non_unique_id: *chance.pick(&ids),
        order: *chance.pick(&orders),
        row_limit: manner.limit,
        history: manner.history,
        older: manner.older,
        ..Habits::default()
    };
    (manner, habits)
}

impl Manner {
    /// The oldest day that the bank tells of unasked.
    pub(super) fn oldest(&self, today: Date) -> Date {
        today.saturating_sub(i32::from(self.history).months())
    }
}

impl Hearing<'_> {
    /// The rows that the bank answered with.
    pub(super) fn told(&self, request: &Request) -> Vec<&TruthRow> {
        let keys: Vec<_> = request.query_all("accountKey").collect();
        let day = |name| request.query(name).map(|day| day.parse::<Date>().unwrap());
        let until = day("toDate");
        let oldest = self.manner.oldest(self.today);
        let since = match (day("fromDate"), self.manner.older) {
            (None, _) => oldest,
            (Some(since), OlderDays::Given) => since,
            (Some(since), OlderDays::Clipped) => since.max(oldest),
            (Some(since), OlderDays::Refused) if since < oldest => return Vec::new(),
            (Some(since), OlderDays::Refused) => since,
        };
        let rows = self.truth.iter().filter(|row| {
            keys.iter().any(|key| **key == *row.account_key)
                && !row.withheld
                && row.day >= since
                && until.is_none_or(|until| row.day <= until)
                && !self.is_failed(row)
        });
        let mut rows: Vec<&TruthRow> = rows.collect();
        rows.sort_by_key(|row| std::cmp::Reverse((row.day, row.serial)));
        rows.truncate(self.manner.limit.unwrap_or(usize::MAX));
        rows
    }

    /// From which day on a whole answer has every row.
    pub(super) fn due_from(&self) -> Date {
        let oldest = self.manner.oldest(self.today);
        let since = self.since.unwrap_or(oldest);
        match self.manner.older {
            OlderDays::Given => since,
            OlderDays::Clipped | OlderDays::Refused => since.max(oldest),
        }
    }

    fn is_failed(&self, row: &TruthRow) -> bool {
        match self.manner.failed {
            // The recent system alone has the last three days.
            Some("RECENT_TRANSACTIONS_FAILED") => row.day >= self.today.saturating_sub(2.days()),
            Some("CREDIT_ACCOUNTS_FAILED") => row.account_number.starts_with('K'),
            _ => false,
        }
    }
}

/// For each account, from which day on the absence of a row tells something.
pub(super) fn covered_from<'a>(
    heard: &'a Hearing<'_>,
    told: &BTreeSet<u32>,
) -> impl Fn(&str) -> Date + 'a {
    let surely = heard.today.saturating_sub(SURELY_KEPT.days());
    let mut oldest: BTreeMap<&str, Date> = BTreeMap::new();
    for row in heard.truth.iter().filter(|it| told.contains(&it.serial)) {
        let first = oldest.entry(&row.account_key).or_insert(row.day);
        *first = row.day.min(*first);
    }
    move |key| match (
        heard.since.filter(|since| *since >= surely),
        oldest.get(key),
    ) {
        (Some(since), _) => since,
        (None, Some(oldest)) => surely.min(oldest.saturating_add(1.days())),
        (None, None) => surely,
    }
}

pub(super) fn is_listing(request: &Request) -> bool {
    let end = request.path.strip_prefix("/personal/banking/transactions");
    matches!(end, Some("" | "/classified"))
}
