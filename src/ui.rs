//! The terminal: the only owner of stdin, stdout and stderr.
//!
//! stdout carries the answer and nothing else; everything said beside it goes to stderr. Foreign
//! text reaches both only through its neutralising `Display`.

mod confirm;
mod progress;
mod terminal;

use std::fmt::Display;
use std::io::{self, BufRead, BufWriter, IsTerminal, Read, Write};
use std::sync::mpsc;

use anstyle::{AnsiColor, Style};
use jiff::Timestamp;

use crate::domain::date::on_the_clock;
use crate::domain::text::neutral;
use crate::failure::{Failure, Kind};

pub(crate) use progress::Progress;

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum ColorChoice {
    /// On a terminal, unless NO_COLOR is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// How to speak; from the global flags.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Manner {
    pub(crate) color: ColorChoice,
    pub(crate) quiet: bool,
    pub(crate) verbose: bool,
    pub(crate) no_input: bool,
}

/// The three streams.
pub(crate) struct Ui {
    manner: Manner,
    color_out: bool,
    color_err: bool,
    /// Columns of the terminal that stdout is, `None` in a pipe.
    width: Option<usize>,
    err_is_terminal: bool,
}

/// The longest line of stdin that is read in one piece.
const LONGEST_LINE: u64 = 16 * 1024;

const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const HINT: Style = AnsiColor::Cyan.on_default();

impl Ui {
    pub(crate) fn new(manner: Manner) -> Self {
        let err_is_terminal = io::stderr().is_terminal();
        let out_is_terminal = io::stdout().is_terminal();
        Self {
            manner,
            color_out: wants_color(manner.color, out_is_terminal),
            color_err: wants_color(manner.color, err_is_terminal),
            width: out_is_terminal.then(terminal_width),
            err_is_terminal,
        }
    }

    /// Whether the answer may be coloured.
    pub(crate) fn color(&self) -> bool {
        self.color_out
    }

    /// How wide the answer may be; `None`: as wide as it is, because nobody wraps a pipe.
    pub(crate) fn width(&self) -> Option<usize> {
        self.width
    }

    /// stdout, buffered. Whoever writes must flush at the end to learn of a closed pipe.
    pub(crate) fn stdout(&self) -> impl Write + use<> {
        BufWriter::with_capacity(64 * 1024, io::stdout().lock())
    }

    /// Writes the answer.
    pub(crate) fn answer(&self, text: &str) -> Result<(), Failure> {
        let mut out = self.stdout();
        out.write_all(text.as_bytes())?;
        out.flush()?;
        Ok(())
    }

    /// Says something beside the answer, unless `--quiet`.
    pub(crate) fn note(&self, text: impl Display) {
        if !self.manner.quiet {
            self.say(text);
        }
    }

    /// Whether nothing but what was asked for is to be said.
    pub(crate) fn is_quiet(&self) -> bool {
        self.manner.quiet
    }

    /// Says how old what is shown is, where it is not of this moment.
    pub(crate) fn as_of(&self, at: Option<Timestamp>) {
        if let Some(at) = at {
            self.note(format_args!("as the bank had it on {}", on_the_clock(at)));
        }
    }

    /// Says something without which the user cannot go on, also under `--quiet`.
    pub(crate) fn tell(&self, text: impl Display) {
        self.say(text);
    }

    /// Says something that must be seen, also under `--quiet`.
    pub(crate) fn warn(&self, text: impl Display) {
        self.labelled(WARNING, "warning", &text.to_string());
    }

    /// One line about what is being done, under `--verbose`. Never carries a secret.
    pub(crate) fn trace(&self, text: impl Display) {
        if self.manner.verbose {
            self.say(text);
        }
    }

    /// [`Ui::trace`] for those who may not know of a terminal.
    pub(crate) fn tracer(&self) -> impl Fn(&str) + use<> {
        let verbose = self.manner.verbose;
        move |text| {
            if verbose {
                let _ = writeln!(io::stderr().lock(), "{text}");
            }
        }
    }

    /// Shows a failure for people: what went wrong, why, what to do.
    pub(crate) fn failure(&self, failure: &Failure) {
        self.labelled(ERROR, "error", failure.message());
        for cause in failure.causes() {
            self.say(format_args!("  caused by: {}", neutral(&cause)));
        }
        for hint in failure.hints() {
            self.labelled(HINT, "hint", hint);
        }
    }

    /// Shows lines that others wrote, such as the command-line parser's own words.
    pub(crate) fn refusal(&self, text: &str) {
        for line in text.trim_end().lines() {
            self.say(neutral(line));
        }
    }

    /// Whether a question can be asked: a terminal at both ends, and not `--no-input`.
    pub(crate) fn can_ask(&self) -> bool {
        !self.manner.no_input && self.err_is_terminal && io::stdin().is_terminal()
    }

    /// Whether stdin may be read at all.
    pub(crate) fn may_read_stdin(&self) -> bool {
        !self.manner.no_input
    }

    /// The lines of stdin as they come, read on a thread of its own until stdin ends; `None` where
    /// it must not be read. After this nothing can be asked any more.
    pub(crate) fn lines(&self) -> Option<mpsc::Receiver<String>> {
        if !self.may_read_stdin() {
            return None;
        }
        let (tell, told) = mpsc::channel();
        let read = move || {
            let mut stdin = io::stdin().lock();
            loop {
                let mut line = Vec::new();
                match (&mut stdin).take(LONGEST_LINE).read_until(b'\n', &mut line) {
                    Ok(0) | Err(_) => return,
                    Ok(_) => {}
                }
                if tell
                    .send(String::from_utf8_lossy(&line).into_owned())
                    .is_err()
                {
                    return;
                }
            }
        };
        let thread = std::thread::Builder::new().name("stdin".to_owned());
        thread.spawn(read).is_ok().then_some(told)
    }

    /// Asks on the terminal for a line until there is one.
    pub(crate) fn ask(&self, question: &str) -> Result<String, Failure> {
        loop {
            let _ = write!(io::stderr().lock(), "{question}: ");
            let mut line = String::new();
            match io::stdin().read_line(&mut line) {
                Ok(0) => return Err(unanswered(question)),
                Ok(_) if line.trim().is_empty() => self.tell("An answer is needed; Ctrl-C ends."),
                Ok(_) => return Ok(line.trim().to_owned()),
                Err(error) => return Err(unanswered(question).because(error)),
            }
        }
    }

    /// Asks on the terminal for a line that is not shown.
    pub(crate) fn ask_unseen(&self, question: &str) -> Result<String, Failure> {
        let answer = dialoguer::Password::new()
            .with_prompt(question)
            .allow_empty_password(true)
            .interact()
            .map_err(|error| unanswered(question).because(error))?;
        if answer.is_empty() {
            return Err(unanswered(question));
        }
        Ok(answer)
    }

    /// A line on stderr that is rewritten in place; nothing where stderr is no terminal.
    pub(crate) fn progress(&self) -> Progress {
        Progress::new(self.err_is_terminal && !self.manner.quiet)
    }

    fn labelled(&self, style: Style, label: &str, text: &str) {
        let text = neutral(text);
        if self.color_err {
            self.say(format_args!("{style}{label}:{style:#} {text}"));
        } else {
            self.say(format_args!("{label}: {text}"));
        }
    }

    fn say(&self, text: impl Display) {
        // Nobody is left to be told that stderr is gone.
        let _ = writeln!(io::stderr().lock(), "{text}");
    }
}

/// The flag decides, else `NO_COLOR` and `CLICOLOR_FORCE` as everywhere, else the terminal.
fn wants_color(choice: ColorChoice, is_terminal: bool) -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto if set("NO_COLOR") => false,
        ColorChoice::Auto if std::env::var_os("CLICOLOR_FORCE").is_some_and(|it| it != "0") => true,
        ColorChoice::Auto => is_terminal && std::env::var_os("TERM").is_none_or(|it| it != "dumb"),
    }
}

fn terminal_width() -> usize {
    std::env::var("COLUMNS")
        .ok()
        .and_then(|text| text.parse().ok())
        .or_else(|| console_width().map(usize::from))
        .filter(|columns| *columns > 0)
        .unwrap_or(80)
}

fn console_width() -> Option<u16> {
    terminal_size::terminal_size().map(|(terminal_size::Width(columns), _)| columns)
}

fn unanswered(question: &str) -> Failure {
    Failure::new(
        Kind::Login,
        format!("the question was not answered: {question}"),
    )
}
