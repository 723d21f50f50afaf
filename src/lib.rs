//! `sb1`, a careful command line for SpareBank 1.
//!
//! The house, from the roof down; a module imports only modules of a lower floor:
//!
//! ```text
//!  7  main > lib                           parse, build App, dispatch, render the failure, exit code
//!  6  cli                                  global flags + the list of commands
//!  5  commands/*                           a file or a folder per verb: its arguments, its help,
//!                                          its run()
//!  4  app                                  the only place where parts are wired together
//!  3  auth  directory  inquiry             login, session, secret store · which account a name
//!     sync  export                         means · what the bank's lists say of a transfer · from
//!                                          the bank into the archive · formats of other programs
//!  2  api  view  page                      talk to the bank · bytes out · the same as a web page ·
//!     journal  archive                     remember transfers · remember transactions
//!  1  config  ui  files  clock            the outside world
//!     interrupt  browser
//!  0  domain  failure                      pure: no I/O, no clock, no environment
//!
//!     sandbox                              stands aside: a pretend bank; imports nothing of the rest
//! ```
//!
//! How money moves, in the order in which it happens: `domain/transfer/ritual.rs`. What an answer
//! means is `answer.rs` beside it, what holds a transfer back `gate.rs`, what proves it `proof.rs`;
//! `commands/transfer/desk.rs` does what they say.
//!
//! How a row is known again that the bank has renamed: `domain/reconcile/`. What is asked for is
//! `sync/`, what is kept `archive/` with its `schema.sql`, whether it agrees with the balances
//! `domain/continuity.rs`.

pub mod sandbox;

mod api;
mod app;
mod archive;
mod auth;
mod browser;
mod cli;
mod clock;
mod commands;
mod config;
mod directory;
mod domain;
mod export;
mod failure;
mod files;
mod inquiry;
#[cfg(test)]
mod installed;
mod interrupt;
mod journal;
mod page;
mod sync;
mod ui;
mod view;

use std::cell::Cell;
use std::ffi::OsString;
use std::process::ExitCode;

use crate::app::App;
use crate::cli::{Cli, Parsed};
use crate::config::Config;
use crate::failure::{Failure, Kind};
use crate::ui::{Manner, Ui};

/// Runs one command line, program name first, and says how it went.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    let outcome = match Cli::read(&args) {
        Parsed::Run(cli) => run_command(*cli),
        Parsed::Print(help) => {
            let ui = Ui::new(Manner::default());
            ui.answer(&help)
                .map_err(|failure| report(&ui, false, &failure))
        }
        Parsed::Refused {
            failure,
            json: true,
            ..
        } => Err(report(&Ui::new(Manner::default()), true, &failure)),
        Parsed::Refused { failure, shown, .. } => {
            Ui::new(Manner::default()).refusal(&shown);
            Err(failure.kind)
        }
    };
    outcome.map_or_else(
        |kind| ExitCode::from(kind.exit_code()),
        |()| ExitCode::SUCCESS,
    )
}

fn run_command(cli: Cli) -> Result<(), Kind> {
    let ui = Ui::new(cli.globals.manner());
    // The settings may ask for JSON too, once they are read.
    let json = Cell::new(cli.globals.wants_json());
    let open = || {
        let config = Config::load(&cli.globals.flags())?;
        json.set(config.format.is_json());
        Ok(App::new(&ui, config))
    };
    let outcome = interrupt::install()
        .map_err(Failure::from)
        .and_then(|()| cli.command.run(&ui, open));
    outcome.map_err(|failure| report(&ui, json.get(), &failure))
}

/// Renders a failure in the form that the reader of stderr expects.
fn report(ui: &Ui, json: bool, failure: &Failure) -> Kind {
    if failure.kind.is_silent() {
        return failure.kind;
    }
    if json {
        ui.tell(view::error::json(failure));
    } else {
        ui.failure(failure);
    }
    failure.kind
}
