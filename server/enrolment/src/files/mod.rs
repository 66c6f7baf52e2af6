//! Candidates' files: sealed with the candidate's key, written before the row that refers to them, deleted when nothing does.
//! The store on a local directory is `local`.

mod local;
mod store;

pub use local::LocalFiles;

use crate::{
    Enrolment, Result,
    candidate::Candidate,
    crypto::{Belongs, Hashed},
    db::Tx,
    error::{Cause, Error},
    jobs::{self, Job},
};
use shared::{
    id::FileId,
    time::{Span, Timestamp},
};
use std::io;

/// What a file is for; part of what it is sealed to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Purpose {
    Photo,
    PhotoSource,
    Card,
    Face,
    Attachment,
    Thumbnail,
}

impl Purpose {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Photo => "photo",
            Self::PhotoSource => "photo_source",
            Self::Card => "card",
            Self::Face => "face",
            Self::Attachment => "attachment",
            Self::Thumbnail => "thumbnail",
        }
    }

    pub(crate) const fn of(self, id: FileId) -> Belongs {
        Belongs::to(self.as_str(), id.0)
    }
}

/// A file that no row refers to after this time was left by a crash.
const UNFINISHED: Span = Span::hours(1);

/// Writes a file that is deleted again unless [`keep`] follows: its row is there first, so that a crash leaves no unknown file.
pub(crate) async fn write(
    enrolment: &Enrolment,
    candidate: &Candidate,
    purpose: Purpose,
    bytes: &[u8],
) -> Result<FileId> {
    let (id, now) = (FileId(enrolment.new_id()), enrolment.now());
    let mut tx = enrolment.db().begin().await?;
    let file = (id, candidate.id, purpose.as_str());
    let content = enrolment.keys().hash(Hashed::Content, &[bytes]);
    store::insert(&mut tx, file, (bytes.len() as i64, &content), now, now + UNFINISHED).await?;
    tx.commit().await?;
    let sealed = candidate.key.seal(&*enrolment.parts().randomness, purpose.of(id), bytes);
    enrolment.parts().files.put(id, &sealed).await.map_err(Cause::from)?;
    Ok(id)
}

/// A row of this transaction refers to the file from now on.
pub(crate) async fn keep(tx: &mut Tx, id: FileId) -> Result<()> {
    match store::keep(tx, id).await? {
        1 => Ok(()),
        _ => Err(Cause::Corrupt("a file was deleted before it was kept").into()),
    }
}

/// Nothing refers to the file any more; it is deleted after the commit.
pub(crate) async fn discard(enrolment: &Enrolment, tx: &mut Tx, id: FileId) -> Result<()> {
    store::discard(tx, id, enrolment.now()).await?;
    jobs::enqueue(enrolment, tx, Job::DeleteFile(id)).await
}

pub(crate) async fn read(
    enrolment: &Enrolment,
    candidate: &Candidate,
    purpose: Purpose,
    id: FileId,
) -> Result<Vec<u8>> {
    let sealed = enrolment.parts().files.get(id).await.map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Error::NotFound,
        _ => Cause::from(error).into(),
    })?;
    Ok(candidate.key.open(purpose.of(id), &sealed)?)
}

/// Files whose time is over.
pub(crate) async fn due_for_deletion(tx: &mut Tx, now: Timestamp) -> Result<Vec<FileId>> {
    store::due(tx, now).await
}

impl Enrolment {
    /// Deletes a file that is due: the bytes first, so that a crash in between is made good by the next round.
    pub(crate) async fn delete_file(&self, id: FileId) -> Result<()> {
        let now = self.now();
        let mut tx = self.db().read().await?;
        let due = store::is_due(&mut tx, id, now).await?;
        tx.commit().await?;
        if !due {
            return Ok(());
        }
        self.parts().files.delete(id).await.map_err(Cause::from)?;
        let mut tx = self.db().begin().await?;
        store::delete(&mut tx, id, now).await?;
        tx.commit().await
    }
}
