//! From a phone number, and an e-mail address where the province asks for one, to a candidate with a session: registration and signing in again. One-time codes are in `code`.

mod code;
mod delivery;
mod recipient;
mod store;

pub(crate) use code::{Made, digits, plain_digits};
pub use delivery::CodeDelivery;
pub use recipient::{Channel, Recipient};

use crate::{
    Caller, Enrolment, Result, Who, application,
    audit::{Action, Actor, Entry},
    candidate,
    consent::{self, Consent},
    db::Tx,
    error::Cause,
    existing,
    session::{self, Scope, SignedIn},
};
use code::Checked;
use shared::{
    contact::{Email, PhoneNumber},
    document::DocumentNumber,
    enrolment::State,
    id::{CandidateId, EnrolmentId, Province},
    problem::{Field, Problem, ProblemCode},
    profile::{CONSENT_IDENTITY, Profile},
    time::Timestamp,
};

/// A code is on its way, or would be if the number were real: the answer is always the same.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CodeRequested {
    /// Seconds until another may be requested.
    pub resend_after_secs: u32,
    pub lifetime_secs: u32,
}

/// What a new candidate hands in, parsed and well-formed.
#[derive(Clone, Debug)]
pub struct Registration {
    pub phone: PhoneNumber,
    /// The code as typed; only its digits count.
    pub code: String,
    pub document: DocumentNumber,
    /// GB/T 2260 code of a region of the profile.
    pub region: String,
}

/// An e-mail address and the code that was sent there, as typed.
#[derive(Clone, Debug)]
pub struct EmailProof {
    pub email: Email,
    pub code: String,
}

impl Enrolment {
    /// Registers a candidate, or signs in the one who registered with the same phone and document. The old session ends.
    /// `consent`: to the
    /// processing of identity data. Refused with `consent.needed`, `code.*`, `window.closed`, `region.unknown`,
    /// `document.type_unknown` or `document.not_available`.
    pub async fn register(
        &self,
        caller: &Caller,
        province: &Province,
        form: Registration,
        consent: Option<Consent>,
    ) -> Result<SignedIn> {
        self.register_with(caller, province, (form, None), consent).await
    }

    /// The same with an e-mail address, which some provinces ask for. Whatever of phone, address and document is registered already
    /// is refused with `registration.not_available`; the codes work on where one of the two was wrong.
    pub async fn register_with(
        &self,
        caller: &Caller,
        province: &Province,
        (form, email): (Registration, Option<EmailProof>),
        consent: Option<Consent>,
    ) -> Result<SignedIn> {
        let profile = self.profile(province)?;
        // what nobody asks for is not kept
        let email = email.filter(|_| profile.accounts.email);
        let consent = require_asked(profile, (&form, email.as_ref()), consent)?;
        let mut tx = self.db().begin().await?;
        let settled = existing::settled_region(self, &mut tx, caller, province, &form.document).await?;
        let is_settled = settled.is_some();
        let form = Registration { region: settled.unwrap_or(form.region), ..form };
        if !is_settled && !profile.offered_regions().any(|region| region.code == form.region) {
            return Err(Problem::at(ProblemCode::RegionUnknown, Field::Region).into());
        }
        let checked = self.check_contact(&mut tx, caller, province, (&form, email.as_ref())).await?;
        if let Checked::Wrong(problem) = checked {
            tx.commit().await?;
            return Err(problem.into());
        }
        let admission =
            self.admit(&mut tx, province, (&form, email.as_ref().map(|proof| &proof.email)), is_settled).await?;
        let (candidate, application, action) = match admission {
            Admission::Granted { candidate, application, action } => (candidate, application, action),
            Admission::Refused(problem) => {
                // the code has been used all the same: trying out document numbers costs a message each
                tx.commit().await?;
                return Err(problem.into());
            }
        };
        if is_settled {
            self.bind_number(&mut tx, caller, province, (candidate, &form.document)).await?;
        }
        self.welcome(tx, caller, province, (candidate, application, action), (&consent, email.is_some())).await
    }

    /// Keeps the consent of somebody new, and opens their session. `by_both`: phone and address were proved.
    async fn welcome(
        &self,
        mut tx: Tx,
        caller: &Caller,
        province: &Province,
        (candidate, application, action): (CandidateId, EnrolmentId, Action),
        (consent, by_both): (&Consent, bool),
    ) -> Result<SignedIn> {
        let is_new = action == Action::Registered;
        if is_new {
            consent::record(self, &mut tx, application, CONSENT_IDENTITY, consent).await?;
        }
        let signed_in = self.enter(tx, caller, province, (candidate, application), action).await?;
        if by_both && is_new {
            // both ways were proved a moment ago: the password is chosen without another code
            self.allow_password(&signed_in.caller).await?;
        }
        Ok(signed_in)
    }

    /// The code to the phone, and that to the address where there is one.
    async fn check_contact(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        province: &Province,
        (form, email): (&Registration, Option<&EmailProof>),
    ) -> Result<Checked> {
        let phone = Recipient::from(&form.phone);
        let by_phone = (&phone, form.code.as_str());
        let Some(proof) = email else { return code::check(self, tx, caller, province, by_phone).await };
        let by_mail = (&Recipient::from(&proof.email), proof.code.as_str());
        code::check_both(self, tx, caller, province, (by_phone, by_mail)).await
    }

    /// Signs in a candidate who registered before, at any time. Refused with `code.*` or `sign_in.wrong`.
    pub async fn sign_in(
        &self,
        caller: &Caller,
        province: &Province,
        phone: &PhoneNumber,
        code: &str,
    ) -> Result<SignedIn> {
        let mut tx = self.db().begin().await?;
        if let Checked::Wrong(problem) = code::check(self, &mut tx, caller, province, (&phone.into(), code)).await? {
            tx.commit().await?;
            return Err(problem.into());
        }
        let Some(known) = candidate::find_by_phone(self, &mut tx, province, phone).await? else {
            tx.commit().await?;
            return Err(ProblemCode::SignInWrong.into());
        };
        let application = application::latest(&mut tx, known.id).await?;
        let application = application.ok_or(Cause::Corrupt("a candidate without an application"))?;
        self.enter(tx, caller, province, (known.id, application), Action::SignedIn).await
    }

    /// Whether phone and document belong to one known candidate, or to nobody while the window is open. `is_settled`: they proved
    /// that the number which they chose is theirs.
    async fn admit(
        &self,
        tx: &mut Tx,
        province: &Province,
        (form, email): (&Registration, Option<&Email>),
        is_settled: bool,
    ) -> Result<Admission> {
        let known = candidate::find_by_phone(self, tx, province, &form.phone).await?;
        let window = self.profile(province)?.open_window_in(&form.region, self.now());
        let candidate = match known {
            Some(known) if known.document == form.document && same_address(known.email.as_ref(), email) => {
                return self.readmit(tx, province, known.id, &form.region).await;
            }
            Some(_) => None,
            None if window.is_none() => return Ok(Admission::Refused(ProblemCode::WindowClosed.into())),
            None if !existing::settle(self, tx, province, &form.document, is_settled).await? => None,
            None => candidate::insert(self, tx, province, (&form.phone, email), &form.document).await?,
        };
        let Some((candidate, window)) = candidate.zip(window) else {
            let code =
                if email.is_some() { ProblemCode::RegistrationNotAvailable } else { ProblemCode::DocumentNotAvailable };
            return Ok(Admission::Refused(Problem::at(code, Field::DocumentNumber)));
        };
        let application = application::insert(self, tx, candidate, (province, &window.code, &form.region)).await?;
        let application = application.ok_or(Cause::Corrupt("a new candidate with an application"))?;
        Ok(Admission::Granted { candidate, application, action: Action::Registered })
    }

    /// The latest application of a known candidate, or a new one where the last window left nothing behind to go on with.
    async fn readmit(
        &self,
        tx: &mut Tx,
        province: &Province,
        candidate: CandidateId,
        region: &str,
    ) -> Result<Admission> {
        let latest = application::latest(tx, candidate).await?;
        let latest = latest.ok_or(Cause::Corrupt("a candidate without an application"))?;
        let old = application::load(tx, latest).await?;
        let bound = existing::chosen_record(self, tx, province, candidate).await?;
        let region = bound.as_ref().map_or(region, |record| record.region.as_str());
        let over = match old.progress.state {
            State::Draft | State::Refused => true,
            State::Returned => !old.is_in_time(self)?,
            State::Submitted | State::InReview | State::Approved => false,
        };
        let profile = self.profile(province)?;
        let region = if profile.accounts.region_fixed { old.region.as_str() } else { region };
        if let Some(window) = profile.open_window(self.now())
            && over
            && window.code != old.window_code
            && let Some(application) =
                application::insert(self, tx, candidate, (province, &window.code, region)).await?
        {
            // another device may still stand in the old one
            session::end_all(tx, candidate).await?;
            return Ok(Admission::Granted { candidate, application, action: Action::Registered });
        }
        Ok(Admission::Granted { candidate, application: latest, action: Action::SignedIn })
    }

    pub(crate) async fn enter(
        &self,
        mut tx: Tx,
        caller: &Caller,
        province: &Province,
        (candidate, enrolment): (CandidateId, EnrolmentId),
        action: Action,
    ) -> Result<SignedIn> {
        let who = Who::Candidate { province: province.clone(), candidate, enrolment, scope: Scope::Full };
        let signed_in = session::rotate(self, &mut tx, caller, who).await?;
        let actor = Actor::candidate(candidate);
        let detail = serde_json::json!({});
        let entry = Entry { actor, action, province: Some(province), enrolment: Some(enrolment), detail };
        self.record(&mut tx, entry).await?;
        tx.commit().await?;
        Ok(signed_in)
    }
}

/// An address where the province asks for one, the consent, and a document that it takes.
fn require_asked(
    profile: &Profile,
    (form, email): (&Registration, Option<&EmailProof>),
    consent: Option<Consent>,
) -> Result<Consent> {
    if profile.accounts.email && email.is_none() {
        return Err(Problem::at(ProblemCode::FieldMissing, Field::Email).into());
    }
    let consent = consent.ok_or(Problem::at(ProblemCode::ConsentNeeded, Field::Consent))?;
    if !profile.document_types.contains(&form.document.kind()) {
        return Err(Problem::at(ProblemCode::DocumentTypeUnknown, Field::DocumentType).into());
    }
    Ok(consent)
}

fn same_address(known: Option<&Email>, typed: Option<&Email>) -> bool {
    known.map(Email::key) == typed.map(Email::key)
}

enum Admission {
    Granted { candidate: CandidateId, application: EnrolmentId, action: Action },
    Refused(Problem),
}

/// Checks a code that was sent to somebody in this session; what is wrong with it, if anything. The caller commits in any case:
/// a try counts.
pub(crate) async fn check_code(
    enrolment: &Enrolment,
    tx: &mut Tx,
    caller: &Caller,
    province: &Province,
    to_and_code: (&Recipient, &str),
) -> Result<Option<Problem>> {
    Ok(match code::check(enrolment, tx, caller, province, to_and_code).await? {
        Checked::Right => None,
        Checked::Wrong(problem) => Some(problem),
    })
}

/// Checks a code to a new phone or address and one to that of now; as [`check_code`].
pub(crate) async fn check_change(
    enrolment: &Enrolment,
    tx: &mut Tx,
    caller: &Caller,
    province: &Province,
    codes: ((&Recipient, &str), (&Recipient, &str)),
) -> Result<Option<Problem>> {
    Ok(match code::check_new_and_old(enrolment, tx, caller, province, codes).await? {
        Checked::Right => None,
        Checked::Wrong(problem) => Some(problem),
    })
}

/// Deletes codes and limits that no longer count.
pub(crate) async fn delete_codes(tx: &mut Tx, before: Timestamp) -> Result<()> {
    store::delete_before(tx, before).await
}
