//! - `story`: an archive in memory, and the rows that answers are told with.
//! - `pending`, `booked`, `lookalikes`, `coverage`: what happens to rows, a story each.
//! - `matching`: how many can be assigned at once.
//! - `truth`, `model`, `properties`: the same at random, against a pretend bank that knows the truth.

mod booked;
mod coverage;
mod lookalikes;
mod matching;
mod model;
mod pending;
mod properties;
mod story;
mod truth;
