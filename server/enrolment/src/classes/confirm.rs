//! What is true of a row, and confirming it. Looking and confirming judge by the same function; confirming does it again under
//! the locks of the row and of the application.

use super::{RowOutcome, SentRow, operator, own_batch, store};
use crate::{
    Caller, Enrolment, Result,
    application::{self, Application},
    audit::{Action, Entry},
    candidate::{self, Candidate},
    card,
    classes::ClassRow,
    crypto::Belongs,
    db::Tx,
    desk, details,
    error::Error,
    staff::Officer,
};
use shared::{
    document::DocumentNumber,
    id::{ClassBatchId, EnrolmentId},
    person::PersonName,
};
use std::collections::HashSet;

/// A person whom a row names, and their application.
struct Named {
    candidate: Candidate,
    application: Application,
}

impl Enrolment {
    /// What each row of a list would come to.
    pub(super) async fn look_through(
        &self,
        officer: Officer<'_>,
        institution: &str,
        sent: Vec<SentRow>,
    ) -> Result<Vec<ClassRow>> {
        let mut seen = HashSet::new();
        let mut rows = Vec::with_capacity(sent.len());
        let mut tx = self.db().read().await?;
        for sent in sent {
            let outcome = if seen.insert(sent.number.to_uppercase()) {
                match self.named(&mut tx, officer, &sent).await? {
                    Err(outcome) => outcome,
                    Ok(mut named) => self.judge(&mut tx, officer, institution, &mut named).await?,
                }
            } else {
                RowOutcome::Repeated
            };
            rows.push(ClassRow { sent, outcome });
        }
        tx.commit().await?;
        Ok(rows)
    }

    /// Confirms what is ready, row by row, from where it stopped last. Doing it twice changes nothing.
    pub async fn confirm_class(&self, caller: &Caller, batch: ClassBatchId) -> Result<()> {
        let mut tx = self.db().begin().await?;
        own_batch(self, &mut tx, caller, batch).await?;
        store::begin(&mut tx, batch, self.now()).await?;
        let lines: Vec<i64> = store::rows(&mut tx, batch).await?.into_iter().map(|row| row.line).collect();
        tx.commit().await?;
        for line in lines {
            self.confirm_row(caller, batch, line).await?;
        }
        self.wake_jobs();
        Ok(())
    }

    async fn confirm_row(&self, caller: &Caller, batch: ClassBatchId, line: i64) -> Result<()> {
        let (officer, institution) = operator(caller)?;
        let mut tx = self.db().begin().await?;
        let Some(stored) = store::lock_row(&mut tx, batch, line).await? else { return Ok(()) };
        let row = self.open_row(batch, &stored)?;
        if row.outcome != RowOutcome::Ready {
            return Ok(());
        }
        let (outcome, confirmed) = match self.named(&mut tx, officer, &row.sent).await? {
            Err(outcome) => (outcome, None),
            Ok(Named { candidate, application }) => {
                let application = application::lock(&mut tx, application.id).await?;
                let mut named = Named { candidate, application };
                match self.judge(&mut tx, officer, institution, &mut named).await? {
                    RowOutcome::Ready => {
                        self.take_in(&mut tx, officer, institution, &row.sent, &named).await?;
                        (RowOutcome::Confirmed, Some(named.application))
                    }
                    other => (other, None),
                }
            }
        };
        store::set_outcome(&mut tx, batch, line, outcome.as_str()).await?;
        if let Some(application) = confirmed {
            let (actor, action) = (officer.actor(), Action::ClassConfirmed);
            let detail = serde_json::json!({ "batch": batch, "line": line, "institution": institution });
            let (province, enrolment) = (Some(&application.province), Some(application.id));
            self.record(&mut tx, Entry { actor, action, province, enrolment, detail }).await?;
        }
        tx.commit().await
    }

    /// Who has this document number and this name, both exact. A wrong pair is answered as an unknown one.
    async fn named(
        &self,
        tx: &mut Tx,
        officer: Officer<'_>,
        sent: &SentRow,
    ) -> Result<std::result::Result<Named, RowOutcome>> {
        let province = &officer.jurisdiction.province;
        let kinds = self.profile(province)?.document_types.iter();
        let numbers: Vec<_> = kinds.filter_map(|kind| DocumentNumber::parse(*kind, &sent.number).ok()).collect();
        let Ok(name) = sent.name.parse::<PersonName>() else { return Ok(Err(RowOutcome::Malformed)) };
        if numbers.is_empty() {
            return Ok(Err(RowOutcome::Malformed));
        }
        for number in numbers {
            let Some(candidate) = candidate::find_by_document(self, tx, province, &number).await? else { continue };
            let Some(id) = application::latest(tx, candidate.id).await? else { continue };
            if name_of(tx, &candidate, id).await?.is_some_and(|own| own == name) {
                let application = application::load(tx, id).await?;
                return Ok(Ok(Named { candidate, application }));
            }
        }
        Ok(Err(RowOutcome::NotFound))
    }

    /// What is true of somebody whom a row names. What a confirmation stands for is entered into the application given, but not
    /// saved.
    async fn judge(
        &self,
        tx: &mut Tx,
        officer: Officer<'_>,
        institution: &str,
        named: &mut Named,
    ) -> Result<RowOutcome> {
        let application = &mut named.application;
        if officer.require(&application.province, &application.region).is_err() {
            return Ok(RowOutcome::NotYours);
        }
        match store::institution_of(tx, &application.province, application.id).await? {
            Some(other) if other != institution => return Ok(RowOutcome::NotYours),
            Some(_) => return Ok(RowOutcome::Already),
            None => {}
        }
        let reachable = desk::require_reachable(self, officer, application);
        match reachable.and_then(|()| desk::enter(application)) {
            Ok(()) => Ok(RowOutcome::Ready),
            Err(Error::Refused(_)) => Ok(RowOutcome::NotReady),
            Err(error) => Err(error),
        }
    }

    async fn take_in(
        &self,
        tx: &mut Tx,
        officer: Officer<'_>,
        institution: &str,
        sent: &SentRow,
        named: &Named,
    ) -> Result<()> {
        let (application, candidate) = (&named.application, &named.candidate);
        desk::stand_for(self, tx, application).await?;
        application::save(tx, application).await?;
        let found = desk::Found::CONFIRMED;
        self.keep_check(tx, officer, (application, candidate), found, Some(institution)).await?;
        let belongs = Belongs::to("class_member.class_sealed", application.id.0);
        let class = candidate.key.seal(&*self.parts().randomness, belongs, sent.class.as_bytes());
        let place = (&application.province, institution);
        store::insert_member(tx, application.id, place, &class, self.now()).await
    }
}

/// The name on the document as confirmed, or else as entered.
async fn name_of(tx: &mut Tx, candidate: &Candidate, id: EnrolmentId) -> Result<Option<PersonName>> {
    let card = card::of_enrolment(tx, id, candidate).await?.record.map(|record| record.fields.name);
    match card {
        Some(name) => Ok(Some(name)),
        None => Ok(details::load(tx, candidate, id).await?.map(|(details, _)| details.name)),
    }
}
