use clap::Args;

use crate::app::App;
use crate::failure::Failure;
use crate::view;

#[derive(Args)]
pub(super) struct Path {}

impl Path {
    /// Opens nothing, so that it helps with an archive that cannot be opened too.
    pub(super) fn run(self, app: &App<'_>) -> Result<(), Failure> {
        view::archive::show_path(app.ui, app.config.format, app.archive().path())
    }
}
