//! Where a login is kept: one entry for each profile and origin, in the keyring of the system or,
//! where that is asked for, in a private file. Never silently in the one instead of the other.

mod entry;
mod file;
pub(crate) mod homes;
mod keyring;
#[cfg(test)]
pub(crate) mod memory;
mod parts;

use crate::config::{Config, StoreKind};
use crate::failure::Failure;
use crate::ui::Ui;

use super::credentials::Credentials;

/// A home for one profile's credentials at one origin.
pub(crate) trait Store {
    fn load(&self) -> Result<Option<Credentials>, Failure>;

    /// Stored for good when this returns.
    fn save(&self, credentials: &Credentials) -> Result<(), Failure>;

    /// Forgets everything; that there is nothing is fine.
    fn delete(&self) -> Result<(), Failure>;

    /// Makes as sure as can be that something like `current` can be stored, before anything is done
    /// that cannot be taken back.
    fn rehearse(&self, current: &Credentials) -> Result<Box<dyn Rehearsed + '_>, Failure>;

    /// Writes, reads and removes a value without meaning.
    fn round_trip(&self) -> Result<(), Failure>;

    /// Removes what processes left that were killed while they wrote. To be called under the lock.
    fn sweep(&self) -> Result<(), Failure>;

    /// Where the secret lives, for people.
    fn place(&self) -> String;
}

/// A store that is ready to take a new value.
pub(crate) trait Rehearsed {
    /// As [`Store::save`].
    fn commit(self: Box<Self>, credentials: &Credentials) -> Result<(), Failure>;
}

/// The store that the user chose, for this profile and origin. Nothing is opened yet, but from here
/// on this process is taken to hold secrets.
pub(crate) fn open<'a>(config: &Config, ui: &'a Ui) -> Box<dyn Store + 'a> {
    open_home(config, config.store, &config.home_name(), ui)
}

/// The same for any profile and origin.
pub(crate) fn open_home<'a>(
    config: &Config,
    kind: StoreKind,
    home: &str,
    ui: &'a Ui,
) -> Box<dyn Store + 'a> {
    super::process::keep_memory_private();
    match kind {
        StoreKind::File => Box::new(file::FileStore::new(&config.places.data, home)),
        StoreKind::Keyring => Box::new(keyring::Keyring::of_system(home, ui)),
    }
}

/// What a round trip writes.
const SCRATCH: &[u8] = b"sb1 was here";
