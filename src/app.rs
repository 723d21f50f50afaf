//! The only place where parts are wired together. Nothing is opened before it is needed.

use std::cell::OnceCell;

use crate::api::http::Http;
use crate::clock::Clock;
use crate::config::Config;
use crate::directory::Directory;
use crate::failure::Failure;
use crate::ui::Ui;

/// What every command gets.
pub(crate) struct App<'a> {
    pub(crate) ui: &'a Ui,
    pub(crate) clock: Clock,
    pub(crate) config: Config,
    /// The whole command tree, for commands that describe it.
    pub(crate) command_tree: fn() -> clap::Command,
    http: OnceCell<Http>,
}
