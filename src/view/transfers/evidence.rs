//! What proves a transfer, or was there when its owner settled it.

use jiff::Timestamp;

use crate::domain::account::AccountNumber;
use crate::domain::date::instant;
use crate::domain::money::Amount;
use crate::domain::text::neutral;
use crate::domain::transfer::{Balances, Findings, Plan, Record as Made, Seen, State, What};

use super::super::cell::{Cell, Record};
use super::super::json::{self, member};
use super::super::transfer::called;
use super::Item;

pub(super) struct Evidence<'a> {
    /// When it was written down, or looked for.
    at: Timestamp,
    /// `None` where the lists could not be read.
    findings: Option<&'a Findings>,
    /// What could be spent before it, and when its owner settled it.
    balances: Option<(Balances, Balances)>,
}

impl<'a> Evidence<'a> {
    pub(super) fn of(item: &Item<'a>) -> Option<Self> {
        let record = item.record;
        match &record.state {
            State::Proven(findings) => Some(Self {
                at: written(record, |what| matches!(what, What::Proven(_))),
                findings: Some(findings),
                balances: None,
            }),
            State::Settled(settled) => Some(Self {
                at: written(record, |what| matches!(what, What::Settled(_))),
                findings: settled.findings.as_ref(),
                balances: Some((record.intent.before, settled.after)),
            }),
            State::Open | State::Unknown(_) => item.look.map(|(at, findings)| Self {
                at,
                findings: Some(findings),
                balances: None,
            }),
            State::Done(_) | State::NotMoved(_) => None,
        }
    }

    pub(super) fn is_complete(&self) -> bool {
        self.findings.is_some_and(|it| it.complete)
    }

    /// Rows with the tag.
    pub(super) fn rows(&self) -> &'a [Seen] {
        self.findings.map_or(&[], |it| &it.rows)
    }

    /// Rows that look alike, and prove nothing.
    pub(super) fn alike(&self) -> &'a [Seen] {
        self.findings.map_or(&[], |it| &it.alike)
    }

    /// What could be spent before it, and when its owner settled it.
    pub(super) fn balances(&self) -> Option<(Balances, Balances)> {
        self.balances
    }

    /// Appends it as an object.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        out.push(b'{');
        json::key(out, "at");
        json::text(out, &instant(self.at));
        member(out, "complete");
        json::cell(out, &Cell::Flag(self.is_complete()));
        for (name, rows) in [("rows", self.rows()), ("lookAlikes", self.alike())] {
            member(out, name);
            json::records(out, rows);
        }
        let (before, after) = self.balances.unzip();
        for (name, balances) in [("before", before), ("after", after)] {
            member(out, name);
            match &balances {
                Some(balances) => json::record(out, balances),
                None => json::cell(out, &Cell::Absent),
            }
        }
        out.push(b'}');
    }

    /// The same for CSV and TSV: rows are known by their ids.
    pub(super) fn figures(&self) -> Figures {
        let ids = |rows: &[Seen]| {
            let ids: Vec<_> = rows.iter().map(|row| row.id.as_str()).collect();
            ids.join(" ")
        };
        let (before, after) = self.balances.unwrap_or_default();
        Figures {
            at: instant(self.at),
            complete: self.is_complete(),
            rows: ids(self.rows()),
            alike: ids(self.alike()),
            money: [before.from, before.to, after.from, after.to],
        }
    }
}

/// When the first such line was written.
fn written(record: &Made, is: impl Fn(&What) -> bool) -> Timestamp {
    let event = record.story.iter().find(|event| is(&event.what));
    event.map_or(record.at, |event| event.at)
}

impl Record<6> for Seen {
    const KEYS: [&'static str; 6] = ["id", "date", "amount", "accountNumber", "text", "booked"];

    fn cells(&self) -> [Cell<'_>; 6] {
        [
            (&self.id).into(),
            (&self.day).into(),
            (&self.amount).into(),
            (&self.account).into(),
            (&self.text).into(),
            (&self.booked).into(),
        ]
    }
}

impl Record<2> for Balances {
    const KEYS: [&'static str; 2] = ["from", "to"];

    fn cells(&self) -> [Cell<'_>; 2] {
        [(&self.from).into(), (&self.to).into()]
    }
}

/// Evidence in single values.
pub(super) struct Figures {
    at: String,
    complete: bool,
    rows: String,
    alike: String,
    /// Before and after, each of the one that pays and the one that receives.
    money: [Option<Amount>; 4],
}

impl Figures {
    pub(super) fn cells(&self) -> [Cell<'_>; 8] {
        let [sent, got, left, has] = &self.money;
        [
            (&self.at).into(),
            Cell::Flag(self.complete),
            (&self.rows).into(),
            (&self.alike).into(),
            sent.into(),
            got.into(),
            left.into(),
            has.into(),
        ]
    }
}

/// `Brukskonto 2026-11-22 (id ab12)`: where a row is.
pub(super) fn place(row: &Seen, plan: &Plan) -> String {
    let day = row.day.map_or_else(String::new, |day| format!(" {day}"));
    let pending = if row.booked { "" } else { ", pending" };
    let id = neutral(&row.id);
    format!("{}{day} (id {id}{pending})", account(row, plan))
}

/// A row in a line: `-100,00 on Brukskonto 2026-11-22 (id ab12): Overføring`.
pub(super) fn sketch(row: &Seen, plan: &Plan) -> String {
    let amount = row.amount.map(|it| it.norwegian());
    let amount = amount.unwrap_or_else(|| "no amount".to_owned());
    let text = match row.text.trim() {
        "" => String::new(),
        text => format!(": {}", neutral(text)),
    };
    format!("{amount} on {}{text}", place(row, plan))
}

/// The name of the account that the row is on, or what the bank said of it.
fn account(row: &Seen, plan: &Plan) -> String {
    let number = &row.account;
    let parties = [&plan.from, &plan.to];
    match parties.into_iter().find(|it| it.number == *number) {
        Some(party) => called(party),
        None if row.account.is_empty() => "an account that the bank does not name".to_owned(),
        None => AccountNumber::read(&row.account).to_string(),
    }
}
