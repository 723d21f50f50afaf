use clap::Args;

use crate::app::App;
use crate::commands::transfer;
use crate::domain::transfer::History;
use crate::failure::Failure;
use crate::view;

use super::find;

#[derive(Args)]
#[command(after_help = "Example:\n  sb1 transfers show 7KQ2FAZ")]
pub(super) struct Show {
    /// The transfer's id, as `sb1 transfers` lists it
    #[arg(value_name = "ID")]
    id: String,
}

impl Show {
    pub(super) fn run(self, app: &App<'_>) -> Result<(), Failure> {
        let history = History::fold(&app.journal().read()?);
        let record = find(&history, &transfer::id(&self.id)?)?;
        view::transfers::show_one(app.ui, app.config.format, record)
    }
}
