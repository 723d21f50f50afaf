use clap::Args;

use crate::app::App;
use crate::domain::transfer::History;
use crate::failure::Failure;
use crate::view;
use crate::view::transfers::Item;

#[derive(Args)]
pub(super) struct List {
    #[command(flatten)]
    cells: view::Cells,
}

impl List {
    pub(super) fn run(self, app: &App<'_>) -> Result<(), Failure> {
        let history = History::fold(&app.journal().read()?);
        let items: Vec<_> = history.records().iter().map(Item::of).collect();
        view::transfers::show(app.ui, app.config.format, self.cells, &items)
    }
}
