//! Taking a proof in: its content decides what it is, then one transaction counts, replaces and keeps.

use super::{Written, changed, description_of, pdf, require_open, store};
use crate::{
    Caller, Enrolment, Result,
    application::{self, Application},
    audit::{Action, Entry},
    candidate::{self, Candidate},
    db::Tx,
    details,
    error::Cause,
    files::{self, Purpose},
};
use shared::{
    attachment::{COUNT_MAX, DESCRIPTION_MAX, OTHER, SIZE_MAX},
    file_kind::FileKind,
    id::AttachmentId,
    problem::{Field, Problem, ProblemCode},
};
use std::sync::Arc;

/// Longer side of a thumbnail.
const THUMBNAIL_PX: u32 = 320;

/// A file as it is sent. Its name is not asked for: it is nothing that could be relied on, and may tell about the person.
#[derive(Clone, PartialEq, Eq)]
pub struct NewAttachment {
    /// Code of a demand of the application, or `other`; that of the replaced file where one is replaced.
    pub kind: String,
    /// What the candidate says of a file of kind `other`.
    pub description: Option<String>,
    /// The file that goes when this one comes.
    pub replaces: Option<AttachmentId>,
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for NewAttachment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewAttachment")
            .field("kind", &self.kind)
            .field("size", &self.bytes.len())
            .finish_non_exhaustive()
    }
}

/// Where a file belongs that came by itself; the fields are those of [`NewAttachment`].
#[derive(Clone, PartialEq, Eq)]
pub struct Place {
    pub kind: String,
    pub description: Option<String>,
    pub replaces: Option<AttachmentId>,
}

impl Default for Place {
    /// Among those that nothing demands.
    fn default() -> Self {
        Self { kind: OTHER.to_owned(), description: None, replaces: None }
    }
}

impl std::fmt::Debug for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Place").field("kind", &self.kind).field("replaces", &self.replaces).finish_non_exhaustive()
    }
}

impl NewAttachment {
    pub(crate) fn at(place: Place, bytes: Vec<u8>) -> Self {
        let Place { kind, description, replaces } = place;
        Self { kind, description, replaces, bytes }
    }
}

/// What is kept of a file.
struct Examined {
    format: FileKind,
    bytes: Arc<[u8]>,
    thumbnail: Option<Vec<u8>>,
}

impl Enrolment {
    /// Attaches a file, or puts it in another's place. Refused with `file.empty`, `file.too_large`, `file.format`,
    /// `file.unsafe`, `file.unreadable`, `file.too_many`, `field.too_long`, or as any change of an application.
    pub async fn add_attachment(&self, caller: &Caller, new: NewAttachment) -> Result<AttachmentId> {
        let id = AttachmentId(self.new_id());
        self.attach(caller, id, new).await?;
        Ok(id)
    }

    /// The same under an id that was given before. A file that is attached under it already stays.
    pub(crate) async fn attach(&self, caller: &Caller, id: AttachmentId, new: NewAttachment) -> Result<()> {
        let NewAttachment { kind, description, replaces, bytes } = new;
        let description = described(description)?;
        let candidate = self.attachment_candidate(caller).await?;
        let examined = self.examine_attachment(bytes).await?;
        let file = files::write(self, &candidate, Purpose::Attachment, &examined.bytes).await?;
        let thumbnail = match &examined.thumbnail {
            Some(bytes) => Some(files::write(self, &candidate, Purpose::Thumbnail, bytes).await?),
            None => None,
        };
        let randomness = &*self.parts().randomness;
        let row = store::Row {
            id,
            enrolment_id: caller.candidate()?.2,
            kind,
            format: examined.format.as_str().to_owned(),
            size_bytes: examined.bytes.len() as i64,
            file_id: file,
            thumbnail_id: thumbnail,
            description_sealed: description
                .map(|text| candidate.key.seal(randomness, description_of(id), text.as_bytes())),
            added_at: self.now(),
        };
        self.keep_attachment(caller, row, replaces, Written { file, thumbnail }).await
    }

    /// Refuses early what could not be kept, before any work is spent on it.
    async fn attachment_candidate(&self, caller: &Caller) -> Result<Candidate> {
        let (_, candidate, id) = caller.candidate()?;
        let mut tx = self.db().read().await?;
        let application = application::load(&mut tx, id).await?;
        require_open(self, &application)?;
        let candidate = candidate::load(self, &mut tx, candidate).await?;
        tx.commit().await?;
        Ok(candidate)
    }

    /// What the content is, on the blocking pool: pictures are decoded, PDF files only read.
    async fn examine_attachment(&self, bytes: Vec<u8>) -> Result<Examined> {
        let refused = |code| Err(Problem::at(code, Field::Attachment).into());
        if bytes.is_empty() {
            return refused(ProblemCode::FileEmpty);
        }
        if bytes.len() > SIZE_MAX {
            return refused(ProblemCode::FileTooLarge);
        }
        let Some(format) = FileKind::of(&bytes) else { return refused(ProblemCode::FileFormat) };
        let engine = self.parts().photo.clone();
        let slot = self.inner.photo_slots.clone().acquire_owned().await.expect("the semaphore is never closed");
        let work = tokio::task::spawn_blocking(move || {
            // held until the work is done, even when the request has gone away meanwhile
            let _slot = slot;
            if format == FileKind::Pdf {
                pdf::check(&bytes)?;
                return Ok(Examined { format, bytes: bytes.into(), thumbnail: None });
            }
            let thumbnail = engine.thumbnail(&bytes, THUMBNAIL_PX).ok_or(ProblemCode::FileUnreadable)?;
            // Places, times and devices are dropped where that needs no new compression: from a JPEG that is not turned by
            // its metadata. Elsewhere they stay in the file, which is sealed; a thumbnail never has any.
            let plain = (format == FileKind::Jpeg).then(|| engine.without_metadata(&bytes)).flatten();
            Ok(Examined { format, bytes: plain.unwrap_or(bytes).into(), thumbnail: Some(thumbnail) })
        });
        let examined: Result<Examined, ProblemCode> = work.await.map_err(Cause::from)?;
        examined.or_else(refused)
    }

    async fn keep_attachment(
        &self,
        caller: &Caller,
        mut row: store::Row,
        replaces: Option<AttachmentId>,
        written: Written,
    ) -> Result<()> {
        let (province, _, id) = caller.candidate()?;
        let mut tx = self.db().begin().await?;
        let mut application = application::lock(&mut tx, id).await?;
        if store::by_id(&mut tx, row.id).await?.is_some() {
            return Ok(());
        }
        require_open(self, &application)?;
        match replaces {
            Some(old) => row.kind = self.drop_row(&mut tx, id, old).await?,
            None => require_place(self, &mut tx, &application, &row.kind).await?,
        }
        if row.kind != OTHER {
            row.description_sealed = None;
        }
        for file in [Some(written.file), written.thumbnail].into_iter().flatten() {
            files::keep(&mut tx, file).await?;
        }
        store::insert(&mut tx, &row).await?;
        changed(self, &mut tx, &mut application).await?;
        application::save(&mut tx, &application).await?;
        let detail = serde_json::json!({ "attachment": row.id, "kind": row.kind, "replaces": replaces });
        let (actor, action) = (caller.into(), Action::AttachmentAdded);
        self.record(&mut tx, Entry { actor, action, province: Some(province), enrolment: Some(id), detail }).await?;
        tx.commit().await?;
        self.wake_jobs();
        Ok(())
    }
}

/// Refuses the file above the limit, and kinds that nothing demands.
async fn require_place(enrolment: &Enrolment, tx: &mut Tx, application: &Application, kind: &str) -> Result<()> {
    if store::kinds(tx, application.id).await?.len() >= COUNT_MAX {
        return Err(Problem::at(ProblemCode::FileTooMany, Field::Attachment).into());
    }
    let demands = details::demands_of(enrolment, tx, application).await?.unwrap_or_default();
    let known = kind == OTHER || demands.iter().any(|demand| demand.code == kind);
    if known { Ok(()) } else { Err(ProblemCode::BadRequest.into()) }
}

/// One line without control characters; nothing where it is blank.
fn described(text: Option<String>) -> Result<Option<String>> {
    let text: String = text.unwrap_or_default().chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let text = text.trim();
    if text.chars().count() > DESCRIPTION_MAX {
        return Err(Problem::at(ProblemCode::FieldTooLong, Field::Attachment).into());
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}
