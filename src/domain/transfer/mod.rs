//! A transfer from its plan to its outcome: everything that is decided, and nothing that is done.

pub(crate) mod code;
mod route;
pub(crate) mod warning;

pub(crate) use route::Route;
