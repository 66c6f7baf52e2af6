//! Signing: everything that was given is read and hashed, then one transaction puts the statement together, seals it, and – where
//! the province decides at once – hands the application in and decides it.

use super::{
    mark_of, name_of,
    parts::{self, Digests, Parts},
    salt_of,
    statement::{Salt, Statement},
    store, value,
    waits::{self, Waits},
};
use crate::{
    Caller, Enrolment, Result,
    application::{self, Application},
    audit::{Action, Actor, Entry},
    candidate::{self, Candidate},
    consent::{self, Consent},
    crypto::{DataKey, sha256},
    db::Tx,
    review,
};
use serde_json::json;
use shared::{
    enrolment::{Event, Item, State},
    id::{EnrolmentId, Province, SignatureId},
    person::PersonName,
    problem::{Field, Problem, ProblemCode},
    profile::{CONSENT_PHOTO, DecisionMode},
    signature::{Method, Strokes},
    time::Timestamp,
};

/// What the candidate leaves as their mark.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Mark {
    Drawn(Strokes),
    Typed(PersonName),
}

impl Mark {
    const fn method(&self) -> Method {
        match self {
            Self::Drawn(_) => Method::Drawn,
            Self::Typed(_) => Method::Typed,
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Drawn(strokes) => strokes.to_string(),
            Self::Typed(name) => name.expose().to_owned(),
        }
    }
}

/// The form that is signed.
#[derive(Clone, Debug)]
pub struct Signing {
    /// Of the application that stood above it.
    pub version: i64,
    /// The same form sent twice signs once.
    pub key: String,
    pub mark: Mark,
    /// To the notice about the photograph, as when handing in.
    pub consent: Option<Consent>,
    /// The candidate wants a person to decide where machines could (PIPL, article 24).
    pub by_person: bool,
}

/// What signing led to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SignedOutcome {
    pub id: SignatureId,
    /// Where the application stands now.
    pub state: State,
    /// Why a reviewer decides, where the province decides at once.
    pub waits: Vec<Waits>,
}

impl Enrolment {
    /// Signs the application as it is. Where the province decides at once, it is handed in with that, and approved where every
    /// machine agrees; a reviewer decides about all others. Refused with `consent.needed`, `window.closed`,
    /// `enrolment.incomplete`, `request.conflict` (something was changed since the form was made), `signature.name`, or with what
    /// makes an earlier answer insufficient today.
    pub async fn sign(&self, caller: &Caller, signing: Signing) -> Result<SignedOutcome> {
        let (.., id) = caller.evidence_provider()?;
        if signing.key.is_empty() {
            return Err(ProblemCode::BadRequest.into());
        }
        let mut tx = self.db().read().await?;
        let application = application::load(&mut tx, id).await?;
        let candidate = candidate::load(self, &mut tx, application.candidate).await?;
        let files = store::files(&mut tx, id).await?;
        tx.commit().await?;
        let digests = Digests::read(self, &candidate, &files).await;

        let mut tx = self.db().begin().await?;
        let mut application = application::lock(&mut tx, id).await?;
        if let Some(same) = signed_already(&mut tx, &application, &signing.key).await? {
            return Ok(same);
        }
        application.require_open(self)?;
        let as_read =
            store::files(&mut tx, id).await?.iter().map(|row| row.file_id).eq(files.iter().map(|row| row.file_id));
        if application.version != signing.version || !as_read || !digests.are_whole() {
            return Err(ProblemCode::Conflict.into());
        }
        let outcome = self.sign_locked(&mut tx, (caller, &candidate), &mut application, (&signing, &digests)).await?;
        tx.commit().await?;
        self.wake_jobs();
        Ok(outcome)
    }

    async fn sign_locked(
        &self,
        tx: &mut Tx,
        (caller, candidate): (&Caller, &Candidate),
        application: &mut Application,
        (signing, digests): (&Signing, &Digests),
    ) -> Result<SignedOutcome> {
        check_name(tx, candidate, application, &signing.mark).await?;
        let consent = signing.consent.as_ref().ok_or(Problem::at(ProblemCode::ConsentNeeded, Field::Consent))?;
        self.require_steps(tx, application).await?;
        let dropped = application::drop_items(self, tx, application).await?;
        application.advance(&Event::Provide(Item::Signature))?;
        if !application.progress.complete() {
            return Err(ProblemCode::Incomplete.into());
        }
        consent::record(self, tx, application.id, CONSENT_PHOTO, consent).await?;
        let id = self.seal(tx, candidate, application, (signing, digests)).await?;
        self.require_all_sound(tx, application).await?;
        let automatic = self.profile(&application.province)?.decision == DecisionMode::Automatic;
        let waits =
            if automatic { self.hand_in_signed(tx, application, (candidate, id), signing).await? } else { Vec::new() };
        application::save(tx, application).await?;
        let approved = application.progress.state == State::Approved;
        if approved {
            review::tell(self, tx, application, Action::CaseApproved).await?;
        }
        let mut entries =
            vec![(caller.into(), Action::Signed, json!({ "signature": id, "method": signing.mark.method() }))];
        if automatic {
            let detail = json!({ "receipt": application.receipt, "consent": consent.version, "dropped": dropped });
            entries.push((caller.into(), Action::Submitted, detail));
        }
        if approved {
            entries.push((Actor::SYSTEM, Action::CaseApproved, json!({ "automatic": true })));
        }
        let (province, enrolment) = (Some(&application.province), Some(application.id));
        for (actor, action, detail) in entries {
            self.record(tx, Entry { actor, action, province, enrolment, detail }).await?;
        }
        Ok(SignedOutcome { id, state: application.progress.shown(), waits })
    }

    /// Hands in what was signed, and approves it where nothing is left for people to look at; tells what is.
    async fn hand_in_signed(
        &self,
        tx: &mut Tx,
        application: &mut Application,
        (candidate, id): (&Candidate, SignatureId),
        signing: &Signing,
    ) -> Result<Vec<Waits>> {
        application.advance(&Event::Submit)?;
        self.stamp(application, sha256(signing.key.as_bytes()));
        let waits = waits::reasons(self, tx, (application, candidate), signing.by_person).await?;
        store::set_waits(tx, id, &serde_json::to_string(&waits)?).await?;
        if waits.is_empty() {
            application.advance(&Event::ApproveAtOnce)?;
            application.assignee = None;
            application.decided_at = Some(self.now());
        }
        Ok(waits)
    }

    /// Puts the statement together, seals it and keeps it.
    async fn seal(
        &self,
        tx: &mut Tx,
        candidate: &Candidate,
        application: &Application,
        (signing, digests): (&Signing, &Digests),
    ) -> Result<SignatureId> {
        let (id, now) = (SignatureId(self.new_id()), self.now());
        let (method, mark) = (signing.mark.method(), signing.mark.text());
        let of_mark = value::mark(method.as_str(), Some(&mark));
        let parts = parts::gather(tx, (application, candidate), (digests, of_mark, now)).await?;
        let what = (id, application.id, &application.province);
        let row = sealed(self, what, &candidate.key, (method, &mark, now), (&parts, &signing.key))?;
        store::insert(tx, &row).await?;
        Ok(id)
    }
}

/// A statement over the parts, sealed, as it is kept.
pub(crate) fn sealed(
    enrolment: &Enrolment,
    (id, enrolment_id, province): (SignatureId, EnrolmentId, &Province),
    key: &DataKey,
    (method, mark, signed_at): (Method, &str, Timestamp),
    (parts, form): (&Parts, &str),
) -> Result<store::Row> {
    let (seals, salt) = (enrolment.keys().seals(), Salt(enrolment.random()));
    let hashes = salt.hash_all(parts);
    let statement = Statement::new((id, province), (method, signed_at), (seals.current(), hashes)).text()?;
    let randomness = &*enrolment.parts().randomness;
    Ok(store::Row {
        id,
        enrolment_id,
        method: method.as_str().to_owned(),
        mark_sealed: key.seal(randomness, mark_of(id), mark.as_bytes()),
        salt_sealed: key.seal(randomness, salt_of(id), &salt.0),
        seal: seals.seal(statement.as_bytes()),
        statement,
        key_id: seals.current(),
        sign_key: sha256(form.as_bytes()),
        waits: None,
        signed_at,
        superseded_at: None,
    })
}

/// The answer to the same form as before.
async fn signed_already(tx: &mut Tx, application: &Application, key: &str) -> Result<Option<SignedOutcome>> {
    let Some(row) = store::current(tx, application.id).await? else { return Ok(None) };
    if row.sign_key != sha256(key.as_bytes()) {
        return Ok(None);
    }
    let waits = row.waits.as_deref().map(serde_json::from_str).transpose()?.unwrap_or_default();
    Ok(Some(SignedOutcome { id: row.id, state: application.progress.shown(), waits }))
}

/// A name that is typed is the one that stands in the registration, where one does.
async fn check_name(tx: &mut Tx, candidate: &Candidate, application: &Application, mark: &Mark) -> Result<()> {
    let Mark::Typed(typed) = mark else { return Ok(()) };
    match name_of(tx, candidate, application.id).await? {
        Some(name) if name != *typed => Err(Problem::at(ProblemCode::SignatureName, Field::TypedName).into()),
        _ => Ok(()),
    }
}
