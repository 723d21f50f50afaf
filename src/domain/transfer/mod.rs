//! A transfer from its plan to its outcome: everything that is decided, and nothing that is done.

mod limits;
mod route;

pub(crate) use limits::Limits;
pub(crate) use route::Route;
