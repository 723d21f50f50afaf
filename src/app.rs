//! The only place where parts are wired together. Nothing is opened before it is needed.

use crate::api::Bank;
use crate::api::http::Http;
use crate::auth::session::Session;
use crate::auth::store::Store;
use crate::clock::Clock;
use crate::config::Config;
use crate::directory::Directory;
use crate::failure::Failure;
use crate::ui::Ui;
use crate::view::{self, Shape};

/// What every command gets.
pub(crate) struct App<'a> {
    pub(crate) ui: &'a Ui,
    pub(crate) clock: Clock,
    pub(crate) config: Config,
    pub(crate) http: Http,
}
