//! Who does what the ritual of a transfer says: the journal, the bank, the question, the screen.

use std::cell::Cell;

use jiff::Timestamp;
use ring::rand::{SecureRandom, SystemRandom};

use crate::api::transfer::Ready;
use crate::api::{Bank, Include};
use crate::app::App;
use crate::domain::transfer::ritual::{Agreed, Ending, Eyes, Hands};
use crate::domain::transfer::{
    Answer, Balances, Decision, Event, Findings, History, Id, Intent, Record, What,
};
use crate::failure::{Failure, Kind};
use crate::inquiry;
use crate::interrupt::{self, Watch};
use crate::journal::Book;
use crate::view;
use crate::view::transfer::Transfer;

use super::asked::Asked;
use super::ends::Ends;
use super::{Job, decide, ending, shown};

/// Whether the owner agrees.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Consent {
    /// `--yes`.
    Given,
    /// On the terminal, when the plan is shown.
    Asked,
    /// There is nothing to agree to.
    NothingToDo,
}

/// The hands of a transfer.
pub(super) struct Desk<'a> {
    app: &'a App<'a>,
    bank: &'a Bank<'a>,
    asked: &'a Asked,
    job: &'a Job,
    consent: Consent,
    /// `None` while a question stands and others may send.
    book: Option<Book>,
    /// Drawn for the plan, used for the sending.
    id: Option<Id>,
    ready: Option<Ready>,
    watch: Option<Watch>,
}

impl<'a> Desk<'a> {
    /// With the journal open, so that nobody else sends.
    pub(super) fn new(
        app: &'a App<'a>,
        bank: &'a Bank<'a>,
        asked: &'a Asked,
        job: &'a Job,
        consent: Consent,
        book: Book,
    ) -> Self {
        Self {
            app,
            bank,
            asked,
            job,
            consent,
            book: Some(book),
            id: None,
            ready: None,
            watch: None,
        }
    }

    /// Lets signals end the program again, with the transfer's own exit code: it was shown.
    pub(super) fn settle(self, ending: &Ending) {
        if let Some(watch) = self.watch {
            watch.settle(ending::exit_code(ending));
        }
    }

    fn book(&mut self) -> Result<&mut Book, Failure> {
        let closed = || Failure::new(Kind::Unexpected, "the journal is closed; nothing was sent");
        self.book.as_mut().ok_or_else(closed)
    }

    /// Asks on the terminal. Others may send meanwhile: who went for a coffee blocks nobody.
    fn ask(&mut self) -> Result<(), Failure> {
        self.book = None;
        let plan = &self.job.wanted.plan;
        let question = format!(
            "Send {} {} from {} to {}?",
            plan.amount.norwegian(),
            plan.currency,
            view::plan::number(&plan.from, plan.route),
            view::plan::number(&plan.to, plan.route)
        );
        if !self.app.ui.confirm(&question)? {
            return Err(Failure::new(
                Kind::NotSent,
                "nothing was sent, because you said no",
            ));
        }
        self.book = Some(self.app.journal().open()?);
        self.hold_if_changed()
    }

    /// Refuses an amount that balances decide if they would give another now.
    fn hold_if_changed(&self) -> Result<(), Failure> {
        if !self.asked.rule.needs_balance() {
            return Ok(());
        }
        let directory = self.app.directory();
        let listing = directory.fetch(self.bank, Include { all: true })?;
        let ends = Ends::choose(&directory, self.asked, &listing.items)?;
        let amount = self.job.wanted.plan.amount;
        match decide(self.asked, &self.job.draft, ends.balances())? {
            Decision::Move { amount: now, .. } if now == amount => Ok(()),
            _ => {
                let message = "nothing was sent: the balances changed while the question stood";
                Err(Failure::new(Kind::NotSent, message).hint("run it again to see the new plan"))
            }
        }
    }

    /// An id that the journal does not have.
    fn fresh_id(&mut self) -> Result<Id, Failure> {
        let history = History::fold(&self.book()?.events()?);
        loop {
            let id = random_id()?;
            if history.find(&id).is_none() {
                return Ok(id);
            }
        }
    }
}

impl Eyes for Desk<'_> {
    type Stop = Failure;

    fn now(&self) -> Timestamp {
        self.app.clock.now()
    }

    fn look(&mut self, records: &[&Record]) -> Result<Vec<Findings>, Failure> {
        let ui = self.app.ui;
        ui.note("looking in the bank's lists for an earlier transfer that is unknown");
        let found = inquiry::look(self.bank, records);
        if let Some(failure) = &found.failure {
            ui.warn(format_args!("the lists could not be read: {failure}"));
        }
        Ok(found.findings)
    }

    fn append(&mut self, event: &Event) -> Result<(), Failure> {
        if matches!(event.what, What::Sending(_)) {
            // From here on a signal no longer ends the program: the outcome must be written down.
            self.watch = Some(interrupt::watch());
        }
        self.book()?.append(event)
    }
}

impl Hands for Desk<'_> {
    fn events(&mut self) -> Result<Vec<Event>, Failure> {
        self.book()?.events()
    }

    fn record(&mut self, event: &Event) -> Result<(), Failure> {
        if let Err(failure) = self.append(event) {
            let id = event.id;
            let lacks = match event.what {
                What::Reported => "that its result was shown",
                _ => "what came of it, and calls it open: `sb1 transfers check` may tell",
            };
            self.app
                .ui
                .warn(format_args!("{failure}; the journal lacks of {id} {lacks}"));
        }
        Ok(())
    }

    fn agree(&mut self) -> Result<Agreed, Failure> {
        if self.consent == Consent::NothingToDo {
            return Ok(Agreed::NothingToDo);
        }
        self.asked.is_to_come(self.app.clock.today())?;
        let id = self.fresh_id()?;
        self.id = Some(id);
        let lines = shown::proposal(self.app, self.job, &id);
        let agreed = match self.consent {
            Consent::Asked => {
                self.app.ui.show_before_asking(&lines);
                self.ask()?;
                Agreed::AfterAWhile
            }
            _ => {
                self.app.ui.note(lines);
                Agreed::AtOnce
            }
        };
        Ok(agreed)
    }

    fn balances(&self) -> Balances {
        self.job.before
    }

    fn draw(&mut self) -> Result<Id, Failure> {
        // As late as can be, for a token lives a few minutes and a question may take longer.
        self.ready = Some(self.bank.ready()?);
        match self.id.take() {
            Some(id) => Ok(id),
            None => self.fresh_id(),
        }
    }

    fn post(&mut self, intent: &Intent) -> Result<Answer, Failure> {
        let (Some(ready), Some(watch)) = (&self.ready, &self.watch) else {
            let why = "no token was ready".to_owned();
            return Ok(Answer::NeverSent { why });
        };
        let said = Cell::new(false);
        let stop = || match watch.presses() {
            0 => false,
            1 => {
                if !said.replace(true) {
                    self.app.ui.tell(
                        "already sent; waiting for the bank's answer (Ctrl-C again stops waiting)",
                    );
                }
                false
            }
            _ => true,
        };
        Ok(self.bank.transfer(ready, intent, &stop))
    }

    fn show(&mut self, ending: &Ending) -> Result<bool, Failure> {
        let (app, job) = (self.app, self.job);
        let transfer = match ending {
            Ending::Sent(record) => Transfer::of(record),
            Ending::Again(record) => Transfer::replayed(record),
            Ending::Held(record, _) | Ending::Open(record, _) => Transfer::held(record),
            Ending::Limited(_) | Ending::Refused(_) => return Ok(false),
            Ending::Skipped => {
                return shown::skipped(app, &job.draft, job.wanted.key.as_deref(), &job.working)
                    .map(|()| true);
            }
        };
        if let Ending::Sent(record) | Ending::Again(record) = ending {
            shown::remarks(app, record);
        }
        match view::transfer::show(app.ui, app.config.format, &transfer) {
            Ok(()) => Ok(true),
            // A transfer keeps its own exit code, whoever went away.
            Err(failure) if failure.kind == Kind::ReaderGone => Ok(false),
            Err(failure) => {
                app.ui.warn(failure);
                Ok(false)
            }
        }
    }
}

pub(super) fn random_id() -> Result<Id, Failure> {
    let mut bytes = [0; 5];
    let filled = SystemRandom::new().fill(&mut bytes);
    let failed = |_| Failure::new(Kind::Unexpected, "the system has no randomness to give");
    filled.map_err(failed).map(|()| Id::of_random(bytes))
}
