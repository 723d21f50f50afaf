use clap::Args;

use crate::app::App;
use crate::auth::credentials::{Credentials, outlook};
use crate::failure::{Failure, Kind};
use crate::view;

use super::Local;

#[derive(Args)]
#[command(after_help = "\
Exits with 0 where a login is there and with 4 where one is needed. Without --check the bank is not asked.

Examples:
  sb1 status --check
  sb1 status --json | jq .daysLeft")]
pub(crate) struct Status {
    /// Ask the bank whether it accepts the login, too
    #[arg(long)]
    check: bool,
}

impl Local for Status {
    fn run(self, app: &App<'_>) -> Result<(), Failure> {
        let checked = if self.check { check(app) } else { Ok(()) };
        // Read after the check, which may have renewed the token.
        let stored = app.store().load()?;
        let refused = matches!(&checked, Err(failure) if failure.kind == Kind::Login);
        let shown = stored.as_ref().filter(|_| !refused);
        show(app, shown)?;
        checked?;
        if outlook(shown, app.clock.now()).logged_in {
            return Ok(());
        }
        let failure = match stored.is_some_and(|it| it.tokens.is_some()) {
            true => Failure::new(Kind::Login, "the login has expired"),
            false => Failure::new(Kind::Login, "you are not logged in"),
        };
        Err(failure.hint("run `sb1 login`"))
    }
}

fn check(app: &App<'_>) -> Result<(), Failure> {
    let session = app.session()?;
    app.bank(&session)?.hello().map(drop)
}

/// Shows what is known of these credentials.
pub(super) fn show(app: &App<'_>, credentials: Option<&Credentials>) -> Result<(), Failure> {
    let outlook = outlook(credentials, app.clock.now());
    let status = view::status::Status {
        logged_in: outlook.logged_in,
        profile: &app.config.profile,
        bank: credentials.and_then(|it| it.bank.as_deref()),
        origin: app.config.origin.as_str(),
        store: app.config.store.name(),
        access_token_expires: outlook.access_expires,
        refresh_token_expires: outlook.refresh_expires,
        login_expires: outlook.login_expires,
        days_left: outlook.days_left,
    };
    view::status::show(app.ui, app.config.format, &status)
}
