//! Candidates who had admission numbers before (在籍考生). Their records come in files (`import`); they find them by name, document
//! and an earlier contact (`claim`) or at an office (`desk`), choose one number for good (`choice`), register with it, and ask an
//! office to merge the others into it (`merge`). Whose record comes after they registered as new is told (`late`) and takes it over
//! (`takeover`), or has it merged.

mod choice;
mod claim;
mod desk;
pub mod import;
pub(crate) mod late;
mod merge;
mod own;
mod record;
mod store;
mod takeover;

pub(crate) use choice::{chosen_number, chosen_record, require_same_place, require_unbound, settle, settled_region};
pub(crate) use claim::delete_claims;
pub use claim::{Contact, OwnRecord, Wanted};
pub use desk::DeskRecord;
pub use late::LateNumber;
pub use merge::{MergeCase, MergeRow, Numbers, OtherNumber};
pub use own::OwnNumber;
pub(crate) use store::find_bound;
pub(crate) use takeover::known;
pub use takeover::{KnownNumber, LateWay};

use crate::{Enrolment, Error, Result};
use shared::{id::Province, profile::Profile};

impl Enrolment {
    /// The profile of a province where candidates with numbers register here; `NotFound` elsewhere.
    fn existing_profile(&self, province: &Province) -> Result<&Profile> {
        let profile = self.profile(province)?;
        if profile.existing.enabled { Ok(profile) } else { Err(Error::NotFound) }
    }
}
