//! A value that must not be seen.

use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// A secret. It has no `Debug`, `Display` or `Serialize`, so it cannot slip into an error, a log or
/// an answer; its bytes are wiped when it is dropped.
#[derive(Clone)]
pub(crate) struct Secret(Zeroizing<String>);

impl Secret {
    pub(crate) fn new(value: impl Into<String>) -> Self {
        Self(Zeroizing::new(value.into()))
    }

    /// The value itself; each caller is a place to look at.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }

    /// Whether both are the same, in a time that does not tell where they differ.
    pub(crate) fn is(&self, other: &str) -> bool {
        self.0.as_bytes().ct_eq(other.as_bytes()).into()
    }
}
