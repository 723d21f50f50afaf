//! The question that money waits for.

use std::io;

use crate::failure::{Failure, Kind};

use super::Ui;
use super::terminal::Terminal;

impl Ui {
    /// Whether [`Ui::confirm`] can ask: there is a terminal, wherever the streams lead, and not
    /// `--no-input`.
    pub(crate) fn can_confirm(&self) -> bool {
        self.terminal().is_ok()
    }

    /// Shows lines that the user must have seen before the next question: on the terminal where it
    /// is asked, and on stderr where that is something else, or where nothing can be asked. Also
    /// under `--quiet`.
    pub(crate) fn show_before_asking(&self, text: &str) {
        let terminal = self.terminal();
        if terminal.is_err() || !self.err_is_terminal {
            self.refusal(text);
        }
        // What cannot be shown there cannot be asked there either.
        let _ = terminal.map(|mut it| it.show(text));
    }

    /// Asks on the terminal itself for a yes: stdin and stderr may lead elsewhere. Whatever is no
    /// plain yes is a no, and so is what was typed before the question stood there.
    ///
    /// # Errors
    /// [`Kind::NotSent`] under `--no-input`, or where there is no terminal.
    pub(crate) fn confirm(&self, question: &str) -> Result<bool, Failure> {
        if self.manner.no_input {
            return Err(unasked(
                "this waits for a yes, and --no-input forbids to ask for it",
            ));
        }
        self.terminal()
            .and_then(|mut terminal| terminal.confirm(question))
            .map_err(|error| {
                unasked("this waits for a yes, and there is no terminal to ask at").because(error)
            })
    }

    fn terminal(&self) -> io::Result<Terminal> {
        if self.manner.no_input {
            return Err(io::ErrorKind::Unsupported.into());
        }
        Terminal::open()
    }
}

fn unasked(why: &str) -> Failure {
    Failure::new(Kind::NotSent, why).hint("`--yes` goes ahead without asking")
}

#[cfg(test)]
mod tests {
    use crate::ui::Manner;

    use super::*;

    #[test]
    fn nothing_is_asked_under_no_input() {
        let ui = Ui::new(Manner {
            no_input: true,
            ..Manner::default()
        });
        assert!(!ui.can_confirm());
        let failure = ui.confirm("Send 1,00?").unwrap_err();
        assert_eq!(failure.kind, Kind::NotSent);
        assert!(failure.hints().iter().any(|it| it.contains("--yes")));
    }
}
