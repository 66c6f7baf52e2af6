//! `second_check_share` of a profile: a share, and one in twenty where a province says nothing.
#![cfg(feature = "profile")]

use rstest::rstest;
use shared::profile::Profile;
use std::{fs, path::Path};

const SHARE: &str = "second_check_share = 0.05";

/// Hunan's profile with another share.
fn parse(share: &str) -> Result<f64, Vec<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("profiles");
    let read = |file: &str| {
        let text = fs::read_to_string(folder.join(file)).ok()?;
        Some(text.replacen(SHARE, share, 1))
    };
    let profile =
        Profile::parse("hunan", &read).map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>());
    profile.map(|profile| profile.second_check_share)
}

#[rstest]
#[case("second_check_share = 0", 0.0)]
#[case("second_check_share = 1.0", 1.0)]
#[case("", 0.05)]
fn a_share_is_from_nothing_to_everything(#[case] share: &str, #[case] read: f64) {
    assert!((parse(share).expect("valid") - read).abs() < 1e-9);
}

#[rstest]
#[case("second_check_share = 1.1")]
#[case("second_check_share = -0.1")]
fn no_other_share_is_taken(#[case] share: &str) {
    assert_eq!(parse(share), Err(vec!["hunan.toml: second_check_share: the value must be from 0 to 1".to_owned()]));
}
