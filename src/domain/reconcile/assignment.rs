//! Who became what: one to one, as far as it is determined.
//!
//! What fits best comes first, as long as it leaves enough for everybody else. Where several
//! assignments remain, it still makes no difference which is taken if they only swap rows that are
//! alike; otherwise none is, and each row may have become any of them. That there are as many of
//! the one as of the other says who is concerned, but not who became what.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::book::Row;
use super::choices::Choices;
use super::graph::{self, Graph};
use super::{Entry, EntryNo, State};

/// The state of each of the missing rows.
pub(super) fn assign(all: Vec<Choices<'_>>) -> Vec<(Row, State)> {
    let table = Table::of(all);
    let mut states = vec![State::Gone; table.lost.len()];
    for part in graph::parts(&table.full()) {
        let settled = table.settle(&part);
        for (row, choice) in settled.pairs {
            if let (Some(state), Some(no)) = (states.get_mut(row), table.no(choice)) {
                *state = State::Became(no);
            }
        }
        for (row, choices) in settled.open.into_iter().chain(settled.shared) {
            let mut numbers: Vec<EntryNo> = choices.iter().filter_map(|it| table.no(*it)).collect();
            numbers.sort_unstable();
            if let Some(state) = states.get_mut(row).filter(|_| !numbers.is_empty()) {
                *state = State::Unclear(numbers);
            }
        }
    }
    table.lost.iter().map(|it| it.row).zip(states).collect()
}

/// Missing rows and their choices, each in an order that does not depend on how they came: a row's
/// place in it is its rank.
struct Table<'a> {
    lost: Vec<Choices<'a>>,
    found: Vec<&'a Entry>,
    ranks: HashMap<EntryNo, usize>,
}

/// What is determined, and what is not.
#[derive(Default)]
struct Settled {
    pairs: Vec<(usize, usize)>,
    /// As many choices as rows, which nobody else can have, but several ways to assign them that
    /// are not alike.
    shared: Graph,
    /// More rows than there are choices for.
    short: Graph,
    /// Choices that others may want too, and several ways to assign them that are not alike.
    open: Graph,
}

impl Settled {
    fn add(&mut self, other: Self) {
        self.pairs.extend(other.pairs);
        self.shared.extend(other.shared);
        self.short.extend(other.short);
        self.open.extend(other.open);
    }
}

impl<'a> Table<'a> {
    fn of(mut lost: Vec<Choices<'a>>) -> Self {
        lost.retain(|it| !it.all.is_empty() || it.entry.state != State::Gone);
        lost.sort_by(|one, other| order(one.entry).cmp(&order(other.entry)));
        let mut found: Vec<&Entry> = lost
            .iter()
            .flat_map(|it| it.all.iter().map(|(entry, _)| *entry))
            .collect();
        found.sort_by(|one, other| order(one).cmp(&order(other)));
        found.dedup_by_key(|it| it.no);
        let ranks = found.iter().enumerate().map(|(rank, it)| (it.no, rank));
        Self {
            ranks: ranks.collect(),
            lost,
            found,
        }
    }

    fn no(&self, choice: usize) -> Option<EntryNo> {
        self.found.get(choice).map(|it| it.no)
    }

    fn full(&self) -> Graph {
        let rows = self.lost.iter().enumerate();
        rows.map(|(rank, it)| (rank, self.ranked(it.all.iter().map(|(entry, _)| *entry))))
            .collect()
    }

    /// A part of the graph with the best choices of each row only.
    fn best(&self, part: &Graph) -> Graph {
        let best = |(rank, choices): (&usize, &BTreeSet<usize>)| {
            let numbers = choices.iter().filter_map(|it| self.no(*it)).collect();
            let best = self.lost.get(*rank)?.best_of(&numbers);
            Some((*rank, self.ranked(best)))
        };
        part.iter().filter_map(best).collect()
    }

    fn ranked(&self, entries: impl Iterator<Item = &'a Entry>) -> BTreeSet<usize> {
        entries
            .filter_map(|it| self.ranks.get(&it.no).copied())
            .collect()
    }

    /// Assigns one part of the graph, and then what it leaves shared once more: a smaller part may
    /// be determined by what fits best in it.
    fn settle(&self, part: &Graph) -> Settled {
        let mut settled = self.settle_once(part);
        for shared in graph::parts(&std::mem::take(&mut settled.shared)) {
            if shared == *part {
                settled.shared.extend(shared);
            } else {
                settled.add(self.settle(&shared));
            }
        }
        settled
    }

    /// The best to those who have enough of it, the rest to others.
    fn settle_once(&self, part: &Graph) -> Settled {
        let mut first = self.resolve(&self.best(part));
        let mut taken = graph::choices(&first.shared);
        taken.extend(first.pairs.iter().map(|(_, choice)| *choice));
        let mut rest = std::mem::take(&mut first.open);
        for row in std::mem::take(&mut first.short).keys() {
            rest.extend(part.get(row).map(|choices| (*row, choices.clone())));
        }
        let rest = graph::without(rest, &taken);
        if taken.len() + graph::matching(&rest) < graph::matching(part) {
            // The best of some is the last of another.
            return self.finish(self.resolve(part));
        }
        first.add(self.resolve(&rest));
        self.finish(first)
    }

    /// Where there are too few choices, it is no matter which of rows that are alike have none.
    fn finish(&self, mut settled: Settled) -> Settled {
        for part in graph::parts(&settled.short) {
            if is_block(&part) && self.are_lost_alike(&part) {
                settled.pairs.extend(in_order(&part));
            } else {
                settled.open.extend(part);
            }
        }
        settled.short = Graph::new();
        settled
    }

    fn resolve(&self, graph: &Graph) -> Settled {
        let mut settled = Settled::default();
        let mut parts = graph::parts(graph);
        while let Some(part) = parts.pop() {
            let choices = graph::choices(&part);
            if graph::matching(&part) < part.len() {
                settled.short.extend(part);
            } else if is_block(&part) && self.are_found_alike(&choices) {
                settled.pairs.extend(in_order(&part));
            } else if let Some(block) = tight_block(&part) {
                if self.are_lost_alike(&block) || self.are_found_alike(&graph::choices(&block)) {
                    settled.pairs.extend(in_order(&block));
                } else {
                    settled.shared.extend(block.clone());
                }
                let others = part.into_iter().filter(|(row, _)| !block.contains_key(row));
                let rest = graph::without(others.collect(), &graph::choices(&block));
                parts.extend(graph::parts(&rest));
            } else {
                settled.open.extend(part);
            }
        }
        settled
    }

    fn are_lost_alike(&self, part: &Graph) -> bool {
        let rows = part.keys().filter_map(|rank| self.lost.get(*rank));
        all_equal(rows.map(|it| {
            let row = &it.entry.row;
            (row.booked, row.amount, row.wording, row.reserved)
        }))
    }

    fn are_found_alike(&self, choices: &BTreeSet<usize>) -> bool {
        let rows = choices.iter().filter_map(|rank| self.found.get(*rank));
        all_equal(rows.map(|it| (it.row.booked, it.row.amount, it.row.wording, it.row.day)))
    }
}

/// An order in which rows that are alike come by their days. The archive's numbers come last: they
/// are of the order in which the bank lists rows.
fn order(entry: &Entry) -> impl Ord {
    let row = &entry.row;
    (
        (row.amount, row.wording, row.reserved, row.booked),
        (entry.first_day, row.day, entry.first),
        (row.id.as_str(), entry.no),
    )
}

/// Whether all rows have the same choices.
fn is_block(part: &Graph) -> bool {
    all_equal(part.values())
}

/// Rows with the same choices, as many as they are: these are theirs, whoever else may want them.
fn tight_block(part: &Graph) -> Option<Graph> {
    let mut rows_of: BTreeMap<&BTreeSet<usize>, Vec<usize>> = BTreeMap::new();
    for (row, choices) in part {
        rows_of.entry(choices).or_default().push(*row);
    }
    let mut tight = rows_of
        .into_iter()
        .filter(|(it, rows)| it.len() == rows.len());
    let (choices, rows) = tight.next()?;
    Some(rows.into_iter().map(|row| (row, choices.clone())).collect())
}

/// The rows of a block with its choices, by their ranks.
fn in_order(block: &Graph) -> Vec<(usize, usize)> {
    let rows = block.keys().copied();
    rows.zip(graph::choices(block)).collect()
}

fn all_equal<T: PartialEq>(mut items: impl Iterator<Item = T>) -> bool {
    items
        .next()
        .is_none_or(|first| items.all(|item| item == first))
}
