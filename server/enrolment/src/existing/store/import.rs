//! SQL of files of records: their pieces, how far they are, and the rows that were refused.

use crate::{
    Result,
    db::{Tx, on},
};
use shared::{
    id::{ExistingId, ImportId, Province, StaffId},
    time::Timestamp,
};

/// A file that begins to come.
pub(in crate::existing) struct NewImport<'a> {
    pub(in crate::existing) id: ImportId,
    pub(in crate::existing) province: &'a Province,
    pub(in crate::existing) staff: Option<StaffId>,
    pub(in crate::existing) file_name: &'a str,
    pub(in crate::existing) now: Timestamp,
}

const INSERT: &str = "INSERT INTO existing_import (id, province, staff_id, file_name, size_bytes, state, is_utf8, columns, at_byte, \
                      at_line, added, changed, unchanged, refused, created_at) \
                      VALUES ($1, $2, $3, $4, 0, 'receiving', $5, '', 0, 0, 0, 0, 0, 0, $6)";

pub(in crate::existing) async fn insert_import(tx: &mut Tx, new: &NewImport<'_>) -> Result<()> {
    on!(tx, conn => sqlx::query(INSERT)
        .bind(new.id).bind(new.province).bind(new.staff).bind(new.file_name).bind(true).bind(new.now)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const ADD_CHUNK: &str = "INSERT INTO existing_chunk (import_id, place, bytes_sealed) VALUES ($1, $2, $3)";

pub(in crate::existing) async fn add_chunk(tx: &mut Tx, id: ImportId, place: i64, sealed: &[u8]) -> Result<()> {
    on!(tx, conn => sqlx::query(ADD_CHUNK).bind(id).bind(place).bind(sealed).execute(conn).await.map(drop))?;
    Ok(())
}

const CHUNKS: &str =
    "SELECT bytes_sealed FROM existing_chunk WHERE import_id = $1 AND place >= $2 ORDER BY place LIMIT $3";

/// The pieces from a place on.
pub(in crate::existing) async fn chunks(tx: &mut Tx, id: ImportId, from: i64, count: i64) -> Result<Vec<Vec<u8>>> {
    Ok(on!(tx, conn => sqlx::query_scalar(CHUNKS).bind(id).bind(from).bind(count).fetch_all(conn).await)?)
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub(in crate::existing) struct ImportRow {
    pub(in crate::existing) id: ImportId,
    pub(in crate::existing) province: Province,
    pub(in crate::existing) file_name: String,
    pub(in crate::existing) size_bytes: i64,
    pub(in crate::existing) state: String,
    pub(in crate::existing) is_utf8: bool,
    pub(in crate::existing) columns: String,
    pub(in crate::existing) at_byte: i64,
    pub(in crate::existing) at_line: i64,
    pub(in crate::existing) added: i64,
    pub(in crate::existing) changed: i64,
    pub(in crate::existing) unchanged: i64,
    pub(in crate::existing) refused: i64,
    pub(in crate::existing) created_at: Timestamp,
    pub(in crate::existing) finished_at: Option<Timestamp>,
    /// Who sent it.
    pub(in crate::existing) name: Option<String>,
}

const RUNNING: &str = "SELECT COUNT(*) FROM existing_import WHERE province = $1 AND state = 'running'";

pub(in crate::existing) async fn is_running(tx: &mut Tx, province: &Province) -> Result<bool> {
    let count: i64 = on!(tx, conn => sqlx::query_scalar(RUNNING).bind(province).fetch_one(conn).await)?;
    Ok(count > 0)
}

const RUNNING_LIKE: &str =
    "SELECT id FROM existing_import WHERE province = $1 AND content_index = $2 AND state = 'running'";

/// The import of the same file that is not at its end.
pub(in crate::existing) async fn running_like(
    tx: &mut Tx,
    province: &Province,
    content: &[u8],
) -> Result<Option<ImportId>> {
    Ok(on!(tx, conn => sqlx::query_scalar(RUNNING_LIKE).bind(province).bind(content).fetch_optional(conn).await)?)
}

const RUN: &str = "UPDATE existing_import SET state = 'running', content_index = $2, size_bytes = $3, is_utf8 = $4, columns = $5, \
                   at_byte = $6, at_line = $7 WHERE id = $1 AND state = 'receiving'";

/// Everything has come; false where another file of the province is being taken in.
pub(in crate::existing) async fn run_import(
    tx: &mut Tx,
    id: ImportId,
    (content, size_bytes, is_utf8): (&[u8], i64, bool),
    (columns, at_byte, at_line): (&str, i64, i64),
) -> Result<bool> {
    let result = on!(tx, conn => sqlx::query(RUN)
        .bind(id).bind(content).bind(size_bytes).bind(is_utf8).bind(columns).bind(at_byte).bind(at_line)
        .execute(conn).await.map(drop));
    match result {
        Ok(()) => Ok(true),
        Err(sqlx::Error::Database(error)) if error.is_unique_violation() => Ok(false),
        Err(error) => Err(error.into()),
    }
}

const LOCK: &str = "UPDATE existing_import SET at_byte = at_byte WHERE id = $1 AND state = 'running'";
const BY_ID: &str = "SELECT i.id, i.province, i.file_name, i.size_bytes, i.state, i.is_utf8, i.columns, i.at_byte, i.at_line, \
                     i.added, i.changed, i.unchanged, i.refused, i.created_at, i.finished_at, staff.name \
                     FROM existing_import i LEFT JOIN staff ON staff.id = i.staff_id WHERE i.id = $1";

pub(in crate::existing) async fn import_by_id(tx: &mut Tx, id: ImportId) -> Result<Option<ImportRow>> {
    Ok(on!(tx, conn => sqlx::query_as(BY_ID).bind(id).fetch_optional(conn).await)?)
}

/// One that is under way; nobody else goes on with it until the transaction ends.
pub(in crate::existing) async fn lock_running(tx: &mut Tx, id: ImportId) -> Result<Option<ImportRow>> {
    let locked =
        on!(&mut *tx, conn => sqlx::query(LOCK).bind(id).execute(conn).await.map(|done| done.rows_affected()))?;
    if locked == 1 { import_by_id(tx, id).await } else { Ok(None) }
}

const LIST: &str = "SELECT i.id, i.province, i.file_name, i.size_bytes, i.state, i.is_utf8, i.columns, i.at_byte, i.at_line, \
                    i.added, i.changed, i.unchanged, i.refused, i.created_at, i.finished_at, staff.name \
                    FROM existing_import i LEFT JOIN staff ON staff.id = i.staff_id \
                    WHERE i.province = $1 AND i.state <> 'receiving' ORDER BY i.created_at DESC, i.id DESC LIMIT $2";

pub(in crate::existing) async fn imports(tx: &mut Tx, province: &Province, limit: i64) -> Result<Vec<ImportRow>> {
    Ok(on!(tx, conn => sqlx::query_as(LIST).bind(province).bind(limit).fetch_all(conn).await)?)
}

/// How far an import has come.
pub(in crate::existing) struct Progress {
    pub(in crate::existing) state: &'static str,
    pub(in crate::existing) at_byte: i64,
    pub(in crate::existing) at_line: i64,
    pub(in crate::existing) added: i64,
    pub(in crate::existing) changed: i64,
    pub(in crate::existing) unchanged: i64,
    pub(in crate::existing) refused: i64,
    pub(in crate::existing) finished_at: Option<Timestamp>,
}

const ADVANCE: &str = "UPDATE existing_import SET state = $2, at_byte = $3, at_line = $4, added = $5, changed = $6, \
                       unchanged = $7, refused = $8, finished_at = $9 WHERE id = $1";
const DROP_CHUNKS: &str = "DELETE FROM existing_chunk WHERE import_id = $1";

/// Writes that down; the file itself goes with the end.
pub(in crate::existing) async fn advance(tx: &mut Tx, id: ImportId, progress: &Progress) -> Result<()> {
    on!(&mut *tx, conn => sqlx::query(ADVANCE)
        .bind(id).bind(progress.state).bind(progress.at_byte).bind(progress.at_line).bind(progress.added)
        .bind(progress.changed).bind(progress.unchanged).bind(progress.refused).bind(progress.finished_at)
        .execute(conn).await.map(drop))?;
    if progress.finished_at.is_some() {
        on!(tx, conn => sqlx::query(DROP_CHUNKS).bind(id).execute(conn).await.map(drop))?;
    }
    Ok(())
}

const DELETE: &str = "DELETE FROM existing_import WHERE id = $1 AND state = 'receiving'";

/// Gives up a file that did not come whole.
pub(in crate::existing) async fn delete_import(tx: &mut Tx, id: ImportId) -> Result<()> {
    on!(tx, conn => sqlx::query(DELETE).bind(id).execute(conn).await.map(drop))?;
    Ok(())
}

const DELETE_STALE: &str = "DELETE FROM existing_import WHERE state = 'receiving' AND created_at < $1";

pub(in crate::existing) async fn delete_stale(tx: &mut Tx, before: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(DELETE_STALE).bind(before).execute(conn).await.map(drop))?;
    Ok(())
}

const REFUSE: &str = "INSERT INTO existing_refusal (import_id, line, faults, row_sealed) VALUES ($1, $2, $3, $4)";

pub(in crate::existing) async fn refuse(
    tx: &mut Tx,
    id: ImportId,
    (line, faults): (i64, &str),
    sealed: &[u8],
) -> Result<()> {
    on!(tx, conn => sqlx::query(REFUSE).bind(id).bind(line).bind(faults).bind(sealed).execute(conn).await.map(drop))?;
    Ok(())
}

const REFUSALS: &str = "SELECT line, faults, row_sealed FROM existing_refusal WHERE import_id = $1 AND line > $2 \
                        ORDER BY line LIMIT $3";

/// Rows that were refused, after a line.
pub(in crate::existing) async fn refusals(
    tx: &mut Tx,
    id: ImportId,
    after: i64,
    limit: i64,
) -> Result<Vec<(i64, String, Vec<u8>)>> {
    Ok(on!(tx, conn => sqlx::query_as(REFUSALS).bind(id).bind(after).bind(limit).fetch_all(conn).await)?)
}

/// Whose a number is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::existing) enum Taken {
    /// Nobody's until now.
    Now,
    Before(ExistingId),
    /// It was allotted here.
    Allotted,
}

const TAKE: &str = "INSERT INTO number_taken (province, number_index, existing_id) VALUES ($1, $2, $3) \
                    ON CONFLICT (province, number_index) DO UPDATE SET existing_id = number_taken.existing_id \
                    RETURNING existing_id";

/// Makes a number a record's, if it is nobody's; whoever takes the same one at the same moment waits.
pub(in crate::existing) async fn take(
    tx: &mut Tx,
    province: &Province,
    number: &[u8],
    record: ExistingId,
) -> Result<Taken> {
    let owner: Option<ExistingId> = on!(tx, conn => sqlx::query_scalar(TAKE).bind(province).bind(number).bind(record)
        .fetch_one(conn).await)?;
    Ok(match owner {
        Some(own) if own == record => Taken::Now,
        Some(other) => Taken::Before(other),
        None => Taken::Allotted,
    })
}

const SEE: &str = "UPDATE existing_record SET import_id = $2, line = $3 WHERE id = $1";

/// Notes that a file has the record too.
pub(in crate::existing) async fn see(tx: &mut Tx, record: ExistingId, import: ImportId, line: i64) -> Result<()> {
    on!(tx, conn => sqlx::query(SEE).bind(record).bind(import).bind(line).execute(conn).await.map(drop))?;
    Ok(())
}
