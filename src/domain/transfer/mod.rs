//! A transfer from its plan to its outcome: everything that is decided, and nothing that is done.

mod due;
mod route;
mod rule;

pub(crate) use due::{Due, DueError};
pub(crate) use route::Route;
pub(crate) use rule::{Decision, Labels, Percent, Rule, RuleError, What, Word, WordError};
