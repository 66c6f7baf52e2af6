//! A profile from its files: `hunan.toml` beside a folder `hunan` of CSV tables. Says what is wrong with all of them at
//! once. Reading the files is the caller's.

use super::Profile;

/// One thing that is wrong with a profile.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{file}: {key}: {fault}")]
pub struct ProfileError {
    /// Path below the folder of profiles, e.g. `hunan/regions.csv`.
    pub file: String,
    /// TOML path such as `photo.file.dpi`, or row and column of a table such as `row 12, parent`.
    pub key: String,
    pub fault: Fault,
}

/// What is wrong.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Fault {
    #[error("the file is missing")]
    FileMissing,
}

impl Profile {
    /// The profile of `province` from its files, which `read` gives by their paths below the folder of profiles
    /// (`hunan.toml`, `hunan/regions.csv`, `hunan/majors.csv`, `hunan/reasons.csv`). Never an empty list of errors.
    pub fn parse(province: &str, read: &dyn Fn(&str) -> Option<String>) -> Result<Self, Vec<ProfileError>> {
        let file = format!("{province}.toml");
        let _ = read(&file);
        Err(vec![ProfileError { file, key: String::new(), fault: Fault::FileMissing }])
    }
}
