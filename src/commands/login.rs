use std::time::Duration;

use clap::Args;

use crate::api::Bank;
use crate::app::App;
use crate::auth::login::{self, LoginOptions, Unstored};
use crate::domain::duration::duration;
use crate::domain::secret::Secret;
use crate::failure::Failure;

use super::{Local, status};

#[derive(Args)]
#[command(after_help = "\
The first time it says how to register a client at the bank, and asks for its id and secret.
The secret is never taken from an argument: it is asked for unseen, or read from SB1_CLIENT_SECRET.

Examples:
  sb1 login --bank fid-smn
  sb1 login --no-browser     on a machine without one: open the address anywhere, paste the last one")]
pub(crate) struct Login {
    /// Your bank, as `sb1 banks` lists it; without it the bank's own page asks
    #[arg(long, value_name = "FID")]
    bank: Option<String>,
    /// Id of the client that the bank issued; asks for its secret again
    #[arg(long, value_name = "ID")]
    client_id: Option<String>,
    /// Address on this machine that is registered for the client
    /// [default: http://localhost:12345/callback]
    #[arg(long, value_name = "URI")]
    redirect_uri: Option<String>,
    /// Print the address instead of opening a browser
    #[arg(long)]
    no_browser: bool,
    /// How long to wait for the browser, such as 90s or 15m
    #[arg(long, value_name = "DURATION", default_value = "5m", value_parser = duration)]
    timeout: Duration,
}

impl Local for Login {
    fn run(self, app: &App<'_>) -> Result<(), Failure> {
        let store = app.store();
        let login = login::Login {
            ui: app.ui,
            config: &app.config,
            clock: app.clock,
            store: &*store,
            endpoint: &app.http,
        };
        let options = LoginOptions {
            bank: self.bank,
            client_id: self.client_id,
            redirect_uri: self.redirect_uri,
            no_browser: self.no_browser,
            timeout: self.timeout,
        };
        let prove = |token: &Secret| Bank::new(&app.http, &Unstored(token)).hello().map(drop);
        let credentials = login.run(&options, &prove)?;
        // Whoever logged in now may have other accounts.
        app.directory().forget()?;
        if app.config.format.is_json() {
            return status::show(app, Some(&credentials));
        }
        app.ui
            .note("You are logged in. `sb1 accounts` lists your accounts.");
        Ok(())
    }
}
