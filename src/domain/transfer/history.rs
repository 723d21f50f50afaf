use std::collections::HashMap;

use jiff::Timestamp;

use crate::domain::date::Day;
use crate::domain::money::{Amount, Currency};

use super::event::{Accepted, Event, Findings, Intent, NotMoved, Settled, Unclear, What};
use super::{Id, warning};

/// What has become of a transfer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// About to be sent; whoever did that never said what came of it.
    Open,
    Unknown(Unclear),
    Done(Accepted),
    NotMoved(NotMoved),
    Proven(Findings),
    Settled(Settled),
}

/// One transfer of the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Record {
    pub(crate) id: Id,
    /// When it was about to be sent.
    pub(crate) at: Timestamp,
    pub(crate) intent: Intent,
    pub(crate) state: State,
    /// When its result was shown to whoever asked for it.
    pub(crate) reported: Option<Timestamp>,
    /// When its owner saw, in a check or by saying so, what became of it.
    pub(crate) noticed: Option<Timestamp>,
    /// All that was written about it after the first line.
    pub(crate) story: Vec<Event>,
}

impl Record {
    /// A transfer that is about to be sent.
    pub(crate) fn begun(id: Id, at: Timestamp, intent: Intent) -> Self {
        Self {
            id,
            at,
            intent,
            state: State::Open,
            reported: None,
            noticed: None,
            story: Vec::new(),
        }
    }

    /// Whether the money moved; `None`: nobody can tell.
    pub(crate) fn moved(&self) -> Option<bool> {
        match &self.state {
            State::Open | State::Unknown(_) => None,
            State::Done(_) | State::Proven(_) => Some(true),
            State::NotMoved(_) => Some(false),
            State::Settled(settled) => Some(settled.moved),
        }
    }

    /// Whether nobody saw what became of it, or nobody can tell.
    pub(crate) fn is_unseen(&self) -> bool {
        self.moved() != Some(false) && self.reported.is_none() && self.noticed.is_none()
    }

    pub(crate) fn is_open(&self) -> bool {
        self.moved().is_none()
    }

    /// When it was written down what became of it.
    pub(crate) fn known_since(&self) -> Timestamp {
        let tells = |it: &&Event| !matches!(it.what, What::Unknown(_));
        self.story.iter().find(tells).map_or(self.at, |it| it.at)
    }

    /// The day on which the bank moves the money, where it said or was told to do so later.
    pub(crate) fn moves_on(&self) -> Option<Day> {
        let State::Done(accepted) = &self.state else {
            return self.intent.plan.due;
        };
        let later = accepted
            .warnings
            .iter()
            .any(|it| warning::is_of_a_later_day(it));
        let begun = Day::of(self.at);
        let asked = self.intent.plan.due.unwrap_or(begun);
        later
            .then(|| asked.max(begun).next_bank_day())
            .or(self.intent.plan.due)
    }

    /// The bank's id of the payment, where it told one.
    pub(crate) fn payment_id(&self) -> Option<&str> {
        match &self.state {
            State::Done(accepted) => Some(&accepted.payment_id),
            _ => None,
        }
    }

    /// The same after what happened next.
    pub(crate) fn after(mut self, event: &Event) -> Self {
        self.take(event);
        self
    }

    /// Takes in what was written next. What is settled stays so: a later line cannot change it.
    fn take(&mut self, event: &Event) {
        let open = self.is_open();
        match &event.what {
            What::Sending(_) => return,
            What::Reported => {
                self.reported.get_or_insert(event.at);
            }
            What::Noticed => {
                self.noticed.get_or_insert(event.at);
            }
            What::Done(accepted) if open => self.state = State::Done(accepted.clone()),
            What::NotMoved(why) if open => self.state = State::NotMoved(why.clone()),
            What::Unknown(why) if open => self.state = State::Unknown(why.clone()),
            What::Proven(findings) if open => self.state = State::Proven(findings.clone()),
            What::Settled(settled) if open => self.state = State::Settled(settled.clone()),
            _ => {}
        }
        self.story.push(event.clone());
    }
}

/// All transfers, in the order in which they were begun.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct History {
    records: Vec<Record>,
}

impl History {
    /// Folds the journal's events, in one pass. A line about a transfer that was never begun says
    /// nothing, and neither does a second beginning.
    pub(crate) fn fold(events: &[Event]) -> Self {
        let mut places: HashMap<Id, usize> = HashMap::new();
        let mut records: Vec<Record> = Vec::new();
        for event in events {
            match (places.get(&event.id), &event.what) {
                (None, What::Sending(intent)) => {
                    places.insert(event.id, records.len());
                    records.push(Record::begun(event.id, event.at, (**intent).clone()));
                }
                (Some(place), _) => {
                    if let Some(record) = records.get_mut(*place) {
                        record.take(event);
                    }
                }
                (None, _) => {}
            }
        }
        Self { records }
    }

    pub(crate) fn records(&self) -> &[Record] {
        &self.records
    }

    pub(crate) fn find(&self, id: &Id) -> Option<&Record> {
        self.records.iter().find(|record| record.id == *id)
    }

    /// The latest transfer of that key.
    pub(crate) fn of_key(&self, key: &str) -> Option<&Record> {
        let used = |it: &&Record| it.intent.key.as_deref() == Some(key);
        self.records.iter().rev().find(used)
    }

    /// Those of which nobody can tell whether they moved money.
    pub(crate) fn open(&self) -> impl Iterator<Item = &Record> {
        self.records.iter().filter(|record| record.is_open())
    }

    /// What was sent on that day and moved, or may have. `None`: more than can be held.
    pub(crate) fn sent_on(&self, day: Day, currency: Currency) -> Option<Amount> {
        self.records
            .iter()
            .filter(|it| Day::of(it.at) == day && it.intent.plan.currency == currency)
            .filter(|it| it.moved() != Some(false))
            .try_fold(Amount::ZERO, |sum, it| {
                sum.checked_add(it.intent.plan.amount)
            })
    }
}

#[cfg(test)]
mod tests;
