//! The smallest program with clap, which `sb1 --version` is held against.

use clap::Parser;

#[derive(Parser)]
#[command(version)]
struct Smallest {}

fn main() {
    Smallest::parse();
}
