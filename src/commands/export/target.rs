//! Where an export goes.

use std::io::Write;
use std::path::{Path, PathBuf};

use crate::domain::text::neutral;
use crate::failure::Failure;
use crate::files::Output;
use crate::ui::Ui;

/// So many bytes are gathered before they are written.
const CHUNK: usize = 64 * 1024;

/// Where an export goes; a file stands there whole or not at all.
pub(super) struct Target {
    place: Place,
    /// Whole lines that are not written yet.
    pub(super) pending: Vec<u8>,
}

enum Place {
    Stdout(Box<dyn Write>),
    /// A terminal, which would act on some of the characters.
    Screen(Box<dyn Write>),
    File(Output, PathBuf),
}

impl Target {
    /// Opens the file that the user named, and stdout where that is `-` or nothing.
    ///
    /// # Errors
    /// Storage, as [`Output::create`].
    pub(super) fn open(ui: &Ui, path: Option<&Path>, force: bool) -> Result<Self, Failure> {
        let place = match path.filter(|it| it.as_os_str() != "-") {
            Some(path) => Place::File(Output::create(path, force)?, path.to_owned()),
            None if ui.width().is_some() => Place::Screen(Box::new(ui.stdout())),
            None => Place::Stdout(Box::new(ui.stdout())),
        };
        let pending = Vec::new();
        Ok(Self { place, pending })
    }

    pub(super) fn is_file(&self) -> bool {
        matches!(self.place, Place::File(..))
    }

    /// Writes what is pending, if it is much.
    pub(super) fn pass_on(&mut self) -> Result<(), Failure> {
        if self.pending.len() < CHUNK {
            return Ok(());
        }
        self.write()
    }

    fn write(&mut self) -> Result<(), Failure> {
        match &mut self.place {
            Place::Stdout(out) => out.write_all(&self.pending)?,
            Place::Screen(out) => out.write_all(visible(&self.pending).as_bytes())?,
            Place::File(output, _) => output.append(&self.pending)?,
        }
        self.pending.clear();
        Ok(())
    }

    /// Writes the rest. Returns the file, which has its name from now on, if it is one.
    pub(super) fn finish(mut self) -> Result<Option<PathBuf>, Failure> {
        self.write()?;
        match self.place {
            Place::Stdout(mut out) | Place::Screen(mut out) => {
                out.flush()?;
                Ok(None)
            }
            Place::File(output, path) => {
                output.finish()?;
                Ok(Some(path))
            }
        }
    }
}

/// Lines as a terminal may show them.
fn visible(lines: &[u8]) -> String {
    let text = String::from_utf8_lossy(lines);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let mut shown = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let content = line.strip_suffix('\n');
        let content = content.map_or(line, |it| it.strip_suffix('\r').unwrap_or(it));
        shown.push_str(&neutral(content));
        if line.ends_with('\n') {
            shown.push('\n');
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_sees_lines_and_nothing_that_it_acts_on() {
        let lines = "\u{feff}Dato;Beløp\r\n\u{1b}[2Jx;\u{202e}y\r\nlast";
        let shown = visible(lines.as_bytes());
        assert_eq!(shown, "Dato;Beløp\n\u{fffd}[2Jx;\u{fffd}y\nlast");
    }
}
