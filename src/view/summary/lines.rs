//! The lines of a summary as records, each with its currency first.

use crate::domain::money::Currency;
use crate::domain::summary::{Flow, InCurrency, Recurring};

use super::super::cell::{Cell, Record};

/// A month.
pub(super) struct MonthLine<'a> {
    currency: &'a Currency,
    month: String,
    flow: Flow,
}

/// What a category or a counterparty comes to.
struct Named<'a> {
    currency: &'a Currency,
    name: Option<&'a str>,
    flow: Flow,
}

pub(super) struct CategoryLine<'a>(Named<'a>);

pub(super) struct CounterpartyLine<'a>(Named<'a>);

pub(super) struct RecurringLine<'a> {
    currency: &'a Currency,
    of: &'a Recurring,
}

pub(super) fn months(of: &InCurrency) -> impl Iterator<Item = MonthLine<'_>> {
    of.months.iter().map(|(month, flow)| MonthLine {
        currency: &of.currency,
        month: month.to_string(),
        flow: *flow,
    })
}

pub(super) fn categories(of: &InCurrency) -> impl Iterator<Item = CategoryLine<'_>> {
    of.categories.iter().map(|(name, flow)| {
        CategoryLine(Named {
            currency: &of.currency,
            name: name.as_deref(),
            flow: *flow,
        })
    })
}

pub(super) fn counterparties(of: &InCurrency) -> impl Iterator<Item = CounterpartyLine<'_>> {
    of.counterparties.iter().map(|(name, flow)| {
        CounterpartyLine(Named {
            currency: &of.currency,
            name: Some(name),
            flow: *flow,
        })
    })
}

pub(super) fn recurring(currency: &InCurrency) -> impl Iterator<Item = RecurringLine<'_>> {
    currency.recurring.iter().map(|of| RecurringLine {
        currency: &currency.currency,
        of,
    })
}

/// In, out and net.
pub(super) fn sums(flow: &Flow) -> [Cell<'static>; 3] {
    [flow.money_in, flow.money_out, flow.net()].map(Cell::Money)
}

pub(super) fn savings_rate(flow: &Flow) -> Cell<'static> {
    flow.savings_rate().map_or(Cell::Absent, Cell::Percent)
}

impl Record<7> for MonthLine<'_> {
    const KEYS: [&'static str; 7] = [
        "currencyCode",
        "month",
        "in",
        "out",
        "net",
        "savingsRate",
        "count",
    ];

    fn cells(&self) -> [Cell<'_>; 7] {
        let [money_in, money_out, net] = sums(&self.flow);
        [
            self.currency.into(),
            (&self.month).into(),
            money_in,
            money_out,
            net,
            savings_rate(&self.flow),
            (&self.flow.count).into(),
        ]
    }
}

impl Named<'_> {
    fn cells(&self) -> [Cell<'_>; 6] {
        let [money_in, money_out, net] = sums(&self.flow);
        [
            self.currency.into(),
            self.name.into(),
            money_in,
            money_out,
            net,
            (&self.flow.count).into(),
        ]
    }
}

impl Record<6> for CategoryLine<'_> {
    const KEYS: [&'static str; 6] = ["currencyCode", "category", "in", "out", "net", "count"];

    fn cells(&self) -> [Cell<'_>; 6] {
        self.0.cells()
    }
}

impl Record<6> for CounterpartyLine<'_> {
    const KEYS: [&'static str; 6] = ["currencyCode", "name", "in", "out", "net", "count"];

    fn cells(&self) -> [Cell<'_>; 6] {
        self.0.cells()
    }
}

impl Record<9> for RecurringLine<'_> {
    const KEYS: [&'static str; 9] = [
        "currencyCode",
        "name",
        "in",
        "out",
        "net",
        "count",
        "subscription",
        "last",
        "lastAmount",
    ];

    fn cells(&self) -> [Cell<'_>; 9] {
        let [money_in, money_out, net] = sums(&self.of.flow);
        [
            self.currency.into(),
            (&self.of.name).into(),
            money_in,
            money_out,
            net,
            (&self.of.flow.count).into(),
            (&self.of.subscription).into(),
            (&self.of.last).into(),
            (&self.of.last_amount).into(),
        ]
    }
}
