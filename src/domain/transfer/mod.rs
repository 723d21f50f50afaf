//! A transfer from its plan to its outcome: everything that is decided, and nothing that is done.

mod answer;
pub(crate) mod code;
mod due;
mod event;
mod gate;
mod history;
mod id;
mod limits;
mod message;
mod plan;
mod proof;
pub(crate) mod ritual;
mod route;
mod rule;
mod settle;
pub(crate) mod warning;

pub(crate) use answer::{Answer, Body};
pub(crate) use due::Due;
pub(crate) use event::{
    Accepted, Asked, Balances, Event, Findings, Intent, NotMoved, Said, Seen, Settled, Unclear,
    What,
};
pub(crate) use gate::{Gate, Refusal, Wanted, Why, gate};
pub(crate) use history::{History, Record, State};
pub(crate) use id::Id;
pub(crate) use limits::{LimitError, Limits};
pub(crate) use message::Message;
pub(crate) use plan::{Draft, Party, Plan, Receiver};
pub(crate) use proof::{Look, may_be_its_own, proof};
pub(crate) use route::Route;
pub(crate) use rule::{Decision, Labels, Quantity, Rule, Word};
pub(crate) use settle::{Unsettled, may_settle};

#[cfg(test)]
mod model;
#[cfg(test)]
mod samples;
