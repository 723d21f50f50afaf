//! Pure: no I/O, no clock, no environment.

pub(crate) mod account;
pub(crate) mod bank;
pub(crate) mod date;
pub(crate) mod money;
pub(crate) mod origin;
pub(crate) mod secret;
pub(crate) mod text;
pub(crate) mod transaction;
