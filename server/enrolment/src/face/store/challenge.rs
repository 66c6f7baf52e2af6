//! SQL of challenges.

use crate::{
    Result,
    db::{Tx, on},
};
use shared::{
    id::{ChallengeId, EnrolmentId, SessionId, UploadId},
    time::Timestamp,
};

#[derive(Clone, Debug, sqlx::FromRow)]
pub(in crate::face) struct Row {
    pub(in crate::face) id: ChallengeId,
    pub(in crate::face) enrolment_id: EnrolmentId,
    pub(in crate::face) session_id: SessionId,
    pub(in crate::face) expected: String,
    pub(in crate::face) made_at: Timestamp,
    pub(in crate::face) expires_at: Timestamp,
    pub(in crate::face) shown_at: Option<Timestamp>,
}

const COUNT: &str = "SELECT COUNT(*) FROM face_challenge WHERE enrolment_id = $1 AND made_at > $2";

pub(in crate::face) async fn count(tx: &mut Tx, enrolment: EnrolmentId, since: Timestamp) -> Result<i64> {
    Ok(on!(tx, conn => sqlx::query_scalar(COUNT).bind(enrolment).bind(since).fetch_one(conn).await)?)
}

const END_OTHERS: &str =
    "UPDATE face_challenge SET expires_at = $2 WHERE enrolment_id = $1 AND taken_at IS NULL AND expires_at > $2";
const INSERT: &str = "INSERT INTO face_challenge (id, enrolment_id, session_id, expected, made_at, expires_at, shown_at) \
                      VALUES ($1, $2, $3, $4, $5, $6, $7)";

/// The application's only open one.
pub(in crate::face) async fn insert(tx: &mut Tx, row: &Row) -> Result<()> {
    on!(&mut *tx, conn => sqlx::query(END_OTHERS).bind(row.enrolment_id).bind(row.made_at)
        .execute(conn).await.map(drop))?;
    on!(tx, conn => sqlx::query(INSERT)
        .bind(row.id).bind(row.enrolment_id).bind(row.session_id).bind(&row.expected).bind(row.made_at)
        .bind(row.expires_at).bind(row.shown_at)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const SHOW: &str = "UPDATE face_challenge SET shown_at = $3 WHERE id = $1 AND session_id = $2 AND shown_at IS NULL \
                    AND taken_at IS NULL AND expires_at > $3 \
                    RETURNING id, enrolment_id, session_id, expected, made_at, expires_at, shown_at";

/// Nothing where it was shown before, or cannot be answered any more.
pub(in crate::face) async fn show(
    tx: &mut Tx,
    id: ChallengeId,
    session: SessionId,
    now: Timestamp,
) -> Result<Option<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(SHOW).bind(id).bind(session).bind(now).fetch_optional(conn).await)?)
}

const TAKE: &str = "UPDATE face_challenge SET taken_at = $4, upload_id = $5 WHERE id = $1 AND enrolment_id = $2 \
                    AND session_id = $3 AND taken_at IS NULL AND expires_at > $4 RETURNING expected";

/// What was asked, for the one answer that it has.
pub(in crate::face) async fn take(
    tx: &mut Tx,
    id: ChallengeId,
    (enrolment, session): (EnrolmentId, SessionId),
    now: Timestamp,
    upload: Option<UploadId>,
) -> Result<Option<String>> {
    Ok(on!(tx, conn => sqlx::query_scalar(TAKE).bind(id).bind(enrolment).bind(session).bind(now).bind(upload)
        .fetch_optional(conn).await)?)
}

const OF_UPLOAD: &str = "SELECT expected FROM face_challenge WHERE upload_id = $1";

pub(in crate::face) async fn of_upload(tx: &mut Tx, upload: UploadId) -> Result<Option<String>> {
    Ok(on!(tx, conn => sqlx::query_scalar(OF_UPLOAD).bind(upload).fetch_optional(conn).await)?)
}

const DELETE_OLD: &str = "DELETE FROM face_challenge WHERE made_at <= $1";

pub(in crate::face) async fn delete_before(tx: &mut Tx, limit: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(DELETE_OLD).bind(limit).execute(conn).await.map(drop))?;
    Ok(())
}
