//! The certificate photograph of an application: what is known of it, and giving it out. Taking it in is `submit`.

mod likeness;
mod store;
mod submit;

pub use likeness::{Compared, Likeness};
pub(crate) use likeness::{consent_withdrawn, document_changed};

use crate::{
    Caller, Enrolment, Result, Who,
    application::{self, Application},
    audit::{Action, Entry},
    candidate,
    db::Tx,
    error::Error,
    files::{self, Purpose},
    review,
};
use shared::{
    id::{EnrolmentId, FileId, PhotoId},
    photo::Verdict,
    staff::Act,
    time::Timestamp,
};

/// A photograph that satisfies every rule and is kept.
#[derive(Clone, PartialEq, Debug)]
pub struct PhotoReceipt {
    pub photo: PhotoId,
    pub verdict: Verdict,
    /// The server made the file; otherwise it was kept as it came.
    pub prepared: bool,
    pub taken_at: Timestamp,
    /// Against the document, where they were compared.
    pub likeness: Option<Likeness>,
    pub compared: Option<Compared>,
}

/// A picture that breaks rules, kept for a day so that the page can show it and the candidate can crop it again.
#[derive(Clone, PartialEq, Debug)]
pub struct PhotoRefusal {
    pub verdict: Verdict,
    /// `[x, y, width, height]` in pixels of the upright source picture.
    pub crop: Option<[f32; 4]>,
    pub source_width: u32,
    pub source_height: u32,
}

/// What became of a picture.
#[derive(Clone, PartialEq, Debug)]
pub enum PhotoOutcome {
    Kept(PhotoReceipt),
    Refused(PhotoRefusal),
}

/// The last picture that the server had to work on, refused or not; gone after a day.
#[derive(Clone, PartialEq, Debug)]
pub struct PhotoSource {
    pub refusal: Option<PhotoRefusal>,
    pub crop: Option<[f32; 4]>,
    pub source_width: u32,
    pub source_height: u32,
    /// Whether the picture itself was kept; one that could not be read was not.
    pub has_file: bool,
    pub expires_at: Timestamp,
}

impl Enrolment {
    /// The photograph that stands in the application now.
    pub async fn current_photo(&self, caller: &Caller) -> Result<Option<PhotoReceipt>> {
        let (.., enrolment) = caller.evidence_provider()?;
        let mut tx = self.db().read().await?;
        of_enrolment(&mut tx, enrolment).await
    }

    /// The last picture that the server worked on, with the verdict where it was refused.
    pub async fn photo_source(&self, caller: &Caller) -> Result<Option<PhotoSource>> {
        let (.., enrolment) = caller.evidence_provider()?;
        let mut tx = self.db().read().await?;
        let row = store::source(&mut tx, enrolment, self.now()).await?;
        row.map(source).transpose()
    }

    /// The bytes of that picture, as they came.
    pub async fn photo_source_file(&self, caller: &Caller) -> Result<Vec<u8>> {
        let (_, candidate, enrolment) = caller.evidence_provider()?;
        let mut tx = self.db().read().await?;
        let row = store::source(&mut tx, enrolment, self.now()).await?.ok_or(Error::NotFound)?;
        let candidate = candidate::load(self, &mut tx, candidate).await?;
        tx.commit().await?;
        files::read(self, &candidate, Purpose::PhotoSource, row.file_id.ok_or(Error::NotFound)?).await
    }

    /// The JPEG of a photograph: for its candidate, for the reviewer who holds the case, and for an officer before whom
    /// the candidate is. Reads of staff are audited.
    pub async fn photo_file(&self, caller: &Caller, photo: PhotoId) -> Result<Vec<u8>> {
        let mut tx = self.db().read().await?;
        let row = store::by_id(&mut tx, photo).await?.ok_or(Error::NotFound)?;
        let application = application::load(&mut tx, row.enrolment_id).await?;
        let candidate = candidate::load(self, &mut tx, application.candidate).await?;
        tx.commit().await?;
        match &caller.who {
            Who::Candidate { enrolment, .. } if *enrolment == application.id => {}
            Who::Staff { role, .. } if role.may(Act::Desk) => {
                self.record_photo_at_desk(caller, &application, photo).await?;
            }
            Who::Staff { .. } => {
                review::require_lease(self, caller, &application)?;
                self.record_photo_read(caller, &application, photo).await?;
            }
            Who::Guest | Who::Candidate { .. } => return Err(Error::NotFound),
        }
        let bytes = files::read(self, &candidate, Purpose::Photo, row.file_id).await?;
        self.marked(caller, bytes).await
    }

    async fn record_photo_read(&self, caller: &Caller, application: &Application, photo: PhotoId) -> Result<()> {
        let detail = serde_json::json!({ "photo": photo });
        let (province, enrolment) = (Some(&application.province), Some(application.id));
        let mut tx = self.db().begin().await?;
        self.record(&mut tx, Entry { actor: caller.into(), action: Action::PhotoRead, province, enrolment, detail })
            .await?;
        tx.commit().await
    }
}

/// The photograph of an application.
pub(crate) async fn of_enrolment(tx: &mut Tx, enrolment: EnrolmentId) -> Result<Option<PhotoReceipt>> {
    store::of_enrolment(tx, enrolment).await?.map(receipt).transpose()
}

/// The application that a photograph belongs to, and its file.
pub(crate) async fn locate(tx: &mut Tx, photo: PhotoId) -> Result<Option<(EnrolmentId, FileId)>> {
    Ok(store::by_id(tx, photo).await?.map(|row| (row.enrolment_id, row.file_id)))
}

/// Why the last picture was refused; nothing where it was kept, or its day is over.
pub(crate) async fn refusal_of(tx: &mut Tx, id: EnrolmentId, now: Timestamp) -> Result<Option<PhotoRefusal>> {
    let row = store::source(tx, id, now).await?;
    Ok(row.map(source).transpose()?.and_then(|source| source.refusal))
}

/// The file of an application's photograph.
pub(crate) async fn file_of_enrolment(tx: &mut Tx, enrolment: EnrolmentId) -> Result<Option<FileId>> {
    Ok(store::of_enrolment(tx, enrolment).await?.map(|row| row.file_id))
}

/// Takes the photograph out of an application; its file is deleted after the commit.
pub(crate) async fn remove(enrolment: &Enrolment, tx: &mut Tx, id: EnrolmentId) -> Result<()> {
    match store::delete(tx, id).await? {
        Some(file) => files::discard(enrolment, tx, file).await,
        None => Ok(()),
    }
}

/// Sources whose day is over.
pub(crate) async fn drop_expired_sources(tx: &mut Tx, now: Timestamp) -> Result<()> {
    store::expire_sources(tx, now).await
}

fn receipt(row: store::Row) -> Result<PhotoReceipt> {
    let verdict = serde_json::from_str(&row.verdict)?;
    let (likeness, compared) = likeness::of(&row)?;
    Ok(PhotoReceipt { photo: row.id, verdict, prepared: row.prepared, taken_at: row.taken_at, likeness, compared })
}

fn source(row: store::SourceRow) -> Result<PhotoSource> {
    let verdict: Verdict = serde_json::from_str(&row.verdict)?;
    let crop: Option<[f32; 4]> = row.crop.as_deref().map(serde_json::from_str).transpose()?;
    let (source_width, source_height) = (row.width_px as u32, row.height_px as u32);
    let refusal = row.refused.then_some(PhotoRefusal { verdict, crop, source_width, source_height });
    let has_file = row.file_id.is_some();
    Ok(PhotoSource { refusal, crop, source_width, source_height, has_file, expires_at: row.expires_at })
}
