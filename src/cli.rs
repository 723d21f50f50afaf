//! The command line: global flags and the list of commands.

use std::ffi::OsString;

use clap::builder::PossibleValuesParser;
use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Parser, ValueEnum};

use crate::commands::{Command, export};
use crate::config::{self, Flags, Format};
use crate::failure::Failure;
use crate::ui::{ColorChoice, Manner};

/// Your SpareBank 1 accounts from the terminal
#[derive(Parser)]
#[command(
    name = "sb1",
    version,
    propagate_version = false,
    args_override_self = true,
    max_term_width = 100,
    after_help = "New here? `sb1 demo` shows it all on a pretend bank; `sb1 login` connects yours."
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) globals: Globals,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Flags of every command, accepted before and after it.
#[derive(Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Globals {
    /// Print one JSON document; failures too, on stderr
    #[arg(long, global = true)]
    json: bool,
    /// Shape of the answer
    #[arg(
        long,
        global = true,
        value_parser = format_names(),
        value_name = "FORMAT",
        hide_possible_values = true,
        help = "Shape of the answer: table, json, jsonl, csv or tsv [default: table]"
    )]
    format: Option<String>,
    /// Use the login of that name
    #[arg(long, global = true, value_name = "NAME")]
    profile: Option<String>,
    /// Refuse everything that moves money
    #[arg(long, global = true)]
    read_only: bool,
    /// Never ask, never read stdin
    #[arg(long, global = true)]
    no_input: bool,
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "WHEN",
        hide_possible_values = true,
        default_value = "auto",
        help = "Use colour: auto, always or never"
    )]
    color: ColorChoice,
    /// Leave out notes
    #[arg(short, long, global = true)]
    quiet: bool,
    /// Say on stderr what is being done; never shows a secret
    #[arg(short, long, global = true)]
    verbose: bool,
}

impl Globals {
    pub(crate) fn manner(&self) -> Manner {
        Manner {
            color: self.color,
            quiet: self.quiet,
            verbose: self.verbose,
            no_input: self.no_input,
        }
    }

    pub(crate) fn flags(&self) -> Flags {
        Flags {
            profile: self.profile.clone(),
            format: self.json.then_some(Format::Json).or(self.shape()),
            read_only: self.read_only,
        }
    }

    /// The shape of the answer, where `--format` says one.
    fn shape(&self) -> Option<Format> {
        Format::from_str(self.format.as_deref()?, false).ok()
    }

    /// Whether failures are to be JSON, known also where the configuration cannot be read.
    pub(crate) fn wants_json(&self) -> bool {
        self.json
            || self
                .shape()
                .or_else(config::format_of_environment)
                .is_some_and(Format::is_json)
    }
}

/// What `--format` takes. Those of files belong to `sb1 export`, and are taken before it as well.
fn format_names() -> PossibleValuesParser {
    let shapes = Format::value_variants().iter();
    let shapes = shapes.filter_map(Format::to_possible_value);
    let files = export::format_names().into_iter().map(|it| it.hide(true));
    PossibleValuesParser::new(shapes.chain(files))
}

/// What a command line came to.
pub(crate) enum Parsed {
    Run(Box<Cli>),
    /// Help or version: an answer.
    Print(String),
    /// Not a command line of ours.
    Refused {
        failure: Failure,
        /// The parser's own words, with usage and suggestions.
        shown: String,
        json: bool,
    },
}

impl Cli {
    pub(crate) fn read(args: &[OsString]) -> Parsed {
        // The whole tree of commands need not be built for this.
        if let [_, flag] = args
            && (flag == "--version" || flag == "-V")
        {
            return Parsed::Print(concat!("sb1 ", env!("CARGO_PKG_VERSION"), "\n").to_owned());
        }
        let error = match Self::try_parse_from(args).and_then(Self::with_fitting_format) {
            Ok(cli) => return Parsed::Run(Box::new(cli)),
            Err(error) => error,
        };
        let shown = error.render().to_string();
        if matches!(
            error.kind(),
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
        ) {
            return Parsed::Print(shown);
        }
        Parsed::Refused {
            failure: refusal(&shown),
            shown,
            json: asks_for_json(args),
        }
    }
}

impl Cli {
    /// Refuses two formats at once, and the format of a file where there is none.
    fn with_fitting_format(self) -> Result<Self, clap::Error> {
        let is_export = matches!(self.command, Command::Export(_));
        match &self.globals.format {
            Some(_) if self.globals.json => {
                let message = if is_export {
                    "an export is a file of its own format; use --format jsonl for JSON"
                } else {
                    "the argument '--json' cannot be used with '--format <FORMAT>'"
                };
                Err(Self::command().error(ErrorKind::ArgumentConflict, message))
            }
            Some(format) if self.globals.shape().is_none() && !is_export => {
                let message = format!("only `sb1 export` writes the format {format}");
                Err(Self::command().error(ErrorKind::InvalidValue, message))
            }
            _ => Ok(self),
        }
    }
}

/// The parser's first sentence as a failure; the rest is usage, which JSON readers do not want.
fn refusal(shown: &str) -> Failure {
    let first = shown.lines().next().unwrap_or_default();
    Failure::usage(first.strip_prefix("error: ").unwrap_or(first)).hint("see `sb1 --help`")
}

/// Whether a command line that could not be parsed asked for JSON.
fn asks_for_json(args: &[OsString]) -> bool {
    let words: Vec<_> = args
        .iter()
        .filter_map(|word| word.to_str())
        .take_while(|word| *word != "--")
        .collect();
    words
        .iter()
        .any(|word| matches!(*word, "--json" | "--format=json" | "--format=jsonl"))
        || words
            .windows(2)
            .any(|pair| matches!(pair, ["--format", "json" | "jsonl"]))
        || config::format_of_environment().is_some_and(Format::is_json)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_tree_is_sound() {
        Cli::command().debug_assert();
    }
}
