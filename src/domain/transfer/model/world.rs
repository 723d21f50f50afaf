use jiff::{SignedDuration, Timestamp};

use crate::domain::transfer::ritual::{Agreed, Ending, Eyes, Hands};
use crate::domain::transfer::{
    Answer, Balances, Event, Findings, Id, Intent, Look, Record, What, samples,
};

use super::bank::Bank;
use super::breach::Breach;
use super::cases::{Case, Crash};
use super::faults;

/// The run ends here.
pub(super) struct Stop;

/// What the hands do wrong, besides what the decisions may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Habit {
    Careful,
    NoJournal,
    FollowsRedirects,
    /// Writes down that it went well before it is sent.
    OutcomeFirst,
    NeverReports,
    /// Takes it that whoever is held back by a transfer is the one who asked for that.
    HoldCountsAsShown,
    /// Takes it that what `transfers check` proved was shown to the one who asked for it.
    CheckCountsAsShown,
}

impl Habit {
    /// What is written down when `transfers check` has shown what it proved.
    pub(super) fn of_a_check(self) -> What {
        match self {
            Self::CheckCountsAsShown => What::Reported,
            _ => What::Noticed,
        }
    }
}

/// All that outlives a run, and what this one does.
pub(super) struct World<'a> {
    case: &'a Case<'a>,
    pub(super) habit: Habit,
    pub(super) now: Timestamp,
    pub(super) journal: Vec<Event>,
    pub(super) bank: Bank,
    pub(super) breaches: Vec<Breach>,
    /// Whether this is the run that the fault and the crash are for.
    first: bool,
    /// Whether this run is for the wish, not for another transfer.
    for_the_wish: bool,
    posts: usize,
    drawn: u8,
}

impl<'a> World<'a> {
    pub(super) fn new(case: &'a Case<'a>, habit: Habit) -> Self {
        Self {
            case,
            habit,
            now: Timestamp::from_second(1_800_000_000).unwrap(),
            journal: Vec::new(),
            bank: Bank::default(),
            breaches: Vec::new(),
            first: false,
            for_the_wish: true,
            posts: 0,
            drawn: 0,
        }
    }

    pub(super) fn begin_run(&mut self, first: bool, for_the_wish: bool) {
        self.first = first;
        self.for_the_wish = for_the_wish;
        self.posts = 0;
    }

    pub(super) fn pass_minutes(&mut self, minutes: i64) {
        self.now += SignedDuration::from_mins(minutes);
    }

    /// The id of the transfer that was begun last.
    fn id(&self) -> Id {
        samples::id(self.drawn)
    }

    fn crashes(&self, crash: Crash) -> bool {
        self.first && self.case.crash == crash
    }

    pub(super) fn write(&mut self, id: Id, what: What) {
        let at = self.now;
        self.journal.push(Event { id, at, what });
    }

    pub(super) fn check(&mut self, holds: bool, breach: Breach) {
        if !holds {
            self.breaches.push(breach);
        }
    }

    /// What is said of a transfer is so at the bank.
    fn check_said(&mut self, record: &Record) {
        let truth = self.bank.has_moved(&record.id);
        self.check(record.moved() != Some(true) || truth, Breach::SaidMoved);
        let said_not = record.moved() == Some(false);
        self.check(!said_not || !truth, Breach::SaidNotMoved);
    }
}

impl Eyes for World<'_> {
    type Stop = Stop;

    fn now(&self) -> Timestamp {
        self.now
    }

    fn look(&mut self, records: &[&Record]) -> Result<Vec<Findings>, Stop> {
        let mut look = Look::for_records(records);
        let complete = self.bank.list(self.case.list, &mut look);
        Ok(look.findings(complete))
    }

    fn append(&mut self, event: &Event) -> Result<(), Stop> {
        let begins = matches!(event.what, What::Sending(_));
        if begins && self.crashes(Crash::BeforeIntent) {
            return Err(Stop);
        }
        if matches!(event.what, What::Proven(_)) {
            let shown = self.bank.shows(self.case.list, &event.id);
            self.check(shown, Breach::Settled);
        }
        if self.habit != Habit::NoJournal {
            self.journal.push(event.clone());
        }
        if begins && self.habit == Habit::OutcomeFirst {
            self.write(event.id, What::Done(samples::accepted()));
        }
        Ok(())
    }
}

impl Hands for World<'_> {
    fn events(&mut self) -> Result<Vec<Event>, Stop> {
        Ok(self.journal.clone())
    }

    fn record(&mut self, event: &Event) -> Result<(), Stop> {
        let reports = event.what == What::Reported;
        if !reports {
            // The only outcome that a run may write is that of what it posted.
            let own = event.id == self.id() && self.posts == 1;
            self.check(own, Breach::Settled);
        }
        if self.crashes(match reports {
            true => Crash::AfterShow,
            false => Crash::AfterPost,
        }) {
            return Err(Stop);
        }
        let lost = self.habit == Habit::NoJournal
            || self.crashes(Crash::DiskFull)
            || (reports && self.habit == Habit::NeverReports);
        if !lost {
            self.journal.push(event.clone());
        }
        Ok(())
    }

    fn agree(&mut self) -> Result<Agreed, Stop> {
        Ok(match self.case.pace {
            0 => Agreed::AtOnce,
            _ => Agreed::AfterAWhile,
        })
    }

    fn balances(&self) -> Balances {
        Balances::default()
    }

    fn draw(&mut self) -> Result<Id, Stop> {
        self.drawn += 1;
        Ok(self.id())
    }

    fn post(&mut self, intent: &Intent) -> Result<Answer, Stop> {
        if self.crashes(Crash::AfterIntent) {
            return Err(Stop);
        }
        let id = self.id();
        let begun = |it: &Event| it.id == id && matches!(it.what, What::Sending(_));
        let on_disk = self.journal.iter().any(begun);
        self.check(on_disk, Breach::NoIntent);
        self.posts += 1;
        self.check(self.posts == 1, Breach::Posted);
        if !self.first {
            self.bank.commit(id, intent, self.for_the_wish);
            return Ok(faults::none().answer);
        }
        let fault = self.case.fault;
        if fault.commits {
            self.bank.commit(id, intent, self.for_the_wish);
        }
        if fault.name == "307" && self.habit == Habit::FollowsRedirects {
            self.bank.commit(id, intent, self.for_the_wish);
            return Ok(faults::none().answer);
        }
        Ok(fault.answer.clone())
    }

    fn show(&mut self, ending: &Ending) -> Result<bool, Stop> {
        if self.crashes(Crash::AfterOutcome) {
            return Err(Stop);
        }
        let sent = matches!(ending, Ending::Sent(_));
        self.check(self.posts == usize::from(sent), Breach::Posted);
        match ending {
            Ending::Sent(record) | Ending::Again(record) => self.check_said(record),
            Ending::Held(record, _) => {
                self.check_said(record);
                self.check(record.moved() == Some(true), Breach::SaidMoved);
                if self.habit == Habit::HoldCountsAsShown {
                    self.write(record.id, What::Reported);
                }
            }
            Ending::Open(..) | Ending::Limited(_) | Ending::Refused(_) | Ending::Skipped => {}
        }
        Ok(!self.crashes(Crash::ClosedPipe))
    }
}
