use jiff::{SignedDuration, Timestamp};

use crate::domain::date::Day;
use crate::domain::money::Amount;

use super::event::{Asked, NotMoved};
use super::history::{History, Record, State};
use super::{Id, LimitError, Limits, Plan};

/// How long after its result was shown a transfer holds back another like it.
const JUST_NOW: SignedDuration = SignedDuration::from_mins(15);

/// How long what a check has proven, or the owner has said, waits for whoever sent the transfer: they
/// try again within hours. After that it was seen where it was found out, and is in nobody's way.
const UNCLAIMED: SignedDuration = SignedDuration::from_hours(12);

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
    /// It was made and its result never shown; this one has another message, key, day or rule, so
    /// that it may be another transfer.
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
    /// The message has the tag of an open transfer.
    HasTag(Id),
}

/// Decides by all that the journal says. After a look (`looked`) there is no other.
pub(crate) fn gate(history: &History, wanted: &Wanted, now: Timestamp, looked: bool) -> Gate {
    by_words(history, wanted)
        .or_else(|| by_key(history, wanted, looked))
        .or_else(|| by_open(history, wanted, looked))
        .or_else(|| by_likeness(history, wanted, now, looked))
        .or_else(|| by_limits(history, wanted, now))
        .unwrap_or(Gate::Pass)
}

/// A message that carries the tag of an open transfer would prove that one by this one's row.
fn by_words(history: &History, wanted: &Wanted) -> Option<Gate> {
    let message = wanted.plan.message.as_deref()?;
    let named = history.open().find(|it| it.id.is_in(message))?;
    Some(Gate::Refused(Refusal::HasTag(named.id)))
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

/// Whether an earlier transfer is like this. Where the amount comes from a balance, one of any amount
/// between the same two is.
fn is_near(record: &Record, wanted: &Wanted) -> bool {
    match wanted.computed {
        true => record.intent.plan.is_between(&wanted.plan),
        false => record.intent.plan.is_like(&wanted.plan),
    }
}

/// The transfers like this of which nobody can tell.
fn open(history: &History, wanted: &Wanted) -> Vec<Id> {
    history
        .open()
        .filter(|it| is_near(it, wanted))
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

/// What the transfers like this that moved money say, first of all the one whose result nobody saw.
fn by_likeness(history: &History, wanted: &Wanted, now: Timestamp, looked: bool) -> Option<Gate> {
    let moved = || {
        let latest_first = history.records().iter().rev();
        latest_first.filter(|it| is_alike(it, wanted, now) && it.moved() == Some(true))
    };
    let unseen = || moved().filter(|it| is_unseen(it, now));
    // Who says `--again` has seen the transfer in the journal, or in a check. What only this run's
    // look has proven nobody can have seen.
    if let Some(id) = wanted.again.filter(|_| !looked) {
        return by_again(history, id, wanted);
    }
    if let Some(same) = unseen().find(|it| is_the_same(it, wanted)) {
        return Some(Gate::Again(same.id));
    }
    if let Some(other) = unseen().next() {
        return Some(Gate::Held(other.id, Why::MayBeAnother));
    }
    // An instant that is still to come is of a clock that was put back.
    let just_now = |shown: Timestamp| now.duration_since(shown) < JUST_NOW;
    let recent = moved().find(|it| it.reported.is_some_and(just_now))?;
    Some(Gate::Held(recent.id, Why::JustMade))
}

/// Whether an earlier transfer may be the one that is wanted. A rule finds another amount once the
/// money has moved, so there the same rule tells, and where nobody saw the result the two ends alone.
fn is_alike(record: &Record, wanted: &Wanted, now: Timestamp) -> bool {
    let plan = &record.intent.plan;
    let of_rule = || record.intent.asked == wanted.asked || is_unseen(record, now);
    plan.is_like(&wanted.plan) || (wanted.computed && plan.is_between(&wanted.plan) && of_rule())
}

/// Whether whoever sent it may never have seen its result.
fn is_unseen(record: &Record, now: Timestamp) -> bool {
    let waits = |settled: Timestamp| now.duration_since(settled) < UNCLAIMED;
    record.reported.is_none() && record.settled_at().is_none_or(waits)
}

/// Whether nothing tells an earlier transfer, whose result nobody saw, from this one.
fn is_the_same(record: &Record, wanted: &Wanted) -> bool {
    let earlier = &record.intent;
    let same_amount =
        earlier.plan.is_like(&wanted.plan) || earlier.asked.amount == wanted.asked.amount;
    // `tomorrow` is another day when it is said again on the next.
    let same_day = earlier.plan.due == wanted.plan.due || earlier.asked.date == wanted.asked.date;
    same_amount
        && same_day
        && earlier.plan.message == wanted.plan.message
        && earlier.key == wanted.key
}

/// `--again` passes the latest transfer only, so that a script with a fixed id cannot help itself.
fn by_again(history: &History, id: Id, wanted: &Wanted) -> Option<Gate> {
    let alike = |it: &Record| is_near(it, wanted);
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
    let today = match wanted.limits.max_per_day {
        Some(_) => history
            .sent_on(Day::of(now), plan.currency)
            .unwrap_or(plan.route.most()),
        None => Amount::ZERO,
    };
    let refused = wanted.limits.check_amount(plan.amount, today).err()?;
    Some(Gate::Limited(refused))
}

#[cfg(test)]
mod tests;
