//! The sums of one currency.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

use crate::domain::date::Day;
use crate::domain::money::{Amount, Currency};

use super::{Flow, InCurrency, Month, Recurring, Subcategory};

/// What a row counts under; words by their places.
#[derive(Clone, Copy)]
pub(super) struct Heads {
    pub(super) name: usize,
    pub(super) category: Option<usize>,
    pub(super) subcategory: Option<usize>,
    pub(super) recurring: bool,
    pub(super) subscription: bool,
}

/// The words behind the places.
pub(super) struct Words {
    pub(super) names: Vec<String>,
    /// Of categories and subcategories.
    pub(super) categories: Vec<String>,
}

impl Words {
    fn name(&self, place: usize) -> String {
        self.names.get(place).cloned().unwrap_or_default()
    }

    fn category(&self, place: Option<usize>) -> Option<String> {
        self.categories.get(place?).cloned()
    }
}

/// Sums under way.
pub(super) struct Book {
    total: Flow,
    months: BTreeMap<Month, Flow>,
    categories: HashMap<Option<usize>, Flow>,
    subcategories: HashMap<(Option<usize>, Option<usize>), Flow>,
    names: HashMap<usize, Flow>,
    recurring: HashMap<usize, Series>,
}

/// What recurs under one name.
struct Series {
    flow: Flow,
    subscription: bool,
    last: Day,
    last_amount: Amount,
}

impl Book {
    pub(super) fn new() -> Self {
        Self {
            total: Flow::NONE,
            months: BTreeMap::new(),
            categories: HashMap::new(),
            subcategories: HashMap::new(),
            names: HashMap::new(),
            recurring: HashMap::new(),
        }
    }

    /// Adds one transaction; `None` if a sum cannot be held.
    pub(super) fn add(&mut self, day: Day, amount: Amount, heads: &Heads) -> Option<()> {
        self.total.add(amount)?;
        let month = self.months.entry(Month::of(day)).or_insert(Flow::NONE);
        month.add(amount)?;
        let category = (heads.category, heads.subcategory);
        under(&mut self.categories, heads.category).add(amount)?;
        under(&mut self.subcategories, category).add(amount)?;
        under(&mut self.names, heads.name).add(amount)?;
        if !heads.recurring && !heads.subscription {
            return Some(());
        }
        let series = self.recurring.entry(heads.name).or_insert(Series {
            flow: Flow::NONE,
            subscription: false,
            last: day,
            last_amount: amount,
        });
        series.add(day, amount, heads.subscription)
    }

    pub(super) fn finish(self, currency: Currency, words: &Words) -> InCurrency {
        let categories = self.categories.into_iter();
        let counterparties = self.names.into_iter();
        InCurrency {
            currency,
            total: self.total,
            months: without_gap(&self.months),
            categories: sorted(categories.map(|(place, flow)| (words.category(place), flow))),
            subcategories: subcategories(self.subcategories, words),
            counterparties: sorted(counterparties.map(|(place, flow)| (words.name(place), flow))),
            recurring: recurring(self.recurring, words),
        }
    }
}

impl Series {
    fn add(&mut self, day: Day, amount: Amount, subscription: bool) -> Option<()> {
        self.flow.add(amount)?;
        self.subscription |= subscription;
        let rank = |day: Day, amount: Amount| (day, amount.abs(), amount);
        if rank(day, amount) > rank(self.last, self.last_amount) {
            (self.last, self.last_amount) = (day, amount);
        }
        Some(())
    }
}

fn under<K: Eq + Hash>(flows: &mut HashMap<K, Flow>, head: K) -> &mut Flow {
    flows.entry(head).or_insert(Flow::NONE)
}

/// By what moved most.
fn sorted<K: Ord>(flows: impl Iterator<Item = (K, Flow)>) -> Vec<(K, Flow)> {
    let mut flows: Vec<_> = flows.collect();
    flows.sort_by(|a, b| b.1.size().cmp(&a.1.size()).then_with(|| a.0.cmp(&b.0)));
    flows
}

fn without_gap(months: &BTreeMap<Month, Flow>) -> Vec<(Month, Flow)> {
    let (Some(first), Some(last)) = (months.keys().next(), months.keys().next_back()) else {
        return Vec::new();
    };
    let all = std::iter::successors(Some(*first), |month| month.plus(1));
    all.take_while(|month| month <= last)
        .map(|month| (month, months.get(&month).copied().unwrap_or(Flow::NONE)))
        .collect()
}

fn subcategories(
    flows: HashMap<(Option<usize>, Option<usize>), Flow>,
    words: &Words,
) -> Vec<Subcategory> {
    let named = flows.into_iter().map(|((category, name), flow)| {
        let names = (words.category(category), words.category(name));
        (names, flow)
    });
    sorted(named)
        .into_iter()
        .map(|((category, name), flow)| Subcategory {
            category,
            name,
            flow,
        })
        .collect()
}

fn recurring(series: HashMap<usize, Series>, words: &Words) -> Vec<Recurring> {
    let mut all: Vec<_> = series
        .into_iter()
        .map(|(place, it)| Recurring {
            name: words.name(place),
            flow: it.flow,
            subscription: it.subscription,
            last: it.last,
            last_amount: it.last_amount,
        })
        .collect();
    all.sort_by(|a, b| {
        let size = b.flow.size().cmp(&a.flow.size());
        size.then_with(|| a.name.cmp(&b.name))
    });
    all
}
