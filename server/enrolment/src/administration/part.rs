//! The parts of a profile that administrators edit: sections of the settings, and tables.

use crate::{Profiles, profiles::Sources};
use shared::{
    id::Province,
    profile::{Profile, parse::ProfileError, section},
};

/// A part of a profile with a text of its own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Part {
    Windows,
    Notices,
    Retention,
    Majors,
    Regions,
    Offices,
    Institutions,
    Reasons,
}

impl Part {
    pub const ALL: &[Self] = &[
        Self::Windows,
        Self::Notices,
        Self::Retention,
        Self::Majors,
        Self::Regions,
        Self::Offices,
        Self::Institutions,
        Self::Reasons,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Windows => "windows",
            Self::Notices => "notices",
            Self::Retention => "retention",
            Self::Majors => "majors",
            Self::Regions => "regions",
            Self::Offices => "offices",
            Self::Institutions => "institutions",
            Self::Reasons => "reasons",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|part| part.as_str() == text)
    }

    pub const fn is_table(self) -> bool {
        !matches!(self, Self::Windows | Self::Notices | Self::Retention)
    }

    /// Its file below the folder of profiles.
    pub fn path(self, province: &Province) -> String {
        let ending = if self.is_table() { "csv" } else { "toml" };
        format!("{province}/{}.{ending}", self.as_str())
    }

    /// Its text as the files have it: of its own file, or out of the settings. None where the province has no such part.
    pub(super) fn source(self, profiles: &Profiles, province: &Province) -> Option<String> {
        let own = profiles.source(province, &self.path(province)).map(ToOwned::to_owned);
        if own.is_some() || self.is_table() {
            return own;
        }
        let settings = profiles.source(province, &format!("{province}.toml"))?;
        section::extract(settings, self.as_str())
            .or_else(|| (self == Self::Retention).then(|| "[retention]\n".to_owned()))
    }
}

/// The profile of the files with `texts` in the place of theirs.
pub(super) fn assemble(
    profiles: &Profiles,
    province: &Province,
    texts: &Sources,
) -> Result<Profile, Vec<ProfileError>> {
    Profile::parse(province.as_str(), &|path| {
        texts.get(path).cloned().or_else(|| profiles.source(province, path).map(ToOwned::to_owned))
    })
}
