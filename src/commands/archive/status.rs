use clap::Args;

use crate::app::App;
use crate::failure::Failure;
use crate::view;

#[derive(Args)]
pub(super) struct Status {
    #[command(flatten)]
    cells: view::Cells,
}

impl Status {
    pub(super) fn run(self, app: &App<'_>) -> Result<(), Failure> {
        let holdings = super::holdings(app)?;
        view::archive::show_status(app.ui, app.config.format, self.cells, &holdings)
    }
}
