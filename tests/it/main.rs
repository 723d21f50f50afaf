//! The program from outside: the real binary in a world of its own against the pretend bank.

mod layering;
mod world;
