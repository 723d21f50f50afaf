use std::fmt;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The letters of an id, in the order of their values.
const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// What a transfer is known by in the journal, and the tag that travels in its message: seven
/// characters of `A-Z2-7`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Id([u8; Id::LENGTH]);

impl Id {
    pub(crate) const LENGTH: usize = 7;

    /// From 35 of these random bits.
    pub(crate) fn of_random(bytes: [u8; 5]) -> Self {
        let mut bits = bytes
            .into_iter()
            .fold(0_u64, |bits, byte| (bits << 8) | u64::from(byte));
        Self([(); Self::LENGTH].map(|()| {
            let place = usize::try_from(bits & 31).unwrap_or_default();
            bits >>= 5;
            LETTERS.get(place).copied().unwrap_or(b'A')
        }))
    }

    /// Reads an id in any case; `None` if the text is none.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let upper = text.trim().to_ascii_uppercase();
        let bytes: [u8; Self::LENGTH] = upper.as_bytes().try_into().ok()?;
        bytes
            .iter()
            .all(|byte| LETTERS.contains(byte))
            .then_some(Self(bytes))
    }

    pub(crate) fn as_str(&self) -> &str {
        // The letters are ASCII, so the default is never taken.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// `sb17KQ2FAZ`
    fn is_glued(&self, word: &str) -> bool {
        word.split_at_checked("sb1".len())
            .is_some_and(|(mark, rest)| {
                mark.eq_ignore_ascii_case("sb1") && rest.eq_ignore_ascii_case(self.as_str())
            })
    }

    /// Whether `text` has the id as a word of its own, in any case: banks change letters, and what
    /// stands around it.
    pub(crate) fn is_in(&self, text: &str) -> bool {
        text.split(|c: char| !c.is_alphanumeric())
            // Some banks take the space away.
            .any(|word| word.eq_ignore_ascii_case(self.as_str()) || self.is_glued(word))
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom("not an id of a transfer"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn is_found_as_a_word_whatever_the_bank_does_around_it() {
        let id = Id::parse("7kq2faz").unwrap();
        for text in [
            "sb1 7KQ2FAZ",
            "Ferie #7KQ2FAZ",
            "Overføring: sb1 7kq2faz",
            "7KQ2FAZ",
            "Til: SB17KQ2FAZ",
        ] {
            assert!(id.is_in(text), "{text}");
        }
        for text in ["", "7KQ2FA", "X7KQ2FAZ", "7KQ2FAZ2", "7KQ 2FAZ", "å7KQ2FAZ"] {
            assert!(!id.is_in(text), "{text}");
        }
    }

    #[test]
    fn other_texts_are_no_ids() {
        for text in ["", "7KQ2F9A", "ABCDEF", "ABCDEFGH", "ABCDEF1", "ÅBCDEF"] {
            assert_eq!(Id::parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_drawn_id_reads_back(bytes in any::<[u8; 5]>()) {
            let id = Id::of_random(bytes);
            prop_assert_eq!(Id::parse(id.as_str()), Some(id));
        }
    }
}
