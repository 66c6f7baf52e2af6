//! 温馨提示: a text that has to be before the candidate for some seconds until they can hand in. The server keeps the time, from
//! when it was opened for the answers as they are; it begins anew when an answer changes.

use super::store;
use crate::{
    Caller, Enrolment, Result,
    application::{self, Application},
    db::Tx,
};
use shared::{
    enrolment::Event,
    problem::{Problem, ProblemCode},
    time::{Span, Timestamp},
};

/// An open reminder.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reminder {
    /// From when on the application can be handed in.
    pub ready_at: Timestamp,
}

impl Enrolment {
    /// Opens the reminder; the countdown of one that is open already goes on. Refused as handing in would be.
    pub async fn open_reminder(&self, caller: &Caller) -> Result<Reminder> {
        let (.., id) = caller.candidate()?;
        let mut tx = self.db().begin().await?;
        let application = application::lock(&mut tx, id).await?;
        application.require_open(self)?;
        let mut asked_for = application.clone();
        asked_for.forget_dropped(self.profile(&application.province)?)?;
        asked_for.progress.advance(&Event::Submit)?;
        self.require_all_sound(&mut tx, &asked_for).await?;
        open_at(&mut tx, &application, self.now()).await?;
        let ready_at = self.ready_at(&mut tx, &application).await?;
        tx.commit().await?;
        Ok(Reminder { ready_at: ready_at.unwrap_or(self.now()) })
    }

    /// The reminder that is open for the answers as they are.
    pub async fn reminder(&self, caller: &Caller) -> Result<Option<Reminder>> {
        let (.., id) = caller.candidate()?;
        let mut tx = self.db().read().await?;
        let application = application::load(&mut tx, id).await?;
        let ready_at = self.ready_at(&mut tx, &application).await?;
        Ok(ready_at.map(|ready_at| Reminder { ready_at }))
    }

    /// Refuses with `submit.too_soon` where the province has a reminder that was not before the candidate long enough.
    pub(super) async fn require_reminded(&self, tx: &mut Tx, application: &Application) -> Result<()> {
        let secs = self.profile(&application.province)?.reminder_secs;
        if secs == 0 {
            return Ok(());
        }
        let left = match self.ready_at(tx, application).await? {
            Some(ready_at) => (ready_at - self.now()).whole_secs(),
            None => secs,
        };
        if left == 0 { Ok(()) } else { Err(Problem::new(ProblemCode::SubmitTooSoon).retry_after(left).into()) }
    }

    async fn ready_at(&self, tx: &mut Tx, application: &Application) -> Result<Option<Timestamp>> {
        let secs = self.profile(&application.province)?.reminder_secs;
        let opened_at = store::opened_at(tx, application.id, application.version).await?;
        Ok(opened_at.map(|opened_at| opened_at + Span::secs(secs.into())))
    }
}

/// Opens the reminder for the version at hand, unless it is open.
pub(crate) async fn open_at(tx: &mut Tx, application: &Application, at: Timestamp) -> Result<()> {
    store::open(tx, application.id, application.version, at).await
}
