//! What the pretend bank does with a request: writes it down, looks for a fault, works, answers.

use std::collections::VecDeque;
use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::bank::{AccountBalance, Bank, Step, Transfer, TruthRow};
use super::clock::{Clock, http_date};
use super::fault::{self, Effect, Fault};
use super::habits::Habits;
use super::limit::Meter;
use super::message::{Request, Response};
use super::oauth::{Oauth, Registration};
use super::tokens::Grant;
use super::wire::first_half;
use super::{page, refusal};

/// How many requests are kept; older ones are forgotten first.
const KEPT: usize = 10_000;

/// The whole pretend bank behind its socket. Shared by all connections.
pub(crate) struct Service {
    /// Held for moments only.
    desk: Mutex<Desk>,
    /// Held while the ledger works, never while an answer waits or goes out.
    bank: Mutex<Bank>,
}

struct Desk {
    clock: Clock,
    habits: Habits,
    oauth: Oauth,
    meter: Meter,
    faults: Vec<Fault>,
    seen: VecDeque<Request>,
}

/// What goes back to the client.
pub(crate) enum Reply {
    /// This answer.
    Whole(Response),
    /// This answer, its body in pieces over that time.
    Drip(Response, Duration),
    /// Half of this answer, then the end of the connection.
    Half(Response),
    /// Nothing, and the end of the connection.
    Close,
    /// Nothing, and a reset.
    Reset,
}

/// Whether a request may reach the ledger.
enum Admission {
    /// It was answered at the desk.
    Answered(Response),
    /// It may, with this to be done to the answer.
    Open(Timestamp, Habits, Option<super::limit::Reading>),
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Service {
    /// A bank with that clock, those habits, that client and that ledger.
    ///
    /// # Errors
    /// When the system has no randomness to give.
    pub(crate) fn new(
        clock: Clock,
        habits: Habits,
        registration: Registration,
        bank: Bank,
    ) -> io::Result<Self> {
        Ok(Self {
            desk: Mutex::new(Desk {
                clock,
                habits,
                oauth: Oauth::new(registration)?,
                meter: Meter::default(),
                faults: Vec::new(),
                seen: VecDeque::new(),
            }),
            bank: Mutex::new(bank),
        })
    }

    /// Answers one request. `wait` lets time pass and says whether to go on.
    pub(crate) fn reply(&self, request: &Request, wait: impl Fn(Duration) -> bool) -> Reply {
        let fault = {
            let mut desk = lock(&self.desk);
            if desk.seen.len() == KEPT {
                desk.seen.pop_front();
            }
            desk.seen.push_back(request.clone());
            fault::take(&mut desk.faults, request)
        };
        match fault {
            None => Reply::Whole(self.work(request)),
            Some(fault) => self.fail(&fault, request, wait),
        }
    }

    fn fail(&self, fault: &Fault, request: &Request, wait: impl Fn(Duration) -> bool) -> Reply {
        let early = fault.after.then(|| self.work(request));
        let waits = !fault.delay.is_zero() && fault.effect != Effect::Drip;
        if waits && !wait(fault.delay) {
            return Reply::Close;
        }
        let genuine = || early.unwrap_or_else(|| self.work(request));
        match &fault.effect {
            Effect::Genuine => Reply::Whole(genuine()),
            Effect::Drip => Reply::Drip(genuine(), fault.delay),
            Effect::Answer(answer) => Reply::Whole(answer.response(&request.path, self.now())),
            Effect::Drop => Reply::Close,
            Effect::Reset => Reply::Reset,
            Effect::Truncate => Reply::Half(genuine()),
            Effect::Malformed => {
                let mut response = genuine();
                response.body = first_half(&response.body).to_vec();
                Reply::Whole(response)
            }
        }
    }

    /// What the bank does when nothing goes wrong.
    fn work(&self, request: &Request) -> Response {
        // HEAD is GET whose body stays behind at the wire.
        let asked;
        let request = if request.method == "HEAD" {
            asked = Request {
                method: "GET".to_owned(),
                ..request.clone()
            };
            &asked
        } else {
            request
        };
        match lock(&self.desk).admit(request) {
            Admission::Answered(response) => response,
            Admission::Open(now, habits, reading) => {
                let response = lock(&self.bank)
                    .answer(request, now, &habits)
                    .unwrap_or_else(|| refusal::plain_error(404, now));
                match (reading, habits.rate_limit) {
                    (Some(reading), Some(limit)) => reading.mark(limit, response),
                    _ => response,
                }
            }
        }
    }

    /// The pretend instant.
    pub(crate) fn now(&self) -> Timestamp {
        lock(&self.desk).clock.now()
    }

    /// The pretend instant as the `Date` header has it.
    pub(crate) fn date(&self) -> String {
        http_date(self.now())
    }

    pub(crate) fn requests(&self) -> Vec<Request> {
        lock(&self.desk).seen.iter().cloned().collect()
    }

    pub(crate) fn forget_requests(&self) {
        lock(&self.desk).seen.clear();
    }

    pub(crate) fn add_fault(&self, fault: Fault) {
        lock(&self.desk).faults.push(fault);
    }

    pub(crate) fn faults(&self) -> Vec<Fault> {
        lock(&self.desk).faults.clone()
    }

    pub(crate) fn clear_faults(&self) {
        lock(&self.desk).faults.clear();
    }

    pub(crate) fn set_habits(&self, change: impl FnOnce(&mut Habits)) {
        change(&mut lock(&self.desk).habits);
    }

    pub(crate) fn advance(&self, by: SignedDuration) {
        lock(&self.desk).clock.advance(by);
    }

    pub(crate) fn login(&self) -> Grant {
        let mut desk = lock(&self.desk);
        let (now, habits) = (desk.clock.now(), desk.habits);
        desk.oauth.book.login(now, &habits)
    }

    pub(crate) fn fail_parts(&self, parts: &[&'static str]) {
        lock(&self.bank).fail_parts(parts);
    }

    pub(super) fn total(&self) -> i64 {
        lock(&self.bank).total()
    }

    /// Lets one random thing happen, and the time pass that it takes.
    pub(super) fn churn(&self, seed: u64) -> Step {
        let now = self.now();
        let step = lock(&self.bank).churn(seed, now);
        self.advance(step.time);
        step
    }

    /// Lets one day pass and brings what it brings.
    pub(super) fn live(&self, seed: u64) {
        self.advance(SignedDuration::from_hours(24));
        let now = self.now();
        lock(&self.bank).live(seed, now);
    }

    pub(super) fn bring_all_back(&self) {
        lock(&self.bank).bring_all_back();
    }

    pub(super) fn truth(&self) -> Vec<TruthRow> {
        let (now, habits) = {
            let desk = lock(&self.desk);
            (desk.clock.now(), desk.habits)
        };
        lock(&self.bank).truth(now, &habits)
    }

    pub(super) fn balances(&self) -> Vec<AccountBalance> {
        let now = self.now();
        lock(&self.bank).balances(now)
    }

    pub(super) fn policy(&self) -> String {
        lock(&self.bank).policy().to_owned()
    }

    pub(super) fn transfers(&self) -> Vec<Transfer> {
        lock(&self.bank).transfers().to_vec()
    }
}

impl Desk {
    fn admit(&mut self, request: &Request) -> Admission {
        let (now, habits) = (self.clock.now(), self.habits);
        let path = request.path.as_str();
        if path == "/" && request.method == "GET" {
            return Admission::Answered(page::door());
        }
        if !path.starts_with("/common/") && !path.starts_with("/personal/") {
            let answer = self.oauth.answer(request, now, &habits);
            let answer = answer.unwrap_or_else(|| refusal::plain_error(404, now));
            return Admission::Answered(answer);
        }
        let token = request.header("authorization").and_then(bearer);
        if !token.is_some_and(|token| self.oauth.book.opens(token, now)) {
            return Admission::Answered(refusal::unauthorized());
        }
        let Some(limit) = habits.rate_limit else {
            return Admission::Open(now, habits, None);
        };
        let reading = self.meter.count(limit, now);
        match reading.refusal(limit, now) {
            Some(refusal) => Admission::Answered(reading.mark(limit, refusal)),
            None => Admission::Open(now, habits, Some(reading)),
        }
    }
}

fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
