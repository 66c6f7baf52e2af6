//! Every signature that stands, verified: at once for the command line; of a night page by page, by jobs that go on where the one before
//! stopped, in whichever process. What a round found is a check of the data like the others.

use super::{
    store::{self, round as rounds},
    verify::SignatureFault,
};
use crate::{
    Enrolment, Result,
    audit::{Action, Actor, Entry},
    checks::{self, SIGNATURE_ALTERED},
    jobs::{self, Job},
};
use shared::id::SignatureId;
use uuid::Uuid;

/// Signatures of one page: done well within a job's time, files included.
const PAGE: i64 = 200;

/// What a page came to.
struct Page {
    last: SignatureId,
    verified: i64,
    faults: Vec<SignatureFault>,
    is_last: bool,
}

impl Enrolment {
    /// Verifies every signature that stands; gives how many, and those that do not.
    pub async fn verify_signatures(&self) -> Result<(u64, Vec<SignatureFault>)> {
        let (mut last, mut count, mut faults) = (SignatureId(Uuid::nil()), 0, Vec::new());
        loop {
            let page = self.verify_page(last).await?;
            (last, count) = (page.last, count + page.verified as u64);
            faults.extend(page.faults);
            if page.is_last {
                return Ok((count, faults));
            }
        }
    }

    async fn verify_page(&self, after: SignatureId) -> Result<Page> {
        let mut tx = self.db().read().await?;
        let ids = store::after(&mut tx, after, PAGE).await?;
        tx.commit().await?;
        let is_last = ids.len() < PAGE as usize;
        let mut page = Page { last: ids.last().copied().unwrap_or(after), verified: 0, faults: Vec::new(), is_last };
        for id in ids {
            let Some(check) = self.check_signature(id).await? else { continue };
            page.verified += 1;
            if !check.stands() {
                page.faults.push(SignatureFault { id, seal: check.seal, altered: check.altered().collect() });
            }
        }
        Ok(page)
    }

    /// Begins a round in the place of one that is under way; few signatures are done with at once.
    pub(crate) async fn begin_signature_round(&self) -> Result<()> {
        let id = self.new_id();
        let mut tx = self.db().begin().await?;
        rounds::begin(&mut tx, id, self.now()).await?;
        tx.commit().await?;
        self.go_on_verifying(id).await
    }

    /// The next page of a round. One that was replaced, or that another process went on with, is left alone.
    pub(crate) async fn go_on_verifying(&self, id: Uuid) -> Result<()> {
        let mut tx = self.db().read().await?;
        let Some(round) = rounds::load(&mut tx, id).await? else { return Ok(()) };
        tx.commit().await?;
        let page = self.verify_page(round.last_id).await?;
        let mut examples: Vec<String> = serde_json::from_str(&round.examples)?;
        examples.extend(page.faults.iter().map(|fault| fault.id.to_string()));
        examples.truncate(checks::EXAMPLES);
        let next = rounds::Round {
            id,
            last_id: page.last,
            verified: round.verified + page.verified,
            altered: round.altered + page.faults.len() as i64,
            examples: serde_json::to_string(&examples)?,
        };
        let mut tx = self.db().begin().await?;
        if !rounds::advance(&mut tx, &next, round.last_id, round.verified, page.is_last).await? {
            return Ok(());
        }
        if page.is_last {
            self.end_signature_round(&mut tx, &next).await?;
        } else {
            jobs::enqueue(self, &mut tx, Job::VerifySignatures(id)).await?;
        }
        tx.commit().await?;
        self.wake_jobs();
        Ok(())
    }

    async fn end_signature_round(&self, tx: &mut crate::db::Tx, round: &rounds::Round) -> Result<()> {
        if round.altered > 0 {
            tracing::error!(altered = round.altered, "signatures do not stand");
        }
        checks::keep(self, tx, (SIGNATURE_ALTERED, round.altered), &round.examples).await?;
        let detail = serde_json::json!({ "verified": round.verified, "altered": round.altered });
        let (actor, action) = (Actor::SYSTEM, Action::SignaturesVerified);
        self.record(tx, Entry { actor, action, province: None, enrolment: None, detail }).await
    }
}
