//! A pretend SpareBank 1 on loopback, written from the bank's own specifications.

mod bank;
pub mod habits;
pub mod message;
