//! Taking a picture of a side in: made into the file to keep on the blocking pool, then one transaction; and reading both
//! sides where there is an engine for it.

use super::{CardOutcome, CardReceipt, CardRefusal, ask_again, reading_of, store};
use crate::{
    Caller, Enrolment, Result, application,
    attempts::{self, Counted, Ending},
    audit::{Action, Entry},
    candidate::{self, Candidate},
    consent,
    error::Cause,
    face,
    files::{self, Purpose},
    photo,
    ports::{CardProblem, CardReader, CardReading},
};
use shared::{
    document::DocumentNumber,
    enrolment::{Event, Item},
    evidence::{CardField, CardSide, Day, FOR_EVER, UploadPurpose},
    id::{AttemptId, CardId, EnrolmentId, FileId, Province},
    photo::PreparedCard,
    problem::{Problem, ProblemCode},
    profile::CONSENT_CARD,
    time::Timestamp,
};
use std::sync::Arc;

/// Who hands in what.
struct Context<'a> {
    caller: &'a Caller,
    province: &'a Province,
    enrolment: EnrolmentId,
    candidate: Candidate,
    side: CardSide,
}

impl Enrolment {
    /// Takes in one side, as it came or as the browser made it. Refused with `file.empty`, `file.too_large`,
    /// `consent.needed`, `window.closed`, `enrolment.wrong_state` or `enrolment.item_closed`.
    pub async fn submit_card_side(&self, caller: &Caller, side: CardSide, bytes: Vec<u8>) -> Result<CardOutcome> {
        if bytes.is_empty() {
            return Err(Problem::at(ProblemCode::FileEmpty, side.field()).into());
        }
        if bytes.len() > UploadPurpose::of_side(side).bytes_max() {
            return Err(Problem::at(ProblemCode::FileTooLarge, side.field()).into());
        }
        let context = self.card_context(caller, side).await?;
        let length = bytes.len();
        let made = self.prepare_card(bytes).await?;
        match made.file {
            Some(file) if made.verdict.passes() => {
                let prepared = file.len() != length;
                let stored = files::write(self, &context.candidate, Purpose::Card, &file).await?;
                let made = PreparedCard { file: None, verdict: made.verdict };
                let receipt = self.keep_side(&context, made, prepared, stored).await?;
                self.read_card(&context).await?;
                Ok(CardOutcome::Kept(receipt))
            }
            _ => self.refuse_side(&context, made).await.map(CardOutcome::Refused),
        }
    }

    /// Refuses early what could not be kept, before any work is spent on it.
    async fn card_context<'a>(&self, caller: &'a Caller, side: CardSide) -> Result<Context<'a>> {
        let (province, candidate, enrolment) = caller.evidence_provider()?;
        let mut tx = self.db().read().await?;
        let application = application::load(&mut tx, enrolment).await?;
        application.require_open(self)?;
        application.progress.advance(&Event::Provide(Item::Card))?;
        consent::require(self, &mut tx, (province, enrolment), CONSENT_CARD).await?;
        let candidate = candidate::load(self, &mut tx, candidate).await?;
        tx.commit().await?;
        Ok(Context { caller, province, enrolment, candidate, side })
    }

    async fn prepare_card(&self, bytes: Vec<u8>) -> Result<PreparedCard> {
        let engine = self.parts().card.clone();
        let slot = self.inner.photo_slots.clone().acquire_owned().await.expect("the semaphore is never closed");
        let work = tokio::task::spawn_blocking(move || {
            // held until the work is done, even when the request has gone away meanwhile
            let _slot = slot;
            engine.prepare(&bytes)
        });
        Ok(work.await.map_err(Cause::from)?)
    }

    async fn keep_side(
        &self,
        context: &Context<'_>,
        made: PreparedCard,
        prepared: bool,
        file: FileId,
    ) -> Result<CardReceipt> {
        let (id, side) = (context.enrolment, context.side.as_str());
        let mut tx = self.db().begin().await?;
        let mut application = application::lock(&mut tx, id).await?;
        application.require_open(self)?;
        application.progress.advance(&Event::Provide(Item::Card))?;
        consent::require(self, &mut tx, (context.province, id), CONSENT_CARD).await?;
        ask_again(&mut tx, &mut application).await?;
        application::save(&mut tx, &application).await?;
        if let Some(old) = store::delete(&mut tx, id, side).await? {
            files::discard(self, &mut tx, old).await?;
        }
        store::forgive(&mut tx, id, side).await?;
        store::save_reading(&mut tx, id, None).await?;
        if context.side == CardSide::Portrait {
            photo::document_changed(&mut tx, id).await?;
            face::document_changed(&mut tx, id).await?;
        }
        let row = store::Row {
            id: CardId(self.new_id()),
            enrolment_id: id,
            side: side.to_owned(),
            file_id: file,
            verdict: serde_json::to_string(&made.verdict)?,
            prepared,
            taken_at: self.now(),
        };
        files::keep(&mut tx, file).await?;
        store::insert(&mut tx, &row).await?;
        let detail = serde_json::json!({ "card": row.id, "side": side, "prepared": prepared });
        let (actor, action) = (context.caller.into(), Action::CardSideProvided);
        let entry = Entry { actor, action, province: Some(context.province), enrolment: Some(id), detail };
        self.record(&mut tx, entry).await?;
        tx.commit().await?;
        self.wake_jobs();
        Ok(CardReceipt { card: row.id, side: context.side, verdict: made.verdict, prepared, taken_at: row.taken_at })
    }

    async fn refuse_side(&self, context: &Context<'_>, made: PreparedCard) -> Result<CardRefusal> {
        let verdict = serde_json::to_string(&made.verdict)?;
        let mut tx = self.db().begin().await?;
        store::refuse(&mut tx, context.enrolment, context.side.as_str(), &verdict, self.now()).await?;
        tx.commit().await?;
        Ok(CardRefusal { side: context.side, verdict: made.verdict })
    }

    /// Reads both sides once they are there. Without an engine, with every try used, or where it fails, the candidate types.
    async fn read_card(&self, context: &Context<'_>) -> Result<()> {
        let Some(reader) = self.parts().identity.reader.clone() else { return Ok(()) };
        let mut tx = self.db().read().await?;
        let rows = store::sides(&mut tx, context.enrolment).await?;
        tx.commit().await?;
        let of = |side: CardSide| rows.iter().find(|row| row.side == side.as_str()).map(|row| (row.id, row.file_id));
        let (Some(portrait), Some(emblem)) = (of(CardSide::Portrait), of(CardSide::Emblem)) else { return Ok(()) };
        let attempt = match self.begin_attempt(context.caller, context.enrolment, Counted::Card, None).await {
            Ok(attempt) => attempt,
            Err(crate::Error::Refused(_)) => return Ok(()),
            Err(error) => return Err(error),
        };
        let Some(reading) = self.read_sides(reader, attempt, &context.candidate, [portrait.1, emblem.1]).await else {
            return self.refund_attempt(attempt).await;
        };
        let reading = against_registration(reading, &context.candidate.document, self.now());
        let sealed = context.candidate.key.seal(
            &*self.parts().randomness,
            reading_of(context.enrolment),
            &serde_json::to_vec(&reading)?,
        );
        let mut tx = self.db().begin().await?;
        application::lock(&mut tx, context.enrolment).await?;
        let now = store::sides(&mut tx, context.enrolment).await?;
        let unchanged = [portrait.0, emblem.0].iter().all(|id| now.iter().any(|row| row.id == *id));
        let ending = if reading.problems.is_empty() { Ending::Passed } else { Ending::Failed };
        let explained = (&reading.engine, &reading.problems);
        if attempts::conclude(self, &mut tx, attempt, ending, explained).await? && unchanged {
            store::save_reading(&mut tx, context.enrolment, Some(&sealed)).await?;
        }
        tx.commit().await
    }

    async fn read_sides(
        &self,
        reader: Arc<dyn CardReader>,
        attempt: AttemptId,
        candidate: &Candidate,
        files: [FileId; 2],
    ) -> Option<CardReading> {
        let portrait = files::read(self, candidate, Purpose::Card, files[0]).await.ok()?;
        let emblem = files::read(self, candidate, Purpose::Card, files[1]).await.ok()?;
        let kind = candidate.document.kind();
        let work = move || reader.read(kind, &portrait, &emblem);
        self.in_turn(Some(attempt), "reading a card", work).await.ok()?
    }
}

/// What contradicts the registration, or today.
fn against_registration(mut reading: CardReading, registered: &DocumentNumber, now: Timestamp) -> CardReading {
    let other = reading.text(CardField::Number).is_some_and(|read| read != registered.expose());
    let until = reading.text(CardField::ValidTo).filter(|text| *text != FOR_EVER);
    let expired = until.and_then(|text| text.parse::<Day>().ok()).is_some_and(|until| until.0 < now.beijing().date());
    for (wrong, problem) in [(other, CardProblem::OtherNumber), (expired, CardProblem::Expired)] {
        if wrong && !reading.problems.contains(&problem) {
            reading.problems.push(problem);
        }
    }
    reading
}
