//! The provinces that this server serves. Reading and validating profiles is `shared::profile::parse`.
//!
//! A profile may be replaced by a newer version while the process runs (administrators publish windows, notices …). Versions
//! are kept until the process ends, so that a request that began with one finishes with it; they are few and small.

use shared::{id::Province, profile::Profile};
use std::{collections::BTreeMap, sync::OnceLock};

/// Texts of a profile's files by their path below the folder of profiles, e.g. `hunan/majors.csv`.
pub type Sources = BTreeMap<String, String>;

/// Every loaded profile by its short name.
#[derive(Debug, Default)]
pub struct Profiles(BTreeMap<Province, Kept>);

/// A profile in all its versions, and the texts of the files that it began with.
#[derive(Debug)]
struct Kept {
    first: Version,
    sources: Sources,
}

/// A profile and what replaced it.
#[derive(Debug)]
struct Version {
    profile: Profile,
    next: OnceLock<Box<Self>>,
}

impl Version {
    const fn new(profile: Profile) -> Self {
        Self { profile, next: OnceLock::new() }
    }

    fn latest(&self) -> &Self {
        let mut latest = self;
        while let Some(next) = latest.next.get() {
            latest = next;
        }
        latest
    }
}

impl Profiles {
    /// The version in force.
    pub fn get(&self, province: &Province) -> Option<&Profile> {
        self.0.get(province).map(|kept| &kept.first.latest().profile)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Profile> {
        self.0.values().map(|kept| &kept.first.latest().profile)
    }

    /// The text of a file, as it was read when the process started.
    pub fn source(&self, province: &Province, path: &str) -> Option<&str> {
        self.0.get(province)?.sources.get(path).map(String::as_str)
    }

    /// Profiles with the texts that they were parsed from: only such can be edited.
    pub fn with_sources(profiles: impl IntoIterator<Item = (Profile, Sources)>) -> Self {
        let kept = |(profile, sources): (Profile, Sources)| {
            (profile.province.clone(), Kept { first: Version::new(profile), sources })
        };
        Self(profiles.into_iter().map(kept).collect())
    }

    /// Adds the profiles of `other`.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// Puts a version in force, for every request from now on. False where the province is not served, or nothing differs.
    pub fn replace(&self, profile: Profile) -> bool {
        let Some(Kept { first, .. }) = self.0.get(&profile.province) else { return false };
        let mut new = Box::new(Version::new(profile));
        loop {
            let latest = first.latest();
            if latest.profile == new.profile {
                return false;
            }
            match latest.next.set(new) {
                Ok(()) => return true,
                // somebody else was first: after theirs
                Err(refused) => new = refused,
            }
        }
    }
}

impl FromIterator<Profile> for Profiles {
    fn from_iter<I: IntoIterator<Item = Profile>>(profiles: I) -> Self {
        Self::with_sources(profiles.into_iter().map(|profile| (profile, Sources::new())))
    }
}
