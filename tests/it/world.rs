//! A world per test: folders of its own, a cleared environment, a fixed clock, a pretend bank in
//! this process, and the real binary run against it.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use sb1::sandbox::message::Request;
use sb1::sandbox::{Options, Sandbox, visitor};
use tempfile::TempDir;

pub(crate) use installed::has;

// Unit tests need it as well.
#[path = "../../src/installed.rs"]
pub(crate) mod installed;

/// A Sunday noon in Oslo, winter time.
pub(crate) const NOW: &str = "2026-11-22T11:00:00Z";

/// The world of one test.
pub(crate) struct World {
    pub(crate) bank: Sandbox,
    pub(crate) options: Options,
    folders: TempDir,
    environment: Vec<(String, String)>,
}

/// How a run of the program ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl World {
    /// A bank nobody is logged in to.
    pub(crate) fn new() -> Self {
        Self::with(Options::default())
    }

    /// A bank of that kind; its clock stands at [`NOW`] and its login asks nobody.
    pub(crate) fn with(options: Options) -> Self {
        Self::asking(Options {
            auto_consent: true,
            ..options
        })
    }

    /// The same with a login page whose buttons somebody must press, unless the options say other.
    pub(crate) fn asking(options: Options) -> Self {
        let options = Options {
            start: Some(NOW.parse().unwrap()),
            redirect_uris: vec![format!("http://localhost:{}/callback", free_port())],
            ..options
        };
        let bank = Sandbox::start(options.clone()).unwrap();
        let environment = vec![
            ("SB1_API_URL".to_owned(), bank.origin()),
            ("SB1_CLIENT_ID".to_owned(), options.client_id.clone()),
            (
                "SB1_CLIENT_SECRET".to_owned(),
                options.client_secret.clone(),
            ),
            ("SB1_NOW".to_owned(), NOW.to_owned()),
            ("SB1_STORE".to_owned(), "file".to_owned()),
        ];
        Self {
            bank,
            options,
            folders: tempfile::tempdir().unwrap(),
            environment,
        }
    }

    /// A bank with a customer logged in; what the login asked is forgotten.
    pub(crate) fn logged_in() -> Self {
        Self::logged_in_with(Options::default())
    }

    pub(crate) fn logged_in_with(options: Options) -> Self {
        let world = Self::with(options);
        let run = world.log_in(&[]);
        assert_eq!(run.code, 0, "{run:?}");
        world.bank.forget_requests();
        world
    }

    /// The same world with a variable set, or unset where the value is empty.
    pub(crate) fn set(mut self, name: &str, value: &str) -> Self {
        self.environment.retain(|(key, _)| key != name);
        if !value.is_empty() {
            self.environment.push((name.to_owned(), value.to_owned()));
        }
        self
    }

    /// The same world with the program's clock where the bank's is.
    pub(crate) fn at_the_bank_s_time(self) -> Self {
        let now = self.bank.now().to_string();
        self.set("SB1_NOW", &now)
    }

    /// Runs `sb1` with these words; stdin is empty.
    pub(crate) fn sb1<S: AsRef<OsStr>>(&self, words: impl IntoIterator<Item = S>) -> Run {
        self.sb1_reading(words, "")
    }

    /// Runs `sb1` with a line of words that need no quotes.
    pub(crate) fn run(&self, line: &str) -> Run {
        self.sb1(line.split_whitespace())
    }

    /// As [`World::run`], with a stdout whose reader is gone before there is anything to read.
    pub(crate) fn run_unread(&self, line: &str) -> Run {
        let mut child = self.command(line.split_whitespace()).spawn().unwrap();
        drop(child.stdout.take());
        Run::of(child)
    }

    /// Runs `sb1` with `input` on stdin.
    pub(crate) fn sb1_reading<S: AsRef<OsStr>>(
        &self,
        words: impl IntoIterator<Item = S>,
        input: &str,
    ) -> Run {
        let mut child = self.command(words).stdin(Stdio::piped()).spawn().unwrap();
        // A program that does not read its input may be gone before all of it is written.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        Run::of(child)
    }

    /// The program in this world, ready to be changed and started.
    pub(crate) fn command<S: AsRef<OsStr>>(&self, words: impl IntoIterator<Item = S>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sb1"));
        command
            .args(words)
            .env_clear()
            .env("HOME", self.home())
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("COLUMNS", "100")
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        for name in ["CONFIG", "DATA", "CACHE", "STATE"] {
            command.env(
                format!("XDG_{name}_HOME"),
                self.home().join(name.to_lowercase()),
            );
        }
        // Windows cannot open a socket without it.
        command.envs(std::env::var_os("SystemRoot").map(|root| ("SystemRoot", root)));
        command
    }

    /// Logs in for real: the program listens, and a browser with nobody in front of it follows
    /// the address that it prints.
    pub(crate) fn log_in(&self, words: &[&str]) -> Run {
        let redirect_uri = self.options.redirect_uris[0].as_str();
        let mut line = vec!["login", "--no-browser", "--redirect-uri", redirect_uri];
        line.extend(words);
        let mut child = self.command(line).spawn().unwrap();
        let mut err = String::new();
        for text in BufReader::new(child.stderr.take().unwrap()).lines() {
            let text = text.unwrap();
            if let Some(address) = text
                .split_whitespace()
                .find(|it| it.contains("/oauth/authorize?"))
            {
                let address = address.to_owned();
                std::thread::spawn(move || visitor::visit(&address));
            }
            err += &text;
            err.push('\n');
        }
        Run {
            err,
            ..Run::of(child)
        }
    }

    pub(crate) fn home(&self) -> &Path {
        self.folders.path()
    }

    /// Writes `config.toml`.
    pub(crate) fn configure(&self, text: &str) {
        let folder = self.home().join("config/sb1");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("config.toml"), text).unwrap();
    }

    /// What was asked of the bank since the last look, `GET /path` each.
    pub(crate) fn asked(&self) -> Vec<String> {
        let asked = self
            .requests()
            .iter()
            .map(|it| format!("{} {}", it.method, it.path))
            .collect();
        self.bank.forget_requests();
        asked
    }

    pub(crate) fn requests(&self) -> Vec<Request> {
        self.bank.requests()
    }

    /// Every file below this world's folders.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let mut folders = vec![self.home().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path)
                } else {
                    found.push(path)
                }
            }
        }
        found
    }
}

impl Run {
    /// Waits for the program to end and reads what it said.
    pub(crate) fn of(child: Child) -> Self {
        let output = child.wait_with_output().unwrap();
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// All of it in one text, for a snapshot.
    pub(crate) fn shown(&self) -> String {
        format!(
            "exit {}\n--- stdout\n{}--- stderr\n{}",
            self.code, self.out, self.err
        )
    }

    /// stdout as JSON, exactly one document.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.shown()))
    }

    /// The one line of `sb1.error/1` on stderr.
    pub(crate) fn error(&self) -> serde_json::Value {
        let line = self.err.lines().last().unwrap_or_default();
        serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {}", self.shown()))
    }
}

/// A port that was free a moment ago, below those that the system gives to outgoing connections:
/// one of those could take it before the program does.
pub(crate) fn free_port() -> u16 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    loop {
        let step = std::process::id()
            .wrapping_mul(101)
            .wrapping_add(NEXT.fetch_add(1, Ordering::Relaxed));
        let port = 15_000 + u16::try_from(step % 15_000).unwrap();
        if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return port;
        }
    }
}
