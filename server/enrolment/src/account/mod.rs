//! A candidate's password: chosen after a code to the registered phone, changed with the old one, used to sign in. Tries are
//! counted as those of staff are (`staff::attempts`). Ways back for those who forgot it are in `recover`, by security questions
//! (`questions`) or at an office (`reset`); another phone or address in `contact`.

mod contact;
mod questions;
mod recover;
mod reset;
mod store;

pub use contact::ContactChange;
pub use questions::Answered;
pub(crate) use questions::{has_answers, keep_answers};
pub use recover::{Recovery, RecoveryWay};
pub use reset::{ConfirmedReset, ResetChecks, ResetIssued, WaitingReset};

use crate::{
    Caller, Enrolment, Result, application,
    audit::{Action, Actor, Entry},
    candidate::{self, Candidate},
    db::Tx,
    error::Cause,
    outbox,
    registration::{self, CodeRequested, Recipient},
    session::{self, SignedIn},
    sms::TemplateName,
    staff::{Origin, Password, password},
};
use shared::{
    contact::{Email, PhoneNumber},
    document::{DocumentNumber, DocumentType},
    id::{CandidateId, EnrolmentId, Province},
    password::PasswordFault,
    problem::{Field, Problem, ProblemCode},
    time::Span,
};
use std::net::IpAddr;

/// How long a proved phone lets a password be chosen.
const PROOF: Span = Span::minutes(10);

impl Enrolment {
    /// Has a code sent to the caller's own phone. Refused as [`Enrolment::request_code`] is.
    pub async fn request_own_code(&self, caller: &Caller, address: IpAddr) -> Result<CodeRequested> {
        let (province, candidate, _) = caller.candidate()?;
        let phone = self.own_phone(candidate).await?;
        self.request_code(caller, province, &phone, address).await
    }

    /// The code is right: for ten minutes this session may choose a password. Refused with `code.*`.
    pub async fn prove_phone(&self, caller: &Caller, code: &str) -> Result<()> {
        let (province, candidate, _) = caller.candidate()?;
        let phone = self.own_phone(candidate).await?;
        let mut tx = self.db().begin().await?;
        let checked =
            registration::check_code(self, &mut tx, caller, province, (&Recipient::from(&phone), code)).await?;
        if checked.is_none() {
            store::allow(&mut tx, caller.session, self.now() + PROOF).await?;
        }
        tx.commit().await?;
        checked.map_or(Ok(()), |problem| Err(problem.into()))
    }

    /// Lets a password be chosen at once, for somebody who proved a moment ago who they are.
    pub(crate) async fn allow_password(&self, caller: &Caller) -> Result<()> {
        let mut tx = self.db().begin().await?;
        store::allow(&mut tx, caller.session, self.now() + PROOF).await?;
        tx.commit().await
    }

    /// Whether this session may choose a password now.
    pub async fn may_choose_password(&self, caller: &Caller) -> Result<bool> {
        caller.candidate()?;
        let mut tx = self.db().read().await?;
        Ok(store::allowed_until(&mut tx, caller.session).await? > self.now())
    }

    /// For somebody who forgot the password: signs in by the code and lets a new password be chosen at once.
    /// Refused with `code.*` or `sign_in.wrong`.
    pub async fn begin_password_reset(
        &self,
        caller: &Caller,
        province: &Province,
        phone: &PhoneNumber,
        code: &str,
    ) -> Result<SignedIn> {
        let signed_in = self.sign_in(caller, province, phone, code).await?;
        self.allow_password(&signed_in.caller).await?;
        Ok(signed_in)
    }

    /// What the province's policy finds wrong with a password of the caller's.
    pub async fn password_faults(&self, caller: &Caller, typed: &str) -> Result<Vec<PasswordFault>> {
        let (province, candidate, _) = caller.candidate()?;
        let mut tx = self.db().read().await?;
        let candidate = candidate::load(self, &mut tx, candidate).await?;
        self.faults_of(province, &candidate, typed)
    }

    fn faults_of(&self, province: &Province, candidate: &Candidate, typed: &str) -> Result<Vec<PasswordFault>> {
        let email = candidate.email.as_ref().map(Email::expose).unwrap_or_default();
        let context = [candidate.phone.expose(), candidate.document.expose(), email];
        Ok(self.profile(province)?.password.check(typed, &context))
    }

    /// Chooses a password after the phone was proved. Every session of the candidate ends: the new password is used from
    /// now on. Refused with `password.*`, or with `session.needed` where the proof is missing, used or too old.
    pub async fn choose_password(&self, caller: &Caller, typed: String) -> Result<()> {
        self.require_sound(caller, &typed).await?;
        let hash = password::hash(self, typed.into()).await?;
        let mut tx = self.db().begin().await?;
        if !store::use_up(&mut tx, caller.session, self.now()).await? {
            return Err(ProblemCode::SessionNeeded.into());
        }
        self.keep_password(tx, caller, &hash).await
    }

    /// Changes the password with the old one. Refused with `password.*` or `sign_in.locked`.
    pub async fn change_password(&self, caller: &Caller, old: String, new: String, address: IpAddr) -> Result<()> {
        self.require_sound(caller, &new).await?;
        let origin = self.require_own_password(caller, old.into(), address).await?;
        let hash = password::hash(self, new.into()).await?;
        let mut tx = self.db().begin().await?;
        self.forgive(&mut tx, &origin).await?;
        self.keep_password(tx, caller, &hash).await
    }

    /// The password in use is this one. Refused with `password.wrong` or `sign_in.locked`.
    async fn require_own_password(&self, caller: &Caller, typed: Password, address: IpAddr) -> Result<Origin> {
        let (province, candidate, _) = caller.candidate()?;
        let origin = self.origin(&attempt_name(province, candidate), address);
        let mut tx = self.db().begin().await?;
        self.count_attempt(&mut tx, &origin).await?;
        let known = candidate::password_hash(&mut tx, candidate).await?;
        tx.commit().await?;
        if !password::fits(self, typed, known).await? {
            return Err(Problem::at(ProblemCode::PasswordWrong, Field::Password).into());
        }
        Ok(origin)
    }

    /// Signs a candidate in with phone, e-mail address or document number and password. The old session ends. Refused with
    /// `sign_in.wrong`, the same for an unknown login, or `sign_in.locked`.
    pub async fn sign_in_with_password(
        &self,
        caller: &Caller,
        province: &Province,
        login: &str,
        typed: Password,
        address: IpAddr,
    ) -> Result<SignedIn> {
        let mut tx = self.db().begin().await?;
        let known = self.find(&mut tx, province, login).await?;
        let name = counted_as(province, login, known.as_ref());
        let origin = self.origin(&name, address);
        self.count_attempt(&mut tx, &origin).await?;
        let hash = match &known {
            Some(known) => candidate::password_hash(&mut tx, known.id).await?,
            None => None,
        };
        tx.commit().await?;
        let fits = password::fits(self, typed, hash).await?;
        let Some(known) = known.filter(|_| fits) else { return Err(ProblemCode::SignInWrong.into()) };
        self.admit_with_password(caller, province, &known, &origin).await
    }

    async fn admit_with_password(
        &self,
        caller: &Caller,
        province: &Province,
        known: &Candidate,
        origin: &Origin,
    ) -> Result<SignedIn> {
        let mut tx = self.db().begin().await?;
        self.forgive(&mut tx, origin).await?;
        let application = application::latest(&mut tx, known.id).await?;
        let application = application.ok_or(Cause::Corrupt("a candidate without an application"))?;
        self.enter(tx, caller, province, (known.id, application), Action::SignedIn).await
    }

    /// By phone or e-mail address, else by a document number of any type the province knows.
    async fn find(&self, tx: &mut Tx, province: &Province, login: &str) -> Result<Option<Candidate>> {
        if let Ok(phone) = login.parse::<PhoneNumber>() {
            return candidate::find_by_phone(self, tx, province, &phone).await;
        }
        if let Ok(email) = login.parse::<Email>() {
            return candidate::find_by_email(self, tx, province, &email).await;
        }
        for kind in DocumentType::ALL {
            if let Ok(document) = DocumentNumber::parse(*kind, login)
                && let Some(known) = candidate::find_by_document(self, tx, province, &document).await?
            {
                return Ok(Some(known));
            }
        }
        Ok(None)
    }

    async fn require_sound(&self, caller: &Caller, typed: &str) -> Result<()> {
        match self.password_faults(caller, typed).await?.first() {
            Some(fault) => Err(Problem::at(problem(*fault), Field::NewPassword).into()),
            None => Ok(()),
        }
    }

    async fn keep_password(&self, mut tx: Tx, caller: &Caller, hash: &str) -> Result<()> {
        let (province, candidate, enrolment) = caller.candidate()?;
        let had_one = candidate::password_hash(&mut tx, candidate).await?.is_some();
        candidate::set_password(&mut tx, candidate, hash, self.now()).await?;
        session::end_all(&mut tx, candidate).await?;
        if had_one && self.profile(province)?.accounts.email {
            let application = application::load(&mut tx, enrolment).await?;
            outbox::enqueue_everywhere(self, &mut tx, &application, TemplateName::PasswordReset).await?;
        }
        let (actor, action, detail) = (Actor::candidate(candidate), Action::PasswordChanged, serde_json::json!({}));
        let enrolment: Option<EnrolmentId> = Some(enrolment);
        self.record(&mut tx, Entry { actor, action, province: Some(province), enrolment, detail }).await?;
        tx.commit().await?;
        self.wake_jobs();
        Ok(())
    }

    async fn own_phone(&self, id: CandidateId) -> Result<PhoneNumber> {
        let mut tx = self.db().read().await?;
        Ok(candidate::load(self, &mut tx, id).await?.phone)
    }
}

/// What tries are counted under: the same name whichever login is used; an unknown one is counted as it was typed.
fn counted_as(province: &Province, login: &str, known: Option<&Candidate>) -> String {
    known.map_or_else(|| format!("{province}/{}", login.trim()), |known| attempt_name(province, known.id))
}

/// The name of a known candidate.
fn attempt_name(province: &Province, id: CandidateId) -> String {
    format!("{province}/{id}")
}

/// The problem that says what the policy found.
pub const fn problem(fault: PasswordFault) -> ProblemCode {
    match fault {
        PasswordFault::TooShort => ProblemCode::PasswordTooShort,
        PasswordFault::TooLong => ProblemCode::PasswordTooLong,
        PasswordFault::NoDigit => ProblemCode::PasswordNoDigit,
        PasswordFault::NoLetter => ProblemCode::PasswordNoLetter,
        PasswordFault::NoSymbol => ProblemCode::PasswordNoSymbol,
        PasswordFault::Foreign(_) => ProblemCode::PasswordForeign,
        PasswordFault::Common => ProblemCode::PasswordCommon,
        PasswordFault::Personal => ProblemCode::PasswordPersonal,
    }
}
