use clap::Args;

use crate::app::App;
use crate::failure::{Failure, Kind};
use crate::view;

#[derive(Args)]
#[command(after_help = "\
The next `sb1 sync` begins anew, with what the bank still keeps then: about two years. What is older never comes \
back, nor do rows that the bank has ceased to list.

Example:
  sb1 archive forget")]
pub(super) struct Forget {
    /// Remove it without asking
    #[arg(short, long)]
    yes: bool,
}

impl Forget {
    pub(super) fn run(self, app: &App<'_>) -> Result<(), Failure> {
        let archive = app.archive();
        if !archive.is_there() {
            app.ui.note(format_args!(
                "there is no archive to forget at {}",
                archive.path().display()
            ));
            return show(app);
        }
        app.ui.show_before_asking(&self.warning(app)?);
        if !self.yes && !app.ui.confirm("Remove the archive?")? {
            return Err(Failure::new(
                Kind::NotSent,
                "the archive stays, because you said no",
            ));
        }
        archive.forget()?;
        app.ui.note("The archive is removed.");
        show(app)
    }

    /// What is lost with it. One that cannot be read is no reason to keep it, if `--yes` says so.
    fn warning(&self, app: &App<'_>) -> Result<String, Failure> {
        match super::holdings(app) {
            Ok(holdings) => Ok(view::archive::farewell(&holdings)),
            Err(failure) if self.yes => Ok(format!("{failure}\n")),
            Err(failure) => Err(failure.hint("`--yes` removes it as it is")),
        }
    }
}

/// Under `--json` what is there now: nothing.
fn show(app: &App<'_>) -> Result<(), Failure> {
    if !app.config.format.is_json() {
        return Ok(());
    }
    let holdings = super::holdings(app)?;
    view::archive::show_status(app.ui, app.config.format, view::Cells::default(), &holdings)
}
