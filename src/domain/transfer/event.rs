#![expect(
    clippy::disallowed_types,
    reason = "serde's derive names floats where it sorts out flattened fields; no field here is one"
)]

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::domain::date::Day;
use crate::domain::money::Amount;

use super::{Id, Plan};

/// One line of the journal: something that happened to one transfer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Event {
    pub(crate) id: Id,
    pub(crate) at: Timestamp,
    #[serde(flatten)]
    pub(crate) what: What,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub(crate) enum What {
    /// It is about to be sent: on disk before the first byte goes out.
    Sending(Box<Intent>),
    /// The bank accepted it.
    Done(Accepted),
    /// It did not move money.
    NotMoved(NotMoved),
    /// Nobody can tell whether it moved money.
    Unknown(Unclear),
    /// Its result was shown to whoever asked for it.
    Reported,
    /// Its owner saw what became of it, in a check or by saying so; whoever sent it may not have.
    Noticed,
    /// Its tag was found in the bank's lists.
    Proven(Findings),
    /// The owner said what became of it.
    Settled(Settled),
}

/// A transfer as it is about to be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Intent {
    #[serde(flatten)]
    pub(crate) plan: Plan,
    /// The message as it goes to the bank.
    pub(crate) sent_message: Option<String>,
    /// Whether that has the id as a tag, so that the bank's lists can prove the transfer.
    pub(crate) tagged: bool,
    /// The user's own name for this one transfer.
    pub(crate) key: Option<String>,
    pub(crate) asked: Asked,
    pub(crate) before: Balances,
}

/// What was typed that the plan does not tell any more; compared when a key is used again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Asked {
    /// The amount or the rule it comes from.
    pub(crate) amount: String,
    pub(crate) date: Option<String>,
}

/// What could be spent on either side, where the bank said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Balances {
    pub(crate) from: Option<Amount>,
    pub(crate) to: Option<Amount>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Accepted {
    /// The bank's id of the payment.
    pub(crate) payment_id: String,
    /// The bank's remarks, in its own words.
    pub(crate) warnings: Vec<String>,
}

/// Why a transfer did not move money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub(crate) enum NotMoved {
    /// The bank said no.
    Bank(Said),
    /// It never left this machine.
    Network { why: String },
}

/// Why nobody can tell, and what the bank said, if anything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Unclear {
    /// In a few words: "no response within 30 s".
    pub(crate) why: String,
    #[serde(flatten)]
    pub(crate) said: Said,
}

/// The bank's own words in an answer that was not a success.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Said {
    pub(crate) status: Option<u16>,
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) trace_id: Option<String>,
}

/// What a look through the bank's lists found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Findings {
    /// Whether both lists came whole.
    pub(crate) complete: bool,
    /// Rows with the tag.
    pub(crate) rows: Vec<Seen>,
    /// Rows of the same amount without it, which prove nothing.
    pub(crate) alike: Vec<Seen>,
}

/// A row of the bank's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Seen {
    pub(crate) id: String,
    pub(crate) day: Option<Day>,
    pub(crate) amount: Option<Amount>,
    /// The number of the account it is on.
    pub(crate) account: String,
    pub(crate) text: String,
    pub(crate) booked: bool,
}

/// The owner's word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Settled {
    pub(crate) moved: bool,
    /// What the bank's lists had when the owner decided; `None` where they could not be read.
    pub(crate) findings: Option<Findings>,
    /// What could be spent when the owner decided.
    pub(crate) after: Balances,
}
