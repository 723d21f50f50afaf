//! `sb1 login`, from the first question to the stored token.

mod client;
mod prompt;
mod proof;
mod words;

pub(crate) use proof::Unstored;

use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use crate::browser;
use crate::clock::Clock;
use crate::config::{Config, StoreKind};
use crate::domain::bank::BankId;
use crate::domain::secret::Secret;
use crate::failure::Failure;
use crate::interrupt;
use crate::ui::Ui;

use super::answer::{Asked, Grant, TokenEndpoint};
use super::credentials::{Client, Credentials, Tokens};
use super::loopback::redirect::{Outcome, RedirectUri};
use super::loopback::{Event, Listener};
use super::oauth::Attempt;
use super::store::{Store, homes};

/// What the command line set.
#[derive(Clone, Debug)]
pub(crate) struct LoginOptions {
    pub(crate) bank: Option<String>,
    pub(crate) client_id: Option<String>,
    pub(crate) redirect_uri: Option<String>,
    pub(crate) no_browser: bool,
    /// How long to wait for the browser.
    pub(crate) timeout: Duration,
}

/// Makes one real call with the token.
pub(crate) type Prove<'a> = &'a dyn Fn(&Secret) -> Result<(), Failure>;

/// All that a login needs.
pub(crate) struct Login<'a> {
    pub(crate) ui: &'a Ui,
    pub(crate) config: &'a Config,
    pub(crate) clock: Clock,
    pub(crate) store: &'a dyn Store,
    pub(crate) endpoint: &'a dyn TokenEndpoint,
}

/// One login on its way.
struct Journey<'j> {
    login: &'j Login<'j>,
    options: &'j LoginOptions,
    prove: Prove<'j>,
    client: Client,
    /// Whether no client was stored before.
    first: bool,
    bank: Option<String>,
    deadline: Instant,
    listener: Listener,
    pasted: Option<Receiver<String>>,
}

/// How a round through the browser ended.
enum Round {
    LoggedIn(Credentials),
    /// The bank could not use the request; without PKCE it may.
    Unusable(Failure),
}

impl Login<'_> {
    /// Logs in and stores the login; the older one stays until then.
    pub(crate) fn run(
        &self,
        options: &LoginOptions,
        prove: Prove<'_>,
    ) -> Result<Credentials, Failure> {
        let bank = self.bank(options)?;
        let stored = self.store.load()?;
        let client = client::choose(self.ui, self.config, stored.as_ref(), options)?;
        let uri = RedirectUri::parse(&client.redirect_uri)?;
        // A store that takes nothing is found out before BankID is asked for anything.
        self.prepare_store()?;
        if self.config.store == StoreKind::File {
            let place = self.store.place();
            self.ui.note(format_args!(
                "SB1_STORE=file: the login will be kept in {place}"
            ));
        }
        let listener = self.listen(&uri)?;
        let mut journey = Journey {
            login: self,
            options,
            prove,
            client,
            first: stored.is_none(),
            bank,
            deadline: Instant::now() + options.timeout,
            listener,
            pasted: self.ui.lines(),
        };
        match journey.round(true)? {
            Round::LoggedIn(credentials) => Ok(credentials),
            Round::Unusable(_) => match journey.round(false)? {
                Round::LoggedIn(credentials) => Ok(credentials),
                Round::Unusable(failure) => Err(failure),
            },
        }
    }

    /// Sweeps the store and tries it, under the lock because others may be writing.
    fn prepare_store(&self) -> Result<(), Failure> {
        let _lock = super::lock(self.config)?;
        self.store.sweep()?;
        self.store.round_trip()
    }

    /// The bank to sign in with; `None`: the bank's own chooser asks.
    fn bank(&self, options: &LoginOptions) -> Result<Option<String>, Failure> {
        let Some(text) = options.bank.as_ref().or(self.config.bank.as_ref()) else {
            return Ok(None);
        };
        let id = BankId::parse(text).map_err(|error| {
            let failure = Failure::usage(error.to_string());
            failure.hint(
                "leave --bank out to choose on the bank's own page; `sb1 banks` lists the banks",
            )
        })?;
        match id.known() {
            Some(bank) if bank.current => {}
            Some(bank) => self.ui.note(format_args!(
                "{} ({}) has become {} ({}); if the bank refuses the old id, use the new one",
                bank.name,
                bank.id,
                bank.today().name,
                bank.today().id
            )),
            None => self.ui.note(format_args!(
                "{id} is not on this program's list of banks, which may be older than the bank; it is used as it is"
            )),
        }
        Ok(Some(id.as_str().to_owned()))
    }

    /// Takes the port, or says who has it and leaves the paste.
    fn listen(&self, uri: &RedirectUri) -> Result<Listener, Failure> {
        match Listener::bind(uri) {
            Ok(listener) => {
                if listener.without_ipv6() {
                    self.ui.note(
                        "this machine has no ::1, so the browser is answered on 127.0.0.1 only",
                    );
                }
                Ok(listener)
            }
            Err(error) if self.ui.may_read_stdin() => {
                self.ui.warn(words::port_taken(&error));
                self.ui.warn(
                    "the browser's last page will fail; paste its address here, and press Enter, to log in all the same",
                );
                Ok(Listener::nowhere(uri))
            }
            Err(error) => Err(words::no_port(error)),
        }
    }
}

impl Journey<'_> {
    /// Through the browser and back, once.
    fn round(&mut self, with_pkce: bool) -> Result<Round, Failure> {
        let attempt = Attempt::new(with_pkce)?;
        let origin = &self.login.config.origin;
        let url = attempt.authorize_url(origin, &self.client, self.bank.as_deref())?;
        self.show(&url, with_pkce);
        let outcome = self.wait(&attempt)?;
        self.ended(&attempt, outcome, with_pkce)
    }

    /// Makes of the answer what can be made of it, and shows the browser what came of it.
    fn ended(
        &mut self,
        attempt: &Attempt,
        outcome: Outcome,
        with_pkce: bool,
    ) -> Result<Round, Failure> {
        let round = self.conclude(attempt, outcome);
        let (ok, title, text) = match &round {
            Ok(Round::LoggedIn(_)) => (
                true,
                "You are logged in",
                "sb1 has stored the login. You can close this tab.".to_owned(),
            ),
            Ok(Round::Unusable(_)) if with_pkce => {
                self.login
                    .ui
                    .note("the bank could not use the login request; once more without PKCE");
                return round;
            }
            Ok(Round::Unusable(failure)) | Err(failure) => {
                let what = failure.message();
                let text =
                    format!("Sorry: {what}. The terminal says what to do. You can close this tab.");
                (false, "You are not logged in", text)
            }
        };
        self.listener.answer(&attempt.state, ok, title, &text);
        round
    }

    /// Brings the person to the bank's page.
    fn show(&mut self, url: &str, first: bool) {
        let ui = self.login.ui;
        if !first && self.listener.send_on(url) {
            return;
        }
        if self.options.no_browser {
            ui.tell("Open this address in a browser and log in with BankID:");
        } else {
            ui.tell("Opening the browser to log in with BankID. If no page comes up, open this address:");
        }
        ui.tell(format_args!("\n  {url}\n"));
        if self.pasted.is_some() && first {
            ui.tell("Is the browser on another machine? Then paste the address that it ends at here, and press Enter.");
        }
        if !self.options.no_browser && !url.parse().is_ok_and(|it| browser::opens(&it)) {
            ui.warn("no browser could be started; open the address above yourself");
        }
    }

    fn wait(&mut self, attempt: &Attempt) -> Result<Outcome, Failure> {
        let ui = self.login.ui;
        let mut progress = ui.progress();
        // A Ctrl-C takes the countdown away before it ends the program.
        let mut hold = Some(interrupt::hold());
        let mut on_event = |event| match event {
            Event::Glance if interrupt::waiting() => {
                progress.clear();
                drop(hold.take());
            }
            Event::Glance => {}
            Event::Tick(left) => progress.set(format_args!(
                "Waiting for the login in the browser: {}:{:02} left ",
                left.as_secs() / 60,
                left.as_secs() % 60
            )),
            Event::WrongPaste(why) => {
                progress.clear();
                ui.warn(format_args!("{}; still waiting", why.sentence()));
            }
        };
        let pasted = self.pasted.as_ref();
        let ended = self
            .listener
            .wait(&attempt.state, self.deadline, pasted, &mut on_event);
        ended.map_err(|why| words::no_answer(why, self.options.timeout))
    }

    /// From the answer to the stored login. The code is exchanged once, whatever comes of it.
    fn conclude(&self, attempt: &Attempt, outcome: Outcome) -> Result<Round, Failure> {
        let login = self.login;
        let code = match outcome {
            Outcome::Code(code) => code,
            Outcome::Denied(error) => return Self::denied(&error, self.bank.as_deref()),
        };
        let answer = login
            .endpoint
            .post(&attempt.exchange(&self.client, &code))
            .map_err(|lost| words::exchange_lost(lost.failure))?;
        let asked = Asked::Exchange { first: self.first };
        let tokens = match answer.read(asked, login.clock.now())? {
            Grant::Tokens(tokens) => tokens,
            Grant::Refused(refusal) if refusal.is("invalid_request") => {
                return Ok(Round::Unusable(refusal.failure));
            }
            Grant::Refused(refusal) => return Err(refusal.failure),
        };
        (self.prove)(&tokens.access).map_err(words::unproven)?;
        self.store(tokens).map(Round::LoggedIn)
    }

    fn denied(error: &str, bank: Option<&str>) -> Result<Round, Failure> {
        let failure = words::denied(error, bank);
        if error == "invalid_request" {
            Ok(Round::Unusable(failure))
        } else {
            Err(failure)
        }
    }

    /// Stores the login under the lock, so that no renewal of the old one comes in between.
    fn store(&self, tokens: Tokens) -> Result<Credentials, Failure> {
        let login = self.login;
        let credentials = Credentials {
            client: self.client.clone(),
            bank: self.bank.clone(),
            tokens: Some(tokens),
        };
        // Another process may hold the lock for long, and nothing is half done yet.
        let _lock = super::lock(login.config)?;
        let _hold = interrupt::hold();
        login.store.save(&credentials)?;
        homes::remember(login.config)?;
        Ok(credentials)
    }
}

#[cfg(test)]
pub(crate) mod tests;
