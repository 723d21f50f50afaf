//! `sb1.summary/1`.

use crate::domain::date::Day;
use crate::domain::money::Amount;
use crate::domain::summary::{Course, InCurrency, Subcategory};
use crate::domain::text::Foreign;

use super::super::cell::{Cell, Record};
use super::super::json::{self, Document};
use super::Report;
use super::lines;

/// The whole document.
pub(super) fn document(report: &Report<'_>) -> Vec<u8> {
    let summary = report.summary;
    let mut document = Document::new("sb1.summary/1");
    document
        .field("complete", &report.errors.is_empty())
        .texts("errors", report.errors.iter().map(Foreign::raw))
        .field("since", &summary.since)
        .field("until", &summary.until)
        .field("pending", &summary.pending)
        .field("ownTransfers", &summary.own)
        .field("unclear", &summary.unclear)
        .objects("currencies", summary.currencies.iter().map(currency));
    match report.balances {
        Some(courses) => document.objects("balances", courses.iter().map(course)),
        None => document.field("balances", Cell::Absent),
    };
    document.end()
}

fn currency(of: &InCurrency) -> Vec<u8> {
    let mut out = Vec::new();
    json::open_record(&mut out, of);
    json::member(&mut out, "months");
    json::list(&mut out, lines::months(of), |out, it| part(out, &it));
    json::member(&mut out, "categories");
    let named = of.categories.iter().map(|(name, _)| name);
    let categories = lines::categories(of).zip(named);
    json::list(&mut out, categories, |out, (line, name)| {
        open_part(out, &line);
        json::member(out, "subcategories");
        let below = of.subcategories.iter().filter(|it| it.category == *name);
        json::list(out, below, json::record);
        out.push(b'}');
    });
    json::member(&mut out, "counterparties");
    json::list(&mut out, lines::counterparties(of), |out, it| {
        part(out, &it);
    });
    json::member(&mut out, "recurring");
    json::list(&mut out, lines::recurring(of), |out, it| part(out, &it));
    out.push(b'}');
    out
}

/// A line without its currency, which stands above it.
fn part<const N: usize, R: Record<N>>(out: &mut Vec<u8>, line: &R) {
    open_part(out, line);
    out.push(b'}');
}

/// The same without its closing brace, so that more fields can follow.
fn open_part<const N: usize, R: Record<N>>(out: &mut Vec<u8>, line: &R) {
    let fields = R::KEYS.into_iter().zip(line.cells()).skip(1);
    for (place, (name, value)) in fields.enumerate() {
        out.push(if place == 0 { b'{' } else { b',' });
        json::key(out, name);
        json::cell(out, &value);
    }
}

fn course(of: &Course) -> Vec<u8> {
    let mut out = Vec::new();
    json::open_record(&mut out, of);
    json::member(&mut out, "points");
    json::list(&mut out, &of.points, |out, (day, balance)| {
        json::record(out, &Point { day, balance });
    });
    out.push(b'}');
    out
}

impl Record<6> for InCurrency {
    const KEYS: [&'static str; 6] = ["currencyCode", "in", "out", "net", "savingsRate", "count"];

    fn cells(&self) -> [Cell<'_>; 6] {
        let [money_in, money_out, net] = lines::sums(&self.total);
        [
            (&self.currency).into(),
            money_in,
            money_out,
            net,
            lines::savings_rate(&self.total),
            (&self.total.count).into(),
        ]
    }
}

impl Record<5> for Subcategory {
    const KEYS: [&'static str; 5] = ["subcategory", "in", "out", "net", "count"];

    fn cells(&self) -> [Cell<'_>; 5] {
        let [money_in, money_out, net] = lines::sums(&self.flow);
        [
            self.name.as_deref().into(),
            money_in,
            money_out,
            net,
            (&self.flow.count).into(),
        ]
    }
}

impl Record<3> for Course {
    const KEYS: [&'static str; 3] = ["accountKey", "accountName", "currencyCode"];

    fn cells(&self) -> [Cell<'_>; 3] {
        // Never absent, even where the bank gave an account no name.
        [
            Cell::Text(&self.account_key),
            Cell::Text(&self.account_name),
            (&self.currency).into(),
        ]
    }
}

/// The balance at the end of a day.
struct Point<'a> {
    day: &'a Day,
    balance: &'a Amount,
}

impl Record<2> for Point<'_> {
    const KEYS: [&'static str; 2] = ["date", "balance"];

    fn cells(&self) -> [Cell<'_>; 2] {
        [self.day.into(), self.balance.into()]
    }
}
