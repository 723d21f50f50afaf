//! Logs in, keeps the login, and renews it: what stands between a command and its access token.

mod answer;
pub(crate) mod credentials;
pub(crate) mod login;
pub(crate) mod loopback;
mod oauth;
mod process;
pub(crate) mod session;
pub(crate) mod store;

#[cfg(test)]
pub(crate) mod tests;

use std::path::PathBuf;
use std::time::Duration;

use crate::config::Config;
use crate::failure::Failure;
use crate::files::Lock;

/// Longer than a process may need that renews the token on a bad line.
const LOCK_PATIENCE: Duration = Duration::from_secs(90);

/// Where the lock of this profile and origin is, shared by all processes of the user.
pub(crate) fn lock_path(config: &Config) -> PathBuf {
    path_of(config, &config.home_name())
}

fn path_of(config: &Config, home: &str) -> PathBuf {
    config.places.state.join(format!("{home}.lock"))
}

/// The right to change what the store holds for this profile and origin.
pub(crate) fn lock(config: &Config) -> Result<Lock, Failure> {
    Lock::wait(&lock_path(config), LOCK_PATIENCE)
}

/// The same right for another profile or origin.
pub(crate) fn lock_home(config: &Config, home: &str) -> Result<Lock, Failure> {
    Lock::wait(&path_of(config, home), LOCK_PATIENCE)
}
