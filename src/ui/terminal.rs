//! The terminal itself, wherever stdin and stderr lead.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};

use crate::domain::text::neutral;

use super::LONGEST_LINE;

#[cfg(not(windows))]
const KEYS_AND_SCREEN: [&str; 2] = ["/dev/tty", "/dev/tty"];
#[cfg(windows)]
const KEYS_AND_SCREEN: [&str; 2] = ["CONIN$", "CONOUT$"];

/// The terminal that the program was started from.
pub(super) struct Terminal {
    keys: File,
    screen: File,
}

impl Terminal {
    /// # Errors
    /// The system's, where there is no terminal: in cron, under systemd, in a container.
    pub(super) fn open() -> io::Result<Self> {
        let open = |path| File::options().read(true).write(true).open(path);
        let [keys, screen] = KEYS_AND_SCREEN;
        Ok(Self {
            keys: open(keys)?,
            screen: open(screen)?,
        })
    }

    /// Shows lines, neutralised.
    pub(super) fn show(&mut self, text: &str) -> io::Result<()> {
        for line in text.trim_end().lines() {
            writeln!(self.screen, "{}", neutral(line))?;
        }
        Ok(())
    }

    /// Asks, and reads one line.
    pub(super) fn confirm(&mut self, question: &str) -> io::Result<bool> {
        self.forget_typed()?;
        write!(self.screen, "{} [y/N] ", neutral(question))?;
        let line = read_line(&self.keys)?;
        if !line.ends_with(b"\n") {
            // Ctrl-D leaves the cursor behind the question.
            writeln!(self.screen)?;
        }
        Ok(is_yes(&line))
    }

    /// What was typed ahead, or pasted, answers no question that nobody had seen.
    #[cfg(unix)]
    fn forget_typed(&self) -> io::Result<()> {
        use rustix::termios::{QueueSelector, tcflush};
        Ok(tcflush(&self.keys, QueueSelector::IFlush)?)
    }

    /// A console has no such call that could be made safely from here.
    #[cfg(not(unix))]
    fn forget_typed(&self) -> io::Result<()> {
        Ok(())
    }
}

/// A line with its end; without it where the input ended first.
fn read_line(keys: impl Read) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    BufReader::new(keys.take(LONGEST_LINE)).read_until(b'\n', &mut line)?;
    Ok(line)
}

/// Only a whole line with the word for it, in English or Norwegian, is a yes.
fn is_yes(line: &[u8]) -> bool {
    let says = |word: &&str| line.trim_ascii().eq_ignore_ascii_case(word.as_bytes());
    line.ends_with(b"\n") && ["y", "yes", "j", "ja"].iter().any(says)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(keys: &str) -> bool {
        is_yes(&read_line(keys.as_bytes()).unwrap())
    }

    #[test]
    fn only_a_plain_yes_is_a_yes() {
        for yes in ["y\n", "Y\n", "yes\r\n", " YES \n", "j\n", "Ja\n", "y\nn\n"] {
            assert!(answered(yes), "{yes:?}");
        }
        for no in [
            "",
            "\n",
            "n\n",
            "no\n",
            "nei\n",
            "\ny\n",
            "y",
            "yes",
            "yy\n",
            "y n\n",
            "yes!\n",
            "jau\n",
            "1\n",
            "true\n",
            "\u{1b}[Ay\n",
            "у\n",
            "ｙ\n",
            "y\0\n",
        ] {
            assert!(!answered(no), "{no:?}");
        }
        let endless = "y".repeat(100_000);
        assert!(!answered(&endless));
    }
}
