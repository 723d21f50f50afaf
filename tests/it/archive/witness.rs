//! What the bank told each sync, row by row, from behind the counter: what an archive can know.

use std::collections::BTreeMap;

use jiff::civil::Date;
use sb1::sandbox::TruthRow;
use sb1::sandbox::message::Request;

/// A row without what drifts: account number, day (of a booked row), øre.
pub(super) type Fact = (String, Option<Date>, i64);

/// Everything that the answers so far told.
#[derive(Default)]
pub(super) struct Witness {
    rows: BTreeMap<u32, Seen>,
}

/// A row as an answer had it last.
struct Seen {
    row: TruthRow,
    /// Whether the last answer that reached back to its day had it.
    listed: bool,
}

impl Witness {
    /// Hears the answers to what one sync asked; nothing has happened at the bank since.
    pub(super) fn hear(&mut self, asked: &[Request], truth: &[TruthRow]) {
        for request in asked.iter().filter(|it| is_listing(it)) {
            let told = |row: &&TruthRow| {
                let keys = request.query_all("accountKey");
                let since = request.query("fromDate").map(|day| day.parse().unwrap());
                keys.into_iter().any(|key| *key == *row.account_key)
                    && since.is_none_or(|since: Date| row.day >= since)
            };
            for row in truth.iter().filter(told) {
                self.see(row);
            }
        }
        // What was cancelled is in no answer any more, and pending rows are in every one.
        let held = |serial: &u32| truth.iter().any(|row| row.serial == *serial);
        self.rows.retain(|serial, _| held(serial));
    }

    fn see(&mut self, row: &TruthRow) {
        if !row.withheld {
            let (row, listed) = (row.clone(), true);
            self.rows.insert(row.serial, Seen { row, listed });
        } else if let Some(seen) = self.rows.get_mut(&row.serial) {
            seen.listed = false;
        }
    }

    /// The rows that an archive lists, booked or pending, sorted.
    pub(super) fn facts(&self, booked: bool) -> Vec<Fact> {
        let listed = self.rows.values().filter(|seen| seen.listed);
        let mut facts: Vec<Fact> = listed
            .map(|seen| &seen.row)
            .filter(|row| row.booked == booked)
            .map(|row| {
                (
                    row.account_number.clone(),
                    booked.then_some(row.day),
                    row.ore,
                )
            })
            .collect();
        facts.sort();
        facts
    }
}

fn is_listing(request: &Request) -> bool {
    let end = request.path.strip_prefix("/personal/banking/transactions");
    matches!(end, Some("" | "/classified"))
}
