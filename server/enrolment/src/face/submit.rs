//! Taking a capture in: kept as it came but for its metadata, judged on the blocking pool where there is an engine, then one transaction. With
//! every try used, or without an engine, a reviewer looks at it.

use super::{Container, FaceReceipt, places, provide, receipt, store};
use crate::{
    Caller, Enrolment, Result, application,
    attempts::{self, Counted, Ending},
    audit::{Action, Entry},
    candidate::{self, Candidate},
    card, consent,
    error::Cause,
    files::{self, Purpose},
    ports::{FaceEvidence, FaceJudgement, FaceVerdict, FaceVerifier},
};
use shared::{
    enrolment::{Event, Item},
    evidence::{CardSide, FaceOutcome, UploadPurpose},
    id::{AttemptId, EnrolmentId, FaceId, FileId, Province},
    problem::{Field, Problem, ProblemCode},
    profile::CONSENT_FACE,
};
use std::sync::Arc;

struct Context<'a> {
    caller: &'a Caller,
    province: &'a Province,
    enrolment: EnrolmentId,
    candidate: Candidate,
}

/// A judgement, and the try that it cost.
struct Judged {
    attempt: AttemptId,
    judgement: FaceJudgement,
}

impl Judged {
    const fn outcome(&self) -> FaceOutcome {
        match self.judgement.verdict {
            FaceVerdict::Pass => FaceOutcome::Passed,
            FaceVerdict::Fail => FaceOutcome::Failed,
            FaceVerdict::Doubtful => FaceOutcome::Manual,
        }
    }
}

impl Enrolment {
    /// Takes in a capture. Refused with `file.empty`, `file.too_large`, `file.format`, `consent.needed`, `attempts.spent`, or
    /// as any item.
    pub async fn submit_face(&self, caller: &Caller, bytes: Vec<u8>) -> Result<FaceReceipt> {
        let wrong = |code| Problem::at(code, Field::Face);
        if bytes.is_empty() {
            return Err(wrong(ProblemCode::FileEmpty).into());
        }
        if bytes.len() > UploadPurpose::Face.bytes_max() {
            return Err(wrong(ProblemCode::FileTooLarge).into());
        }
        let Some(container) = Container::of(&bytes) else { return Err(wrong(ProblemCode::FileFormat).into()) };
        let context = self.face_context(caller).await?;
        let bytes = places::without(container, bytes);
        let judged = match self.parts().identity.face.clone() {
            Some(engine) => {
                let attempt = self.begin_attempt(context.enrolment, Counted::Face).await?;
                let bytes = bytes.clone();
                let judgement = self.judge_face(engine, &context, bytes).await;
                if judgement.is_none() {
                    self.refund_attempt(attempt).await?;
                }
                judgement.map(|judgement| Judged { attempt, judgement })
            }
            None => None,
        };
        let file = files::write(self, &context.candidate, Purpose::Face, &bytes).await?;
        self.keep_face(&context, file, judged).await
    }

    /// Refuses early what could not be kept, before a try is spent on it.
    async fn face_context<'a>(&self, caller: &'a Caller) -> Result<Context<'a>> {
        let (province, candidate, enrolment) = caller.evidence_provider()?;
        let mut tx = self.db().read().await?;
        let application = application::load(&mut tx, enrolment).await?;
        application.require_open(self)?;
        application.progress.advance(&Event::Provide(Item::Face))?;
        consent::require(self, &mut tx, (province, enrolment), CONSENT_FACE).await?;
        let candidate = candidate::load(self, &mut tx, candidate).await?;
        tx.commit().await?;
        Ok(Context { caller, province, enrolment, candidate })
    }

    /// Nothing where the engine failed: then a reviewer looks, and the try is given back.
    async fn judge_face(
        &self,
        engine: Arc<dyn FaceVerifier>,
        context: &Context<'_>,
        capture: Vec<u8>,
    ) -> Option<FaceJudgement> {
        let (card, portrait) = self.portrait(context).await.ok()?;
        let slot = self.inner.identity_slots.clone().acquire_owned().await.expect("the semaphore is never closed");
        let work = tokio::task::spawn_blocking(move || {
            let _slot = slot;
            engine.verify(&FaceEvidence { card: card.as_deref(), portrait, capture: &capture })
        });
        match work.await {
            Ok(Ok(judgement)) => Some(judgement),
            Ok(Err(failure)) => {
                tracing::error!(cause = %failure, "judging a face failed");
                None
            }
            Err(stopped) => {
                tracing::error!(cause = %stopped, "judging a face stopped");
                None
            }
        }
    }

    /// The picture to compare with, and where the portrait is on it.
    async fn portrait(&self, context: &Context<'_>) -> Result<(Option<Vec<u8>>, Option<[f32; 4]>)> {
        let mut tx = self.db().read().await?;
        let pages = card::of_enrolment(&mut tx, context.enrolment, &context.candidate).await?;
        tx.commit().await?;
        let Some(side) = pages.side(CardSide::Portrait) else { return Ok((None, None)) };
        let bytes = self.card_file(context.caller, side.card).await?;
        Ok((Some(bytes), pages.reading.and_then(|reading| reading.portrait)))
    }

    async fn keep_face(&self, context: &Context<'_>, file: FileId, judged: Option<Judged>) -> Result<FaceReceipt> {
        let id = context.enrolment;
        let outcome = judged.as_ref().map_or(FaceOutcome::Manual, Judged::outcome);
        let mut tx = self.db().begin().await?;
        let mut application = application::lock(&mut tx, id).await?;
        if let Some(Judged { attempt, judgement }) = &judged {
            let ending = if outcome == FaceOutcome::Passed { Ending::Passed } else { Ending::Failed };
            if !attempts::conclude(self, &mut tx, *attempt, ending, (&judgement.engine, judgement)).await? {
                return Err(ProblemCode::Unavailable.into());
            }
        }
        consent::require(self, &mut tx, (context.province, id), CONSENT_FACE).await?;
        if outcome == FaceOutcome::Failed {
            application.require_open(self)?;
            application.advance(&Event::Withdraw(Item::Face))?;
        } else {
            provide(self, &mut application)?;
        }
        application::save(&mut tx, &application).await?;
        if let Some(old) = store::of_enrolment(&mut tx, id).await?.and_then(|row| row.file_id) {
            files::discard(self, &mut tx, old).await?;
        }
        files::keep(&mut tx, file).await?;
        let judgement =
            judged.map(|judged| serde_json::to_string(&judged.judgement)).transpose().map_err(Cause::from)?;
        let row = store::Row {
            id: FaceId(self.new_id()),
            enrolment_id: id,
            file_id: Some(file),
            outcome: outcome.as_str().to_owned(),
            judgement,
            taken_at: self.now(),
        };
        store::replace(&mut tx, &row).await?;
        let action = if outcome == FaceOutcome::Failed { Action::FaceFailed } else { Action::FaceProvided };
        let (actor, detail) = (context.caller.into(), serde_json::json!({ "face": row.id, "outcome": outcome }));
        self.record(&mut tx, Entry { actor, action, province: Some(context.province), enrolment: Some(id), detail })
            .await?;
        tx.commit().await?;
        self.wake_jobs();
        receipt(&row)
    }
}
