//! What became of one transfer, or would.

mod sentence;

use jiff::Timestamp;

use crate::config::Format;
use crate::domain::date::Day;
use crate::domain::money::{Amount, Currency};
use crate::domain::transfer::{
    Draft, Id, NotMoved, Party, Plan, Record as Made, Route, Said, State,
};
use crate::failure::Failure;
use crate::ui::Ui;

use super::cell::{Cell, Record};
use super::json::{self, Document};
use super::separated::Separated;
use super::{Cells, Shape, lines, print};

pub(super) use sentence::{amount, between, called, to_the_minute};

/// What became of a transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Planned,
    Accepted,
    Rejected,
    NotSent,
    Unknown,
    Held,
    Skipped,
}

impl Fate {
    pub(super) fn of(record: &Made) -> Self {
        match &record.state {
            State::Done(_) | State::Proven(_) => Self::Accepted,
            State::Settled(settled) if settled.moved => Self::Accepted,
            State::NotMoved(NotMoved::Bank(_)) => Self::Rejected,
            State::NotMoved(NotMoved::Network { .. }) | State::Settled(_) => Self::NotSent,
            State::Open | State::Unknown(_) => Self::Unknown,
        }
    }

    /// The word for it in JSON.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::NotSent => "not_sent",
            Self::Unknown => "unknown",
            Self::Held => "held",
            Self::Skipped => "skipped",
        }
    }

    /// Whether the money moved; `None` where nobody can tell, or where it is another transfer that
    /// did.
    fn moved(self) -> Option<bool> {
        match self {
            Self::Accepted => Some(true),
            Self::Planned | Self::Rejected | Self::NotSent | Self::Skipped => Some(false),
            Self::Unknown | Self::Held => None,
        }
    }
}

/// A transfer and what became of it.
pub(crate) struct Transfer<'a> {
    fate: Fate,
    /// That of the journal: this transfer's own, or of the one that holds it.
    id: Option<Id>,
    /// When it was about to be sent.
    begun: Option<Timestamp>,
    payment_id: Option<&'a str>,
    /// The bank's remarks, in its own words.
    warnings: &'a [String],
    route: Route,
    amount: Option<Amount>,
    currency: Currency,
    from: &'a Party,
    to: &'a Party,
    /// The user's own words.
    message: Option<&'a str>,
    /// The day that was asked for, or else the day it was begun.
    day: Option<Day>,
    /// Whether that is a later day than the one on which it was begun.
    later: bool,
    key: Option<&'a str>,
    /// Whether this is the result of an earlier run, and nothing was sent now.
    replayed: bool,
    said: Option<&'a Said>,
}

impl<'a> Transfer<'a> {
    /// One of the journal, with what is known of it.
    pub(crate) fn of(record: &'a Made) -> Self {
        let (warnings, said) = match &record.state {
            State::Done(accepted) => (&accepted.warnings[..], None),
            State::NotMoved(NotMoved::Bank(said)) => (&[][..], Some(said)),
            State::Unknown(unclear) => (&[][..], Some(&unclear.said)),
            _ => (&[][..], None),
        };
        let key = record.intent.key.as_deref();
        Self {
            fate: Fate::of(record),
            id: Some(record.id),
            begun: Some(record.at),
            payment_id: record.payment_id(),
            warnings,
            said,
            ..Self::planned(&record.intent.plan, key, Day::of(record.at))
        }
    }

    /// Nothing was sent now, because this one of the journal was made earlier: its result again.
    pub(crate) fn replayed(record: &'a Made) -> Self {
        Self {
            replayed: true,
            ..Self::of(record)
        }
    }

    /// Nothing was sent, because of this one of the journal.
    pub(crate) fn held(record: &'a Made) -> Self {
        Self {
            fate: Fate::Held,
            ..Self::of(record)
        }
    }

    /// Nothing was sent, because only the plan was asked for.
    pub(crate) fn planned(plan: &'a Plan, key: Option<&'a str>, today: Day) -> Self {
        Self {
            fate: Fate::Planned,
            id: None,
            begun: None,
            payment_id: None,
            warnings: &[],
            route: plan.route,
            amount: Some(plan.amount),
            currency: plan.currency,
            from: &plan.from,
            to: &plan.to,
            message: plan.message.as_deref(),
            day: Some(plan.due.unwrap_or(today)),
            later: plan.due.is_some_and(|due| due > today),
            key,
            replayed: false,
            said: None,
        }
    }

    /// Nothing was sent, because there was nothing to move.
    pub(crate) fn skipped(draft: &'a Draft, key: Option<&'a str>) -> Self {
        Self {
            fate: Fate::Skipped,
            id: None,
            begun: None,
            payment_id: None,
            warnings: &[],
            route: draft.route(),
            amount: None,
            currency: draft.currency(),
            from: draft.from(),
            to: draft.to(),
            message: draft.message(),
            day: draft.due(),
            later: false,
            key,
            replayed: false,
            said: None,
        }
    }

    fn code(&self) -> Option<&'a str> {
        self.said?.code.as_deref()
    }

    fn trace_id(&self) -> Option<&'a str> {
        self.said?.trace_id.as_deref()
    }
}

/// Shows what became of a transfer. Where it is no success the table is empty: the error on stderr
/// tells it all.
pub(crate) fn show(ui: &Ui, format: Format, transfer: &Transfer<'_>) -> Result<(), Failure> {
    let shape = Shape::new(ui, format, Cells::default());
    print(ui, &rendered(&shape, transfer)?)
}

pub(super) fn rendered(shape: &Shape, transfer: &Transfer<'_>) -> Result<Vec<u8>, Failure> {
    Ok(match shape.format {
        Format::Json | Format::Jsonl => document(transfer),
        Format::Csv | Format::Tsv => Separated::new(shape).listing::<17, _>([&Flat {
            transfer,
            warnings: transfer.warnings.join(" "),
        }])?,
        Format::Table => lines(transfer.sentence()),
    })
}

fn document(transfer: &Transfer<'_>) -> Vec<u8> {
    let mut document = Document::new("sb1.transfer/1");
    document
        .field("id", of_id(&transfer.id))
        .field("state", transfer.fate.name())
        .field("moneyMoved", &transfer.fate.moved())
        .field("paymentId", transfer.payment_id)
        .texts("warnings", transfer.warnings.iter().map(String::as_str))
        .field("amount", &transfer.amount)
        .field("currencyCode", &transfer.currency)
        .object("from", &json::object(transfer.from))
        .object("to", &json::object(transfer.to))
        .field("message", transfer.message)
        .field("dueDate", &transfer.day)
        .field("key", transfer.key)
        .field("replayed", &transfer.replayed)
        .field("code", transfer.code())
        .field("traceId", transfer.trace_id());
    document.end()
}

fn of_id(id: &Option<Id>) -> Cell<'_> {
    id.as_ref().map(Id::as_str).into()
}

impl Record<2> for Party {
    const KEYS: [&'static str; 2] = ["name", "accountNumber"];

    fn cells(&self) -> [Cell<'_>; 2] {
        [(&self.name).into(), (&self.number).into()]
    }
}

/// A transfer without fields in fields.
struct Flat<'a> {
    transfer: &'a Transfer<'a>,
    warnings: String,
}

impl Record<17> for Flat<'_> {
    const KEYS: [&'static str; 17] = [
        "id",
        "state",
        "moneyMoved",
        "paymentId",
        "warnings",
        "amount",
        "currencyCode",
        "fromName",
        "fromAccountNumber",
        "toName",
        "toAccountNumber",
        "message",
        "dueDate",
        "key",
        "replayed",
        "code",
        "traceId",
    ];

    fn cells(&self) -> [Cell<'_>; 17] {
        let transfer = self.transfer;
        [
            of_id(&transfer.id),
            transfer.fate.name().into(),
            transfer.fate.moved().map_or(Cell::Absent, Cell::Flag),
            transfer.payment_id.into(),
            (&self.warnings).into(),
            (&transfer.amount).into(),
            (&transfer.currency).into(),
            (&transfer.from.name).into(),
            (&transfer.from.number).into(),
            (&transfer.to.name).into(),
            (&transfer.to.number).into(),
            transfer.message.into(),
            (&transfer.day).into(),
            transfer.key.into(),
            Cell::Flag(transfer.replayed),
            transfer.code().into(),
            transfer.trace_id().into(),
        ]
    }
}
