//! The program from outside: the real binary in a world of its own against the pretend bank.

mod browser;
mod errors;
mod keyring;
mod layering;
mod login;
mod read;
mod terminal;
mod world;
