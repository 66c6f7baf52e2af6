//! Asking the register without codes: what the candidate says of their diploma goes to it as soon as the details are saved and the
//! consent is there. The question is a job of its own, which may run twice; the answer counts as one to a code does.

use super::{answer::RegisterAnswer, store, subject_hash};
use crate::{
    Caller, Enrolment, Error, Result,
    application::{self, Application},
    audit::{Action, Actor, Entry},
    candidate::{self, Candidate},
    consent::{self, Consent},
    crypto::{hex, sha256},
    db::Tx,
    details,
    jobs::{self, Job, JobError},
    ports::{EducationAnswer, EducationQuestion, RegisterError},
};
use shared::{
    details::{Details, EarlierEducation},
    education::{CODE_LIFETIME, CheckKind, CheckState},
    id::{EducationCheckId, EnrolmentId},
    person::{Education, PersonName},
    problem::ProblemCode,
    profile::{CONSENT_CHSI, Level},
};
use std::time::Duration;

/// Between two looks whether the register has answered.
const LOOK: Duration = Duration::from_millis(50);

/// What is asked, read anew when it is.
struct Question {
    token: String,
    name: PersonName,
    level: Education,
    diploma: EarlierEducation,
    candidate: Candidate,
}

impl Enrolment {
    /// Asks the register now, with the consent that was missing when the details were saved. Refused with `consent.needed`,
    /// `enrolment.incomplete` (no bachelor-level major, or no diploma described), or as any change of an application.
    pub async fn check_education_by_itself(&self, caller: &Caller, consent: Option<Consent>) -> Result<()> {
        let (_, owner, id) = caller.candidate()?;
        let mut tx = self.db().begin().await?;
        let mut application = application::lock(&mut tx, id).await?;
        let candidate = candidate::load(self, &mut tx, owner).await?;
        self.asked_about(&mut tx, &application, &candidate).await?;
        self.require_consent(&mut tx, &application, consent).await?;
        let saved = details::load(&mut tx, &candidate, id).await?.map(|(details, _)| details);
        let details = saved.filter(|details| details.earlier.is_some()).ok_or(ProblemCode::Incomplete)?;
        store::leave_manual(&mut tx, id).await?;
        let begun = begin_by_itself(self, &mut tx, (&application, &candidate), &details).await?;
        let asked = details::asked(self, &mut tx, &application).await?;
        crate::attachments::recompute(self, &mut tx, &mut application, asked.as_ref()).await?;
        if begun {
            let (actor, action) = (caller.into(), Action::EducationCheckBegun);
            let (province, enrolment) = (Some(&application.province), Some(id));
            let detail = serde_json::json!({ "kind": CheckKind::Diploma.as_str() });
            self.record(&mut tx, Entry { actor, action, province, enrolment, detail }).await?;
        }
        tx.commit().await?;
        self.wake_jobs();
        Ok(())
    }

    /// Waits until the register has answered, at most as long as the settings say, so that the next page tells the truth.
    pub async fn await_education(&self, caller: &Caller) -> Result<()> {
        for _ in 0..self.settings().code_looks {
            if !self.education_status(caller).await?.check.is_waiting() {
                break;
            }
            tokio::time::sleep(LOOK).await;
        }
        Ok(())
    }

    /// The job: asks, and keeps the answer. Nothing is asked where the question was answered, replaced, or is no longer about the
    /// same diploma.
    pub(crate) async fn check_education(&self, id: EducationCheckId) -> Result<(), JobError> {
        let Some(question) = self.question(id).await? else { return Ok(()) };
        let asked = EducationQuestion {
            token: &question.token,
            name: &question.name,
            document: &question.candidate.document,
            level: question.level,
            diploma: &question.diploma,
        };
        match self.parts().education.verify(asked).await {
            Ok(answer) => Ok(self.keep_own_answer(id, answer).await?),
            Err(RegisterError::Away(reason)) => Err(JobError::Retry(reason)),
            // nobody confirms it then: the candidate goes on with proofs
            Err(RegisterError::Refused(reason)) => {
                self.end_question(id).await?;
                Err(JobError::GiveUp(reason))
            }
        }
    }

    async fn question(&self, id: EducationCheckId) -> Result<Option<Question>> {
        let mut tx = self.db().read().await?;
        let Some(row) = store::by_id(&mut tx, id).await?.filter(|row| row.waits(self.now())) else { return Ok(None) };
        let application = application::load(&mut tx, row.enrolment_id).await?;
        let candidate = match candidate::load(self, &mut tx, application.candidate).await {
            Err(Error::NotFound) => return Ok(None),
            found => found?,
        };
        let Some((details, _)) = details::load(&mut tx, &candidate, application.id).await? else { return Ok(None) };
        let Some(diploma) = details.earlier else { return Ok(None) };
        let card = details::card_fields(&mut tx, &candidate, application.id).await?;
        let name = card.and_then(|card| card.name).unwrap_or(details.name);
        if subject_hash(self.keys(), &name, &candidate.document, Some(&diploma)) != row.subject_hash {
            return Ok(None);
        }
        // says nothing about anybody, and is the same when it is asked again
        let token = hex(&sha256(id.0.as_bytes())[..16]);
        Ok(Some(Question { token, name, level: details.education, diploma, candidate }))
    }

    async fn keep_own_answer(&self, id: EducationCheckId, answer: EducationAnswer) -> Result<()> {
        let mut tx = self.db().begin().await?;
        let row = store::by_id(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let mut application = application::lock(&mut tx, row.enrolment_id).await?;
        let row = store::by_id(&mut tx, id).await?.ok_or(Error::NotFound)?;
        if row.outcome.is_some() {
            return Ok(());
        }
        let answer = RegisterAnswer::by_itself(answer);
        let outcome = answer.counted();
        self.keep_answer(&mut tx, &mut application, &row, (outcome, answer)).await?;
        tx.commit().await
    }

    async fn end_question(&self, id: EducationCheckId) -> Result<()> {
        let mut tx = self.db().begin().await?;
        let row = store::by_id(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let application = application::lock(&mut tx, row.enrolment_id).await?;
        store::replace_open(&mut tx, application.id, CheckKind::Diploma.as_str(), self.now()).await?;
        store::choose_manual(&mut tx, application.id, self.now()).await?;
        let (actor, action, detail) = (Actor::SYSTEM, Action::EducationCheckGivenUp, serde_json::json!({}));
        let (province, enrolment) = (Some(&application.province), Some(application.id));
        self.record(&mut tx, Entry { actor, action, province, enrolment, detail }).await?;
        tx.commit().await
    }
}

/// Has the register asked about a diploma that it was not asked about yet, where the province does that by itself and the candidate
/// has agreed to it. Whether it was.
pub(crate) async fn begin_by_itself(
    enrolment: &Enrolment,
    tx: &mut Tx,
    (application, candidate): (&Application, &Candidate),
    details: &Details,
) -> Result<bool> {
    let Some(diploma) = details.earlier.as_ref().filter(|_| details.major.level == Level::Bachelor) else {
        return Ok(false);
    };
    let place = (&application.province, application.id);
    let automatic = enrolment.profile(&application.province)?.education.is_automatic();
    if !automatic || !consent::accepted(enrolment, tx, place, CONSENT_CHSI).await? {
        return Ok(false);
    }
    let card = details::card_fields(tx, candidate, application.id).await?;
    let name = card.and_then(|card| card.name).unwrap_or_else(|| details.name.clone());
    let subject = subject_hash(enrolment.keys(), &name, &candidate.document, Some(diploma));
    let check = super::check_of(enrolment, tx, application.id, Some(subject.clone())).await?;
    if matches!(check.diploma, CheckState::Waiting(_) | CheckState::Answered(_)) {
        return Ok(false);
    }
    ask(enrolment, tx, application.id, subject).await?;
    Ok(true)
}

/// Puts the question into the place of those that are open.
async fn ask(enrolment: &Enrolment, tx: &mut Tx, application: EnrolmentId, subject_hash: Vec<u8>) -> Result<()> {
    let (now, kind) = (enrolment.now(), CheckKind::Diploma.as_str());
    super::require_few(tx, application, now).await?;
    store::replace_open(tx, application, kind, now).await?;
    let id = EducationCheckId(enrolment.new_id());
    let new = store::New {
        id,
        enrolment: application,
        kind,
        // nobody knows this token: answers of the other kind cannot be sent to it
        token_hash: sha256(&enrolment.random::<32>()),
        subject_hash,
        now,
        expires_at: now + CODE_LIFETIME,
    };
    store::insert(tx, &new).await?;
    jobs::enqueue(enrolment, tx, Job::CheckEducation(id)).await
}
