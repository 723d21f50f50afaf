use clap::Args;

use crate::app::App;
use crate::failure::Failure;
use crate::view;

use super::Local;

#[derive(Args)]
#[command(after_help = "\
Banks merge: an id of the past is shown with its successor, and `sb1 login --bank` takes any `fid-...`.

Example:
  sb1 banks --json | jq -r '.banks[] | select(.current) | .id'")]
pub(crate) struct Banks {
    #[command(flatten)]
    cells: view::Cells,
}

impl Local for Banks {
    fn run(self, app: &App<'_>) -> Result<(), Failure> {
        view::banks::show(app.ui, app.config.format, self.cells)
    }
}
