//! A profile from its files: `hunan.toml` beside a folder `hunan` of CSV tables. Reports everything that is wrong with
//! all of them at once. Reading the files is the caller's.

mod accounts;
mod codes;
mod number;
mod offices;
mod password;
mod photo;
mod reader;
mod retention;
mod sections;
mod settings;
mod tables;
mod windows;
mod words;

pub use sections::SECTIONS;
pub use tables::{RETIRED, RETIRED_YES};

use super::Profile;
use crate::{id::Province, route::RESERVED};

/// One thing that is wrong with a profile.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
#[error("{file}: {key}: {fault}")]
pub struct ProfileError {
    /// Path below the folder of profiles, e.g. `hunan/regions.csv`.
    pub file: String,
    /// TOML path such as `photo.file.dpi` or `windows[1].opens_at`; line and column of a table such as
    /// `line 12, parent`; `file` where it concerns the whole file.
    pub key: String,
    pub fault: Fault,
}

/// What is wrong.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
pub enum Fault {
    #[error("the file is missing")]
    FileMissing,
    #[error("the file cannot be read: {0}")]
    Syntax(String),
    #[error("this key is not known")]
    Unknown,
    #[error("this value is not known")]
    UnknownValue,
    #[error("this is required")]
    Missing,
    #[error("this is empty")]
    Empty,
    /// Right place, wrong type; the text is the decoder's.
    #[error("{0}")]
    Mistyped(String),
    /// The text says which form is expected.
    #[error("expected {0}")]
    Form(&'static str),
    #[error("this stands in the profile a second time")]
    Duplicate,
    #[error("the value must be from {min} to {max}")]
    Outside { min: f64, max: f64 },
    #[error("the first value of a range must not be above the second")]
    Reversed,
    #[error("the range must lie inside {0}")]
    NotInside(&'static str),
    #[error("this must be above {0}")]
    NotAbove(&'static str),
    /// The text is the code of the other window.
    #[error("this must not come before the close of the window {0}")]
    Overlap(String),
    #[error("a path of the service begins with this name")]
    Reserved,
    #[error("the profile must bear the name of its file")]
    NotFileName,
    /// The text is the code that should exist.
    #[error("there is no prefecture {0}")]
    NoParent(String),
    /// The text is the code that should exist.
    #[error("there is no region {0}")]
    NoRegion(String),
    #[error("no reason is given for sending {0} back")]
    NoReason(&'static str),
    #[error("the notice {0} is required")]
    NoNotice(&'static str),
}

/// The faults found so far.
#[derive(Default)]
struct Report(Vec<ProfileError>);

impl Report {
    fn add(&mut self, file: &str, key: impl Into<String>, fault: Fault) {
        self.0.push(ProfileError { file: file.to_owned(), key: key.into(), fault });
    }
}

const PROVINCE_FORM: &str = "a short name of 2 to 20 lower-case letters";

/// Key of a fault that concerns a whole file.
const WHOLE_FILE: &str = "file";

/// Gives the text of a file by its path below the folder of profiles; none where it does not exist.
pub type ReadFile<'a> = &'a dyn Fn(&str) -> Option<String>;

impl Profile {
    /// The profile of `province` from `hunan.toml`, `hunan/regions.csv`, `hunan/majors.csv` and `hunan/reasons.csv`
    /// (with its own name in place of `hunan`), and from `hunan/offices.csv` and `hunan/institutions.csv` where they are there. The
    /// sections in [`SECTIONS`] may have files of their own, e.g. `hunan/windows.toml`, which then take the place of what the main
    /// file says. The list of errors is never empty.
    pub fn parse(province: &str, read: ReadFile<'_>) -> Result<Self, Vec<ProfileError>> {
        let mut report = Report::default();
        // Before anything is read: a name such as `../secrets` must not become a path.
        if province.parse::<Province>().is_err() {
            report.add(province, WHOLE_FILE, Fault::Form(PROVINCE_FORM));
            return Err(report.0);
        }
        if RESERVED.contains(&province) {
            report.add(province, WHOLE_FILE, Fault::Reserved);
            return Err(report.0);
        }
        let settings = settings::read(province, read, &mut report);
        let before = report.0.len();
        let regions = tables::regions(province, read, &mut report);
        // While the regions are faulty themselves, nobody is blamed for naming one that is not there.
        let places = (report.0.len() == before).then_some(regions.as_slice());
        let majors = tables::majors(province, read, &mut report);
        let reasons = tables::reasons(province, read, &mut report);
        let offices = offices::offices(province, places, read, &mut report);
        let institutions = offices::institutions(province, places, read, &mut report);
        let Some(profile) = settings.map(|settings| settings.with_tables(regions, majors, reasons)) else {
            return Err(report.0);
        };
        let profile = Self { offices, institutions, ..profile };
        profile.check_reasons(&mut report);
        if report.0.is_empty() { Ok(profile) } else { Err(report.0) }
    }

    /// A reviewer can send every item back only with a reason.
    fn check_reasons(&self, report: &mut Report) {
        let file = format!("{}/reasons.csv", self.province);
        let given = |item| self.offered_reasons(item).next().is_some();
        for item in self.items().filter(|item| !given(Some(*item))) {
            report.add(&file, WHOLE_FILE, Fault::NoReason(item.as_str()));
        }
        if !given(None) {
            report.add(&file, WHOLE_FILE, Fault::NoReason("an application"));
        }
    }
}
