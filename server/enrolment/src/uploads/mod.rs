//! Files that come piece by piece, so that a dropped line costs one piece and not all. A file is known by its content: a
//! page that was reloaded, or a second one, goes on with what is there. What becomes of the whole file is `finish`.

mod finish;
mod store;

pub use finish::Taken;

use crate::{
    Caller, Enrolment, Result,
    application::{self, Application},
    attachments, candidate, consent,
    crypto::{Belongs, Hashed, same, sha256},
    db::Tx,
    error::Error,
    face,
};
use shared::{
    enrolment::Event,
    evidence::{UploadPurpose, chunk_bytes},
    id::{ChallengeId, EnrolmentId, UploadId},
    liveness::Liveness,
    problem::{Field, Problem, ProblemCode},
    profile::{CONSENT_CARD, CONSENT_FACE},
    time::{Span, Timestamp},
};

/// What is announced.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewUpload {
    pub purpose: UploadPurpose,
    pub size_bytes: u64,
    /// SHA-256 of the whole file.
    pub sha256: [u8; 32],
    /// As the browser names it; advice only.
    pub content_type: String,
    /// What a capture of the face answers, where something was asked.
    pub challenge: Option<ChallengeId>,
}

/// How far an upload is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UploadState {
    pub id: UploadId,
    pub purpose: UploadPurpose,
    pub size_bytes: u64,
    /// Bytes of every piece but the last.
    pub chunk_bytes: u32,
    pub chunks: u32,
    /// Pieces that are there.
    pub have: Vec<u32>,
    pub expires_at: Timestamp,
    pub finished: bool,
}

/// Unfinished ones of an application at a time: one of every purpose, and one more.
const AT_ONCE: usize = UploadPurpose::ALL.len() + 1;
/// An unfinished one lives this long.
const LIFETIME: Span = Span::hours(24);
const CONTENT_TYPE_MAX: usize = 100;

impl Enrolment {
    /// Begins an upload, or finds the unfinished one of the same file again. Refused with `file.empty`, `file.too_large`,
    /// `file.too_many`, `consent.needed`, `challenge.expired`, or as the item it is for.
    pub async fn begin_upload(&self, caller: &Caller, new: &NewUpload) -> Result<UploadState> {
        let (province, _, id) = caller.evidence_provider()?;
        check_announced(new)?;
        let now = self.now();
        let content = self.keys().hash(Hashed::Upload, &[id.0.as_bytes(), &new.sha256]);
        let mut tx = self.db().begin().await?;
        let application = application::lock(&mut tx, id).await?;
        self.require_wanted(&mut tx, caller, &application, new.purpose).await?;
        let open = store::open(&mut tx, id, now).await?;
        let same = |row: &&store::Row| {
            row.purpose == new.purpose.as_str()
                && row.content_index == content
                && row.size_bytes == new.size_bytes as i64
        };
        if let Some(row) = open.iter().find(same).cloned() {
            return state(&mut tx, row).await;
        }
        make_room(&mut tx, &open).await?;
        let row = store::Row {
            id: UploadId(self.new_id()),
            enrolment_id: id,
            purpose: new.purpose.as_str().to_owned(),
            size_bytes: new.size_bytes as i64,
            chunk_bytes: i64::from(chunk_bytes(new.size_bytes)),
            content_index: content,
            content_type: new.content_type.clone(),
            created_at: now,
            expires_at: now + LIFETIME,
            claimed_until: None,
            finished_at: None,
            answer: None,
        };
        store::insert(&mut tx, &row).await?;
        self.tie_to_challenge(&mut tx, caller, (row.id, new)).await?;
        tx.commit().await?;
        tracing::debug!(%province, purpose = row.purpose, "an upload began");
        let mut tx = self.db().read().await?;
        state(&mut tx, row).await
    }

    /// From the announcement on nothing else answers: the digits are known, but so is the hash of the film.
    async fn tie_to_challenge(&self, tx: &mut Tx, caller: &Caller, (id, new): (UploadId, &NewUpload)) -> Result<()> {
        let (province, ..) = caller.evidence_provider()?;
        match (new.purpose, new.challenge) {
            (UploadPurpose::Face, Some(challenge)) => {
                face::challenge::take(self, tx, caller, challenge, Some(id)).await.map(drop)
            }
            (UploadPurpose::Face, None) if self.profile(province)?.face.challenge == Liveness::Digits => {
                Err(Problem::at(ProblemCode::ChallengeExpired, Field::Face).into())
            }
            _ => Ok(()),
        }
    }

    /// Takes one piece in. The same piece twice is one. Refused with `upload.damaged`, keeping nothing, or `upload.expired`.
    pub async fn put_chunk(
        &self,
        caller: &Caller,
        id: UploadId,
        place: u32,
        sha256_of_chunk: &[u8; 32],
        bytes: &[u8],
    ) -> Result<UploadState> {
        let (_, candidate, enrolment) = caller.evidence_provider()?;
        if !same(&sha256(bytes), sha256_of_chunk) {
            return Err(ProblemCode::UploadDamaged.into());
        }
        let mut tx = self.db().begin().await?;
        let row = self.own(&mut tx, enrolment, id).await?;
        if row.finished_at.is_none() {
            if expected_bytes(&row, place) != Some(bytes.len() as u64) {
                return Err(ProblemCode::UploadDamaged.into());
            }
            let candidate = candidate::load(self, &mut tx, candidate).await?;
            let sealed = candidate.key.seal(&*self.parts().randomness, chunk_of(id), bytes);
            store::insert_chunk(&mut tx, id, place, &sealed).await?;
        }
        let state = state(&mut tx, row).await?;
        tx.commit().await?;
        Ok(state)
    }

    /// How far an upload of the caller's is.
    pub async fn upload_state(&self, caller: &Caller, id: UploadId) -> Result<UploadState> {
        let (.., enrolment) = caller.evidence_provider()?;
        let mut tx = self.db().read().await?;
        let row = store::by_id(&mut tx, id, enrolment).await?.ok_or(Error::NotFound)?;
        self.require_alive(&row)?;
        state(&mut tx, row).await
    }

    /// Forgets an unfinished upload, for another file. One that is not there succeeds.
    pub async fn cancel_upload(&self, caller: &Caller, id: UploadId) -> Result<()> {
        let (.., enrolment) = caller.evidence_provider()?;
        let mut tx = self.db().begin().await?;
        store::cancel(&mut tx, id, enrolment, self.now()).await?;
        tx.commit().await
    }

    /// The caller's upload, locked until the transaction ends.
    async fn own(&self, tx: &mut Tx, enrolment: EnrolmentId, id: UploadId) -> Result<store::Row> {
        let row = store::lock(tx, id, enrolment).await?.ok_or(Error::NotFound)?;
        self.require_alive(&row)?;
        Ok(row)
    }

    fn require_alive(&self, row: &store::Row) -> Result<()> {
        if row.expires_at <= self.now() { Err(ProblemCode::UploadExpired.into()) } else { Ok(()) }
    }

    /// Refuses early what could not be taken in: the same is decided again when the file is whole.
    async fn require_wanted(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        application: &Application,
        purpose: UploadPurpose,
    ) -> Result<()> {
        if purpose == UploadPurpose::Attachment {
            // not from a phone that was handed over to: proofs are not taken there
            caller.candidate()?;
            return attachments::require_open(self, application);
        }
        application.require_open(self)?;
        application.progress.advance(&Event::Provide(purpose.item()))?;
        let of = (&application.province, application.id);
        match purpose {
            UploadPurpose::CardPortrait | UploadPurpose::CardEmblem => {
                consent::require(self, tx, of, CONSENT_CARD).await
            }
            UploadPurpose::Face => consent::require(self, tx, of, CONSENT_FACE).await,
            UploadPurpose::Attachment => Ok(()),
        }
    }
}

/// Uploads whose day is over, with their pieces.
pub(crate) async fn drop_expired(tx: &mut Tx, now: Timestamp) -> Result<()> {
    store::drop_expired(tx, now).await
}

fn check_announced(new: &NewUpload) -> Result<()> {
    let field = new.purpose.field();
    if new.size_bytes == 0 {
        return Err(Problem::at(ProblemCode::FileEmpty, field).into());
    }
    if new.size_bytes > new.purpose.bytes_max() as u64 {
        return Err(Problem::at(ProblemCode::FileTooLarge, field).into());
    }
    if new.content_type.len() > CONTENT_TYPE_MAX {
        return Err(ProblemCode::BadRequest.into());
    }
    Ok(())
}

/// At the limit the oldest one gives way that was begun again for another file: nobody waits a day for a picture that they
/// no longer want.
async fn make_room(tx: &mut Tx, open: &[store::Row]) -> Result<()> {
    if open.len() < AT_ONCE {
        return Ok(());
    }
    let replaced =
        |row: &store::Row| open.iter().any(|other| other.purpose == row.purpose && other.created_at > row.created_at);
    let oldest = open.iter().filter(|row| replaced(row)).min_by_key(|row| row.created_at).map(|row| row.id);
    match oldest {
        Some(id) => store::delete(tx, id).await,
        None => Err(ProblemCode::FileTooMany.into()),
    }
}

async fn state(tx: &mut Tx, row: store::Row) -> Result<UploadState> {
    let purpose = UploadPurpose::parse(&row.purpose).ok_or(crate::error::Cause::Corrupt("upload.purpose"))?;
    let have = store::places(tx, row.id).await?;
    Ok(UploadState {
        id: row.id,
        purpose,
        size_bytes: row.size_bytes as u64,
        chunk_bytes: row.chunk_bytes as u32,
        chunks: chunks(&row),
        have: have.into_iter().map(|place| place as u32).collect(),
        expires_at: row.expires_at,
        finished: row.finished_at.is_some(),
    })
}

const fn chunks(row: &store::Row) -> u32 {
    (row.size_bytes as u64).div_ceil(row.chunk_bytes as u64) as u32
}

/// Length of the piece at `place`; none where there is no such place.
fn expected_bytes(row: &store::Row, place: u32) -> Option<u64> {
    let (size, chunk) = (row.size_bytes as u64, row.chunk_bytes as u64);
    let from = u64::from(place) * chunk;
    (from < size).then(|| (size - from).min(chunk))
}

const fn chunk_of(id: UploadId) -> Belongs {
    Belongs::to("upload_chunk.bytes_sealed", id.0)
}
