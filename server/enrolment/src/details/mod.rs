//! The details form: what the candidate says of themselves (sealed) and what they enrol in. Which proofs follow from it is
//! `asked`; whether it still fits profile, document and card is `sound`.

mod asked;
mod card;
mod sound;
mod store;

pub(crate) use asked::{Asked, asked, demands_of, subject};
pub(crate) use card::card_fields;
pub(crate) use sound::{problem, recheck};

use card::binding;
use sound::{check_choices, check_diploma, check_number, check_offered};

use crate::{
    Caller, Enrolment, Result,
    application::{self, Application},
    audit::{Action, Entry},
    candidate::{self, Candidate},
    crypto::Belongs,
    db::Tx,
    education, existing, review,
    submission::DocumentShown,
};
use shared::{
    contact::{Address, Email},
    details::{CardFields, Details},
    document::DocumentNumber,
    education::Check,
    enrolment::{Event, Item},
    existing::Record,
    id::EnrolmentId,
    person::CodeTable as _,
    problem::{Field, Problem, ProblemCode},
    profile::Profile,
    time::Timestamp,
};

/// What the details form starts from.
#[derive(Clone, PartialEq, Debug)]
pub struct DetailsBasis {
    /// Of the application; send it back with the form where somebody else may have changed it meanwhile.
    pub version: i64,
    /// Whether the details may be given or changed now.
    pub open: bool,
    /// The application was handed in, and may be amended until a reviewer takes it.
    pub amending: bool,
    /// Where the candidate belongs at present.
    pub region: String,
    pub document: DocumentNumber,
    /// Masked.
    pub phone: String,
    /// Masked; where it was proved when registering.
    pub email: Option<String>,
    /// What stands on the card; it goes before what is typed.
    pub card: Option<CardFields>,
    /// The address is one for letters.
    pub postal: bool,
    /// That on the card, where the typed one may be another.
    pub card_address: Option<Address>,
    /// What is known from before, of somebody who registered with a number that they had.
    pub known: Option<Record>,
    /// What was saved last.
    pub saved: Option<Details>,
    pub check: Check,
}

impl DetailsBasis {
    pub fn document_shown(&self) -> DocumentShown {
        (&self.document).into()
    }
}

/// The details of a case, for the reviewer who holds it.
#[derive(Clone, PartialEq, Debug)]
pub struct CaseDetails {
    pub details: Details,
    /// As far as it goes before what is typed.
    pub card: Option<CardFields>,
    /// The address is one for letters, which need not be that of the card.
    pub postal: bool,
    pub saved_at: Timestamp,
}

impl Enrolment {
    /// What the caller's details form starts from.
    pub async fn details_form(&self, caller: &Caller) -> Result<DetailsBasis> {
        let (_, candidate, id) = caller.candidate()?;
        let mut tx = self.db().read().await?;
        let application = application::load(&mut tx, id).await?;
        let candidate = candidate::load(self, &mut tx, candidate).await?;
        let saved = load(&mut tx, &candidate, id).await?.map(|(details, _)| details);
        let profile = self.profile(&application.province)?;
        let card = binding(profile, &mut tx, &candidate, id).await?;
        let postal = profile.has_postal_address();
        let on_card = card_fields(&mut tx, &candidate, id).await?.and_then(|card| card.address);
        let known = existing::chosen_record(self, &mut tx, &application.province, candidate.id).await?;
        let check =
            education::check_of(self, &mut tx, id, subject(self, &candidate, saved.as_ref(), card.as_ref())).await?;
        tx.commit().await?;
        let open = application.require_changeable(self).is_ok() && application.progress.is_open(Item::Details);
        Ok(DetailsBasis {
            version: application.version,
            open,
            amending: open && application.progress.state == shared::enrolment::State::Submitted,
            region: application.region,
            phone: candidate.phone.masked(),
            email: candidate.email.as_ref().map(Email::masked),
            document: candidate.document,
            card,
            postal,
            card_address: on_card.filter(|_| postal),
            known,
            saved,
            check,
        })
    }

    /// Keeps the details, in a draft and until a reviewer takes the case. `expected_version`: what the form was made from.
    /// Refused with `region.unknown`, `major.unknown`, `education.too_low`, `document.mismatch`, `request.conflict`, or as
    /// any change of an application.
    pub async fn save_details(&self, caller: &Caller, details: Details, expected_version: Option<i64>) -> Result<()> {
        let (province, candidate, id) = caller.candidate()?;
        check_choices(self.profile(province)?, &details)?;
        let mut tx = self.db().begin().await?;
        let mut application = application::lock(&mut tx, id).await?;
        application.require_changeable(self)?;
        if expected_version.is_some_and(|expected| expected != application.version) {
            return Err(ProblemCode::Conflict.into());
        }
        let (before, progress) = (asked(self, &mut tx, &application).await?, application.progress.clone());
        application.advance(&Event::Provide(Item::Details))?;
        let candidate = candidate::load(self, &mut tx, candidate).await?;
        let saved = load(&mut tx, &candidate, id).await?.map(|(details, _)| details);
        let profile = self.profile(province)?;
        check_offered(profile, &details, saved.as_ref())?;
        let details = check_diploma(profile, details)?;
        if profile.accounts.region_fixed && details.region != application.region {
            return Err(Problem::at(ProblemCode::RegionFixed, Field::Region).into());
        }
        let details = match binding(profile, &mut tx, &candidate, id).await? {
            Some(card) => card.over(details),
            None => details,
        };
        check_number(&candidate.document, &details)?;
        self.keep(&mut tx, &candidate, id, &details).await?;
        existing::require_same_place(&mut tx, &application, &details.region).await?;
        application.region.clone_from(&details.region);
        education::begin_by_itself(self, &mut tx, (&application, &candidate), &details).await?;
        crate::attachments::recompute(self, &mut tx, &mut application, before.as_ref()).await?;
        application::save(&mut tx, &application).await?;
        self.record_reopened(&mut tx, caller.into(), (&application, &progress)).await?;
        let detail = serde_json::json!({ "region": details.region, "major": details.major.code });
        let (actor, action) = (caller.into(), Action::DetailsSaved);
        self.record(&mut tx, Entry { actor, action, province: Some(province), enrolment: Some(id), detail }).await?;
        tx.commit().await?;
        self.wake_jobs();
        Ok(())
    }

    async fn keep(&self, tx: &mut Tx, candidate: &Candidate, id: EnrolmentId, details: &Details) -> Result<()> {
        let json = serde_json::to_vec(details)?;
        let row = store::Row {
            major: details.major.code.clone(),
            level: details.major.level.as_str().to_owned(),
            education: details.education.code().to_owned(),
            identity_changed: details.former.is_some(),
            details_sealed: candidate.key.seal(&*self.parts().randomness, belongs(id), &json),
            saved_at: self.now(),
        };
        store::save(tx, id, &row).await?;
        self.trace(tx, candidate, details).await
    }

    /// Remembers by what the candidate is found again.
    async fn trace(&self, tx: &mut Tx, candidate: &Candidate, details: &Details) -> Result<()> {
        review::trace_name(self, tx, candidate.id, (&details.name, details.birth_date)).await?;
        review::trace_spoken_name(self, tx, candidate.id, (&details.pinyin, details.birth_date)).await?;
        match details.former.as_ref().and_then(|former| former.number.as_ref()) {
            Some(number) => review::trace_former_number(self, tx, candidate.id, number.expose()).await,
            None => Ok(()),
        }
    }
}

/// The details of somebody whose region was changed.
pub(crate) async fn move_to(
    enrolment: &Enrolment,
    tx: &mut Tx,
    candidate: &Candidate,
    application: &Application,
) -> Result<()> {
    let Some((details, _)) = load(tx, candidate, application.id).await? else { return Ok(()) };
    let details = Details { region: application.region.clone(), ..details };
    enrolment.keep(tx, candidate, application.id, &details).await
}

pub(crate) const fn belongs(id: EnrolmentId) -> Belongs {
    Belongs::to("details.details_sealed", id.0)
}

/// The saved details and when they were saved.
pub(crate) async fn load(tx: &mut Tx, candidate: &Candidate, id: EnrolmentId) -> Result<Option<(Details, Timestamp)>> {
    let Some(row) = store::load(tx, id).await? else { return Ok(None) };
    let json = candidate.key.open(belongs(id), &row.details_sealed)?;
    Ok(Some((serde_json::from_slice(&json)?, row.saved_at)))
}

/// The details of a case with what the card says beside them.
pub(crate) async fn of_case(
    profile: &Profile,
    tx: &mut Tx,
    candidate: &Candidate,
    id: EnrolmentId,
) -> Result<Option<CaseDetails>> {
    let Some((details, saved_at)) = load(tx, candidate, id).await? else { return Ok(None) };
    let card = binding(profile, tx, candidate, id).await?;
    Ok(Some(CaseDetails { details, card, postal: profile.has_postal_address(), saved_at }))
}
