//! SQL of what belongs to a case beside what was handed in: what was uncovered, and what stood there when it was sent back.

use crate::{
    Result,
    db::{Tx, on},
};
use shared::{
    id::{EnrolmentId, FileId, StaffId},
    time::Timestamp,
};

const LOGIN: &str = "SELECT login FROM staff WHERE id = $1";

pub(in crate::review) async fn login(tx: &mut Tx, staff: StaffId) -> Result<String> {
    Ok(on!(tx, conn => sqlx::query_scalar(LOGIN).bind(staff).fetch_one(conn).await)?)
}

pub(in crate::review) struct RevealRow {
    pub(in crate::review) enrolment_id: EnrolmentId,
    pub(in crate::review) staff_id: StaffId,
    pub(in crate::review) version: i64,
    pub(in crate::review) private: &'static str,
    pub(in crate::review) reason: &'static str,
    pub(in crate::review) note_sealed: Option<Vec<u8>>,
    pub(in crate::review) at: Timestamp,
}

const REVEAL: &str = "INSERT INTO reveal (enrolment_id, staff_id, version, private, reason, note_sealed, at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (enrolment_id, staff_id, version, private) \
    DO UPDATE SET reason = excluded.reason, note_sealed = excluded.note_sealed, at = excluded.at";

pub(in crate::review) async fn reveal(tx: &mut Tx, row: &RevealRow) -> Result<()> {
    on!(tx, conn => sqlx::query(REVEAL)
        .bind(row.enrolment_id).bind(row.staff_id).bind(row.version).bind(row.private).bind(row.reason)
        .bind(&row.note_sealed).bind(row.at)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const REVEALED: &str = "SELECT private FROM reveal WHERE enrolment_id = $1 AND staff_id = $2 AND version = $3";

pub(in crate::review) async fn revealed(
    tx: &mut Tx,
    enrolment: EnrolmentId,
    staff: StaffId,
    version: i64,
) -> Result<Vec<String>> {
    Ok(on!(tx, conn => sqlx::query_scalar(REVEALED).bind(enrolment).bind(staff).bind(version).fetch_all(conn).await)?)
}

const SAVE_SNAPSHOT: &str = "INSERT INTO snapshot (enrolment_id, round, staff_id, taken_at, snapshot_sealed) \
                             VALUES ($1, $2, $3, $4, $5)";

pub(in crate::review) async fn save_snapshot(
    tx: &mut Tx,
    (enrolment, round): (EnrolmentId, i64),
    staff: StaffId,
    taken_at: Timestamp,
    sealed: &[u8],
) -> Result<()> {
    on!(tx, conn => sqlx::query(SAVE_SNAPSHOT).bind(enrolment).bind(round).bind(staff).bind(taken_at).bind(sealed)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const LAST_SNAPSHOT: &str = "SELECT snapshot_sealed FROM snapshot WHERE enrolment_id = $1 ORDER BY round DESC LIMIT 1";

/// What stood there when the case was sent back last.
pub(in crate::review) async fn last_snapshot(tx: &mut Tx, enrolment: EnrolmentId) -> Result<Option<Vec<u8>>> {
    Ok(on!(tx, conn => sqlx::query_scalar(LAST_SNAPSHOT).bind(enrolment).fetch_optional(conn).await)?)
}

/// A file of an application, and what it shows.
#[derive(Clone, sqlx::FromRow)]
pub(in crate::review) struct FileRow {
    pub(in crate::review) what: String,
    pub(in crate::review) id: FileId,
    pub(in crate::review) content_index: Option<Vec<u8>>,
}

const FILES: &str = "SELECT shown.what, file.id, file.content_index FROM ( \
        SELECT 'photo' AS what, file_id FROM photo WHERE enrolment_id = $1 \
        UNION ALL SELECT side AS what, file_id FROM card_side WHERE enrolment_id = $1 \
        UNION ALL SELECT 'face' AS what, file_id FROM face_capture WHERE enrolment_id = $1 AND file_id IS NOT NULL \
        UNION ALL SELECT 'attachment' AS what, file_id FROM attachment WHERE enrolment_id = $1 \
    ) shown JOIN file ON file.id = shown.file_id ORDER BY shown.what, file.id";

pub(in crate::review) async fn files(tx: &mut Tx, enrolment: EnrolmentId) -> Result<Vec<FileRow>> {
    Ok(on!(tx, conn => sqlx::query_as(FILES).bind(enrolment).fetch_all(conn).await)?)
}
