//! The only place where parts are wired together. Nothing is opened before it is needed.

use crate::api::Bank;
use crate::api::http::Http;
use crate::archive::Archive;
use crate::auth::session::Session;
use crate::auth::store::{self, Store};
use crate::clock::Clock;
use crate::config::Config;
use crate::directory::Directory;
use crate::failure::Failure;
use crate::journal::Journal;
use crate::ui::Ui;

/// What every command gets.
pub(crate) struct App<'a> {
    pub(crate) ui: &'a Ui,
    pub(crate) clock: Clock,
    pub(crate) config: Config,
    pub(crate) http: Http,
}

impl<'a> App<'a> {
    pub(crate) fn new(ui: &'a Ui, config: Config) -> Self {
        Self {
            ui,
            clock: Clock::new(config.fixed_now),
            http: Http::new(&config.origin, ui.tracer()).waiting(config.timeout),
            config,
        }
    }

    /// Where the login of this profile is kept.
    pub(crate) fn store(&self) -> Box<dyn Store + '_> {
        store::open(&self.config, self.ui)
    }

    /// The login of this profile. Nothing is read before a token is asked for.
    pub(crate) fn session(&self) -> Result<Session<'_>, Failure> {
        Ok(Session::new(
            self.ui,
            &self.config,
            self.clock,
            self.store(),
            &self.http,
        ))
    }

    /// The bank, with that login.
    pub(crate) fn bank<'s>(&'s self, session: &'s Session<'_>) -> Result<Bank<'s>, Failure> {
        Ok(Bank::new(&self.http, session))
    }

    /// The journal of this profile's transfers.
    pub(crate) fn journal(&self) -> Journal {
        Journal::of(&self.config)
    }

    /// The archive of this profile's transactions.
    pub(crate) fn archive(&self) -> Archive {
        Archive::of(&self.config)
    }

    pub(crate) fn directory(&self) -> Directory<'_> {
        Directory::of(&self.config)
    }
}
