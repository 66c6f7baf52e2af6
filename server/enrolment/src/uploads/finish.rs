//! The whole file: put together, compared with what was announced, and handed to the use case of its purpose. Asked again it
//! answers the same again.

use super::{chunk_of, chunks, store};
use crate::{
    Caller, Enrolment, Result,
    attachments::{NewAttachment, Place},
    candidate,
    card::CardOutcome,
    crypto::{Hashed, same, sha256},
    error::{Cause, Error},
    face::{self, FaceReceipt},
    patience,
};
use serde::{Deserialize, Serialize};
use shared::{
    evidence::{CardSide, UploadPurpose},
    id::{AttachmentId, UploadId},
    problem::{Problem, ProblemCode},
    time::Span,
};
use std::{convert::Infallible, time::Duration};

/// What became of the file. No personal data: it is kept to be answered again.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Taken {
    Card(CardOutcome),
    Face(FaceReceipt),
    Attachment { attachment: AttachmentId },
}

/// While one request finishes a file, no other does; a request that was cut off is waited for this long.
const CLAIM: Span = Span::secs(120);
/// How often a claim is renewed while the work lasts.
const RENEW: Duration = Duration::from_secs(30);
/// When to ask again meanwhile, in seconds.
const ASK_AGAIN: u32 = 2;

impl Enrolment {
    /// Hands the whole file over. Refused with `upload.damaged` where pieces are missing or make another file, and as the
    /// use case refuses. A proof that is finished so is one that nothing demands.
    pub async fn finish_upload(&self, caller: &Caller, id: UploadId) -> Result<Taken> {
        self.attach_upload(caller, id, Place::default()).await
    }

    /// The same for a proof, which comes to its place; other files need none.
    pub async fn attach_upload(&self, caller: &Caller, id: UploadId, place: Place) -> Result<Taken> {
        let (.., enrolment) = caller.evidence_provider()?;
        let mut tx = self.db().begin().await?;
        let row = self.own(&mut tx, enrolment, id).await?;
        if let Some(answer) = &row.answer {
            return Ok(serde_json::from_str(answer)?);
        }
        if row.claimed_until.is_some_and(|until| until > self.now()) {
            return Err(Problem::new(ProblemCode::Conflict).retry_after(ASK_AGAIN).into());
        }
        if store::places(&mut tx, id).await?.len() < chunks(&row) as usize {
            return Err(ProblemCode::UploadDamaged.into());
        }
        store::claim(&mut tx, id, Some(self.now() + CLAIM)).await?;
        tx.commit().await?;
        let (service, caller) = (self.clone(), caller.clone());
        let done = patience::within(async move { service.conclude_upload(&caller, &row, place).await }).await?;
        // it waits for its turn, which the page shows meanwhile; asking again finds the answer
        done.ok_or_else(|| Problem::new(ProblemCode::Conflict).retry_after(ASK_AGAIN).into())
    }

    async fn conclude_upload(&self, caller: &Caller, row: &store::Row, place: Place) -> Result<Taken> {
        let work = async {
            match self.whole(caller, row).await {
                Ok(bytes) => self.hand_over(caller, row, place, bytes).await,
                Err(error) => Err(error),
            }
        };
        let taken = tokio::select! {
            taken = work => taken,
            never = self.renewing_claim(row.id) => match never {},
        };
        self.settle_upload(row.id, taken).await
    }

    /// Waiting for one's turn may take longer than a claim lasts. A claim that cannot be renewed now is tried again before it runs out.
    async fn renewing_claim(&self, id: UploadId) -> Infallible {
        loop {
            tokio::time::sleep(RENEW).await;
            if let Err(error) = self.renew_claim(id).await {
                tracing::warn!(cause = %error, "the claim of an upload could not be renewed");
            }
        }
    }

    async fn renew_claim(&self, id: UploadId) -> Result<()> {
        let mut tx = self.db().begin().await?;
        store::claim(&mut tx, id, Some(self.now() + CLAIM)).await?;
        tx.commit().await
    }

    /// The bytes, where they are what was announced.
    async fn whole(&self, caller: &Caller, row: &store::Row) -> Result<Vec<u8>> {
        let (_, candidate, enrolment) = caller.evidence_provider()?;
        let mut tx = self.db().read().await?;
        let candidate = candidate::load(self, &mut tx, candidate).await?;
        let sealed = store::chunks(&mut tx, row.id).await?;
        tx.commit().await?;
        let mut bytes = Vec::with_capacity(row.size_bytes as usize);
        for piece in sealed {
            bytes.extend(candidate.key.open(chunk_of(row.id), &piece)?);
        }
        let content = self.keys().hash(Hashed::Upload, &[enrolment.0.as_bytes(), &sha256(&bytes)]);
        if same(&content, &row.content_index) { Ok(bytes) } else { Err(ProblemCode::UploadDamaged.into()) }
    }

    async fn hand_over(&self, caller: &Caller, row: &store::Row, place: Place, bytes: Vec<u8>) -> Result<Taken> {
        match UploadPurpose::parse(&row.purpose).ok_or(Cause::Corrupt("upload.purpose"))? {
            UploadPurpose::CardPortrait => {
                self.submit_card_side(caller, CardSide::Portrait, bytes).await.map(Taken::Card)
            }
            UploadPurpose::CardEmblem => self.submit_card_side(caller, CardSide::Emblem, bytes).await.map(Taken::Card),
            UploadPurpose::Face => {
                let mut tx = self.db().read().await?;
                let asked = face::challenge::of_upload(&mut tx, row.id).await?;
                tx.commit().await?;
                self.submit_face_as_asked(caller, asked, bytes).await.map(Taken::Face)
            }
            UploadPurpose::Attachment => {
                // under the upload's own id: a process that died before it kept the answer attaches no second one
                let id = AttachmentId(row.id.0);
                self.attach(caller, id, NewAttachment::at(place, bytes)).await?;
                Ok(Taken::Attachment { attachment: id })
            }
        }
    }

    /// Keeps the answer. What can never be taken in is forgotten, anything else may be finished again.
    async fn settle_upload(&self, id: UploadId, taken: Result<Taken>) -> Result<Taken> {
        let mut tx = self.db().begin().await?;
        match &taken {
            Ok(answer) => store::finish(&mut tx, id, self.now(), &serde_json::to_string(answer)?).await?,
            Err(Error::Refused(problem)) if is_for_good(problem.code) => store::delete(&mut tx, id).await?,
            Err(_) => store::claim(&mut tx, id, None).await?,
        }
        tx.commit().await?;
        taken
    }
}

/// Whether the same bytes would be refused again.
const fn is_for_good(code: ProblemCode) -> bool {
    matches!(
        code,
        ProblemCode::UploadDamaged
            | ProblemCode::FileEmpty
            | ProblemCode::FileTooLarge
            | ProblemCode::FileFormat
            | ProblemCode::FileUnreadable
            | ProblemCode::FileUnsafe
    )
}
