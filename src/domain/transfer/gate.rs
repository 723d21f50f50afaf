use jiff::{SignedDuration, Timestamp};

use crate::domain::date::Day;

use super::event::{Asked, NotMoved};
use super::history::{History, Record, State};
use super::{Id, LimitError, Limits, Plan};

/// How long after its result was shown a transfer holds back another like it.
const JUST_NOW: SignedDuration = SignedDuration::from_mins(15);

/// What somebody wants to be sent.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    pub(crate) plan: Plan,
    pub(crate) asked: Asked,
    pub(crate) key: Option<String>,
    /// The transfer that this one is to follow although they are alike.
    pub(crate) again: Option<Id>,
    /// Whether the amount comes from a balance, which an unknown transfer may have changed.
    pub(crate) computed: bool,
    /// Whether a tag goes along where it fits.
    pub(crate) tag: bool,
    pub(crate) limits: Limits,
}

/// Whether a transfer may be sent now. An id is that of the earlier transfer that decided it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Gate {
    Pass,
    /// Of these nobody can tell whether they moved money: look into the bank's lists first.
    Look(Vec<Id>),
    /// After the look nobody can tell either: held back.
    Open(Id),
    /// It was made, or its key was used: its result again, nothing sent.
    Again(Id),
    /// Held back until it is asked for with `--again`.
    Held(Id, Why),
    /// A local limit.
    Limited(LimitError),
    /// Not a request that makes sense.
    Refused(Refusal),
}

/// Why an earlier transfer holds back another one like it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// It was made, and its result shown, just now.
    JustMade,
    /// It was made and its result never shown; this one has another message or key, so that it may
    /// be another transfer.
    MayBeAnother,
    /// `--again` names an older one.
    NotTheLatest,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The key belongs to a transfer with other inputs.
    KeyTaken(Id),
    /// `--again` names a transfer that is none, or one unlike this.
    NotAlike(Id),
}

/// Decides by all that the journal says. After a look (`looked`) there is no other.
pub(crate) fn gate(history: &History, wanted: &Wanted, now: Timestamp, looked: bool) -> Gate {
    by_key(history, wanted, looked)
        .or_else(|| by_open(history, wanted, looked))
        .or_else(|| by_likeness(history, wanted, now))
        .or_else(|| by_limits(history, wanted, now))
        .unwrap_or(Gate::Pass)
}

/// The latest transfer of the same key decides, unless it never reached the bank or the owner said
/// that it did not move: then the key is free again.
fn by_key(history: &History, wanted: &Wanted, looked: bool) -> Option<Gate> {
    let record = history.of_key(wanted.key.as_deref()?)?;
    if !has_same_inputs(record, wanted) {
        return Some(Gate::Refused(Refusal::KeyTaken(record.id)));
    }
    match &record.state {
        State::Open | State::Unknown(_) if looked => Some(Gate::Open(record.id)),
        State::Open | State::Unknown(_) => {
            let mut open = open(history, wanted);
            open.retain(|id| *id != record.id);
            open.push(record.id);
            Some(Gate::Look(open))
        }
        State::NotMoved(NotMoved::Network { .. }) => None,
        State::Settled(settled) if !settled.moved => None,
        _ => Some(Gate::Again(record.id)),
    }
}

fn has_same_inputs(record: &Record, wanted: &Wanted) -> bool {
    let earlier = &record.intent;
    earlier.plan.is_between(&wanted.plan)
        && earlier.plan.message == wanted.plan.message
        && earlier.asked == wanted.asked
}

/// The transfers like this of which nobody can tell. Where the amount comes from a balance, one of
/// any amount between the same two is like it.
fn open(history: &History, wanted: &Wanted) -> Vec<Id> {
    let stands_in_the_way = |it: &&Record| match wanted.computed {
        true => it.intent.plan.is_between(&wanted.plan),
        false => it.intent.plan.is_like(&wanted.plan),
    };
    history
        .open()
        .filter(stands_in_the_way)
        .map(|it| it.id)
        .collect()
}

/// No transfer passes an open one like it, `--again` or not.
fn by_open(history: &History, wanted: &Wanted, looked: bool) -> Option<Gate> {
    let open = open(history, wanted);
    let latest = *open.last()?;
    Some(if looked {
        Gate::Open(latest)
    } else {
        Gate::Look(open)
    })
}

/// What the latest transfer like this that moved money says.
fn by_likeness(history: &History, wanted: &Wanted, now: Timestamp) -> Option<Gate> {
    let by_rule = |it: &Record| is_of_rule(it, wanted) || is_unseen_proof(it, wanted);
    let alike =
        |it: &Record| it.intent.plan.is_like(&wanted.plan) || (wanted.computed && by_rule(it));
    if let Some(id) = wanted.again {
        return by_again(history, id, alike);
    }
    let moved = |it: &&Record| alike(it) && it.moved() == Some(true);
    let latest = history.records().iter().rev().find(moved)?;
    match latest.reported {
        None if is_the_same(latest, wanted) => Some(Gate::Again(latest.id)),
        None => Some(Gate::Held(latest.id, Why::MayBeAnother)),
        // An instant that is still to come is of a clock that was put back.
        Some(shown) if now.duration_since(shown) < JUST_NOW => {
            Some(Gate::Held(latest.id, Why::JustMade))
        }
        Some(_) => None,
    }
}

/// A transfer of the same rule between the same two: once it moved money, the rule gives another
/// amount, and is the same wish all the same.
fn is_of_rule(record: &Record, wanted: &Wanted) -> bool {
    record.intent.plan.is_between(&wanted.plan) && record.intent.asked == wanted.asked
}

/// A transfer between the same two that nobody could tell of and that was found to have been made:
/// the balance that a rule goes by may not know of it yet.
fn is_unseen_proof(record: &Record, wanted: &Wanted) -> bool {
    matches!(record.state, State::Proven(_))
        && record.reported.is_none()
        && record.intent.plan.is_between(&wanted.plan)
}

/// Whether nothing tells an earlier transfer, whose result nobody saw, from this one.
fn is_the_same(record: &Record, wanted: &Wanted) -> bool {
    record.intent.plan.message == wanted.plan.message && record.intent.key == wanted.key
}

/// `--again` passes the latest transfer only, so that a script with a fixed id cannot help itself.
fn by_again(history: &History, id: Id, alike: impl Fn(&Record) -> bool) -> Option<Gate> {
    let mut later = history.records().iter().rev().take_while(|it| it.id != id);
    match history.find(&id) {
        Some(named) if alike(named) => later
            .find(|it| alike(it) && it.moved() == Some(true))
            .map(|it| Gate::Held(it.id, Why::NotTheLatest)),
        _ => Some(Gate::Refused(Refusal::NotAlike(id))),
    }
}

fn by_limits(history: &History, wanted: &Wanted, now: Timestamp) -> Option<Gate> {
    let plan = &wanted.plan;
    let today = history
        .sent_on(Day::of(now), plan.currency)
        .unwrap_or(plan.route.most());
    let refused = wanted.limits.check_amount(plan.amount, today).err()?;
    Some(Gate::Limited(refused))
}
