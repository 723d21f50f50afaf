//! The flat formats: what they write to the byte, and what the programs read that they are for.

mod bytes;
mod readers;
mod sample;
