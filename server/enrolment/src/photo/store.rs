//! SQL of photographs and of the pictures they were made from.

use crate::{
    Result,
    db::{Tx, on},
};
use shared::{
    id::{EnrolmentId, FileId, PhotoId},
    time::Timestamp,
};

#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Row {
    pub(super) id: PhotoId,
    pub(super) enrolment_id: EnrolmentId,
    pub(super) file_id: FileId,
    pub(super) verdict: String,
    pub(super) prepared: bool,
    pub(super) taken_at: Timestamp,
    pub(super) likeness: Option<String>,
    pub(super) comparison: Option<String>,
}

const INSERT: &str = "INSERT INTO photo (id, enrolment_id, file_id, verdict, prepared, taken_at, likeness, comparison) \
                      VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

pub(super) async fn insert(tx: &mut Tx, row: &Row) -> Result<()> {
    on!(tx, conn => sqlx::query(INSERT)
        .bind(row.id).bind(row.enrolment_id).bind(row.file_id).bind(&row.verdict).bind(row.prepared).bind(row.taken_at)
        .bind(&row.likeness).bind(&row.comparison)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const SET_LIKENESS: &str = "UPDATE photo SET likeness = $2 WHERE enrolment_id = $1";

pub(super) async fn set_likeness(tx: &mut Tx, enrolment: EnrolmentId, likeness: &str) -> Result<()> {
    on!(tx, conn => sqlx::query(SET_LIKENESS).bind(enrolment).bind(likeness).execute(conn).await.map(drop))?;
    Ok(())
}

const FORGET_COMPARISON: &str = "UPDATE photo SET likeness = NULL, comparison = NULL \
                                 WHERE enrolment_id = $1 AND likeness IN ('same', 'doubtful')";

/// It was made with another picture of the document.
pub(super) async fn forget_comparison(tx: &mut Tx, enrolment: EnrolmentId) -> Result<()> {
    on!(tx, conn => sqlx::query(FORGET_COMPARISON).bind(enrolment).execute(conn).await.map(drop))?;
    Ok(())
}

const WITHDRAW_COMPARISON: &str = "UPDATE photo SET comparison = NULL, \
    likeness = CASE WHEN likeness IN ('same', 'doubtful') THEN NULL ELSE likeness END WHERE enrolment_id = $1";

/// What was measured goes; that another photograph or a reviewer was needed stays.
pub(super) async fn withdraw_comparison(tx: &mut Tx, enrolment: EnrolmentId) -> Result<()> {
    on!(tx, conn => sqlx::query(WITHDRAW_COMPARISON).bind(enrolment).execute(conn).await.map(drop))?;
    Ok(())
}

const DELETE: &str = "DELETE FROM photo WHERE enrolment_id = $1 RETURNING file_id";

/// Removes the photograph of an application; gives its file.
pub(super) async fn delete(tx: &mut Tx, enrolment: EnrolmentId) -> Result<Option<FileId>> {
    Ok(on!(tx, conn => sqlx::query_scalar(DELETE).bind(enrolment).fetch_optional(conn).await)?)
}

const OF_ENROLMENT: &str = "SELECT id, enrolment_id, file_id, verdict, prepared, taken_at, likeness, comparison FROM photo WHERE enrolment_id = $1";

pub(super) async fn of_enrolment(tx: &mut Tx, enrolment: EnrolmentId) -> Result<Option<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(OF_ENROLMENT).bind(enrolment).fetch_optional(conn).await)?)
}

const BY_ID: &str =
    "SELECT id, enrolment_id, file_id, verdict, prepared, taken_at, likeness, comparison FROM photo WHERE id = $1";

pub(super) async fn by_id(tx: &mut Tx, id: PhotoId) -> Result<Option<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(BY_ID).bind(id).fetch_optional(conn).await)?)
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct SourceRow {
    pub(super) enrolment_id: EnrolmentId,
    pub(super) file_id: Option<FileId>,
    pub(super) refused: bool,
    pub(super) verdict: String,
    pub(super) crop: Option<String>,
    pub(super) width_px: i64,
    pub(super) height_px: i64,
    pub(super) expires_at: Timestamp,
}

const SAVE_SOURCE: &str = "INSERT INTO photo_source (enrolment_id, file_id, refused, verdict, crop, width_px, height_px, \
        expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
    ON CONFLICT (enrolment_id) DO UPDATE SET file_id = excluded.file_id, refused = excluded.refused, \
        verdict = excluded.verdict, crop = excluded.crop, width_px = excluded.width_px, height_px = excluded.height_px, \
        expires_at = excluded.expires_at";

pub(super) async fn save_source(tx: &mut Tx, row: &SourceRow) -> Result<()> {
    on!(tx, conn => sqlx::query(SAVE_SOURCE)
        .bind(row.enrolment_id).bind(row.file_id).bind(row.refused).bind(&row.verdict).bind(&row.crop)
        .bind(row.width_px).bind(row.height_px).bind(row.expires_at)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const SOURCE: &str = "SELECT enrolment_id, file_id, refused, verdict, crop, width_px, height_px, expires_at \
                      FROM photo_source WHERE enrolment_id = $1 AND expires_at > $2";

pub(super) async fn source(tx: &mut Tx, enrolment: EnrolmentId, now: Timestamp) -> Result<Option<SourceRow>> {
    Ok(on!(tx, conn => sqlx::query_as(SOURCE).bind(enrolment).bind(now).fetch_optional(conn).await)?)
}

const DELETE_SOURCE: &str = "DELETE FROM photo_source WHERE enrolment_id = $1 RETURNING file_id";

/// Removes the source of an application; gives its file where there was one.
pub(super) async fn delete_source(tx: &mut Tx, enrolment: EnrolmentId) -> Result<Option<FileId>> {
    let file: Option<Option<FileId>> =
        on!(tx, conn => sqlx::query_scalar(DELETE_SOURCE).bind(enrolment).fetch_optional(conn).await)?;
    Ok(file.flatten())
}

const EXPIRE_FILES: &str = "UPDATE file SET delete_after = $1 WHERE id IN (\
                            SELECT file_id FROM photo_source WHERE expires_at <= $1)";
const EXPIRE_SOURCES: &str = "DELETE FROM photo_source WHERE expires_at <= $1";

/// Removes sources whose day is over; their files are due at once.
pub(super) async fn expire_sources(tx: &mut Tx, now: Timestamp) -> Result<()> {
    on!(&mut *tx, conn => sqlx::query(EXPIRE_FILES).bind(now).execute(conn).await.map(drop))?;
    on!(tx, conn => sqlx::query(EXPIRE_SOURCES).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}
