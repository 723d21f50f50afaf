//! A pretend SpareBank 1 on loopback, written from the bank's own specifications.
//!
//! It holds no real money and knows no real customer. Tests, `sb1 sandbox` and `sb1 demo` start
//! it with [`Sandbox::start`]; what can be asked to go wrong is a [`fault::Fault`], and what the
//! sources dispute about the bank is a switch of [`habits::Habits`].

#![expect(
    clippy::indexing_slicing,
    reason = "its tables are its own and a slip should be loud; no text of a real bank comes here"
)]

mod bank;
mod clock;
pub mod fault;
pub mod habits;
mod limit;
pub mod message;
mod oauth;
mod page;
mod refusal;
mod secrets;
mod server;
mod service;
pub mod switches;
mod tokens;
pub mod visitor;
mod wire;

use std::io;
use std::sync::Arc;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

pub use bank::{AccountBalance, Step, Transfer, TruthRow};
use bank::{Bank, Household};
use clock::Clock;
use fault::Fault;
use habits::Habits;
use message::Request;
use oauth::Registration;
use server::Server;
use service::Service;

/// The bank's days begin and end in Oslo, whatever the computer's own time zone.
static OSLO: TimeZone = jiff::tz::get!("Europe/Oslo");

/// What a pretend bank is to be like.
#[derive(Clone, Debug)]
pub struct Options {
    /// The port on 127.0.0.1; 0 for any free one.
    pub port: u16,
    /// From which the household is made.
    pub seed: u64,
    /// How many transactions there are; `None` for what the household makes.
    pub rows: Option<usize>,
    /// Where the pretend clock stands; `None` for the computer's clock, which runs.
    pub start: Option<Timestamp>,
    /// The one `finInst` that is accepted.
    pub bank: String,
    /// The one registered client's id.
    pub client_id: String,
    /// Its secret; a pretend one.
    pub client_secret: String,
    /// The redirect URIs it has registered.
    pub redirect_uris: Vec<String>,
    /// Whether a login succeeds without the page with the buttons.
    pub auto_consent: bool,
    /// The disputed facts.
    pub habits: Habits,
}

impl Default for Options {
    /// Any port, the computer's clock, a client whose id and secret are plainly pretend, the
    /// program's default redirect URI, and a page that asks.
    fn default() -> Self {
        Self {
            port: 0,
            seed: 1,
            rows: None,
            start: None,
            bank: "fid-smn".to_owned(),
            client_id: "00000000-0000-4000-8000-0000000c11e4".to_owned(),
            client_secret: "00000000-0000-4000-8000-00005ec4e700".to_owned(),
            redirect_uris: vec!["http://localhost:12345/callback".to_owned()],
            auto_consent: false,
            habits: Habits::default(),
        }
    }
}

/// The tokens of a login that nobody had to click through.
#[derive(Clone, Debug)]
pub struct IssuedTokens {
    /// Opens the resource addresses.
    pub access_token: String,
    /// Renews it; `None` where the bank gives none.
    pub refresh_token: Option<String>,
    /// Seconds the access token lives by the pretend clock.
    pub expires_in: u32,
}

/// A running pretend bank; it stops when dropped.
pub struct Sandbox {
    service: Arc<Service>,
    server: Server,
}

impl Sandbox {
    /// Opens the pretend bank.
    ///
    /// # Errors
    /// When the port is taken, or the system has no thread or no randomness to give.
    pub fn start(options: Options) -> io::Result<Self> {
        let clock = Clock::new(options.start);
        let household = Household {
            seed: options.seed,
            today: clock.now().to_zoned(OSLO.clone()).date(),
            rows: options.rows,
        };
        let registration = Registration {
            bank: options.bank,
            client_id: options.client_id,
            client_secret: options.client_secret,
            redirect_uris: options.redirect_uris,
            auto_consent: options.auto_consent,
        };
        let bank = Bank::open(&household);
        let service = Arc::new(Service::new(clock, options.habits, registration, bank)?);
        let server = Server::start(options.port, Arc::clone(&service))?;
        Ok(Self { service, server })
    }

    /// Its address: `http://127.0.0.1:PORT`.
    pub fn origin(&self) -> String {
        format!("http://{}", self.server.address())
    }

    /// Every request received, OAuth's too, in order; of more than 10,000 the latest.
    pub fn requests(&self) -> Vec<Request> {
        self.service.requests()
    }

    /// All money there is, in øre, the world outside included: the same whatever happens.
    pub fn total(&self) -> i64 {
        self.service.total()
    }

    /// The number of the customer's pension agreement.
    pub fn policy(&self) -> String {
        self.service.policy()
    }

    /// The transfers that were executed, oldest first.
    pub fn transfers(&self) -> Vec<Transfer> {
        self.service.transfers()
    }

    /// Forgets the requests received so far.
    pub fn forget_requests(&self) {
        self.service.forget_requests();
    }

    /// Asks for something to go wrong. Faults asked for earlier come first.
    pub fn fault(&self, fault: Fault) {
        self.service.add_fault(fault);
    }

    /// The faults that have not befallen all their requests yet.
    pub fn faults(&self) -> Vec<Fault> {
        self.service.faults()
    }

    /// Lets nothing more go wrong.
    pub fn clear_faults(&self) {
        self.service.clear_faults();
    }

    /// Changes disputed facts, for requests from now on.
    pub fn set_habits(&self, change: impl FnOnce(&mut Habits)) {
        self.service.set_habits(change);
    }

    /// Moves the pretend clock on.
    pub fn advance(&self, by: SignedDuration) {
        self.service.advance(by);
    }

    /// Where the pretend clock stands.
    pub fn now(&self) -> Timestamp {
        self.service.now()
    }

    /// Lets that many days pass, each with what an ordinary one brings: purchases, some of them
    /// reserved first and booked some days later, salary, bills, transfers between own accounts.
    /// The same days for the same seed and the same past.
    pub fn live(&self, seed: u64, days: u32) {
        for day in 0..u64::from(days) {
            self.service.live(seed.rotate_left(32) ^ day);
        }
    }

    /// Lets one random thing happen; the same one for the same past and seed. A purchase is
    /// reserved, booked, booked under other words and for another amount, repeated or cancelled;
    /// a booked row gets another text or the identity it lacked; a row is left out of answers for
    /// a while or comes back; or hours or days pass.
    pub fn churn(&self, seed: u64) -> Step {
        self.service.churn(seed)
    }

    /// Leaves no row out of answers any longer.
    pub fn bring_all_back(&self) {
        self.service.bring_all_back();
    }

    /// Every row that the bank holds as booked or pending now, those too that answers leave out;
    /// oldest event first.
    pub fn truth(&self) -> Vec<TruthRow> {
        self.service.truth()
    }

    /// What stands on every account now, those too that no list tells of.
    pub fn balances(&self) -> Vec<AccountBalance> {
        self.service.balances()
    }

    /// A fresh login without the dance.
    pub fn issue_tokens(&self) -> IssuedTokens {
        let grant = self.service.login();
        IssuedTokens {
            access_token: grant.access_token,
            refresh_token: grant.refresh_token,
            expires_in: grant.expires_in,
        }
    }

    /// Which parts of answers are missing from now on, with the names the bank reports in
    /// `errors`.
    pub fn fail_parts(&self, parts: &[&'static str]) {
        self.service.fail_parts(parts);
    }
}

#[cfg(test)]
mod tests;
