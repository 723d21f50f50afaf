//! The one question whose answer is not shown.

use std::time::Duration;

use crate::domain::secret::Secret;
use crate::failure::{Failure, Kind};
use crate::interrupt;
use crate::ui::Ui;

/// How often to look for a Ctrl-C.
const GLANCE: Duration = Duration::from_millis(20);

/// Asks for a secret. A Ctrl-C ends the program as everywhere, but not before the terminal shows
/// again what is typed.
pub(super) fn secret(ui: &Ui, question: &str) -> Result<Secret, Failure> {
    let terminal = Terminal::of_stdin();
    let hold = interrupt::hold();
    std::thread::scope(|scope| {
        let asked = scope.spawn(|| ui.ask_unseen(question));
        while !asked.is_finished() {
            if interrupt::waiting() {
                terminal.restore();
                ui.tell("");
                drop(hold);
                break;
            }
            std::thread::sleep(GLANCE);
        }
        asked
            .join()
            .unwrap_or_else(|_| Err(Failure::new(Kind::Unexpected, "the question broke down")))
    })
    .map(Secret::new)
}

/// How the terminal was before the question.
struct Terminal(#[cfg(unix)] Option<rustix::termios::Termios>);

impl Terminal {
    #[cfg(unix)]
    fn of_stdin() -> Self {
        Self(rustix::termios::tcgetattr(std::io::stdin()).ok())
    }

    #[cfg(unix)]
    fn restore(&self) {
        if let Some(before) = &self.0 {
            let now = rustix::termios::OptionalActions::Now;
            let _ = rustix::termios::tcsetattr(std::io::stdin(), now, before);
        }
    }

    /// Windows gives a console back as it was by itself.
    #[cfg(not(unix))]
    fn of_stdin() -> Self {
        Self()
    }

    #[cfg(not(unix))]
    fn restore(&self) {}
}
