//! The login in one private file, for machines without a keyring.

use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::auth::credentials::Credentials;
use crate::failure::Failure;
use crate::files::{self, Replacement};

use super::{Rehearsed, SCRATCH, Store, entry};

/// Room for a value to grow from one renewal to the next.
const SLACK: usize = 4096;

pub(super) struct FileStore {
    path: PathBuf,
}

impl FileStore {
    pub(super) fn new(folder: &Path, home: &str) -> Self {
        Self {
            path: folder.join(format!("{home}.json")),
        }
    }

    /// What a round trip writes to.
    fn scratch(&self) -> PathBuf {
        self.path.with_extension("check")
    }
}

impl Store for FileStore {
    fn load(&self) -> Result<Option<Credentials>, Failure> {
        if let Some(folder) = self.path.parent() {
            files::ensure_own(folder)?;
        }
        files::read_private(&self.path)?
            .map(Zeroizing::new)
            .map(|bytes| entry::read(&bytes, &self.place()))
            .transpose()
    }

    fn save(&self, credentials: &Credentials) -> Result<(), Failure> {
        files::replace(&self.path, &entry::write(credentials)?)
    }

    fn delete(&self) -> Result<(), Failure> {
        files::remove(&self.path)
    }

    fn rehearse(&self, current: &Credentials) -> Result<Box<dyn Rehearsed + '_>, Failure> {
        let size = entry::write(current)?.len() + SLACK;
        Ok(Box::new(Reserved(Replacement::reserve(&self.path, size)?)))
    }

    fn round_trip(&self) -> Result<(), Failure> {
        let scratch = self.scratch();
        files::replace(&scratch, SCRATCH)?;
        let read = files::read_private(&scratch);
        files::remove(&scratch)?;
        if read?.as_deref() == Some(SCRATCH) {
            return Ok(());
        }
        Err(Failure::storage(format!(
            "{} does not keep what is written",
            scratch.display()
        )))
    }

    fn sweep(&self) -> Result<(), Failure> {
        files::sweep(&self.path)?;
        files::remove(&self.scratch())
    }

    fn place(&self) -> String {
        format!("the file {}", self.path.display())
    }
}

/// Disk space for the new value.
struct Reserved(Replacement);

impl Rehearsed for Reserved {
    fn commit(self: Box<Self>, credentials: &Credentials) -> Result<(), Failure> {
        self.0.commit(&entry::write(credentials)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::credentials::tests::sample;

    #[test]
    fn keeps_a_login_privately_and_forgets_it() {
        let folder = tempfile::tempdir().unwrap();
        let store = FileStore::new(
            &folder.path().join("sb1"),
            "default@https_api.sparebank1.no",
        );
        assert!(store.load().unwrap().is_none());
        store.round_trip().unwrap();
        store.save(&sample(Some("one"), 600)).unwrap();
        let renewed = sample(Some("two"), 600);
        store.rehearse(&renewed).unwrap().commit(&renewed).unwrap();
        let tokens = store.load().unwrap().unwrap().tokens.unwrap();
        assert!(tokens.refresh.unwrap().is("two"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!(
                (mode(&store.path), mode(store.path.parent().unwrap())),
                (0o600, 0o700)
            );
            std::fs::set_permissions(&store.path, std::fs::Permissions::from_mode(0o644)).unwrap();
            let refused = store.load().map(|_| ()).unwrap_err();
            assert!(refused.message().contains("not private"), "{refused}");
        }
        for left in [
            "default@https_api.sparebank1.no.4711.new",
            "default@https_api.sparebank1.no.check",
        ] {
            std::fs::write(store.path.with_file_name(left), b"half a secret").unwrap();
        }
        store.sweep().unwrap();
        store.delete().unwrap();
        store.delete().unwrap();
        assert!(store.load().unwrap().is_none());
        assert_eq!(
            std::fs::read_dir(store.path.parent().unwrap())
                .unwrap()
                .count(),
            0
        );
    }

    #[test]
    fn two_homes_do_not_meet() {
        let folder = tempfile::tempdir().unwrap();
        let one = FileStore::new(folder.path(), "default@https_a");
        let other = FileStore::new(folder.path(), "default@https_b");
        one.save(&sample(None, 600)).unwrap();
        assert!(other.load().unwrap().is_none());
    }
}
