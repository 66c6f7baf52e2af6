//! Time and chance, injected everywhere: the only place that asks the machine for either.

use sha2::{Digest, Sha256};
use shared::time::{Span, Timestamp};
use std::sync::{
    Mutex,
    atomic::{AtomicI64, Ordering},
};
use uuid::Uuid;

/// What time it is.
pub trait Clock: Send + Sync {
    fn now(&self) -> Timestamp;
}

/// The machine's clock, which a deployment keeps right by NTP.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    fn now(&self) -> Timestamp {
        let since_epoch = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Timestamp(since_epoch.as_millis() as i64)
    }
}

/// A clock that stands still until it is advanced.
#[derive(Debug)]
pub struct FrozenClock(AtomicI64);

impl FrozenClock {
    pub const fn at(now: Timestamp) -> Self {
        Self(AtomicI64::new(now.0))
    }

    pub fn advance(&self, by: Span) {
        self.0.fetch_add(by.0, Ordering::SeqCst);
    }

    pub fn set(&self, now: Timestamp) {
        self.0.store(now.0, Ordering::SeqCst);
    }
}

impl Clock for FrozenClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}

/// Where random bytes come from.
pub trait Randomness: Send + Sync {
    fn fill(&self, bytes: &mut [u8]);
}

/// The operating system's generator.
#[derive(Clone, Copy, Debug, Default)]
pub struct OsRandomness;

impl Randomness for OsRandomness {
    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("a system without randomness cannot run this service");
    }
}

/// The same bytes in every run, for tests: SHA-256 of the seed and a counter.
#[derive(Debug)]
pub struct SeededRandomness {
    seed: u64,
    counter: Mutex<u64>,
}

impl SeededRandomness {
    pub const fn new(seed: u64) -> Self {
        Self { seed, counter: Mutex::new(0) }
    }
}

impl Randomness for SeededRandomness {
    fn fill(&self, bytes: &mut [u8]) {
        let mut counter = self.counter.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        for chunk in bytes.chunks_mut(32) {
            let block =
                Sha256::new().chain_update(self.seed.to_be_bytes()).chain_update(counter.to_be_bytes()).finalize();
            chunk.copy_from_slice(&block[..chunk.len()]);
            *counter += 1;
        }
    }
}

/// A `UUIDv7` (RFC 9562): 48 bits of time, then random bits.
pub fn new_id(now: Timestamp, randomness: &dyn Randomness) -> Uuid {
    let mut random = [0; 10];
    randomness.fill(&mut random);
    uuid::Builder::from_unix_timestamp_millis(now.0.max(0) as u64, &random).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_version_7_and_sort_by_time() {
        let randomness = SeededRandomness::new(1);
        let early = new_id(Timestamp(1_000), &randomness);
        let late = new_id(Timestamp(1_001), &randomness);
        assert_eq!(early.get_version_num(), 7);
        assert!(early < late);
    }

    #[test]
    fn the_seeded_generator_repeats_and_does_not_repeat_itself() {
        let draw = |seed| {
            let randomness = SeededRandomness::new(seed);
            let mut bytes = [0; 80];
            randomness.fill(&mut bytes);
            bytes
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
        assert_ne!(draw(7)[..32], draw(7)[32..64]);
    }
}
