//! Publishing a draft: judged by the parser of the files and against what refers to it, in the transaction that puts it in force.

use super::{
    Part, administrator,
    draft::in_force,
    part::assemble,
    references::{Lost, lost},
    refresh::{Subject, touch},
    store,
};
use crate::{
    Caller, Enrolment, Result,
    audit::{Action, Entry},
    error::Error,
};
use shared::{
    problem::{Field, Problem, ProblemCode},
    profile::parse::ProfileError,
};

/// What became of a draft.
#[derive(Clone, PartialEq, Debug)]
pub enum Publication {
    /// In force as this version.
    Published { number: i64 },
    /// Unchanged, because of these.
    Refused { faults: Vec<ProfileError>, lost: Vec<Lost> },
}

/// Longest note on a version, in characters.
const NOTE_MAX: usize = 200;

impl Enrolment {
    /// What publishing the draft of a part would be refused for, beyond its faults; empty where there is no draft.
    pub async fn lost_by_draft(&self, caller: &Caller, part: Part) -> Result<Vec<Lost>> {
        let (_, province) = administrator(caller)?;
        let mut tx = self.db().read().await?;
        let view = self.view(&mut tx, province, part).await?;
        match &view.draft {
            Some(draft) => lost(self, &mut tx, province, &view, &draft.text).await,
            None => Ok(Vec::new()),
        }
    }

    /// Puts the draft of a part in force: here at once, in other processes within seconds. Refused with `request.conflict` where
    /// it is not the version that the caller saw, and with `request.not_found` where there is none.
    pub async fn publish_part(&self, caller: &Caller, part: Part, version: i64, note: &str) -> Result<Publication> {
        let (officer, province) = administrator(caller)?;
        let note = note.trim();
        if note.chars().count() > NOTE_MAX {
            return Err(Problem::at(ProblemCode::FieldTooLong, Field::Note).into());
        }
        let mut tx = self.db().begin().await?;
        // whoever publishes another part of this province waits: both are judged together
        touch(&mut tx, Subject::Profile(province)).await?;
        let draft = self.expect_version(&mut tx, officer, province, part, version).await?;
        let text = draft.text.ok_or(Error::NotFound)?;
        let before = self.view(&mut tx, province, part).await?;
        let mut texts = in_force(&mut tx, province).await?;
        texts.insert(part.path(province), text.clone());
        let faults = assemble(self.profiles(), province, &texts).err().unwrap_or_default();
        let lost = lost(self, &mut tx, province, &before, &text).await?;
        if !faults.is_empty() || !lost.is_empty() {
            return Ok(Publication::Refused { faults, lost });
        }
        let number = before.number + 1;
        let row = store::NewVersion {
            id: self.new_id(),
            province,
            part: part.as_str(),
            number,
            text: &text,
            note,
            staff: officer.staff,
            now: self.now(),
        };
        store::insert_version(&mut tx, &row).await?;
        self.write_draft(&mut tx, officer, province, part, None).await?;
        let (actor, action) = (officer.actor(), Action::ProfilePublished);
        let detail = serde_json::json!({ "part": part.as_str(), "number": number });
        self.record(&mut tx, Entry { actor, action, province: Some(province), enrolment: None, detail }).await?;
        tx.commit().await?;
        self.refresh().await?;
        Ok(Publication::Published { number })
    }
}
