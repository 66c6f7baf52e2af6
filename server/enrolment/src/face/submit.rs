//! Taking a capture in: kept as it came but for its metadata, judged on the blocking pool where there is an engine, then one transaction. With
//! every try used, or without an engine, a reviewer looks at it.

use super::{
    Asked, Container, FaceReceipt,
    part::{self, Written},
    provide, receipt, remove, store,
};
use crate::{
    Caller, Enrolment, Result, application,
    attempts::{self, Counted, Ending, NewTry},
    audit::{Action, Entry},
    candidate::{self, Candidate},
    card, consent,
    db::Tx,
    error::Cause,
    files::{self, Purpose},
    patience,
    ports::{FaceEvidence, FaceJudgement, FacePart, FaceVerdict, FaceVerification, FaceVerifier},
};
use shared::{
    enrolment::{Event, Item},
    evidence::{CardSide, FaceOutcome, UploadPurpose},
    id::{AttemptId, CardId, EnrolmentId, FaceId, FileId, Province},
    liveness::{Expected, Liveness},
    problem::{Field, Problem, ProblemCode},
    profile::CONSENT_FACE,
    video,
};
use std::sync::Arc;

struct Context<'a> {
    caller: &'a Caller,
    province: &'a Province,
    enrolment: EnrolmentId,
    candidate: Candidate,
    expected: Expected,
    /// How the face stood when this capture came.
    before: Option<store::Row>,
}

impl Context<'_> {
    /// While this capture waited or was judged the candidate chose a person or an office, or another capture of
    /// theirs passed or went to a reviewer: only a refusal is taken the place of.
    fn is_overtaken_by(&self, row: &store::Row) -> bool {
        row.outcome != FaceOutcome::Failed.as_str() && self.before.as_ref() != Some(row)
    }
}

/// The picture of the document, and where the portrait is on it.
struct Portrait {
    card: CardId,
    bytes: Vec<u8>,
    place: Option<[f32; 4]>,
}

/// A judgement, the try that it cost, and the picture of the document that it was made with.
struct Judged {
    attempt: AttemptId,
    judgement: FaceJudgement,
    card: Option<CardId>,
}

impl Enrolment {
    /// Takes in a capture that nothing was asked of. Refused with `file.empty`, `file.too_large`, `file.format`, `consent.needed`,
    /// `attempts.spent`, `challenge.expired` where the province asks for something, or as any item.
    pub async fn submit_face(&self, caller: &Caller, bytes: Vec<u8>) -> Result<FaceReceipt> {
        self.submit_face_as_asked(caller, None, bytes).await
    }

    /// The same for an answer to a challenge.
    pub async fn submit_face_as_asked(
        &self,
        caller: &Caller,
        asked: Option<Asked>,
        bytes: Vec<u8>,
    ) -> Result<FaceReceipt> {
        let wrong = |code| Problem::at(code, Field::Face);
        if bytes.is_empty() {
            return Err(wrong(ProblemCode::FileEmpty).into());
        }
        if bytes.len() > UploadPurpose::Face.bytes_max() {
            return Err(wrong(ProblemCode::FileTooLarge).into());
        }
        if Container::of(&bytes).is_none() {
            return Err(wrong(ProblemCode::FileFormat).into());
        }
        let context = self.face_context(caller, asked).await?;
        // goes over the whole film: not on a thread that serves requests
        let work = tokio::task::spawn_blocking(move || video::without_metadata(bytes));
        let bytes = work.await.map_err(Cause::from)?.ok_or_else(|| wrong(ProblemCode::FileFormat))?;
        let (judged, parts) = match self.parts().identity.face.clone() {
            Some(engine) => self.judge_face(engine, &context, &bytes).await?,
            None => (None, Vec::new()),
        };
        let file = files::write(self, &context.candidate, Purpose::Face, &bytes).await?;
        let parts = self.write_parts(&context.candidate, parts).await?;
        self.keep_face(&context, (file, parts), judged).await
    }

    /// The same for a capture that a form brings, in a task of its own. Where it still waits for its turn after a while it says
    /// nothing more: the page of the face shows how it stands.
    pub async fn bring_face(&self, caller: &Caller, asked: Option<Asked>, bytes: Vec<u8>) -> Result<()> {
        let (service, caller) = (self.clone(), caller.clone());
        let work = async move { service.submit_face_as_asked(&caller, asked, bytes).await };
        patience::within(work).await.map(|_| ())
    }

    /// Refuses early what could not be kept, before a try is spent on it.
    async fn face_context<'a>(&self, caller: &'a Caller, asked: Option<Asked>) -> Result<Context<'a>> {
        let (province, candidate, enrolment) = caller.evidence_provider()?;
        let expected = match (self.profile(province)?.face.challenge, asked) {
            (_, Some(Asked(expected))) => expected,
            (Liveness::Presence, None) => Expected::Presence,
            (Liveness::Digits, None) => return Err(Problem::at(ProblemCode::ChallengeExpired, Field::Face).into()),
        };
        let mut tx = self.db().read().await?;
        let application = application::load(&mut tx, enrolment).await?;
        application.require_open(self)?;
        application.progress.advance(&Event::Provide(Item::Face))?;
        consent::require(self, &mut tx, (province, enrolment), CONSENT_FACE).await?;
        let candidate = candidate::load(self, &mut tx, candidate).await?;
        let before = store::of_enrolment(&mut tx, enrolment).await?;
        tx.commit().await?;
        Ok(Context { caller, province, enrolment, candidate, expected, before })
    }

    /// Costs a try. No judgement where the engine failed: then a reviewer looks, and the try is given back.
    async fn judge_face(
        &self,
        engine: Arc<dyn FaceVerifier>,
        context: &Context<'_>,
        capture: &[u8],
    ) -> Result<(Option<Judged>, Vec<FacePart>)> {
        let expected = context.expected.clone();
        let new = NewTry { step: Counted::Face, asked: Some(&expected), unless_since: None };
        let attempt = self.begin_attempt(context.caller, context.enrolment, new).await?;
        let done = match self.portrait(context).await {
            Ok(portrait) => {
                let (card, capture) = (portrait.as_ref().map(|portrait| portrait.card), capture.to_vec());
                let work = move || {
                    let evidence = FaceEvidence {
                        card: portrait.as_ref().map(|portrait| portrait.bytes.as_slice()),
                        portrait: portrait.as_ref().and_then(|portrait| portrait.place),
                        capture: &capture,
                        expected: &expected,
                    };
                    Ok((card, engine.verify(&evidence)?))
                };
                self.in_turn(Some(attempt), "judging a face", work).await
            }
            Err(error) => Err(error),
        };
        match done {
            Ok(Some((card, FaceVerification { judgement, parts }))) => {
                Ok((Some(Judged { attempt, judgement, card }), parts))
            }
            Ok(None) => self.refund_attempt(attempt).await.map(|()| (None, Vec::new())),
            Err(error) => {
                self.refund_attempt(attempt).await?;
                Err(error)
            }
        }
    }

    async fn portrait(&self, context: &Context<'_>) -> Result<Option<Portrait>> {
        let mut tx = self.db().read().await?;
        let pages = card::of_enrolment(&mut tx, context.enrolment, &context.candidate).await?;
        tx.commit().await?;
        let Some(side) = pages.side(CardSide::Portrait) else { return Ok(None) };
        let bytes = self.card_file(context.caller, side.card).await?;
        Ok(Some(Portrait { card: side.card, bytes, place: pages.reading.and_then(|reading| reading.portrait) }))
    }

    async fn keep_face(
        &self,
        context: &Context<'_>,
        (file, parts): (FileId, Vec<Written>),
        judged: Option<Judged>,
    ) -> Result<FaceReceipt> {
        let id = context.enrolment;
        let mut tx = self.db().begin().await?;
        let mut application = application::lock(&mut tx, id).await?;
        let outcome = self.conclude_try(&mut tx, id, judged.as_ref()).await?;
        let overtaken = store::of_enrolment(&mut tx, id).await?.filter(|row| context.is_overtaken_by(row));
        let outcome = match overtaken {
            // a reviewer was asked for while it was on its way, and has something to look at by it
            Some(row) if row.outcome == FaceOutcome::Manual.as_str() && row.file_id.is_none() => FaceOutcome::Manual,
            Some(row) => {
                tx.commit().await?;
                self.wake_jobs();
                return receipt(&row);
            }
            None => outcome,
        };
        consent::require(self, &mut tx, (context.province, id), CONSENT_FACE).await?;
        if outcome == FaceOutcome::Failed {
            application.require_open(self)?;
            application.advance(&Event::Withdraw(Item::Face))?;
        } else {
            provide(self, &mut application)?;
        }
        application::save(&mut tx, &application).await?;
        remove(self, &mut tx, id).await?;
        files::keep(&mut tx, file).await?;
        let judgement =
            judged.map(|judged| serde_json::to_string(&judged.judgement)).transpose().map_err(Cause::from)?;
        let row = store::Row {
            id: FaceId(self.new_id()),
            enrolment_id: id,
            file_id: Some(file),
            outcome: outcome.as_str().to_owned(),
            judgement,
            asked: Some(serde_json::to_string(&context.expected)?),
            taken_at: self.now(),
        };
        store::replace(&mut tx, &row).await?;
        part::keep(self, &mut tx, row.id, parts).await?;
        let action = if outcome == FaceOutcome::Failed { Action::FaceFailed } else { Action::FaceProvided };
        let (actor, detail) = (context.caller.into(), serde_json::json!({ "face": row.id, "outcome": outcome }));
        self.record(&mut tx, Entry { actor, action, province: Some(context.province), enrolment: Some(id), detail })
            .await?;
        tx.commit().await?;
        self.wake_jobs();
        receipt(&row)
    }

    /// Enters the try, and says how the face stands by it. A reviewer compares where no engine did, and where the document was
    /// photographed anew meanwhile: who passed beside the old picture did not pass beside this one.
    async fn conclude_try(&self, tx: &mut Tx, id: EnrolmentId, judged: Option<&Judged>) -> Result<FaceOutcome> {
        let Some(Judged { attempt, judgement, card }) = judged else { return Ok(FaceOutcome::Manual) };
        let outcome = outcome_of(judgement);
        let ending = if outcome == FaceOutcome::Passed { Ending::Passed } else { Ending::Failed };
        if !attempts::conclude(self, tx, *attempt, ending, (&judgement.engine, judgement)).await? {
            return Err(ProblemCode::Unavailable.into());
        }
        let stands = outcome != FaceOutcome::Passed || card::portrait_of(tx, id).await? == *card;
        Ok(if stands { outcome } else { FaceOutcome::Manual })
    }
}

const fn outcome_of(judgement: &FaceJudgement) -> FaceOutcome {
    match judgement.verdict {
        FaceVerdict::Pass => FaceOutcome::Passed,
        FaceVerdict::Fail => FaceOutcome::Failed,
        FaceVerdict::Doubtful => FaceOutcome::Manual,
    }
}
