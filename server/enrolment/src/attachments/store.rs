//! SQL of attached files.

use crate::{
    Result,
    db::{Tx, on},
};
use shared::{
    id::{AttachmentId, EnrolmentId, FileId},
    time::Timestamp,
};

#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Row {
    pub(super) id: AttachmentId,
    pub(super) enrolment_id: EnrolmentId,
    pub(super) kind: String,
    pub(super) format: String,
    pub(super) size_bytes: i64,
    pub(super) file_id: FileId,
    pub(super) thumbnail_id: Option<FileId>,
    pub(super) description_sealed: Option<Vec<u8>>,
    pub(super) added_at: Timestamp,
}

const INSERT: &str = "INSERT INTO attachment (id, enrolment_id, kind, format, size_bytes, file_id, thumbnail_id, \
                      description_sealed, added_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

pub(super) async fn insert(tx: &mut Tx, row: &Row) -> Result<()> {
    on!(tx, conn => sqlx::query(INSERT)
        .bind(row.id).bind(row.enrolment_id).bind(&row.kind).bind(&row.format).bind(row.size_bytes).bind(row.file_id)
        .bind(row.thumbnail_id).bind(&row.description_sealed).bind(row.added_at)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const BY_ID: &str = "SELECT id, enrolment_id, kind, format, size_bytes, file_id, thumbnail_id, description_sealed, added_at \
                     FROM attachment WHERE id = $1";

pub(super) async fn by_id(tx: &mut Tx, id: AttachmentId) -> Result<Option<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(BY_ID).bind(id).fetch_optional(conn).await)?)
}

const OF_ENROLMENT: &str = "SELECT id, enrolment_id, kind, format, size_bytes, file_id, thumbnail_id, description_sealed, \
                            added_at FROM attachment WHERE enrolment_id = $1 ORDER BY added_at, id";

pub(super) async fn of_enrolment(tx: &mut Tx, enrolment: EnrolmentId) -> Result<Vec<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(OF_ENROLMENT).bind(enrolment).fetch_all(conn).await)?)
}

const KINDS: &str = "SELECT kind FROM attachment WHERE enrolment_id = $1";

/// The kind of each file.
pub(super) async fn kinds(tx: &mut Tx, enrolment: EnrolmentId) -> Result<Vec<String>> {
    Ok(on!(tx, conn => sqlx::query_scalar(KINDS).bind(enrolment).fetch_all(conn).await)?)
}

const DELETE: &str = "DELETE FROM attachment WHERE id = $2 AND enrolment_id = $1 RETURNING id, enrolment_id, kind, format, \
                      size_bytes, file_id, thumbnail_id, description_sealed, added_at";

/// Removes a file of this application.
pub(super) async fn delete(tx: &mut Tx, enrolment: EnrolmentId, id: AttachmentId) -> Result<Option<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(DELETE).bind(enrolment).bind(id).fetch_optional(conn).await)?)
}
