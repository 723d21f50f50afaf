//! Which profiles and origins have a login on this machine: names, no secrets. Not every keyring
//! can be asked, and `logout --all` must find them all.

use std::path::PathBuf;
use std::time::Duration;

use crate::config::{Config, StoreKind};
use crate::failure::Failure;
use crate::files::{self, Lock};

/// A login that may be on this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Home {
    pub(crate) kind: StoreKind,
    pub(crate) name: String,
}

/// Notes that this profile has a login at this origin.
pub(crate) fn remember(config: &Config) -> Result<(), Failure> {
    let home = here(config);
    change(config, |homes| {
        if !homes.contains(&home) {
            homes.push(home);
        }
    })
}

/// Strikes a login off the list.
pub(crate) fn forget(config: &Config, home: &Home) -> Result<(), Failure> {
    change(config, |homes| homes.retain(|it| it != home))
}

/// Every login of this user on this machine, that of this profile first, whether it exists or not.
pub(crate) fn all(config: &Config) -> Result<Vec<Home>, Failure> {
    let mut homes = vec![here(config)];
    let mut add = |home: Home| {
        if !homes.contains(&home) {
            homes.push(home);
        }
    };
    read(config)?.into_iter().for_each(&mut add);
    // Files speak for themselves.
    for file in std::fs::read_dir(&config.places.data)
        .into_iter()
        .flatten()
        .flatten()
    {
        let name = file.file_name();
        let name = name.to_str().and_then(|it| it.strip_suffix(".json"));
        if let Some(name) = name.filter(|it| it.contains('@')) {
            add(Home {
                kind: StoreKind::File,
                name: name.to_owned(),
            });
        }
    }
    Ok(homes)
}

fn here(config: &Config) -> Home {
    Home {
        kind: config.store,
        name: config.home_name(),
    }
}

fn list(config: &Config) -> PathBuf {
    config.places.data.join("homes")
}

fn read(config: &Config) -> Result<Vec<Home>, Failure> {
    let bytes = files::read_private(&list(config))?.unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let home = |line: &str| {
        let (kind, name) = line.split_once(' ')?;
        let kind = [StoreKind::Keyring, StoreKind::File]
            .into_iter()
            .find(|it| it.name() == kind)?;
        Some(Home {
            kind,
            name: name.to_owned(),
        })
    };
    Ok(text.lines().filter_map(home).collect())
}

fn change(config: &Config, edit: impl FnOnce(&mut Vec<Home>)) -> Result<(), Failure> {
    let _lock = Lock::wait(
        &config.places.state.join("homes.lock"),
        Duration::from_secs(10),
    )?;
    let before = read(config)?;
    let mut homes = before.clone();
    edit(&mut homes);
    if homes == before {
        return Ok(());
    }
    let lines: String = homes
        .iter()
        .map(|it| format!("{} {}\n", it.kind.name(), it.name))
        .collect();
    files::replace(&list(config), lines.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::tests::config_in;

    #[test]
    fn every_login_is_found_again() {
        let folder = tempfile::tempdir().unwrap();
        let mut config = config_in(folder.path());
        config.store = StoreKind::Keyring;
        remember(&config).unwrap();
        remember(&config).unwrap();
        config.profile = "second".into();
        config.store = StoreKind::File;
        remember(&config).unwrap();
        let stray = config.places.data.join("third@http_localhost_1.json");
        files::replace(&stray, b"{}").unwrap();
        let names: Vec<_> = all(&config)
            .unwrap()
            .into_iter()
            .map(|it| it.name)
            .collect();
        assert_eq!(
            names,
            [
                "second@http_127.0.0.1_1",
                "default@http_127.0.0.1_1",
                "third@http_localhost_1"
            ]
        );
        let first = Home {
            kind: StoreKind::Keyring,
            name: "default@http_127.0.0.1_1".into(),
        };
        forget(&config, &first).unwrap();
        assert_eq!(all(&config).unwrap().len(), 2);
    }
}
