use clap::Args;

use crate::app::App;
use crate::auth;
use crate::auth::credentials::Credentials;
use crate::auth::store::homes::{self, Home};
use crate::auth::store::open_home;
use crate::directory::Directory;
use crate::failure::Failure;

use super::{Local, status};

#[derive(Args)]
#[command(after_help = "\
The tokens are forgotten; the client id and secret stay for the next `sb1 login`. With --all everything \
goes, of every profile and bank address. The journal of transfers and the archive stay. To end what the bank knows \
of it, delete the client at https://developer.sparebank1.no.")]
pub(crate) struct Logout {
    /// Forget every profile's login on this machine, the client credentials too
    #[arg(long)]
    all: bool,
}

impl Local for Logout {
    fn run(self, app: &App<'_>) -> Result<(), Failure> {
        if self.all {
            everything(app)?;
        } else {
            tokens(app)?;
        }
        if app.config.format.is_json() {
            return status::show(app, None);
        }
        Ok(())
    }
}

/// The tokens of this profile at this origin.
fn tokens(app: &App<'_>) -> Result<(), Failure> {
    let _lock = auth::lock(&app.config)?;
    app.directory().forget()?;
    let store = app.store();
    store.sweep()?;
    match store.load()? {
        Some(credentials) if credentials.tokens.is_some() => {
            store.save(&Credentials {
                tokens: None,
                ..credentials
            })?;
            app.ui.note("You are logged out. The client id and secret are kept; `sb1 logout --all` forgets them.");
        }
        _ => app.ui.note("You were not logged in."),
    }
    Ok(())
}

/// One login, under its own lock so that no renewal brings it back.
fn forget(app: &App<'_>, home: &Home) -> Result<(), Failure> {
    let _lock = auth::lock_home(&app.config, &home.name)?;
    let store = open_home(&app.config, home.kind, &home.name, app.ui);
    store.delete()?;
    store.sweep()?;
    Directory::of_home(&app.config, &home.name).forget()?;
    homes::forget(&app.config, home)
}

/// Whatever there is, as much as can be; what could not be forgotten is the failure.
fn everything(app: &App<'_>) -> Result<(), Failure> {
    let mut outcome = Ok(());
    for home in homes::all(&app.config)? {
        let forgotten = forget(app, &home);
        match forgotten {
            Ok(()) => app
                .ui
                .trace(format_args!("forgot {} ({})", home.name, home.kind.name())),
            Err(failure) => {
                app.ui.warn(format_args!(
                    "the login of {} may still be there: {failure}",
                    home.name
                ));
                outcome = outcome.and(Err(failure));
            }
        }
    }
    if outcome.is_ok() {
        app.ui.note(
            "Every login and client of sb1 on this machine is forgotten. Journals and archives \
                 stay; `sb1 archive forget` removes an archive.",
        );
    }
    outcome
}
