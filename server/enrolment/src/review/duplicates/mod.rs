//! Candidates who may be the same person: what they have in common, and what reviewers say of it. What is looked up is kept by
//! `trace`, for candidates of before by `backfill`.

mod backfill;
mod store;
mod trace;

pub(crate) use trace::{
    identity_traces, name_traces, trace_former_number, trace_identity, trace_name, trace_photo, trace_spoken_name,
};

use super::require_lease;
use crate::{
    Caller, Enrolment, Result,
    application::{self, Application},
    audit::{Action, Entry},
    candidate::{self, Candidate},
    card,
    db::Tx,
    details,
    error::Error,
    files::{self, Purpose},
    photo,
};
use shared::{
    case::{Likeness, Sameness},
    document::DocumentType,
    enrolment::State,
    id::{CandidateId, EnrolmentId, PhotoId, Province},
    person::PersonName,
    time::Timestamp,
};
use std::collections::{BTreeMap, BTreeSet};

/// Most that are shown: more share something only where a look-up says nothing.
const SHOWN: usize = 20;

/// Who may be the same person as the candidate of a case, masked.
#[derive(Clone, PartialEq, Debug)]
pub struct Duplicate {
    pub candidate: CandidateId,
    pub why: BTreeSet<Likeness>,
    pub province: Province,
    pub region: String,
    pub window: String,
    pub state: State,
    pub submitted_at: Option<Timestamp>,
    /// Present where the case is in the reviewer's jurisdiction.
    pub receipt: Option<String>,
    /// The same.
    pub photo: Option<PhotoId>,
    pub person: Masked,
    /// What was said of the two last.
    pub judged: Option<Judged>,
}

/// As much of a person as may be shown of somebody whose case one does not hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Masked {
    pub document_type: DocumentType,
    pub document: String,
    pub phone: String,
    pub name: Option<String>,
}

/// What a reviewer said of two candidates.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Judged {
    pub verdict: Sameness,
    pub by: String,
    pub at: Timestamp,
}

impl Enrolment {
    /// Records that a candidate who looks like that of the case is, or is not, the same person. Refused with `case.lease_lost`;
    /// `NotFound` for anybody who does not look alike.
    pub async fn judge_duplicate(
        &self,
        caller: &Caller,
        id: EnrolmentId,
        other: CandidateId,
        verdict: Sameness,
    ) -> Result<()> {
        let mut tx = self.db().begin().await?;
        let application = application::lock(&mut tx, id).await?;
        let reviewer = require_lease(self, caller, &application)?;
        let own = candidate::load(self, &mut tx, application.candidate).await?;
        if !alike(self, &mut tx, &own).await?.contains_key(&other) {
            return Err(Error::NotFound);
        }
        let (first, second) = (own.id.min(other), own.id.max(other));
        store::judge(&mut tx, (first, second), verdict.as_str(), reviewer, self.now()).await?;
        let detail = serde_json::json!({ "other": other, "verdict": verdict });
        let (province, actor, action) = (Some(&application.province), caller.into(), Action::DuplicateJudged);
        self.record(&mut tx, Entry { actor, action, province, enrolment: Some(id), detail }).await?;
        tx.commit().await
    }

    /// The photograph of somebody who looks like the candidate of a case, for the reviewer who holds the case and in whose
    /// jurisdiction both are. The read is audited; the picture bears the reader's name.
    pub async fn duplicate_photo(&self, caller: &Caller, id: EnrolmentId, photo: PhotoId) -> Result<Vec<u8>> {
        let mut tx = self.db().read().await?;
        let application = application::load(&mut tx, id).await?;
        require_lease(self, caller, &application)?;
        let own = candidate::load(self, &mut tx, application.candidate).await?;
        let (of, file) = photo::locate(&mut tx, photo).await?.ok_or(Error::NotFound)?;
        let theirs = application::load(&mut tx, of).await?;
        caller.officer(shared::staff::Act::Review)?.require(&theirs.province, &theirs.region)?;
        if !alike(self, &mut tx, &own).await?.contains_key(&theirs.candidate) {
            return Err(Error::NotFound);
        }
        let other = candidate::load(self, &mut tx, theirs.candidate).await?;
        tx.commit().await?;
        let mut tx = self.db().begin().await?;
        let detail = serde_json::json!({ "photo": photo, "of": of });
        let (province, actor, action) = (Some(&application.province), caller.into(), Action::DuplicateRead);
        self.record(&mut tx, Entry { actor, action, province, enrolment: Some(id), detail }).await?;
        tx.commit().await?;
        let bytes = files::read(self, &other, Purpose::Photo, file).await?;
        self.marked(caller, bytes).await
    }
}

/// Whether anybody shares something with the candidate.
pub(crate) async fn looks_like_somebody(enrolment: &Enrolment, tx: &mut Tx, own: &Candidate) -> Result<bool> {
    Ok(!alike(enrolment, tx, own).await?.is_empty())
}

/// Everybody who shares something with the candidate, the strongest first, and whether there are more than are shown.
pub(super) async fn of_case(
    enrolment: &Enrolment,
    tx: &mut Tx,
    caller: &Caller,
    own: &Candidate,
) -> Result<(Vec<Duplicate>, bool)> {
    let mut alike: Vec<_> = alike(enrolment, tx, own).await?.into_iter().collect();
    alike.sort_by(|(_, one), (_, other)| one.first().cmp(&other.first()).then(other.len().cmp(&one.len())));
    let mut shown = Vec::new();
    for (other, why) in alike.iter().take(SHOWN) {
        let Some(latest) = application::latest(tx, *other).await? else { continue };
        let theirs = application::load(tx, latest).await?;
        shown.push(duplicate(enrolment, tx, caller, (own.id, *other), (theirs, why.clone())).await?);
    }
    Ok((shown, alike.len() > SHOWN))
}

async fn duplicate(
    enrolment: &Enrolment,
    tx: &mut Tx,
    caller: &Caller,
    (own, other): (CandidateId, CandidateId),
    (theirs, why): (Application, BTreeSet<Likeness>),
) -> Result<Duplicate> {
    let candidate = candidate::load(enrolment, tx, other).await?;
    let reachable = caller.officer(shared::staff::Act::Review)?.require(&theirs.province, &theirs.region).is_ok();
    let photo = photo::of_enrolment(tx, theirs.id).await?.filter(|_| reachable).map(|photo| photo.photo);
    let judged = store::judged(tx, (own.min(other), own.max(other)))
        .await?
        .and_then(|row| Some(Judged { verdict: Sameness::parse(&row.verdict)?, by: row.name, at: row.at }));
    Ok(Duplicate {
        candidate: other,
        why,
        person: masked(tx, &candidate, theirs.id).await?,
        state: theirs.progress.state,
        submitted_at: theirs.submitted_at,
        receipt: theirs.receipt.filter(|_| reachable),
        photo,
        judged,
        province: theirs.province,
        region: theirs.region,
        window: theirs.window_code,
    })
}

/// What of a person may be shown.
pub(super) async fn masked(tx: &mut Tx, candidate: &Candidate, id: EnrolmentId) -> Result<Masked> {
    Ok(Masked {
        document_type: candidate.document.kind(),
        document: candidate.document.masked(),
        phone: candidate.phone.masked(),
        name: name_of(tx, candidate, id).await?.map(|name| name.masked()),
    })
}

/// As the details say, or else the card.
async fn name_of(tx: &mut Tx, candidate: &Candidate, id: EnrolmentId) -> Result<Option<PersonName>> {
    if let Some((details, _)) = details::load(tx, candidate, id).await? {
        return Ok(Some(details.name));
    }
    let pages = card::of_enrolment(tx, id, candidate).await?;
    Ok(pages.record.map(|record| record.fields.name))
}

/// Who shares what with the candidate, whatever the province.
async fn alike(
    enrolment: &Enrolment,
    tx: &mut Tx,
    own: &Candidate,
) -> Result<BTreeMap<CandidateId, BTreeSet<Likeness>>> {
    let mut alike: BTreeMap<CandidateId, BTreeSet<Likeness>> = BTreeMap::new();
    for (other, kind) in store::sharing(tx, own.id).await? {
        if let Some(kind) = Likeness::parse(&kind) {
            alike.entry(other).or_default().insert(kind);
        }
    }
    for other in trace::same_photo(enrolment, tx, own).await? {
        alike.entry(other).or_default().insert(Likeness::Photo);
    }
    for why in alike.values_mut().filter(|why| why.contains(&Likeness::Name)) {
        why.remove(&Likeness::Pinyin);
    }
    Ok(alike)
}
