//! Which proofs the details demand, and of whom.

use super::{card_fields, load, store};
use crate::{
    Enrolment, Result, application::Application, candidate, candidate::Candidate, db::Tx, education, error::Cause,
};
use shared::{
    attachment::{self, Answers, Demand},
    details::{CardFields, Details, FormerIdentity},
    profile::Level,
};

/// What has to be proved, and about whom.
pub(crate) struct Asked {
    pub(crate) demands: Vec<Demand>,
    /// Name and number as the register is asked about them.
    subject: Option<Vec<u8>>,
    former: Option<FormerIdentity>,
}

impl Asked {
    /// Whether something has to be proved that what was asked `before` did not cover.
    pub(crate) fn goes_beyond(&self, before: Option<&Self>) -> bool {
        let covered = |before: &Self| {
            let same_person = self.subject == before.subject && self.former == before.former;
            same_person && self.demands.iter().all(|demand| before.demands.contains(demand))
        };
        !self.demands.is_empty() && !before.is_some_and(covered)
    }
}

/// What the application has to prove at present; `None` while there are no details to judge by.
pub(crate) async fn asked(enrolment: &Enrolment, tx: &mut Tx, application: &Application) -> Result<Option<Asked>> {
    let Some(row) = store::load(tx, application.id).await? else { return Ok(None) };
    let level = Level::parse(&row.level).ok_or(Cause::Corrupt("details.level"))?;
    let candidate = candidate::load(enrolment, tx, application.candidate).await?;
    let saved = load(tx, &candidate, application.id).await?.map(|(details, _)| details);
    let card = card_fields(tx, &candidate, application.id).await?;
    let subject = subject(enrolment, &candidate, saved.as_ref(), card.as_ref());
    let check = education::check_of(enrolment, tx, application.id, subject.clone()).await?;
    let answers = Answers { major: &row.major, level, identity_changed: row.identity_changed };
    let demands = attachment::demands(enrolment.profile(&application.province)?, answers, check.outcome());
    Ok(Some(Asked { demands, subject, former: saved.and_then(|details| details.former) }))
}

/// The proofs alone.
pub(crate) async fn demands_of(
    enrolment: &Enrolment,
    tx: &mut Tx,
    application: &Application,
) -> Result<Option<Vec<Demand>>> {
    Ok(asked(enrolment, tx, application).await?.map(|asked| asked.demands))
}

/// Who the register is asked about: the name on the card or else the one that was typed, the document's number, and the diploma where it is
/// asked about that.
pub(crate) fn subject(
    enrolment: &Enrolment,
    candidate: &Candidate,
    details: Option<&Details>,
    card: Option<&CardFields>,
) -> Option<Vec<u8>> {
    let name = card.and_then(|card| card.name.as_ref()).or(details.map(|details| &details.name))?;
    let diploma = details.and_then(|details| details.earlier.as_ref());
    Some(education::subject_hash(enrolment.keys(), name, &candidate.document, diploma))
}
