//! The live capture of the face: what is known of it, giving it out, and the ways without an engine. Taking one in is
//! `submit`. Face is never the only way: a reviewer decides at any time, and the office needs no capture at all.

pub(crate) mod challenge;
pub(crate) mod part;
mod store;
mod submit;

pub use challenge::{Asked, Challenge};
pub use part::PartSeen;
pub use shared::video::Container;

use crate::{
    Caller, Enrolment, Result, application,
    application::Application,
    attempts::{self, Counted, FaceTry, Turn},
    audit::{Action, Entry},
    candidate, consent,
    db::Tx,
    error::{Cause, Error},
    files::{self, Purpose},
    ports::{FaceJudgement, FaceReason},
};
use serde::{Deserialize, Serialize};
use shared::{
    enrolment::{Event, Item},
    evidence::FaceOutcome,
    id::{EnrolmentId, FaceId},
    liveness::{Expected, Liveness},
    profile::CONSENT_FACE,
    time::Timestamp,
};

/// How a capture stands.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct FaceReceipt {
    pub face: FaceId,
    pub outcome: FaceOutcome,
    /// Why it did not pass.
    pub reasons: Vec<FaceReason>,
    /// Whether there is a capture to look at.
    pub has_file: bool,
    pub taken_at: Timestamp,
}

/// What the candidate sees of it.
#[derive(Clone, PartialEq, Debug)]
pub struct FacePages {
    pub receipt: Option<FaceReceipt>,
    pub consented: bool,
    /// What a capture is asked to show.
    pub challenge: Liveness,
    /// Tries that are left; absent where no engine counts them.
    pub tries_left: Option<u32>,
    /// Where the capture is that was sent last.
    pub turn: Turn,
}

/// What a reviewer sees of it.
#[derive(Clone, PartialEq, Debug)]
pub struct FaceCase {
    pub receipt: FaceReceipt,
    /// What the engine said, with what it measured.
    pub judgement: Option<FaceJudgement>,
    /// What it was asked to show.
    pub asked: Option<Expected>,
    /// Tries that count.
    pub tries: u32,
    /// Every try, the oldest first; those that were given back too.
    pub history: Vec<FaceTry>,
    /// Stills and sound of the capture that stands.
    pub parts: Vec<PartSeen>,
}

impl Enrolment {
    pub async fn face_pages(&self, caller: &Caller) -> Result<FacePages> {
        let (province, _, id) = caller.evidence_provider()?;
        let mut tx = self.db().read().await?;
        let receipt = store::of_enrolment(&mut tx, id).await?.map(|row| receipt(&row)).transpose()?;
        let consented = consent::accepted(self, &mut tx, (province, id), CONSENT_FACE).await?;
        let tries_left = match self.parts().identity.face {
            Some(_) => Some(attempts::left(self, &mut tx, id, Counted::Face).await?),
            None => None,
        };
        let challenge = self.profile(province)?.face.challenge;
        let turn = attempts::turn_of(&mut tx, id, Counted::Face, self.now()).await?;
        Ok(FacePages { receipt, consented, challenge, tries_left, turn })
    }

    /// 转人工审核: the capture so far, or none, goes to a reviewer. Costs no try.
    pub async fn face_to_reviewer(&self, caller: &Caller) -> Result<FaceReceipt> {
        self.face_without_engine(caller, FaceOutcome::Manual).await
    }

    /// 现场办理: the face is compared at the office. Needs no consent and keeps no capture.
    pub async fn face_at_office(&self, caller: &Caller) -> Result<FaceReceipt> {
        self.face_without_engine(caller, FaceOutcome::Office).await
    }

    async fn face_without_engine(&self, caller: &Caller, outcome: FaceOutcome) -> Result<FaceReceipt> {
        let (province, _, id) = caller.evidence_provider()?;
        let mut tx = self.db().begin().await?;
        let mut application = application::lock(&mut tx, id).await?;
        provide(self, &mut application)?;
        application::save(&mut tx, &application).await?;
        let old = store::of_enrolment(&mut tx, id).await?;
        let kept = old.filter(|row| outcome == FaceOutcome::Manual && row.file_id.is_some());
        let row = if let Some(row) = kept {
            let row = store::Row { outcome: outcome.as_str().to_owned(), taken_at: self.now(), ..row };
            store::set_outcome(&mut tx, &row).await?;
            row
        } else {
            remove(self, &mut tx, id).await?;
            let row = self.without_capture(id, outcome);
            store::replace(&mut tx, &row).await?;
            row
        };
        let file = row.file_id;
        let detail = serde_json::json!({ "face": row.id, "outcome": outcome, "capture": file.is_some() });
        let (actor, action) = (caller.into(), Action::FaceToReviewer);
        self.record(&mut tx, Entry { actor, action, province: Some(province), enrolment: Some(id), detail }).await?;
        tx.commit().await?;
        self.wake_jobs();
        receipt(&row)
    }

    fn without_capture(&self, id: EnrolmentId, outcome: FaceOutcome) -> store::Row {
        store::Row {
            id: FaceId(self.new_id()),
            enrolment_id: id,
            file_id: None,
            outcome: outcome.as_str().to_owned(),
            judgement: None,
            asked: None,
            taken_at: self.now(),
        }
    }

    /// The capture, and what it is: for its candidate, and for the reviewer who holds the case. A reviewer's read is audited.
    pub async fn face_file(&self, caller: &Caller, face: FaceId) -> Result<(Container, Vec<u8>)> {
        let mut tx = self.db().read().await?;
        let row = store::by_id(&mut tx, face).await?.ok_or(Error::NotFound)?;
        let application = application::load(&mut tx, row.enrolment_id).await?;
        let candidate = candidate::load(self, &mut tx, application.candidate).await?;
        tx.commit().await?;
        let file = row.file_id.ok_or(Error::NotFound)?;
        self.permit_read(caller, &application, Action::FaceRead, serde_json::json!({ "face": face })).await?;
        let bytes = files::read(self, &candidate, Purpose::Face, file).await?;
        let container = Container::of(&bytes).ok_or(Cause::Corrupt("a capture of the face is no video"))?;
        Ok((container, bytes))
    }
}

/// Somebody saw the person: what waited for that, failed or was missing waits no more. A capture that stands is left to the
/// reviewer.
pub(crate) async fn compared_in_person(enrolment: &Enrolment, tx: &mut Tx, id: EnrolmentId) -> Result<()> {
    let old = store::of_enrolment(tx, id).await?;
    let stands = [FaceOutcome::Passed, FaceOutcome::Manual, FaceOutcome::Office];
    if old.as_ref().is_some_and(|row| stands.iter().any(|outcome| outcome.as_str() == row.outcome)) {
        return Ok(());
    }
    remove(enrolment, tx, id).await?;
    store::replace(tx, &enrolment.without_capture(id, FaceOutcome::Office)).await
}

/// The document is another picture now: who passed beside the old one waits for a reviewer.
pub(crate) async fn document_changed(tx: &mut Tx, id: EnrolmentId) -> Result<()> {
    let passed = |row: &store::Row| row.outcome == FaceOutcome::Passed.as_str();
    let Some(row) = store::of_enrolment(tx, id).await?.filter(passed) else { return Ok(()) };
    store::set_outcome(tx, &store::Row { outcome: FaceOutcome::Manual.as_str().to_owned(), ..row }).await
}

/// When 现场办理 was chosen; nothing where the face is shown otherwise.
pub(crate) async fn at_office_since(tx: &mut Tx, id: EnrolmentId) -> Result<Option<Timestamp>> {
    let row = store::of_enrolment(tx, id).await?;
    Ok(row.filter(|row| row.outcome == FaceOutcome::Office.as_str()).map(|row| row.taken_at))
}

/// Takes the capture out of an application; its file is deleted after the commit. Face data go as soon as their candidate
/// wants it, whatever the state of the application.
pub(crate) async fn remove(enrolment: &Enrolment, tx: &mut Tx, id: EnrolmentId) -> Result<()> {
    part::remove(enrolment, tx, id).await?;
    let file = store::of_enrolment(tx, id).await?.and_then(|row| row.file_id);
    store::delete(tx, id).await?;
    match file {
        Some(file) => files::discard(enrolment, tx, file).await,
        None => Ok(()),
    }
}

/// Whether there is a capture or another way was chosen; one that the engine refused does not count.
pub(crate) async fn is_given(tx: &mut Tx, id: EnrolmentId) -> Result<bool> {
    let row = store::of_enrolment(tx, id).await?;
    Ok(row.is_some_and(|row| row.outcome != FaceOutcome::Failed.as_str()))
}

/// The item becomes provided, where that may happen now.
fn provide(enrolment: &Enrolment, application: &mut Application) -> Result<()> {
    application.require_open(enrolment)?;
    application.advance(&Event::Provide(Item::Face))
}

/// The capture of an application, as a reviewer sees it.
pub(crate) async fn of_enrolment(enrolment: &Enrolment, tx: &mut Tx, id: EnrolmentId) -> Result<Option<FaceCase>> {
    let Some(row) = store::of_enrolment(tx, id).await? else { return Ok(None) };
    let application = application::load(tx, id).await?;
    let limit = enrolment.profile(&application.province)?.attempts.face;
    let left = attempts::left(enrolment, tx, id, Counted::Face).await?;
    Ok(Some(FaceCase {
        receipt: receipt(&row)?,
        judgement: judgement(&row)?,
        asked: row.asked.as_deref().map(serde_json::from_str).transpose()?,
        tries: limit.saturating_sub(left),
        history: attempts::seen(tx, id, Counted::Face).await?,
        parts: part::seen(tx, id).await?,
    }))
}

fn judgement(row: &store::Row) -> Result<Option<FaceJudgement>> {
    Ok(row.judgement.as_deref().map(serde_json::from_str).transpose()?)
}

fn receipt(row: &store::Row) -> Result<FaceReceipt> {
    Ok(FaceReceipt {
        face: row.id,
        outcome: FaceOutcome::parse(&row.outcome).ok_or(Cause::Corrupt("face_capture.outcome"))?,
        reasons: judgement(row)?.map(|judgement| judgement.reasons).unwrap_or_default(),
        has_file: row.file_id.is_some(),
        taken_at: row.taken_at,
    })
}
