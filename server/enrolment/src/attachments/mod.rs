//! Proofs that a candidate attaches: what is there, what is still demanded, giving files out. Taking them in is `add`, what may
//! come in as a PDF is `pdf`, whether the item stands is `standing`.

mod add;
mod pdf;
mod standing;
mod store;

pub use add::{NewAttachment, Place};
pub(crate) use standing::{recompute, require_met};

use standing::changed;

use crate::{
    Caller, Enrolment, Result, Who,
    application::{self, Application},
    audit::{Action, Entry},
    candidate::{self, Candidate},
    crypto::Belongs,
    db::Tx,
    details,
    error::{Cause, Error},
    files::{self, Purpose},
    review,
};
use shared::{
    attachment::{COUNT_MAX, Demand},
    enrolment::{Event, Item},
    file_kind::FileKind,
    id::{AttachmentId, EnrolmentId, FileId},
    time::Timestamp,
};

/// The proofs of an application, as its candidate sees them.
#[derive(Clone, PartialEq, Debug)]
pub struct Attachments {
    /// What is demanded, with what is there; `None` while there are no details to judge by.
    pub demands: Option<Vec<Demanded>>,
    /// What nothing demands, or nothing any more.
    pub others: Vec<Attachment>,
    /// Whether files may be added, replaced and removed now.
    pub open: bool,
    /// Files that may still be added.
    pub left: usize,
}

impl Attachments {
    /// Nothing that is demanded is missing.
    pub fn complete(&self) -> bool {
        self.demands.as_ref().is_some_and(|demands| demands.iter().all(|demanded| !demanded.files.is_empty()))
    }

    /// Every file, those that are demanded first.
    pub fn files(&self) -> impl Iterator<Item = &Attachment> {
        let demanded = self.demands.iter().flatten().flat_map(|demanded| &demanded.files);
        demanded.chain(&self.others)
    }
}

/// One demand and the files that meet it.
#[derive(Clone, PartialEq, Debug)]
pub struct Demanded {
    pub demand: Demand,
    pub files: Vec<Attachment>,
}

/// One attached file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Attachment {
    pub id: AttachmentId,
    /// Code of a demand, or `other`.
    pub kind: String,
    pub format: FileKind,
    pub size_bytes: u64,
    pub has_thumbnail: bool,
    /// What the candidate says of it.
    pub description: Option<String>,
    pub added_at: Timestamp,
}

/// The bytes of an attached file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AttachmentFile {
    pub format: FileKind,
    pub bytes: Vec<u8>,
}

impl Enrolment {
    /// What the caller has attached, and what is demanded.
    pub async fn attachments(&self, caller: &Caller) -> Result<Attachments> {
        let (_, candidate, id) = caller.candidate()?;
        let mut tx = self.db().read().await?;
        let application = application::load(&mut tx, id).await?;
        let candidate = candidate::load(self, &mut tx, candidate).await?;
        let shown = shown(self, &mut tx, &candidate, &application).await?;
        tx.commit().await?;
        Ok(shown)
    }

    /// Takes a file away. Refused with `attachment.missing` where what was handed in would lack a proof, or as any change of an
    /// application.
    pub async fn remove_attachment(&self, caller: &Caller, attachment: AttachmentId) -> Result<()> {
        let (province, _, id) = caller.candidate()?;
        let mut tx = self.db().begin().await?;
        let mut application = application::lock(&mut tx, id).await?;
        require_open(self, &application)?;
        self.drop_row(&mut tx, id, attachment).await?;
        changed(self, &mut tx, &mut application).await?;
        application::save(&mut tx, &application).await?;
        let detail = serde_json::json!({ "attachment": attachment });
        let (actor, action) = (caller.into(), Action::AttachmentRemoved);
        self.record(&mut tx, Entry { actor, action, province: Some(province), enrolment: Some(id), detail }).await?;
        tx.commit().await?;
        self.wake_jobs();
        Ok(())
    }

    /// The file as it came (a JPEG without its metadata): for its candidate, and for the reviewer who holds the case, whose pictures
    /// bear their name.
    pub async fn attachment_file(&self, caller: &Caller, id: AttachmentId) -> Result<AttachmentFile> {
        let (row, candidate) = self.open_attachment(caller, id, "file").await?;
        let format = format(&row)?;
        let bytes = files::read(self, &candidate, Purpose::Attachment, row.file_id).await?;
        match (&caller.who, format) {
            (Who::Staff { .. }, FileKind::Jpeg | FileKind::Png | FileKind::WebP) => {
                Ok(AttachmentFile { format: FileKind::Jpeg, bytes: self.marked(caller, bytes).await? })
            }
            _ => Ok(AttachmentFile { format, bytes }),
        }
    }

    /// A small JPEG of the file, for the same people. `NotFound` for a PDF.
    pub async fn attachment_thumbnail(&self, caller: &Caller, id: AttachmentId) -> Result<Vec<u8>> {
        let (row, candidate) = self.open_attachment(caller, id, "thumbnail").await?;
        let file = row.thumbnail_id.ok_or(Error::NotFound)?;
        self.marked(caller, files::read(self, &candidate, Purpose::Thumbnail, file).await?).await
    }

    /// Lets those read it who may; a reviewer's read is audited before anything is given out.
    async fn open_attachment(
        &self,
        caller: &Caller,
        id: AttachmentId,
        part: &'static str,
    ) -> Result<(store::Row, Candidate)> {
        let mut tx = self.db().read().await?;
        let row = store::by_id(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let application = application::load(&mut tx, row.enrolment_id).await?;
        let candidate = candidate::load(self, &mut tx, application.candidate).await?;
        tx.commit().await?;
        match &caller.who {
            // not a phone that was handed over to: proofs are not taken there
            Who::Candidate { enrolment, .. } if *enrolment == application.id => {
                caller.candidate()?;
            }
            Who::Staff { .. } => {
                review::require_lease(self, caller, &application)?;
                let detail = serde_json::json!({ "attachment": id, "part": part });
                let (province, enrolment) = (Some(&application.province), Some(application.id));
                let (actor, action) = (caller.into(), Action::AttachmentRead);
                let mut tx = self.db().begin().await?;
                self.record(&mut tx, Entry { actor, action, province, enrolment, detail }).await?;
                tx.commit().await?;
            }
            Who::Guest | Who::Candidate { .. } => return Err(Error::NotFound),
        }
        Ok((row, candidate))
    }

    /// Removes the row of an application's own file, and the files with it; gives the kind it was of.
    async fn drop_row(&self, tx: &mut Tx, enrolment: EnrolmentId, id: AttachmentId) -> Result<String> {
        let row = store::delete(tx, enrolment, id).await?.ok_or(Error::NotFound)?;
        for file in [Some(row.file_id), row.thumbnail_id].into_iter().flatten() {
            files::discard(self, tx, file).await?;
        }
        Ok(row.kind)
    }
}

/// Refuses what may not be changed now.
pub(crate) fn require_open(enrolment: &Enrolment, application: &Application) -> Result<()> {
    application.require_changeable(enrolment)?;
    application.progress.advance(&Event::Provide(Item::Attachments))?;
    Ok(())
}

/// The files of an application beside what is demanded.
async fn shown(
    enrolment: &Enrolment,
    tx: &mut Tx,
    candidate: &Candidate,
    application: &Application,
) -> Result<Attachments> {
    let mut files = of_enrolment(tx, candidate, application.id).await?;
    let left = COUNT_MAX.saturating_sub(files.len());
    let demands = details::demands_of(enrolment, tx, application).await?.map(|demands| {
        let meet = |demand: Demand| Demanded {
            files: files.extract_if(.., |file| file.kind == demand.code).collect(),
            demand,
        };
        demands.into_iter().map(meet).collect()
    });
    let open = require_open(enrolment, application).is_ok();
    Ok(Attachments { demands, others: files, open, left })
}

/// What a reviewer sees of a case's proofs.
pub(crate) async fn of_case(
    enrolment: &Enrolment,
    tx: &mut Tx,
    candidate: &Candidate,
    application: &Application,
) -> Result<Option<Attachments>> {
    if !application.progress.items.contains_key(&Item::Attachments) {
        return Ok(None);
    }
    shown(enrolment, tx, candidate, application).await.map(Some)
}

async fn of_enrolment(tx: &mut Tx, candidate: &Candidate, id: EnrolmentId) -> Result<Vec<Attachment>> {
    let rows = store::of_enrolment(tx, id).await?;
    rows.into_iter().map(|row| attachment(candidate, row)).collect()
}

fn attachment(candidate: &Candidate, row: store::Row) -> Result<Attachment> {
    let format = format(&row)?;
    let description = row.description_sealed.as_deref();
    let description = description.map(|sealed| candidate.key.open_text(description_of(row.id), sealed)).transpose()?;
    Ok(Attachment {
        id: row.id,
        kind: row.kind,
        format,
        size_bytes: row.size_bytes as u64,
        has_thumbnail: row.thumbnail_id.is_some(),
        description,
        added_at: row.added_at,
    })
}

fn format(row: &store::Row) -> Result<FileKind> {
    Ok(FileKind::parse(&row.format).ok_or(Cause::Corrupt("attachment.format"))?)
}

const fn description_of(id: AttachmentId) -> Belongs {
    Belongs::to("attachment.description_sealed", id.0)
}

/// The written files of one attachment.
#[derive(Clone, Copy, Debug)]
struct Written {
    file: FileId,
    thumbnail: Option<FileId>,
}
