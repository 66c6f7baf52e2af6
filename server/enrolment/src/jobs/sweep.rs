//! What is done every minute: leases that ran out return to the queue, what has outlived its purpose is deleted, and
//! numbers whose time has come are allotted.

use super::store;
use crate::{
    Enrolment, Result, attempts, candidate, existing, face, files, outbox, photo, registration, review, session, staff,
    uploads,
};
use shared::time::Span;

/// Codes count in daily limits, so they stay a little longer than a day.
const CODES_KEPT: Span = Span::hours(25);
const ATTEMPTS_KEPT: Span = Span::hours(24);
/// How long an address is known after the last right password.
const ADDRESSES_KEPT: Span = Span::days(90);
/// How signing in of staff went, for them to see.
const SIGN_INS_KEPT: Span = Span::days(190);
const GIVEN_UP_KEPT: Span = Span::days(30);
/// As long as a complaint about a message may come.
const MESSAGES_KEPT: Span = Span::days(190);
/// They count in daily limits.
const CHALLENGES_KEPT: Span = Span::hours(25);
const INVITATIONS_KEPT: Span = Span::days(1);

impl Enrolment {
    /// One round of the periodic work. Safe to run at any time and in several processes.
    pub async fn sweep(&self) -> Result<()> {
        review::expire_leases(self).await?;
        let now = self.now();
        let mut tx = self.db().begin().await?;
        session::delete_expired(&mut tx, now).await?;
        registration::delete_codes(&mut tx, now - CODES_KEPT).await?;
        staff::delete_attempts(&mut tx, now - ATTEMPTS_KEPT, now - ADDRESSES_KEPT, now).await?;
        staff::delete_sign_ins(&mut tx, now - SIGN_INS_KEPT).await?;
        crate::handoff::delete_old(&mut tx, now - INVITATIONS_KEPT).await?;
        outbox::delete_before(&mut tx, now - MESSAGES_KEPT).await?;
        crate::education::delete_old(&mut tx, now).await?;
        existing::delete_claims(&mut tx, now - CODES_KEPT).await?;
        existing::import::delete_stale(&mut tx, now).await?;
        crate::classes::delete_old(&mut tx, now).await?;
        store::delete_given_up(&mut tx, now - GIVEN_UP_KEPT).await?;
        photo::drop_expired_sources(&mut tx, now).await?;
        uploads::drop_expired(&mut tx, now).await?;
        attempts::give_back(&mut tx, now).await?;
        face::challenge::delete_before(&mut tx, now - CHALLENGES_KEPT).await?;
        candidate::delete_shredded(&mut tx).await?;
        let files = files::due_for_deletion(&mut tx, now).await?;
        tx.commit().await?;
        for file in files {
            self.delete_file(file).await?;
        }
        self.settle_unchecked().await?;
        self.allot_due_numbers().await?;
        self.apply_retention_daily().await?;
        self.roll_up().await?;
        self.anchor_daily().await?;
        self.check_nightly().await?;
        Ok(())
    }
}
