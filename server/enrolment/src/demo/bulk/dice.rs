//! Chance that repeats: the same throws for the same candidate in every run. `SplitMix64` (Steele, Lea, Flood 2014); not for secrets.

use crate::clock::Randomness;
use std::sync::atomic::{AtomicU64, Ordering};

/// The throws of one candidate.
#[derive(Debug)]
pub(super) struct Dice(AtomicU64);

impl Dice {
    pub(super) const fn of(n: u64) -> Self {
        Self(AtomicU64::new(n.wrapping_mul(0x2545_f491_4f6c_dd1d) ^ 0x5eed))
    }

    pub(super) fn throw(&self) -> u64 {
        const STEP: u64 = 0x9e37_79b9_7f4a_7c15;
        let mut z = self.0.fetch_add(STEP, Ordering::Relaxed).wrapping_add(STEP);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// 0 to `end`, without `end`; 0 where that is 0.
    pub(super) fn below(&self, end: usize) -> usize {
        (self.throw() % (end.max(1) as u64)) as usize
    }

    /// From 0 to 1, without 1.
    pub(super) fn share(&self) -> f64 {
        (self.throw() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub(super) fn chance(&self, share: f64) -> bool {
        self.share() < share
    }

    pub(super) fn pick<'a, T>(&self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.below(from.len()))
    }
}

/// For ids, which are not secret.
impl Randomness for Dice {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(&self.throw().to_be_bytes()[..chunk.len()]);
        }
    }
}
