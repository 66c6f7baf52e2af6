//! SQL of records that came after their owner had registered as new.

use crate::{
    Result,
    db::{Tx, on},
};
use shared::{
    id::{CandidateId, ExistingId},
    time::Timestamp,
};

const INSERT: &str =
    "INSERT INTO existing_late (record_id, candidate_id, found_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";

pub(in crate::existing) async fn insert(
    tx: &mut Tx,
    record: ExistingId,
    candidate: CandidateId,
    now: Timestamp,
) -> Result<()> {
    on!(tx, conn => sqlx::query(INSERT).bind(record).bind(candidate).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}

const OF_CANDIDATE: &str = "SELECT record_id FROM existing_late WHERE candidate_id = $1 AND NOT EXISTS (\
    SELECT 1 FROM existing_choice WHERE existing_choice.candidate_id = $1) ORDER BY found_at, record_id";

/// Of somebody who has not chosen a number since.
pub(in crate::existing) async fn of_candidate(tx: &mut Tx, candidate: CandidateId) -> Result<Vec<ExistingId>> {
    Ok(on!(tx, conn => sqlx::query_scalar(OF_CANDIDATE).bind(candidate).fetch_all(conn).await)?)
}
