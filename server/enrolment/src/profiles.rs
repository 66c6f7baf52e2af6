//! The provinces that this server serves. Reading and validating profiles is `shared::profile::parse`.

use shared::{id::Province, profile::Profile};
use std::collections::BTreeMap;

/// Every loaded profile by its short name.
#[derive(Clone, Debug, Default)]
pub struct Profiles(BTreeMap<Province, Profile>);

impl Profiles {
    pub fn get(&self, province: &Province) -> Option<&Profile> {
        self.0.get(province)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Profile> {
        self.0.values()
    }
}

impl FromIterator<Profile> for Profiles {
    fn from_iter<I: IntoIterator<Item = Profile>>(profiles: I) -> Self {
        Self(profiles.into_iter().map(|profile| (profile.province.clone(), profile)).collect())
    }
}
