//! Any bytes through the whole decode path: sniffing, limits, JPEG, PNG, WebP, orientation.
#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};

fuzz_target!(|bytes: &[u8]| -> Corpus {
    if photo::fuzzing::claims_much(bytes) {
        return Corpus::Reject;
    }
    photo::fuzzing::decode(bytes);
    Corpus::Keep
});
