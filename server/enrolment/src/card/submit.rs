//! Taking a picture of a side in: made into the file to keep on the blocking pool, then one transaction. Once both are there they
//! are read (`reading`).

use super::{CardOutcome, CardReceipt, CardRefusal, ask_again, store};
use crate::{
    Caller, Enrolment, Result, application,
    audit::{Action, Entry},
    candidate::{self, Candidate},
    consent,
    error::Cause,
    face,
    files::{self, Purpose},
    patience, photo,
};
use shared::{
    enrolment::{Event, Item},
    evidence::{CardSide, UploadPurpose},
    id::{CardId, EnrolmentId, FileId, Province},
    photo::PreparedCard,
    problem::{Problem, ProblemCode},
    profile::CONSENT_CARD,
};

/// Whose document it is.
pub(super) struct Context<'a> {
    pub(super) caller: &'a Caller,
    pub(super) province: &'a Province,
    pub(super) enrolment: EnrolmentId,
    pub(super) candidate: Candidate,
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
        let context = self.card_context(caller).await?;
        let length = bytes.len();
        let made = self.prepare_card(bytes).await?;
        match made.file {
            Some(file) if made.verdict.passes() => {
                let prepared = file.len() != length;
                let stored = files::write(self, &context.candidate, Purpose::Card, &file).await?;
                let made = PreparedCard { file: None, verdict: made.verdict };
                let receipt = self.keep_side(&context, side, (made, prepared), stored).await?;
                // the side is kept whatever comes of it; a reading can be asked for again
                if let Err(error) = self.read_card(&context).await {
                    tracing::error!(cause = %error, "a card was not read");
                }
                Ok(CardOutcome::Kept(receipt))
            }
            _ => self.refuse_side(&context, side, made).await.map(CardOutcome::Refused),
        }
    }

    /// The same for sides that a form brings, one after the other, in a task of its own. Where it still waits for its turn after a
    /// while it says nothing more: the pages of the document show how it stands.
    pub async fn bring_card_sides(&self, caller: &Caller, sides: Vec<(CardSide, Vec<u8>)>) -> Result<()> {
        let (service, caller) = (self.clone(), caller.clone());
        let work = async move {
            for (side, bytes) in sides {
                service.submit_card_side(&caller, side, bytes).await?;
            }
            Ok(())
        };
        patience::within(work).await.map(|_| ())
    }

    /// Refuses early what could not be kept, before any work is spent on it.
    pub(super) async fn card_context<'a>(&self, caller: &'a Caller) -> Result<Context<'a>> {
        let (province, candidate, enrolment) = caller.evidence_provider()?;
        let mut tx = self.db().read().await?;
        let application = application::load(&mut tx, enrolment).await?;
        application.require_open(self)?;
        application.progress.advance(&Event::Provide(Item::Card))?;
        consent::require(self, &mut tx, (province, enrolment), CONSENT_CARD).await?;
        let candidate = candidate::load(self, &mut tx, candidate).await?;
        tx.commit().await?;
        Ok(Context { caller, province, enrolment, candidate })
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
        of: CardSide,
        (made, prepared): (PreparedCard, bool),
        file: FileId,
    ) -> Result<CardReceipt> {
        let (id, side) = (context.enrolment, of.as_str());
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
        if of == CardSide::Portrait {
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
        Ok(CardReceipt { card: row.id, side: of, verdict: made.verdict, prepared, taken_at: row.taken_at })
    }

    async fn refuse_side(&self, context: &Context<'_>, side: CardSide, made: PreparedCard) -> Result<CardRefusal> {
        let verdict = serde_json::to_string(&made.verdict)?;
        let mut tx = self.db().begin().await?;
        store::refuse(&mut tx, context.enrolment, side.as_str(), &verdict, self.now()).await?;
        tx.commit().await?;
        Ok(CardRefusal { side, verdict: made.verdict })
    }
}
