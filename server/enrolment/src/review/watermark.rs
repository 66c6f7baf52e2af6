//! The reader's name and the time, drawn into every picture that staff see. The stored file stays as it is, and candidates
//! get it without.

use super::case::store;
use crate::{Caller, Enrolment, Result, Who, error::Cause};

impl Enrolment {
    /// The picture as this caller may have it. One that cannot be marked is not given to staff at all.
    pub(crate) async fn marked(&self, caller: &Caller, bytes: Vec<u8>) -> Result<Vec<u8>> {
        let Who::Staff { staff, .. } = &caller.who else { return Ok(bytes) };
        let mut tx = self.db().read().await?;
        let login = store::login(&mut tx, *staff).await?;
        tx.commit().await?;
        let at = self.now().beijing();
        let text = format!("{login} {} {:02}:{:02}", at.date(), at.hour(), at.minute());
        let engine = self.parts().photo.clone();
        let slot = self.inner.photo_slots.clone().acquire_owned().await.expect("the semaphore is never closed");
        let work = tokio::task::spawn_blocking(move || {
            // held until the work is done, even when the request has gone away meanwhile
            let _slot = slot;
            engine.mark(&bytes, &text)
        });
        Ok(work.await.map_err(Cause::from)?.ok_or(Cause::Corrupt("a picture cannot be marked"))?)
    }
}
