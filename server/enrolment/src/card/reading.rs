//! Reading what stands on both sides, where there is an engine for it. A reading that did not come about – the line was full,
//! something of ours failed, the process ended – can be asked for again; nobody has to wait for it, what stands on the document
//! can be typed.

use super::{reading_of, store, submit::Context};
use crate::{
    Caller, Enrolment, Error, Result, application,
    attempts::{self, Counted, Ending, NewTry, Turn},
    files::{self, Purpose},
    patience,
    ports::{CardProblem, CardReading},
};
use shared::{
    document::DocumentNumber,
    evidence::{CardField, CardSide, Day, FOR_EVER},
    id::{AttemptId, CardId, EnrolmentId, FileId},
    problem::ProblemCode,
    time::Timestamp,
};

/// How the reading of the pictures that stand is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReadingState {
    /// Nobody reads: there is no engine, a side is missing, every try is used, or the candidate has typed.
    ByHand,
    /// It was left out, and may be asked for.
    LeftOut,
    /// It waits or is at it.
    Running(Turn),
    Done,
}

impl Enrolment {
    /// How the reading of the caller's document stands.
    pub async fn card_reading(&self, caller: &Caller) -> Result<ReadingState> {
        let (.., id) = caller.evidence_provider()?;
        if self.parts().identity.reader.is_none() {
            return Ok(ReadingState::ByHand);
        }
        let mut tx = self.db().read().await?;
        match attempts::turn_of(&mut tx, id, Counted::Card, self.now()).await? {
            Turn::Idle => {}
            turn => return Ok(ReadingState::Running(turn)),
        }
        let record = store::record(&mut tx, id).await?;
        if record.as_ref().is_some_and(|row| row.reading_sealed.is_some()) {
            return Ok(ReadingState::Done);
        }
        if record.is_some_and(|row| row.confirmed_at.is_some()) {
            return Ok(ReadingState::ByHand);
        }
        let may_be = store::sides(&mut tx, id).await?.len() == CardSide::ALL.len()
            && attempts::left(self, &mut tx, id, Counted::Card).await? > 0;
        Ok(if may_be { ReadingState::LeftOut } else { ReadingState::ByHand })
    }

    /// Reads what was left out, in a task of its own; where it takes long the pages show how it stands. Does nothing where there is
    /// nothing to read or it is being read. Refused with `service.unavailable` where the line is full, and as a picture is.
    pub async fn read_card_again(&self, caller: &Caller) -> Result<()> {
        if self.card_reading(caller).await? != ReadingState::LeftOut {
            return Ok(());
        }
        let (service, caller) = (self.clone(), caller.clone());
        let work = async move {
            let context = service.card_context(&caller).await?;
            let done = service.read_card(&context).await?;
            if done { Ok(()) } else { Err(ProblemCode::Unavailable.into()) }
        };
        patience::within(work).await.map(|_| ())
    }

    /// Reads both sides once they are there, unless they were read or are being read. False where it was left out.
    pub(super) async fn read_card(&self, context: &Context<'_>) -> Result<bool> {
        if self.parts().identity.reader.is_none() {
            return Ok(true);
        }
        let mut tx = self.db().read().await?;
        let rows = store::sides(&mut tx, context.enrolment).await?;
        tx.commit().await?;
        let of = |side: CardSide| rows.iter().find(|row| row.side == side.as_str()).map(|row| (row.id, row.file_id));
        let (Some(portrait), Some(emblem)) = (of(CardSide::Portrait), of(CardSide::Emblem)) else { return Ok(true) };
        let newest = rows.iter().map(|row| row.taken_at).max();
        let new = NewTry { step: Counted::Card, asked: None, unless_since: newest };
        let attempt = match self.begin_attempt(context.caller, context.enrolment, new).await {
            Ok(attempt) => attempt,
            // every try is used, or it is being read
            Err(Error::Refused(_)) => return Ok(true),
            Err(error) => return Err(error),
        };
        if self.is_read(context.enrolment).await? {
            // somebody else's asking was faster
            self.refund_attempt(attempt).await?;
            return Ok(true);
        }
        let Some(reading) = self.read_sides(attempt, context, [portrait.1, emblem.1]).await else {
            self.refund_attempt(attempt).await?;
            return Ok(false);
        };
        let reading = against_registration(reading, &context.candidate.document, self.now());
        self.keep_reading(context, attempt, [portrait.0, emblem.0], &reading).await
    }

    async fn is_read(&self, id: EnrolmentId) -> Result<bool> {
        let mut tx = self.db().read().await?;
        Ok(store::record(&mut tx, id).await?.is_some_and(|row| row.reading_sealed.is_some()))
    }

    /// What was read counts for the pictures that it was read of.
    async fn keep_reading(
        &self,
        context: &Context<'_>,
        attempt: AttemptId,
        pictures: [CardId; 2],
        reading: &CardReading,
    ) -> Result<bool> {
        let id = context.enrolment;
        let sealed =
            context.candidate.key.seal(&*self.parts().randomness, reading_of(id), &serde_json::to_vec(reading)?);
        let mut tx = self.db().begin().await?;
        application::lock(&mut tx, id).await?;
        let now = store::sides(&mut tx, id).await?;
        let unchanged = pictures.iter().all(|picture| now.iter().any(|row| row.id == *picture));
        let ending = if reading.problems.is_empty() { Ending::Passed } else { Ending::Failed };
        let explained = (&reading.engine, &reading.problems);
        let counts = attempts::conclude(self, &mut tx, attempt, ending, explained).await?;
        if counts && unchanged {
            store::save_reading(&mut tx, id, Some(&sealed)).await?;
        }
        tx.commit().await?;
        Ok(counts)
    }

    /// Nothing where something of ours failed, which is logged.
    async fn read_sides(&self, attempt: AttemptId, context: &Context<'_>, files: [FileId; 2]) -> Option<CardReading> {
        let reader = self.parts().identity.reader.clone()?;
        let kind = context.candidate.document.kind();
        let read = async {
            let portrait = files::read(self, &context.candidate, Purpose::Card, files[0]).await?;
            let emblem = files::read(self, &context.candidate, Purpose::Card, files[1]).await?;
            let work = move || reader.read(kind, &portrait, &emblem);
            self.in_turn(Some(attempt), "reading a card", work).await
        };
        match read.await {
            Ok(reading) => reading,
            Err(error) => {
                tracing::warn!(cause = %error, "a card was not read");
                None
            }
        }
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
