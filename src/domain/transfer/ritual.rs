//! The order in which a transfer happens. What it decides stands here; what it does is behind
//! [`Hands`], so that the model test drives the same lines as the program.

use jiff::Timestamp;

use super::answer::{self, Answer};
use super::event::{Event, Findings, Intent, What};
use super::gate::{self, Gate, Refusal, Wanted, Why};
use super::history::{History, Record};
use super::message::Message;
use super::proof;
use super::{Balances, Id, LimitError, Route};

/// The decisions. There is one set of them; only tests replace one, to see that it is missed.
pub(crate) trait Decisions {
    fn fold(&self, events: &[Event]) -> History {
        History::fold(events)
    }

    fn gate(&self, history: &History, wanted: &Wanted, now: Timestamp, looked: bool) -> Gate {
        gate::gate(history, wanted, now, looked)
    }

    fn meaning(&self, route: Route, answer: &Answer) -> What {
        answer::meaning(route, answer)
    }

    fn proof(&self, record: &Record, findings: &Findings) -> bool {
        proof::proof(record, findings)
    }
}

/// The decisions as they are.
pub(crate) struct Careful;

impl Decisions for Careful {}

/// Who looks for transfers of which nobody can tell.
pub(crate) trait Eyes {
    /// Why nothing more can be done.
    type Stop;

    fn now(&self) -> Timestamp;

    /// Looks into the bank's lists for these, and says what was found of each. Lists that cannot be
    /// read have nothing and are not complete.
    fn look(&mut self, records: &[&Record]) -> Result<Vec<Findings>, Self::Stop>;

    /// Puts an event on disk; when this returns it survives a power cut.
    fn append(&mut self, event: &Event) -> Result<(), Self::Stop>;
}

/// Who does what the ritual says.
pub(crate) trait Hands: Eyes {
    /// All that the journal has, read anew.
    fn events(&mut self) -> Result<Vec<Event>, Self::Stop>;

    /// As [`Eyes::append`], after the sending: a disk that fails is said and let be, because the
    /// next run finds the intent.
    fn record(&mut self, event: &Event) -> Result<(), Self::Stop>;

    /// Whether the owner agrees to the plan, after the gates let it pass.
    fn agree(&mut self) -> Result<Agreed, Self::Stop>;

    /// What could be spent on either side, for the journal.
    fn balances(&self) -> Balances;

    /// An id that nothing has yet.
    fn draw(&mut self) -> Result<Id, Self::Stop>;

    /// Posts the transfer, once.
    fn post(&mut self, intent: &Intent) -> Result<Answer, Self::Stop>;

    /// Shows how it ended; `false` if nobody can have seen it.
    fn show(&mut self, ending: &Ending) -> Result<bool, Self::Stop>;
}

/// How the owner agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Agreed {
    AtOnce,
    /// There is nothing to move, so that there is nothing to agree to.
    NothingToDo,
    /// After a question, while others could send: the gates are passed anew.
    AfterAWhile,
}

/// How it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// It was posted; its state tells what came of it.
    Sent(Record),
    /// Nothing was sent, because this one was made earlier; its result again.
    Again(Record),
    /// Nothing was sent, because this one was made and another may not be meant.
    Held(Record, Why),
    /// Nothing was sent, because nobody can tell whether this one moved; what a look found.
    Open(Record, Findings),
    Limited(LimitError),
    Refused(Refusal),
    /// The rule that the amount comes from says that there is nothing to do.
    Skipped,
}

/// Sends what is wanted, or says why not. Under the lock of the journal, except during a question.
pub(crate) fn transfer<H: Hands>(
    decisions: &impl Decisions,
    hands: &mut H,
    wanted: &Wanted,
) -> Result<Ending, H::Stop> {
    let ending = match gates_and_consent(decisions, hands, wanted)? {
        Some(ending) => ending,
        None => send(decisions, hands, wanted)?,
    };
    let shown = hands.show(&ending)?;
    if let Ending::Sent(record) | Ending::Again(record) = &ending
        && shown
        && record.moved() == Some(true)
        && record.reported.is_none()
    {
        hands.record(&event(hands.now(), record.id, What::Reported))?;
    }
    Ok(ending)
}

/// `None` when it may be sent and the owner agrees.
fn gates_and_consent<H: Hands>(
    decisions: &impl Decisions,
    hands: &mut H,
    wanted: &Wanted,
) -> Result<Option<Ending>, H::Stop> {
    if let Some(ending) = gates(decisions, hands, wanted)? {
        return Ok(Some(ending));
    }
    match hands.agree()? {
        Agreed::AtOnce => Ok(None),
        Agreed::NothingToDo => Ok(Some(Ending::Skipped)),
        Agreed::AfterAWhile => gates(decisions, hands, wanted),
    }
}

/// `None` when all of them let it pass.
fn gates<H: Hands>(
    decisions: &impl Decisions,
    hands: &mut H,
    wanted: &Wanted,
) -> Result<Option<Ending>, H::Stop> {
    let mut found = Vec::new();
    let mut looked = false;
    loop {
        let history = decisions.fold(&hands.events()?);
        // A gate that names a transfer which is none must not let anything pass.
        let held = |id, ending: &dyn Fn(Record) -> Ending| {
            let record = history.find(&id).cloned();
            record.map_or(Ending::Refused(Refusal::NotAlike(id)), ending)
        };
        let ending = match decisions.gate(&history, wanted, hands.now(), looked) {
            Gate::Pass => return Ok(None),
            Gate::Look(ids) => {
                let records: Vec<&Record> = ids.iter().filter_map(|id| history.find(id)).collect();
                found = look(decisions, hands, &records)?;
                looked = true;
                continue;
            }
            Gate::Open(id) => held(id, &|it| Ending::Open(it, of(&found, id))),
            Gate::Again(id) => held(id, &Ending::Again),
            Gate::Held(id, why) => held(id, &|it| Ending::Held(it, why)),
            Gate::Limited(error) => Ending::Limited(error),
            Gate::Refused(refusal) => Ending::Refused(refusal),
        };
        return Ok(Some(ending));
    }
}

/// What a look found of one transfer.
pub(crate) type Found = (Id, Findings);

/// What was found of that transfer; nothing where it was not looked for.
fn of(found: &[Found], id: Id) -> Findings {
    let of_it = found.iter().find(|(found, _)| *found == id);
    of_it
        .map(|(_, findings)| findings.clone())
        .unwrap_or_default()
}

/// Looks for transfers in the bank's lists, and writes down what is proven.
pub(crate) fn look<E: Eyes>(
    decisions: &impl Decisions,
    hands: &mut E,
    records: &[&Record],
) -> Result<Vec<Found>, E::Stop> {
    let findings = hands.look(records)?;
    for (record, findings) in records.iter().zip(&findings) {
        if decisions.proof(record, findings) {
            let proven = What::Proven(findings.clone());
            hands.append(&event(hands.now(), record.id, proven))?;
        }
    }
    Ok(records.iter().map(|it| it.id).zip(findings).collect())
}

/// What is wanted as it goes to the bank under that id.
pub(crate) fn intent(wanted: &Wanted, id: &Id, before: Balances) -> Intent {
    let plan = wanted.plan.clone();
    let message = Message::compose(plan.route, plan.message.as_deref(), id, wanted.tag);
    Intent {
        plan,
        sent_message: message.text,
        tagged: message.tagged,
        key: wanted.key.clone(),
        asked: wanted.asked.clone(),
        before,
    }
}

/// The one way to the bank: intent, post, outcome, in this order.
fn send<H: Hands>(
    decisions: &impl Decisions,
    hands: &mut H,
    wanted: &Wanted,
) -> Result<Ending, H::Stop> {
    if let Some(id) = wanted.again {
        acknowledge(decisions, hands, id)?;
    }
    let id = hands.draw()?;
    let intent = intent(wanted, &id, hands.balances());
    let route = intent.plan.route;
    let sending = event(hands.now(), id, What::Sending(Box::new(intent.clone())));
    hands.append(&sending)?;
    let answer = hands.post(&intent)?;
    let outcome = event(hands.now(), id, decisions.meaning(route, &answer));
    hands.record(&outcome)?;
    let record = Record::begun(id, sending.at, intent).after(&outcome);
    Ok(Ending::Sent(record))
}

/// Whoever names a transfer that was made, to follow it with another, knows its result: it holds back
/// nothing after this.
fn acknowledge<H: Hands>(decisions: &impl Decisions, hands: &mut H, id: Id) -> Result<(), H::Stop> {
    let history = decisions.fold(&hands.events()?);
    let unseen = |it: &&Record| it.moved() == Some(true) && it.reported.is_none();
    if history.find(&id).filter(unseen).is_some() {
        hands.append(&event(hands.now(), id, What::Reported))?;
    }
    Ok(())
}

fn event(at: Timestamp, id: Id, what: What) -> Event {
    Event { id, at, what }
}
