//! What a capture is asked to show: drawn by the server, shown once to the session that asked, good for one answer that begins in
//! time. A new one ends the one before; only so many are drawn that nobody can wait for the digits of a film they have.

use super::store::challenge as store;
use crate::{Caller, Enrolment, Result, application, attempts, attempts::Counted, consent, db::Tx, error::Cause};
use serde::Serialize;
use shared::{
    enrolment::{Event, Item},
    id::{ChallengeId, UploadId},
    liveness::{DRAW_BYTES, Expected, Liveness, Way},
    problem::{Field, Problem, ProblemCode},
    profile::CONSENT_FACE,
    time::{Span, Timestamp},
};

/// An answer has to begin this soon after the drawing: time to record twice, too little to look for a film.
const LIFETIME: Span = Span::secs(180);
/// So many in an hour, and in a day: of 7290 strings of digits.
const PER_HOUR: i64 = 12;
const PER_DAY: i64 = 40;

/// A challenge as it is shown.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Challenge {
    pub id: ChallengeId,
    pub expected: Expected,
    pub expires_in_secs: u32,
}

/// What a capture that is on its way has to show.
#[derive(Clone, PartialEq, Debug)]
pub struct Asked(pub(super) Expected);

impl Enrolment {
    /// Draws a challenge and shows it. Refused with `attempts.spent`, `challenge.too_many`, `consent.needed`, or as any item.
    pub async fn ask_face(&self, caller: &Caller, way: Way) -> Result<Challenge> {
        let row = self.draw(caller, way, true).await?;
        self.shown(row)
    }

    /// Draws a challenge that a page will show: see [`Enrolment::show_challenge`].
    pub async fn prepare_challenge(&self, caller: &Caller, way: Way) -> Result<ChallengeId> {
        Ok(self.draw(caller, way, false).await?.id)
    }

    /// The challenge, the first time that its session asks. Nothing afterwards, and for everybody else.
    pub async fn show_challenge(&self, caller: &Caller, id: ChallengeId) -> Result<Option<Challenge>> {
        let (.., enrolment) = caller.evidence_provider()?;
        let mut tx = self.db().begin().await?;
        let row = store::show(&mut tx, id, caller.session, self.now()).await?;
        tx.commit().await?;
        row.filter(|row| row.enrolment_id == enrolment).map(|row| self.shown(row)).transpose()
    }

    /// The capture that answers is on its way: nothing else answers this challenge from now on. Refused with `challenge.expired`.
    pub async fn answer_challenge(&self, caller: &Caller, id: ChallengeId) -> Result<Asked> {
        let mut tx = self.db().begin().await?;
        let asked = take(self, &mut tx, caller, id, None).await?;
        tx.commit().await?;
        Ok(asked)
    }

    async fn draw(&self, caller: &Caller, way: Way, shown: bool) -> Result<store::Row> {
        let (province, _, id) = caller.evidence_provider()?;
        let (now, expected) = (self.now(), Expected::draw(way, &self.random::<DRAW_BYTES>()));
        let mut tx = self.db().begin().await?;
        // under the application's lock: two devices do not draw the last one both
        let application = application::lock(&mut tx, id).await?;
        application.require_open(self)?;
        application.progress.advance(&Event::Provide(Item::Face))?;
        if self.profile(province)?.face.challenge != Liveness::Digits {
            return Err(ProblemCode::BadRequest.into());
        }
        consent::require(self, &mut tx, (province, id), CONSENT_FACE).await?;
        if self.parts().identity.face.is_some() && attempts::left(self, &mut tx, id, Counted::Face).await? == 0 {
            return Err(ProblemCode::AttemptsSpent.into());
        }
        for (span, most) in [(Span::hours(1), PER_HOUR), (Span::hours(24), PER_DAY)] {
            if store::count(&mut tx, id, now - span).await? >= most {
                return Err(Problem::new(ProblemCode::ChallengeTooMany).retry_after(span.whole_secs() / 4).into());
            }
        }
        let row = store::Row {
            id: ChallengeId(self.new_id()),
            enrolment_id: id,
            session_id: caller.session,
            expected: serde_json::to_string(&expected)?,
            made_at: now,
            expires_at: now + LIFETIME,
            shown_at: shown.then_some(now),
        };
        store::insert(&mut tx, &row).await?;
        tx.commit().await?;
        Ok(row)
    }

    fn shown(&self, row: store::Row) -> Result<Challenge> {
        let expires_in_secs = (row.expires_at - self.now()).whole_secs();
        Ok(Challenge { id: row.id, expected: serde_json::from_str(&row.expected)?, expires_in_secs })
    }
}

/// Ties an answer to its challenge.
pub(crate) async fn take(
    enrolment: &Enrolment,
    tx: &mut Tx,
    caller: &Caller,
    id: ChallengeId,
    upload: Option<UploadId>,
) -> Result<Asked> {
    let (.., application) = caller.evidence_provider()?;
    let whose = (application, caller.session);
    let expected = store::take(tx, id, whose, enrolment.now(), upload).await?;
    let expected = expected.ok_or_else(|| Problem::at(ProblemCode::ChallengeExpired, Field::Face))?;
    Ok(Asked(serde_json::from_str(&expected).map_err(Cause::from)?))
}

/// What the file of an upload answers; nothing where nothing was asked.
pub(crate) async fn of_upload(tx: &mut Tx, upload: UploadId) -> Result<Option<Asked>> {
    let expected = store::of_upload(tx, upload).await?;
    Ok(expected.as_deref().map(serde_json::from_str).transpose()?.map(Asked))
}

/// Those that are over; what was asked of a capture stands beside it.
pub(crate) async fn delete_before(tx: &mut Tx, limit: Timestamp) -> Result<()> {
    store::delete_before(tx, limit).await
}
