//! One value in a keyring whose entries may be small: Windows takes 2560 bytes each.
//!
//! A value that fits is the entry itself. A longer one lies in numbered entries of one of two
//! generations, and the entry says which, how many, and their digest. It is written last, so that a
//! failure on the way leaves the old value whole.

use std::fmt::Write as _;
use std::thread;
use std::time::Duration;

use keyring_core::{CredentialStore, Entry, Error, Result};
use ring::digest;
use zeroize::Zeroizing;

/// The service under which the keyring shows the entries.
const SERVICE: &str = "sb1";
/// The beginning of an entry that only points to parts; JSON begins otherwise.
const MARK: &str = "sb1-parts/1 ";
/// How often torn parts are read again, and after which time.
const AGAIN: usize = 2;
const PAUSE: Duration = Duration::from_millis(50);

/// Entries of `user` in `store`, of at most `chunk` bytes each.
pub(super) struct Slots<'a> {
    pub(super) store: &'a CredentialStore,
    pub(super) user: &'a str,
    pub(super) chunk: usize,
}

/// What the main entry says of the parts.
#[derive(Clone, PartialEq, Eq)]
struct Header {
    generation: char,
    count: usize,
    digest: String,
}

impl Slots<'_> {
    /// A reader may race the writer, who replaces all parts: what does not fit is read again.
    pub(super) fn load(&self) -> Result<Option<Zeroizing<Vec<u8>>>> {
        for _ in 0..AGAIN {
            match self.load_once() {
                Err(Error::BadStoreFormat(_)) => thread::sleep(PAUSE),
                loaded => return loaded,
            }
        }
        self.load_once()
    }

    fn load_once(&self) -> Result<Option<Zeroizing<Vec<u8>>>> {
        let Some(value) = get(&self.main()?)? else {
            return Ok(None);
        };
        let Some(header) = Header::read(&value) else {
            return Ok(Some(value));
        };
        let mut whole = Zeroizing::new(Vec::new());
        for number in 0..header.count {
            let part = get(&self.part(header.generation, number)?)?
                .ok_or_else(|| Error::BadStoreFormat(format!("part {number} is missing")))?;
            whole.extend_from_slice(&part);
        }
        if digest_of(&whole) != header.digest {
            return Err(Error::BadStoreFormat(
                "its parts do not fit together".to_owned(),
            ));
        }
        Ok(Some(whole))
    }

    pub(super) fn save(&self, value: &[u8]) -> Result<()> {
        let main = self.main()?;
        if self.chunk == usize::MAX {
            return main.set_secret(value);
        }
        let old = get(&main)?.as_deref().and_then(|it| Header::read(it));
        if value.len() <= self.chunk {
            main.set_secret(value)?;
        } else {
            let generation = match &old {
                Some(old) if old.generation == 'a' => 'b',
                _ => 'a',
            };
            for (number, part) in value.chunks(self.chunk).enumerate() {
                self.part(generation, number)?.set_secret(part)?;
            }
            let count = value.len().div_ceil(self.chunk);
            let header = Header {
                generation,
                count,
                digest: digest_of(value),
            };
            main.set_secret(header.write().as_bytes())?;
        }
        // The new value is in force; what is left of the old one only takes room.
        let _ = old.map(|old| self.clear(&old));
        Ok(())
    }

    pub(super) fn delete(&self) -> Result<()> {
        let main = self.main()?;
        let old = get(&main)?.as_deref().and_then(|it| Header::read(it));
        delete(&main)?;
        old.map_or(Ok(()), |old| self.clear(&old))
    }

    fn clear(&self, old: &Header) -> Result<()> {
        (0..old.count).try_for_each(|number| delete(&self.part(old.generation, number)?))
    }

    fn main(&self) -> Result<Entry> {
        self.store.build(SERVICE, self.user, None)
    }

    fn part(&self, generation: char, number: usize) -> Result<Entry> {
        self.store.build(
            SERVICE,
            &format!("{}#{generation}{number}", self.user),
            None,
        )
    }
}

impl Header {
    /// More parts than any login needs: a longer list is no header of ours.
    const MOST: usize = 1000;

    fn read(value: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(value).ok()?.strip_prefix(MARK)?;
        let mut words = text.split(' ');
        Some(Self {
            generation: words.next()?.chars().next()?,
            count: words.next()?.parse().ok().filter(|it| *it <= Self::MOST)?,
            digest: words.next()?.to_owned(),
        })
    }

    fn write(&self) -> String {
        format!("{MARK}{} {} {}", self.generation, self.count, self.digest)
    }
}

fn get(entry: &Entry) -> Result<Option<Zeroizing<Vec<u8>>>> {
    match entry.get_secret() {
        Ok(value) => Ok(Some(Zeroizing::new(value))),
        Err(Error::NoEntry) => Ok(None),
        Err(error) => Err(error),
    }
}

fn delete(entry: &Entry) -> Result<()> {
    match entry.delete_credential() {
        Err(Error::NoEntry) => Ok(()),
        done => done,
    }
}

fn digest_of(value: &[u8]) -> String {
    digest::digest(&digest::SHA256, value)
        .as_ref()
        .iter()
        .fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

#[cfg(test)]
mod tests {
    use keyring_core::{api::CredentialStoreApi, mock};

    use super::*;

    fn slots(store: &mock::Store) -> Slots<'_> {
        Slots {
            store,
            user: "home",
            chunk: 100,
        }
    }

    /// The next call on the entry fails.
    fn break_next(store: &mock::Store, user: &str) {
        let entry = store.build(SERVICE, user, None).unwrap();
        let cred: &mock::Cred = entry.as_any().downcast_ref().unwrap();
        cred.set_error(Error::TooLong("secret".into(), 100));
    }

    fn value(length: usize, seed: u8) -> Vec<u8> {
        (0..length)
            .map(|at| u8::try_from(at % 90).unwrap() + seed)
            .collect()
    }

    fn entries(store: &mock::Store) -> usize {
        let all = store.search(&std::collections::HashMap::new()).unwrap();
        all.iter().filter(|it| it.get_secret().is_ok()).count()
    }

    #[test]
    fn values_of_every_size_come_back() {
        let store = mock::Store::new().unwrap();
        for length in [1, 99, 100, 101, 200, 201, 950, 100, 5_000, 300, 0] {
            let value = value(length, 32);
            slots(&store).save(&value).unwrap();
            assert_eq!(slots(&store).load().unwrap().unwrap().to_vec(), value);
            let parts = if length <= 100 {
                0
            } else {
                length.div_ceil(100)
            };
            assert_eq!(entries(&store), 1 + parts, "{length}");
        }
        slots(&store).save(&value(950, 32)).unwrap();
        slots(&store).delete().unwrap();
        slots(&store).delete().unwrap();
        assert!(slots(&store).load().unwrap().is_none());
        assert_eq!(entries(&store), 0);
    }

    #[test]
    fn a_failure_on_the_way_leaves_the_old_value_whole() {
        for broken in ["home#b0", "home#b3", "home"] {
            let store = mock::Store::new().unwrap();
            slots(&store).save(&value(350, 32)).unwrap();
            break_next(&store, broken);
            assert!(slots(&store).save(&value(380, 33)).is_err());
            assert_eq!(
                slots(&store).load().unwrap().unwrap().to_vec(),
                value(350, 32)
            );
            slots(&store).save(&value(380, 34)).unwrap();
            assert_eq!(
                slots(&store).load().unwrap().unwrap().to_vec(),
                value(380, 34)
            );
        }
    }

    #[test]
    fn parts_that_do_not_fit_are_noticed() {
        let store = mock::Store::new().unwrap();
        slots(&store).save(&value(350, 32)).unwrap();
        store
            .build(SERVICE, "home#a1", None)
            .unwrap()
            .set_secret(b"other")
            .unwrap();
        assert!(matches!(
            slots(&store).load(),
            Err(Error::BadStoreFormat(_))
        ));
        store
            .build(SERVICE, "home#a1", None)
            .unwrap()
            .delete_credential()
            .unwrap();
        assert!(matches!(
            slots(&store).load(),
            Err(Error::BadStoreFormat(_))
        ));
    }

    #[test]
    fn a_reader_that_races_the_writer_reads_again() {
        let store = mock::Store::new().unwrap();
        slots(&store).save(&value(350, 32)).unwrap();
        let part = store.build(SERVICE, "home#a1", None).unwrap();
        let torn = part.get_secret().unwrap();
        part.delete_credential().unwrap();
        thread::scope(|scope| {
            scope.spawn(|| {
                thread::sleep(PAUSE / 2);
                part.set_secret(&torn).unwrap();
            });
            let loaded = slots(&store).load().unwrap().unwrap();
            assert_eq!(loaded.to_vec(), value(350, 32));
        });
        // And while a writer never rests: the old value or the new one, and never half of each.
        thread::scope(|scope| {
            let writer = scope.spawn(|| {
                for seed in 0..200_u8 {
                    slots(&store).save(&value(350, 32 + seed % 30)).unwrap();
                    thread::sleep(Duration::from_millis(1));
                }
            });
            while !writer.is_finished() {
                if let Ok(loaded) = slots(&store).load() {
                    let seed = loaded.as_ref().unwrap()[0];
                    assert_eq!(loaded.unwrap().to_vec(), value(350, seed));
                }
            }
        });
    }
}
