//! Stills and sound of a capture: kept with it, given to the reviewer who holds the case, gone with it.

use super::store::part as store;
use crate::{
    Caller, Enrolment, Result, application,
    audit::Action,
    candidate::{self, Candidate},
    db::Tx,
    error::{Cause, Error},
    files::{self, Purpose},
    ports::{FacePart, PartKind},
};
use shared::id::{EnrolmentId, FaceId, FacePartId, FileId};

/// A still or the sound of a capture, without its bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PartSeen {
    pub part: FacePartId,
    pub kind: PartKind,
    /// From the beginning of the capture.
    pub at_ms: u32,
}

/// Written, but not referred to yet.
pub(super) struct Written {
    kind: PartKind,
    at_ms: u32,
    file: FileId,
}

/// Most that is kept of one capture: what a reviewer looks at.
const PARTS_MAX: usize = 16;

impl PartKind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Still => "still",
            Self::Sound => "sound",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Still, Self::Sound].into_iter().find(|kind| kind.as_str() == text)
    }
}

impl Enrolment {
    /// A still, marked, or the sound: for the reviewer who holds the case, whose read is audited.
    pub async fn face_part(&self, caller: &Caller, id: FacePartId) -> Result<(PartKind, Vec<u8>)> {
        let mut tx = self.db().read().await?;
        let found = store::by_id(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let application = application::load(&mut tx, found.enrolment_id).await?;
        let candidate = candidate::load(self, &mut tx, application.candidate).await?;
        tx.commit().await?;
        let kind = kind(&found.part)?;
        let detail = serde_json::json!({ "face": found.part.face_id, "part": id, "kind": kind });
        self.permit_read(caller, &application, Action::FaceRead, detail).await?;
        let bytes = files::read(self, &candidate, Purpose::Face, found.part.file_id).await?;
        match kind {
            PartKind::Still => Ok((kind, self.marked(caller, bytes).await?)),
            PartKind::Sound => Ok((kind, bytes)),
        }
    }

    pub(super) async fn write_parts(&self, candidate: &Candidate, parts: Vec<FacePart>) -> Result<Vec<Written>> {
        let mut written = Vec::new();
        for part in parts.into_iter().take(PARTS_MAX) {
            let file = files::write(self, candidate, Purpose::Face, &part.bytes).await?;
            written.push(Written { kind: part.kind, at_ms: part.at_ms, file });
        }
        Ok(written)
    }
}

/// They belong to this capture from now on.
pub(super) async fn keep(enrolment: &Enrolment, tx: &mut Tx, face: FaceId, written: Vec<Written>) -> Result<()> {
    for Written { kind, at_ms, file } in written {
        files::keep(tx, file).await?;
        let id = FacePartId(enrolment.new_id());
        let (kind, at_ms) = (kind.as_str().to_owned(), i64::from(at_ms));
        store::insert(tx, &store::Row { id, face_id: face, kind, at_ms, file_id: file }).await?;
    }
    Ok(())
}

/// Takes them from an application's capture; their files are deleted after the commit.
pub(crate) async fn remove(enrolment: &Enrolment, tx: &mut Tx, id: EnrolmentId) -> Result<()> {
    for file in store::take_all(tx, id).await? {
        files::discard(enrolment, tx, file).await?;
    }
    Ok(())
}

pub(super) async fn seen(tx: &mut Tx, id: EnrolmentId) -> Result<Vec<PartSeen>> {
    let rows = store::of_enrolment(tx, id).await?;
    rows.iter().map(|row| Ok(PartSeen { part: row.id, kind: kind(row)?, at_ms: row.at_ms as u32 })).collect()
}

fn kind(row: &store::Row) -> Result<PartKind> {
    Ok(PartKind::parse(&row.kind).ok_or(Cause::Corrupt("face_part.kind"))?)
}
