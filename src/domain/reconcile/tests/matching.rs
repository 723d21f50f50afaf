use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::domain::reconcile::graph::{Graph, choices, matching, parts};

fn some_graph() -> impl Strategy<Value = Graph> {
    prop::collection::vec(prop::collection::btree_set(0..6_usize, 0..4), 0..7)
        .prop_map(|rows| rows.into_iter().enumerate().collect())
}

/// By trying everything.
fn most(rows: &[&BTreeSet<usize>], taken: &BTreeSet<usize>) -> usize {
    let Some((row, rest)) = rows.split_first() else {
        return 0;
    };
    let with = row.difference(taken).map(|choice| {
        let taken = taken.iter().chain([choice]).copied().collect();
        1 + most(rest, &taken)
    });
    with.chain([most(rest, taken)]).max().unwrap()
}

proptest! {
    #[test]
    fn as_many_are_matched_as_can_be(graph in some_graph()) {
        let rows: Vec<&BTreeSet<usize>> = graph.values().collect();
        prop_assert_eq!(matching(&graph), most(&rows, &BTreeSet::new()));
    }

    #[test]
    fn parts_share_nothing_and_lose_nothing(graph in some_graph()) {
        let parts = parts(&graph);
        let together: Graph = parts.iter().flatten().map(|(row, it)| (*row, it.clone())).collect();
        prop_assert_eq!(&together, &graph);
        let shared: usize = parts.iter().map(|part| choices(part).len()).sum();
        prop_assert_eq!(shared, choices(&graph).len());
    }
}
