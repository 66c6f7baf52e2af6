//! Consents: which notice, in which version and words, agreed to when. Kept with the application they were given for.

mod mine;
mod store;

pub use mine::GivenConsent;

use crate::{
    Caller, Enrolment, Result, application,
    audit::{Action, Entry},
    crypto::sha256,
    db::Tx,
};
use shared::{
    id::{EnrolmentId, Province},
    problem::{Field, Problem, ProblemCode},
    profile::{CONSENT_CARD, CONSENT_FACE},
};

/// The consent that the candidate gave, as shown to them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Consent {
    /// Version of the notice.
    pub version: String,
    /// The text that was shown; its hash is kept.
    pub text: String,
}

/// Notices about evidence: each is agreed to by itself, also on a phone that was handed over to.
const EVIDENCE: [&str; 2] = [CONSENT_CARD, CONSENT_FACE];

impl Enrolment {
    /// Agrees to the processing of one kind of evidence. Agreeing again changes nothing.
    pub async fn give_evidence_consent(&self, caller: &Caller, notice: &str, consent: &Consent) -> Result<()> {
        let (province, _, id) = caller.evidence_provider()?;
        if !EVIDENCE.contains(&notice) {
            return Err(ProblemCode::BadRequest.into());
        }
        let mut tx = self.db().begin().await?;
        application::lock(&mut tx, id).await?.require_open(self)?;
        if accepted(self, &mut tx, (province, id), notice).await? {
            return Ok(());
        }
        record(self, &mut tx, id, notice, consent).await?;
        let detail = serde_json::json!({ "notice": notice, "version": consent.version });
        let (actor, action) = (caller.into(), Action::ConsentGiven);
        self.record(&mut tx, Entry { actor, action, province: Some(province), enrolment: Some(id), detail }).await?;
        tx.commit().await
    }

    /// Whether the present version of a notice was agreed to, and not taken back since.
    pub async fn has_consented(&self, caller: &Caller, notice: &str) -> Result<bool> {
        let (province, _, id) = caller.evidence_provider()?;
        let mut tx = self.db().read().await?;
        accepted(self, &mut tx, (province, id), notice).await
    }
}

/// Refuses with `consent.needed` what was not agreed to, or is no more.
pub(crate) async fn require(
    enrolment: &Enrolment,
    tx: &mut Tx,
    application: (&Province, EnrolmentId),
    notice: &str,
) -> Result<()> {
    if accepted(enrolment, tx, application, notice).await? {
        return Ok(());
    }
    Err(Problem::at(ProblemCode::ConsentNeeded, Field::Consent).into())
}

/// Records a consent to the notice with this code.
pub(crate) async fn record(
    enrolment: &Enrolment,
    tx: &mut Tx,
    application: EnrolmentId,
    notice: &str,
    consent: &Consent,
) -> Result<()> {
    let given = (notice, consent.version.as_str(), &*sha256(consent.text.as_bytes()));
    store::insert(tx, enrolment.new_id(), application, given, enrolment.now()).await
}

/// Whether any version of a notice was agreed to and not taken back since.
pub(crate) async fn stands(tx: &mut Tx, application: EnrolmentId, notice: &str) -> Result<bool> {
    store::is_any_in_force(tx, application, notice).await
}

/// Whether the present version of the notice was agreed to for this application, and not taken back since.
pub(crate) async fn accepted(
    enrolment: &Enrolment,
    tx: &mut Tx,
    (province, application): (&Province, EnrolmentId),
    notice: &str,
) -> Result<bool> {
    let Some(notice) = enrolment.profile(province)?.notice(notice) else { return Ok(false) };
    store::is_in_force(tx, application, &notice.code, &notice.version.to_string()).await
}
