//! Any bytes through what reads a JPEG's markers and tables without decoding it: the facts, the rules that need only the
//! bytes, and the copy without metadata.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use shared::photo::PhotoSpec;

static SPEC: LazyLock<PhotoSpec> = LazyLock::new(|| {
    let profile: toml::Table = include_str!("../../shared/profiles/hunan.toml").parse().expect("the profile is TOML");
    profile["photo"].clone().try_into().expect("the profile specifies the photograph")
});

fuzz_target!(|bytes: &[u8]| {
    photo::fuzzing::jpeg_markers(bytes);
    for name in [None, Some("photo.jpg"), Some("photo.png")] {
        let findings = photo::check_file_only(bytes, name, &SPEC).findings;
        assert!(!findings.is_empty(), "every file is judged by at least one rule");
    }
});
