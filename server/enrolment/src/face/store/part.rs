//! SQL of stills and sound.

use crate::{
    Result,
    db::{Tx, on},
};
use shared::id::{EnrolmentId, FaceId, FacePartId, FileId};

#[derive(Clone, Debug, sqlx::FromRow)]
pub(in crate::face) struct Row {
    pub(in crate::face) id: FacePartId,
    pub(in crate::face) face_id: FaceId,
    pub(in crate::face) kind: String,
    pub(in crate::face) at_ms: i64,
    pub(in crate::face) file_id: FileId,
}

const INSERT: &str = "INSERT INTO face_part (id, face_id, kind, at_ms, file_id) VALUES ($1, $2, $3, $4, $5)";

pub(in crate::face) async fn insert(tx: &mut Tx, row: &Row) -> Result<()> {
    on!(tx, conn => sqlx::query(INSERT).bind(row.id).bind(row.face_id).bind(&row.kind).bind(row.at_ms).bind(row.file_id)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const OF_ENROLMENT: &str = "SELECT p.id, p.face_id, p.kind, p.at_ms, p.file_id FROM face_part p \
                            JOIN face_capture f ON f.id = p.face_id WHERE f.enrolment_id = $1 ORDER BY p.at_ms, p.id";

pub(in crate::face) async fn of_enrolment(tx: &mut Tx, enrolment: EnrolmentId) -> Result<Vec<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(OF_ENROLMENT).bind(enrolment).fetch_all(conn).await)?)
}

const BY_ID: &str = "SELECT p.id, p.face_id, p.kind, p.at_ms, p.file_id, f.enrolment_id FROM face_part p \
                     JOIN face_capture f ON f.id = p.face_id WHERE p.id = $1";

#[derive(sqlx::FromRow)]
pub(in crate::face) struct Located {
    #[sqlx(flatten)]
    pub(in crate::face) part: Row,
    pub(in crate::face) enrolment_id: EnrolmentId,
}

pub(in crate::face) async fn by_id(tx: &mut Tx, id: FacePartId) -> Result<Option<Located>> {
    Ok(on!(tx, conn => sqlx::query_as(BY_ID).bind(id).fetch_optional(conn).await)?)
}

const TAKE_ALL: &str = "DELETE FROM face_part WHERE face_id IN (SELECT id FROM face_capture WHERE enrolment_id = $1) \
                        RETURNING file_id";

/// Their files.
pub(in crate::face) async fn take_all(tx: &mut Tx, enrolment: EnrolmentId) -> Result<Vec<FileId>> {
    Ok(on!(tx, conn => sqlx::query_scalar(TAKE_ALL).bind(enrolment).fetch_all(conn).await)?)
}
