//! The ledger of tries that engines judge: limited for an application over all its devices, counted in the transaction that
//! begins one. A try that fails on our side, or is cut off, is given back.

mod store;
mod turn;

pub use turn::Turn;
pub(crate) use turn::{Turns, of_step as turn_of};

use crate::{
    Caller, Enrolment, Result, application,
    db::Tx,
    error::Cause,
    ports::{CardProblem, EngineStamp, FaceJudgement},
};
use serde::{Serialize, de::DeserializeOwned};
use shared::{
    id::{AttemptId, EnrolmentId},
    liveness::Expected,
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
    pub const ALL: [Self; 2] = [Self::Card, Self::Face];

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.as_str() == text)
    }

    pub const fn as_str(self) -> &'static str {
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

impl Ending {
    fn parse(text: &str) -> Option<Self> {
        [Self::Passed, Self::Failed, Self::Refunded].into_iter().find(|ending| ending.as_str() == text)
    }
}

/// A try whose lease is not renewed for this long was cut off: the process that held it is taken for dead.
const LONGEST: Span = Span::secs(90);

/// A try, as a reviewer sees it, with what an engine said.
#[derive(Clone, PartialEq, Debug)]
pub struct SeenTry<J> {
    pub started_at: Timestamp,
    /// Absent while it is being judged.
    pub ending: Option<Ending>,
    /// What the capture had to show; absent where nothing is asked.
    pub asked: Option<Expected>,
    /// Absent where nothing was judged.
    pub judgement: Option<J>,
    /// Who judged; absent where nobody did.
    pub engine: Option<EngineStamp>,
    /// From 1 on, in the order in which devices appear in tries of any step; absent for tries of before devices were told apart.
    pub device: Option<usize>,
}

/// A reading of the document, with what was found wrong.
pub type CardTry = SeenTry<Vec<CardProblem>>;
/// A judgement of a live capture.
pub type FaceTry = SeenTry<FaceJudgement>;

/// A try that is to begin.
pub(crate) struct NewTry<'a> {
    pub(crate) step: Counted,
    pub(crate) asked: Option<&'a Expected>,
    /// Not while another of this step, begun at or after this moment, waits or is judged.
    pub(crate) unless_since: Option<Timestamp>,
}

impl Enrolment {
    /// Takes one try, or refuses with `attempts.spent`, or `request.conflict` where another stands for it. Whatever comes of it is
    /// said with [`conclude`].
    pub(crate) async fn begin_attempt(&self, caller: &Caller, id: EnrolmentId, new: NewTry<'_>) -> Result<AttemptId> {
        let (attempt, now, step) = (AttemptId(self.new_id()), self.now(), new.step);
        let asked = new.asked.map(serde_json::to_string).transpose()?;
        let mut tx = self.db().begin().await?;
        // under the application's lock: two devices do not take the last try both
        let application = application::lock(&mut tx, id).await?;
        if let Some(since) = new.unless_since {
            let running = store::running(&mut tx, (id, Some(step.as_str())), now).await?;
            if running.is_some_and(|running| running.started_at >= since) {
                return Err(ProblemCode::Conflict.into());
            }
        }
        let limit = step.limit(self.profile(&application.province)?.attempts);
        if store::count(&mut tx, id, step.as_str(), now).await? >= i64::from(limit) {
            return Err(ProblemCode::AttemptsSpent.into());
        }
        let row = store::New { id: attempt, enrolment: id, step: step.as_str(), session: caller.session, asked };
        store::insert(&mut tx, &row, (now, now + LONGEST)).await?;
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

/// Every try of a step, the oldest first.
pub(crate) async fn seen<J: DeserializeOwned>(tx: &mut Tx, id: EnrolmentId, step: Counted) -> Result<Vec<SeenTry<J>>> {
    let rows = store::of_step(tx, id, step.as_str()).await?;
    let devices = store::sessions(tx, id).await?;
    let try_of = |row: store::Row| {
        let ending = match row.status.as_str() {
            "running" => None,
            other => Some(Ending::parse(other).ok_or(Cause::Corrupt("attempt.status"))?),
        };
        let place = |session| devices.iter().position(|device| *device == session).map(|at| at + 1);
        Ok(SeenTry {
            started_at: row.started_at,
            ending,
            asked: row.asked.as_deref().map(serde_json::from_str).transpose()?,
            judgement: row.scores.as_deref().map(serde_json::from_str).transpose()?,
            engine: row.engine.as_deref().map(serde_json::from_str).transpose()?,
            device: row.session_id.and_then(place),
        })
    };
    rows.into_iter().map(try_of).collect()
}
