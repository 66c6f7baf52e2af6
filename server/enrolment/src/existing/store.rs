//! SQL of records of existing candidates and of the numbers that they chose.

mod claim;
mod import;
mod late;
mod merge;

pub(super) use claim::{
    Claim, NewClaim, Usage, close, count_try, delete_before, insert as insert_claim, lock_limit, lock_unsent, newest,
    set_hash, set_sent, usage, verify,
};
pub(super) use import::{
    ImportRow, NewImport, Progress, Taken, add_chunk, advance, chunks, delete_import, delete_stale, import_by_id,
    imports, insert_import, is_running, lock_running, refusals, refuse, run_import, running_like, see, take,
};
pub(super) use late::{insert as insert_late, of_candidate as late_of, take_over};
pub(super) use merge::{
    MergeRow, NewMerge, decide, insert as insert_merge, list as merges, load as merge, lock as lock_merge,
    of_enrolment as merges_of,
};

use crate::{
    Result,
    db::{Tx, on},
};
use shared::{
    id::{CandidateId, EnrolmentId, ExistingId, ImportId, Province},
    time::Timestamp,
};

#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Row {
    pub(super) id: ExistingId,
    pub(super) number_index: Vec<u8>,
    pub(super) document_index: Vec<u8>,
    pub(super) region: String,
    pub(super) data_key: Vec<u8>,
    pub(super) record_sealed: Vec<u8>,
    pub(super) content_index: Vec<u8>,
    pub(super) import_id: ImportId,
    pub(super) line: i64,
}

const INSERT: &str = "INSERT INTO existing_record (id, province, number_index, document_index, region, data_key, record_sealed, \
                      content_index, import_id, line, added_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

pub(super) async fn insert(tx: &mut Tx, province: &Province, row: &Row, now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(INSERT)
        .bind(row.id).bind(province).bind(&row.number_index).bind(&row.document_index).bind(&row.region)
        .bind(&row.data_key).bind(&row.record_sealed).bind(&row.content_index).bind(row.import_id).bind(row.line).bind(now)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const UPDATE: &str = "UPDATE existing_record SET region = $2, data_key = $3, record_sealed = $4, content_index = $5, \
                      import_id = $6, line = $7 WHERE id = $1";

/// Replaces what a record says; its number and document stay.
pub(super) async fn update(tx: &mut Tx, row: &Row) -> Result<()> {
    on!(tx, conn => sqlx::query(UPDATE)
        .bind(row.id).bind(&row.region).bind(&row.data_key).bind(&row.record_sealed).bind(&row.content_index)
        .bind(row.import_id).bind(row.line)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const BY_ID: &str = "SELECT id, number_index, document_index, region, data_key, record_sealed, content_index, import_id, line \
                     FROM existing_record WHERE province = $1 AND id = $2";

pub(super) async fn by_id(tx: &mut Tx, province: &Province, id: ExistingId) -> Result<Option<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(BY_ID).bind(province).bind(id).fetch_optional(conn).await)?)
}

const OF_DOCUMENT: &str = "SELECT id, number_index, document_index, region, data_key, record_sealed, content_index, import_id, \
                           line FROM existing_record WHERE province = $1 AND document_index = $2 ORDER BY added_at, id";

/// Everything that somebody has, by their document.
pub(super) async fn of_document(tx: &mut Tx, province: &Province, document: &[u8]) -> Result<Vec<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(OF_DOCUMENT).bind(province).bind(document).fetch_all(conn).await)?)
}

/// A choice that was made.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Choice {
    pub(super) record_id: ExistingId,
    /// Absent until somebody registers with it.
    pub(super) candidate_id: Option<CandidateId>,
    /// When somebody who had registered as new took it over.
    pub(super) taken_at: Option<Timestamp>,
}

const CHOOSE: &str = "INSERT INTO existing_choice (province, document_index, record_id, chosen_at) VALUES ($1, $2, $3, $4) \
                      ON CONFLICT DO NOTHING";

/// Chooses a number for a document; false where one was chosen before. Who chooses at the same moment waits.
pub(super) async fn choose(
    tx: &mut Tx,
    province: &Province,
    document: &[u8],
    record: ExistingId,
    now: Timestamp,
) -> Result<bool> {
    let chosen = on!(tx, conn => sqlx::query(CHOOSE).bind(province).bind(document).bind(record).bind(now)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(chosen == 1)
}

const CHOICE: &str = "SELECT record_id, candidate_id, taken_at FROM existing_choice \
                      WHERE province = $1 AND document_index = $2";

pub(super) async fn choice(tx: &mut Tx, province: &Province, document: &[u8]) -> Result<Option<Choice>> {
    Ok(on!(tx, conn => sqlx::query_as(CHOICE).bind(province).bind(document).fetch_optional(conn).await)?)
}

const CHOICE_OF: &str = "SELECT record_id, candidate_id, taken_at FROM existing_choice WHERE candidate_id = $1";

pub(super) async fn choice_of(tx: &mut Tx, candidate: CandidateId) -> Result<Option<Choice>> {
    Ok(on!(tx, conn => sqlx::query_as(CHOICE_OF).bind(candidate).fetch_optional(conn).await)?)
}

const IS_CHOSEN: &str = "SELECT COUNT(*) FROM existing_choice WHERE record_id = $1";

pub(super) async fn is_chosen(tx: &mut Tx, record: ExistingId) -> Result<bool> {
    let count: i64 = on!(tx, conn => sqlx::query_scalar(IS_CHOSEN).bind(record).fetch_one(conn).await)?;
    Ok(count > 0)
}

const BIND: &str = "UPDATE existing_choice SET candidate_id = $3 WHERE province = $1 AND document_index = $2";

/// Whoever registered with a choice.
pub(super) async fn bind(tx: &mut Tx, province: &Province, document: &[u8], candidate: CandidateId) -> Result<()> {
    on!(tx, conn => sqlx::query(BIND).bind(province).bind(document).bind(candidate).execute(conn).await.map(drop))?;
    Ok(())
}

const FIND_BOUND: &str = "SELECT enrolment.id FROM number_taken t JOIN existing_choice c ON c.record_id = t.existing_id \
                          JOIN enrolment ON enrolment.candidate_id = c.candidate_id \
                          WHERE t.province = $1 AND t.number_index = $2 ORDER BY enrolment.created_at DESC LIMIT 1";

/// The application of whoever registered with a number from before.
pub(crate) async fn find_bound(tx: &mut Tx, province: &Province, number: &[u8]) -> Result<Option<EnrolmentId>> {
    Ok(on!(tx, conn => sqlx::query_scalar(FIND_BOUND).bind(province).bind(number).fetch_optional(conn).await)?)
}
