//! A transfer from its plan to its outcome: everything that is decided, and nothing that is done.

mod route;

pub(crate) use route::Route;
