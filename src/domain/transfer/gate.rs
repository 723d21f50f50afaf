use jiff::{SignedDuration, Timestamp};

use crate::domain::date::Day;
use crate::domain::money::Amount;

use super::event::{Asked, NotMoved};
use super::history::{History, Record, State};
use super::{Id, LimitError, Limits, Plan};

/// How long after its result was shown a transfer holds back another like it.
const JUST_NOW: SignedDuration = SignedDuration::from_mins(15);

/// The same after its owner saw, in a check or by saying so, what became of it: whoever sent it may not
/// know that yet, and tries again within hours.
const FOUND_OUT: SignedDuration = SignedDuration::from_hours(12);

/// How long a result that nobody saw is told to whoever asks for the same. Later, another may be meant.
const UNSEEN: SignedDuration = SignedDuration::from_hours(24);

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
    /// It was made, and its result shown, a short while ago.
    JustMade,
    /// It was made and its result never shown; this one has another message, key, day or rule, or
    /// comes a day later, so that it may be another transfer.
    MayBeAnother,
    /// The bank moves its money only later, and a rule that goes by a balance cannot know of it.
    NotYetMade,
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
    let keeper = Gatekeeper {
        history,
        wanted,
        now,
        looked,
    };
    keeper
        .by_words()
        .or_else(|| keeper.by_key())
        .or_else(|| keeper.by_open())
        .or_else(|| keeper.by_moved())
        .or_else(|| keeper.by_limits())
        .unwrap_or(Gate::Pass)
}

/// What is wanted, and all that decides about it. How much an earlier transfer has in common with it
/// goes from [`is_like`](Self::is_like), by what they move alone, to
/// [`is_the_same`](Self::is_the_same), where nothing tells them apart.
struct Gatekeeper<'a> {
    history: &'a History,
    wanted: &'a Wanted,
    now: Timestamp,
    looked: bool,
}

impl<'a> Gatekeeper<'a> {
    /// A message that carries the tag of an open transfer would prove that one by this one's row.
    fn by_words(&self) -> Option<Gate> {
        let message = self.wanted.plan.message.as_deref()?;
        let named = self.history.open().find(|it| it.id.is_in(message))?;
        Some(Gate::Refused(Refusal::HasTag(named.id)))
    }

    /// The latest transfer of the same key decides, unless it never reached the bank or the owner
    /// said that it did not move: then the key is free again.
    fn by_key(&self) -> Option<Gate> {
        let record = self.history.of_key(self.wanted.key.as_deref()?)?;
        if !self.has_same_inputs(record) {
            return Some(Gate::Refused(Refusal::KeyTaken(record.id)));
        }
        match &record.state {
            State::Open | State::Unknown(_) if self.looked => Some(Gate::Open(record.id)),
            State::Open | State::Unknown(_) => {
                let others = self.open().filter(|id| *id != record.id);
                Some(Gate::Look(others.chain([record.id]).collect()))
            }
            State::NotMoved(NotMoved::Network { .. }) => None,
            State::Settled(settled) if !settled.moved => None,
            State::Done(_) | State::Proven(_) | State::Settled(_) | State::NotMoved(_) => {
                Some(Gate::Again(record.id))
            }
        }
    }

    /// No transfer passes an open one like it, `--again` or not.
    fn by_open(&self) -> Option<Gate> {
        let open: Vec<Id> = self.open().collect();
        let latest = *open.last()?;
        Some(match self.looked {
            true => Gate::Open(latest),
            false => Gate::Look(open),
        })
    }

    /// What the transfers that moved money and may be this one say, first of all the one whose
    /// result nobody saw.
    fn by_moved(&self) -> Option<Gate> {
        // Who says `--again` has seen the transfer in the journal, or in a check. What only this
        // run's look has proven nobody can have seen.
        if let Some(id) = self.wanted.again.filter(|_| !self.looked) {
            return self.by_again(id);
        }
        let moved = || {
            self.latest_first()
                .filter(|it| it.moved() == Some(true) && self.may_be_meant(it))
        };
        let unseen = || moved().filter(|it| it.is_unseen());
        if let Some(same) = unseen().find(|it| self.is_the_same(it)) {
            return Some(Gate::Again(same.id));
        }
        if let Some(other) = unseen().next() {
            return Some(Gate::Held(other.id, Why::MayBeAnother));
        }
        if let Some(recent) = moved().find(|it| self.was_just_seen(it)) {
            return Some(Gate::Held(recent.id, Why::JustMade));
        }
        let coming = self.latest_first().find(|it| self.is_still_to_move(it))?;
        Some(Gate::Held(coming.id, Why::NotYetMade))
    }

    /// `--again` passes the latest transfer only, so that a script with a fixed id cannot help
    /// itself.
    fn by_again(&self, id: Id) -> Option<Gate> {
        let named = self.history.find(&id);
        if !named.is_some_and(|it| self.is_like(it)) {
            return Some(Gate::Refused(Refusal::NotAlike(id)));
        }
        let mut later = self.latest_first().take_while(|it| it.id != id);
        let latest = later.find(|it| it.moved() == Some(true) && self.is_like(it))?;
        Some(Gate::Held(latest.id, Why::NotTheLatest))
    }

    fn by_limits(&self) -> Option<Gate> {
        let Wanted { plan, limits, .. } = self.wanted;
        let today = match limits.max_per_day {
            Some(_) => self
                .history
                .sent_on(Day::of(self.now), plan.currency)
                .unwrap_or(plan.route.most()),
            None => Amount::ZERO,
        };
        let refused = limits.check_amount(plan.amount, today).err()?;
        Some(Gate::Limited(refused))
    }

    /// The transfers like this of which nobody can tell, in the order in which they were begun.
    fn open(&self) -> impl Iterator<Item = Id> {
        let like = self.history.open().filter(|it| self.is_like(it));
        like.map(|it| it.id)
    }

    fn latest_first(&self) -> impl Iterator<Item = &'a Record> {
        self.history.records().iter().rev()
    }

    fn has_same_inputs(&self, record: &Record) -> bool {
        let (earlier, wanted) = (&record.intent, self.wanted);
        earlier.plan.is_between(&wanted.plan)
            && earlier.plan.message == wanted.plan.message
            && earlier.asked == wanted.asked
    }

    /// Whether an earlier transfer is like this. Where the amount comes from a balance, one of any
    /// amount between the same two is.
    fn is_like(&self, record: &Record) -> bool {
        match self.wanted.computed {
            true => record.intent.plan.is_between(&self.wanted.plan),
            false => record.intent.plan.is_like(&self.wanted.plan),
        }
    }

    /// Whether an earlier transfer that moved money may be the one that is wanted. A rule finds
    /// another amount once the money has moved, so there the same rule tells, and where nobody saw
    /// the result the two ends alone.
    fn may_be_meant(&self, record: &Record) -> bool {
        let same_amount = record.intent.plan.is_like(&self.wanted.plan);
        let same_rule = record.intent.asked == self.wanted.asked;
        same_amount || (self.is_like(record) && (same_rule || record.is_unseen()))
    }

    /// An instant that is still to come is of a clock that was put back.
    fn was_just_seen(&self, record: &Record) -> bool {
        let within = |seen: Option<Timestamp>, limit| {
            seen.is_some_and(|seen| self.now.duration_since(seen) < limit)
        };
        within(record.reported, JUST_NOW)
            || (record.reported.is_none() && within(record.noticed, FOUND_OUT))
    }

    /// Whether the balance that a rule goes by has yet to change by it.
    fn is_still_to_move(&self, record: &Record) -> bool {
        let today = Day::of(self.now);
        self.wanted.computed
            && record.moved() == Some(true)
            && record.intent.plan.is_between(&self.wanted.plan)
            && record.moves_on().is_some_and(|day| day > today)
    }

    /// Whether nothing tells an earlier transfer, whose result nobody saw, from this one.
    fn is_the_same(&self, record: &Record) -> bool {
        let (earlier, wanted) = (&record.intent, self.wanted);
        let same_amount =
            earlier.plan.is_like(&wanted.plan) || earlier.asked.amount == wanted.asked.amount;
        // `tomorrow` is another day when it is said again on the next.
        let same_day =
            earlier.plan.due == wanted.plan.due || earlier.asked.date == wanted.asked.date;
        let lately = self.now.duration_since(record.known_since()) < UNSEEN;
        same_amount
            && same_day
            && lately
            && earlier.plan.message == wanted.plan.message
            && earlier.key == wanted.key
    }
}

#[cfg(test)]
mod tests;
