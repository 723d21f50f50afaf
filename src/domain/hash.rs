//! Short numbers that stand for what rows say.

use ring::digest::{Context, SHA256};

/// Eight bytes of a SHA-256 over parts, each with its length so that none can lean on the next.
pub(crate) struct ShortHash(Context);

impl ShortHash {
    pub(crate) fn new() -> Self {
        Self(Context::new(&SHA256))
    }

    pub(crate) fn part(&mut self, bytes: &[u8]) {
        self.0.update(&(bytes.len() as u64).to_be_bytes());
        self.0.update(bytes);
    }

    /// Tells parts apart that have the same bytes and are not of the same kind.
    pub(crate) fn kind(&mut self, kind: u8) {
        self.0.update(&[kind]);
    }

    pub(crate) fn finish(self) -> [u8; 8] {
        let mut short = [0; 8];
        for (to, from) in short.iter_mut().zip(self.0.finish().as_ref()) {
            *to = *from;
        }
        short
    }
}
