//! SQL of details. What is in the clear is what queues, windows and statistics need; the rest is sealed.

use crate::{
    Result,
    db::{Tx, on},
};
use shared::{id::EnrolmentId, time::Timestamp};

#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Row {
    pub(super) major: String,
    pub(super) level: String,
    pub(super) education: String,
    pub(super) identity_changed: bool,
    pub(super) details_sealed: Vec<u8>,
    pub(super) saved_at: Timestamp,
}

const SAVE: &str = "INSERT INTO details (enrolment_id, major, level, education, identity_changed, details_sealed, saved_at) \
                    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (enrolment_id) DO UPDATE SET major = excluded.major, \
                    level = excluded.level, education = excluded.education, identity_changed = excluded.identity_changed, \
                    details_sealed = excluded.details_sealed, saved_at = excluded.saved_at";

pub(super) async fn save(tx: &mut Tx, id: EnrolmentId, row: &Row) -> Result<()> {
    on!(tx, conn => sqlx::query(SAVE)
        .bind(id).bind(&row.major).bind(&row.level).bind(&row.education).bind(row.identity_changed)
        .bind(&row.details_sealed).bind(row.saved_at)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const LOAD: &str = "SELECT major, level, education, identity_changed, details_sealed, saved_at FROM details \
                    WHERE enrolment_id = $1";

pub(super) async fn load(tx: &mut Tx, id: EnrolmentId) -> Result<Option<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(LOAD).bind(id).fetch_optional(conn).await)?)
}
