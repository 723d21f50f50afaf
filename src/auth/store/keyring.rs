//! The login in the keyring of the operating system.
//!
//! A locked keyring may wait for ever for somebody to unlock it, so every call runs on a thread of
//! its own and is given up after a while. It never falls back to a file by itself.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use keyring_core::CredentialStore;
use zeroize::Zeroizing;

use crate::auth::credentials::Credentials;
use crate::failure::Failure;
use crate::ui::Ui;

use super::parts::Slots;
use super::{Rehearsed, SCRATCH, Store, entry};

/// What Windows takes in one entry; the others take whatever comes.
const CHUNK: usize = if cfg!(windows) { 2560 } else { usize::MAX };

pub(super) struct Keyring<'a> {
    backend: Arc<Backend>,
    home: String,
    patience: Patience<'a>,
}

/// How long to wait for an answer.
struct Patience<'a> {
    at_first: Duration,
    /// How much longer, after `say`, where somebody may be there to unlock the keyring.
    then: Duration,
    say: Box<dyn Fn() + 'a>,
}

type Opened = keyring_core::Result<Arc<CredentialStore>>;

/// The system's keyring, opened by the first call.
struct Backend {
    open: Box<dyn Fn() -> Opened + Send + Sync>,
    opened: OnceLock<Arc<CredentialStore>>,
    chunk: usize,
}

impl Backend {
    fn store(&self) -> Opened {
        if let Some(store) = self.opened.get() {
            return Ok(Arc::clone(store));
        }
        let store = (self.open)()?;
        Ok(Arc::clone(self.opened.get_or_init(|| store)))
    }
}

impl<'a> Keyring<'a> {
    pub(super) fn of_system(home: &str, ui: &'a Ui) -> Self {
        let then = if ui.can_ask() {
            Duration::from_secs(57)
        } else {
            Duration::ZERO
        };
        Self {
            backend: Arc::new(Backend {
                open: Box::new(system),
                opened: OnceLock::new(),
                chunk: CHUNK,
            }),
            home: home.to_owned(),
            patience: Patience {
                at_first: Duration::from_secs(3),
                then,
                say: Box::new(|| {
                    ui.warn("the keyring does not answer: please unlock it; waiting up to a minute")
                }),
            },
        }
    }

    /// The entry that a round trip writes to.
    fn scratch(&self) -> String {
        format!("{}#check", self.home)
    }

    /// Does something with the entries of `user`, on a thread of its own.
    fn call<T: Send + 'static>(
        &self,
        verb: &str,
        user: String,
        work: impl FnOnce(&Slots<'_>) -> keyring_core::Result<T> + Send + 'static,
    ) -> Result<T, Failure> {
        let (tell, told) = mpsc::channel();
        let backend = Arc::clone(&self.backend);
        let run = move || {
            let done = backend.store().and_then(|store| {
                work(&Slots {
                    store: &*store,
                    user: &user,
                    chunk: backend.chunk,
                })
            });
            // Nobody waits any more where it took too long.
            let _ = tell.send(done);
        };
        std::thread::Builder::new()
            .name("keyring".to_owned())
            .spawn(run)
            .map_err(|error| Failure::storage("no thread could be started").because(error))?;
        let mut answer = told.recv_timeout(self.patience.at_first);
        if matches!(answer, Err(RecvTimeoutError::Timeout)) && !self.patience.then.is_zero() {
            (self.patience.say)();
            answer = told.recv_timeout(self.patience.then);
        }
        match answer {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(error)) => Err(refused(verb, &error)),
            Err(RecvTimeoutError::Timeout) => Err(self.silent(verb)),
            Err(RecvTimeoutError::Disconnected) => Err(advised(Failure::storage(format!(
                "the keyring broke down while it was asked to {verb} the login"
            )))),
        }
    }

    fn silent(&self, verb: &str) -> Failure {
        let waited = self.patience.at_first + self.patience.then;
        advised(Failure::storage(format!(
            "the keyring did not {verb} the login within {} s; it is probably locked",
            waited.as_secs()
        )))
    }

    fn write(&self, verb: &str, credentials: &Credentials) -> Result<(), Failure> {
        let value = entry::write(credentials)?;
        self.call(verb, self.home.clone(), move |slots| slots.save(&value))
    }
}

impl Store for Keyring<'_> {
    fn load(&self) -> Result<Option<Credentials>, Failure> {
        self.call("read", self.home.clone(), read)?
            .map(|value| entry::read(&value, &self.place()))
            .transpose()
    }

    fn save(&self, credentials: &Credentials) -> Result<(), Failure> {
        self.write("store", credentials)
    }

    fn delete(&self) -> Result<(), Failure> {
        self.call("forget", self.home.clone(), forget)
    }

    fn rehearse(&self, current: &Credentials) -> Result<Box<dyn Rehearsed + '_>, Failure> {
        self.write("store", current)?;
        Ok(Box::new(Proven(self)))
    }

    fn round_trip(&self) -> Result<(), Failure> {
        let read = self.call("try", self.scratch(), |slots| {
            slots.save(SCRATCH)?;
            let read = slots.load();
            slots.delete()?;
            read
        })?;
        if read.is_some_and(|it| *it == SCRATCH) {
            return Ok(());
        }
        Err(advised(Failure::storage(
            "the keyring does not keep what is written",
        )))
    }

    fn sweep(&self) -> Result<(), Failure> {
        self.call("tidy up", self.scratch(), forget)
    }

    fn place(&self) -> String {
        "the keyring of this system".to_owned()
    }
}

/// A keyring that has just taken a value of the same size.
struct Proven<'k, 'a>(&'k Keyring<'a>);

impl Rehearsed for Proven<'_, '_> {
    fn commit(self: Box<Self>, credentials: &Credentials) -> Result<(), Failure> {
        self.0.save(credentials)
    }
}

fn read(slots: &Slots<'_>) -> keyring_core::Result<Option<Zeroizing<Vec<u8>>>> {
    slots.load()
}

fn forget(slots: &Slots<'_>) -> keyring_core::Result<()> {
    slots.delete()
}

fn refused(verb: &str, error: &keyring_core::Error) -> Failure {
    // The error's text alone: its fields may hold what was stored.
    advised(
        Failure::storage(format!("the keyring could not {verb} the login"))
            .because(anyhow::Error::msg(error.to_string())),
    )
}

fn advised(failure: Failure) -> Failure {
    failure
        .hint("unlock or start the keyring of your desktop and try again; `sb1 doctor` looks at it")
        .hint("or set SB1_STORE=file, which keeps the login in a file that only you can read, and run `sb1 login`")
}

#[cfg(target_os = "linux")]
fn system() -> Opened {
    Ok(dbus_secret_service_keyring_store::Store::new()?)
}

#[cfg(target_os = "macos")]
fn system() -> Opened {
    Ok(apple_native_keyring_store::keychain::Store::new()?)
}

#[cfg(windows)]
fn system() -> Opened {
    Ok(windows_native_keyring_store::Store::new()?)
}

#[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
fn system() -> Opened {
    Err(keyring_core::Error::NotSupportedByStore(
        "no keyring is known for this system".to_owned(),
    ))
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::time::Instant;

    use keyring_core::mock;

    use super::*;
    use crate::auth::credentials::tests::sample;
    use crate::failure::Kind;

    fn keyring(
        chunk: usize,
        open: impl Fn() -> Opened + Send + Sync + 'static,
        patience: Patience<'_>,
    ) -> Keyring<'_> {
        let backend = Backend {
            open: Box::new(open),
            opened: OnceLock::new(),
            chunk,
        };
        Keyring {
            backend: Arc::new(backend),
            home: "default@https_x".into(),
            patience,
        }
    }

    fn patient() -> Patience<'static> {
        Patience {
            at_first: Duration::from_secs(10),
            then: Duration::ZERO,
            say: Box::new(|| {}),
        }
    }

    #[test]
    fn keeps_a_login_whole_or_in_parts() {
        for chunk in [usize::MAX, 100] {
            let store = keyring(chunk, || Ok(mock::Store::new()?), patient());
            assert!(store.load().unwrap().is_none());
            store.round_trip().unwrap();
            store.save(&sample(Some("one"), 600)).unwrap();
            let renewed = sample(Some("two"), 600);
            store
                .rehearse(&sample(Some("one"), 600))
                .unwrap()
                .commit(&renewed)
                .unwrap();
            let tokens = store.load().unwrap().unwrap().tokens.unwrap();
            assert!(tokens.refresh.unwrap().is("two"));
            store.delete().unwrap();
            assert!(store.load().unwrap().is_none());
        }
    }

    #[test]
    fn a_keyring_that_hangs_ends_in_a_sentence() {
        let asked = Cell::new(false);
        let hanging = || {
            std::thread::sleep(Duration::from_secs(600));
            Ok(mock::Store::new()? as Arc<CredentialStore>)
        };
        let patience = Patience {
            at_first: Duration::from_millis(30),
            then: Duration::from_millis(30),
            say: Box::new(|| asked.set(true)),
        };
        let begun = Instant::now();
        let failure = keyring(usize::MAX, hanging, patience)
            .load()
            .map(|_| ())
            .unwrap_err();
        assert!(begun.elapsed() < Duration::from_secs(5));
        assert!(asked.get());
        assert_eq!(failure.kind, Kind::Storage);
        assert!(failure.message().contains("probably locked"));
        assert!(
            failure
                .hints()
                .iter()
                .any(|it| it.contains("SB1_STORE=file"))
        );
    }

    #[test]
    fn no_keyring_at_all_is_said_with_its_cause() {
        let none = || Err(keyring_core::Error::NotSupportedByStore("no bus".into()));
        let failure = keyring(usize::MAX, none, patient())
            .save(&sample(None, 1))
            .unwrap_err();
        assert_eq!(failure.kind, Kind::Storage);
        assert!(failure.causes().any(|it| it.contains("no bus")));
    }
}
