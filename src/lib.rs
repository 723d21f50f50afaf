//! `sb1`, a careful command line for SpareBank 1.
//!
//! The house, from the roof down; a module imports only modules of a lower floor:
//!
//! ```text
//!  7  main > lib        parse, build App, dispatch, render the failure, exit code
//!  6  cli               global flags + the list of commands
//!  5  commands/*        one file per verb: its arguments, its help, its run()
//!  4  app               the only place where parts are wired together
//!  3  auth  directory   login, session, secret store · which account a name means
//!  2  api  view         talk to the bank · bytes out
//!  1  config  ui  files  clock  interrupt      the outside world
//!  0  domain  failure   pure: no I/O, no clock, no environment
//!
//!     sandbox           stands aside: a pretend bank; imports nothing of the rest
//! ```

pub mod sandbox;

mod api;
mod app;
mod auth;
mod cli;
mod clock;
mod commands;
mod config;
mod directory;
mod domain;
mod failure;
mod files;
mod interrupt;
mod ui;
mod view;

use std::ffi::OsString;
use std::process::ExitCode;

use crate::cli::{Cli, Parsed};
use crate::failure::Failure;
use crate::ui::Ui;

/// Runs one command line, program name first, and says how it went.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    let (ui, json, outcome) = match Cli::read(&args) {
        Parsed::Run(cli) => {
            let ui = Ui::new(cli.globals.manner());
            let json = cli.globals.wants_json();
            let outcome = dispatch(*cli, &ui);
            (ui, json, outcome)
        }
        Parsed::Print(help) => {
            let ui = Ui::new(ui::Manner::default());
            let outcome = ui.answer(&help);
            (ui, false, outcome)
        }
        Parsed::Refused {
            failure,
            shown,
            json,
        } => {
            let ui = Ui::new(ui::Manner::default());
            if json {
                report(&ui, json, &failure);
            } else {
                ui.refusal(&shown);
            }
            return ExitCode::from(failure.kind.exit_code());
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            report(&ui, json, &failure);
            ExitCode::from(failure.kind.exit_code())
        }
    }
}

fn dispatch(cli: Cli, ui: &Ui) -> Result<(), Failure> {
    interrupt::install()?;
    let config = config::Config::load(&cli.globals.flags())?;
    let app = app::App::new(ui, config);
    cli.command.run(&app)
}

/// Renders a failure in the form that the reader of stderr expects.
fn report(ui: &Ui, json: bool, failure: &Failure) {
    if json {
        ui.error_line(&view::error::json(failure), failure);
    } else {
        ui.failure(failure);
    }
}
