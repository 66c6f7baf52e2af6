//! Uncovering what is masked in a case: by the reviewer who holds it, for a reason that is recorded, until the lease ends.

use super::{case::store, require_lease};
use crate::{
    Caller, Enrolment, Result,
    application::{self, Application},
    audit::{Action, Entry},
    candidate::{self, Candidate},
    crypto::Belongs,
    db::Tx,
};
use shared::{
    case::{Private, RevealReason},
    id::{EnrolmentId, StaffId},
    problem::{Field, Problem, ProblemCode},
};
use std::collections::BTreeSet;

/// Longest note, in characters.
const NOTE_MAX: usize = 200;

impl Enrolment {
    /// Uncovers one thing of a case for this lease. Refused with `case.lease_lost`, and with `reason.needed` where the reason is
    /// to be written and is not. The trail says what and why by code; what was written is kept sealed.
    pub async fn reveal(
        &self,
        caller: &Caller,
        id: EnrolmentId,
        private: Private,
        (reason, note): (RevealReason, &str),
    ) -> Result<()> {
        let note = note.trim();
        if note.is_empty() && reason == RevealReason::Other {
            return Err(Problem::at(ProblemCode::ReasonNeeded, Field::Reveal).into());
        }
        if note.chars().count() > NOTE_MAX {
            return Err(Problem::at(ProblemCode::FieldTooLong, Field::Reveal).into());
        }
        let mut tx = self.db().begin().await?;
        let application = application::lock(&mut tx, id).await?;
        let staff = require_lease(self, caller, &application)?;
        let candidate = candidate::load(self, &mut tx, application.candidate).await?;
        let row = store::RevealRow {
            enrolment_id: id,
            staff_id: staff,
            version: application.version,
            private: private.as_str(),
            reason: reason.as_str(),
            note_sealed: self.sealed_note(&candidate, id, note),
            at: self.now(),
        };
        store::reveal(&mut tx, &row).await?;
        let detail = serde_json::json!({ "private": private, "reason": reason });
        let (province, actor, action) = (Some(&application.province), caller.into(), Action::CaseRevealed);
        self.record(&mut tx, Entry { actor, action, province, enrolment: Some(id), detail }).await?;
        tx.commit().await
    }

    fn sealed_note(&self, candidate: &Candidate, id: EnrolmentId, note: &str) -> Option<Vec<u8>> {
        const PURPOSE: &str = "reveal.note_sealed";
        let seal = || candidate.key.seal(&*self.parts().randomness, Belongs::to(PURPOSE, id.0), note.as_bytes());
        (!note.is_empty()).then(seal)
    }
}

/// What `staff` uncovered since they took the case: taking it makes a new version, and ends what was uncovered before.
pub(super) async fn revealed(tx: &mut Tx, application: &Application, staff: StaffId) -> Result<BTreeSet<Private>> {
    let rows = store::revealed(tx, application.id, staff, application.version).await?;
    Ok(rows.iter().filter_map(|row| Private::parse(row)).collect())
}
