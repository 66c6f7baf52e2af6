//! SQL of reminders.

use crate::{
    Result,
    db::{Tx, on},
};
use shared::{id::EnrolmentId, time::Timestamp};

/// Leaves the row alone where it was opened for the same version: the countdown goes on.
const OPEN: &str = "INSERT INTO reminder (enrolment_id, opened_at, version) VALUES ($1, $2, $3) \
                    ON CONFLICT (enrolment_id) DO UPDATE SET opened_at = excluded.opened_at, version = excluded.version \
                    WHERE reminder.version <> excluded.version";

pub(super) async fn open(tx: &mut Tx, id: EnrolmentId, version: i64, now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(OPEN).bind(id).bind(now).bind(version).execute(conn).await.map(drop))?;
    Ok(())
}

const OPENED_AT: &str = "SELECT opened_at FROM reminder WHERE enrolment_id = $1 AND version = $2";

/// Since when the reminder is open for this version.
pub(super) async fn opened_at(tx: &mut Tx, id: EnrolmentId, version: i64) -> Result<Option<Timestamp>> {
    Ok(on!(tx, conn => sqlx::query_scalar(OPENED_AT).bind(id).bind(version).fetch_optional(conn).await)?)
}
