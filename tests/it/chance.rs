//! Chance that repeats: the same seed always draws the same plan.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::Duration;

/// A source of numbers (splitmix64) that depends on nothing but its seed.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 up to, but not including, `end` (at least 1).
    pub(crate) fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end.max(1)).unwrap();
        usize::try_from(self.next() % end).unwrap()
    }

    /// True once in that many times.
    pub(crate) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// A time below that many thousandths of a second.
    pub(crate) fn moment(&mut self, end: usize) -> Duration {
        Duration::from_micros(u64::try_from(self.below(end * 1_000)).unwrap())
    }
}

/// A seed that nobody has drawn before.
pub(crate) fn fresh_seed() -> u64 {
    RandomState::new().build_hasher().finish()
}
