//! `sb1 summary`: what it tells of the pretend household.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::world::World;

#[test]
fn look() {
    let world = World::logged_in();
    for by in ["month", "category", "counterparty", "recurring"] {
        println!("{}", world.run(&format!("summary --by {by}")).shown());
        println!(
            "{}",
            world
                .run(&format!("summary --since 2m --format csv --by {by}"))
                .shown()
        );
    }
    println!("{}", world.run("summary --json --since 7d").shown());
    println!("{}", world.asked().join("\n"));
}
