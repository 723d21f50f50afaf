//! The proof that the ritual holds: every fault of a sending, at every point where a run may be
//! killed, under every condition of the bank's lists, with every transfer that may have been before
//! and everybody who may come between; and each time somebody who runs the same again until it
//! says that it went well.
//!
//! - `faults`: what becomes of the one POST, at the bank and on its way back.
//! - `cases`: what is multiplied with what.
//! - `bank`, `world`: the pretend bank, and the hands that the ritual has in this world.
//! - `play`: one case from its first run to its verdict.
//! - `breach`: what must never happen.
//! - `holds`: that it never does.
//! - `variants`: that it would be noticed, for each rule of the ritual that somebody may break.

mod bank;
mod breach;
mod cases;
mod faults;
mod holds;
mod play;
mod variants;
mod world;
