//! SQL of records that came after their owner had registered as new.

use crate::{
    Result,
    db::{Tx, on},
};
use shared::{
    id::{CandidateId, ExistingId, Province},
    time::Timestamp,
};

const INSERT: &str = "INSERT INTO existing_late (record_id, candidate_id, found_at) VALUES ($1, $2, $3) ON CONFLICT (record_id) \
     DO UPDATE SET candidate_id = excluded.candidate_id, found_at = excluded.found_at";

pub(in crate::existing) async fn insert(
    tx: &mut Tx,
    record: ExistingId,
    candidate: CandidateId,
    now: Timestamp,
) -> Result<()> {
    on!(tx, conn => sqlx::query(INSERT).bind(record).bind(candidate).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}

/// What was found of a document that the candidate has since corrected is not theirs.
const OF_CANDIDATE: &str = "SELECT l.record_id FROM existing_late l JOIN existing_record r ON r.id = l.record_id \
    JOIN candidate c ON c.id = l.candidate_id AND c.document_index = r.document_index WHERE l.candidate_id = $1 \
    AND NOT EXISTS (SELECT 1 FROM existing_choice h WHERE h.candidate_id = l.candidate_id) \
    AND NOT EXISTS (SELECT 1 FROM existing_merge m WHERE m.record_id = l.record_id AND m.state <> 'refused') \
    ORDER BY l.found_at, l.record_id";

/// Of somebody who has neither chosen a number since nor asked to have it merged.
pub(in crate::existing) async fn of_candidate(tx: &mut Tx, candidate: CandidateId) -> Result<Vec<ExistingId>> {
    Ok(on!(tx, conn => sqlx::query_scalar(OF_CANDIDATE).bind(candidate).fetch_all(conn).await)?)
}

const TAKE_OVER: &str = "UPDATE existing_choice SET candidate_id = $3, taken_at = $4, left_region = $5 \
                         WHERE province = $1 AND document_index = $2 AND candidate_id IS NULL";

/// Ties the choice of a document to whoever registered before it was made; false where it is somebody's already.
pub(in crate::existing) async fn take_over(
    tx: &mut Tx,
    (province, document): (&Province, &[u8]),
    candidate: CandidateId,
    (now, left): (Timestamp, Option<&str>),
) -> Result<bool> {
    let taken = on!(tx, conn => sqlx::query(TAKE_OVER).bind(province).bind(document).bind(candidate).bind(now).bind(left)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(taken == 1)
}
