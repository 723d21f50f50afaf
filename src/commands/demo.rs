use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::process::{Command, ExitStatus, Stdio};

use clap::Args;
use tempfile::TempDir;

use crate::config;
use crate::failure::{Failure, Kind};
use crate::sandbox::{Options, Sandbox, visitor};
use crate::ui::Ui;

use super::Alone;

/// The port of the program's default redirect URI.
const CALLBACK_PORT: u16 = 12345;

const READING: [&str; 5] = [
    "sb1 accounts",
    "sb1 transactions Brukskonto --since 14d --limit 12",
    "sb1 transactions --search fjordkjøp --since 3m --limit 5",
    "sb1 balance Sparekonto --json",
    "sb1 status",
];
const BALANCES: &str = "sb1 balance Brukskonto Sparekonto";
/// Played twice: the second time it is held back.
const SENDING: &str = "sb1 transfer Brukskonto Sparekonto 1500 -m Ferie --yes";

#[derive(Args)]
pub(crate) struct Demo {}

impl Alone for Demo {
    fn run(self, ui: &Ui) -> Result<(), Failure> {
        let redirect_uri = format!("http://localhost:{}/callback", callback_port()?);
        let bank = Sandbox::start(Options {
            auto_consent: true,
            redirect_uris: vec![redirect_uri.clone()],
            ..Options::default()
        })
        .map_err(|error| cannot("start the pretend bank", error))?;
        let stage = Stage::set(ui, &bank)?;
        ui.answer(
            "=== PRETEND BANK: nothing here touches a real bank, real money or your keyring ===\n",
        )?;
        stage.log_in(&redirect_uri)?;
        for line in READING {
            stage.play(line, 0)?;
        }
        let held = Kind::NotSent.exit_code();
        for (line, code) in [
            (BALANCES, 0),
            (
                "sb1 transfer Brukskonto Sparekonto 1500 -m Ferie --dry-run",
                0,
            ),
            (SENDING, 0),
            (SENDING, held),
            (BALANCES, 0),
            ("sb1 transfers", 0),
        ] {
            stage.play(line, code)?;
        }
        ui.answer(
            "\n=== That was a pretend bank. Yours is one `sb1 login --bank fid-...` away; `sb1 sandbox` \
             keeps this one open to play with. ===\n",
        )
    }
}

/// Where the commands are played: this program, a pretend bank and folders of their own.
struct Stage<'a> {
    ui: &'a Ui,
    program: PathBuf,
    folders: TempDir,
    environment: Vec<(&'static str, String)>,
}

impl<'a> Stage<'a> {
    fn set(ui: &'a Ui, bank: &Sandbox) -> Result<Self, Failure> {
        let pretend = Options::default();
        Ok(Self {
            ui,
            program: std::env::current_exe().map_err(|error| cannot("find this program", error))?,
            folders: tempfile::tempdir().map_err(|error| cannot("make a folder", error))?,
            environment: vec![
                (config::API_URL, bank.origin()),
                (config::STORE, "file".to_owned()),
                (config::CLIENT_ID, pretend.client_id),
                (config::CLIENT_SECRET, pretend.client_secret),
            ],
        })
    }

    /// A command of this program, away from the user's own settings, logins and proxies.
    fn command(&self, line: &str) -> Command {
        let mut command = Command::new(&self.program);
        command.args(line.split(' ').skip(1)).stdin(Stdio::null());
        for name in config::ALL_VARIABLES {
            command.env_remove(name);
        }
        for name in [
            "XDG_CONFIG_HOME",
            "XDG_DATA_HOME",
            "XDG_CACHE_HOME",
            "XDG_STATE_HOME",
            "HOME",
        ] {
            command.env(name, self.folders.path());
        }
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Shows a command line and runs it; it must end with that code, which is shown where it is not 0.
    fn play(&self, line: &str, code: u8) -> Result<(), Failure> {
        self.ui.answer(&format!("\n$ {line}\n"))?;
        let status = self
            .command(line)
            .status()
            .map_err(|error| cannot("start this program", error))?;
        ended(line, status, code)?;
        if code == 0 {
            return Ok(());
        }
        self.ui.answer(&format!("(exit code {code})\n"))
    }

    /// Plays the login with a browser of its own that follows the bank's redirect.
    fn log_in(&self, redirect_uri: &str) -> Result<(), Failure> {
        let line = "sb1 login --bank fid-smn";
        self.ui.answer(&format!("\n$ {line}\n"))?;
        let mut login = self
            .command(line)
            .args(["--no-browser", "--redirect-uri", redirect_uri])
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| cannot("start this program", error))?;
        let said = login
            .stderr
            .take()
            .into_iter()
            .flat_map(|it| BufReader::new(it).lines());
        for text in said.map_while(Result::ok) {
            self.ui.note(&text);
            if let Some(address) = text
                .split_whitespace()
                .find(|it| it.contains("/oauth/authorize?"))
            {
                let address = address.to_owned();
                std::thread::spawn(move || visitor::visit(&address));
            }
        }
        ended(
            line,
            login
                .wait()
                .map_err(|error| cannot("wait for the login", error))?,
            0,
        )
    }
}

/// The port of the default redirect URI, or a free one where that is taken.
fn callback_port() -> Result<u16, Failure> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, CALLBACK_PORT))
        .or_else(|_| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|error| cannot("listen on this machine", error))
}

fn ended(line: &str, status: ExitStatus, code: u8) -> Result<(), Failure> {
    if status.code() == Some(code.into()) {
        return Ok(());
    }
    Err(Failure::new(
        Kind::Unexpected,
        format!("`{line}` ended with {status}"),
    ))
}

fn cannot(what: &str, error: std::io::Error) -> Failure {
    Failure::storage(format!("the demo could not {what}")).because(error)
}
