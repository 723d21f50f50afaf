//! What the user set: flags over environment over `config.toml` over defaults.
//!
//! Every `SB1_*` name stands here and nowhere else.

mod file;
mod variables;

use std::collections::BTreeMap;
use std::env;
use std::path::PathBuf;
use std::time::Duration;

use etcetera::BaseStrategy;
use jiff::Timestamp;
use serde::Deserialize;

use crate::domain::duration::duration;
use crate::domain::origin::Origin;
use crate::domain::secret::Secret;
use crate::domain::transfer::Limits;
use crate::failure::Failure;

use file::ConfigFile;
use variables::{choice, switch, variable};

/// Origin of the bank; anything but https is refused unless the host is loopback.
pub(crate) const API_URL: &str = "SB1_API_URL";
/// The client id that the bank issued, for unattended set-up.
pub(crate) const CLIENT_ID: &str = "SB1_CLIENT_ID";
/// The client secret that the bank issued, for unattended set-up.
pub(crate) const CLIENT_SECRET: &str = "SB1_CLIENT_SECRET";
/// Default of `--bank`.
pub(crate) const BANK: &str = "SB1_BANK";
/// Default of `--profile`.
pub(crate) const PROFILE: &str = "SB1_PROFILE";
/// Default of `--format`.
pub(crate) const FORMAT: &str = "SB1_FORMAT";
/// Refuses everything that moves money; off only where it says so.
pub(crate) const READ_ONLY: &str = "SB1_READ_ONLY";
/// Where secrets live: `keyring` or `file`.
pub(crate) const STORE: &str = "SB1_STORE";
/// RFC 3339 instant that replaces the clock, honoured only with a loopback origin.
pub(crate) const NOW: &str = "SB1_NOW";
/// How long an answer is waited for, such as `500ms`, honoured only with a loopback origin: for
/// those who test against a pretend bank.
pub(crate) const TIMEOUT: &str = "SB1_TIMEOUT";

/// Every variable of this program.
pub(crate) const ALL_VARIABLES: [&str; 10] = [
    API_URL,
    CLIENT_ID,
    CLIENT_SECRET,
    BANK,
    PROFILE,
    FORMAT,
    READ_ONLY,
    STORE,
    NOW,
    TIMEOUT,
];

const DEFAULT_ORIGIN: &str = "https://api.sparebank1.no";
/// The profile where none is named.
pub(crate) const DEFAULT_PROFILE: &str = "default";

/// The shape of the answer on stdout.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Format {
    /// A table for people
    #[default]
    Table,
    /// One JSON document
    Json,
    /// One JSON object a line, one line a row
    Jsonl,
    /// Comma-separated values with a header line
    Csv,
    /// Tab-separated values with a header line
    Tsv,
}

impl Format {
    /// Whether a script reads the answer as JSON, so that failures are JSON too.
    pub(crate) fn is_json(self) -> bool {
        matches!(self, Self::Json | Self::Jsonl)
    }
}

/// Where secrets live.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(crate) enum StoreKind {
    /// The keyring of the operating system
    #[default]
    Keyring,
    /// One 0600 file in a 0700 folder
    File,
}

impl StoreKind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Keyring => "keyring",
            Self::File => "file",
        }
    }
}

/// What the command line set of all this.
#[derive(Clone, Debug, Default)]
pub(crate) struct Flags {
    pub(crate) profile: Option<String>,
    pub(crate) format: Option<Format>,
    pub(crate) read_only: bool,
}

/// The settings of one run.
pub(crate) struct Config {
    /// Name of the profile: one login each.
    pub(crate) profile: String,
    /// The bank's address.
    pub(crate) origin: Origin,
    /// The bank to log in with, where one is set.
    pub(crate) bank: Option<String>,
    pub(crate) format: Format,
    pub(crate) store: StoreKind,
    /// Whether everything that moves money is refused.
    pub(crate) read_only: bool,
    /// What a transfer may be.
    pub(crate) limits: Limits,
    /// Whether a transfer's message carries a tag, by which it can be found again.
    pub(crate) tag: bool,
    /// The user's own names for accounts.
    pub(crate) aliases: BTreeMap<String, String>,
    /// Credentials of the environment, for unattended set-up.
    pub(crate) client_id: Option<String>,
    pub(crate) client_secret: Option<Secret>,
    /// The instant that replaces the clock.
    pub(crate) fixed_now: Option<Timestamp>,
    /// How long an answer is waited for, where that is set.
    pub(crate) timeout: Option<Duration>,
    pub(crate) places: Places,
}

/// The user's folders for this program.
#[derive(Clone, Debug)]
pub(crate) struct Places {
    pub(crate) config: PathBuf,
    pub(crate) data: PathBuf,
    pub(crate) cache: PathBuf,
    pub(crate) state: PathBuf,
}

impl Config {
    /// Reads the environment and `config.toml` under what the flags say.
    pub(crate) fn load(flags: &Flags) -> Result<Self, Failure> {
        let places = Places::of_user()?;
        let file = ConfigFile::read(&places.config.join("config.toml"))?;
        let origin = read_origin()?;
        Ok(Self {
            profile: valid_profile(
                flags
                    .profile
                    .clone()
                    .or(variable(PROFILE)?)
                    .or(file.profile)
                    .unwrap_or_else(|| DEFAULT_PROFILE.to_owned()),
            )?,
            bank: variable(BANK)?.or(file.bank),
            format: flags
                .format
                .or(choice(FORMAT)?)
                .or(file.format)
                .unwrap_or_default(),
            store: choice(STORE)?.or(file.store).unwrap_or_default(),
            read_only: flags.read_only || switch(READ_ONLY)?.or(file.read_only).unwrap_or_default(),
            limits: file.transfer.limits(),
            tag: file.transfer.tag.unwrap_or(true),
            aliases: file.alias,
            client_id: variable(CLIENT_ID)?,
            client_secret: variable(CLIENT_SECRET)?.map(Secret::new),
            fixed_now: if origin.is_loopback() {
                read_now()?
            } else {
                None
            },
            timeout: if origin.is_loopback() {
                read_timeout()?
            } else {
                None
            },
            origin,
            places,
        })
    }

    /// The name of everything that belongs to this profile at this origin.
    pub(crate) fn home_name(&self) -> String {
        format!("{}@{}", self.profile, self.origin.file_name())
    }
}

impl Places {
    fn of_user() -> Result<Self, Failure> {
        let base = etcetera::choose_base_strategy().map_err(|error| {
            Failure::storage("this user has no home folder")
                .because(error)
                .hint("set HOME, or XDG_CONFIG_HOME, XDG_DATA_HOME, XDG_CACHE_HOME and XDG_STATE_HOME")
        })?;
        let data = folder("XDG_DATA_HOME", base.data_dir());
        Ok(Self {
            config: folder("XDG_CONFIG_HOME", base.config_dir()),
            cache: folder("XDG_CACHE_HOME", base.cache_dir()),
            state: folder(
                "XDG_STATE_HOME",
                base.state_dir().unwrap_or_else(|| base.data_dir()),
            ),
            data,
        })
    }
}

/// Our part of one of the user's folders: the variable decides on every system, also on Windows.
fn folder(variable: &str, default: PathBuf) -> PathBuf {
    let set = env::var_os(variable).map(PathBuf::from);
    set.filter(|it| it.is_absolute())
        .unwrap_or(default)
        .join("sb1")
}

/// The environment's format, for failures that come before there is a [`Config`].
pub(crate) fn format_of_environment() -> Option<Format> {
    choice(FORMAT).ok().flatten()
}

fn read_origin() -> Result<Origin, Failure> {
    let text = variable(API_URL)?.unwrap_or_else(|| DEFAULT_ORIGIN.to_owned());
    Origin::parse(&text)
        .map_err(|error| Failure::usage(format!("the variable {API_URL} cannot be used: {error}")))
}

fn read_now() -> Result<Option<Timestamp>, Failure> {
    let Some(text) = variable(NOW)? else {
        return Ok(None);
    };
    let now = text.parse().map_err(|error: jiff::Error| {
        Failure::usage(format!(
            "the variable {NOW} is no instant such as 2026-11-22T12:00:00Z"
        ))
        .because(error)
    })?;
    Ok(Some(now))
}

fn read_timeout() -> Result<Option<Duration>, Failure> {
    let wrong = |how| {
        Failure::usage(format!("the variable {TIMEOUT} is no duration"))
            .because(anyhow::Error::msg::<String>(how))
    };
    let text = variable(TIMEOUT)?;
    text.map(|it| duration(&it).map_err(wrong)).transpose()
}

/// A profile is part of file names and of the keyring's entry, so its letters are few.
fn valid_profile(name: String) -> Result<String, Failure> {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if (1..=32).contains(&name.len()) && name.chars().all(fits) {
        return Ok(name);
    }
    Err(Failure::usage(
        "a profile's name is 1 to 32 letters, digits, - or _",
    ))
}
