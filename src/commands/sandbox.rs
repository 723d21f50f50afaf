use clap::Args;

use crate::config;
use crate::failure::Failure;
use crate::sandbox::fault::{Fault, GRAMMAR};
use crate::sandbox::habits::Habits;
use crate::sandbox::switches::SWITCHES;
use crate::sandbox::{self, Options};
use crate::ui::Ui;

use super::Alone;

/// The port of `sb1 sandbox`; fixed so that a login there outlives a restart of the shell.
const PORT: u16 = 8721;

#[derive(Args)]
#[command(after_help = after_help())]
pub(crate) struct Sandbox {
    /// Port on 127.0.0.1; 0 for any free one
    #[arg(long, default_value_t = PORT)]
    port: u16,
    /// Number of transactions, up to 200000; without it what a household makes in two years
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=200_000))]
    rows: Option<u32>,
    /// Makes another household
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// The bank that lets you in
    #[arg(long, value_name = "FID", default_value = "fid-smn")]
    bank: String,
    /// A redirect URI that the pretend client registered; may be given several times
    #[arg(
        long = "redirect-uri",
        value_name = "URI",
        default_value = "http://localhost:12345/callback"
    )]
    redirect_uris: Vec<String>,
    /// Log in without the page with the button
    #[arg(long)]
    auto_consent: bool,
    /// Let something go wrong; may be given several times
    #[arg(long = "fault", value_name = "FAULT", value_parser = |text: &str| text.parse::<Fault>())]
    faults: Vec<Fault>,
    /// Settle what is disputed about the real bank; may be given several times
    #[arg(long = "set", value_name = "NAME=VALUE")]
    switches: Vec<String>,
}

impl Alone for Sandbox {
    fn run(self, ui: &Ui) -> Result<(), Failure> {
        let faults = self.faults.clone();
        let options = self.options()?;
        let port = options.port;
        let credentials = (
            options.client_id.clone(),
            options.client_secret.clone(),
            options.bank.clone(),
        );
        let bank = sandbox::Sandbox::start(options).map_err(|error| {
            Failure::storage(format!("the pretend bank cannot listen on port {port}"))
                .because(error)
                .hint("choose another with --port, or --port 0 for any free one")
        })?;
        for fault in faults {
            bank.fault(fault);
        }
        ui.note("PRETEND BANK: no real bank, no real money. Ctrl-C ends it.");
        ui.note("In another shell, paste these lines, then try `sb1 login` and `sb1 accounts`:");
        ui.answer(&exports(&bank.origin(), &credentials))?;
        ui.note(format_args!(
            "Its customer's pension is pension:{}.",
            bank.policy()
        ));
        loop {
            // The bank lives on its own threads; a signal ends the process.
            std::thread::park();
        }
    }
}

impl Sandbox {
    fn options(self) -> Result<Options, Failure> {
        let mut habits = Habits::default();
        for switch in &self.switches {
            habits
                .set(switch)
                .map_err(|error| Failure::usage(format!("--set: {error}")))?;
        }
        Ok(Options {
            port: self.port,
            seed: self.seed,
            rows: self.rows.and_then(|rows| usize::try_from(rows).ok()),
            bank: self.bank,
            redirect_uris: self.redirect_uris,
            auto_consent: self.auto_consent,
            habits,
            ..Options::default()
        })
    }
}

/// The lines that point a shell at the pretend bank; nothing in them is a real secret.
fn exports(origin: &str, (client_id, client_secret, bank): &(String, String, String)) -> String {
    [
        (config::API_URL, origin),
        (config::PROFILE, "sandbox"),
        (config::STORE, "file"),
        (config::BANK, bank),
        (config::CLIENT_ID, client_id),
        (config::CLIENT_SECRET, client_secret),
    ]
    .iter()
    .map(|(name, value)| format!("export {name}={value}\n"))
    .collect()
}

fn after_help() -> String {
    let mut help =
        "Switches for --set, each a fact about the real bank that sources dispute:\n".to_owned();
    for switch in SWITCHES {
        help += &format!(
            "  {}={}\n      {}\n",
            switch.name, switch.values, switch.about
        );
    }
    help += "\nFaults for --fault, of which the first that fits is used and counted down:\n";
    for line in GRAMMAR.lines() {
        help += &format!("  {line}\n");
    }
    help + "\nExamples:\n  sb1 sandbox\n  sb1 sandbox --rows 20000 --set tokens=six-months"
}
