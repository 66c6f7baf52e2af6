//! 凭身份证到现场重置: an officer who has checked the card lets somebody choose a new password, by a code that is printed or goes to the
//! phone that is shown; where the province says so, another officer has to confirm it.

use super::store;
use crate::{
    Caller, Enrolment, Error, Result,
    application::{self, Application},
    audit::{Action, Entry},
    candidate::{self, Candidate},
    crypto::{Belongs, Hashed, same},
    db::Tx,
    error::Cause,
    jobs::{self, Job, JobError},
    outbox,
    registration::{digits, plain_digits},
    sms::{Message, OneTimeCode, Template, TemplateName},
    staff::{Officer, OneTimePassword},
};
use shared::{
    contact::PhoneNumber,
    id::{CandidateId, EnrolmentId, OfficeResetId, SmsId},
    problem::{Field, Problem, ProblemCode},
    staff::Act,
    time::{Span, Timestamp},
};

/// A code on paper works for a day, one on a phone for half an hour.
const PRINTED: Span = Span::hours(24);
const SENT: Span = Span::minutes(30);
/// What waits for another officer is forgotten after this time.
const WAITING: Span = Span::hours(24);

const fn phone_of(id: OfficeResetId) -> Belongs {
    Belongs::to("office_reset.phone_sealed", id.0)
}

/// What an officer ticks before they let somebody choose a new password.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ResetChecks {
    /// The candidate is here in person.
    pub present: bool,
    /// The document is the original, valid and shows no sign of forgery.
    pub genuine: bool,
    /// Face and document are of one person, and number and name are those of the record.
    pub same: bool,
}

impl ResetChecks {
    const fn all(self) -> bool {
        self.present && self.genuine && self.same
    }
}

/// What became of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ResetIssued {
    /// Another officer has to confirm it.
    Waiting,
    /// For paper; shown once.
    Printed(OneTimePassword),
    /// On its way to the phone, masked.
    Sent(String),
}

/// What another officer confirmed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConfirmedReset {
    pub issued: ResetIssued,
    /// Whose it is: the number of the document, masked.
    pub document: String,
}

/// Something that another officer asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WaitingReset {
    pub id: OfficeResetId,
    pub enrolment: EnrolmentId,
    /// Who asked, and when.
    pub officer: String,
    pub at: Timestamp,
    pub region: String,
    /// Masked.
    pub document: String,
    /// Masked; absent where the code is printed.
    pub phone: Option<String>,
    /// The caller asked for it: somebody else has to confirm.
    pub own: bool,
}

impl Enrolment {
    /// Lets a candidate choose a new password. `phone`: where the code goes, which then takes the place of the old phone; without it
    /// the code is printed. Refused with `desk.checks_missing`, `request.not_permitted` (another place), `request.not_found` (the
    /// province does not do this) and `registration.not_available` (the phone is somebody else's).
    pub async fn reset_at_desk(
        &self,
        caller: &Caller,
        id: EnrolmentId,
        checks: ResetChecks,
        phone: Option<PhoneNumber>,
    ) -> Result<ResetIssued> {
        let officer = caller.officer(Act::Desk)?;
        if !checks.all() {
            return Err(Problem::at(ProblemCode::DeskChecksMissing, Field::Checks).into());
        }
        let mut tx = self.db().begin().await?;
        let (application, candidate) = self.lock_for_reset(&mut tx, officer, id).await?;
        self.require_free(&mut tx, &application, &candidate, phone.as_ref()).await?;
        let reset = OfficeResetId(self.new_id());
        let randomness = &*self.parts().randomness;
        let phone_sealed =
            phone.as_ref().map(|phone| candidate.key.seal(randomness, phone_of(reset), phone.expose().as_bytes()));
        store::close_resets(&mut tx, candidate.id, self.now()).await?;
        let new = store::NewReset {
            id: reset,
            province: &application.province,
            candidate: candidate.id,
            enrolment: id,
            staff: officer.staff,
            phone_sealed: phone_sealed.as_deref(),
            now: self.now(),
        };
        store::insert_reset(&mut tx, &new).await?;
        let two_person = self.profile(&application.province)?.recovery.two_person;
        let issued = if two_person {
            ResetIssued::Waiting
        } else {
            self.issue(&mut tx, &application, reset, phone.as_ref()).await?
        };
        let detail = serde_json::json!({ "reset": reset, "by_phone": phone.is_some(), "waits": two_person });
        self.record_reset(&mut tx, officer, &application, (Action::ResetAsked, detail)).await?;
        tx.commit().await?;
        self.wake_jobs();
        Ok(issued)
    }

    /// What waits in the caller's place for another officer. The read is recorded.
    pub async fn waiting_resets(&self, caller: &Caller) -> Result<Vec<WaitingReset>> {
        let officer = caller.officer(Act::Desk)?;
        let jurisdiction = officer.jurisdiction;
        let mut tx = self.db().begin().await?;
        let since = self.now() - WAITING;
        let rows = store::waiting_resets(&mut tx, (&jurisdiction.province, jurisdiction.prefix()), since).await?;
        let mut waiting = Vec::with_capacity(rows.len());
        for row in rows {
            let candidate = match candidate::load(self, &mut tx, row.candidate_id).await {
                Err(Error::NotFound) => continue,
                found => found?,
            };
            let phone = sent_to(&candidate, row.id, row.phone_sealed.as_deref())?.map(|phone| phone.masked());
            let (document, own) = (candidate.document.masked(), row.asked_by == officer.staff);
            let (enrolment, officer) = (row.enrolment_id, row.name);
            waiting.push(WaitingReset {
                id: row.id,
                enrolment,
                officer,
                at: row.asked_at,
                region: row.region,
                document,
                phone,
                own,
            });
        }
        let (actor, action) = (officer.actor(), Action::ResetRead);
        let (province, detail) = (Some(&jurisdiction.province), serde_json::json!({ "found": waiting.len() }));
        self.record(&mut tx, Entry { actor, action, province, enrolment: None, detail }).await?;
        tx.commit().await?;
        Ok(waiting)
    }

    /// Confirms what another officer asked for. Refused with `request.other_person` for whoever asked, `request.not_found` for what
    /// waits no longer, and as asking.
    pub async fn confirm_reset(&self, caller: &Caller, id: OfficeResetId) -> Result<ConfirmedReset> {
        let officer = caller.officer(Act::Desk)?;
        let mut tx = self.db().begin().await?;
        let (row, application, candidate) = self.lock_waiting(&mut tx, officer, id).await?;
        if row.asked_by == officer.staff {
            return Err(ProblemCode::OtherPersonNeeded.into());
        }
        let phone = sent_to(&candidate, id, row.phone_sealed.as_deref())?;
        self.require_free(&mut tx, &application, &candidate, phone.as_ref()).await?;
        store::confirm_reset(&mut tx, id, officer.staff, self.now()).await?;
        let issued = self.issue(&mut tx, &application, id, phone.as_ref()).await?;
        let detail = serde_json::json!({ "reset": id });
        self.record_reset(&mut tx, officer, &application, (Action::ResetConfirmed, detail)).await?;
        tx.commit().await?;
        self.wake_jobs();
        Ok(ConfirmedReset { issued, document: candidate.document.masked() })
    }

    /// Takes back what was asked for: by whoever asked, or by whoever should confirm it.
    pub async fn refuse_reset(&self, caller: &Caller, id: OfficeResetId) -> Result<()> {
        let officer = caller.officer(Act::Desk)?;
        let mut tx = self.db().begin().await?;
        let (row, application, _) = self.lock_waiting(&mut tx, officer, id).await?;
        store::close_resets(&mut tx, row.candidate_id, self.now()).await?;
        let detail = serde_json::json!({ "reset": id });
        self.record_reset(&mut tx, officer, &application, (Action::ResetRefused, detail)).await?;
        tx.commit().await
    }

    /// Sends the code to the phone that was shown at the desk: made now, its hash committed first, as every code.
    pub(crate) async fn send_reset(&self, id: OfficeResetId) -> Result<(), JobError> {
        let Some((message, province)) = self.make_reset_code(id).await? else { return Ok(()) };
        let receipt = self.parts().sms.send(&message).await?;
        let mut tx = self.db().begin().await?;
        store::set_reset_sent(&mut tx, id, self.now()).await?;
        outbox::note_code(self, &mut tx, message.id, &province, &receipt).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn make_reset_code(&self, id: OfficeResetId) -> Result<Option<(Message, shared::id::Province)>> {
        let mut tx = self.db().begin().await?;
        let row = store::lock_reset(&mut tx, id).await?.filter(|row| row.is_open(self.now()) && row.sent_at.is_none());
        let Some(row) = row else { return Ok(None) };
        let candidate = candidate::load(self, &mut tx, row.candidate_id).await?;
        let Some(to) = sent_to(&candidate, id, row.phone_sealed.as_deref())? else { return Ok(None) };
        let profile = self.profile(&row.province)?;
        let code = digits(&*self.parts().randomness, profile.codes.digits);
        store::set_reset_code(&mut tx, id, &code_hash(self, id, &code), self.now() + SENT).await?;
        tx.commit().await?;
        let template = Template::OneTimeCode {
            signature: outbox::signature(profile),
            code: OneTimeCode(code),
            lifetime_minutes: SENT.whole_secs() / 60,
        };
        Ok(Some((Message { id: SmsId(id.0), to, template }, row.province)))
    }

    /// Makes the code, or has it made; and tells the owner, on the old phone too, that this is happening.
    async fn issue(
        &self,
        tx: &mut Tx,
        application: &Application,
        id: OfficeResetId,
        phone: Option<&PhoneNumber>,
    ) -> Result<ResetIssued> {
        outbox::enqueue_everywhere(self, tx, application, TemplateName::PasswordReset).await?;
        if let Some(phone) = phone {
            store::open_reset(tx, id, self.now() + SENT).await?;
            jobs::enqueue(self, tx, Job::SendReset(id)).await?;
            return Ok(ResetIssued::Sent(phone.masked()));
        }
        let code = OneTimePassword::new(self);
        let hash = code_hash(self, id, &plain(code.expose()));
        store::set_reset_code(tx, id, &hash, self.now() + PRINTED).await?;
        Ok(ResetIssued::Printed(code))
    }

    async fn lock_for_reset(
        &self,
        tx: &mut Tx,
        officer: Officer<'_>,
        id: EnrolmentId,
    ) -> Result<(Application, Candidate)> {
        let application = application::lock(tx, id).await?;
        officer.require(&application.province, &application.region)?;
        if !self.profile(&application.province)?.recovery.at_office {
            return Err(Error::NotFound);
        }
        let candidate = candidate::load(self, tx, application.candidate).await?;
        Ok((application, candidate))
    }

    async fn lock_waiting(
        &self,
        tx: &mut Tx,
        officer: Officer<'_>,
        id: OfficeResetId,
    ) -> Result<(store::ResetRow, Application, Candidate)> {
        let owner = store::reset_enrolment(tx, id).await?.ok_or(Error::NotFound)?;
        let (application, candidate) = self.lock_for_reset(tx, officer, owner).await?;
        let waits = |row: &store::ResetRow| {
            row.confirmed_at.is_none()
                && row.closed_at.is_none()
                && row.expires_at.is_none()
                && row.asked_at > self.now() - WAITING
        };
        let row = store::lock_reset(tx, id).await?.filter(waits).ok_or(Error::NotFound)?;
        Ok((row, application, candidate))
    }

    /// The phone is nobody else's.
    async fn require_free(
        &self,
        tx: &mut Tx,
        application: &Application,
        candidate: &Candidate,
        phone: Option<&PhoneNumber>,
    ) -> Result<()> {
        let Some(phone) = phone else { return Ok(()) };
        match candidate::find_by_phone(self, tx, &application.province, phone).await? {
            Some(other) if other.id != candidate.id => {
                Err(Problem::at(ProblemCode::RegistrationNotAvailable, Field::Phone).into())
            }
            _ => Ok(()),
        }
    }

    async fn record_reset(
        &self,
        tx: &mut Tx,
        officer: Officer<'_>,
        application: &Application,
        (action, detail): (Action, serde_json::Value),
    ) -> Result<()> {
        let (actor, province, enrolment) = (officer.actor(), Some(&application.province), Some(application.id));
        self.record(tx, Entry { actor, action, province, enrolment, detail }).await
    }
}

/// The reset of a candidate whose code was typed, while it works.
pub(super) async fn find(
    enrolment: &Enrolment,
    tx: &mut Tx,
    candidate: CandidateId,
    typed: &str,
) -> Result<Option<OfficeResetId>> {
    let row = store::newest_reset(tx, candidate).await?.filter(|row| row.is_open(enrolment.now()));
    let Some((row, hash)) = row.and_then(|row| row.code_hash.clone().map(|hash| (row, hash))) else { return Ok(None) };
    let typed = if row.phone_sealed.is_some() { plain_digits(typed) } else { plain(typed) };
    Ok(same(&code_hash(enrolment, row.id, &typed), &hash).then_some(row.id))
}

/// Uses the code up: it lets one password be chosen. Gives the phone that it went to.
pub(super) async fn use_up(
    enrolment: &Enrolment,
    tx: &mut Tx,
    candidate: &Candidate,
    id: OfficeResetId,
) -> Result<Option<PhoneNumber>> {
    let row = store::lock_reset(tx, id).await?.filter(|row| row.is_open(enrolment.now()));
    let row = row.ok_or(ProblemCode::RecoveryExpired)?;
    store::use_up_reset(tx, id, enrolment.now()).await?;
    sent_to(candidate, id, row.phone_sealed.as_deref())
}

fn sent_to(candidate: &Candidate, id: OfficeResetId, sealed: Option<&[u8]>) -> Result<Option<PhoneNumber>> {
    let Some(sealed) = sealed else { return Ok(None) };
    let text = candidate.key.open_text(phone_of(id), sealed)?;
    Ok(Some(text.parse().map_err(|_| Cause::Corrupt("office_reset.phone_sealed"))?))
}

fn code_hash(enrolment: &Enrolment, id: OfficeResetId, code: &str) -> Vec<u8> {
    enrolment.keys().hash(Hashed::Code, &[id.0.as_bytes(), code.as_bytes()])
}

/// The letters and digits of a code on paper, as people copy it.
fn plain(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}
