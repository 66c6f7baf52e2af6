//! SQL of live captures.

pub(super) mod challenge;
pub(super) mod part;

use crate::{
    Result,
    db::{Tx, on},
};
use shared::{
    id::{EnrolmentId, FaceId, FileId},
    time::Timestamp,
};

#[derive(Clone, PartialEq, Eq, Debug, sqlx::FromRow)]
pub(super) struct Row {
    pub(super) id: FaceId,
    pub(super) enrolment_id: EnrolmentId,
    pub(super) file_id: Option<FileId>,
    pub(super) outcome: String,
    pub(super) judgement: Option<String>,
    pub(super) asked: Option<String>,
    pub(super) taken_at: Timestamp,
}

const DELETE: &str = "DELETE FROM face_capture WHERE enrolment_id = $1";
const INSERT: &str = "INSERT INTO face_capture (id, enrolment_id, file_id, outcome, judgement, asked, taken_at) \
                      VALUES ($1, $2, $3, $4, $5, $6, $7)";

pub(super) async fn delete(tx: &mut Tx, enrolment: EnrolmentId) -> Result<()> {
    on!(tx, conn => sqlx::query(DELETE).bind(enrolment).execute(conn).await.map(drop))?;
    Ok(())
}

/// In place of the one before.
pub(super) async fn replace(tx: &mut Tx, row: &Row) -> Result<()> {
    delete(tx, row.enrolment_id).await?;
    on!(tx, conn => sqlx::query(INSERT)
        .bind(row.id).bind(row.enrolment_id).bind(row.file_id).bind(&row.outcome).bind(&row.judgement).bind(&row.asked)
        .bind(row.taken_at)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const SET_OUTCOME: &str = "UPDATE face_capture SET outcome = $2, taken_at = $3 WHERE id = $1";

/// The capture stays, with its stills.
pub(super) async fn set_outcome(tx: &mut Tx, row: &Row) -> Result<()> {
    on!(tx, conn => sqlx::query(SET_OUTCOME).bind(row.id).bind(&row.outcome).bind(row.taken_at)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const OF_ENROLMENT: &str =
    "SELECT id, enrolment_id, file_id, outcome, judgement, asked, taken_at FROM face_capture WHERE enrolment_id = $1";

pub(super) async fn of_enrolment(tx: &mut Tx, enrolment: EnrolmentId) -> Result<Option<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(OF_ENROLMENT).bind(enrolment).fetch_optional(conn).await)?)
}

const BY_ID: &str =
    "SELECT id, enrolment_id, file_id, outcome, judgement, asked, taken_at FROM face_capture WHERE id = $1";

pub(super) async fn by_id(tx: &mut Tx, id: FaceId) -> Result<Option<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(BY_ID).bind(id).fetch_optional(conn).await)?)
}
