//! Who may be assigned to whom.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

/// Missing rows by their rank, each with the ranks of what it may have become.
pub(super) type Graph = BTreeMap<usize, BTreeSet<usize>>;

/// The parts of a graph that have nothing to do with each other.
pub(super) fn parts(graph: &Graph) -> Vec<Graph> {
    let mut by_choice: HashMap<usize, Vec<usize>> = HashMap::new();
    for (row, choices) in graph {
        for choice in choices {
            by_choice.entry(*choice).or_default().push(*row);
        }
    }
    let mut seen = HashSet::new();
    let mut parts = Vec::new();
    for row in graph.keys() {
        let mut part = Graph::new();
        let mut next = vec![*row];
        while let Some(row) = next.pop() {
            let Some(choices) = graph.get(&row).filter(|_| seen.insert(row)) else {
                continue;
            };
            // Each choice leads on to its rows once.
            let rows = choices.iter().filter_map(|it| by_choice.remove(it));
            next.extend(rows.flatten());
            part.insert(row, choices.clone());
        }
        if !part.is_empty() {
            parts.push(part);
        }
    }
    parts
}

/// All the choices of a graph.
pub(super) fn choices(graph: &Graph) -> BTreeSet<usize> {
    graph.values().flatten().copied().collect()
}

/// Takes choices away from every row.
pub(super) fn without(mut graph: Graph, taken: &BTreeSet<usize>) -> Graph {
    for choices in graph.values_mut() {
        choices.retain(|it| !taken.contains(it));
    }
    graph
}

/// How many rows can have a choice of their own at once: the size of a maximum matching, found by
/// augmenting paths (Kuhn's algorithm).
pub(super) fn matching(graph: &Graph) -> usize {
    let mut matching = Matching::default();
    let found = |row: &&usize| matching.add(graph, **row);
    graph.keys().filter(found).count()
}

#[derive(Default)]
struct Matching {
    holder_of: HashMap<usize, usize>,
    held_by: HashMap<usize, usize>,
}

impl Matching {
    /// Finds a choice for `row`, if need be by moving those who hold one to another.
    fn add(&mut self, graph: &Graph, row: usize) -> bool {
        let mut asked_by = HashMap::new();
        let mut next = VecDeque::from([row]);
        while let Some(asking) = next.pop_front() {
            for choice in graph.get(&asking).into_iter().flatten() {
                if asked_by.contains_key(choice) {
                    continue;
                }
                asked_by.insert(*choice, asking);
                match self.holder_of.get(choice) {
                    Some(holder) => next.push_back(*holder),
                    None => {
                        self.hand_over(*choice, &asked_by);
                        return true;
                    }
                }
            }
        }
        false
    }

    /// Gives a free choice to the one who asked, whose own goes to the one who asked for that, and
    /// so on to the row that had none.
    fn hand_over(&mut self, free: usize, asked_by: &HashMap<usize, usize>) {
        let mut choice = Some(free);
        while let Some((given, asking)) = choice.and_then(|it| Some((it, *asked_by.get(&it)?))) {
            self.holder_of.insert(given, asking);
            choice = self.held_by.insert(asking, given);
        }
    }
}
