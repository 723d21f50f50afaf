//! A summary as a web page in a file.

use std::path::{Path, PathBuf};

use crate::app::App;
use crate::browser;
use crate::domain::date::{Day, on_the_clock};
use crate::failure::Failure;
use crate::files::Output;
use crate::page::{self, Page};

use super::Told;

/// The file that was asked for, opened before the work.
pub(super) struct File {
    path: PathBuf,
    output: Output,
}

impl File {
    /// # Errors
    /// Usage for `-`, which is stdout elsewhere; storage, if it cannot be written there, or is there
    /// already and not to be written over.
    pub(super) fn create(path: &Path, force: bool) -> Result<Self, Failure> {
        if path.as_os_str() == "-" {
            let message = "the page goes to a file, and not to stdout";
            return Err(Failure::usage(message).hint("name a file: --html summary.html"));
        }
        Ok(Self {
            path: path.to_owned(),
            output: Output::create(path, force)?,
        })
    }

    /// Writes the page, whole or not at all.
    pub(super) fn write(mut self, app: &App<'_>, told: &Told) -> Result<(), Failure> {
        let as_of = told.at.map(on_the_clock);
        let mut summary = told.summary.clone();
        // Nothing is known of later days, and no balance is drawn there.
        if let Some(at) = told.at {
            summary.until = summary.until.min(Day::of(at)).max(summary.since);
        }
        let page = page::write(&Page {
            summary: &summary,
            courses: told.courses.as_deref().unwrap_or_default(),
            as_of: as_of.as_deref().unwrap_or("an unknown day"),
            complete: told.came.is_all(),
        })?;
        self.output.append(page.as_bytes())?;
        self.output.finish()?;
        app.ui.note(format_args!("wrote {}", self.path.display()));
        Ok(())
    }
}

/// Opens the page in the browser.
pub(super) fn show(app: &App<'_>, path: Option<&Path>) {
    let address = path
        .and_then(|path| std::path::absolute(path).ok())
        .and_then(|path| url::Url::from_file_path(path).ok());
    let opened = address.is_some_and(|it| browser::opens(&it));
    if !opened {
        app.ui
            .warn("no browser could be started; open the page yourself");
    }
}
