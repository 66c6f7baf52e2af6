//! The ledger of tries that engines judge: limited for an application over all its devices, counted in the transaction that
//! begins one. A try that fails on our side, or is cut off, is given back.

mod store;

use crate::{Enrolment, Result, application, db::Tx, ports::EngineStamp};
use serde::Serialize;
use shared::{
    id::{AttemptId, EnrolmentId},
    problem::ProblemCode,
    profile::AttemptLimits,
    time::{Span, Timestamp},
};

/// A step whose tries are counted.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Counted {
    Card,
    Face,
}

impl Counted {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::Face => "face",
        }
    }

    const fn limit(self, limits: AttemptLimits) -> u32 {
        match self {
            Self::Card => limits.card,
            Self::Face => limits.face,
        }
    }
}

/// How a try ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ending {
    Passed,
    Failed,
    /// Nothing was judged: a failure on our side.
    Refunded,
}

impl Ending {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Refunded => "refunded",
        }
    }
}

/// A judgement takes at most this long; then the process that made it is taken for dead.
const LONGEST: Span = Span::secs(90);

impl Enrolment {
    /// Takes one try, or refuses with `attempts.spent`. Whatever comes of it is said with [`conclude`].
    pub(crate) async fn begin_attempt(&self, id: EnrolmentId, step: Counted) -> Result<AttemptId> {
        let (attempt, now) = (AttemptId(self.new_id()), self.now());
        let mut tx = self.db().begin().await?;
        // under the application's lock: two devices do not take the last try both
        let application = application::lock(&mut tx, id).await?;
        let limit = step.limit(self.profile(&application.province)?.attempts);
        if store::count(&mut tx, id, step.as_str(), now).await? >= i64::from(limit) {
            return Err(ProblemCode::AttemptsSpent.into());
        }
        store::insert(&mut tx, attempt, id, step.as_str(), (now, now + LONGEST)).await?;
        tx.commit().await?;
        Ok(attempt)
    }

    /// Gives a try back whose judgement failed on our side.
    pub(crate) async fn refund_attempt(&self, attempt: AttemptId) -> Result<()> {
        let mut tx = self.db().begin().await?;
        store::conclude(&mut tx, attempt, Ending::Refunded.as_str(), self.now(), (None, None)).await?;
        tx.commit().await
    }
}

/// Ends a try. False where it had been given back meanwhile: then its judgement must not count either.
pub(crate) async fn conclude<T: Serialize + Sync>(
    enrolment: &Enrolment,
    tx: &mut Tx,
    attempt: AttemptId,
    ending: Ending,
    (engine, scores): (&EngineStamp, &T),
) -> Result<bool> {
    let explained = (Some(serde_json::to_string(engine)?), Some(serde_json::to_string(scores)?));
    store::conclude(tx, attempt, ending.as_str(), enrolment.now(), explained).await
}

/// Tries that are left.
pub(crate) async fn left(enrolment: &Enrolment, tx: &mut Tx, id: EnrolmentId, step: Counted) -> Result<u32> {
    let application = application::load(tx, id).await?;
    let limit = step.limit(enrolment.profile(&application.province)?.attempts);
    let used = store::count(tx, id, step.as_str(), enrolment.now()).await?;
    Ok(limit.saturating_sub(u32::try_from(used).unwrap_or(u32::MAX)))
}

/// Gives back what was cut off.
pub(crate) async fn give_back(tx: &mut Tx, now: Timestamp) -> Result<()> {
    store::give_back(tx, now).await
}
