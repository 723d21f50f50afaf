//! The program from outside: the real binary in a world of its own against the pretend bank.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails where it stands"
)]

mod archive;
mod browser;
mod chance;
mod check;
mod demo;
mod docs;
mod doctor;
mod errors;
mod export;
mod journal;
mod keyring;
mod layering;
mod login;
mod read;
#[cfg(unix)]
mod simulation;
mod summary;
mod terminal;
mod transfer;
mod world;
