//! Reads the folder of province profiles. What a profile may say is `shared::profile`.

use enrolment::{Profiles, profiles::Sources};
use shared::profile::{Profile, parse::ProfileError};
use std::{
    cell::RefCell,
    io,
    path::{Path, PathBuf},
};

/// The profiles cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ProfilesError {
    #[error("the folder of profiles {} cannot be read: {cause}", path.display())]
    Folder { path: PathBuf, cause: io::Error },
    #[error("there is no profile (NAME.toml) in {}", .0.display())]
    Empty(PathBuf),
    /// Every fault of every profile, one a line.
    #[error("{} faults in {}:\n{}", faults.len(), path.display(), lines(faults))]
    Faulty { path: PathBuf, faults: Vec<ProfileError> },
}

fn lines(faults: &[ProfileError]) -> String {
    faults.iter().map(|fault| format!("  {fault}")).collect::<Vec<_>>().join("\n")
}

/// Every `NAME.toml` of `folder` with its tables.
pub fn load(folder: &Path) -> Result<Profiles, ProfilesError> {
    let names = names(folder).map_err(|cause| ProfilesError::Folder { path: folder.to_owned(), cause })?;
    if names.is_empty() {
        return Err(ProfilesError::Empty(folder.to_owned()));
    }
    let (mut profiles, mut faults) = (Vec::new(), Vec::new());
    for name in names {
        let sources = RefCell::new(Sources::new());
        let read = |path: &str| {
            let text = std::fs::read_to_string(folder.join(path)).ok()?;
            sources.borrow_mut().insert(path.to_owned(), text.clone());
            Some(text)
        };
        match Profile::parse(&name, &read) {
            Ok(profile) => profiles.push((profile, sources.take())),
            Err(found) => faults.extend(found),
        }
    }
    if faults.is_empty() {
        Ok(Profiles::with_sources(profiles))
    } else {
        Err(ProfilesError::Faulty { path: folder.to_owned(), faults })
    }
}

/// One profile by its short name, whatever the others hold.
pub fn load_one(folder: &Path, name: &str) -> Result<Profile, ProfilesError> {
    let read = |path: &str| std::fs::read_to_string(folder.join(path)).ok();
    Profile::parse(name, &read).map_err(|faults| ProfilesError::Faulty { path: folder.to_owned(), faults })
}

/// Names of the TOML files without their ending, sorted.
fn names(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_stem().and_then(|name| name.to_str());
        if let Some(name) = name.filter(|_| path.extension().is_some_and(|ending| ending == "toml")) {
            names.push(name.to_owned());
        }
    }
    names.sort_unstable();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profiles_of_the_repository_load() {
        let profiles = load(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/profiles"))).expect("faultless");
        assert!(profiles.iter().any(|profile| profile.province.as_str() == "hunan"));
    }

    #[test]
    fn faults_are_listed_with_file_and_key() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        assert!(matches!(load(folder.path()), Err(ProfilesError::Empty(_))));
        std::fs::write(folder.path().join("hunan.toml"), "nonsense = 1\n").expect("written");
        let message = load(folder.path()).expect_err("faulty").to_string();
        assert!(message.contains("hunan.toml") && message.contains("nonsense"), "{message}");
    }
}
