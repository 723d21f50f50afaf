//! The session of one command: a token believed good, renewed under one lock for all processes.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::api::http::Http;
use crate::api::{Network, TokenSource};
use crate::clock::Clock;
use crate::config::{Config, DEFAULT_PROFILE, StoreKind};
use crate::domain::secret::Secret;
use crate::failure::{Failure, Kind};
use crate::interrupt;
use crate::ui::Ui;

use super::answer::{Asked, Grant, Lost, TokenAnswer, TokenEndpoint};
use super::credentials::{Credentials, Tokens};
use super::oauth::{self, TOKEN_PATH};
use super::store::{Store, homes};

impl TokenEndpoint for Http {
    fn post(&self, form: &[(&str, &str)]) -> Result<TokenAnswer, Lost> {
        match self.post_form(TOKEN_PATH, form) {
            Ok(answer) => Ok(TokenAnswer {
                status: answer.status,
                body: answer.body,
                date: answer.date,
                retry_after: answer.retry_after,
            }),
            Err(Network::NotSent(failure)) => Err(Lost {
                sent: false,
                failure,
            }),
            Err(Network::Lost(failure)) => Err(Lost {
                sent: true,
                failure,
            }),
        }
    }
}

/// What a Ctrl-C in the middle of a renewal is answered with.
const FINISHING: &str =
    "finishing the renewal of the login first; press Ctrl-C again to stop at once";

/// The login that a command works with. Nothing is read before the first token is asked for.
pub(crate) struct Session<'a> {
    ui: &'a Ui,
    config: &'a Config,
    clock: Clock,
    store: Box<dyn Store + 'a>,
    endpoint: &'a dyn TokenEndpoint,
    held: Mutex<Option<Held>>,
}

/// What this process knows.
#[derive(Clone)]
struct Held {
    credentials: Credentials,
    /// Whether the store holds it too.
    stored: bool,
    /// Whether this process received the tokens itself: then they are used until the bank rejects
    /// them, however short it says that they live.
    received: bool,
}

/// The access token that is to be replaced: none where its time is up, else the one that the bank
/// rejected.
type Rejected<'r> = Option<&'r Secret>;

impl<'a> Session<'a> {
    pub(crate) fn new(
        ui: &'a Ui,
        config: &'a Config,
        clock: Clock,
        store: Box<dyn Store + 'a>,
        endpoint: &'a dyn TokenEndpoint,
    ) -> Self {
        Self {
            ui,
            config,
            clock,
            store,
            endpoint,
            held: Mutex::new(None),
        }
    }

    fn held(&self) -> MutexGuard<'_, Option<Held>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What this process knows and the store does not, else what the store holds.
    fn current(&self) -> Result<Credentials, Failure> {
        if let Some(Held {
            credentials,
            stored: false,
            ..
        }) = &*self.held()
        {
            return Ok(credentials.clone());
        }
        let credentials = self.store.load()?.ok_or_else(|| self.not_logged_in())?;
        self.keep_stored(&credentials);
        Ok(credentials)
    }

    fn keep_stored(&self, credentials: &Credentials) {
        *self.held() = Some(Held {
            credentials: credentials.clone(),
            stored: true,
            received: false,
        });
    }

    fn tokens_of<'c>(&self, credentials: &'c Credentials) -> Result<&'c Tokens, Failure> {
        credentials
            .tokens
            .as_ref()
            .ok_or_else(|| self.not_logged_in())
    }

    fn not_logged_in(&self) -> Failure {
        let failure = match self.config.profile.as_str() {
            DEFAULT_PROFILE => {
                Failure::new(Kind::Login, "you are not logged in").hint("run `sb1 login`")
            }
            profile => Failure::new(
                Kind::Login,
                format!("the profile {profile} is not logged in"),
            )
            .hint(format!("run `sb1 --profile {profile} login`")),
        };
        let name = self.config.home_name();
        let elsewhere = homes::all(self.config)
            .unwrap_or_default()
            .into_iter()
            .find(|home| home.name == name && home.kind != self.config.store);
        match elsewhere.map(|home| home.kind) {
            Some(StoreKind::File) => {
                failure.hint("there is a login in a file: set SB1_STORE=file to use it")
            }
            Some(StoreKind::Keyring) => {
                failure.hint("there is a login in the keyring: unset SB1_STORE to use it")
            }
            None => failure,
        }
    }

    /// Replaces the access token, unless another process has done so.
    fn replaced(&self, rejected: Rejected<'_>) -> Result<Tokens, Failure> {
        let _lock = super::lock(self.config)?;
        let mut credentials = self.current()?;
        // The second round is for a token that somebody stored beside us.
        for last in [false, true] {
            let tokens = self.tokens_of(&credentials)?.clone();
            if self.is_other(&tokens, rejected) {
                return Ok(tokens);
            }
            let Some(refresh) = tokens.refresh.clone() else {
                return self.or_old(&tokens, rejected, expired(rejected));
            };
            // A Ctrl-C waits: between the bank's answer and our disk it would cost the login.
            let ui = self.ui;
            let renewed = interrupt::finishing(
                || ui.tell(FINISHING),
                || self.renewed(&credentials, &tokens, &refresh, rejected),
            );
            match renewed? {
                Step::Done(tokens) => return Ok(tokens),
                Step::Ended(failure) => {
                    credentials = self.store.load()?.ok_or_else(|| self.not_logged_in())?;
                    let now_there = self.tokens_of(&credentials)?.refresh.as_ref();
                    if last || now_there.is_none_or(|it| it.is(refresh.expose())) {
                        return Err(failure);
                    }
                    self.keep_stored(&credentials);
                }
            }
        }
        Err(expired(rejected))
    }

    /// Whether the work was done by another process in the meantime.
    fn is_other(&self, tokens: &Tokens, rejected: Rejected<'_>) -> bool {
        let now = self.clock.now();
        match rejected {
            None => tokens.is_fresh(now),
            Some(rejected) => !tokens.access.is(rejected.expose()) && tokens.is_alive(now),
        }
    }

    /// One renewal, of which the rotated token is stored before it is used.
    fn renewed(
        &self,
        credentials: &Credentials,
        tokens: &Tokens,
        refresh: &Secret,
        rejected: Rejected<'_>,
    ) -> Result<Step, Failure> {
        let old = |failure| self.or_old(tokens, rejected, failure).map(Step::Done);
        let slot = match self.store.rehearse(credentials) {
            Ok(slot) => slot,
            Err(failure) => return old(failure),
        };
        let form = oauth::refresh(&credentials.client, refresh);
        let answer = match self.endpoint.post(&form) {
            Ok(answer) => answer,
            Err(lost) if tokens.is_alive(self.clock.now()) && rejected.is_none() => {
                return old(lost.failure);
            }
            // Once more only where that may help, and nobody waits for the end of it.
            Err(Lost { sent, failure })
                if !sent || failure.kind != Kind::Unavailable || interrupt::waiting() =>
            {
                return Err(failure);
            }
            Err(_) => self.endpoint.post(&form).map_err(|lost| lost.failure)?,
        };
        match answer.read(Asked::Refresh, self.clock.now()) {
            Ok(Grant::Tokens(new)) => {
                let renewed = Credentials {
                    tokens: Some(successor(tokens, new)),
                    ..credentials.clone()
                };
                let stored = slot.commit(&renewed);
                *self.held() = Some(Held {
                    credentials: renewed.clone(),
                    stored: stored.is_ok(),
                    received: true,
                });
                if let Err(failure) = stored {
                    self.lost_soon(&failure);
                }
                self.tokens_of(&renewed).cloned().map(Step::Done)
            }
            Ok(Grant::Refused(refusal)) if refusal.is("invalid_grant") => {
                Ok(Step::Ended(refusal.failure))
            }
            Ok(Grant::Refused(refusal)) => old(refusal.failure),
            Err(failure) => old(failure),
        }
    }

    /// The old access token while it lives; what went wrong where it does not.
    fn or_old(
        &self,
        tokens: &Tokens,
        rejected: Rejected<'_>,
        failure: Failure,
    ) -> Result<Tokens, Failure> {
        if rejected.is_none() && tokens.is_alive(self.clock.now()) {
            self.ui
                .trace(format_args!("the login was not renewed yet: {failure}"));
            return Ok(tokens.clone());
        }
        Err(failure)
    }

    fn lost_soon(&self, failure: &Failure) {
        self.ui.warn(format_args!(
            "the renewed login could not be stored ({failure}); this command goes on, but the next one needs `sb1 login`"
        ));
    }
}

/// What a renewal came to.
enum Step {
    Done(Tokens),
    /// The bank does not know the refresh token any more.
    Ended(Failure),
}

/// The new tokens, with what the bank did not say again.
fn successor(old: &Tokens, new: Tokens) -> Tokens {
    let login_expires = new.login_expires.or(old.login_expires);
    if new.refresh.is_some() {
        return Tokens {
            login_expires,
            ..new
        };
    }
    Tokens {
        refresh: old.refresh.clone(),
        refresh_expires: new.refresh_expires.or(old.refresh_expires),
        login_expires,
        ..new
    }
}

fn expired(rejected: Rejected<'_>) -> Failure {
    let what = match rejected {
        None => "the login has expired",
        Some(_) => "the bank does not accept this login any more",
    };
    Failure::new(Kind::Login, what).hint("run `sb1 login` to log in again with BankID")
}

impl TokenSource for Session<'_> {
    fn token(&self) -> Result<Secret, Failure> {
        let held = self.held().clone();
        let received = held.as_ref().is_some_and(|it| it.received);
        let tokens = match held.and_then(|it| it.credentials.tokens) {
            Some(tokens) => tokens,
            None => self.tokens_of(&self.current()?)?.clone(),
        };
        if received || tokens.is_fresh(self.clock.now()) {
            return Ok(tokens.access);
        }
        Ok(self.replaced(None)?.access)
    }

    fn renew(&self, rejected: &Secret) -> Result<Secret, Failure> {
        Ok(self.replaced(Some(rejected))?.access)
    }
}

#[cfg(test)]
mod tests;
