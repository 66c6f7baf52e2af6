//! The education check by the national register (学信网校验): one-time codes, giving up, and what came of it. The register's
//! answers are taken in `answer`.

mod answer;
mod by_itself;
pub mod signature;
mod store;

pub use answer::{CALLBACK_CLOCK_TOLERANCE, Recorded, RegisterAnswer, RegisterFacts};

use crate::{
    Caller, Enrolment, Result,
    application::{self, Application},
    audit::{Action, Entry},
    candidate::{self, Candidate},
    consent::{self, Consent},
    crypto::{Hashed, Keys, hex, sha256},
    db::Tx,
    details,
    error::Cause,
    ports::CheckRequest,
};
use answer::belongs;
pub(crate) use by_itself::begin_by_itself;
use shared::{
    details::EarlierEducation,
    document::DocumentNumber,
    education::{ANSWER_GRACE, CODE_LIFETIME, Check, CheckKind, CheckOutcome, CheckState},
    enrolment::Item,
    id::{EducationCheckId, EnrolmentId},
    person::PersonName,
    problem::{Field, Problem, ProblemCode},
    profile::{CONSENT_CHSI, Level},
    time::{Span, Timestamp},
};
use std::fmt;

/// Codes that one application may ask for in an hour.
const CODES_PER_HOUR: i64 = 30;
/// How long numbers of answers are remembered: longer than an answer's clock may differ.
const NONCES_KEPT: Span = Span::hours(24);

/// A one-time code as the page shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct EducationCode {
    pub kind: CheckKind,
    /// What the QR symbol holds.
    pub url: String,
    pub expires_at: Timestamp,
}

impl fmt::Debug for EducationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EducationCode").field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// Where the caller's check stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EducationStatus {
    pub check: Check,
    /// The consent to ask the register is in force.
    pub consented: bool,
    /// The major asks for it, and it may be done now.
    pub open: bool,
}

/// One answer of the register, for the reviewer who holds the case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EducationRecord {
    pub kind: CheckKind,
    pub outcome: CheckOutcome,
    pub answered_at: Timestamp,
    /// It came too late to count.
    pub late: bool,
    /// It was about the name and number that the case has now.
    pub same_person: bool,
    pub facts: RegisterFacts,
}

/// The check as a reviewer sees it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CaseEducation {
    pub check: Check,
    /// Oldest first, late ones included.
    pub records: Vec<EducationRecord>,
}

impl Enrolment {
    /// Where the caller's check stands.
    pub async fn education_status(&self, caller: &Caller) -> Result<EducationStatus> {
        let (province, candidate, id) = caller.candidate()?;
        let mut tx = self.db().read().await?;
        let application = application::load(&mut tx, id).await?;
        let candidate = candidate::load(self, &mut tx, candidate).await?;
        let saved = details::load(&mut tx, &candidate, id).await?.map(|(details, _)| details);
        let card = details::card_fields(&mut tx, &candidate, id).await?;
        let subject = details::subject(self, &candidate, saved.as_ref(), card.as_ref());
        let check = check_of(self, &mut tx, id, subject).await?;
        let consented = consent::accepted(self, &mut tx, (province, id), CONSENT_CHSI).await?;
        let bachelor = saved.is_some_and(|details| details.major.level == Level::Bachelor);
        tx.commit().await?;
        Ok(EducationStatus { check, consented, open: bachelor && self.may_check(&application) })
    }

    /// New codes of these kinds; older ones of the same kind end. `consent` where none is in force yet.
    /// Refused with `consent.needed`, `enrolment.incomplete` (no bachelor-level major), `request.too_many`, and with
    /// `service.unavailable` where the register does not answer.
    pub async fn begin_education_check(
        &self,
        caller: &Caller,
        kinds: &[CheckKind],
        consent: Option<Consent>,
    ) -> Result<Vec<EducationCode>> {
        let mut codes = Vec::with_capacity(kinds.len());
        let mut consent = consent;
        for kind in kinds {
            codes.push(self.begin_one(caller, *kind, consent.take()).await?);
        }
        Ok(codes)
    }

    async fn begin_one(&self, caller: &Caller, kind: CheckKind, consent: Option<Consent>) -> Result<EducationCode> {
        let (province, candidate, id) = caller.candidate()?;
        let (now, token) = (self.now(), hex(&self.random::<16>()));
        let mut tx = self.db().begin().await?;
        let application = application::lock(&mut tx, id).await?;
        application.require_changeable(self)?;
        let candidate = candidate::load(self, &mut tx, candidate).await?;
        let name = self.asked_about(&mut tx, &application, &candidate).await?;
        self.require_consent(&mut tx, &application, consent).await?;
        require_few(&mut tx, id, now).await?;
        store::replace_open(&mut tx, id, kind.as_str(), now).await?;
        store::leave_manual(&mut tx, id).await?;
        let new = store::New {
            id: EducationCheckId(self.new_id()),
            enrolment: id,
            kind: kind.as_str(),
            token_hash: sha256(token.as_bytes()),
            subject_hash: subject_hash(self.keys(), &name, &candidate.document, None),
            now,
            expires_at: now + CODE_LIFETIME,
        };
        store::insert(&mut tx, &new).await?;
        let (actor, detail) = (caller.into(), serde_json::json!({ "kind": kind.as_str() }));
        let action = Action::EducationCheckBegun;
        self.record(&mut tx, Entry { actor, action, province: Some(province), enrolment: Some(id), detail }).await?;
        tx.commit().await?;
        // After the commit: an answer cannot come before the question is known.
        let expires_at = new.expires_at;
        let request = CheckRequest { kind, token: &token, name: &name, document: &candidate.document, expires_at };
        let url = self.ask_register(request).await?;
        Ok(EducationCode { kind, url, expires_at })
    }

    async fn ask_register(&self, request: CheckRequest<'_>) -> Result<String> {
        let answer = self.parts().education.begin(request).await;
        answer.map_err(|error| {
            tracing::error!(%error, "the register of education could not be asked");
            ProblemCode::Unavailable.into()
        })
    }

    /// The name that the register is asked about, where there is something to ask.
    async fn asked_about(&self, tx: &mut Tx, application: &Application, candidate: &Candidate) -> Result<PersonName> {
        let Some((details, _)) = details::load(tx, candidate, application.id).await? else {
            return Err(ProblemCode::Incomplete.into());
        };
        if !self.may_check(application) {
            return Err(ProblemCode::ItemClosed.into());
        }
        if details.major.level != Level::Bachelor {
            return Err(ProblemCode::Incomplete.into());
        }
        let card = details::card_fields(tx, candidate, application.id).await?;
        Ok(card.and_then(|card| card.name).unwrap_or(details.name))
    }

    /// It bears on the details and on the proofs: one of them has to be open.
    fn may_check(&self, application: &Application) -> bool {
        let open = |item| application.progress.is_open(item);
        application.require_changeable(self).is_ok() && (open(Item::Details) || open(Item::Attachments))
    }

    async fn require_consent(&self, tx: &mut Tx, application: &Application, consent: Option<Consent>) -> Result<()> {
        let place = (&application.province, application.id);
        if consent::accepted(self, tx, place, CONSENT_CHSI).await? {
            return Ok(());
        }
        let consent = consent.ok_or(Problem::at(ProblemCode::ConsentNeeded, Field::Consent))?;
        consent::record(self, tx, application.id, CONSENT_CHSI, &consent).await
    }

    /// 学信网校验失败: the codes end, and the candidate goes on with proofs. A later check takes it back.
    pub async fn give_up_education_check(&self, caller: &Caller) -> Result<()> {
        let (province, _, id) = caller.candidate()?;
        let now = self.now();
        let mut tx = self.db().begin().await?;
        let mut application = application::lock(&mut tx, id).await?;
        application.require_changeable(self)?;
        let asked = details::asked(self, &mut tx, &application).await?;
        for kind in CheckKind::ALL {
            store::replace_open(&mut tx, id, kind.as_str(), now).await?;
        }
        store::choose_manual(&mut tx, id, now).await?;
        crate::attachments::recompute(self, &mut tx, &mut application, asked.as_ref()).await?;
        application::save(&mut tx, &application).await?;
        let (actor, action, detail) = (caller.into(), Action::EducationCheckGivenUp, serde_json::json!({}));
        self.record(&mut tx, Entry { actor, action, province: Some(province), enrolment: Some(id), detail }).await?;
        tx.commit().await
    }
}

/// Says whether two answers are about the same person (and diploma, where the register is asked about one), without saying who.
pub(crate) fn subject_hash(
    keys: &Keys,
    name: &PersonName,
    document: &DocumentNumber,
    diploma: Option<&EarlierEducation>,
) -> Vec<u8> {
    let mut parts = vec![name.expose(), document.kind().as_str(), document.expose()];
    parts.extend(diploma.into_iter().flat_map(|diploma| [diploma.school.expose(), diploma.certificate.expose()]));
    let parts: Vec<_> = parts.into_iter().map(str::as_bytes).collect();
    keys.hash(Hashed::EducationSubject, &parts)
}

/// Whatever is asked costs the register something.
async fn require_few(tx: &mut Tx, id: EnrolmentId, now: Timestamp) -> Result<()> {
    if store::count_since(tx, id, now - Span::hours(1)).await? >= CODES_PER_HOUR {
        return Err(Problem::new(ProblemCode::TooManyRequests).retry_after(600).into());
    }
    Ok(())
}

/// How far the check is. What was answered about somebody else than `subject` – the name or number changed since – does not
/// count.
pub(crate) async fn check_of(
    enrolment: &Enrolment,
    tx: &mut Tx,
    id: EnrolmentId,
    subject: Option<Vec<u8>>,
) -> Result<Check> {
    let rows = store::of_enrolment(tx, id).await?;
    let state = |kind| state_of(&rows, kind, subject.as_deref(), enrolment.now());
    Ok(Check {
        enrolment: state(CheckKind::Enrolment)?,
        diploma: state(CheckKind::Diploma)?,
        manual: store::is_manual(tx, id).await?,
    })
}

fn state_of(rows: &[store::Row], kind: CheckKind, subject: Option<&[u8]>, now: Timestamp) -> Result<CheckState, Cause> {
    let mut state = CheckState::Unasked;
    let own = rows.iter().filter(|row| row.kind == kind.as_str() && subject == Some(&row.subject_hash));
    for row in own {
        match outcome(row)? {
            Some(CheckOutcome::Passed) if !row.late => return Ok(CheckState::Answered(CheckOutcome::Passed)),
            Some(CheckOutcome::Failed) if !row.late => state = CheckState::Answered(CheckOutcome::Failed),
            // what came too late leaves things as they were
            _ if row.replaced_at.is_some() => {}
            None if now < row.expires_at + ANSWER_GRACE => state = CheckState::Waiting(row.expires_at),
            _ => state = CheckState::Expired,
        }
    }
    Ok(state)
}

fn outcome(row: &store::Row) -> Result<Option<CheckOutcome>, Cause> {
    let parse = |text: &String| CheckOutcome::parse(text).ok_or(Cause::Corrupt("education_check.outcome"));
    row.outcome.as_ref().map(parse).transpose()
}

/// Everything the register said about a case.
pub(crate) async fn of_case(
    enrolment: &Enrolment,
    tx: &mut Tx,
    candidate: &Candidate,
    (id, subject): (EnrolmentId, Option<Vec<u8>>),
) -> Result<CaseEducation> {
    let mut records = Vec::new();
    for row in store::of_enrolment(tx, id).await? {
        let (Some(outcome), Some(answered_at)) = (outcome(&row)?, row.answered_at) else { continue };
        let kind = CheckKind::parse(&row.kind).ok_or(Cause::Corrupt("education_check.kind"))?;
        let facts = match &row.result_sealed {
            Some(sealed) => serde_json::from_slice(&candidate.key.open(belongs(row.id), sealed)?)?,
            None => RegisterFacts::default(),
        };
        let same_person = subject.as_ref() == Some(&row.subject_hash);
        records.push(EducationRecord { kind, outcome, answered_at, late: row.late, same_person, facts });
    }
    Ok(CaseEducation { check: check_of(enrolment, tx, id, subject).await?, records })
}

pub(crate) async fn delete_old(tx: &mut Tx, now: Timestamp) -> Result<()> {
    store::delete_nonces(tx, now - NONCES_KEPT).await
}
