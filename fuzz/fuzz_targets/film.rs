//! Any bytes as a film whose metadata are taken out: nothing moves, it stays what it was, and it does not take long.
#![no_main]

use libfuzzer_sys::fuzz_target;
use shared::video::{Container, without_metadata};

fuzz_target!(|bytes: &[u8]| {
    let Some(after) = without_metadata(bytes.to_vec()) else { return };
    assert_eq!(after.len(), bytes.len());
    assert_eq!(Container::of(&after), Container::of(bytes));
});
