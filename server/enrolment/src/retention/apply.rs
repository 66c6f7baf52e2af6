//! Applying a rule: one record after another, each in a transaction of its own that looks again whether it is due, deletes it and
//! counts it. Broken off anywhere, it goes on where it was.

use super::{Order, detail, store};
use crate::{
    Enrolment, Result, application,
    audit::{Action, Actor, Entry},
    candidate,
    db::Tx,
    error::{Cause, Error},
    face, files,
    jobs::{self, Job},
    session,
};
use shared::{
    enrolment::State,
    id::{CandidateId, EnrolmentId, ExportId, RetentionRunId},
    profile::RetentionRule,
};
use uuid::Uuid;

/// Records looked at in one transaction, and by one job before it makes place for others.
const PAGE: i64 = 50;
const A_WHILE: u32 = 500;

impl Enrolment {
    /// Goes on with a run; a run that is over, or not known, is left alone.
    pub(crate) async fn apply_retention(&self, id: RetentionRunId) -> Result<()> {
        let mut tx = self.db().read().await?;
        let row = store::run(&mut tx, id).await?;
        tx.commit().await?;
        let Some(row) = row.filter(|row| row.finished_at.is_none()) else { return Ok(()) };
        let rule = RetentionRule::parse(&row.rule).ok_or(Cause::Corrupt("retention_run.rule"))?;
        let order = Order { province: row.province, rule, days: row.days as u32, due_at: row.due_at };
        let (mut after, mut seen, mut deleted) = (Uuid::nil(), 0, 0);
        while seen < A_WHILE {
            let due = self.due(&order, after).await?;
            let Some(last) = due.last() else { return self.finish_retention(id, &order).await };
            after = *last;
            for subject in due {
                seen += 1;
                deleted += u32::from(self.delete_due(id, &order, subject).await?);
            }
        }
        if deleted == 0 {
            return self.finish_retention(id, &order).await;
        }
        let mut tx = self.db().begin().await?;
        jobs::enqueue(self, &mut tx, Job::ApplyRetention(id)).await?;
        tx.commit().await
    }

    /// The next records that may be due.
    async fn due(&self, order: &Order, after: Uuid) -> Result<Vec<Uuid>> {
        let mut tx = self.db().read().await?;
        if order.rule != RetentionRule::Unfinished {
            return store::due(&mut tx, order.rule, (&order.province, order.due_at), after, PAGE).await;
        }
        let mut due = Vec::new();
        for window in self.windows_over(order)? {
            due.extend(store::unfinished(&mut tx, (&order.province, &window), after, PAGE).await?);
        }
        due.sort_unstable();
        due.truncate(PAGE as usize);
        Ok(due)
    }

    /// False where it is no longer due.
    async fn delete_due(&self, run: RetentionRunId, order: &Order, subject: Uuid) -> Result<bool> {
        let mut tx = self.db().begin().await?;
        if !store::is_open(&mut tx, run).await? {
            return Ok(false);
        }
        let enrolment = (order.rule != RetentionRule::Export).then_some(EnrolmentId(subject));
        let gone = match enrolment {
            None => store::drop_export(&mut tx, ExportId(subject), order.due_at).await?,
            Some(id) => self.delete_of(&mut tx, order, id).await?,
        };
        if !gone {
            return Ok(false);
        }
        store::count_deleted(&mut tx, run).await?;
        let (actor, action) = (Actor::SYSTEM, Action::RetentionDeleted);
        let detail = serde_json::json!({ "run": run, "rule": order.rule.as_str(), "subject": subject });
        self.record(&mut tx, Entry { actor, action, province: Some(&order.province), enrolment, detail }).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn delete_of(&self, tx: &mut Tx, order: &Order, id: EnrolmentId) -> Result<bool> {
        let application = match application::lock(tx, id).await {
            Ok(application) => application,
            Err(Error::NotFound) => return Ok(false),
            Err(error) => return Err(error),
        };
        let state = application.progress.state;
        let decided = application.decided_at.is_some_and(|at| at <= order.due_at);
        match order.rule {
            RetentionRule::Unfinished => {
                let over = self.windows_over(order)?.contains(&application.window_code);
                if !over || !matches!(state, State::Draft | State::Returned) || store::has_number(tx, id).await? {
                    return Ok(false);
                }
                self.delete_application(tx, id, application.candidate).await
            }
            RetentionRule::Refused if state == State::Refused && decided && !store::has_number(tx, id).await? => {
                self.delete_application(tx, id, application.candidate).await
            }
            RetentionRule::Face if matches!(state, State::Approved | State::Refused) && decided => {
                face::part::remove(self, tx, id).await?;
                let file = store::drop_face(tx, id).await?;
                self.discard_all(tx, file.as_slice()).await
            }
            RetentionRule::Card if matches!(state, State::Approved | State::Refused) && decided => {
                let files = store::drop_card(tx, id).await?;
                self.discard_all(tx, &files).await
            }
            _ => Ok(false),
        }
    }

    /// An application and all that belongs to it. Whoever has no other one goes too: their key first, so that nothing that is
    /// left anywhere (a backup of the files, a page of the database) can be read again.
    async fn delete_application(&self, tx: &mut Tx, id: EnrolmentId, owner: CandidateId) -> Result<bool> {
        let last = store::other_applications(tx, owner, id).await? == 0;
        let files = if last { store::files_of(tx, owner).await? } else { store::files_of_application(tx, id).await? };
        store::delete_application(tx, id).await?;
        for file in files {
            files::discard(self, tx, file).await?;
        }
        if last {
            session::end_all(tx, owner).await?;
            candidate::shred(self, tx, owner).await?;
        }
        Ok(true)
    }

    /// False where there was nothing.
    async fn discard_all(&self, tx: &mut Tx, gone: &[shared::id::FileId]) -> Result<bool> {
        for file in gone {
            files::discard(self, tx, *file).await?;
        }
        Ok(!gone.is_empty())
    }

    async fn finish_retention(&self, id: RetentionRunId, order: &Order) -> Result<()> {
        let mut tx = self.db().begin().await?;
        if let Some(deleted) = store::finish(&mut tx, id, self.now()).await?
            && deleted > 0
        {
            let (actor, action, detail) = (Actor::SYSTEM, Action::RetentionApplied, detail(id, order, deleted as u64));
            self.record(&mut tx, Entry { actor, action, province: Some(&order.province), enrolment: None, detail })
                .await?;
        }
        tx.commit().await
    }
}
