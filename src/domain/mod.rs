//! What the program is about, and nothing else: no I/O, no clock, no environment.

pub(crate) mod account;
pub(crate) mod archived;
pub(crate) mod bank;
pub(crate) mod continuity;
pub(crate) mod date;
pub(crate) mod duration;
pub(crate) mod filter;
pub(crate) mod hash;
pub(crate) mod money;
pub(crate) mod origin;
pub(crate) mod own;
pub(crate) mod quoted;
pub(crate) mod reconcile;
pub(crate) mod secret;
mod serial;
pub(crate) mod summary;
pub(crate) mod text;
pub(crate) mod transaction;
pub(crate) mod transfer;
