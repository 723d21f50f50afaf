//! What each format writes to the byte, and what the programs read that it is for.

mod beancount;
mod bytes;
mod days;
mod hledger;
mod hostile;
mod ledger;
mod program;
mod readers;
mod sample;
pub(super) mod story;
