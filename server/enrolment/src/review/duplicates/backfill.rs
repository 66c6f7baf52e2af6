//! Candidates of before the traces: a job goes through them, a page at a time, and enqueues itself for the next.

use super::{
    store,
    trace::{trace_former_number, trace_identity, trace_name, trace_photo, trace_spoken_name},
};
use crate::{
    Enrolment, Result, application,
    candidate::{self, Candidate},
    details,
    error::{Cause, Error},
    files::{self, Purpose},
    jobs::{self, Job},
    photo,
};
use shared::id::{CandidateId, EnrolmentId};

/// Candidates in one job: done well within a job's time.
const PAGE: i64 = 50;

impl Enrolment {
    /// Traces the candidates that follow `after`. May run twice: traces replace themselves.
    pub(crate) async fn trace_candidates(&self, after: CandidateId) -> Result<()> {
        let mut tx = self.db().read().await?;
        let page = store::candidates(&mut tx, after, PAGE).await?;
        tx.commit().await?;
        for id in &page {
            self.trace_candidate(*id).await?;
        }
        if let Some(last) = page.last().filter(|_| page.len() == PAGE as usize) {
            let mut tx = self.db().begin().await?;
            jobs::enqueue(self, &mut tx, Job::TraceCandidates(*last)).await?;
            tx.commit().await?;
            self.wake_jobs();
        }
        Ok(())
    }

    async fn trace_candidate(&self, id: CandidateId) -> Result<()> {
        let mut tx = self.db().read().await?;
        let candidate = match candidate::load(self, &mut tx, id).await {
            Err(Error::NotFound) => return Ok(()),
            loaded => loaded?,
        };
        let latest = application::latest(&mut tx, id).await?;
        tx.commit().await?;
        let print = match latest {
            Some(enrolment) => self.print_of(&candidate, enrolment).await?,
            None => None,
        };
        let mut tx = self.db().begin().await?;
        trace_identity(self, &mut tx, id, (&candidate.document, &candidate.phone)).await?;
        if let Some(enrolment) = latest {
            if let Some((details, _)) = details::load(&mut tx, &candidate, enrolment).await? {
                trace_name(self, &mut tx, id, (&details.name, details.birth_date)).await?;
                trace_spoken_name(self, &mut tx, id, (&details.pinyin, details.birth_date)).await?;
                if let Some(former) = details.former.as_ref().and_then(|former| former.number.as_ref()) {
                    trace_former_number(self, &mut tx, id, former.expose()).await?;
                }
            }
            if print.is_some() {
                trace_photo(self, &mut tx, &candidate, print).await?;
            }
        }
        tx.commit().await
    }

    /// The print of an application's photograph; of a file that is gone there is none.
    async fn print_of(&self, candidate: &Candidate, id: EnrolmentId) -> Result<Option<u64>> {
        let mut tx = self.db().read().await?;
        let file = photo::file_of_enrolment(&mut tx, id).await?;
        tx.commit().await?;
        let Some(file) = file else { return Ok(None) };
        let bytes = match files::read(self, candidate, Purpose::Photo, file).await {
            Err(Error::NotFound) => return Ok(None),
            read => read?,
        };
        let engine = self.parts().photo.clone();
        let slot = self.inner.photo_slots.clone().acquire_owned().await.expect("the semaphore is never closed");
        let work = tokio::task::spawn_blocking(move || {
            let _slot = slot;
            engine.print(&bytes)
        });
        Ok(work.await.map_err(Cause::from)?)
    }
}
