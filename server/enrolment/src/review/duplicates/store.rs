//! SQL of what candidates have in common.

use crate::{
    Result,
    db::{Tx, on},
};
use shared::{
    id::{CandidateId, StaffId},
    time::Timestamp,
};

const ADD: &str = "INSERT INTO trace (candidate_id, kind, trace_index) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";

pub(super) async fn add(tx: &mut Tx, candidate: CandidateId, kind: &str, index: &[u8]) -> Result<()> {
    on!(tx, conn => sqlx::query(ADD).bind(candidate).bind(kind).bind(index).execute(conn).await.map(drop))?;
    Ok(())
}

const FORGET: &str = "DELETE FROM trace WHERE candidate_id = $1 AND kind = $2";

pub(super) async fn forget(tx: &mut Tx, candidate: CandidateId, kind: &str) -> Result<()> {
    on!(tx, conn => sqlx::query(FORGET).bind(candidate).bind(kind).execute(conn).await.map(drop))?;
    Ok(())
}

/// Both sides by an index: the own few rows, then those that are equal.
const SHARING: &str = "SELECT DISTINCT other.candidate_id, other.kind FROM trace own \
    JOIN trace other ON other.kind = own.kind AND other.trace_index = own.trace_index \
        AND other.candidate_id <> own.candidate_id \
    WHERE own.candidate_id = $1 AND own.kind <> 'photo' ORDER BY other.kind, other.candidate_id LIMIT 200";

/// Who shares document, phone or name, and which of them.
pub(super) async fn sharing(tx: &mut Tx, candidate: CandidateId) -> Result<Vec<(CandidateId, String)>> {
    Ok(on!(tx, conn => sqlx::query_as(SHARING).bind(candidate).fetch_all(conn).await)?)
}

/// A print, and the key to open it.
#[derive(Clone, sqlx::FromRow)]
pub(super) struct PrintRow {
    pub(super) id: CandidateId,
    pub(super) data_key: Vec<u8>,
    pub(super) print_sealed: Vec<u8>,
}

/// Bounded by those that share the most bands: prints that are near share most of them.
const SHARING_BANDS: &str = "SELECT candidate.id, candidate.data_key, photo_print.print_sealed FROM ( \
        SELECT other.candidate_id, COUNT(*) AS bands FROM trace own \
            JOIN trace other ON other.kind = own.kind AND other.trace_index = own.trace_index \
                AND other.candidate_id <> own.candidate_id \
        WHERE own.candidate_id = $1 AND own.kind = 'photo' \
        GROUP BY other.candidate_id ORDER BY COUNT(*) DESC, other.candidate_id LIMIT 200 \
    ) near JOIN candidate ON candidate.id = near.candidate_id JOIN photo_print ON photo_print.candidate_id = candidate.id \
    WHERE candidate.data_key IS NOT NULL";

pub(super) async fn sharing_bands(tx: &mut Tx, candidate: CandidateId) -> Result<Vec<PrintRow>> {
    Ok(on!(tx, conn => sqlx::query_as(SHARING_BANDS).bind(candidate).fetch_all(conn).await)?)
}

const PRINT: &str = "SELECT print_sealed FROM photo_print WHERE candidate_id = $1";

pub(super) async fn print(tx: &mut Tx, candidate: CandidateId) -> Result<Option<Vec<u8>>> {
    Ok(on!(tx, conn => sqlx::query_scalar(PRINT).bind(candidate).fetch_optional(conn).await)?)
}

const SAVE_PRINT: &str = "INSERT INTO photo_print (candidate_id, print_sealed) VALUES ($1, $2)";

pub(super) async fn save_print(tx: &mut Tx, candidate: CandidateId, sealed: &[u8]) -> Result<()> {
    on!(tx, conn => sqlx::query(SAVE_PRINT).bind(candidate).bind(sealed).execute(conn).await.map(drop))?;
    Ok(())
}

const FORGET_PRINT: &str = "DELETE FROM photo_print WHERE candidate_id = $1";

pub(super) async fn forget_print(tx: &mut Tx, candidate: CandidateId) -> Result<()> {
    on!(tx, conn => sqlx::query(FORGET_PRINT).bind(candidate).execute(conn).await.map(drop))?;
    Ok(())
}

const CANDIDATES: &str = "SELECT id FROM candidate WHERE id > $1 AND data_key IS NOT NULL ORDER BY id LIMIT $2";

pub(super) async fn candidates(tx: &mut Tx, after: CandidateId, limit: i64) -> Result<Vec<CandidateId>> {
    Ok(on!(tx, conn => sqlx::query_scalar(CANDIDATES).bind(after).bind(limit).fetch_all(conn).await)?)
}

const JUDGE: &str = "INSERT INTO sameness (first_id, second_id, verdict, staff_id, at) VALUES ($1, $2, $3, $4, $5) \
    ON CONFLICT (first_id, second_id) DO UPDATE SET verdict = excluded.verdict, staff_id = excluded.staff_id, \
        at = excluded.at";

pub(super) async fn judge(
    tx: &mut Tx,
    (first, second): (CandidateId, CandidateId),
    verdict: &str,
    staff: StaffId,
    now: Timestamp,
) -> Result<()> {
    on!(tx, conn => sqlx::query(JUDGE).bind(first).bind(second).bind(verdict).bind(staff).bind(now)
        .execute(conn).await.map(drop))?;
    Ok(())
}

#[derive(Clone, sqlx::FromRow)]
pub(super) struct JudgedRow {
    pub(super) verdict: String,
    pub(super) name: String,
    pub(super) at: Timestamp,
}

const JUDGED: &str = "SELECT sameness.verdict, staff.name, sameness.at FROM sameness JOIN staff ON staff.id = sameness.staff_id \
                      WHERE first_id = $1 AND second_id = $2";

pub(super) async fn judged(tx: &mut Tx, (first, second): (CandidateId, CandidateId)) -> Result<Option<JudgedRow>> {
    Ok(on!(tx, conn => sqlx::query_as(JUDGED).bind(first).bind(second).fetch_optional(conn).await)?)
}
